"""The e-mail test: a reply to a customer's letter, read for what it says and how courteously."""

from assessments.base import N_, Assessment
from assessments.email.bank import draw, items
from assessments.email.events import EVENTS
from assessments.email.scorer import VERSION, score
from assessments.email.state import state
from assessments.written import SPELLINGS, SPELLINGS_ABOUT

ASSESSMENT = Assessment(
    slug="email",
    name=N_("E-mail"),
    skills=(N_("Answering what was asked"), N_("Courtesy in writing")),
    version=VERSION,
    minutes=15.0,
    least_minutes=10.0,  # three to read, and a reply of some 120 words
    items=items,
    draw=draw,
    events=EVENTS,
    state=state,
    score=score,
    policies=SPELLINGS,
    policies_about=SPELLINGS_ABOUT,
)
