"""Logs of sittings, and the logs that each kind of test gives to the contract test.

A kind keeps its own in ``tests/assessments/kinds/<slug>/logs.py``; the registry says which kinds
there are.
"""

import importlib
from collections.abc import Sequence
from typing import Any, Protocol, cast

from assessments.banks import registry
from assessments.contract.assessment import ENGINE_EVENTS, LoggedEvent
from speech.spoken import Spoken

Step = tuple[float, str, dict[str, Any]]
"""Seconds since the start, event type, data."""

Sat = tuple[list[Step], dict[str, Spoken]]
"""A log without its opening, and the transcripts of its recordings."""


class LogsOfKind(Protocol):
    """The module ``tests/assessments/kinds/<slug>/logs.py``."""

    def full(self) -> Sat:
        """Return a sitting in which everything was done."""

    def pairs(self) -> dict[str, tuple[Sat, Sat]]:
        """Return, by name, a sitting and the same with a part done worse or left out."""


def logs_of(slug: str) -> LogsOfKind:
    """Return the logs that a kind gives to the contract test.

    Raises:
        AssertionError: the kind has none; the message says where they belong.
    """
    name = f"tests.assessments.kinds.{slug}.logs"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):
            raise
        path = f"tests/assessments/kinds/{slug}/logs.py"
        raise AssertionError(f"{path} is missing: it gives full() and pairs()") from error
    return cast(LogsOfKind, module)


def logged(
    slug: str, steps: Sequence[Step], *, seed: int = 7, form: str = "", policy: str = ""
) -> list[LoggedEvent]:
    """A log of a kind: the opening, then the steps (seconds, kind, data)."""
    assessment = registry.get(slug)
    items = list(form_of(slug, seed, form))
    opening: Step = (
        0.0,
        "begun",
        {"seed": seed, "items": items, "length": form, "extra_time": 1.0, "policy": policy},
    )
    models = {**ENGINE_EVENTS, **assessment.all_events}
    return [
        LoggedEvent(number=number, type=kind, at=at, data=models[kind].model_validate(data))
        for number, (at, kind, data) in enumerate([opening, *steps])
    ]


def form_of(slug: str, seed: int = 7, form: str = "") -> tuple[str, ...]:
    return registry.get(slug).drawing(form)(registry.bank(slug), seed, False)
