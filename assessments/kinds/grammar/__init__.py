"""The grammar test: six forms of question, in a fixed form or chosen one by one."""

from assessments.contract.assessment import (
    N_,
    Assessment,
    Authoring,
    Calibration,
    Following,
    Length,
)
from assessments.kinds.grammar.bank import AnyItem, items
from assessments.kinds.grammar.calibration import calibrated, in_force, on_trial
from assessments.kinds.grammar.checks import check
from assessments.kinds.grammar.draw import (
    ADAPTIVE,
    FULL,
    FULL_PAGE,
    SHORT,
    draw_adaptive,
    draw_full,
    draw_short,
)
from assessments.kinds.grammar.events import EVENTS, OWN_EVENTS
from assessments.kinds.grammar.follow import follow
from assessments.kinds.grammar.preview import preview
from assessments.kinds.grammar.scorer import score
from assessments.kinds.grammar.state import state
from assessments.kinds.grammar.usage import OPTIONS

# Half a minute for a question to be typed, a third to be chosen, three minutes for an e-mail.
FULL_MINUTES, FULL_LEAST = 30.0, 20.0

# The short form is drawn where no form is named: vacancies from before there were several.
ASSESSMENT = Assessment[AnyItem](
    slug="grammar",
    name=N_("Grammar"),
    skills=(N_("English grammar"),),
    version="2",
    minutes=FULL_MINUTES,
    least_minutes=FULL_LEAST,
    bank=items,
    draw=draw_short,
    events=EVENTS,
    state=state,
    score=score,
    lengths=(
        Length(
            name=FULL,
            label=N_("Full test, 40 questions, one at a time"),
            minutes=FULL_MINUTES,
            least_minutes=FULL_LEAST,
            draw=draw_full,
        ),
        Length(
            name=FULL_PAGE,
            label=N_("Full test, 40 questions, all on one page"),
            minutes=FULL_MINUTES,
            least_minutes=FULL_LEAST,
            draw=draw_full,
        ),
        Length(
            name=ADAPTIVE,
            label=N_("Adaptive, 15 to 40 questions, each chosen by the answers before"),
            minutes=25.0,
            least_minutes=16.0,
            draw=draw_adaptive,
        ),
        Length(
            name=SHORT,
            label=N_("First look, 20 questions"),
            minutes=20.0,
            least_minutes=8.0,  # 24 seconds for each of twenty questions, ten of them to be typed
            draw=draw_short,
        ),
    ),
    authoring=Authoring(items_of=items, check=check, preview=preview),
    following=Following(events=OWN_EVENTS, follow=follow),
    calibration=Calibration(parameters=in_force, calibrated=calibrated, on_trial=on_trial),
    client_options=OPTIONS,
)
