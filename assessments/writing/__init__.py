"""The writing task: two texts of 120 to 200 words, scored for how well they are written."""

from assessments.base import N_, Assessment
from assessments.writing.bank import draw, items
from assessments.writing.checks import check
from assessments.writing.events import EVENTS
from assessments.writing.practise import practise
from assessments.writing.prompt import shared_text
from assessments.writing.scorer import VERSION, score
from assessments.writing.state import state
from assessments.written import SPELLINGS, SPELLINGS_ABOUT

ASSESSMENT = Assessment(
    slug="writing",
    name=N_("Writing"),
    skills=(N_("Writing correct English"), N_("A varied choice of words")),
    version=VERSION,
    minutes=35.0,
    least_minutes=20.0,  # two to read each prompt, eight to write 120 words at 15 a minute
    items=items,
    items_of=items,
    draw=draw,
    events=EVENTS,
    state=state,
    score=score,
    check=check,
    practise=practise,
    shared_text=shared_text,
    policies=SPELLINGS,
    policies_about=SPELLINGS_ABOUT,
)
