"""Parameters that were simulated are found again; the scale stays where it was."""

import subprocess
import sys
from itertools import product

import numpy as np
import pytest

from scoring.ability import GRID, chance_right
from scoring.calibrate import (
    Approved,
    CalibrationError,
    calibrate,
    mean_sigma,
    mean_squares,
)

ITEMS = 50
NAMES = [f"q{n:02}" for n in range(ITEMS)]


def simulated(people: int, *, mean: float = 0.0, sd: float = 1.0, seed: int = 1):
    """Half of the items for each person, drawn at random."""
    chance = np.random.default_rng(seed)
    truth = np.random.default_rng(99)
    a, b = np.exp(truth.normal(0, 0.3, ITEMS)), truth.normal(0, 1, ITEMS)
    c = np.where(np.arange(ITEMS) % 3 == 0, 0.25, 0.0)
    people_answers = []
    for theta in chance.normal(mean, sd, people):
        put = chance.choice(ITEMS, ITEMS // 2, replace=False)
        right = chance.random(len(put)) < chance_right(theta, a[put], b[put], c[put])
        people_answers.append({NAMES[n]: int(answer) for n, answer in zip(put, right, strict=True)})
    return people_answers, dict(zip(NAMES, c, strict=True)), a, b


@pytest.fixture(scope="module")
def plain():
    people, guess, a, b = simulated(480)
    return calibrate(people, guess, {}), a, b


def test_what_was_simulated_is_found_again(plain) -> None:
    found, a, b = plain
    calibrated = [n for n, name in enumerate(NAMES) if name in found.items]
    items = [found.items[NAMES[n]] for n in calibrated]
    difficulties = np.array([item.b for item in items])
    assert len(calibrated) == ITEMS
    assert np.corrcoef(difficulties, b[calibrated])[0, 1] > 0.95
    assert np.sqrt(np.mean((difficulties - b[calibrated]) ** 2)) < 0.35
    own = [n for n, item in zip(calibrated, items, strict=True) if item.model == "2PL"]
    assert np.corrcoef([found.items[NAMES[n]].a for n in own], a[own])[0, 1] > 0.6
    assert found.link is None


def test_standard_errors_cover_the_truth(plain) -> None:
    found, _, b = plain
    off = [abs(found.items[name].b - b[n]) / found.items[name].se_b for n, name in enumerate(NAMES)]
    assert np.mean(np.array(off) < 1.96) > 0.85


def test_items_of_the_model_fit(plain) -> None:
    found, *_ = plain
    assert np.mean([item.infit for item in found.items.values()]) == pytest.approx(1, abs=0.03)
    assert sum("misfit" in item.flags for item in found.items.values()) <= ITEMS // 10


def test_few_answers_give_one_parameter_fewer_still_none() -> None:
    people, guess, *_ = simulated(360)
    for number, person in enumerate(people):
        if number >= 100:
            person.pop("q00", None)
    found = calibrate(people, guess | {"never-put": 0.0}, {})
    assert found.left_out["q00"] == found.left_out["never-put"] == "few_answers"
    shared = {item.a for item in found.items.values() if item.model == "1PL"}
    assert len({round(slope, 6) for slope in shared}) == 1
    assert all(item.n < 200 for item in found.items.values() if item.model == "1PL")


def test_abler_applicants_do_not_move_the_scale_and_drift_is_seen() -> None:
    people, guess, _, b = simulated(900, mean=0.7, sd=0.8, seed=3)
    approved = {name: Approved(b=float(b[n])) for n, name in enumerate(NAMES[:30])}
    approved["q05"] = Approved(b=float(b[5]) + 1.5)
    found = calibrate(people, guess, approved)
    assert found.link is not None
    assert found.link.shift == pytest.approx(0.7, abs=0.2)
    assert found.link.slope == pytest.approx(0.8, abs=0.15)
    assert "q05" not in found.link.anchors
    assert "drift" in found.items["q05"].flags
    assert found.items["q05"].drift < -2
    new = np.array([found.items[name].b for name in NAMES[30:]]) - b[30:]
    assert abs(new.mean()) < 0.15
    assert all(found.items[name].drift is None for name in NAMES[30:])


def test_too_few_anchors_or_items_are_refused() -> None:
    people, guess, _, b = simulated(400)
    few = {name: Approved(b=float(b[n])) for n, name in enumerate(NAMES[:11])}
    with pytest.raises(CalibrationError, match="11 approved"):
        calibrate(people, guess, few)
    with pytest.raises(CalibrationError, match="0 questions"):
        calibrate(people[:20], guess, {})


def test_every_pattern_once_is_as_hard_as_its_mirror() -> None:
    """Right and wrong change places: so every b must be 0, and no item better than another."""
    patterns = list(product((0, 1), repeat=5)) + [(0,) * 5, (1,) * 5] * 8
    people = [dict(zip(NAMES, pattern, strict=False)) for pattern in patterns * 5]
    found = calibrate(people, dict.fromkeys(NAMES[:5], 0.0), {})
    assert [item.b for item in found.items.values()] == pytest.approx([0] * 5, abs=1e-3)
    values = [item.a for item in found.items.values()]
    assert max(values) - min(values) < 1e-3


def test_mean_and_sigma_by_hand() -> None:
    """New -1, 0, 1 have half the spread of 0, 2, 4: slope 2, shift 2."""
    assert mean_sigma([-1, 0, 1], [0, 2, 4]) == pytest.approx((2, 2))
    with pytest.raises(CalibrationError):
        mean_sigma([1, 1], [0, 2])


def test_mean_squares_by_hand() -> None:
    """Curves without slope: .8 expected. Three right, one wrong: (3 * .04 + .64) / (4 * .16)."""
    curves = np.full((len(GRID), 1), 0.8)
    infit, outfit = mean_squares(np.array([[1], [1], [1], [0], [-1]]), curves)
    assert (infit[0], outfit[0]) == pytest.approx((0.76 / 0.64, 0.76 / 0.64))


def test_a_web_process_does_not_load_the_estimator() -> None:
    """The whole app is there, and neither mirt nor scipy: they cost a worker 60 MB."""
    code = "import sys, app, assessments.calibration; print({'mirt', 'scipy'} & sys.modules.keys())"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
