"""Cut a long answer at its pauses, because Whisper decodes 30 s at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from speech.spoken import Span

LONGEST_SECONDS = 28.0
MARGIN_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Window:
    """A stretch to decode on its own; ``cut_in_speech`` when no pause ended it in time."""

    start: float
    end: float
    cut_in_speech: bool = False


def windows(speech: Sequence[Span], *, seconds: float) -> tuple[Window, ...]:
    """Cover all speech with windows of at most 28 s, cut in the longest pause that fits.

    Half a second of sound is kept around the speech; longer silence is not decoded, because
    Whisper invents words in it. The cut is in the second half of a window if there is a pause,
    so that an answer is cut as seldom as possible.

    Args:
        speech: stretches of speech in order.
        seconds: length of the sound.
    """
    if not speech:
        return ()
    start = max(0.0, speech[0].start - MARGIN_SECONDS)
    cuts: list[Window] = []
    while speech[-1].end - start > LONGEST_SECONDS:
        pause = _pause(speech, start)
        if pause is None:
            cut = start + LONGEST_SECONDS
            cuts.append(Window(start=start, end=cut, cut_in_speech=True))
            start = cut
            continue
        middle = (pause.start + pause.end) / 2
        end = min(middle, pause.start + MARGIN_SECONDS, start + LONGEST_SECONDS)
        cuts.append(Window(start=start, end=end))
        start = max(middle, pause.end - MARGIN_SECONDS)
    last = min(seconds, speech[-1].end + MARGIN_SECONDS, start + LONGEST_SECONDS)
    return (*cuts, Window(start=start, end=last))


def halved(window: Window, speech: Sequence[Span]) -> tuple[Window, ...]:
    """Cut a window in two at the pause nearest to its middle; empty when it has no pause."""
    middle = (window.start + window.end) / 2
    cuts = [
        (before.end + after.start) / 2
        for before, after in pairwise(speech)
        if window.start < before.end and after.start < window.end
    ]
    if not cuts:
        return ()
    cut = min(cuts, key=lambda place: abs(place - middle))
    return (
        Window(start=window.start, end=cut),
        Window(start=cut, end=window.end, cut_in_speech=window.cut_in_speech),
    )


def _pause(speech: Sequence[Span], start: float) -> Span | None:
    """Return the longest pause in which a window that begins at ``start`` may end."""
    pauses = [
        Span(start=before.end, end=after.start)
        for before, after in pairwise(speech)
        if start < before.end <= start + LONGEST_SECONDS
    ]
    late = [pause for pause in pauses if pause.start >= start + LONGEST_SECONDS / 2]
    return max(late or pauses, key=lambda pause: (pause.end - pause.start, pause.end), default=None)
