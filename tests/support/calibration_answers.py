"""Answers of simulated people to sixteen questions, and sittings that hold them."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import func, select

from applicants.models import Application, Vacancy
from assessments.banks import registry
from assessments.sittings.models import Result, Sitting, SittingState
from database import db, now
from scoring.calibrate import Calibration, calibrate
from tests.support.factories import an_invitation

CALIBRATION = registry.get("grammar").calibration
assert CALIBRATION is not None
NAMES = [
    name for name, item in sorted(registry.bank("grammar").items()) if CALIBRATION.parameters(item)
][:16]


def simulated(people: int = 210, *, easier: Mapping[str, float] | None = None, seed: int = 5):
    """Return who got which right; ``easier`` shifts the difficulty of some questions."""
    chance = np.random.default_rng(seed)
    theta = chance.normal(size=(people, 1))
    b = np.linspace(-1.5, 1.5, 16) - np.array([(easier or {}).get(name, 0.0) for name in NAMES])
    right = chance.random((people, 16)) < 1 / (1 + np.exp(b - theta))
    return [dict(zip(NAMES, map(int, row), strict=True)) for row in right]


def sat(answers: Mapping[str, int], began: datetime | None = None) -> Sitting:
    """Add a scored sitting in which these were put, as its result tells it."""
    vacancy = db.session.scalar(select(Vacancy))
    an_invitation(vacancy, "grammar", email=f"{secrets.token_hex(8)}@example.com")
    application_id = db.session.scalar(select(func.max(Application.id)))
    began = began or now()
    sitting = Sitting(
        public_id=secrets.token_hex(8),
        application_id=application_id,
        slug="grammar",
        state=SittingState.SCORED,
        began_at=began,
        ended_at=began,
        deadline=began + timedelta(minutes=30),
    )
    db.session.add(sitting)
    db.session.flush()
    points = [
        {"criterion": name, "earned": float(right), "possible": 1.0, "label": "", "evidence": []}
        for name, right in answers.items()
    ]
    content = {"points": points, "not_measured": ""}
    db.session.add(Result(sitting_id=sitting.id, scorer_version="2", content=content))
    db.session.commit()
    return sitting


Key = tuple[int, tuple[str, ...], tuple[float, ...]]


def remembered(calibrate: Callable[..., Calibration]) -> Callable[..., Calibration]:
    """Let the real estimator make each estimate once, however many tests ask for it."""
    known: dict[Key, Calibration] = {}

    def found(people: Any, guess: Any, approved: Any) -> Calibration:
        key = len(people), tuple(approved), tuple(parameters.b for parameters in approved.values())
        if key not in known:
            known[key] = calibrate(people, guess, approved)
        return known[key]

    return found


calibrate_once = remembered(calibrate)
