"""The inbox exercise: put tickets in the order in which they should be answered."""

from assessments.contract.assessment import N_, Assessment
from assessments.kinds.inbox.bank import draw, items
from assessments.kinds.inbox.events import EVENTS
from assessments.kinds.inbox.scorer import VERSION, score
from assessments.kinds.inbox.state import state, untouched
from assessments.kinds.inbox.ticket import Inbox

ASSESSMENT = Assessment[Inbox](
    slug="inbox",
    name=N_("Inbox"),
    skills=(N_("Setting priorities"),),
    version=VERSION,
    minutes=12.0,
    least_minutes=8.0,  # to read twelve tickets of about forty words and to move them
    bank=items,
    draw=draw,
    events=EVENTS,
    state=state,
    score=score,
    provisional_error=True,
    untouched=untouched,
)
