"""The e-mail test: a reply to a customer's letter, scored for content, courtesy and English."""

from assessments.contract.assessment import N_, Assessment
from assessments.contract.written import SPELLINGS
from assessments.kinds.email.bank import draw, items
from assessments.kinds.email.events import EVENTS
from assessments.kinds.email.scorer import VERSION, score
from assessments.kinds.email.state import state
from assessments.kinds.email.task import Task

ASSESSMENT = Assessment[Task](
    slug="email",
    name=N_("E-mail"),
    skills=(N_("Answering what was asked"), N_("Courtesy in writing")),
    version=VERSION,
    minutes=15.0,
    least_minutes=10.0,  # three minutes to read, and a reply of about 120 words
    bank=items,
    draw=draw,
    events=EVENTS,
    state=state,
    score=score,
    provisional_error=True,
    client_options=SPELLINGS,
)
