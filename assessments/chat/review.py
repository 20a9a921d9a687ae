"""What a person should look at in a chat. Nothing here changes a score."""

from typing import Final

from assessments.chat.criteria import heard_lines, span
from assessments.chat.scenario import Scenario
from assessments.chat.thread import Thread
from scoring.conversation import pasted_share
from scoring.evidence import Evidence

_PASTED_SHARE: Final = 0.8
_PASTED_WORDS: Final = 25


def signals(scenario: Scenario, thread: Thread) -> list[tuple[str, Evidence]]:
    """Return (name, evidence): rude words, capitals, repeated questions, pasted or stuffed text."""
    found: list[tuple[str, Evidence]] = []
    for line in heard_lines(thread):
        heard = line.heard
        if heard is None:
            continue
        whole = Evidence(event=line.event, text=line.text)
        found += [("rude_words", span(line.event, hit)) for hit in heard.hits if hit.act == "rude"]
        if heard.shouting:
            found.append(("capitals", whole))
        if heard.stuffed:
            found.append(("stuffed_message", whole))
        if heard.unfilled:
            found.append(("unfilled_slot", whole))
        if heard.words > _PASTED_WORDS and any(
            pasted_share(line.text, article.body) >= _PASTED_SHARE for article in scenario.knowledge
        ):
            found.append(("pasted_article", whole))
    found += [
        ("asked_again", Evidence(event=event, rule=fact)) for event, fact in thread.asked_again
    ]
    met = {one.goal for one in thread.met}
    missed = any(goal.critical and goal.id not in met for goal in scenario.goals)
    if missed and thread.messages:
        found.append(("critical_missed", Evidence(event=thread.messages[-1].event)))
    return found
