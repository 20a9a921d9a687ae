"""Logs of made-up sittings, good and less good, for every kind of test; scored by real scorers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessments.banks import registry
from assessments.contract.assessment import LoggedEvent
from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.voice.draw import SCREENING
from speech.spoken import Span, Spoken, Word
from tests.assessments.kinds.email.logs import email as email_steps
from tests.assessments.kinds.inbox.logs import inbox as inbox_steps
from tests.assessments.kinds.writing.logs import writing as writing_steps
from tests.support.grammar_items import key as solved
from tests.support.logs import Step, form_of, logged, logs_of

ENDING: Step = (0.0, "submitted", {})
STROKES_IN_A_BATCH = 300
FALLBACK = "Hello, thank you for waiting. I can send you a new one today. Is that all right?"


@dataclass(frozen=True, kw_only=True)
class MadeLog:
    """A log and, for voice, what was heard in its recordings."""

    slug: str
    events: Sequence[LoggedEvent]
    heard: Mapping[str, Spoken] = field(default_factory=dict)


def full(slug: str) -> MadeLog:
    """Take the full log that a kind gives to the contract test."""
    steps, spoken = logs_of(slug).full()
    return MadeLog(slug=slug, events=logged(slug, steps), heard=spoken)


def typing(*, words_a_minute: float, slip_every: int, leave_every: int) -> MadeLog:
    """Type 110 s of both passages; some slips are put right at once, some stay."""
    _, first, second = form_of("typing")  # a warm-up comes before them
    steps = [
        *_typing_steps(first, _strokes(first, words_a_minute, slip_every, leave_every), at=1.0),
        *_typing_steps(
            second, _strokes(second, 0.93 * words_a_minute, slip_every, leave_every), at=130.0
        ),
    ]
    return MadeLog(slug="typing", events=logged("typing", [*steps, (255.0, *ENDING[1:])]))


def _strokes(
    item: str, words_a_minute: float, slip_every: int, leave_every: int
) -> list[list[object]]:
    strokes: list[list[object]] = []
    pause = 60_000 / (words_a_minute * 5)
    moment, keys = 0.0, 0

    def key(start: int, end: int, letter: str) -> None:
        nonlocal moment, keys
        wobble = 0.6 + 0.8 * ((keys * 7919) % 100) / 100
        moment += pause * wobble if keys else 0
        keys += 1
        kind = "insertText" if letter else "deleteContentBackward"
        code = (
            f"Key{letter.upper()}" if letter.isalpha() else "Backspace" if not letter else "Space"
        )
        strokes.append([round(moment), "down", code])
        strokes.append([round(moment), "edit", start, end, letter, kind])
        strokes.append([round(moment + 1.1 * pause * 0.6), "up", code])

    for place, letter in enumerate(registry.bank("typing")[item].text):
        if moment > 108_000:
            break
        if place % leave_every == leave_every - 1:
            key(place, place, "x" if letter != "x" else "z")
            continue
        if place % slip_every == slip_every - 1:
            key(place, place, "q" if letter != "q" else "w")
            key(place, place + 1, "")
        key(place, place, letter)
    return sorted(strokes, key=lambda stroke: float(str(stroke[0])))


def _typing_steps(item: str, strokes: list[list[object]], *, at: float) -> list[Step]:
    page = "0123456789abcdef"
    steps: list[Step] = [(at, "passage_started", {"item": item, "page": page})]
    length = 0
    for batch, start in enumerate(range(0, len(strokes), STROKES_IN_A_BATCH)):
        part = strokes[start : start + STROKES_IN_A_BATCH]
        for stroke in part:
            if stroke[1] == "edit":
                length += len(str(stroke[4])) - (int(str(stroke[3])) - int(str(stroke[2])))
        data = {
            "version": 2,
            "item": item,
            "page": page,
            "batch": batch,
            "length": length,
            "strokes": part,
        }
        steps.append((at + float(str(part[-1][0])) / 1000, "keys", data))
    return [*steps, (at + 120.5, "passage_ended", {"item": item, "page": page})]


def grammar(*, right: int, unanswered: int = 0) -> MadeLog:
    """Answer the first questions rightly, the rest wrongly, the last not at all."""
    bank = registry.bank("grammar")
    form = form_of("grammar")
    steps: list[Step] = []
    for place, item in enumerate(form[: len(form) - unanswered]):
        question = bank[item]
        key = getattr(question, "key", None) or question.right_answers[0]
        wrong = next(letter for letter in "abcd" if letter != key)
        answer = key if place < right else wrong
        data = {"item": item, "answer": answer, "seconds_on_screen": 5.5 + place % 7}
        steps.append((9.0 * (place + 1), "answered", data))
    return MadeLog(slug="grammar", events=logged("grammar", [*steps, (200.0, *ENDING[1:])]))


def grammar_full(*, right: int, policy: str = "") -> MadeLog:
    """The full form: so many of its 40 tasks right, the rest without an answer that earns.

    Of what the policy asks about usage, every second one is right.
    """
    following, bank = registry.get("grammar").following, registry.bank("grammar")
    assert following is not None
    opening = logged("grammar", [], form="full", policy=policy)
    steps: list[Step] = [(0.0, name, data) for name, data in following.follow(bank, opening)]
    usage = [item for _, name, data in steps if name == "usage_asked" for item in data["items"]]
    for place, item in enumerate(usage):
        answer = "zzz" if place % 2 else solved(bank[item])
        data = {"item": item, "answer": answer, "seconds_on_screen": 11.0 + place}
        steps.append((4.0 * (place + 1), "answered", data))
    for place, item in enumerate(form_of("grammar", form="full")):
        answer = solved(bank[item]) if place < right else "zzz"
        data = {"item": item, "answer": answer, "seconds_on_screen": 9.0 + place % 20}
        steps.append((20.0 * (place + 1), "answered", data))
    return MadeLog(
        slug="grammar",
        events=logged("grammar", [*steps, (840.0, *ENDING[1:])], form="full", policy=policy),
    )


def grammar_adaptive(*, right_of_three: int) -> MadeLog:
    """The adaptive form, each question as it follows; of three so many are right."""
    following, bank = registry.get("grammar").following, registry.bank("grammar")
    assert following is not None
    steps: list[Step] = []
    for number in range(60):
        log = logged("grammar", steps, form="adaptive")
        noted = following.follow(bank, log)
        at = 20.0 * number
        steps += [(at, name, data) for name, data in noted]
        if not noted or noted[0][0] == "enough":
            break
        item = noted[0][1]["item"]
        answer = solved(bank[item]) if number % 3 < right_of_three else "zzz"
        data = {"item": item, "answer": answer, "seconds_on_screen": 9.0 + number % 20}
        steps += [(at + 12, "answered", data), (at + 13, "went_on", {"item": item})]
    events = logged("grammar", [*steps, (840.0, *ENDING[1:])], form="adaptive")
    return MadeLog(slug="grammar", events=events)


def chat(script: str) -> MadeLog:
    """Play a script of the scenario's own tests: "good agent", "weak agent" …"""
    (scenario,) = [registry.bank("chat")[item] for item in form_of("chat")]
    moves = {test.name: test.script for test in scenario.tests}[script]
    played = play(scenario, moves)
    steps: list[Step] = [
        (event.at, event.type, event.data.model_dump(mode="json"))
        for event in played
        if event.type not in {"begun", "submitted", "expired"}
    ]
    return MadeLog(slug="chat", events=logged("chat", [*steps, (steps[-1][0] + 5, *ENDING[1:])]))


def voice(*, left_out: int = 0, answer: str = FALLBACK, skipped: bool = False) -> MadeLog:
    """Say every item; leave out each so-many-th word of what stands there (0: none)."""
    bank = registry.bank("voice")
    steps: list[Step] = []
    heard = {}
    form = form_of("voice", form=SCREENING)
    for place, item in enumerate(form):
        at = 45.0 * place
        if skipped:
            steps.append((at + 3, "skipped", {"item": item}))
            continue
        words = (answer if bank[item].task == "open_answer" else bank[item].model_answer).split()
        said = [word for n, word in enumerate(words, 1) if not left_out or n % left_out]
        spoken = _spoken(said)
        name = f"take-{place}"
        heard[name] = spoken
        steps += [
            (at + 1, "item_opened", {"item": item}),
            (at + 4, "recording_started", {"item": item, "client_id": f"made-up-{place}"}),
            (at + 40, "recorded", {"item": item, "recording": name, "seconds": spoken.seconds}),
        ]
    events = logged("voice", [*steps, (45.0 * len(form), *ENDING[1:])], form=SCREENING)
    return MadeLog(slug="voice", events=events, heard=heard)


def email(kind: str) -> MadeLog:
    """Write a sample reply of the task: "good", "plain", "weak" …"""
    return MadeLog(slug="email", events=logged("email", email_steps(kind=kind)))


def inbox(*, right: int) -> MadeLog:
    """Move so many tickets to the experts' places."""
    return MadeLog(slug="inbox", events=logged("inbox", inbox_steps(right=right)))


def writing(first: str, second: str, *, words: int = 300) -> MadeLog:
    """Write two samples, "good", "plain" …; of the second so many words at most; paste a little.

    The first has some errors more.
    """

    def worse(text: str) -> str:
        return text.replace(" is ", " are ").replace(" there ", " their ").replace("very", "vrey")

    def shorter(text: str) -> str:
        return " ".join(text.split(" ")[:words])

    kinds = (first, second)
    *written, ending = writing_steps(kinds=kinds, change=worse, change_second=shorter)
    pasted: Step = (30.0, "text_pasted", {"item": written[0][2]["item"], "characters": 64})
    return MadeLog(slug="writing", events=logged("writing", [pasted, *written, ending]))


def _spoken(said: list[str]) -> Spoken:
    """Say a word each 0.38 s and rest after every ninth."""
    words, spans = [], []
    at = begin = 0.4
    for number, word in enumerate(said, 1):
        words.append(Word(text=word, start=at, end=at + 0.33, probability=0.4 + number % 7 / 10))
        at += 0.38
        if number % 9 == 0 or number == len(said):
            spans.append(Span(start=begin, end=at - 0.05))
            at += 0.5
            begin = at
    return Spoken(
        seconds=round(at + 0.4, 2),
        words=tuple(words),
        text=" ".join(said),
        speech=tuple(spans),
        engine="made up",
        model="none",
    )
