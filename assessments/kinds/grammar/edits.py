"""Find the errors of an e-mail that an applicant fixed, missed or newly made.

Both texts are split into words and punctuation marks and compared by Levenshtein distance
(rapidfuzz). For each planted error, the wording that brings the e-mail nearest to the submitted
text is taken as the applicant's. Remaining differences are changes outside the planted errors.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz.distance import Levenshtein

from assessments.kinds.grammar.quotes import straight

_TOKEN = re.compile(r"\w+(?:['.,@-]\w+)*|[^\w\s]")

_NEUTRAL = frozenset(",")
"""Marks that may change anywhere without penalty: many commas are a matter of taste."""

_NEARBY_WORDS = 3
"""Words beside an error that an attempt to fix it may change. Rewriting more than that, or removing
the sentence, counts as changing right text."""


@dataclass(frozen=True, kw_only=True)
class Planted:
    """An error in a text: its wrong wording and every wording that fixes it."""

    wrong: str
    right: tuple[str, ...]


Stretch = str | Planted


@dataclass(frozen=True, kw_only=True)
class Mended:
    """The planted errors and the other changes in a submitted text.

    Attributes:
        now: the wording at each planted error, in order; its wrong wording if it was changed into
            something else that is wrong.
        broken: the new words where right text was changed, empty if words were removed. Adjacent
            changed words count as one change.
    """

    now: tuple[str, ...]
    broken: tuple[str, ...]


def tokens(text: str) -> list[str]:
    """Return the words and marks of a text; spaces and line breaks do not count."""
    return _TOKEN.findall(straight(text))


def mended(stretches: Sequence[Stretch], submitted: str) -> Mended:
    """Return the wording at each planted error and the changes elsewhere."""
    given = tokens(submitted)
    now = [stretch.wrong if isinstance(stretch, Planted) else stretch for stretch in stretches]
    for place, stretch in enumerate(stretches):
        if isinstance(stretch, Planted):
            wordings = (stretch.wrong, *stretch.right)
            now[place] = min(wordings, key=lambda words: _distance(now, place, words, given))
    _undo_absent_repairs(stretches, now, given)
    return Mended(
        now=tuple(now[place] for place in _planted(stretches)),
        broken=_broken(stretches, now, given),
    )


def _planted(stretches: Sequence[Stretch]) -> dict[int, Planted]:
    return {
        place: stretch for place, stretch in enumerate(stretches) if isinstance(stretch, Planted)
    }


def _distance(now: Sequence[str], place: int, words: str, given: Sequence[str]) -> int:
    """Return the distance in tokens from the submitted text with these words at this place.

    For equal distances ``min`` keeps the first wording, which is the wrong one.
    """
    text = "".join([*now[:place], words, *now[place + 1 :]])
    return Levenshtein.distance(tokens(text), given)


def _range(now: Sequence[str], place: int) -> range:
    """Return the positions of the tokens of one stretch in the whole text."""
    start = len(tokens("".join(now[:place])))
    return range(start, start + len(tokens(now[place])))


def _undo_absent_repairs(
    stretches: Sequence[Stretch], now: list[str], given: Sequence[str]
) -> None:
    """Undo a repair whose words do not appear in the answer.

    In an emptied text the shortest wording is the nearest, but it was not written.
    """
    text = tokens("".join(now))
    unchanged: set[int] = set()
    for step in Levenshtein.opcodes(text, given):
        if step.tag == "equal":
            unchanged.update(range(step.src_start, step.src_end))
    missing = [
        place for place in _planted(stretches) if not unchanged.issuperset(_range(now, place))
    ]
    for place, error in _planted(stretches).items():
        if place in missing:
            now[place] = error.wrong


def _broken(stretches: Sequence[Stretch], now: Sequence[str], given: list[str]) -> tuple[str, ...]:
    """Return the changes outside the errors; a change at an unfixed error is an attempt at it."""
    text = tokens("".join(now))
    missed = [
        _range(now, place)
        for place, error in _planted(stretches).items()
        if now[place] == error.wrong
    ]
    broken = []
    steps = Levenshtein.opcodes(text, given)
    for same, run in groupby(steps, key=lambda step: step.tag == "equal"):
        changes = list(run)
        old = range(changes[0].src_start, changes[-1].src_end)
        new = given[changes[0].dest_start : changes[-1].dest_end]
        if not (
            same or _tried(old, new, missed) or {*text[old.start : old.stop], *new} <= _NEUTRAL
        ):
            broken.append(" ".join(new))
    return tuple(broken)


def _tried(old: range, new: Sequence[str], missed: Sequence[range]) -> bool:
    """Whether a change is an attempt at unfixed errors: it touches them and changes little else."""
    touched = [error for error in missed if error.start <= old.stop and old.start <= error.stop]
    own = sum(len(stretch) for stretch in touched)
    return bool(touched) and max(len(old), len(new)) <= own + _NEARBY_WORDS
