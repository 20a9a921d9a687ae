"""Read, check and draw the prompts; each prompt is tested with its samples."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

from assessments.contract.assessment import Bank, ContentError
from assessments.contract.item_files import bank_of, doubtful, parsed, refuse, texts_of
from assessments.kinds.writing.content import points_shown
from assessments.kinds.writing.prompt import Prompt
from scoring.writing import FEWEST_WORDS
from scoring.writing.own_part import own_part

ITEMS = Path(__file__).parent / "items"
NEEDED_SAMPLES = {"good", "off-task"}


def items(texts: Mapping[str, str] | None = None) -> Bank[Prompt]:
    """Load every prompt.

    Args:
        texts: item files by name; None: the shipped files.

    Raises:
        ContentError: a file is wrong; the message says which file, where, and how to fix it.
    """
    bank = bank_of(texts_of(ITEMS) if texts is None else texts, "writing", read_prompt)
    if not any(prompt.practice for prompt in bank.values()):
        raise ContentError("writing/items: there is no practice prompt")
    if len({prompt.type for prompt in bank.values() if not prompt.practice}) < 2:
        raise ContentError("writing/items: a sitting needs scored prompts of two types")
    return bank


def read_prompt(text: str, source: str) -> Prompt:
    """Return the prompt in a file, checked and tested with its samples.

    Raises:
        ContentError: the file is wrong; names ``source``, the place and how to fix it.
    """
    prompt = parsed(text, Prompt, source)
    refuse(list(complaints(prompt)) or list(failures(prompt)), source)
    return prompt


def complaints(prompt: Prompt) -> Iterator[str]:
    """Yield the faults of a prompt, each as "place: how to fix it"."""
    yield from doubtful(prompt.points, prompt.samples)
    missing = NEEDED_SAMPLES - {sample.kind for sample in prompt.samples}
    if missing and not prompt.practice:
        yield f"samples: there is none of the kind {', '.join(sorted(missing))}; write one"


def failures(prompt: Prompt) -> Iterator[str]:
    """Yield the differences between the samples and their expected results."""
    for number, sample in enumerate(prompt.samples, 1):
        place = f"samples › {number} ({sample.kind})"
        points = points_shown(prompt, sample.text)
        if sorted(points) != sorted(sample.points):
            yield f"{place}: it shows the points {sorted(points)}, expected {sorted(sample.points)}"
        own = own_part(sample.text, prompt.given).words
        if own < FEWEST_WORDS and not prompt.practice:
            yield f"{place}: it has {own} own words; write at least {FEWEST_WORDS}"


def draw(bank: Bank[Prompt], seed: int, practice: bool) -> tuple[str, ...]:
    """Return one practice prompt, or two prompts of different types in varying order."""
    if practice:
        fitting = sorted(name for name, prompt in bank.items() if prompt.practice)
        return (fitting[seed % len(fitting)],)
    scored = sorted(name for name, prompt in bank.items() if not prompt.practice)
    pairs = [
        (first, second)
        for first, second in combinations(scored, 2)
        if bank[first].type != bank[second].type
    ]
    first, second = pairs[seed % len(pairs)]
    return (second, first) if seed // len(pairs) % 2 else (first, second)
