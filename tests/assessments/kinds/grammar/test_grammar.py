"""The grammar kind: its bank, its form, its marking and its report."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assessments.contract.assessment import Begun, Ended, LoggedEvent
from assessments.kinds.grammar import ASSESSMENT
from assessments.kinds.grammar.events import EVENTS
from assessments.kinds.grammar.form import option_order
from assessments.kinds.grammar.question import Choose, Type
from assessments.kinds.grammar.signs import normalised
from scoring.report import Report
from tests.support.banks import shipped
from tests.support.grammar_items import choose, typed

BANK = shipped("grammar")
FORM = ASSESSMENT.draw(BANK, 11, False)


def right(item):
    question = BANK[item]
    return question.key if isinstance(question, Choose) else question.accepted[0]


def wrong(item):
    question = BANK[item]
    return next(iter(question.mistakes)) if isinstance(question, Choose) else "zzz"


def log(*answers, form=FORM, seconds=8.0):
    events = [LoggedEvent(number=0, kind="begun", at=0.0, data=Begun(seed=11, form=form))]
    for item, answer in answers:
        data = EVENTS["answered"](item=item, answer=answer, seconds_on_screen=seconds)
        events.append(
            LoggedEvent(number=len(events), kind="answered", at=10.0 * len(events), data=data)
        )
    return events


def score(*answers, form=FORM):
    return ASSESSMENT.score(BANK, log(*answers, form=form), {})


@pytest.mark.parametrize(
    ("seconds", "answers", "signs"),
    [(0.9, 10, ("answered_at_once",)), (1.0, 10, ()), (0.2, 9, ()), (8.0, 20, ())],
)
def test_answers_within_a_second_are_for_a_person_to_look_at(seconds, answers, signs):
    given = [(item, right(item)) for item in FORM[:answers]]
    quick = ASSESSMENT.score(BANK, log(*given, seconds=seconds), {})
    assert quick.flags == signs
    assert quick.score == score(*given).score


# --- bank


def test_every_key_is_right_and_every_distractor_wrong():
    for question in BANK.values():
        if isinstance(question, Choose):
            assert [x for x in question.options if question.is_right(x)] == [question.key]
        elif isinstance(question, Type):
            assert all(question.is_right(answer) for answer in question.accepted)
            assert not question.is_right(question.wrong_words)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "e"},
        {"options": {"a": "called", "b": "calls", "c": "call"}},
        {"options": {"a": "called", "b": "Called ", "c": "call", "d": "calling"}},
        {"mistakes": {"b": "present", "c": "base form"}},
        {"mistakes": {"a": "x", "b": "present", "c": "base form", "d": "-ing form"}},
        {"level": "A9"},
        {"reason": ""},
        {"extra": "x"},
    ],
)
def test_a_broken_choice_is_refused(changes):
    choose()
    with pytest.raises(ValidationError):
        choose(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"accepted": []},
        {"accepted": [" . "]},
        {"accepted": ["did not call", "Did  not call"]},
        {"text": "She called me."},
        {"text": "She ___ me ___."},
        {"text": "She [did not call] me."},
    ],
)
def test_a_broken_typed_question_is_refused(changes):
    typed()
    with pytest.raises(ValidationError):
        typed(**changes)


# --- form


@pytest.mark.parametrize("seed", range(30))
def test_every_form_is_of_the_same_make_up(seed):
    form = ASSESSMENT.draw(BANK, seed, False)
    assert form == ASSESSMENT.draw(BANK, seed, False)
    questions = [BANK[item] for item in form]
    assert len(set(form)) == 20
    assert Counter(type(question) for question in questions) == {Choose: 10, Type: 10}
    assert Counter(question.area for question in questions) == {
        "tense": 4,
        "verb_form": 3,
        "agreement": 4,
        "articles": 2,
        "prepositions": 3,
        "building": 4,
    }
    levels = Counter(question.level for question in questions)
    assert all(2 <= levels[level] <= 9 for level in ("A2", "B1", "B2", "C1"))


def test_forms_differ_and_use_the_bank():
    forms = [ASSESSMENT.draw(BANK, seed, False) for seed in range(200)]
    assert len(set(forms)) > 150
    used = {item for form in forms for item in form}
    assert {type(BANK[item]) for item in used} == {Choose, Type}
    assert len(used) > 250


def test_practice_and_variety_are_not_asked():
    for seed in range(200):
        for item in ASSESSMENT.draw(BANK, seed, False):
            question = BANK[item]
            assert question.variety is None
            assert not question.practice


def test_practice_asks_one_of_each_form():
    assert ASSESSMENT.draw(BANK, 1, True) == ("practice-choose", "practice-type")


def test_options_are_shuffled_by_seed():
    orders = {option_order(choose(), seed) for seed in range(100)}
    assert len(orders) == 24
    assert option_order(choose(), 5) == option_order(choose(), 5)


# --- marking


@pytest.mark.parametrize(
    "answer",
    [
        "did not call",
        "  DID   not call. ",
        "didn’t call",
        "Didn't call!",
        "She did not call me.",
        "she didn't call me",
    ],
)
def test_right_however_it_is_written(answer):
    assert typed().is_right(answer)


@pytest.mark.parametrize(
    "answer", ["", "didnt call", "did not called", "call", "not call", "she me"]
)
def test_wrong_answers_stay_wrong(answer):
    assert not typed().is_right(answer)


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(answer):
    once = normalised(answer)
    assert normalised(once).casefold() == once.casefold()


# --- score


def test_no_answer_is_not_measured():
    report = score()
    assert (report.score, report.not_measured) == (None, "no_answers")
    assert report.detail["not_reached"] == 20
    taken_back = score((FORM[0], "a"), (FORM[0], " "))
    assert taken_back.not_measured == "no_answers"


def test_fifteen_of_twenty():
    answers = [(item, right(item)) for item in FORM[:15]]
    answers += [(item, wrong(item)) for item in FORM[15:18]]
    report = score(*answers)
    percent = report.measure("percent_right")
    assert percent.value == 75.0
    assert percent.sem == pytest.approx(9.934, abs=1e-3)  # 100 * sqrt(.75 * .25 / 19)
    ability = report.measure("ability")
    assert report.score == pytest.approx(50 + ability.value * 100 / 6, abs=0.1)
    assert report.sem == pytest.approx(ability.sem * 100 / 6, abs=0.1)
    assert report.measure("right").value == 15
    assert report.measure("answered").value == 18
    assert report.measure("median_seconds").value == 8.0
    assert report.detail["not_reached"] == 2
    areas = [m for m in report.measures if m.name.startswith("right_")]
    assert [one["of"] for one in report.detail["mastery"]] == [4, 3, 4, 2, 3, 4]
    assert report.detail["mastery"][3]["words"] == "few"
    assert sum(m.value for m in areas) == 15
    assert [m.unit for m in areas] == ["of 4", "of 3", "of 4", "of 2", "of 3", "of 4"]


def test_all_right_is_not_said_to_be_exact():
    report = score(*[(item, right(item)) for item in FORM])
    assert report.measure("percent_right").value == 100
    assert report.measure("percent_right").sem == pytest.approx(3.498, abs=1e-3)
    assert 80 < report.score < 100
    assert report.sem > 5


def test_the_last_answer_counts_and_points_to_its_event():
    report = score((FORM[0], wrong(FORM[0])), (FORM[1], right(FORM[1])), (FORM[0], right(FORM[0])))
    first = report.points[0]
    assert first.earned == 1
    assert first.evidence[0].event == 3
    assert report.detail["questions"][0]["seconds"] == 16.0


def test_answers_to_questions_of_another_form_are_ignored():
    strange = next(item for item in BANK if item not in FORM)
    assert score((strange, right(strange)), ("no-such", "a")).not_measured == "no_answers"


def test_the_report_tells_trainers_key_reason_and_mistake():
    item = next(item for item in FORM if isinstance(BANK[item], Choose))
    letter = wrong(item)
    told = next(q for q in score((item, letter)).detail["questions"] if q["id"] == item)
    [chosen] = [option for option in told["options"] if option["chosen"]]
    assert chosen["mistake"] == BANK[item].mistakes[letter]
    assert told["parts"][0]["wanted"] == [BANK[item].options[BANK[item].key]]
    assert told["reason"]
    assert told["right"] is False


@given(st.lists(st.booleans(), min_size=20, max_size=20), st.integers(0, 19))
def test_a_worse_answer_never_scores_higher(good, place):
    def total(marks):
        return score(
            *[(i, right(i) if ok else wrong(i)) for i, ok in zip(FORM, marks, strict=True)]
        ).score

    worse = [*good]
    worse[place] = False
    assert total(worse) <= total(good)


def test_the_report_is_the_same_each_time_and_through_the_database():
    report = score(*[(item, right(item)) for item in FORM[:9]])
    assert report == score(*[(item, right(item)) for item in FORM[:9]])
    stored = json.loads(json.dumps(report.to_dict()))
    assert json.loads(json.dumps(Report.from_dict(stored).to_dict())) == stored


@given(st.lists(st.tuples(st.sampled_from(list(BANK)), st.text(max_size=20)), max_size=12))
def test_no_answer_makes_it_raise(answers):
    report = score(*answers)
    assert report.score is None or 0 <= report.score <= 100
    json.dumps(ASSESSMENT.state(BANK, log(*answers), 1.0))


# --- state


def test_the_state_holds_no_key():
    state = ASSESSMENT.state(BANK, log(), 0.0)
    assert len(state["questions"]) == 20
    allowed = {"id", "form", "text", "options", "before", "wrong", "after", "case", "marks"}
    for shown in state["questions"]:
        assert set(shown) <= allowed
        assert not {"key", "accepted", "reason"} & set(shown)
        for option in shown.get("options", []):
            assert set(option) == {"id", "text"}


def test_the_state_goes_on_where_it_was():
    state = ASSESSMENT.state(BANK, log((FORM[0], "a"), (FORM[2], "b")), 30.0)
    assert state["answers"] == {FORM[0]: "a", FORM[2]: "b"}
    assert state["open"] == 1
    assert not state["finished"]
    full = log(*[(item, "a") for item in FORM])
    assert ASSESSMENT.state(BANK, full, 60.0)["open"] == 19
    full.append(LoggedEvent(number=21, kind="submitted", at=99.0, data=Ended()))
    assert ASSESSMENT.state(BANK, full, 100.0)["finished"]


@pytest.mark.parametrize(
    "data",
    [
        {"item": "x", "answer": "a" * 3001, "seconds_on_screen": 1},
        {"item": "x", "answer": "a", "seconds_on_screen": -1},
        {"item": "x", "answer": "a", "seconds_on_screen": 1, "right": True},
    ],
)
def test_events_outside_the_limits_are_refused(data):
    with pytest.raises(ValidationError):
        EVENTS["answered"].model_validate(data)


@pytest.mark.parametrize("sign", "‘’‛`´ʼ′＇")
def test_every_apostrophe_of_a_keyboard_is_one(sign):
    assert typed().is_right(f"didn{sign}t call")


def test_signs_that_nobody_sees_cost_nothing():
    assert typed().is_right("\u200bdid\u00a0not \u00adcall\ufeff")
    assert normalised("ten\u2011minute") == "ten-minute"
