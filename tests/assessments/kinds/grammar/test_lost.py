"""Questions that the bank has lost under an open sitting: not scored, said, and no crash."""

import pytest

from assessments.contract.assessment import Begun, LoggedEvent
from assessments.kinds.grammar import ASSESSMENT
from assessments.kinds.grammar.adaptive import LEAST_ITEMS
from assessments.kinds.grammar.form import draw_short
from tests.support.grammar_items import key
from tests.support.grammar_log import BANK, Log, whole

FORM = draw_short(BANK, 4, False)


def less(*lost: str) -> dict:
    return {name: one for name, one in BANK.items() if name not in lost}


def sat(right: int) -> list[LoggedEvent]:
    log = Log(4, BANK, form_name="short", form=FORM)
    for place, item in enumerate(FORM):
        given = key(BANK[item]) if place < right else "zzz"
        log.add("answered", {"item": item, "answer": given, "seconds_on_screen": 7})
    log.add("submitted", {})
    return log.events


def test_what_is_left_is_scored_as_if_the_rest_had_not_been_put() -> None:
    """Two right ones of twenty are lost: 8 of 18, and not 8 of 20."""
    events = sat(right=10)
    report = ASSESSMENT.score(less(*FORM[:2]), events, {})
    measures = {one.name: one for one in report.measures}
    assert (measures["right"].value, measures["right"].unit) == (8, "of 18")
    assert report.detail["gone"] == 2
    assert report.flags == ("questions_gone",)
    assert len(report.points) == 18
    plain = ASSESSMENT.score(BANK, events, {})
    assert (plain.detail["gone"], plain.flags) == (0, ())
    short = [
        LoggedEvent(number=0, kind="begun", at=0.0, data=Begun(seed=4, form=FORM[2:])),
        *events[1:],
    ]
    assert ASSESSMENT.score(BANK, short, {}).score == report.score


def test_when_nothing_is_left_it_is_not_measured_and_never_0() -> None:
    report = ASSESSMENT.score(less(*FORM), sat(right=20), {})
    assert (report.score, report.not_measured) == (None, "questions_gone")
    assert report.flags == ("questions_gone",)
    assert report.detail["gone"] == 20


def test_the_page_shows_the_rest() -> None:
    events = sat(right=3)[:-1]
    state = ASSESSMENT.state(less(FORM[0]), events, 5.0)
    assert [one["id"] for one in state["questions"]] == list(FORM[1:])
    assert FORM[0] not in state["answers"]
    assert ASSESSMENT.state({}, events, 5.0)["questions"] == []


def test_an_adaptive_sitting_goes_on_without_what_is_lost() -> None:
    log = whole(lambda number: number % 2 == 0)
    lost = log.asked()[0]
    report = ASSESSMENT.score(less(lost), log.events, {})
    assert report.score is not None
    assert report.detail["gone"] == 1
    assert "questions_gone" in report.flags
    log = Log(3)
    log.bank = less(log.current)
    state = ASSESSMENT.state(log.bank, log.events, 1.0)
    assert (state["questions"], state["done"]) == ([], False)
    few = whole(lambda number: True)
    kept = few.asked()[: LEAST_ITEMS - 1]
    report = ASSESSMENT.score({name: BANK[name] for name in kept}, few.events, {})
    assert report.not_measured == "too_few_answers"


@pytest.mark.parametrize("policy", ["teach", "count"])
def test_usage_that_is_lost_is_not_told(policy: str) -> None:
    opening = Begun(seed=4, form=FORM, form_name="short", policy=policy)
    log = Log(4, BANK, form_name="short", form=FORM)
    log.events = [LoggedEvent(number=0, kind="begun", at=0.0, data=opening)]
    log.note()
    lost = log.events[1].data.items[0]
    assert ASSESSMENT.score(less(lost), log.events, {}).detail["usage"]["of"] == 3
