"""What a person should look at in a chat, and the faults of manner that only a person can confirm.

Nothing here changes a score by itself.
"""

from collections.abc import Sequence
from typing import Final

from assessments.kinds.chat.customer.silence import MOST_LEFT_OUT
from assessments.kinds.chat.customer.thread import AgentLine, Thread
from assessments.kinds.chat.language.pasting import is_pasted
from assessments.kinds.chat.marking.criteria import heard_lines, span
from assessments.kinds.chat.scenario import Scenario
from scoring.evidence import Evidence

CONDUCT: Final = ("rude_words", "capitals", "asked_again")
"""Faults of manner: each costs ``FAULT_POINTS`` once a person has confirmed it."""
FAULT_POINTS: Final = 5
MOST_POINTS: Final = 20


def signals(scenario: Scenario, thread: Thread) -> list[tuple[str, Evidence]]:
    """Return (name, evidence) of everything that a person should look at, in no order of weight."""
    found: list[tuple[str, Evidence]] = []
    for line in heard_lines(thread):
        found += _of_message(scenario, line)
    found += [
        ("asked_again", Evidence(event=event, rule=fact)) for event, fact in thread.asked_again
    ]
    found += [
        ("over_limit", Evidence(event=one.event, rule=name))
        for one in thread.taken
        for name, fault in one.faults
        if fault == "over_limit"
    ]
    lost = sum(gap.end - gap.start for gap in thread.gaps)
    if thread.gaps:
        name = "interrupted" if lost >= MOST_LEFT_OUT else "line_lost"
        found.append((name, Evidence(event=thread.gaps[-1].event, rule=f"{lost:.0f} s")))
    return found + _missed(scenario, thread)


def _of_message(scenario: Scenario, line: AgentLine) -> Sequence[tuple[str, Evidence]]:
    heard = line.heard
    if heard is None:
        return ()
    whole = Evidence(event=line.event, text=line.text)
    found = [("rude_words", span(line.event, hit)) for hit in heard.hits if hit.act == "rude"]
    shown = {
        "capitals": heard.shouting,
        "stuffed_message": heard.stuffed,
        "unfilled_slot": heard.unfilled,
        "pasted_article": is_pasted(line.text, scenario),
    }
    return found + [(name, whole) for name, is_so in shown.items() if is_so]


def _missed(scenario: Scenario, thread: Thread) -> list[tuple[str, Evidence]]:
    met = {one.goal for one in thread.met}
    missed = any(
        goal.critical and goal.id not in met
        for goal in scenario.goals
        if not goal.after_line or thread.shown(goal.after_line)
    )
    if missed and thread.messages:
        return [("critical_missed", Evidence(event=thread.messages[-1].event))]
    return []
