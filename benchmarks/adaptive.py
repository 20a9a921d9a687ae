"""The adaptive grammar test over the real bank, taken by simulated people, beside a fixed test.

It prints one JSON line per figure, under three assumptions about the items. ``assumption`` in the
line names the assumption:

calibrated    difficulties scatter around the writers' judgement (SD 0.4), discriminations are
              lognormal around 1 (SD of the logarithm 0.3), guess rates are as the bank says; the
              test knows all of them, as it would after a calibration. These figures have no prefix.
judged        every item is exactly as judged: what ships, if the judgement were true.
uncalibrated  the items scatter as above, and the test believes the judgement: what ships, if the
              judgement is about right.

No person has answered these items: every figure describes a model, not applicants.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assessments.banks.own_banks import texts_of
from assessments.kinds.grammar.adaptive import (
    HIGHEST_EXPOSURE,
    LEAST_ITEMS,
    MOST_ITEMS,
    TARGET_SE,
    Pool,
    askable,
    pool_of,
)
from assessments.kinds.grammar.bank import items
from assessments.kinds.grammar.prior import prior
from assessments.kinds.grammar.question import AREAS, Question
from assessments.kinds.grammar.simulation import (
    PEOPLE,
    ROUNDS,
    Simulated,
    exposure_shares,
    random_draw,
    simulate,
)
from benchmarks._figures import Conditions, print_figure, print_progress
from config import Settings
from scoring.ability import Parameters

Floats = NDArray[np.float64]

SPREAD_OF_LOG_A, SPREAD_OF_B = 0.3, 0.4
ABILITIES = (-2.0, -1.0, 0.0, 1.0, 2.0)
LONGEST_FIXED = 156
"""Items of the longest fixed test that is tried."""

UNITS: Mapping[str, str] = {
    "items_mean": "items",
    "items_p90": "items",
    "items_ratio_to_fixed": "ratio",
    "se_reached_share": "share of people",
    "se_mean": "theta",
    "max_exposure": "share of sittings",
    "bank_used_share": "share of items",
    "overlap": "share of items",
    "bias": "theta",
    "rmse": "theta",
    "correlation": "r",
    "not_guessed_share": "share of items",
    "fixed_items_for_equal_se": "items",
    "fixed_same_length_se": "theta",
    "fixed_same_length_rmse": "theta",
    "fixed_same_length_bias": "theta",
    "fixed_same_length_correlation": "r",
}
"""The unit of each figure. Theta is ability, in standard deviations of the population."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """The figures of one simulated bank.

    Attributes:
        figures: figures by their name in ``UNITS``; None was not measured.
        by_ability: for each of ``ABILITIES``, figures of people of that ability.
    """

    figures: Mapping[str, float | None]
    by_ability: Mapping[float, Mapping[str, float]]


def main(argv: Sequence[str]) -> None:
    """Run the benchmark, or write the chances with which sittings may ask each item."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks adaptive",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--people", type=int, default=10_000, help="simulated people (10000)")
    parser.add_argument("--banks", type=int, default=3, help="banks with scattered items (3)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--items", type=Path, help="folder of another bank")
    parser.add_argument("--shares", type=Path, help="only write the chances of each item there")
    chosen = parser.parse_args(argv)
    questions = askable(items(_texts(chosen.items) if chosen.items else None))
    if chosen.shares:
        _write_shares(questions, chosen.shares, chosen.seed)
        return
    _print_bank(questions)
    for assumption in ("calibrated", "judged", "uncalibrated"):
        count = chosen.banks if assumption == "calibrated" else 1
        print_progress(f"{assumption}: {count} bank(s), {chosen.people} people each")
        banks = [
            _measured(questions, assumption, chosen.people, chosen.seed + 100 * number)
            for number in range(count)
        ]
        about: Conditions = {"assumption": assumption, "people": chosen.people, "banks": count}
        _print_measured(banks, about)


def _texts(folder: Path) -> Mapping[str, str]:
    """Return the files of an operator's bank, opened with ITEM_BANKS_KEY where encrypted."""
    return texts_of(folder, "grammar", Settings().item_banks_key.get_secret_value())


def _print_measured(banks: Sequence[Measured], about: Conditions) -> None:
    """Print the mean of several banks; of the highest exposure, print the highest."""
    assumption = about["assumption"]
    prefix = "" if assumption == "calibrated" else f"{assumption}_"
    for name, unit in UNITS.items():
        every = [bank.figures[name] for bank in banks]
        values = [value for value in every if value is not None]
        if len(values) < len(every):
            reason = f"no fixed test of at most {LONGEST_FIXED} items reaches this error"
            print_figure(prefix + name, None, unit, reason=reason, **about)
            continue
        value = max(values) if name == "max_exposure" else float(np.mean(values))
        low, high = round(min(values), 4), round(max(values), 4)
        print_figure(prefix + name, value, unit, **about, lowest=low, highest=high)
    for ability in ABILITIES:
        people = [bank.by_ability[ability] for bank in banks]
        means: Conditions = {
            name: round(float(np.mean([of[name] for of in people])), 3) for name in people[0]
        }
        count = means.pop("items")
        print_figure(f"{prefix}items_at_theta_{ability:g}", count, "items", **about, **means)


def _print_bank(questions: Sequence[Question]) -> None:
    print_figure(
        "items_in_pool",
        len(questions),
        "items",
        not_guessed=sum(question.choices == 0 for question in questions),
        target_se=TARGET_SE,
        least_items=LEAST_ITEMS,
        most_items=MOST_ITEMS,
        exposure_aimed_at=HIGHEST_EXPOSURE,
    )


def _parameters(questions: Sequence[Question], assumption: str, seed: int) -> tuple[Floats, Floats]:
    """Return a, b and c of the items as they are, and as the test believes them to be."""
    priors = [prior(question) for question in questions]
    judged = np.array([[item.a, item.b, item.c] for item in priors]).T
    if assumption == "judged":
        return judged, judged
    chance = np.random.default_rng(seed)
    truth = judged.copy()
    truth[0] = np.exp(chance.normal(0, SPREAD_OF_LOG_A, len(questions)))
    truth[1] += chance.normal(0, SPREAD_OF_B, len(questions))
    return truth, truth if assumption == "calibrated" else judged


def _measured(questions: Sequence[Question], assumption: str, people: int, seed: int) -> Measured:
    truth, believed = _parameters(questions, assumption, seed)
    pool = pool_of(questions, [Parameters(a=a, b=b, c=c) for a, b, c in believed.T])
    shares = exposure_shares(pool, truth, seed=seed)
    chance = np.random.default_rng(seed + 1)
    theta = chance.standard_normal(people)
    adaptive = simulate(pool, truth, theta, shares, chance)
    guessed = np.array([question.choices == 0 for question in questions])
    mean_se, mean_items = float(adaptive.se.mean()), float(adaptive.items.mean())
    fixed = _fixed(truth, believed, mean_se, round(mean_items), chance)
    needed = fixed["fixed_items_for_equal_se"]
    figures = {
        "items_mean": mean_items,
        "items_p90": float(np.percentile(adaptive.items, 90)),
        "items_ratio_to_fixed": None if needed is None else mean_items / needed,
        "se_reached_share": float((adaptive.se <= TARGET_SE).mean()),
        "se_mean": mean_se,
        "max_exposure": float(adaptive.exposure.max()),
        "bank_used_share": float((adaptive.exposure > 0).mean()),
        "overlap": float(adaptive.overlap),
        "bias": float((adaptive.estimate - theta).mean()),
        "rmse": float(np.sqrt(((adaptive.estimate - theta) ** 2).mean())),
        "correlation": float(np.corrcoef(adaptive.estimate, theta)[0, 1]),
        "not_guessed_share": float((adaptive.asked & guessed).sum() / adaptive.asked.sum()),
        **fixed,
    }
    by_ability = {
        ability: _at(simulate(pool, truth, np.full(1000, ability), shares, chance), pool, ability)
        for ability in ABILITIES
    }
    return Measured(figures=figures, by_ability=by_ability)


def _at(simulated: Simulated, pool: Pool, ability: float) -> dict[str, float]:
    """Return figures and content of people of one ability."""
    whole = simulated.asked.sum()
    errors = simulated.estimate - ability
    areas = {area: simulated.asked[:, pool.areas == number] for number, area in enumerate(AREAS)}
    return {
        "items": float(simulated.items.mean()),
        "reached": float((simulated.se <= TARGET_SE).mean()),
        "bias": float(errors.mean()),
        "rmse": float(np.sqrt((errors**2).mean())),
        **{area: float(asked.sum() / whole) for area, asked in areas.items()},
        "fewest_of_an_area": float(min(asked.sum(axis=1).min() for asked in areas.values())),
    }


def _fixed(
    truth: Floats, believed: Floats, se: float, length: int, chance: np.random.Generator
) -> dict[str, float | None]:
    """Return figures of tests of fixed length whose items are drawn at random.

    Args:
        truth: a, b and c of the items as they are.
        believed: the same as the test believes them to be.
        se: the mean standard error that a fixed test must reach.
        length: items of the fixed test that is compared with the adaptive one.
        chance: the source of random numbers.
    """
    theta = chance.standard_normal(3000)
    needed: float | None = None
    before: float | None = None
    for count in range(24, LONGEST_FIXED + 1, 4):
        mean = float(random_draw(truth, believed, count, theta, chance)[1].mean())
        if mean <= se:
            needed = count if before is None else count - 4 + 4 * (before - se) / (before - mean)
            break
        before = mean
    estimate, errors = random_draw(truth, believed, length, theta, chance)
    return {
        "fixed_items_for_equal_se": needed,
        "fixed_same_length_se": float(errors.mean()),
        "fixed_same_length_rmse": float(np.sqrt(((estimate - theta) ** 2).mean())),
        "fixed_same_length_bias": float((estimate - theta).mean()),
        "fixed_same_length_correlation": float(np.corrcoef(estimate, theta)[0, 1]),
    }


def _write_shares(questions: Sequence[Question], path: Path, seed: int) -> None:
    judged, _ = _parameters(questions, "judged", seed)
    shares = exposure_shares(pool_of(questions), judged, seed=seed)
    content = {
        "made_by": "python -m benchmarks adaptive --shares",
        "made_on": datetime.now(UTC).date().isoformat(),
        "parameters": "judged",
        "highest_exposure": HIGHEST_EXPOSURE,
        "people": PEOPLE,
        "rounds": ROUNDS,
        "seed": seed,
        "shares": {
            question.id: round(float(share), 3)
            for question, share in zip(questions, shares, strict=True)
        },
    }
    path.write_text(json.dumps(content, indent=1) + "\n", "utf-8")
