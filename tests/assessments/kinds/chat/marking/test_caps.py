"""Limits of a chat's score, points that are not judged, and what a person's judgement changes."""

import pytest

from assessments.contract.assessment import Begun, Ended, LoggedEvent
from assessments.kinds.chat.events import EVENTS, MessageRead
from assessments.kinds.chat.marking.caps import MANNER, NO_SERVICE, UNRESOLVED, UNTRUE, capped
from assessments.kinds.chat.marking.scored_chats import ACTED_TOO_EARLY
from assessments.kinds.chat.marking.scorer import score
from assessments.kinds.chat.marking.second_reading import reconsider
from scoring.report import Report
from tests.support.banks import shipped

BANK = shipped("chat")
SCENARIO = BANK["cracked-rice-cooker"]
ORDER = {"order": "SH-20731", "reason": "Damaged on arrival"}
REPLACED = ("action", {"action": "replace", "values": ORDER})

Said = tuple[str, dict[str, float]]
"""A message and what the learned layer read in it."""


def report_of(*moves: Said | tuple[str, dict[str, object]], wait: float = 20.0) -> Report:
    """The report of a chat whose moves are 20 s apart; a message comes with its readings."""
    events = [LoggedEvent(number=0, type="begun", at=0.0, data=Begun(seed=1, items=(SCENARIO.id,)))]

    def add(kind: str, at: float, data: object) -> None:
        events.append(LoggedEvent(number=len(events), type=kind, at=at, data=data))

    for place, (first, second) in enumerate(moves, start=1):
        at = 20.0 * place
        if first in EVENTS:
            add(first, at, EVENTS[first].model_validate({"chat": 1, **second}))
            continue
        add("agent_message", at, EVENTS["agent_message"](chat=1, text=first))
        acts = [{"act": act, "chance": chance, "place": 0} for act, chance in second.items()]
        read = {"chat": 1, "message": len(events) - 1, "version": "by hand", "acts": acts}
        add("message_read", at, MessageRead.model_validate(read))
    add("submitted", events[-1].at + wait, Ended())
    return score({SCENARIO.id: SCENARIO}, events, {})


def reasons(report: Report) -> set[str]:
    return {cap["reason"] for cap in report.detail["chats"][0]["caps"]}


ASKED: Said = (
    "May I have your order number and your full name?",
    {"ask_reference": 0.99, "ask_name_or_identity": 0.99},
)
CLAIMED: Said = ("I have ordered the replacement for you.", {"confirm_done": 0.99})
MOCKED: Said = ("Oh no, how tragic for you.", {"rude": 0.99, "empathise": 0.8})


def test_the_lowest_limit_counts():
    assert capped(80.0, [50, 39]) == 39
    assert capped(30.0, [39]) == 30
    assert capped(80.0, []) == 80
    assert capped(None, [39]) is None


def test_a_claim_that_the_record_does_not_hold_is_named():
    report = report_of(ASKED, CLAIMED, ("Goodbye!", {"close": 0.99}))
    assert reasons(report) == {"untrue_claim"}
    assert report.score <= UNTRUE
    assert "untrue_claim" in report.needs_a_person
    (cap,) = report.detail["chats"][0]["caps"]
    assert [said["text"] for said in cap["said"]] == ["I have ordered"]


def test_a_claim_that_is_made_true_before_the_end_is_no_lie():
    assert reasons(report_of(ASKED, CLAIMED, REPLACED)) == set()


def test_a_wrong_value_is_a_mistake_and_no_lie():
    wrong = ("action", {"action": "replace", "values": {**ORDER, "order": "SH-19984"}})
    assert reasons(report_of(ASKED, wrong, CLAIMED)) == {"not_done"}


def test_a_claim_on_which_the_layers_disagree_accuses_nobody():
    doubtful: Said = ("I have ordered the replacement for you.", {"confirm_done": 0.4})
    assert reasons(report_of(ASKED, doubtful)) == {"not_done"}


def test_a_customer_who_left_with_the_problem_limits_the_score():
    report = report_of(ASKED, wait=900.0)
    assert reasons(report) == {"customer_left"}
    assert report.score <= UNRESOLVED


def test_a_customer_who_left_after_it_was_done_limits_nothing():
    # The agent's goodbye may have been missed by the machine.
    assert reasons(report_of(ASKED, REPLACED, wait=900.0)) == set()


def test_two_mocking_lines_limit_the_score_until_a_person_rejects_one():
    report = report_of(ASKED, MOCKED, REPLACED, MOCKED)
    assert reasons(report) == {"manner"}
    assert report.score <= MANNER
    lines = [entry["number"] for entry in report.to_review if ".rude_words." in entry["item"]]
    assert len(lines) == 2
    assert reconsider(report, {lines[0]: 0.0}) > MANNER
    assert reconsider(report, {lines[0]: 5.0, lines[1]: 5.0}) == report.score - 10


def test_one_mocking_line_limits_nothing():
    assert reasons(report_of(ASKED, MOCKED, REPLACED)) == set()


@pytest.mark.parametrize(("chance", "judged"), [(0.4, False), (0.02, True)])
def test_what_may_have_been_said_is_not_judged(chance: float, judged: bool):
    vague: Said = ("Well, that pot of yours has had a day.", {"empathise": chance})
    report = report_of(vague, ASKED, REPLACED)
    (entry,) = [each for each in report.to_review if each["item"].endswith("cue.opening")]
    assert entry["judged"] is judged
    point = report.points[entry["number"]]
    assert (point.earned, point.possible > 0) == (0, judged)


def test_what_was_not_judged_widens_the_band_and_asks_for_a_person():
    heard = report_of(("Well, that is that.", {}), ASKED, REPLACED)
    vague = report_of(("Well, that is that.", {"empathise": 0.4, "greet": 0.4}), ASKED, REPLACED)
    care = [each.measure("care") for each in (heard, vague)]
    assert care[0].value == 0  # missed: the other cue never came, and the rest is missed in both
    assert vague.sem > heard.sem
    assert "not_judged" in vague.needs_a_person
    assert "not_judged" not in heard.flags


def test_a_person_can_judge_what_the_machine_did_not():
    report = report_of(("Well, that is that.", {"empathise": 0.4}), ASKED, REPLACED)
    (entry,) = [each for each in report.to_review if each["item"].endswith("cue.opening")]
    yes = reconsider(report, {entry["number"]: entry["possible"]})
    no = reconsider(report, {entry["number"]: 0.0})
    assert no < yes


def test_points_on_which_the_layers_disagree_are_marked_and_can_make_a_score_borderline():
    doubted: Said = ("May I have your order number and your full name?", {"ask_reference": 0.4})
    doubted[1]["ask_name_or_identity"] = 0.99
    sure, loose = report_of(ASKED, REPLACED), report_of(doubted, REPLACED)
    marked = [entry["item"] for entry in loose.to_review if entry["uncertain"]]
    assert marked == ["1.resolution.goal.verified"]
    assert not any(entry["uncertain"] for entry in sure.to_review)
    assert loose.score == sure.score == sure.detail["certain"]
    assert loose.detail["certain"] < loose.score


def test_strings_of_key_words_are_no_service():
    stuffed: Said = ("sorry order number name email refund escalate anything else bye", {})
    report = report_of(stuffed, REPLACED, stuffed)
    assert reasons(report) == {"no_service"}
    assert report.score <= NO_SERVICE


def test_a_handing_over_that_the_record_does_not_hold_is_a_claim():
    told: Said = (
        "I spoke to the manager, and she has already approved it for you.",
        {"escalate": 0.99, "confirm_done": 0.99},
    )
    assert reasons(report_of(ASKED, REPLACED, told)) == {"untrue_claim"}
    handed = ("action", {"action": "escalate", "values": {"reason": "as a test"}})
    assert reasons(report_of(ASKED, REPLACED, told, handed)) == set()


def test_care_shown_elsewhere_earns_half_of_a_cue():
    cared: Said = ("That must have been so annoying for you.", {"empathise": 0.99})
    missed, late, at_once = (
        next(
            entry["earned"] / entry["possible"]
            for entry in report.to_review
            if entry["item"].endswith("cue.opening")
        )
        for report in (
            report_of(ASKED, REPLACED),
            report_of(ASKED, REPLACED, cared),
            report_of(cared, ASKED, REPLACED),
        )
    )
    assert (missed, round(late, 2), at_once) == (0, 0.5, 1)


def test_acting_before_checking_limits_the_policy_block():
    report = report_of(REPLACED, ASKED)
    assert report.detail["chats"][0]["blocks"]["policy"] <= ACTED_TOO_EARLY
