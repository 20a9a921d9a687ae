"""Written chat: a simulated customer, judged by what was said and done."""

from typing import Final

from assessments.contract.assessment import N_, Assessment, Authoring, Bank, Length, Review
from assessments.contract.written import SPELLINGS
from assessments.kinds.chat.bank import check, edition, faults, load
from assessments.kinds.chat.desk import state
from assessments.kinds.chat.events import EVENTS
from assessments.kinds.chat.marking.scorer import VERSION, score
from assessments.kinds.chat.marking.second_reading import reconsider
from assessments.kinds.chat.scenario import SLOTS, Scenario

ONE: Final = "one"
THREE: Final = "three"


def draw_one(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Return the scenario of a sitting: one of the scored ones, or of the practice ones."""
    fitting = sorted(name for name, one in _scenarios(bank) if one.practice is practice)
    return (fitting[seed % len(fitting)],)


def draw_three(bank: Bank, seed: int, practice: bool) -> tuple[str, ...]:
    """Return a parallel form: its routine, its angry customer, and the one who hits a limit.

    Practice is one friendly chat in any case. Without a complete form it is one scored chat.
    """
    forms: dict[str, dict[str, str]] = {}
    for name, one in _scenarios(bank):
        if one.form and one.slot:
            forms.setdefault(one.form, {})[one.slot] = name
    whole = [form for _, form in sorted(forms.items()) if len(form) == len(SLOTS)]
    if practice or not whole:
        return draw_one(bank, seed, practice)
    form = whole[seed % len(whole)]
    return tuple(form[slot] for slot in SLOTS)


def _scenarios(bank: Bank) -> list[tuple[str, Scenario]]:
    return [(name, one) for name, one in bank.items() if isinstance(one, Scenario)]


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
    minutes=11,
    least_minutes=10,  # a customer stays nine at most (checks.py), and one to read what is asked
    bank=load,
    draw=draw_one,
    lengths=(
        Length(
            name=THREE,
            label=N_("Three customers at once"),
            minutes=14,
            least_minutes=12,  # the third comes after a minute and a half and stays nine at most
            draw=draw_three,
        ),
        Length(name=ONE, label=N_("One customer"), minutes=11, least_minutes=10, draw=draw_one),
    ),
    events=EVENTS,
    state=state,
    score=score,
    provisional_error=True,
    client_options=SPELLINGS,
    authoring=Authoring(edition=edition, faults=faults, check=check),
    review=Review(reconsider=reconsider),
)
