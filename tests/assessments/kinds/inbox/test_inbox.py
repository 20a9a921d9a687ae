"""The inbox exercise: fair beginnings, the score of an order, and which files are refused."""

import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessments.contract.assessment import Begun, ContentError, Ended, LoggedEvent
from assessments.kinds.inbox import ASSESSMENT
from assessments.kinds.inbox.bank import ITEMS, NEAR_NOTHING, closeness, first_order, read_inbox
from assessments.kinds.inbox.events import Ordered
from tests.support.banks import shipped

BANK = shipped("inbox")
SCORED = sorted(name for name, inbox in BANK.items() if not inbox.practice)
TELCO = BANK["telco-monday"]
EXPERT = [ticket.id for ticket in sorted(TELCO.tickets, key=lambda ticket: ticket.place)]


def log(*orders, item=TELCO.id, seed=3):
    begun = Begun(seed=seed, items=(TELCO.id,))
    steps = [("begun", begun), *(("ordered", Ordered(item=item, order=order)) for order in orders)]
    steps.append(("submitted", Ended()))
    return [
        LoggedEvent(number=n, type=kind, at=20.0 * n, data=data)
        for n, (kind, data) in enumerate(steps)
    ]


def scored(*orders):
    return ASSESSMENT.score(BANK, log(*orders), {})


def swapped(place, other):
    order = list(EXPERT)
    order[place], order[other] = order[other], order[place]
    return tuple(order)


def test_there_are_two_scored_exercises_of_twelve_and_a_short_practice():
    assert SCORED == ["shop-sale", "telco-monday"]
    assert all(len(BANK[name].tickets) == 12 for name in SCORED)
    assert {ASSESSMENT.draw(BANK, seed, False)[0] for seed in range(4)} == set(SCORED)


def test_both_have_the_same_shape():
    places = [sorted(ticket.place for ticket in BANK[name].tickets) for name in SCORED]
    urgent = [sum(ticket.urgent for ticket in BANK[name].tickets) for name in SCORED]
    words = [
        sum(len(f"{ticket.subject} {ticket.text}".split()) for ticket in BANK[name].tickets)
        for name in SCORED
    ]
    assert places[0] == places[1]
    assert urgent[0] == urgent[1]
    assert abs(words[0] - words[1]) < 0.1 * max(words)


@pytest.mark.parametrize("name", sorted(BANK))
def test_nobody_begins_nearer_to_the_goal_than_another(name):
    for seed in range(40):
        order = first_order(BANK[name], seed)
        assert order == first_order(BANK[name], seed)
        assert abs(closeness(BANK[name], order)) <= NEAR_NOTHING


def test_the_experts_order_is_100_and_so_is_another_order_of_their_ties():
    assert scored(tuple(EXPERT)).score == 100
    tied = swapped(EXPERT.index("upgrade-question"), EXPERT.index("paper-bill"))
    assert scored(tied).score == 100
    assert scored(tied).measure("pairs_right").value == 100


def test_a_slip_at_the_top_costs_more_than_one_at_the_bottom():
    top, middle = scored(swapped(0, 1)).score, scored(swapped(5, 6)).score
    assert top < middle < 100


def test_the_order_turned_round_is_0_and_flagged():
    found = scored(tuple(reversed(EXPERT)))
    assert found.score == 0
    assert found.measure("agreement").value == -1
    assert found.flags == ("urgent_late",)


def test_an_untouched_inbox_is_not_measured():
    found = scored()
    assert found.score is None
    assert found.not_measured == "not_ordered"


@pytest.mark.parametrize(
    "order", [("fallen-wire", "thanks"), tuple(EXPERT[:11]), (*EXPERT[:11], EXPERT[0])]
)
def test_an_order_that_does_not_hold_each_ticket_once_is_passed_over(order):
    assert scored(order).score is None
    assert scored(tuple(EXPERT), order).score == 100


def test_the_report_has_both_places_and_the_reason_of_each_ticket():
    rows = scored(swapped(0, 11)).detail["rows"]
    assert len(rows) == 12
    wire = next(row for row in rows if row["subject"].startswith("Your cable"))
    assert (wire["place"], wire["own"], wire["late"]) == (1, 12, True)
    assert all(row["reason"] for row in rows)


def test_the_page_is_given_no_place_and_no_reason():
    state = ASSESSMENT.state(BANK, log(), 1.0)
    assert set(state["tickets"][0]) == {"id", "sender", "subject", "text", "came"}
    assert not any(ticket.reason in str(state) for ticket in TELCO.tickets)
    assert ASSESSMENT.state(BANK, log(tuple(EXPERT)), 1.0)["tickets"][0]["id"] == EXPERT[0]


@given(st.permutations(EXPERT), st.integers(0, 10))
def test_putting_two_neighbours_right_never_costs(order, place):
    places = {ticket.id: ticket.place for ticket in TELCO.tickets}
    better = list(order)
    if places[better[place]] > places[better[place + 1]]:
        better[place], better[place + 1] = better[place + 1], better[place]
    assert closeness(TELCO, better) >= closeness(TELCO, order) - 1e-9


TEXT = (ITEMS / "practice-hotel.yaml").read_text("utf-8")


def changed(**blocks):
    return yaml.safe_dump({**yaml.load(TEXT, Loader=yaml.BaseLoader), **blocks})


def tickets(**first):
    ticket, *others = yaml.load(TEXT, Loader=yaml.BaseLoader)["tickets"]
    return [{**ticket, **first}, *others]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id: [", "mine.yaml"),
        (changed(colour="blue"), "colour"),
        (changed(tickets=tickets(place="3")), "number them [1, 2, 2, 4, 5]"),
        (changed(tickets=tickets(id="photo")), "the same id"),
        (changed(practice="false"), "a scored exercise has 12"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(text, words):
    with pytest.raises(ContentError, match=r"mine\.yaml") as caught:
        read_inbox(text, "mine.yaml")
    assert words in str(caught.value)


def test_the_kind_is_importable_without_the_web():
    program = (
        "import sys; from assessments.kinds.inbox import ASSESSMENT as a; a.bank(); "
        "print(sorted({'flask', 'sqlalchemy', 'rq'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
