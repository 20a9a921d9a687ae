"""Runs the self-tests of a scenario: its sample conversations and their expected outcomes."""

from collections.abc import Iterator, Sequence

from assessments.contract.assessment import Begun, Ended, EventData, LoggedEvent
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.customer.hearing import follow
from assessments.kinds.chat.customer.thread import Thread
from assessments.kinds.chat.events import (
    SERVER_EVENTS,
    ActionTaken,
    AgentMessage,
    ArticleOpened,
    CannedUsed,
    ChatClosed,
    RecordEdited,
    WrapUpSaved,
)
from assessments.kinds.chat.marking.scorer import score
from assessments.kinds.chat.marking.transcript import step_text
from assessments.kinds.chat.scenario import Expected, Move, Scenario, SelfTest


def log_of(scenario: Scenario, script: Sequence[Move]) -> tuple[LoggedEvent, ...]:
    """Return the log of an open sitting in which an agent has followed ``script``.

    Each move comes ``wait`` seconds after the customer's last line appeared, or after the move
    before if that is later.
    """
    opening = Begun(seed=0, items=(scenario.id,))
    log = [LoggedEvent(number=0, type="begun", at=0.0, data=opening)]
    for move in script:
        kind, data = _event(move)
        at = last_answer(scenario, log) + move.wait
        log.append(LoggedEvent(number=len(log), type=kind, at=at, data=data))
        for own_kind, own in follow({scenario.id: scenario}, log):
            read = SERVER_EVENTS[own_kind].model_validate(own)
            log.append(LoggedEvent(number=len(log), type=own_kind, at=at, data=read))
    return tuple(log)


def last_answer(scenario: Scenario, log: Sequence[LoggedEvent]) -> float:
    """Return when the answer to the last event appears; the wait of the next move starts then."""
    at = log[-1].at
    return max(at, step(scenario, log, at).lines[-1].due)


def play(scenario: Scenario, script: Sequence[Move]) -> tuple[LoggedEvent, ...]:
    """Return the log of a sitting in which an agent follows ``script`` and hands in.

    The hand-in comes after the customer has left.
    """
    log = log_of(scenario, script)
    end = max(log[-1].at, scenario.time_limit) + 60
    return (*log, LoggedEvent(number=len(log), type="submitted", at=end, data=Ended()))


def _event(move: Move) -> tuple[str, EventData]:
    if move.say is not None:
        return "agent_message", AgentMessage(chat=1, text=move.say)
    if move.act is not None:
        return "action", ActionTaken(chat=1, action=move.act, values=move.values)
    if move.edit is not None:
        return "record_edited", RecordEdited(chat=1, field=move.edit, value=move.value)
    if move.article is not None:
        return "article_opened", ArticleOpened(chat=1, article=move.article)
    if move.canned is not None:
        return "canned_used", CannedUsed(chat=1, canned=move.canned)
    if move.close:
        return "closed_chat", ChatClosed(chat=1)
    saved = WrapUpSaved(chat=1, disposition=move.disposition or "", notes=move.notes)
    return "wrap_up", saved


def failures(scenario: Scenario, *, scores: bool = True) -> Iterator[str]:
    """Yield the differences between the outcomes of the self-tests and the expected ones.

    Args:
        scenario: the scenario with its self-tests.
        scores: whether to compare scores as well; checking the English of every sample message
            takes too long for the start of a process.
    """
    for test in scenario.tests:
        for failure in _differences(scenario, test, scores=scores):
            yield f"tests › {test.name}: {failure}"


def _differences(scenario: Scenario, test: SelfTest, *, scores: bool) -> Iterator[str]:
    log = play(scenario, test.script)
    thread = step(scenario, log, log[-1].at)
    met = _met_in_order(scenario, thread)
    if met != sorted(test.expect.goals):
        yield f"goals met are {met}, expected {sorted(test.expect.goals)}"
    if test.expect.end and thread.ended != test.expect.end:
        yield f"the chat ended {thread.ended!r}, expected {test.expect.end!r}"
    if scores and test.expect.score is not None:
        actual = score({scenario.id: scenario}, log, {}).score
        if not _as_expected(actual, test.expect):
            yield f"the score is {actual}, expected {_band(test.expect)}"


def _met_in_order(scenario: Scenario, thread: Thread) -> list[str]:
    """Return the goals met by a step, or in words with every goal of ``after`` met too.

    A score judges each goal by itself; a self-test says what a conversation achieves in order.
    """
    after = {goal.id: goal.after for goal in scenario.goals}
    met = {goal.goal for goal in thread.met}
    return sorted(
        goal.goal for goal in thread.met if not goal.hits or met.issuperset(after[goal.goal])
    )


def _as_expected(actual: float | None, expected: Expected) -> bool:
    if isinstance(expected.score, tuple) and actual is not None:
        return expected.score[0] <= actual <= expected.score[1]
    return actual is None and expected.score == "not_measured"


def _band(expected: Expected) -> str:
    if isinstance(expected.score, tuple):
        return f"{expected.score[0]:g} to {expected.score[1]:g}"
    return "no score (not_measured)"


def transcript(scenario: Scenario, test: SelfTest) -> str:
    """Return a self-test as text: a line for each message and step, then the outcome."""
    log = play(scenario, test.script)
    thread = step(scenario, log, log[-1].at)
    customer = scenario.persona.name.split()[0]
    entries = [(line.due, customer, line.text) for line in thread.lines]
    entries += [(message.at, "Agent", message.text) for message in thread.messages]
    entries += [(done.at, "(record)", step_text(scenario, done)) for done in thread.steps]
    lines = [
        f"{at // 60:.0f}:{int(at) % 60:02d}  {who}: {text}"
        for at, who, text in sorted(entries, key=lambda entry: entry[0])
    ]
    report = score({scenario.id: scenario}, log, {})
    met = [goal.goal for goal in thread.met]
    lines.append(f"Ended: {thread.ended}. Mood {thread.mood}. Goals: {', '.join(met) or 'none'}.")
    blocks = report.detail["chats"][0]["blocks"]
    values = ", ".join(f"{name} {value}" for name, value in blocks.items() if value is not None)
    return "\n".join([*lines, f"Score {report.score}: {values}."])
