"""The questions: read from the item files and checked, one by one and as a bank."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError
from rapidfuzz import fuzz

from assessments.base import Bank, ContentError
from assessments.grammar.question import AnyQuestion, Choose

ITEMS = Path(__file__).parent / "items"

MOST_ALIKE = 90.0
"""Similarity in % (rapidfuzz) at which two questions count as the same."""

MOST_KEYS_AT_AN_END = 0.4
"""Share of keys that may be the longest option, or the shortest. By chance it is a quarter; more
would let somebody score by length."""

KEY_PLACES_APART = 3
"""How many more keys the most used place may have than the least used one."""

_FILE = TypeAdapter(dict[str, list[AnyQuestion]])


def items() -> Bank:
    """Load and check every question.

    Raises:
        ContentError: a file is wrong; the message says which, where and why.
    """
    bank: dict[str, AnyQuestion] = {}
    for path in sorted(ITEMS.glob("*.yaml")):
        for question in _read(path):
            if question.id in bank:
                raise ContentError(f"{path.name}: {question.id!r} exists twice; rename one")
            bank[question.id] = question
    check_bank(list(bank.values()))
    return bank


def _read(path: Path) -> list[AnyQuestion]:
    try:
        # BaseLoader builds strings only; nothing in the file can become an object.
        content = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506
        return _FILE.validate_python(content)["items"]
    except (yaml.YAMLError, ValidationError, KeyError) as error:
        raise ContentError(f"{path.name}: {error}") from error


def check_bank(questions: Sequence[AnyQuestion]) -> None:
    """Refuse a bank that gives keys away or asks the same thing twice.

    Raises:
        ContentError: with the questions concerned.
    """
    _check_alike(questions)
    choices = [q for q in questions if isinstance(q, Choose) and not q.practice]
    _check_lengths(choices)
    _check_places(choices)


def _check_alike(questions: Sequence[AnyQuestion]) -> None:
    shown = [(question.id, _shown(question)) for question in questions]
    for (one, text), (other, words) in combinations(shown, 2):
        if fuzz.ratio(text, words, score_cutoff=MOST_ALIKE):
            raise ContentError(f"grammar: {one!r} and {other!r} are nearly the same; change one")


def _shown(question: AnyQuestion) -> str:
    options = sorted(question.options.values()) if isinstance(question, Choose) else []
    return " ".join([question.text, *options])


def _check_lengths(choices: Sequence[Choose]) -> None:
    ends: Counter[str] = Counter()
    for question in choices:
        key = len(question.options[question.key])
        others = [len(text) for letter, text in question.options.items() if letter != question.key]
        ends["longest"] += key > max(others)
        ends["shortest"] += key < min(others)
    for end, count in ends.items():
        if count > MOST_KEYS_AT_AN_END * len(choices):
            raise ContentError(
                f"grammar: the key is the {end} option in {count} of {len(choices)} questions; "
                "lengthen or shorten some options"
            )


def _check_places(choices: Sequence[Choose]) -> None:
    places = Counter(dict.fromkeys("abcd", 0))
    places.update(question.key for question in choices)
    if max(places.values()) - min(places.values()) > KEY_PLACES_APART:
        raise ContentError(f"grammar: keys are not spread over the places: {dict(places)}")
