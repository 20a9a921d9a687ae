"""Sittings of the voice test with made recordings."""

from assessments.contract.assessment import Begun, Ended, LoggedEvent, Recorded
from assessments.kinds.voice.scorer import score
from scoring.report import Report
from speech.spoken import Span, Spoken, Word
from tests.support.banks import shipped

BANK = shipped("voice")


READ, REPEAT, OPEN = "read-refund-steps", "repeat-charged", "open-double-charge"


FORM = (READ, REPEAT, OPEN)


SENTENCE = BANK[REPEAT].text  # 11 words


def heard(text: str, *, pause: float = 0.0, rejected: str = "", flags: tuple[str, ...] = ()):
    """Words of 0.4 s from 0.5 s on; one pause in the middle of the speech."""
    words = tuple(
        Word(text=word, start=0.5 + n * 0.4, end=0.9 + n * 0.4, probability=0.9)
        for n, word in enumerate(text.split())
    )
    end = words[-1].end if words else 0.0
    middle = end / 2
    spans = (Span(start=0.5, end=middle), Span(start=middle + pause, end=end + pause))
    return Spoken(
        seconds=end + pause + 0.5,
        words=() if rejected else words,
        speech=spans if words else (),
        rejected=rejected,
        flags=flags,
    )


def log(*events) -> list[LoggedEvent]:
    """A log: (kind, data) or (kind, data, at); seconds count up by themselves."""
    all_events = [("begun", Begun(seed=1, form=FORM)), *events, ("submitted", Ended())]
    return [
        LoggedEvent(number=n, kind=event[0], at=event[2] if len(event) > 2 else n, data=event[1])
        for n, event in enumerate(all_events)
    ]


def recorded(item: str, name: str):
    return ("recorded", Recorded(item=item, recording=name, seconds=10))


def full(read: Spoken, repeat: Spoken, open_answer: Spoken) -> Report:
    events = log(recorded(READ, "r1"), recorded(REPEAT, "r2"), recorded(OPEN, "r3"))
    return score(BANK, events, {"r1": read, "r2": repeat, "r3": open_answer})


GOOD_ANSWER = (
    "Good morning, sir. I am so sorry about that. I can see both payments here. The second one "
    "will be refunded to your card in 5 to 7 working days. I will send you an e-mail with the "
    "reference number. Is there anything else?"
)
