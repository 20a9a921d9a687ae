"""Fitting on made-up data whose truth is known."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.additive import AdditiveModel
from training import additive, speech_rater
from training.additive import _bounded_ridge, knots_of, ramps
from training.speech_rater import CENTRES, RaterFeatures


def chance(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def predicted(fitted: dict, table: dict[str, np.ndarray]) -> np.ndarray:
    model = AdditiveModel.from_dict({**fitted, "half_width": 0.0})
    rows = range(len(next(iter(table.values()))))
    return np.array(
        [
            model.score(
                {name: None if np.isnan(v[row]) else float(v[row]) for name, v in table.items()}
            )
            for row in rows
        ]
    )


def test_ramps_by_hand():
    found = ramps(np.array([-1.0, 0.5, 3.0, 9.0]), np.array([0.0, 1.0, 5.0]))
    assert found.tolist() == [[0.0, 0.0], [0.5, 0.0], [1.0, 0.5], [1.0, 1.0]]


def test_knots_rise_also_where_most_values_are_the_same():
    for values in (np.repeat([0.0, 1.0], [999, 1]), np.arange(100.0)):
        assert np.all(np.diff(knots_of(values)) > 0)
    assert knots_of(np.arange(101.0)).tolist() == [1, 25.5, 50, 74.5, 99]


def test_a_ridge_without_directions_is_the_one_of_the_books():
    random = chance()
    design, target = random.normal(size=(500, 6)), random.normal(size=500)
    gram, pull = design.T @ design, design.T @ target
    book = np.linalg.solve(gram + 3.0 * np.eye(6), pull)
    assert _bounded_ridge(gram, pull, [0] * 6, 3.0) == pytest.approx(book)


def test_an_additive_truth_is_found():
    random = chance()
    table = {"rate": random.uniform(0, 4, 2000), "pauses": random.uniform(0, 1, 2000)}
    # both bend at a knot of theirs, the median: 2 and .5
    truth = 50 + 10 * np.minimum(table["rate"], 2) - 20 * np.maximum(table["pauses"] - 0.5, 0)
    fitted = additive.fit(table, truth, {"rate": 1, "pauses": -1}, penalty=0.01)
    assert np.abs(predicted(fitted, table) - truth).max() < 0.6
    assert np.abs(predicted(fitted, table) - truth).mean() < 0.15
    rate = AdditiveModel.from_dict({**fitted, "half_width": 0.0}).curves["rate"]
    assert rate.at(1.5) - rate.at(0.5) == pytest.approx(10, abs=0.3)
    assert rate.at(3.5) - rate.at(2.5) == pytest.approx(0, abs=0.3)


def test_parts_are_0_on_average_and_what_is_not_measured_changes_nothing():
    random = chance()
    whole = random.uniform(0, 4, 1000)
    holes = np.where(random.random(1000) < 0.3, np.nan, random.uniform(0, 4, 1000))
    table = {"whole": whole, "holes": holes}
    marks = 50 + 5 * whole + 5 * np.nan_to_num(holes, nan=2.0)
    fitted = additive.fit(table, marks, {"whole": 1, "holes": 0})
    model = AdditiveModel.from_dict({**fitted, "half_width": 0.0})
    for name in table:
        parts = [model.curves[name].at(v) for v in table[name] if not np.isnan(v)]
        assert np.mean(parts) == pytest.approx(0, abs=0.01)
    assert model.mean == pytest.approx(marks.mean(), abs=1e-4)


@given(st.integers(0, 10_000), st.sampled_from([1, -1]), st.sampled_from([1, -1]))
@settings(deadline=None, max_examples=30)
def test_a_direction_holds_against_whatever_the_data_say(seed, first, second):
    random = chance(seed)
    x = random.normal(size=120)
    y = 0.7 * x + random.normal(size=120)
    marks = random.normal(size=120) - 3 * first * x
    fitted = additive.fit({"one": x, "other": y}, marks, {"one": first, "other": second})
    for name, way in (("one", first), ("other", second)):
        assert np.all(way * np.diff(fitted["curves"][name]["adds"]) >= 0)


WIDTH = 8


def clips(seed: int, *, forced: bool = True) -> tuple[RaterFeatures, np.ndarray]:
    """Clips whose marks show in the first two states alike."""
    random = chance(seed)
    truth = random.normal(size=(CENTRES + 200, 1))
    states = random.normal(size=(len(truth), WIDTH))
    states[:, :2] = truth + 0.3 * random.normal(size=(len(truth), 2))
    read = random.normal(size=(len(truth), 3)) if forced else None
    return RaterFeatures(states=states, forced=read), 5 + np.hstack([truth, -truth])


def moved_in(column: int, features: RaterFeatures) -> tuple[RaterFeatures, RaterFeatures]:
    rows = np.arange(300)
    plain = features.of(rows)
    states = plain.states.copy()
    states[:, column] += chance(7).normal(size=len(rows))
    return plain, RaterFeatures(states=states, forced=plain.forced)


@pytest.mark.parametrize("forced", [True, False])
def test_the_same_data_give_the_same_bytes(forced: bool):
    features, marks = clips(3, forced=forced)
    pair = moved_in(0, features)
    first, second = (
        json.dumps(speech_rater.stored(speech_rater.fit(features, marks, pair))) for _ in range(2)
    )
    assert first == second


def test_a_direction_that_only_a_disturbance_moves_gets_less_weight():
    features, marks = clips(3)
    still = features.of(np.arange(300))
    even = speech_rater.fit(features, marks, (still, still)).weights[:2]
    for column in (0, 1):
        pair = moved_in(column, features)
        model = speech_rater.fit(features, marks, pair)
        own, other = model.weights[column], model.weights[1 - column]
        assert np.all(np.abs(own) < 0.5 * np.abs(even[column]))
        assert np.all(np.abs(own) < 0.5 * np.abs(other))


def test_paying_for_moves_makes_a_score_move_less_and_still_find_the_marks():
    features, marks = clips(3)
    new, truth = clips(4)
    plain, moved = moved_in(0, features)
    free = speech_rater.fit(features, marks, (plain, plain))
    paying = speech_rater.fit(features, marks, (plain, moved))

    def scores(model, of: RaterFeatures) -> np.ndarray:
        return model.start + model.features(of.states, of.forced) @ model.weights

    def moves(model) -> float:
        return float(np.abs(scores(model, moved) - scores(model, plain)).mean())

    assert moves(paying) < 0.5 * moves(free)
    for number in (0, 1):
        found = scores(paying, new)[:, number]
        assert np.corrcoef(found, truth[:, number])[0, 1] > 0.9
