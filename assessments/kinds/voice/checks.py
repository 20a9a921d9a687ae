"""Checks of the whole bank that `flask assessments check` runs, and that a start skips.

They cover near-duplicates, the balance of the levels and self-tests: the product's own scoring is
applied to the model answers and samples of the items.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz.fuzz import token_set_ratio

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.voice.answer_scoring import (
    SpokenWords,
    score_content,
    score_sentence_build,
)
from assessments.kinds.voice.draw import FULL, PLANS, SCREENING, draw, size_of, tasks_of
from assessments.kinds.voice.item import TASKS, Item, plain
from assessments.kinds.voice.short_answer import check_answer
from speech.spoken import Word

NEAR = 85.0
"""Similarity of two texts of a task, in percent, from which they count as duplicates (word sets,
rapidfuzz). Two items of the bank reach at most 80: they share phrases, not the question."""

MOST_OF_WEAK = 1 / 3
"""The share of the key points that a weak sample may make: it is on topic, but poor."""

FAIR = 2.0
"""Most times that an item may come up, relative to an equal share of its task's draws."""

DRAWS = 500
"""How many draws are made to count how often each item comes up."""


def check(bank: Bank[Item]) -> Sequence[str]:
    """Check the whole bank.

    Returns:
        Lines with counts and spreads, for an author.

    Raises:
        ContentError: something is wrong; the message names every item and says how to fix it.
    """
    items = [item for _, item in sorted(bank.items())]
    faults = [*_near_duplicates(items), *_failed_self_tests(items), *_unfair(bank)]
    if faults:
        raise ContentError("voice/items: " + "\n".join(faults))
    return [*_counts(items), *_sizes(bank)]


def _near_duplicates(items: Sequence[Item]) -> Iterator[str]:
    for task in TASKS:
        texts = [(item.id, plain(item.asked)) for item in items if item.task == task]
        for (name, text), (other, other_text) in combinations(texts, 2):
            if (likeness := token_set_ratio(text, other_text)) >= NEAR:
                yield f"{name!r} and {other!r} are alike ({likeness:.0f} of 100); rewrite one"


def _said(text: str) -> SpokenWords:
    words = tuple(
        Word(text=word, start=float(place), end=place + 0.5, probability=1.0)
        for place, word in enumerate(text.split())
    )
    return SpokenWords(spoken=words, event=0)


def _failed_self_tests(items: Sequence[Item]) -> Iterator[str]:
    for item in items:
        if item.samples is not None:
            yield from _of_samples(item, item.samples.good, item.samples.weak)
        elif item.answers:
            yield from _of_answers(item)
        elif item.phrases:
            for sentence in item.sentences:
                if score_sentence_build(item, _said(sentence)).score != 100:
                    yield f"{item.id!r}: {sentence!r} does not earn all points; rewrite it"


def _of_samples(item: Item, good: str, weak: str) -> Iterator[str]:
    points = score_content(item, _said(good)).points
    missed = [point.label for point in points if not point.earned]
    if missed:
        yield f"{item.id!r}: the good sample does not show {missed}; add to it or to `any_of`"
    points = score_content(item, _said(weak)).points
    made = [point.label for point in points if point.earned and point.criterion == "key_point"]
    if len(made) > MOST_OF_WEAK * len(item.key_points):
        yield f"{item.id!r}: the weak sample shows {made}; make a pattern narrower"


def _of_answers(item: Item) -> Iterator[str]:
    for pattern in item.answers:
        answer = pattern.replace("*", "")
        if not check_answer(item, answer.split()).right:
            yield f"{item.id!r}: {answer!r} is accepted and not found right; reword the pattern"
    for answer in item.wrong:
        if check_answer(item, answer.split()).right:
            yield f"{item.id!r}: {answer!r} is wrong and found right; make a pattern narrower"
    if check_answer(item, item.text.split()).right:
        yield f"{item.id!r}: saying the question back is right; reword the question"


def _unfair(bank: Bank[Item]) -> Iterator[str]:
    """Yield the items that the full length draws too often because their level has too few."""
    drawn = Counter(
        name for seed in range(DRAWS) for name in draw(bank, seed, practice=False, form=FULL)
    )
    for task, wanted in tasks_of(PLANS[FULL]).items():
        names = [item.id for item in bank.values() if item.task == task and not item.practice]
        fair = DRAWS * wanted / len(names)
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
        by_level = ", ".join(f"{level} {levels[level]}" for level in sorted(levels))
        practice = sum(item.task == task and item.practice for item in items)
        yield f"{task}: {len(scored)} ({by_level}), {practice} to practise"


def _sizes(bank: Bank[Item]) -> Iterator[str]:
    for form in (FULL, SCREENING):
        seconds = sorted(
            size_of([bank[name] for name in draw(bank, seed, practice=False, form=form)]).seconds
            for seed in range(100)
        )
        yield f"{form} form: {seconds[0] / 60:.1f} to {seconds[-1] / 60:.1f} minutes of tasks"
