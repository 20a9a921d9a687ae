"""Flags of a chat for a person to look at; some are faults of manner that a person may confirm.

A flag changes no score by itself.
"""

from collections.abc import Sequence
from typing import Final

from assessments.kinds.chat.customer.gaps import MOST_LEFT_OUT
from assessments.kinds.chat.customer.thread import AgentLine, Thread
from assessments.kinds.chat.language.pasting import is_pasted
from assessments.kinds.chat.marking.criteria import hits_of, received_lines, resolution, span
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence

CONDUCT: Final = ("rude_words", "capitals", "asked_again")
"""Faults of manner: each costs ``FAULT_POINTS`` once a person has confirmed it."""
FAULT_POINTS: Final = 5
MOST_POINTS: Final = 20


def flags_of(scenario: Scenario, thread: Thread) -> list[tuple[str, Evidence]]:
    """Return (name, evidence) of every flag of a chat; the order has no meaning."""
    lines = received_lines(thread)
    flags = [("rude_words", span(event, hit)) for event, hit in hits_of(lines, ["rude"])]
    for line in lines:
        flags += _of_message(scenario, line)
    flags += [
        ("asked_again", Evidence(event=event, rule=fact)) for event, fact in thread.asked_again
    ]
    flags += [
        ("over_limit", Evidence(event=action.event, rule=field))
        for action in thread.actions
        for field, fault in action.faults
        if fault == "over_limit"
    ]
    lost = sum(gap.end - gap.start for gap in thread.gaps)
    if thread.gaps:
        name = "interrupted" if lost >= MOST_LEFT_OUT else "line_lost"
        flags.append((name, Evidence(event=thread.gaps[-1].event, rule=f"{lost:.0f} s")))
    return flags + _missed(scenario, thread)


def _of_message(scenario: Scenario, line: AgentLine) -> Sequence[tuple[str, Evidence]]:
    recognition = line.recognition
    if recognition is None:
        return ()
    whole = Evidence(event=line.event, text=line.text)
    of_whole_message = {
        "capitals": recognition.shouting,
        "stuffed_message": recognition.stuffed,
        "unfilled_slot": recognition.unfilled,
        "pasted_article": is_pasted(line.text, scenario),
    }
    return [(name, whole) for name, applies in of_whole_message.items() if applies]


def _missed(scenario: Scenario, thread: Thread) -> list[tuple[str, Evidence]]:
    """Flag a missed critical goal, at the agent's last message."""
    missed = any(
        goal.critical and goal.judged and not goal.earned for goal in resolution(scenario, thread)
    )
    if missed and thread.messages:
        return [("critical_missed", Evidence(event=thread.messages[-1].event))]
    return []
