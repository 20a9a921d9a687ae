"""Variants of a shipped scenario, and logs of up to three chats, for the tests of chat."""

import hashlib
from dataclasses import asdict
from importlib.resources import files
from typing import Any

import yaml

from assessments.contract.assessment import Begun, LoggedEvent
from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.events import EVENTS
from assessments.kinds.chat.scenario import Scenario

TEXT = (
    files("assessments.kinds.chat")
    .joinpath("items/cracked-rice-cooker.yaml")
    .read_text(encoding="utf-8")
)
FOREVER = 10_000.0


def parts() -> dict[str, Any]:
    """Return the shipped scenario as plain values that a test may change."""
    return yaml.load(TEXT, Loader=yaml.BaseLoader)


def scenario(name: str = "cracked-rice-cooker", **blocks: Any) -> Scenario:
    """Return the shipped scenario under another name and with some blocks replaced."""
    return Scenario.model_validate({**parts(), "id": name, **blocks})


def log(
    *moves: tuple[Any, ...], form: tuple[str, ...] = ("cracked-rice-cooker",), extra: float = 1.0
) -> list[LoggedEvent]:
    """Build a log from (seconds, text) or (seconds, event type, data); the chat is 1 by default."""
    opening = Begun(seed=1, items=form, extra_time=extra)
    events = [LoggedEvent(number=0, type="begun", at=0.0, data=opening)]
    for at, *rest in moves:
        kind, data = ("agent_message", {"text": rest[0]}) if len(rest) == 1 else rest
        model = EVENTS[kind].model_validate({"chat": 1, **data})
        events.append(LoggedEvent(number=len(events), type=kind, at=at, data=model))
    return events


def fingerprint(thread: Thread) -> str:
    """Return the SHA-256 of everything in a chat."""
    return hashlib.sha256(repr(asdict(thread)).encode()).hexdigest()
