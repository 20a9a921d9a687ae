"""Written chat: a simulated customer, judged by what was said and done."""

from typing import Final

from assessments.base import N_, Assessment, Bank
from assessments.chat.bank import load
from assessments.chat.desk import state
from assessments.chat.events import EVENTS
from assessments.chat.scorer import VERSION, score


def draw(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Return the scenario of a sitting: one of the scored ones, or of the practice ones."""
    fitting = sorted(name for name, one in bank.items() if one.practice is practice)
    return (fitting[seed % len(fitting)],)


ASSESSMENT: Final = Assessment(
    slug="chat",
    name=N_("Customer chat"),
    skills=(
        N_("Solving the problem"),
        N_("Following policy"),
        N_("Customer care"),
        N_("Answering in time"),
    ),
    version=VERSION,
    minutes=8,
    least_minutes=8,  # a customer stays seven, and one to read what is asked
    items=load,
    draw=draw,
    events=EVENTS,
    state=state,
    score=score,
)
