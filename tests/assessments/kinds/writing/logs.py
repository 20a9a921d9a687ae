"""Logs of writing sittings for the contract test, and pairs of a better and a worse one."""

from collections.abc import Callable, Sequence

from assessments.banks import registry
from tests.support.logs import Sat, Step, form_of


def writing(
    *,
    kinds: Sequence[str] = ("good", "good"),
    change: Callable[[str], str] = str,
    change_second: Callable[[str], str] = str,
) -> list[Step]:
    """Samples of the prompts that were drawn, changed as asked; each saved at a third and whole.

    A third is too short to be scored. What stands from 80 words on is scored for its English, and
    the beginning of a text may be written better than its end. An empty text is never saved.
    """
    bank = registry.bank("writing")
    steps: list[Step] = []
    for place, (item, kind) in enumerate(zip(form_of("writing"), kinds, strict=True)):
        sample = next(sample.text for sample in bank[item].samples if sample.kind == kind)
        text = (change_second if place else change)(sample)
        steps += [
            (500.0 * place + at, "text_written", {"item": item, "text": saved})
            for at, saved in ((250.0, text[: len(text) // 3]), (500.0, text))
            if saved
        ]
    return [*steps, (1100.0, "submitted", {})]


def pairs() -> dict[str, tuple[Sat, Sat]]:
    """Worse English, too little of it, and text that is not the writer's own."""
    page = registry.bank("writing")[form_of("writing")[0]].given
    good: Sat = (writing(), {})
    changes: dict[str, Callable[[str], str]] = {
        "articles left out": lambda text: text.replace(" the ", " ").replace(" a ", " "),
        "verbs wrong": lambda text: text.replace("have ", "has ").replace(" was ", " were "),
        "words misspelt": lambda text: text.replace("ing", "nig").replace("our ", "uor "),
        "the page pasted": lambda text: f"{text}\n{page}",
        "said twice": lambda text: f"{text}\n{text}",
        "a stop after each word": lambda text: text.replace(" ", ". "),
        "all in capitals": str.upper,
        "cut short": lambda text: " ".join(text.split()[:70]),
    }
    pairs: dict[str, tuple[Sat, Sat]] = {
        name: (good, (writing(change=change), {})) for name, change in changes.items()
    }
    return pairs | {
        "plain": (good, (writing(kinds=("plain", "plain")), {})),
        "one text": (good, (writing(change_second=lambda text: ""), {})),
    }


def full() -> Sat:
    """Return a full log and its recordings: what the contract test runs on."""
    return writing(), {}
