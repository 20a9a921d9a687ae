"""A proposal of item parameters from the newest results; a person approves it, or does not."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select

from assessments import items, registry
from assessments.models import Result, Sitting, SittingState
from extensions import db
from scoring.calibrate import Approved, Calibration, Estimate, calibrate

MOST_SITTINGS = 20_000
"""So many of the newest sittings are read: more would cost memory and change little."""


def answers(slug: str) -> list[Mapping[str, int]]:
    """Return who got which questions right, one entry an application.

    Read from the newest result of each scored sitting, fixed or adaptive; only questions of one
    point count. A question without an answer is wrong, as in the score.
    """
    newest = select(func.max(Result.id)).group_by(Result.sitting_id)
    found = db.session.scalars(
        select(Result.content)
        .join(Sitting, Result.sitting_id == Sitting.id)
        .where(
            Sitting.slug == slug,
            Sitting.practice.is_(False),
            Sitting.state == SittingState.SCORED,
            Result.id.in_(newest),
        )
        .order_by(Sitting.id.desc())
        .limit(MOST_SITTINGS)
    )
    return [
        {
            one["criterion"]: int(one["earned"])
            for one in content.get("points", ())
            if one["possible"] == 1
        }
        for content in found
        if not content.get("not_measured")
    ]


def estimated(slug: str) -> Calibration:
    """Return the estimate for a kind; questions with approved parameters hold the scale.

    Raises:
        scoring.calibrate.CalibrationError: there are too few answers or anchors.
    """
    kind, approved = registry.get(slug), items.in_force(slug)
    told = {name: kind.parameters(item) for name, item in items.drawable(slug).items()}
    guess = {name: one["c"] for name, one in told.items() if one}
    anchors = {
        name: Approved(b=one["b"], se=one.get("se_b", 0.0))
        for name, one in (approved.content if approved else {}).items()
        if name in guess
    }
    return calibrate(answers(slug), guess, anchors)


def proposal(slug: str, found: Calibration) -> dict[str, dict[str, Any]]:
    """Return what ``items.approve`` takes: the new estimates, and what was approved of the rest.

    Each keeps the share in force; a simulation with the new parameters may give a better one.
    """
    approved, bank = items.in_force(slug), items.drawable(slug)
    content = dict(approved.content) if approved else {}
    for name, one in found.items.items():
        share = (registry.get(slug).parameters(bank[name]) or {})["share"]
        content[name] = {**_rounded(one), "share": share}
    return content


def _rounded(one: Estimate) -> dict[str, Any]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in asdict(one).items()
    } | {"flags": list(one.flags)}


def table(found: Calibration) -> Sequence[str]:
    """Return the estimates as lines for a person to read, what is flagged first."""
    rows = sorted(found.items.items(), key=lambda pair: (not pair[1].flags, pair[0]))
    lines = [
        f"{'question':48} {'n':>5} model {'a':>5} {'b':>6} {'se b':>5} {'c':>4}"
        f" {'infit':>5} {'outfit':>6} {'drift':>6}"
    ]
    for name, one in rows:
        drift = "" if one.drift is None else f"{one.drift:+.1f}"
        lines.append(
            f"{name:48} {one.n:5} {one.model:5} {one.a:5.2f} {one.b:6.2f} {one.se_b:5.2f}"
            f" {one.c:4.2f} {one.infit:5.2f} {one.outfit:6.2f} {drift:>6} {' '.join(one.flags)}"
        )
    return lines
