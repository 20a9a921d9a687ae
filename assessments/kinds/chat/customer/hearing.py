"""Read each message with the learned layer once, and keep in the log what was read."""

from collections.abc import Sequence
from typing import Any

from assessments.contract.assessment import Bank, LoggedEvent, begun
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.events import AgentMessage, MessageRead
from assessments.kinds.chat.language import reader
from assessments.kinds.chat.scenario import Scenario


def follow(
    bank: Bank[Scenario], events: Sequence[LoggedEvent]
) -> Sequence[tuple[str, dict[str, Any]]]:
    """Return a ``message_read`` for each message of the log that has none yet."""
    read = {event.data.message for event in events if isinstance(event.data, MessageRead)}
    chats = range(1, len(begun(events).items) + 1)
    return [
        ("message_read", _reading(bank, events, event, event.data))
        for event in events
        if isinstance(event.data, AgentMessage)
        and event.data.chat in chats
        and event.number not in read
    ]


def _reading(
    bank: Bank[Scenario], events: Sequence[LoggedEvent], event: LoggedEvent, message: AgentMessage
) -> dict[str, Any]:
    """Return the data of ``message_read``: what was read, after the customer's last line."""
    before = [earlier for earlier in events if earlier.number < event.number]
    scenario = bank[begun(events).items[message.chat - 1]]
    lines = [line.text for line in step(scenario, before, event.at).lines if line.due <= event.at]
    readings = reader.read(message.text, lines[-1] if lines else "")
    acts = [{"act": found.act, "chance": found.chance, "place": found.place} for found in readings]
    return {
        "chat": message.chat,
        "message": event.number,
        "version": reader.VERSION,
        "acts": acts,
    }
