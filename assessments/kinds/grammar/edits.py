"""What somebody did to an e-mail with planted errors: fixed, missed, newly broken.

Both texts are cut into words and marks, and compared by Levenshtein's distance (rapidfuzz). Each
planted error is read as whichever of its wordings brings the e-mail nearest to what was handed in;
what then still differs was changed beside the errors.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from assessments.kinds.grammar.signs import straight

_TOKEN = re.compile(r"\w+(?:['.,@-]\w+)*|[^\w\s]")

_NEUTRAL = frozenset(",")
"""Marks whose change beside an error is no break: many commas are a matter of taste."""

_FAR = 3
"""Words beside an error that a try at it may take in: who rewrites more than that changed what was
right, and so did who took the sentence out."""


@dataclass(frozen=True, kw_only=True)
class Planted:
    """An error in a text: what stands there, and every wording that mends it."""

    wrong: str
    right: tuple[str, ...]


Stretch = str | Planted


@dataclass(frozen=True, kw_only=True)
class Mended:
    """What became of a text.

    Attributes:
        now: what stands at each planted error, in their order: its wrong wording also where it
            was changed into something else that is wrong.
        broken: what stands now where nothing was wrong; empty text where words were taken out.
            Words changed side by side are one.
    """

    now: tuple[str, ...]
    broken: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """Return the words and marks of a text; spaces and line breaks do not count."""
    return _TOKEN.findall(straight(text))


def mended(stretches: Sequence[Stretch], handed_in: str) -> Mended:
    """Return what became of the errors of a text, and what else was changed."""
    given = tokens(handed_in)
    now = [one.wrong if isinstance(one, Planted) else one for one in stretches]
    for place, one in enumerate(stretches):
        if isinstance(one, Planted):
            wordings = (one.wrong, *one.right)
            now[place] = min(wordings, key=lambda words: _far(now, place, words, given))
    _take_back_what_is_not_there(stretches, now, given)
    return Mended(
        now=tuple(now[place] for place in _planted(stretches)),
        broken=_broken(stretches, now, given),
    )


def _planted(stretches: Sequence[Stretch]) -> dict[int, Planted]:
    return {place: one for place, one in enumerate(stretches) if isinstance(one, Planted)}


def _far(now: Sequence[str], place: int, words: str, given: Sequence[str]) -> int:
    """How far the text is from what was handed in, with these words at this place.

    Of two wordings equally far ``min`` keeps the first, which is the wrong one.
    """
    text = "".join([*now[:place], words, *now[place + 1 :]])
    return Levenshtein.distance(tokens(text), given)


def _range(now: Sequence[str], place: int) -> range:
    """The numbers of the tokens of one stretch in the whole text."""
    start = len(tokens("".join(now[:place])))
    return range(start, start + len(tokens(now[place])))


def _take_back_what_is_not_there(
    stretches: Sequence[Stretch], now: list[str], given: Sequence[str]
) -> None:
    """A short wording is nearest to a text that was emptied; it is no repair unless it is there."""
    text = tokens("".join(now))
    kept: set[int] = set()
    for step in Levenshtein.opcodes(text, given):
        if step.tag == "equal":
            kept.update(range(step.src_start, step.src_end))
    missing = [place for place in _planted(stretches) if not kept.issuperset(_range(now, place))]
    for place, one in _planted(stretches).items():
        if place in missing:
            now[place] = one.wrong


def _broken(stretches: Sequence[Stretch], now: Sequence[str], given: list[str]) -> tuple[str, ...]:
    """What was changed beside the errors; a change at an error that still stands is a try at it."""
    text = tokens("".join(now))
    missed = [
        _range(now, place) for place, one in _planted(stretches).items() if now[place] == one.wrong
    ]
    found = []
    steps = Levenshtein.opcodes(text, given)
    for same, run in groupby(steps, key=lambda step: step.tag == "equal"):
        changes = list(run)
        old = range(changes[0].src_start, changes[-1].src_end)
        new = given[changes[0].dest_start : changes[-1].dest_end]
        if not (
            same or _tried(old, new, missed) or {*text[old.start : old.stop], *new} <= _NEUTRAL
        ):
            found.append(" ".join(new))
    return tuple(found)


def _tried(old: range, new: Sequence[str], missed: Sequence[range]) -> bool:
    """Whether a change is a try at errors that still stand: it touches them and goes not far."""
    touched = [one for one in missed if one.start <= old.stop and old.start <= one.stop]
    own = sum(len(one) for one in touched)
    return bool(touched) and max(len(old), len(new)) <= own + _FAR
