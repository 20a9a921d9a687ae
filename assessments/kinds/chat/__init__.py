"""Written chat with a simulated customer, scored on what the applicant wrote and did."""

from typing import Final

from assessments.contract.assessment import N_, Assessment, Authoring, Following, Length, Review
from assessments.kinds.chat.bank import check, edition, faults, load
from assessments.kinds.chat.customer.hearing import follow
from assessments.kinds.chat.desk import state
from assessments.kinds.chat.draw import CHOICES, ONE, THREE, draw_one, draw_three
from assessments.kinds.chat.events import EVENTS, SERVER_EVENTS
from assessments.kinds.chat.languages import OPTIONS
from assessments.kinds.chat.marking.scorer import VERSION, score
from assessments.kinds.chat.marking.second_reading import reconsider
from assessments.kinds.chat.scenario import Scenario

ASSESSMENT: Final = Assessment[Scenario](
    slug="chat",
    name=N_("Customer chat"),
    skills=(
        N_("Solving the problem"),
        N_("Following policy"),
        N_("Customer care"),
        N_("Answering in time"),
    ),
    version=VERSION,
    minutes=11,
    least_minutes=10,  # a customer stays nine at most (checks.py), plus one to read the task
    bank=load,
    draw=draw_one,
    lengths=(
        Length(
            name=THREE,
            label=N_("Three customers at once"),
            minutes=14,
            least_minutes=12,  # the third comes after 1.5 minutes and stays nine at most
            draw=draw_three,
        ),
        Length(name=ONE, label=N_("One customer"), minutes=11, least_minutes=10, draw=draw_one),
    ),
    events=EVENTS,
    state=state,
    score=score,
    provisional_error=True,
    client_options=OPTIONS,
    choices=CHOICES,
    following=Following(events=SERVER_EVENTS, follow=follow),
    authoring=Authoring(edition=edition, faults=faults, check=check),
    review=Review(reconsider=reconsider),
)
