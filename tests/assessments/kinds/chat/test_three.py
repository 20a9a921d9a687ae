"""Three customers at once: draws, interruptions, the record, lost connections and the scores."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.kinds.chat import ASSESSMENT, draw_one, draw_three
from assessments.kinds.chat.authoring.self_test import play
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.customer.gaps import gaps
from assessments.kinds.chat.marking.waits import waits
from assessments.kinds.chat.scenario import Scenario
from tests.support.chat_cases import FOREVER, fingerprint, log, parts, scenario

PERSONAS = {"one": "Maricel Dizon", "two": "Arturo Sison", "three": "Bea Yulo"}
INTERRUPTIONS = [
    {"id": "gift", "at": "2m", "or_after": "verified", "say": ["Is gift wrap free, too?"]}
]
EDITABLE = [
    {
        "id": "phone",
        "field": "Phone",
        "needs": ["verified"],
        "correct": "0917 555 0146|09175550146",
    },
    {"id": "since", "field": "Customer since"},
]
ASKED = (20, "May I have your order number and your full name?")


def bank() -> dict[str, Scenario]:
    persona = parts()["persona"]
    return {
        name: scenario(name, persona={**persona, "name": who}, interruptions=INTERRUPTIONS)
        for name, who in PERSONAS.items()
    }


BANK = bank()
FORM = tuple(BANK)


def edited(**more: object) -> Scenario:
    return scenario(record={**parts()["record"], "editable": EDITABLE}, **more)


def said(thread, cause):
    return [line.text for line in thread.lines if line.cause == cause]


# -- draws -------------------------------------------------------------------------------------


def test_a_set_has_one_customer_of_each_slot_in_their_order() -> None:
    slots = ("limit", "routine", "angry")
    scenarios = {
        f"{letter}-{slot}": scenario(f"{letter}-{slot}".lower(), form=letter, slot=slot)
        for letter in "AB"
        for slot in slots
    }
    drawn = {draw_three(scenarios, seed, False) for seed in range(6)}
    assert drawn == {
        ("A-routine", "A-angry", "A-limit"),
        ("B-routine", "B-angry", "B-limit"),
    }


def test_without_a_complete_set_and_in_practice_it_is_one_chat() -> None:
    shipped = ASSESSMENT.bank()
    assert len(draw_three(shipped, 3, True)) == 1
    incomplete = {name: item for name, item in shipped.items() if item.slot != "limit"}
    assert draw_three(incomplete, 3, False) == draw_one(incomplete, 3, False)


def test_the_customers_come_one_after_another() -> None:
    starts = [step(BANK[name], log(form=FORM), 0).lines[0].due for name in FORM]
    assert starts == [0, 40, 90]
    later = [step(BANK[name], log(form=FORM, extra=1.5), 0).lines[0].due for name in FORM]
    assert later == [0, 60, 135]


def test_the_desk_says_who_has_come_and_who_waits() -> None:
    state = ASSESSMENT.state(BANK, log(form=FORM), 50)
    assert [chat["started"] for chat in state["chats"]] == [True, True, False]
    assert state["chats"][2]["starts_at"] == 90
    assert state["open_chats"] == 2
    assert [chat["waiting_since"] for chat in state["chats"]] == [0, 40, None]


# -- interruptions -----------------------------------------------------------------------------


def test_an_interruption_comes_once_at_its_time_or_soon_after_its_goal() -> None:
    busy = [(at, "One moment please, I am checking.") for at in (30, 70, 110, 150)]
    by_clock = step(BANK["one"], log(*busy, form=FORM), 200)
    assert [line.due for line in by_clock.lines if line.cause == "interruption"] == [127.5]
    by_goal = step(BANK["one"], log(ASKED, (60, "Thank you."), form=FORM), 200)
    (line,) = [line for line in by_goal.lines if line.cause == "interruption"]
    assert 29 + 3 < line.due < 60


def test_a_content_customer_does_not_interrupt() -> None:
    tests = [test for test in BANK["one"].tests if test.kind == "good"]
    late = scenario(interruptions=[{"id": "gift", "at": "8m", "say": ["Is gift wrap free?"]}])
    events = play(late, tests[0].script)
    assert said(step(late, events, FOREVER), "interruption") == []


def test_a_goal_counts_only_after_its_line_and_is_left_out_without_it() -> None:
    goal = {
        "id": "gifted",
        "label": "Answered the question in between",
        "weight": "10",
        "when": {"said": "told_time"},
        "after_line": "gift",
    }
    asks = scenario(interruptions=INTERRUPTIONS, goals=[*parts()["goals"], goal])
    answer = "It takes 3 to 5 working days."
    early = step(asks, log((10, answer), (20, "One moment please.")), 60)
    assert not early.has_met("gifted")
    report = ASSESSMENT.score({asks.id: asks}, log((10, answer)), {})
    assert "resolution.goal.gifted" not in {point.criterion for point in report.points}
    late = step(asks, log(ASKED, (80, answer)), 120)
    assert late.has_met("gifted")


# -- the record --------------------------------------------------------------------------------


def test_a_field_is_changed_in_place() -> None:
    rice_cooker = edited()
    events = log(ASKED, (60, "record_edited", {"field": "phone", "value": "09175550146"}))
    (change,) = step(rice_cooker, events, 90).edits
    assert (change.before, change.right, change.needs_met) == ("ending in 46", True, True)
    chat = ASSESSMENT.state({rice_cooker.id: rice_cooker}, events, 90)["chats"][0]
    row = next(row for row in chat["record"]["customer"] if row["label"] == "Phone")
    assert (row["value"], row["field"]) == ("09175550146", "phone")
    assert [line["text"] for line in chat["lines"] if line["who"] == "step"] == [
        "Phone: ending in 46 → 09175550146"
    ]


@pytest.mark.parametrize(
    ("at", "field", "value", "verified", "right"),
    [
        (60, "phone", "09175550146", 6, 4),
        (60, "phone", "0917", 6, 0),
        (5, "phone", "09175550146", 0, 4),
        (60, "since", "1999", 0, 0),  # nothing called for it, and nothing needed checking
    ],
)
def test_a_change_counts_as_a_step(at, field, value, verified, right) -> None:
    rice_cooker = edited()
    moves = sorted([ASKED, (at, "record_edited", {"field": field, "value": value})])
    report = ASSESSMENT.score({rice_cooker.id: rice_cooker}, log(*moves), {})
    share = {
        point.criterion: point.earned / point.possible for point in report.points if point.possible
    }
    assert share["policy.verified_first"] == pytest.approx(verified / 6)
    assert share["policy.right_action"] == pytest.approx(right / 4)


def test_only_the_last_value_of_a_field_counts() -> None:
    rice_cooker = edited()
    moves = [(60 + n, "record_edited", {"field": "phone", "value": v}) for n, v in enumerate("12")]
    moves.append((70, "record_edited", {"field": "phone", "value": "09175550146"}))
    report = ASSESSMENT.score({rice_cooker.id: rice_cooker}, log(ASKED, *moves), {})
    point = next(p for p in report.points if p.criterion == "policy.right_action")
    assert point.earned == point.possible


@pytest.mark.parametrize(
    ("amount", "fault"),
    [
        ("1890", None),
        ("₱1,890.00", None),
        ("1,200", "wrong"),
        ("2500", "over_limit"),
        ("a lot", "no_amount"),
        ("", "missing"),
    ],
)
def test_an_amount_is_compared_as_a_number_and_held_to_the_limit(amount, fault) -> None:
    action = scenario().action("refund")
    assert action is not None
    faults = dict(action.faults({"order": "SH-20731", "amount": amount}))
    assert faults.get("amount") == fault


def test_too_much_money_is_flagged() -> None:
    given = {"action": "refund", "values": {"order": "SH-20731", "amount": "5000"}}
    report = ASSESSMENT.score(
        {"cracked-rice-cooker": scenario()}, log(ASKED, (60, "action", given)), {}
    )
    assert "over_limit" in report.flags


def test_a_promise_that_is_forbidden_needs_no_act_of_its_own() -> None:
    rice_cooker = scenario(forbidden=[{"promise": ["free gift"], "label": "Promised a gift"}])
    bank = {rice_cooker.id: rice_cooker}
    honest = ASSESSMENT.score(bank, log(ASKED, (60, "We cannot give a free gift.")), {})
    broken = ASSESSMENT.score(bank, log(ASKED, (60, "I will send you a free gift.")), {})

    def lost(report):
        return next(p for p in report.points if p.criterion == "policy.nothing_forbidden")

    assert lost(honest).earned == lost(honest).possible
    assert lost(broken).earned == 0
    assert lost(broken).evidence[0].text == "free gift"


# -- lost connections --------------------------------------------------------------------------


def test_no_reminder_falls_into_a_gap_and_no_wait_counts_it() -> None:
    back = (60, "line_back", {"lost": 50})
    events = log(back, (70, "Hello, I am sorry about that."))
    thread = step(scenario(), events, 78)
    assert said(thread, "nudge") == []
    assert [wait.seconds for wait in waits(thread, 78)] == [20]  # 70, less the 50 that were lost


def test_no_more_than_a_minute_is_left_out_and_none_of_what_the_log_denies() -> None:
    (gap,) = gaps(log((300, "line_back", {"lost": 200})), 1, 1.0)
    assert (gap.start, gap.end) == (100, 160)
    # An event came 20 s before: the line cannot have been down longer than since then.
    (short,) = gaps(log((80, "Hello"), (100, "line_back", {"lost": 90})), 1, 1.0)
    assert (short.start, short.end) == (80, 100)
    assert gaps(log((300, "line_back", {"lost": 200, "chat": 2}), form=FORM), 1, 1.0) == ()


# -- pasting, names, courtesies ----------------------------------------------------------------


def test_a_pasted_article_gets_no_answer_but_states_its_rule() -> None:
    body = scenario().knowledge[0].body
    thread = step(scenario(), log(ASKED, (60, body[:900])), 100)
    assert thread.lines[-1].cause == "pasted"
    assert thread.has_met("explained")
    unasked = step(scenario(), log((20, body[:900])), 100)
    # The article names the order number, but does not ask for it.
    assert not unasked.has_met("verified")


def test_another_customers_name_is_an_error_at_its_place() -> None:
    moves = [ASKED, (60, "Thank you, Arturo. I can send you a replacement.")]
    report = ASSESSMENT.score(BANK, log(*moves, form=FORM), {})
    first = next(p for p in report.points if p.criterion == "policy.right_customer")
    assert first.earned == 0
    assert first.evidence[0].text == "Arturo"
    alone = ASSESSMENT.score({"one": BANK["one"]}, log(*moves, form=("one",)), {})
    assert "policy.right_customer" not in {p.criterion for p in alone.points}


@pytest.mark.parametrize(
    "text", ["Okay, thank you, Maricel.", "I'd be happy to help you with that!", "No problem po."]
)
def test_a_courtesy_is_taken_as_one(text: str) -> None:
    thread = step(scenario(), log((20, text)), 40)
    assert [line.cause for line in thread.lines] == ["opening", "small_talk"]
    assert thread.mood == scenario().persona.mood


def test_nothing_but_courtesies_gets_a_clue() -> None:
    thread = step(scenario(), log((20, "Okay."), (40, "Sure."), (60, "Noted.")), 90)
    assert "order number" in thread.lines[-1].text


# -- scores of three ---------------------------------------------------------------------------


def test_more_time_is_allowed_while_more_chats_are_open() -> None:
    slow = (75, "Hello, I am so sorry about that.")
    alone = ASSESSMENT.score({"one": BANK["one"]}, log(slow, form=("one",)), {})
    among = ASSESSMENT.score(BANK, log(slow, form=FORM), {})

    def share(report):
        point = next(p for p in report.points if p.criterion == "responsiveness.first_response")
        return round(100 * point.earned / point.possible)

    # The wait began when one chat was open: what counts is what was open then.
    assert share(alone) == share(among) == 50
    third = log((165, "agent_message", {"chat": 3, "text": "Hello, sorry for that."}), form=FORM)
    report = ASSESSMENT.score(BANK, third, {})
    waited = [p for p in report.points if p.criterion == "responsiveness.first_response"][2]
    assert round(100 * waited.earned / waited.possible) == 81  # 75 s with three open: (192-75)/144


def test_times_and_chats_at_once_are_measured() -> None:
    report = ASSESSMENT.score(BANK, log((20, "Hello"), (100, "Hello again"), form=FORM), {})
    # One chat until 40, two until 90, three until the log ends at 100.
    assert report.measure("concurrency").value == 1.7
    assert report.measure("handling_time").value == pytest.approx((100 + 60 + 10) / 3, abs=0.1)


def test_every_point_of_three_chats_belongs_to_its_chat() -> None:
    greetings = [(100, "agent_message", {"chat": chat, "text": "Hello!"}) for chat in (2, 3)]
    report = ASSESSMENT.score(BANK, log(ASKED, *greetings, form=FORM), {})
    listed = [entry for entry in report.to_review if not entry["conduct"]]
    assert [entry["number"] for entry in listed] == list(range(len(report.points)))
    assert {entry["chat"] for entry in listed} == {0, 1, 2}
    assert len({entry["item"] for entry in listed}) == len(listed)
    assert sum(point.possible for point in report.points) == pytest.approx(100, abs=0.3)


# -- anything goes -----------------------------------------------------------------------------

TEXTS = st.sampled_from(
    [
        "Hello, how can I help?",
        "May I have your order number and name?",
        "ok",
        "",
        "???",
        "I'm so sorry about that",
        "Thank you, Maricel.",
        "You are stupid",
        "asdf qwer",
        "I can send you a replacement",
        "It takes 3 to 5 working days",
        "Is there anything else?",
        "Thank you for your patience, bye",
        "One moment please while I check",
        scenario().knowledge[0].body[:600],
    ]
)
STEPS = st.one_of(
    TEXTS.map(lambda text: ("agent_message", {"text": text})),
    st.just(("record_edited", {"field": "phone", "value": "0917"})),
    st.just(("action", {"action": "refund", "values": {"order": "SH-20731", "amount": "9999"}})),
    st.floats(1, 600).map(lambda lost: ("line_back", {"lost": lost})),
    st.just(("pasted", {"text": "some text from elsewhere"})),
    st.just(("closed_chat", {})),
)
SITTINGS = st.lists(st.tuples(st.floats(0, 80), st.integers(1, 3), STEPS), max_size=30)
ENDINGS = {"resolved", "abandoned", "complaint", "time_up", "closed_early"}


@settings(max_examples=50, deadline=None)
@given(SITTINGS, st.sampled_from([1.0, 1.5, 4.0]))
def test_whatever_is_done_every_chat_ends_in_time_and_replays_to_the_byte(moves, extra) -> None:
    at, timed = 0.0, []
    for wait, chat, (kind, data) in moves:
        at += wait
        timed.append((at, kind, {"chat": chat, **data}))
    events = log(*timed, form=FORM, extra=extra)
    for place, name in enumerate(FORM):
        customer = BANK[name]
        thread = step(customer, events, FOREVER)
        assert fingerprint(thread) == fingerprint(step(customer, events, FOREVER))
        assert thread.ended in ENDINGS
        starts = (0, 40, 90)[place] * extra
        assert thread.ended_at <= starts + customer.time_limit * extra + 30
        received = [line for line in thread.messages if line.recognition is not None]
        # One line for each message; the opening, three reminders a wait, one interruption, the end.
        assert len(thread.lines) <= len(received) + 3 * (len(received) + 1) + 3
        for line, following in pairwise(thread.lines):
            assert line.text != following.text
            assert line.due <= following.due
    report = ASSESSMENT.score(BANK, events, {})
    assert report == ASSESSMENT.score(BANK, events, {})
    assert all(0 <= point.earned <= point.possible for point in report.points)
