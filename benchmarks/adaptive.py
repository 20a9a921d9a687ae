"""The adaptive grammar test over the real bank, taken by simulated people; beside a fixed form.

One JSON line a figure, under three assumptions about the items; ``assumption`` names it:

calibrated    difficulties scatter around the writers' judgement (SD 0.4), discriminations are
              lognormal around 1 (SD of the logarithm 0.3), guess rates as the bank says; the test
              knows them all, as it would after a calibration. The figures without a prefix.
judged        everything is exactly as judged: what ships, if the judgement were true.
uncalibrated  the items scatter as above, and the test believes the judgement: what ships, if the
              judgement is about right.

No person has answered these items: every figure is of a model, none of applicants.
"""

import argparse
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks._figures import print_figure

SPREAD_OF_LOG_A, SPREAD_OF_B = 0.3, 0.4
ABILITIES = (-2.0, -1.0, 0.0, 1.0, 2.0)


def main(argv: list[str]) -> None:
    """Run the benchmark, or write the chances with which sittings may ask each item."""
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    parser = argparse.ArgumentParser(prog="python -m benchmarks adaptive", description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--banks", type=int, default=3, help="so many banks with scattered items")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--items", type=Path, help="folder of another bank")
    parser.add_argument("--shares", type=Path, help="only write the chances of each item there")
    chosen = parser.parse_args(argv)
    from assessments.kinds.grammar.adaptive import askable
    from assessments.kinds.grammar.bank import items

    questions = askable(items(_texts(chosen.items) if chosen.items else None))
    if chosen.shares:
        _write_shares(questions, chosen)
        return
    _print_bank(questions)
    for assumption in ("calibrated", "judged", "uncalibrated"):
        banks = chosen.banks if assumption == "calibrated" else 1
        found = [_measured(questions, assumption, chosen, bank) for bank in range(banks)]
        prefix = "" if assumption == "calibrated" else f"{assumption}_"
        about = {"assumption": assumption, "people": chosen.people, "banks": banks}
        for name in found[0]:
            _print(prefix + name, [one[name] for one in found], about)


def _texts(folder: Path) -> Mapping[str, str]:
    """Return the files of an operator's bank, opened with ITEM_BANKS_KEY where encrypted."""
    from assessments.banks.own_banks import texts_of
    from config import Settings

    return texts_of(folder, "grammar", Settings().item_banks_key.get_secret_value())


def _print(name: str, values: list[Any], about: Mapping[str, Any]) -> None:
    """Print the mean of several banks; of the exposure the highest."""
    import numpy as np

    if isinstance(values[0], dict):
        more = {key: round(float(np.mean([one[key] for one in values])), 3) for key in values[0]}
        print_figure(name, more.pop("items"), **about, **more)
        return
    value = max(values) if name.endswith("max_exposure") else float(np.mean(values))
    low, high = round(min(values), 4), round(max(values), 4)
    print_figure(name, value, **about, lowest=low, highest=high)


def _print_bank(questions: Any) -> None:
    from assessments.kinds.grammar.adaptive import (
        HIGHEST_EXPOSURE,
        LEAST_ITEMS,
        MOST_ITEMS,
        TARGET_SE,
    )

    made = sum(one.choices == 0 for one in questions)
    print_figure(
        "items_in_pool",
        len(questions),
        not_guessed=made,
        target_se=TARGET_SE,
        least_items=LEAST_ITEMS,
        most_items=MOST_ITEMS,
        exposure_aimed_at=HIGHEST_EXPOSURE,
    )


def _parameters(questions: Any, assumption: str, seed: int) -> tuple[Any, Any]:
    """Return the items as they are, and as the test believes them to be."""
    import numpy as np

    from assessments.kinds.grammar.prior import prior

    judged = np.array([[one.a, one.b, one.c] for one in map(prior, questions)]).T
    if assumption == "judged":
        return judged, judged
    chance = np.random.default_rng(seed)
    truth = judged.copy()
    truth[0] = np.exp(chance.normal(0, SPREAD_OF_LOG_A, len(questions)))
    truth[1] += chance.normal(0, SPREAD_OF_B, len(questions))
    return truth, truth if assumption == "calibrated" else judged


def _measured(questions: Any, assumption: str, chosen: Any, bank: int) -> dict[str, Any]:
    import numpy as np

    from assessments.kinds.grammar.adaptive import TARGET_SE, pool_of
    from assessments.kinds.grammar.simulation import exposure_shares, simulate
    from scoring.ability import Parameters

    seed = chosen.seed + 100 * bank
    truth, believed = _parameters(questions, assumption, seed)
    pool = pool_of(questions, [Parameters(a=a, b=b, c=c) for a, b, c in believed.T])
    shares = exposure_shares(pool, truth, seed=seed)
    chance = np.random.default_rng(seed + 1)
    theta = chance.standard_normal(chosen.people)
    found = simulate(pool, truth, theta, shares, chance)
    guessed = np.array([one.choices == 0 for one in questions])
    fixed = _fixed(truth, believed, float(found.se.mean()), round(found.items.mean()), chance)
    figures: dict[str, Any] = {
        "items_mean": found.items.mean(),
        "items_p90": np.percentile(found.items, 90),
        "items_ratio_to_fixed": found.items.mean() / fixed.pop("needed"),
        "se_reached_share": (found.se <= TARGET_SE).mean(),
        "se_mean": found.se.mean(),
        "max_exposure": found.exposure.max(),
        "bank_used_share": (found.exposure > 0).mean(),
        "overlap": found.overlap,
        "bias": (found.estimate - theta).mean(),
        "rmse": np.sqrt(((found.estimate - theta) ** 2).mean()),
        "correlation": np.corrcoef(found.estimate, theta)[0, 1],
        "not_guessed_share": (found.asked & guessed).sum() / found.asked.sum(),
        **fixed,
    }
    for ability in ABILITIES:
        at = simulate(pool, truth, np.full(1000, ability), shares, chance)
        figures[f"items_at_theta_{ability:g}"] = _at(at, pool, ability)
    return {
        name: value if isinstance(value, dict) else float(value) for name, value in figures.items()
    }


def _at(found: Any, pool: Any, ability: float) -> dict[str, float]:
    """Return figures and content of people of one ability."""
    import numpy as np

    from assessments.kinds.grammar.adaptive import TARGET_SE
    from assessments.kinds.grammar.question import AREAS

    whole = found.asked.sum()
    errors = found.estimate - ability
    return {
        "items": found.items.mean(),
        "reached": (found.se <= TARGET_SE).mean(),
        "bias": errors.mean(),
        "rmse": np.sqrt((errors**2).mean()),
        **{area: found.asked[:, pool.areas == n].sum() / whole for n, area in enumerate(AREAS)},
        "fewest_of_an_area": min(
            found.asked[:, pool.areas == n].sum(axis=1).min() for n in range(len(AREAS))
        ),
    }


def _fixed(truth: Any, believed: Any, se: float, length: int, chance: Any) -> dict[str, float]:
    """Return how long a form drawn at random must be for this error, and one of this length."""
    import numpy as np

    from assessments.kinds.grammar.simulation import random_form

    theta = chance.standard_normal(3000)
    needed, before = float(truth.shape[1]), None
    for count in range(24, 160, 4):
        mean = float(random_form(truth, believed, count, theta, chance)[1].mean())
        if mean <= se:
            needed = count if before is None else count - 4 + 4 * (before - se) / (before - mean)
            break
        before = mean
    estimate, errors = random_form(truth, believed, length, theta, chance)
    return {
        "needed": needed,
        "fixed_items_for_equal_se": needed,
        "fixed_same_length_se": float(errors.mean()),
        "fixed_same_length_rmse": float(np.sqrt(((estimate - theta) ** 2).mean())),
        "fixed_same_length_bias": float((estimate - theta).mean()),
        "fixed_same_length_correlation": float(np.corrcoef(estimate, theta)[0, 1]),
    }


def _write_shares(questions: Any, chosen: Any) -> None:
    from assessments.kinds.grammar.adaptive import HIGHEST_EXPOSURE, pool_of
    from assessments.kinds.grammar.simulation import PEOPLE, ROUNDS, exposure_shares

    judged, _ = _parameters(questions, "judged", chosen.seed)
    shares = exposure_shares(pool_of(questions), judged, seed=chosen.seed)
    made = {
        "made_by": "python -m benchmarks adaptive --shares",
        "made_on": datetime.now(UTC).date().isoformat(),
        "parameters": "judged",
        "highest_exposure": HIGHEST_EXPOSURE,
        "people": PEOPLE,
        "rounds": ROUNDS,
        "seed": chosen.seed,
        "shares": {
            one.id: round(float(share), 3) for one, share in zip(questions, shares, strict=True)
        },
    }
    chosen.shares.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
