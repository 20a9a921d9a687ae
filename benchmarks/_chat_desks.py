"""The applicants of ``chat-desk`` and what their customers said, read from the database."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

SPREAD = 60.0  # seconds over which the sittings have begun before the measuring
MARGIN = 2.0  # seconds after the beginning and before the end whose lines do not count


@dataclass
class Desk:
    """One applicant's page: what it has seen, and how long its requests took."""

    path: str
    cookie: str
    began_at: float
    """Unix time."""
    seen: dict[tuple[int, str], float] = field(default_factory=dict)
    """Seconds since the sitting began at which a line of a chat was first seen."""
    state: dict[str, Any] = field(default_factory=dict)
    tag: str = ""
    took: list[float] = field(default_factory=list)
    asked: int = 0
    unchanged: int = 0
    failed: int = 0
    reconnected: int = 0
    sent: int = 0


def applicants(instance: Path, count: int) -> list[Desk]:
    """Bring so many applicants into a form of three, begun up to a minute ago."""
    os.environ.update(HANDA_INSTANCE=str(instance))
    from app import create_app
    from applicants import invitations, journey
    from assessments.models import Sitting
    from extensions import db
    from tests import factories

    app = create_app()
    desks = []
    with app.app_context():
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        vacancy = factories.a_vacancy("chat", title="Load")
        vacancy.battery = [{**part, "form": "three"} for part in vacancy.battery]
        db.session.commit()
        for number in range(count):
            invitation = factories.an_invitation(vacancy, email=f"desk.{number}@example.com")
            application = invitations.accept(invitation)
            db.session.commit()
            journey.give_consent(application, text="made up", locale="en")
            application.device = {"touch_only": False}
            journey.begin(application, "chat", practice=False)
            sitting = db.session.query(Sitting).filter_by(application_id=application.id).one()
            ago = timedelta(seconds=SPREAD * number / count)
            sitting.began_at -= ago
            sitting.events[0].at -= ago
            db.session.commit()
            known = {"application": application.id, "invitation": invitation.id}
            desks.append(
                Desk(
                    path=f"/sittings/{sitting.public_id}",
                    cookie=signer.dumps(known),
                    began_at=sitting.began_at.timestamp(),
                )
            )
    return desks


def due(
    instance: Path, desks: list[Desk], start: float, end: float
) -> list[dict[tuple[int, str], float]]:
    """Return for each desk the lines that fell due in the time, with their moments.

    A line of the last seconds, which no question could fetch any more, is left out.
    """
    os.environ.update(HANDA_INSTANCE=str(instance))
    from app import create_app
    from assessments import sittings
    from assessments.models import Sitting
    from extensions import db

    found = []
    with create_app().app_context():
        for desk in desks:
            public_id = desk.path.rsplit("/", 1)[1]
            sitting = db.session.query(Sitting).filter_by(public_id=public_id).one()
            last = end - desk.began_at
            state = sittings.load(sitting).state(sitting.began_at + timedelta(seconds=last))
            due = {
                (chat["chat"], line["id"]): line["at"]
                for chat in state["chats"]
                for line in chat["lines"]
                if line["who"] == "customer"
                and start - desk.began_at + MARGIN <= line["at"] <= last - MARGIN
            }
            found.append(due)
    return found
