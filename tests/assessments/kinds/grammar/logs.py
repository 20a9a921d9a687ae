"""Logs of grammar sittings for the contract test, and pairs of a better and a worse one."""

from assessments.banks import registry
from tests.support.logs import Sat, Step, form_of


def grammar(*, right: int = 15, answered: int = 20) -> list[Step]:
    bank = registry.bank("grammar")
    steps: list[Step] = []
    for place, item in enumerate(form_of("grammar")[:answered]):
        question = bank[item]
        key = getattr(question, "key", None) or question.right_answers[0]
        answer = key if place < right else "zzz"
        data = {"item": item, "answer": answer, "seconds_on_screen": 6.0}
        steps.append((6.0 * (place + 1), "answered", data))
    return [*steps, (130.0, "submitted", {})]


def pairs() -> dict[str, tuple[Sat, Sat]]:
    return {
        "fewer right": ((grammar(), {}), (grammar(right=14), {})),
        "none right": ((grammar(right=1), {}), (grammar(right=0), {})),
        "the hard ones left out": ((grammar(), {}), (grammar(answered=15), {})),
        "fewer answered": ((grammar(), {}), (grammar(answered=10), {})),
    }


def full() -> Sat:
    """Return a full log and its recordings: what the contract test runs on."""
    return grammar(), {}
