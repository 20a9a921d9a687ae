"""The writing task: two texts of 120 to 200 words, scored for how well they are written."""

from assessments.contract.assessment import N_, Assessment, Authoring, Likeness, ResultsCopy
from assessments.contract.written import SPELLINGS
from assessments.kinds.writing.bank import draw, items
from assessments.kinds.writing.checks import check
from assessments.kinds.writing.events import EVENTS
from assessments.kinds.writing.practise import practise
from assessments.kinds.writing.prompt import Prompt, shared_text
from assessments.kinds.writing.scorer import VERSION, score
from assessments.kinds.writing.state import state

ASSESSMENT = Assessment[Prompt](
    slug="writing",
    name=N_("Writing"),
    skills=(N_("Writing correct English"), N_("A varied choice of words")),
    version=VERSION,
    minutes=35.0,
    least_minutes=20.0,  # two minutes to read each prompt, eight to write 120 words at 15 wpm
    bank=items,
    draw=draw,
    events=EVENTS,
    state=state,
    score=score,
    client_options=SPELLINGS,
    authoring=Authoring(items_of=items, check=check),
    results_copy=ResultsCopy(template="writing/copy.html", practise=practise),
    likeness=Likeness(shared_text=shared_text, holds_score=True),
)
