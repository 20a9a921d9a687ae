"""Logs of chats for the contract test, and pairs of a better and a worse one."""

from assessments.banks import registry
from assessments.kinds.chat.authoring.self_test import play
from tests.support.logs import Sat, Step, form_of


def chat(*, test: int = 0) -> list[Step]:
    """A sample conversation of the scenario itself; the first one does everything right.

    Without the server's own readings, which name messages by their place: the rules hear it.
    """
    scenario = registry.bank("chat")[form_of("chat")[0]]
    played = play(scenario, scenario.tests[test].script)
    return [
        (event.at, event.type, event.data.model_dump())
        for event in played[1:]
        if event.type != "message_read"
    ]


def pairs() -> dict[str, tuple[Sat, Sat]]:
    good = chat()
    pairs: dict[str, tuple[Sat, Sat]] = {
        f"{kind} at {at:.0f} s left out": ((good, {}), ([*good[:place], *good[place + 1 :]], {}))
        for place, (at, kind, _) in enumerate(good)
    }
    for place, (at, kind, _) in enumerate(good):
        if kind == "agent_message":
            rude = (at + 1.0, "agent_message", {"chat": 1, "text": "Stop complaining, stupid."})
            worse = [*good[: place + 1], rude, *good[place + 1 :]]
            pairs[f"rude after {at:.0f} s"] = ((good, {}), (worse, {}))
    scenario = registry.bank("chat")[form_of("chat")[0]]
    for test, event in enumerate(scenario.tests):
        pairs[event.name] = ((good, {}), (chat(test=test), {}))
    return pairs


def full() -> Sat:
    """Return a full log and its recordings: what the contract test runs on."""
    return chat(), {}
