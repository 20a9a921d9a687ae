"""Estimate item parameters of a kind from applicants' answers. Puts nothing in force."""

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
from scoring.report import stored_path

MOST_SITTINGS = 20_000
"""Only this many of the newest sittings are read: more would cost memory and change little."""

AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class Material:
    """The input of an estimate, read before the computation begins.

    Attributes:
        people: for each person, the items asked: 1 if answered correctly, else 0.
        in_force: by item, the ``a``, ``b``, ``c`` and ``share`` in force, and ``se_b``, which is 0
            if no estimate gave one.
        approved: items with approved parameters; they fix the scale.
        version: version of the approved parameters; "" if no parameters are approved.
    """

    people: Sequence[Mapping[str, int]]
    in_force: Mapping[str, Mapping[str, Any]]
    approved: frozenset[str]
    version: str

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of answers to each item that can be calibrated."""
        asked = Counter(name for person in self.people for name in person)
        return {name: asked[name] for name in self.in_force}


def answers(slug: str, since: datetime | None = None) -> list[Mapping[str, int]]:
    """Return, for each scored sitting, the questions asked: 1 if answered correctly, else 0.

    Read from the newest result of each sitting, adaptive or not, questions on trial included.
    Only questions worth one point count. An unanswered question is wrong, as in the score.

    Args:
        since: only sittings that began then or later.
    """
    parts = (
        Result.content["points"],
        Result.content[stored_path("on_trial")],
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
            entry.get("criterion") or entry["id"]: int(entry["earned"])
            for entry in (*(points or ()), *(tried or ()))
            if entry["possible"] == 1
        }
        for points, tried, not_measured in db.session.execute(wanted)
        if not not_measured
    ]


def material(slug: str, since: datetime | None = None) -> Material:
    """Read the input of an estimate for a kind.

    Args:
        since: only sittings that began then or later.
    """
    calibration, approved = registry.get(slug).calibration, item_decisions.in_force(slug)
    content = approved.content if approved else {}
    bank = item_decisions.drawable(slug) if calibration else {}
    known = (
        {name: calibration.parameters(item) for name, item in bank.items()} if calibration else {}
    )
    return Material(
        people=answers(slug, since),
        in_force={
            name: {**parameters, "se_b": content.get(name, {}).get("se_b", 0.0)}
            for name, parameters in known.items()
            if parameters
        },
        approved=frozenset(content) & known.keys(),
        version=approved.version if approved else "",
    )


def estimates_of(before: Material) -> Calibration:
    """Estimate the parameters; questions with approved parameters fix the scale.

    Raises:
        scoring.calibrate.CalibrationError: there are too few answers or anchors.
    """
    return calibrate(
        before.people,
        {name: parameters["c"] for name, parameters in before.in_force.items()},
        {
            name: Approved(b=parameters["b"], se=parameters["se_b"])
            for name, parameters in before.in_force.items()
            if name in before.approved
        },
    )


def estimates_as_json(estimates: Calibration, before: Material) -> dict[str, Any]:
    """Return estimates as JSON: by item the new parameters, their fit and the ``old`` parameters.

    Each item keeps its share in force; a simulation with the new parameters may give a better one.
    """
    counts = before.counts
    return {
        "people": estimates.people,
        "items": {
            name: {
                **_rounded(estimate),
                "share": before.in_force[name]["share"],
                "old": {
                    "a": before.in_force[name]["a"],
                    "b": before.in_force[name]["b"],
                    "approved": name in before.approved,
                },
            }
            for name, estimate in estimates.items.items()
        },
        "left_out": {
            name: {"why": why, "n": counts[name]} for name, why in estimates.left_out.items()
        },
        "link": asdict(estimates.link) if estimates.link else None,
    }


def proposal(
    slug: str, new: Mapping[str, Mapping[str, Any]], *, without: str = ""
) -> dict[str, dict[str, Any]]:
    """Return the content for ``item_decisions.approve``: new estimates added to those in force.

    Args:
        new: the ``items`` of ``estimates_as_json``.
        without: a flag; items that have it keep the parameters in force.
    """
    approved = item_decisions.in_force(slug)
    content = dict(approved.content) if approved else {}
    for name, estimate in new.items():
        if not (without and without in estimate["flags"]):
            content[name] = {key: value for key, value in estimate.items() if key != "old"}
    return content


def _rounded(estimate: Estimate) -> dict[str, Any]:
    return {
        name: round(value, 4) if isinstance(value, float) else value
        for name, value in asdict(estimate).items()
    } | {"flags": list(estimate.flags)}
