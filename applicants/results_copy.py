"""The results copy: the results that an applicant may read once released. Nothing here commits."""

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
    """The applicant still has tests to take, and the results copy would help with them."""


@dataclass(frozen=True, kw_only=True)
class TakenTest:
    """A test as its applicant reads it; ``report`` is None while it is being scored."""

    assessment: Assessment
    report: Report | None
    advice: Sequence[Advice]
    recordings: Mapping[str, Recording]


def release(application: Application, *, by: str) -> None:
    """Let the applicant read the results copy; a second release changes nothing.

    Raises:
        UnfinishedError: not every test is over.
    """
    if application.state != ApplicationState.FINISHED:
        raise UnfinishedError
    if application.released_at is None:
        application.released_at = now()
        application.released_by = by


def take_back(application: Application) -> None:
    """End the applicant's access to the results copy."""
    application.released_at = None
    application.released_by = ""


def find(token: str) -> Application:
    """Return the application whose newest link has this token and whose results copy was released.

    Raises:
        UnknownInvitationError: no application has such a link, or a later link replaced it.
    """
    invitation = invitations.behind(token)
    application = invitation.application
    if application.released_at is None or invitation is not application.invitations[-1]:
        raise invitations.UnknownInvitationError
    return application


def is_released(token: str) -> bool:
    """Return True if this link leads to a released results copy."""
    try:
        find(token)
    except invitations.UnknownInvitationError:
        return False
    return True


def tests_of(application: Application) -> list[TakenTest]:
    """Return the tests of an application, in the order in which they were taken."""
    sittings = db.session.scalars(
        sittings_of(application.id).options(
            selectinload(Sitting.results), selectinload(Sitting.recordings)
        )
    )
    by_slug = {sitting.slug: sitting for sitting in sittings}
    installed = {assessment.slug for assessment in registry.kinds()}
    return [
        _taken_test(by_slug[part["slug"]])
        for part in application.battery
        if part["slug"] in by_slug and part["slug"] in installed
    ]


def _taken_test(sitting: Sitting) -> TakenTest:
    assessment = registry.get(sitting.slug)
    report = sitting.result.report if sitting.result else None
    return TakenTest(
        assessment=assessment,
        report=report,
        advice=assessment.practise(report) if report else (),
        recordings={recording.public_id: recording for recording in sitting.recordings},
    )


def recording_of(application: Application, recording_id: str) -> Recording | None:
    """Return a recording of the application's tests, without practice."""
    own = sittings_of(application.id).with_only_columns(Sitting.id)
    return db.session.scalar(
        select(Recording).where(Recording.public_id == recording_id, Recording.sitting_id.in_(own))
    )
