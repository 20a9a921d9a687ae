"""The self-tests of a scenario file: sample conversations and what they must come to."""

from collections.abc import Iterator, Sequence

from assessments.contract.assessment import Begun, Ended, EventData, LoggedEvent
from assessments.kinds.chat.authoring.selftest import Expected, Move, SelfTest
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.events import (
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
from assessments.kinds.chat.scenario import Scenario


def played(scenario: Scenario, script: Sequence[Move]) -> tuple[LoggedEvent, ...]:
    """Return the log of a sitting in which an agent has done ``script`` so far.

    Each move comes ``wait`` after the customer's last line is shown, or after the move before.
    """
    opening = Begun(seed=0, items=(scenario.id,))
    log = [LoggedEvent(number=0, type="begun", at=0.0, data=opening)]
    for move in script:
        kind, data = _event(move)
        at = rested(scenario, log) + move.wait
        log.append(LoggedEvent(number=len(log), type=kind, at=at, data=data))
    return tuple(log)


def rested(scenario: Scenario, log: Sequence[LoggedEvent]) -> float:
    """Return when the customer's answer to all that was done is shown; the next wait starts."""
    at = log[-1].at
    return max(at, step(scenario, log, at).lines[-1].due)


def handed_in(scenario: Scenario, log: Sequence[LoggedEvent]) -> tuple[LoggedEvent, ...]:
    """Return the log with the hand-in, after the customer has left."""
    end = max(log[-1].at, scenario.time_limit) + 60
    return (*log, LoggedEvent(number=len(log), type="submitted", at=end, data=Ended()))


def play(scenario: Scenario, script: Sequence[Move]) -> tuple[LoggedEvent, ...]:
    """Return the log of a sitting in which an agent follows ``script`` and hands in."""
    return handed_in(scenario, played(scenario, script))


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
    """Yield what a scenario's self-tests do not give as expected.

    Args:
        scenario: the file.
        scores: whether the scores are looked at as well; reading the English of every sample
            message takes too long for every start of a process.
    """
    for test in scenario.tests:
        for failure in _differences(scenario, test, scores=scores):
            yield f"tests › {test.name}: {failure}"


def _differences(scenario: Scenario, test: SelfTest, *, scores: bool) -> Iterator[str]:
    log = play(scenario, test.script)
    thread = step(scenario, log, log[-1].at)
    met = sorted(one.goal for one in thread.met)
    if met != sorted(test.expect.goals):
        yield f"goals met are {met}, expected {sorted(test.expect.goals)}"
    if test.expect.end and thread.ended != test.expect.end:
        yield f"the chat ended {thread.ended!r}, expected {test.expect.end!r}"
    if scores and test.expect.score is not None:
        reached = score({scenario.id: scenario}, log, {}).score
        if not _as_expected(reached, test.expect):
            yield f"the score is {reached}, expected {_band(test.expect)}"


def _as_expected(reached: float | None, expected: Expected) -> bool:
    if isinstance(expected.score, tuple) and reached is not None:
        return expected.score[0] <= reached <= expected.score[1]
    return reached is None and expected.score == "not_measured"


def _band(expected: Expected) -> str:
    if isinstance(expected.score, tuple):
        return f"{expected.score[0]:g} to {expected.score[1]:g}"
    return "no score (not_measured)"


def told(scenario: Scenario, test: SelfTest) -> str:
    """Return a self-test as it is read: who said and did what when, and what it came to."""
    log = play(scenario, test.script)
    thread = step(scenario, log, log[-1].at)
    said = [(one.due, scenario.persona.name.split()[0], one.text) for one in thread.lines]
    said += [(one.at, "Agent", one.text) for one in thread.messages]
    said += [(one.at, "(record)", step_text(scenario, one)) for one in thread.steps]
    lines = [
        f"{at // 60:.0f}:{int(at) % 60:02d}  {who}: {text}"
        for at, who, text in sorted(said, key=lambda line: line[0])
    ]
    report = score({scenario.id: scenario}, log, {})
    met = [one.goal for one in thread.met]
    lines.append(f"Ended: {thread.ended}. Mood {thread.mood}. Goals: {', '.join(met) or 'none'}.")
    blocks = report.detail["chats"][0]["blocks"]
    shown = ", ".join(f"{name} {value}" for name, value in blocks.items() if value is not None)
    return "\n".join([*lines, f"Score {report.score}: {shown}."])
