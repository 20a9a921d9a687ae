"""The prompts: read, checked, rehearsed with their samples; two of different types are drawn."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

from assessments.contract.assessment import Bank, ContentError
from assessments.contract.item_files import bank_of, doubtful, parsed, refuse, texts_of
from assessments.kinds.writing.marking import shown_in
from assessments.kinds.writing.prompt import Prompt
from scoring.writing import FEWEST_WORDS
from scoring.writing.own_part import own_part

ITEMS = Path(__file__).parent / "items"
NEEDED_SAMPLES = {"good", "off-task"}


def items(texts: Mapping[str, str] | None = None) -> Bank[Prompt]:
    """Load every prompt.

    Args:
        texts: item files by name; None: those that ship.

    Raises:
        ContentError: a file is wrong; the message says which, where and what to do.
    """
    bank = bank_of(texts_of(ITEMS) if texts is None else texts, "writing", read_prompt)
    if not any(prompt.practice for prompt in bank.values()):
        raise ContentError("writing/items: there is no practice prompt")
    if len({prompt.type for prompt in bank.values() if not prompt.practice}) < 2:
        raise ContentError("writing/items: a sitting needs scored prompts of two types")
    return bank


def read_prompt(text: str, source: str) -> Prompt:
    """Return the prompt that a file holds, checked and rehearsed.

    Raises:
        ContentError: naming ``source``, the place and what to do.
    """
    prompt = parsed(text, Prompt, source)
    refuse(list(complaints(prompt)) or list(failures(prompt)), source)
    return prompt


def complaints(prompt: Prompt) -> Iterator[str]:
    """Yield what is wrong with a prompt, each as "place: what to do"."""
    yield from doubtful(prompt.points, prompt.samples)
    missing = NEEDED_SAMPLES - {sample.kind for sample in prompt.samples}
    if missing and not prompt.practice:
        yield f"samples: there is none of the kind {', '.join(sorted(missing))}; write one"


def failures(prompt: Prompt) -> Iterator[str]:
    """Yield what the samples do not give as expected."""
    for number, sample in enumerate(prompt.samples, 1):
        place = f"samples › {number} ({sample.kind})"
        shown = shown_in(prompt, sample.text)
        if sorted(shown) != sorted(sample.points):
            yield f"{place}: it shows the points {sorted(shown)}, expected {sorted(sample.points)}"
        own = own_part(sample.text, prompt.given).words
        if own < FEWEST_WORDS and not prompt.practice:
            yield f"{place}: it has {own} own words; write at least {FEWEST_WORDS}"


def draw(bank: Bank[Prompt], seed: int, practice: bool) -> tuple[str, ...]:
    """Return one prompt to practise, or two of different types in an order that varies."""
    if practice:
        fitting = sorted(name for name, prompt in bank.items() if prompt.practice)
        return (fitting[seed % len(fitting)],)
    scored = sorted(name for name, prompt in bank.items() if not prompt.practice)
    pairs = [
        (one, other) for one, other in combinations(scored, 2) if bank[one].type != bank[other].type
    ]
    first, second = pairs[seed % len(pairs)]
    return (second, first) if seed // len(pairs) % 2 else (first, second)
