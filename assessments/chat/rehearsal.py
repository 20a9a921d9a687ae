"""The self-tests of a scenario file: sample conversations and what they must come to."""

from collections.abc import Iterator

from assessments.base import Begun, Ended, EventData, LoggedEvent
from assessments.chat.customer import step
from assessments.chat.events import ActionTaken, AgentMessage, ArticleOpened, WrapUpSaved
from assessments.chat.scenario import Move, Scenario, SelfTest
from assessments.chat.scorer import score


def play(scenario: Scenario, script: tuple[Move, ...]) -> tuple[LoggedEvent, ...]:
    """Return the log of a sitting in which an agent follows ``script``.

    Each move comes ``wait`` after the customer's last line is shown, or after the move before.
    The log ends with the hand-in, after the customer has left.
    """
    opening = Begun(seed=0, form=(scenario.id,))
    log = [LoggedEvent(number=0, kind="begun", at=0.0, data=opening)]
    at = scenario.start_offset
    for move in script:
        at = max(at, step(scenario, log, at).lines[-1].due) + move.wait
        kind, data = _event(move)
        log.append(LoggedEvent(number=len(log), kind=kind, at=at, data=data))
    end = max(at, scenario.start_offset + scenario.time_limit) + 60
    log.append(LoggedEvent(number=len(log), kind="submitted", at=end, data=Ended()))
    return tuple(log)


def _event(move: Move) -> tuple[str, EventData]:
    if move.say is not None:
        return "agent_message", AgentMessage(chat=1, text=move.say)
    if move.act is not None:
        return "action", ActionTaken(chat=1, action=move.act, values=move.values)
    if move.article is not None:
        return "article_opened", ArticleOpened(chat=1, article=move.article)
    saved = WrapUpSaved(chat=1, disposition=move.disposition or "", notes=move.notes)
    return "wrap_up", saved


def failures(scenario: Scenario) -> Iterator[str]:
    """Yield what a scenario's self-tests do not give as expected."""
    for test in scenario.tests:
        for failure in _differences(scenario, test):
            yield f"tests › {test.name}: {failure}"


def _differences(scenario: Scenario, test: SelfTest) -> Iterator[str]:
    log = play(scenario, test.script)
    thread = step(scenario, log, log[-1].at)
    met = sorted(one.goal for one in thread.met)
    if met != sorted(test.expect.goals):
        yield f"goals met are {met}, expected {sorted(test.expect.goals)}"
    if test.expect.end and thread.ended != test.expect.end:
        yield f"the chat ended {thread.ended!r}, expected {test.expect.end!r}"
    if test.expect.score is not None:
        low, high = test.expect.score
        reached = score({scenario.id: scenario}, log, {}).score
        if reached is None or not low <= reached <= high:
            yield f"the score is {reached}, expected {low:g} to {high:g}"
