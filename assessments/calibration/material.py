"""What applicants' answers say about the parameters of a kind's items. Puts nothing in force."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from assessments.banks import item_decisions, registry
from assessments.results.read import reports
from assessments.sittings.models import Result, Sitting, SittingState
from database import db
from scoring.calibrate import Approved, Calibration, Estimate, calibrate

MOST_SITTINGS = 20_000
"""So many of the newest sittings are read: more would cost memory and change little."""

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Material:
    """All that an estimate is made of, read before it begins.

    Attributes:
        people: who got which items right.
        in_force: by item a, b, c and share now, and ``se_b`` where an estimate left one.
        approved: items of it that a person has approved: they hold the scale.
        version: of the approved parameters; "" when there are none.
    """

    people: Sequence[Mapping[str, int]]
    in_force: Mapping[str, Mapping[str, Any]]
    approved: frozenset[str]
    version: str

    @property
    def counts(self) -> Mapping[str, int]:
        """Answers to each item that can be calibrated."""
        asked = Counter(name for person in self.people for name in person)
        return {name: asked[name] for name in self.in_force}


def answers(slug: str, since: datetime | None = None) -> list[Mapping[str, int]]:
    """Return who got which questions right, one entry an application.

    Read from the newest result of each scored sitting, fixed or adaptive, with what was on trial
    in it; only questions of one point count. A question without an answer is wrong, as in the
    score.

    Args:
        since: only sittings that began then or later.
    """
    parts = (
        Result.content["points"],
        Result.content[("detail", "trial")],
        Result.content["not_measured"],
    )
    wanted = (
        reports(slug, since, parts=parts)
        .where(Sitting.state == SittingState.SCORED)
        .order_by(None)
        .order_by(Sitting.id.desc())
        .limit(MOST_SITTINGS)
        .execution_options(yield_per=AT_ONCE)
    )
    return [
        {
            one.get("criterion") or one["id"]: int(one["earned"])
            for one in (*(points or ()), *(tried or ()))
            if one["possible"] == 1
        }
        for points, tried, not_measured in db.session.execute(wanted)
        if not not_measured
    ]


def material(slug: str, since: datetime | None = None) -> Material:
    """Read what an estimate for a kind is made of."""
    parameters, approved = registry.get(slug).parameters, item_decisions.in_force(slug)
    content = approved.content if approved else {}
    bank = item_decisions.drawable(slug) if parameters else {}
    told = {name: parameters(item) for name, item in bank.items()} if parameters else {}
    return Material(
        people=answers(slug, since),
        in_force={
            name: {**one, "se_b": content.get(name, {}).get("se_b", 0.0)}
            for name, one in told.items()
            if one
        },
        approved=frozenset(content) & told.keys(),
        version=approved.version if approved else "",
    )


def estimated(found: Material) -> Calibration:
    """Return the estimates; questions with approved parameters hold the scale.

    Raises:
        scoring.calibrate.CalibrationError: there are too few answers or anchors.
    """
    return calibrate(
        found.people,
        {name: one["c"] for name, one in found.in_force.items()},
        {
            name: Approved(b=one["b"], se=one["se_b"])
            for name, one in found.in_force.items()
            if name in found.approved
        },
    )


def told(found: Calibration, before: Material) -> dict[str, Any]:
    """Return an estimate as JSON: by item the new parameters and fit, with the ``old`` ones.

    Each keeps the share in force; a simulation with the new parameters may give a better one.
    """
    counts = before.counts
    return {
        "people": found.people,
        "items": {
            name: {
                **_rounded(one),
                "share": before.in_force[name]["share"],
                "old": {
                    "a": before.in_force[name]["a"],
                    "b": before.in_force[name]["b"],
                    "approved": name in before.approved,
                },
            }
            for name, one in found.items.items()
        },
        "left_out": {name: {"why": why, "n": counts[name]} for name, why in found.left_out.items()},
        "link": asdict(found.link) if found.link else None,
    }


def proposal(
    slug: str, new: Mapping[str, Mapping[str, Any]], *, without: str = ""
) -> dict[str, dict[str, Any]]:
    """Return what ``items.approve`` takes: the new estimates, and what was approved of the rest.

    Args:
        new: the ``items`` of ``told``.
        without: leave items with this flag as they are in force.
    """
    approved = item_decisions.in_force(slug)
    content = dict(approved.content) if approved else {}
    for name, one in new.items():
        if not (without and without in one["flags"]):
            content[name] = {key: value for key, value in one.items() if key != "old"}
    return content


def _rounded(one: Estimate) -> dict[str, Any]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in asdict(one).items()
    } | {"flags": list(one.flags)}
