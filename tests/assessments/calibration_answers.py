"""Answers of simulated people to sixteen questions, and sittings that hold them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np

from applicants.models import Applicant, Application
from assessments import registry
from assessments.models import Result, Sitting, SittingState
from extensions import db, now

NAMES = [
    name
    for name, item in sorted(registry.bank("grammar").items())
    if registry.get("grammar").parameters(item)
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
    applicant = Applicant(public_id=_id(), name="Ana", email=f"{_id()}@example.com")
    application = Application(
        public_id=_id(), applicant=applicant, employer="Bayan Care", role="Chat", battery=[]
    )
    db.session.add(application)
    db.session.flush()
    began = began or now()
    sitting = Sitting(
        public_id=_id(),
        application_id=application.id,
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


def _id() -> str:
    return f"made-{db.session.info.setdefault('made', iter(range(10**6))).__next__()}"
