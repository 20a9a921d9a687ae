"""Logs of voice sittings for the contract test, and pairs of a better and a worse one."""

from collections.abc import Sequence

from assessments.banks import registry
from assessments.kinds.voice.item import TASKS
from speech.spoken import Span, Spoken, Word
from tests.support.logs import Sat, Step, form_of


def voice(*, skipped: str = "", missing: str = "", again: str = "") -> list[Step]:
    """Every item recorded; named tasks are skipped, never recorded, or recorded once too often."""
    steps: list[Step] = []
    bank = registry.bank("voice")
    for place, item in enumerate(form_of("voice")):
        at, task = 40.0 * place, bank[item].task
        steps.append((at + 1, "item_opened", {"item": item}))
        if task == skipped:
            steps.append((at + 30, "skipped", {"item": item}))
            continue
        if task == missing:
            continue
        takes = bank[item].takes if task == again else 1
        take = {"item": item, "recording": f"take-{place}", "seconds": 12.0}
        steps += [(at + 30, "recorded", take)] * takes
        if task == again:
            steps.append((at + 35, "recorded", {**take, "recording": "one-more"}))
    return [*steps, (40.0 * len(form_of("voice")), "submitted", {})]


def heard(words: Sequence[str]) -> Spoken:
    """Two words a second, without a pause."""
    return Spoken(
        seconds=len(words) * 0.5 + 1,
        words=tuple(
            Word(text=word, start=0.5 * n, end=0.5 * n + 0.4, probability=0.9)
            for n, word in enumerate(words)
        ),
        text=" ".join(words),
        speech=(Span(start=0.0, end=len(words) * 0.5),) if words else (),
        engine="made for the contract",
    )


def spoken(**said: int) -> dict[str, Spoken]:
    """Return transcripts of the takes of ``voice``: each answer earns full marks.

    A task can be named with the number of words to which its answer is cut.
    """
    bank = registry.bank("voice")
    found = {"one-more": heard(["all", "of", "it"])}
    for place, item in enumerate(form_of("voice")):
        words = bank[item].model_answer.split()
        found[f"take-{place}"] = heard(words[: said.get(bank[item].task, len(words))])
    return found


def pairs() -> dict[str, tuple[Sat, Sat]]:
    best = (voice(), spoken())
    pairs: dict[str, tuple[Sat, Sat]] = {
        "one recording too many": (best, (voice(again="repeat"), spoken())),
    }
    for task in TASKS:
        poor = spoken(**{task: 1})
        pairs |= {
            f"{task} skipped": (best, (voice(skipped=task), spoken())),
            f"{task} skipped for fear": ((voice(), poor), (voice(skipped=task), poor)),
            f"{task} with words missing": (best, (voice(), spoken(**{task: 4}))),
            f"{task} with one word": ((voice(), spoken(**{task: 4})), (voice(), poor)),
            f"{task} silent": ((voice(), poor), (voice(), spoken(**{task: 0}))),
            f"{task} not recorded": ((voice(), poor), (voice(missing=task), poor)),
        }
    return pairs


def full() -> Sat:
    """Return a full log and its recordings: what the contract test runs on."""
    return voice(), spoken()
