"""What an author wants to know of the items as a whole: counts, balance, and texts that are alike.

Passages are alike in what makes a text slow to type (``bank.TOLERANCE``, looked at at every start);
phrases, fields and prompts of different items are of one size.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from statistics import fmean

from rapidfuzz.fuzz import token_set_ratio

from assessments.contract.assessment import Bank
from assessments.kinds.typing.bank import TOLERANCE, make_up
from assessments.kinds.typing.item import ChatPrompts, CustomerRecord, Dictation, Exercise, Item

LEAST: Mapping[Exercise, int] = {"copy": 60, "listen": 20, "record": 40, "chat": 20}
"""Scored items, so that hardly anybody meets the same again."""

NEAR = 85.0
"""Likeness of two texts of an exercise, in percent, from which they count as one (word sets,
rapidfuzz). Two items of the bank come to at most 64: they share a theme, not what is typed."""

SPREAD: Mapping[Exercise, float] = {"listen": 0.15, "record": 0.15, "chat": 0.15}
"""How far the length of an item may lie from the mean of its exercise, as a share of the mean.

A time limit counts phrases, fields or prompts, so they must be of a size.
"""


def typed_text(item: Item) -> str:
    """Return everything that is typed in an item, for comparing and counting."""
    match item:
        case CustomerRecord():
            return " ".join(field.value for field in item.fields)
        case ChatPrompts():
            return " ".join(item.replies)
    return item.text


def seen_text(item: Item) -> str:
    """Return what makes an item another one than the next: its text, source or questions."""
    match item:
        case CustomerRecord():
            return item.source
        case ChatPrompts():
            return " ".join(prompt.customer for prompt in item.prompts)
    return item.text


def by_exercise(bank: Bank, *, chained: Callable[[str], bool]) -> dict[Exercise, list[Item]]:
    """Return the scored items of each exercise; ``chained`` names what was joined of others."""
    found: dict[Exercise, list[Item]] = {exercise: [] for exercise in LEAST}
    for name, item in sorted(bank.items()):
        if not item.practice and not chained(name):
            found[item.exercise].append(item)
    return found


def faults(scored: Mapping[Exercise, Sequence[Item]]) -> Iterator[str]:
    """Say what is too few, too much alike, or too long or short beside the others."""
    for exercise, items in scored.items():
        if len(items) < LEAST[exercise]:
            yield f"{len(items)} scored items of {exercise!r}; write {LEAST[exercise]} or more"
        for one, other in combinations(items, 2):
            like = token_set_ratio(seen_text(one), seen_text(other))
            if like >= NEAR:
                yield f"{one.id!r} and {other.id!r} are alike ({like:.0f} of 100); rewrite one"
        if exercise in SPREAD and items:
            yield from _uneven(items, SPREAD[exercise])


def _size(item: Item) -> float:
    """Return the characters of an item for each phrase, field or prompt that has a time limit."""
    match item:
        case Dictation():
            parts = len(item.lines)
        case CustomerRecord():
            parts = len(item.fields)
        case ChatPrompts():
            parts = len(item.prompts)
        case _:
            parts = 1
    return len(typed_text(item)) / parts


def _uneven(items: Sequence[Item], spread: float) -> Iterator[str]:
    mean = fmean(map(_size, items))
    for item in items:
        if abs(_size(item) - mean) > spread * mean:
            yield (
                f"{item.id!r} has {_size(item):.0f} characters a part; the mean is {mean:.0f} "
                f"and at most {spread:.0%} away is fair"
            )


def figures(scored: Mapping[Exercise, Sequence[Item]]) -> Iterator[str]:
    """Give the lines that prove the balance: mean, least and most of every feature."""
    for exercise, items in scored.items():
        yield f"{exercise}: {len(items)} scored items"
        made = [make_up(typed_text(item)) for item in items]
        for feature in TOLERANCE:
            values = [one[feature] for one in made]
            allowed = (
                f", at most {TOLERANCE[feature]:g} from the mean" if exercise == "copy" else ""
            )
            yield (
                f"  {feature.replace('_', ' ')}: mean {fmean(values):.2f}, "
                f"{min(values):.2f} to {max(values):.2f}{allowed}"
            )


def sounds(bank: Bank) -> str:
    """Say how many phrases are spoken, by which callers."""
    dictations = [item for item in bank.values() if isinstance(item, Dictation)]
    men = sum(len(item.lines) for item in dictations if item.caller == "man")
    women = sum(len(item.lines) for item in dictations if item.caller == "woman")
    return f"sounds: {men + women} phrases, {women} by a woman and {men} by a man"
