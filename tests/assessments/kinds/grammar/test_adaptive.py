"""The adaptive test: the next question, the stopping rule, and the events of a log."""

import json
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.kinds.grammar import ASSESSMENT
from assessments.kinds.grammar.adaptive import (
    BUNDLES,
    LEAST_ITEMS,
    MOST_ITEMS,
    TARGET_SE,
    Done,
    _expected_gains,
    admitted,
    askable,
    enough,
    next_item,
    pool_of,
)
from assessments.kinds.grammar.calibration import calibrated
from assessments.kinds.grammar.draw import FULL, FULL_AREAS, FULL_QUESTION_TYPES, draw_full
from assessments.kinds.grammar.prior import parameters
from assessments.kinds.grammar.simulation import exposure_shares, random_draw, simulate
from scoring.ability import GRID, STANDARD_NORMAL, Parameters, chance_right
from tests.support.grammar_items import key
from tests.support.grammar_log import BANK, Log, whole

# --- the next question


def test_the_gain_is_the_drop_in_variance_that_is_expected():
    """By hand, on -1, 0, 1 with weights 1, 2, 1 and an item of a = 1, b = 0.

    The variance is .5 before. After either answer it is .44661 (tests/scoring/test_ability.py; a
    wrong answer mirrors a right one), so the gain is .05339.
    """
    likely = np.zeros((1, 81))
    likely[0, [30, 40, 50]] = 0.25, 0.5, 0.25
    curves = chance_right(GRID[:, None], [1.0], [0.0], [0.0])
    assert _expected_gains(curves, likely)[0, 0] == pytest.approx(0.05339, abs=1e-5)


@pytest.mark.parametrize("worse", [{"a": 0.7}, {"b": 2.0}, {"b": -2.0}, {"c": 0.25}])
def test_a_worse_item_gains_less(worse):
    better = {"a": 1.0, "b": 0.0, "c": 0.0}
    parameters_of_items = [Parameters(**{**better, **worse}), Parameters(**better)]
    columns = np.array([[item.a, item.b, item.c] for item in parameters_of_items]).T
    gains = _expected_gains(chance_right(GRID[:, None], *columns), STANDARD_NORMAL[None, :])[0]
    assert gains[1] > gains[0]


def test_the_choice_is_the_same_for_the_same_answers_and_seed():
    first, second = whole(lambda n: n % 2 == 0), whole(lambda n: n % 2 == 0)
    assert first.asked() == second.asked()
    assert first.events == second.events
    assert whole(lambda n: n % 2 == 0, seed=4).asked() != first.asked()


def test_answers_change_what_comes_next():
    easy, hard = whole(lambda n: False), whole(lambda n: True)
    mean = [np.mean([parameters(BANK[i]).b for i in log.asked()[1:12]]) for log in (easy, hard)]
    assert mean[0] < -0.7
    assert mean[1] > 0.7
    assert easy.asked()[0] == hard.asked()[0]


def test_nothing_is_asked_twice_and_nothing_that_is_not_to_be():
    for seed in range(6):
        items = whole(lambda n: n % 3 > 0, seed=seed).asked()
        assert len(items) == len(set(items))
        for item in items:
            assert BANK[item].measures_ability
            assert BANK[item].question_type not in BUNDLES


def test_every_area_is_asked_about_about_as_often_as_it_should():
    for right in (lambda n: False, lambda n: n % 2, lambda n: True):
        counted = Counter(BANK[item].area for item in whole(right).asked())
        assert len(counted) == 6
        assert min(counted.values()) >= 2
        assert counted["building"] / sum(counted.values()) < 0.4


@pytest.mark.parametrize(
    ("count", "se", "stop"),
    [(14, 0.1, False), (15, 0.3, True), (15, 0.301, False), (39, 0.31, False), (40, 0.9, True)],
)
def test_when_it_stops(count, se, stop):
    assert enough(count, se) is stop
    assert (LEAST_ITEMS, MOST_ITEMS, TARGET_SE) == (15, 40, 0.30)


def test_items_that_tell_much_make_it_short():
    content = {
        question.id: {"a": 2.5, "b": parameters(question).b, "c": 0.0, "share": 1.0}
        for question in askable(BANK)
    }
    log = whole(lambda n: n % 2 == 0, bank=calibrated(BANK, "2027-1", content))
    assert LEAST_ITEMS <= len(log.asked()) <= 20
    report = log.score()
    assert report.measure("ability").sem <= TARGET_SE
    assert report.detail["parameters"] == ["2027-1"]
    assert report.detail["stopped"]


def test_judged_items_are_asked_to_the_most():
    log = whole(lambda n: n % 2 == 0)
    assert len(log.asked()) == MOST_ITEMS
    assert log.events[-1].type == "enough"
    assert log.state()["done"]
    assert log.state()["questions"] == []


def test_an_item_is_let_in_as_often_as_its_share_says():
    questions = [question.model_copy(update={"share": 0.25}) for question in askable(BANK)]
    count = Counter(question.id for seed in range(40) for question in admitted(questions, seed))
    assert sum(count.values()) / (40 * len(questions)) == pytest.approx(0.25, abs=0.02)


def test_a_bank_that_is_used_up_ends_it():
    few = {
        question.id: question.model_copy(update={"share": 1.0}) for question in askable(BANK)[:3]
    }
    assert (
        next_item(few, [Done(question, parameters(question), True) for question in few.values()], 1)
        is None
    )
    assert next_item(few, [], 1) in few


# --- the log


def test_only_the_question_on_screen_can_be_answered():
    log = Log()
    first = log.current
    log.answer(True)
    second = log.current
    log.add("answered", {"item": first, "answer": "zzz", "seconds_on_screen": 1})
    log.add("went_on", {"item": first})
    log.note()
    assert log.current == "" or log.asked() == [first, second]
    log.add("answered", {"item": "choose-a-few-seats", "answer": "a", "seconds_on_screen": 1})
    assert log.asked() == [first, second]
    state = log.state()
    assert [question["id"] for question in state["questions"]] == [second]
    assert state["answers"] == {}


def test_a_replay_sees_what_was_asked_whatever_became_of_the_bank():
    log = whole(lambda n: n % 2 == 0)
    items = log.asked()
    changed = {name: question.model_copy(update={"share": 0.1}) for name, question in BANK.items()}
    assert [q["id"] for q in ASSESSMENT.score(changed, log.events, {}).questions] == items
    assert ASSESSMENT.score(changed, log.events, {}).score == log.score().score


def test_the_state_is_rebuilt_from_the_log_at_every_point():
    log = Log()
    for number in range(4):
        item = log.current
        log.add("answered", {"item": item, "answer": "kept", "seconds_on_screen": 2})
        state = log.state()
        assert (state["number"], state["most"], state["adaptive"]) == (number + 1, 40, True)
        assert state["answers"] == {item: "kept"}
        assert json.dumps(state) == json.dumps(log.state())
        log.add("went_on", {"item": item})
        log.note()


def test_too_few_answers_are_no_measure_and_an_early_end_is_told():
    log = Log()
    for _ in range(LEAST_ITEMS - 2):
        log.answer(True)
    assert log.score().not_measured == "too_few_answers"
    for _ in range(4):
        log.answer(True)
    early = log.score()
    assert early.score is not None
    assert "ended_early" in early.flags


def test_what_is_on_screen_without_an_answer_counts_as_wrong():
    log = Log()
    for _ in range(20):
        log.answer(True)
    report = log.score()
    item = log.current
    log.add("answered", {"item": item, "answer": key(BANK[item]), "seconds_on_screen": 1})
    assert log.score().score > report.score


def test_better_people_score_higher():
    scores = [whole(lambda n, k=k: n % 4 < k).score().score for k in range(5)]
    assert scores == sorted(scores)
    assert scores[0] < 25
    assert scores[4] > 75


# --- the full draw


@pytest.mark.parametrize("seed", range(12))
def test_the_full_form_is_of_one_make_up(seed):
    form = draw_full(BANK, seed, False)
    assert form == draw_full(BANK, seed, False)
    questions = [BANK[item] for item in form]
    assert len(set(form)) == 40
    assert Counter(question.area for question in questions[:38]) == FULL_AREAS
    assert Counter(question.question_type for question in questions[:38]) == FULL_QUESTION_TYPES
    assert [question.question_type for question in questions[38:]] == ["cloze", "edit_email"]
    assert sum(question.choices == 0 for question in questions) >= 20
    assert np.mean([parameters(question).b for question in questions[:38]]) == pytest.approx(
        -0.1, abs=0.15
    )


def test_no_question_is_in_most_of_the_full_forms():
    used = Counter(item for seed in range(100) for item in draw_full(BANK, seed, False))
    assert max(used.values()) < 45
    assert len(used) > 450


def test_the_parts_of_one_text_count_for_less_than_their_number():
    form = draw_full(BANK, 5, False)
    log = Log(form_name=FULL, form=form)
    assert len(log.events) == 1  # judged parameters are not logged
    for item in form[:38]:
        log.add("answered", {"item": item, "answer": key(BANK[item]), "seconds_on_screen": 3})
    before = log.score()
    for item in form[38:]:
        log.add("answered", {"item": item, "answer": key(BANK[item]), "seconds_on_screen": 90})
    after = log.score()
    assert after.score > before.score
    assert after.measure("percent_right").value == 100


def test_measured_parameters_are_noted_at_the_start():
    content = {
        question.id: {"a": 1.4, "b": 0.2, "c": 0.0, "share": 1.0} for question in askable(BANK)
    }
    form = draw_full(BANK, 5, False)
    log = Log(bank=calibrated(BANK, "2027-1", content), form_name=FULL, form=form)
    assert log.events[1].type == "weighed"
    log.add("answered", {"item": form[0], "answer": key(BANK[form[0]]), "seconds_on_screen": 3})
    assert log.score().detail["parameters"] == ["2027-1", "judged"]


# --- simulation


@pytest.fixture(scope="module")
def simulated():
    questions = askable(BANK)
    judged = np.array([[p.a, p.b, p.c] for p in map(parameters, questions)]).T
    chance = np.random.default_rng(7)
    truth = judged.copy()
    truth[0] = np.exp(chance.normal(0, 0.3, len(questions)))
    pool = pool_of(questions, [Parameters(a=a, b=b, c=c) for a, b, c in truth.T])
    shares = exposure_shares(pool, truth, seed=7)
    sittings = simulate(pool, truth, chance.standard_normal(5000), shares, chance)
    return truth, shares, sittings


def test_people_are_found_where_they_are(simulated):
    _, _, sittings = simulated
    errors = sittings.estimate - sittings.theta
    assert abs(errors.mean()) < 0.03
    assert np.sqrt((errors**2).mean()) == pytest.approx(0.30, abs=0.03)
    assert np.corrcoef(sittings.estimate, sittings.theta)[0, 1] > 0.94
    assert (sittings.se <= TARGET_SE).mean() >= 0.9


def test_it_takes_at_most_two_fifths_of_a_form_drawn_at_random(simulated):
    truth, _, sittings = simulated
    chance = np.random.default_rng(8)
    length = round(sittings.items.mean() / 0.42)
    _, errors = random_draw(truth, truth, length, chance.standard_normal(1500), chance)
    assert errors.mean() > sittings.se.mean()


def test_no_item_is_asked_too_often(simulated):
    _, shares, sittings = simulated
    assert sittings.exposure.max() < 0.35
    assert 0.15 < sittings.overlap < 0.35
    assert shares.min() > 0


def test_the_shipped_shares_belong_to_the_bank():
    shares = [question.share for question in askable(BANK)]
    assert all(0 < share <= 1 for share in shares)
    assert any(share < 1 for share in shares)
    assert max(shares) == 1


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**31 - 1), st.lists(st.booleans(), max_size=8))
def test_some_question_comes_until_it_is_enough(seed, pattern):
    log = Log(seed)
    for right in pattern:
        log.answer(right)
    assert log.current in BANK


def test_half_an_order_is_kept_and_is_no_answer() -> None:
    log = Log(3, BANK, form_name=FULL, form=draw_full(BANK, 3, False))
    order = next(
        item for item in log.events[0].data.items if BANK[item].question_type == "word_order"
    )
    other = next(item for item in log.events[0].data.items if BANK[item].question_type == "choose")
    log.add("laid", {"item": order, "pieces": "we|always"})
    log.add("laid", {"item": other, "pieces": "a"})
    state = ASSESSMENT.state(BANK, log.events, 1.0)
    assert (state["laid"], state["answers"]) == ({order: "we|always"}, {})
    assert ASSESSMENT.score(BANK, log.events, {}).not_measured == "no_answers"
    log.add("answered", {"item": order, "answer": key(BANK[order]), "seconds_on_screen": 7})
    assert ASSESSMENT.state(BANK, log.events, 1.0)["laid"] == {}
    log.add("answered", {"item": order, "answer": "", "seconds_on_screen": 7})
    log.add("laid", {"item": order, "pieces": ""})
    assert ASSESSMENT.state(BANK, log.events, 1.0)["laid"] == {}
