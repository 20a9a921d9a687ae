"""The applicant's own copy of the results, once somebody has released it. Nothing here commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from applicants import invitations
from applicants.models import Application, ApplicationState
from assessments.banks import registry
from assessments.contract.assessment import Advice, Assessment
from assessments.results.read import sittings_of
from assessments.sittings.models import Recording, Sitting
from database import db, now
from scoring.report import Report


class UnfinishedError(Exception):
    """The applicant still has tests to take: what a copy shows would help with them."""


@dataclass(frozen=True, kw_only=True)
class OwnTest:
    """One test as its applicant reads it; ``report`` is None while it is being scored."""

    assessment: Assessment
    report: Report | None
    advice: Sequence[Advice]
    recordings: Mapping[str, Recording]


def release(application: Application, *, by: str) -> None:
    """Let the applicant read the copy; a second release changes nothing.

    Raises:
        UnfinishedError: not every test is over.
    """
    if application.state != ApplicationState.FINISHED:
        raise UnfinishedError
    if application.released_at is None:
        application.released_at = now()
        application.released_by = by


def take_back(application: Application) -> None:
    """End the applicant's access to the copy."""
    application.released_at = None
    application.released_by = ""


def find(token: str) -> Application:
    """Return the application whose newest link has this token and whose copy was released.

    Raises:
        UnknownInvitationError: there is none, or a later link has taken its place.
    """
    invitation = invitations.behind(token)
    application = invitation.application
    if application.released_at is None or invitation is not application.invitations[-1]:
        raise invitations.UnknownInvitationError
    return application


def is_released(token: str) -> bool:
    """Whether this link leads to a released copy."""
    try:
        find(token)
    except invitations.UnknownInvitationError:
        return False
    return True


def tests_of(application: Application) -> list[OwnTest]:
    """Return the tests of an application, in the order in which they were taken."""
    sittings = db.session.scalars(
        sittings_of(application.id).options(
            selectinload(Sitting.results), selectinload(Sitting.recordings)
        )
    )
    by_slug = {sitting.slug: sitting for sitting in sittings}
    installed = {assessment.slug for assessment in registry.kinds()}
    return [
        _own(by_slug[part["slug"]])
        for part in application.battery
        if part["slug"] in by_slug and part["slug"] in installed
    ]


def _own(sitting: Sitting) -> OwnTest:
    assessment = registry.get(sitting.slug)
    report = sitting.result.report if sitting.result else None
    return OwnTest(
        assessment=assessment,
        report=report,
        advice=assessment.practise(report) if report else (),
        recordings={recording.public_id: recording for recording in sitting.recordings},
    )


def recording_of(application: Application, recording_id: str) -> Recording | None:
    """Return a recording of the application's tests, practice left out."""
    own = sittings_of(application.id).with_only_columns(Sitting.id)
    return db.session.scalar(
        select(Recording).where(Recording.public_id == recording_id, Recording.sitting_id.in_(own))
    )
