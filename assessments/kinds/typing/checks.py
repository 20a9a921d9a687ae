"""Check the item bank as a whole: counts, balance, and texts that are too much alike.

``bank`` checks at every start that the passages are equally slow to type (``bank.TOLERANCE``). Here
phrases, fields and prompts of different items must be of about the same length.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from statistics import fmean

from rapidfuzz.fuzz import token_set_ratio

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.typing.bank import TOLERANCE, make_up
from assessments.kinds.typing.draw import enough, exposure, minutes_of
from assessments.kinds.typing.item import ChatPrompts, CustomerRecord, Dictation, Exercise, Item

LEAST: Mapping[Exercise, int] = {"copy": 60, "listen": 20, "record": 40, "chat": 20}
"""Scored items of each exercise, so that few people meet the same item twice."""

NEAR = 85.0
"""Similarity in % (word sets, rapidfuzz) from which two texts of an exercise count as the same.
Two items of the shipped bank reach at most 64: they share a theme, not the text that is typed."""

SPREAD: Mapping[Exercise, float] = {"listen": 0.15, "record": 0.15, "chat": 0.15}
"""How far the length of an item may lie from the mean of its exercise, as a share of the mean.

The time limit depends on the number of phrases, fields or prompts, so they must be of about the
same length.
"""


def check(bank: Bank[Item]) -> Sequence[str]:
    """Check the whole bank and return lines for the author, as ``flask assessments check`` does.

    Raises:
        ContentError: a length cannot be drawn from the bank, or items are too few, too much alike
            or uneven; the message names every item and says how to correct it.
    """
    scored = by_exercise(bank)
    if problems := [*enough(bank), *faults(scored)]:
        raise ContentError("typing/items: " + "\n".join(problems))
    return [*figures(scored), sounds(bank), *exposure(bank)]


def typed_text(item: Item) -> str:
    """Return all text that the applicant types in an item."""
    match item:
        case CustomerRecord():
            return " ".join(field.value for field in item.fields)
        case ChatPrompts():
            return " ".join(item.replies)
    return item.text


def distinctive_text(item: Item) -> str:
    """Return the text by which an item differs from others: its text, source or questions."""
    match item:
        case CustomerRecord():
            return item.source
        case ChatPrompts():
            return " ".join(prompt.customer for prompt in item.prompts)
    return item.text


def by_exercise(bank: Bank[Item]) -> dict[Exercise, list[Item]]:
    """Return the scored items of each exercise, without the timed passages joined from others."""
    scored: dict[Exercise, list[Item]] = {exercise: [] for exercise in LEAST}
    for name, item in sorted(bank.items()):
        if not item.practice and minutes_of(name) is None:
            scored[item.exercise].append(item)
    return scored


def faults(scored: Mapping[Exercise, Sequence[Item]]) -> Iterator[str]:
    """Yield complaints about exercises with too few items and items too much alike or uneven."""
    for exercise, items in scored.items():
        if len(items) < LEAST[exercise]:
            yield f"{len(items)} scored items of {exercise!r}; write {LEAST[exercise]} or more"
        for item, other in combinations(items, 2):
            like = token_set_ratio(distinctive_text(item), distinctive_text(other))
            if like >= NEAR:
                yield f"{item.id!r} and {other.id!r} are alike ({like:.0f} of 100); rewrite one"
        if exercise in SPREAD and items:
            yield from _uneven(items, SPREAD[exercise])


def _size(item: Item) -> float:
    """Return the typed characters per timed phrase, field or prompt of an item."""
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
    """Yield lines on the balance: mean, minimum and maximum of every feature."""
    for exercise, items in scored.items():
        yield f"{exercise}: {len(items)} scored items"
        features = [make_up(typed_text(item)) for item in items]
        for feature in TOLERANCE:
            values = [item[feature] for item in features]
            allowed = (
                f", at most {TOLERANCE[feature]:g} from the mean" if exercise == "copy" else ""
            )
            yield (
                f"  {feature.replace('_', ' ')}: mean {fmean(values):.2f}, "
                f"{min(values):.2f} to {max(values):.2f}{allowed}"
            )


def sounds(bank: Bank[Item]) -> str:
    """Return a line with the number of spoken phrases, by caller."""
    dictations = [item for item in bank.values() if isinstance(item, Dictation)]
    men = sum(len(item.lines) for item in dictations if item.caller == "man")
    women = sum(len(item.lines) for item in dictations if item.caller == "woman")
    return f"sounds: {men + women} phrases, {women} by a woman and {men} by a man"
