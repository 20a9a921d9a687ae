"""Each message is read once; the log keeps what was read, and that decides ever after."""

import pytest

from assessments.contract.assessment import Begun, LoggedEvent
from assessments.kinds.chat.authoring.self_test import log_of
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.customer.hearing import follow
from assessments.kinds.chat.events import SERVER_EVENTS, AgentMessage, MessageRead
from assessments.kinds.chat.language import reader
from assessments.kinds.chat.scenario import Move
from tests.support.banks import shipped

BANK = shipped("chat")
SCENARIO = BANK["cracked-rice-cooker"]
MAKES_NO_SENSE_TO_RULES = "Could you read me the reference on your receipt?"


def log(*texts: str) -> list[LoggedEvent]:
    """A log of messages as a browser sends them, a minute apart."""
    events = [LoggedEvent(number=0, type="begun", at=0.0, data=Begun(seed=1, items=(SCENARIO.id,)))]
    for place, text in enumerate(texts, start=1):
        message = AgentMessage(chat=1, text=text)
        events.append(
            LoggedEvent(number=place, type="agent_message", at=60.0 * place, data=message)
        )
    return events


def followed(events: list[LoggedEvent]) -> list[LoggedEvent]:
    for kind, data in follow(BANK, events):
        event = SERVER_EVENTS[kind].model_validate(data)
        events.append(LoggedEvent(number=len(events), type=kind, at=events[-1].at, data=event))
    return events


def test_each_message_is_read_once():
    events = followed(log("Hello there!", "One moment please."))
    read = [event.data for event in events if isinstance(event.data, MessageRead)]
    assert [reading.message for reading in read] == [1, 2]
    assert {reading.version for reading in read} == {reader.VERSION}
    assert follow(BANK, events) == []


def test_a_message_of_a_chat_that_does_not_exist_is_not_read():
    events = log("Hello there!")
    stray = LoggedEvent(number=2, type="agent_message", at=70, data=AgentMessage(chat=3, text="Hi"))
    assert [data["message"] for _, data in follow(BANK, [*events, stray])] == [1]


def test_the_customers_last_line_is_the_context(monkeypatch: pytest.MonkeyPatch):
    seen = []
    monkeypatch.setattr(reader, "read", lambda text, context: seen.append((text, context)) or ())
    follow(BANK, log("Hello there!"))
    last = [line.text for line in step(SCENARIO, log("Hello there!")[:1], 60.0).lines]
    assert seen == [("Hello there!", last[-1])]


def test_the_kept_reading_decides_and_not_the_model_of_today(monkeypatch: pytest.MonkeyPatch):
    kept = MessageRead(
        chat=1,
        message=1,
        version="kept",
        acts=({"act": "ask_reference", "chance": 0.9, "place": 6},),
    )
    events = log(MAKES_NO_SENSE_TO_RULES)
    monkeypatch.setattr(reader, "read", lambda *_: pytest.fail("read again"))
    events.append(LoggedEvent(number=2, type="message_read", at=60.0, data=kept))
    hits = step(SCENARIO, events, 70.0).messages[0].recognition.hits
    assert [hit.act for hit in hits] == ["ask_reference"]
    assert not hits[0].sure


def test_an_old_log_without_readings_is_heard_by_the_rules():
    thread = step(SCENARIO, log("May I have your order number?"), 70.0)
    assert thread.messages[0].recognition.said("ask_reference")


def test_a_rehearsal_hears_like_a_sitting():
    kinds = [event.type for event in log_of(SCENARIO, [Move(say="Hello there!")])]
    assert kinds == ["begun", "agent_message", "message_read"]
