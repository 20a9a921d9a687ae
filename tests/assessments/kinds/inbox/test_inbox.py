"""The inbox exercise: fair beginnings, the score of an order, and which files are refused."""

import subprocess
import sys

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assessments.contract.assessment import Begun, ContentError, Ended, LoggedEvent
from assessments.kinds.inbox import ASSESSMENT
from assessments.kinds.inbox.bank import (
    ITEMS,
    NEAR_NOTHING,
    closeness,
    failures,
    first_order,
    read_inbox,
    score_of,
)
from assessments.kinds.inbox.events import Ordered
from assessments.kinds.inbox.state import untouched
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


def test_there_are_nine_scored_exercises_of_twelve_and_a_short_practice():
    assert len(SCORED) == 9
    assert len(BANK) == 10
    assert all(len(BANK[name].tickets) == 12 for name in SCORED)
    assert {ASSESSMENT.draw(BANK, seed, False)[0] for seed in range(27)} == set(SCORED)


def test_all_have_the_same_shape():
    tickets = [BANK[name].tickets for name in SCORED]
    places = [sorted(ticket.place for ticket in some) for some in tickets]
    assert all(found == places[0] for found in places)
    for some in tickets:
        assert {ticket.place for ticket in some if ticket.urgent} == {1, 2, 3, 4}
    words = [
        sum(len(f"{ticket.subject} {ticket.text}".split()) for ticket in some) for some in tickets
    ]
    assert max(words) - min(words) < 0.1 * max(words)


@pytest.mark.parametrize("name", sorted(BANK))
def test_every_sample_order_comes_to_what_it_says(name):
    assert list(failures(BANK[name])) == []


OLD = {"telco-monday", "shop-sale"}
"""Written before the rule that the time of arrival says nothing: the newest first comes to 74 and
77 there. They were given to applicants, so they stay as they are."""


@pytest.mark.parametrize("name", SCORED)
def test_the_order_of_the_mailbox_is_no_way_to_a_score(name):
    by_time = [sample.order for sample in BANK[name].samples if sample.kind == "as_came"]
    assert len(by_time) == (1 if name in OLD else 2)
    for order in by_time:
        assert score_of(closeness(BANK[name], order)) <= 40
    if name not in OLD:
        assert by_time[1] == tuple(reversed(by_time[0]))


def moved_to(order, name, place):
    rest = [other for other in order if other != name]
    return (*rest[:place], name, *rest[place:])


def test_untouched_tickets_are_those_that_were_never_moved():
    first = first_order(TELCO, 3)
    assert untouched(BANK, log()) == 12
    second = moved_to(first, first[5], 0)
    assert untouched(BANK, log(second)) == 11
    assert untouched(BANK, log(second, first)) == 11  # and moved back
    assert untouched(BANK, log(second, moved_to(second, second[9], 2))) == 10
    # Where two neighbours change places, either may be the one that was moved.
    assert untouched(BANK, log(moved_to(first, first[1], 0))) == 10
    # The same order again moves nothing, nor does an order that is not whole.
    assert untouched(BANK, log(first)) == 12
    assert untouched(BANK, log(first[:11])) == 12


@given(st.permutations(range(12)))
def test_who_moves_each_ticket_leaves_none_untouched(names):
    orders = [first_order(TELCO, 3)]
    for number in names:
        ticket = first_order(TELCO, 3)[number]
        place = 11 if orders[-1].index(ticket) < 6 else 0
        orders.append(moved_to(orders[-1], ticket, place))
    assert untouched(BANK, log(*orders[1:])) == 0


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


def sample(**changes):
    right = ["locked-out", "arriving", "bill-copy", "parking", "photo"]
    return [{"kind": "good", "order": right, "score": ["90", "100"], **changes}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id: [", "mine.yaml"),
        (changed(colour="blue"), "colour"),
        (changed(tickets=tickets(place="3")), "number them [1, 2, 2, 4, 5]"),
        (changed(tickets=tickets(id="photo")), "the same id"),
        (changed(practice="false"), "a scored exercise has 12"),
        (changed(practice="false"), "samples: there is none of the kind as_came, good"),
        (changed(samples=sample(order=["photo"])), "it does not have each ticket once"),
        (changed(samples=sample(score=["0", "10"])), "the score is 100.0, expected 0 to 10"),
        (
            changed(samples=[*sample(), *sample(kind="weak", score=["0", "100"])]),
            "weak scores no less than good",
        ),
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
