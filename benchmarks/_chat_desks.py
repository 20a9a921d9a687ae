"""The applicants of ``chat-desk``, and their customers' lines as the database has them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.sessions import SecureCookieSessionInterface

from app import create_app
from applicants import invitations, journey
from assessments.sittings import life
from assessments.sittings.models import Sitting
from database import db
from tests.support import factories

SPREAD = 60.0
"""Seconds before the measuring over which the sittings begin."""

MARGIN = 2.0
"""Seconds after the beginning and before the end whose lines do not count."""

LineKey = tuple[int, str]
"""Number of a chat and id of a line in it."""


@dataclass
class Desk:
    """One applicant's page: the lines that it received, and how long its requests took.

    Attributes:
        path: of the sitting's page.
        cookie: the signed session.
        began_at: when the sitting began, Unix time.
        received_at: seconds since the sitting began at which a line first arrived.
        state: the newest state that the server sent.
        tag: the ETag of that state.
        request_seconds: how long each request took.
        questions: requests for the state.
        unchanged: questions that were answered 304.
        failed: requests without a good answer.
        reconnected: connections that the server had closed and the page opened again.
        sent: messages of the agent that the server took.
    """

    path: str
    cookie: str
    began_at: float
    received_at: dict[LineKey, float] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)
    tag: str = ""
    request_seconds: list[float] = field(default_factory=list)
    questions: int = 0
    unchanged: int = 0
    failed: int = 0
    reconnected: int = 0
    sent: int = 0


def applicants(instance: Path, count: int) -> list[Desk]:
    """Begin sittings of three customers each, up to a minute ago.

    Args:
        instance: the folder of the running product.
        count: number of applicants; each has one sitting.
    """
    os.environ.update(HANDA_INSTANCE=str(instance))
    app = create_app()
    sessions = app.session_interface
    assert isinstance(sessions, SecureCookieSessionInterface)
    signer = sessions.get_signing_serializer(app)
    assert signer is not None, "the product has a secret key"
    desks = []
    with app.app_context():
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
            session = {"application": application.id, "invitation": invitation.id}
            desks.append(
                Desk(
                    path=f"/sittings/{sitting.public_id}",
                    cookie=signer.dumps(session),
                    began_at=sitting.began_at.timestamp(),
                )
            )
    return desks


def due(
    instance: Path, desks: Sequence[Desk], start: float, end: float
) -> list[dict[LineKey, float]]:
    """Return for each desk the customers' lines that fell due between two moments.

    Lines of the first and of the last ``MARGIN`` seconds are left out: no question could fetch
    the last ones any more.

    Args:
        instance: the folder of the running product.
        desks: the applicants' pages.
        start: Unix time.
        end: Unix time.

    Returns:
        For each desk, seconds since its sitting began at which a line fell due.
    """
    os.environ.update(HANDA_INSTANCE=str(instance))
    by_desk = []
    with create_app().app_context():
        for desk in desks:
            public_id = desk.path.rsplit("/", 1)[1]
            sitting = db.session.query(Sitting).filter_by(public_id=public_id).one()
            last = end - desk.began_at
            state = life.load(sitting).state(sitting.began_at + timedelta(seconds=last))
            lines = {
                (chat["chat"], line["id"]): line["at"]
                for chat in state["chats"]
                for line in chat["lines"]
                if line["who"] == "customer"
                and start - desk.began_at + MARGIN <= line["at"] <= last - MARGIN
            }
            by_desk.append(lines)
    return by_desk
