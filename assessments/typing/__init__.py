"""The typing test: copy a passage against the clock; the log of keys is scored."""

from assessments.base import N_, Assessment
from assessments.typing.bank import draw, items
from assessments.typing.events import EVENTS
from assessments.typing.scorer import score
from assessments.typing.state import state

ASSESSMENT = Assessment(
    slug="typing",
    name=N_("Typing"),
    skills=(N_("Typing speed"), N_("Typing accuracy")),
    version="2",
    minutes=6.0,
    least_minutes=4.0,  # two to read what is asked, and the two of the passage
    items=items,
    draw=draw,
    events=EVENTS,
    state=state,
    score=score,
)
