"""What `flask assessments check` looks at and a start does not wait for: the bank as a whole.

Near-duplicates, the balance of the levels, and self-tests: the model answers and samples of the
items are marked by the product's own marking.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz.fuzz import token_set_ratio

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.voice.answers import judge
from assessments.kinds.voice.form import FULL, PLANS, SCREENING, draw, size_of, tasks_of
from assessments.kinds.voice.item import TASKS, Item, plain
from assessments.kinds.voice.marked import Heard
from assessments.kinds.voice.marking import mark_content
from assessments.kinds.voice.script_marking import mark_built
from speech.spoken import Word

NEAR = 85.0
"""Likeness of two texts of a task, in percent, from which they count as one (word sets, rapidfuzz).
Two items of the bank come to at most 80: they share phrases, not what is asked."""

MOST_OF_WEAK = 1 / 3
"""A weak sample may hold this share of the key points: it is about the right thing, and poor."""

FAIR = 2.0
"""An item may come up this many times as often as if all of its task came up alike."""

FORMS = 500
"""How many forms are drawn to see how often each item comes up."""


def check(bank: Bank) -> Sequence[str]:
    """Look at the whole bank.

    Returns:
        Lines with counts and spreads, for an author.

    Raises:
        ContentError: something is wrong; the message names every item and says what to do.
    """
    items = [item for _, item in sorted(bank.items())]
    faults = [*_near_duplicates(items), *_failed_self_tests(items), *_unfair(bank)]
    if faults:
        raise ContentError("voice/items: " + "\n".join(faults))
    return [*_counts(items), *_sizes(bank)]


def _near_duplicates(items: Sequence[Item]) -> Iterator[str]:
    for task in TASKS:
        texts = [(item.id, plain(item.asked)) for item in items if item.task == task]
        for (one, first), (other, second) in combinations(texts, 2):
            if (like := token_set_ratio(first, second)) >= NEAR:
                yield f"{one!r} and {other!r} are alike ({like:.0f} of 100); rewrite one"


def _heard(text: str) -> Heard:
    words = tuple(
        Word(text=word, start=float(place), end=place + 0.5, probability=1.0)
        for place, word in enumerate(text.split())
    )
    return Heard(spoken=words, event=0)


def _failed_self_tests(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        if item.samples is not None:
            yield from _of_samples(item, item.samples.good, item.samples.weak)
        elif item.answers:
            yield from _of_answers(item)
        elif item.phrases:
            for sentence in item.sentences:
                if mark_built(item, _heard(sentence)).score != 100:
                    yield f"{item.id!r}: {sentence!r} does not earn all points; rewrite it"


def _of_samples(item: Item, good: str, weak: str) -> Iterator[str]:
    missed = [point.label for point in mark_content(item, _heard(good)).points if not point.earned]
    if missed:
        yield f"{item.id!r}: the good sample does not show {missed}; add to it or to `any_of`"
    points = mark_content(item, _heard(weak)).points
    held = [point.label for point in points if point.earned and point.criterion == "key_point"]
    if len(held) > MOST_OF_WEAK * len(item.key_points):
        yield f"{item.id!r}: the weak sample shows {held}; make a pattern narrower"


def _of_answers(item: Item) -> Iterator[str]:
    for pattern in item.answers:
        answer = pattern.replace("*", "")
        if not judge(item, answer.split()).right:
            yield f"{item.id!r}: {answer!r} is accepted and not found right; reword the pattern"
    for answer in item.wrong:
        if judge(item, answer.split()).right:
            yield f"{item.id!r}: {answer!r} is wrong and found right; make a pattern narrower"
    if judge(item, item.text.split()).right:
        yield f"{item.id!r}: saying the question back is right; reword the question"


def _unfair(bank: Bank) -> Iterator[str]:
    """Say which items the full form draws too often; the levels have too few items then."""
    drawn = Counter(
        name for seed in range(FORMS) for name in draw(bank, seed, practice=False, form=FULL)
    )
    for task, wanted in tasks_of(PLANS[FULL]).items():
        names = [one.id for one in bank.values() if one.task == task and not one.practice]
        fair = FORMS * wanted / len(names)
        for name in names:
            if drawn[name] > FAIR * fair:
                level = bank[name].level
                yield (
                    f"{name!r} comes up {drawn[name] / fair:.1f} times its fair share; "
                    f"add {task} items of level {level}"
                )


def _counts(items: Sequence[Item]) -> Iterator[str]:
    for task in TASKS:
        scored = [item for item in items if item.task == task and not item.practice]
        levels = Counter(item.level for item in scored)
        shown = ", ".join(f"{level} {levels[level]}" for level in sorted(levels))
        practice = sum(item.task == task and item.practice for item in items)
        yield f"{task}: {len(scored)} ({shown}), {practice} to practise"


def _sizes(bank: Bank) -> Iterator[str]:
    for form in (FULL, SCREENING):
        seconds = sorted(
            size_of([bank[name] for name in draw(bank, seed, practice=False, form=form)]).seconds
            for seed in range(100)
        )
        yield f"{form} form: {seconds[0] / 60:.1f} to {seconds[-1] / 60:.1f} minutes of tasks"
