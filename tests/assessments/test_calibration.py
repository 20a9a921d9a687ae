"""From scored sittings to a proposal, and from there into force only by a person."""

import json
from pathlib import Path

import numpy as np
import pytest
from flask import Flask

from assessments import items, registry
from assessments.calibration import answers, estimated
from assessments.models import Result, Sitting, SittingState
from extensions import db
from tests.factories import begin, an_invitation, walk_to_tests

NAMES = [
    name
    for name, item in sorted(registry.bank("grammar").items())
    if registry.get("grammar").parameters(item)
][:16]


def points(right: dict[str, int], **more: object) -> dict[str, object]:
    told = [
        {"criterion": name, "earned": float(one), "possible": 1.0} for name, one in right.items()
    ]
    return {"points": [*told, {"criterion": "mail", "earned": 3, "possible": 5}], **more}


@pytest.fixture
def sat(app: Flask):
    """Add scored sittings with these right answers, one person each."""
    from applicants.models import Application

    def add(rows: list[dict[str, int]]) -> list[Sitting]:
        client = app.test_client()
        walk_to_tests(client, an_invitation(None, "grammar"))
        first = db.session.query(Sitting).filter_by(public_id=begin(client, "grammar")).one()
        example = db.session.get(Application, first.application_id)
        made = []
        for number, row in enumerate(rows):
            sitting = _copy(first, number, _copy(example, number).id)
            sitting.state = SittingState.SCORED
            db.session.add(_result(sitting, row))
            made.append(sitting)
        db.session.commit()
        return made

    return add
