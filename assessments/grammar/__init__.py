"""The grammar test: choose the best, or type the words; 20 questions drawn by seed."""

from assessments.base import N_, Assessment
from assessments.grammar.bank import items
from assessments.grammar.checks import check
from assessments.grammar.events import EVENTS
from assessments.grammar.form import draw
from assessments.grammar.scorer import score
from assessments.grammar.state import state

ASSESSMENT = Assessment(
    slug="grammar",
    name=N_("Grammar"),
    skills=(N_("English grammar"),),
    version="1",
    minutes=20.0,
    least_minutes=8.0,  # 24 seconds for each of twenty questions, ten of them to be typed
    items=items,
    draw=draw,
    events=EVENTS,
    state=state,
    score=score,
    check=check,
)
