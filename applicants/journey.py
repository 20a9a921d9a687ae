"""Work out an applicant's next step, and carry it out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from applicants.models import Application, ApplicationState, Consent
from assessments.banks import item_decisions, registry
from assessments.results import read
from assessments.sittings import life
from assessments.sittings.models import Sitting
from database import db, now, read_only
from jobs import sweep

CONSENT_VERSION = "2026-11"
CLOSING = timedelta(days=7)
"""How long after the end of a test the sweep checks whether it was the last."""


class Place(StrEnum):
    """The stations of an applicant's way."""

    CONSENT = "consent"
    DEVICE_CHECK = "device_check"
    ASSESSMENT = "assessment"
    THANK_YOU = "thank_you"


@dataclass(frozen=True, kw_only=True)
class Step:
    """The next thing to do; ``slug`` and ``sitting`` are set only for an assessment."""

    place: Place
    slug: str = ""
    sitting: Sitting | None = None


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A mark in the bar that shows the steps."""

    name: str
    status: str


def sittings_of(application: Application) -> dict[str, Sitting]:
    """Return the sittings of an application by slug, without practice."""
    sittings = db.session.scalars(read.sittings_of(application.id))
    return {sitting.slug: sitting for sitting in sittings}


def next_step(application: Application) -> Step:
    """Return the next step; it only reads, so asking twice changes nothing."""
    if not application.consents:
        return Step(place=Place.CONSENT)
    if application.device is None:
        return Step(place=Place.DEVICE_CHECK)
    sittings = sittings_of(application)
    for part in application.battery:
        sitting = sittings.get(part["slug"])
        if sitting is None or not life.is_over(sitting):
            return Step(place=Place.ASSESSMENT, slug=part["slug"], sitting=sitting)
    return Step(place=Place.THANK_YOU)


def steps(application: Application, here: str = "") -> list[Mark]:
    """Return the marks of the steps bar; ``here`` is the slug of the open assessment."""
    sittings = sittings_of(application)
    marks = []
    for part in application.battery:
        sitting = sittings.get(part["slug"])
        over = sitting is not None and life.is_over(sitting)
        status = "now" if part["slug"] == here else "done" if over else "todo"
        marks.append(Mark(name=gettext(registry.get(part["slug"]).name), status=status))
    return marks


def part_of(application: Application, slug: str) -> dict[str, Any] | None:
    """Return the battery's entry for a kind, or None if the battery does not have it."""
    return next((part for part in application.battery if part["slug"] == slug), None)


def keyboard_notice(application: Application, slug: str) -> str:
    """Return the notice about a missing keyboard before a test: "", ``needed`` or ``text_only``.

    The device check recorded whether there is a keyboard; the vacancy says whether it is required.
    """
    part = part_of(application, slug)
    without = bool((application.device or {}).get("touch_only"))
    if part is None or not without or not registry.get(slug).devices.needs_keyboard:
        return ""
    return "text_only" if part.get("touch") else "needed"


def extra_time(application: Application) -> float:
    """Return the factor by which the applicant's accommodation extends every time limit."""
    return application.accommodation.extra_time if application.accommodation else 1.0


def minutes(application: Application) -> int:
    """Return the longest time for all tests with reading, rounded up to five minutes."""
    tests: float = sum(part["minutes"] for part in application.battery) * extra_time(application)
    instructions = 5 + 2 * len(application.battery)
    return math.ceil((tests + instructions) / 5) * 5


def give_consent(application: Application, *, text: str, locale: str) -> None:
    """Store the text that the applicant agreed to, once for each version of the text."""
    db.session.flush()
    db.session.refresh(application, with_for_update={"of": Application})
    if any(consent.version == CONSENT_VERSION for consent in application.consents):
        return
    application.consents.append(Consent(version=CONSENT_VERSION, text=text, locale=locale))


def begin(application: Application, slug: str, *, practice: bool) -> Sitting:
    """Open the sitting of the kind that is due; see ``assessments.sittings.life.begin``."""
    part = part_of(application, slug)
    assert part is not None
    return life.begin(
        application.id,
        slug,
        minutes=part["minutes"],
        extra_time=extra_time(application),
        practice=practice,
        form=part.get("form", ""),
        policy=part.get("policy", ""),
        chosen=part.get("chosen", ()),
    )


def count_items(part: Mapping[str, Any]) -> int:
    """Return how many items a sitting of a part of the battery draws, as things are now."""
    length, chosen = part.get("form", ""), part.get("chosen", ())
    return len(item_decisions.draw(part["slug"], 0, length=length, chosen=chosen))


def finish_if_done(application: Application) -> bool:
    """Close the application if its last test is over; return True if this call closed it."""
    if application.state == ApplicationState.FINISHED:
        return False
    if next_step(application).place is not Place.THANK_YOU:
        return False
    application.state = ApplicationState.FINISHED
    application.finished_at = now()
    for invitation in application.invitations:
        invitation.used_at = invitation.used_at or application.finished_at
    return True


@sweep
def close_finished() -> int:
    """Close the applications of people who finished their last test and left."""
    with read_only():
        recent = db.session.scalars(
            select(Application.id)
            .join(Sitting, Sitting.application_id == Application.id)
            .where(
                Application.state == ApplicationState.STARTED,
                Sitting.practice.is_(False),
                Sitting.ended_at > now() - CLOSING,
            )
            .distinct()
        ).all()
        done = [
            application_id
            for application_id in recent
            if next_step(db.session.get_one(Application, application_id)).place is Place.THANK_YOU
        ]
    for application_id in done:
        application = db.session.get(Application, application_id)
        if application is not None:
            finish_if_done(application)
        db.session.commit()
    return len(done)
