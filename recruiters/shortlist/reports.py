"""Everything about one applicant on one page: figures first, then the evidence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from applicants.decisions import Decision
from applicants.models import Application, Vacancy
from assessments.banks import registry
from assessments.contract.assessment import Assessment
from assessments.results.read import figures, sittings_of
from assessments.sittings.models import Likeness, Recording, RecordingState, Result, Sitting
from database import db
from recruiters.review.models import Review, ReviewOf
from recruiters.review.points import points_given
from recruiters.review.reviews import by_number, newest_reviews
from recruiters.shortlist.decisions import history
from recruiters.shortlist.standings import Cell, Stage, cell, stage, weighted
from scoring.likeness import even_pauses
from scoring.profile import Profile
from scoring.report import Report
from speech.spoken import Spoken


@dataclass(frozen=True, kw_only=True)
class Alike:
    """An answer of another applicant that is like an answer of this applicant."""

    likeness: Likeness
    application: Application


@dataclass(frozen=True, kw_only=True)
class Section:
    """One test: how far it has come and, once scored, the report with its evidence.

    ``assessment`` is None when this kind of test is no longer installed; ``results`` has the
    newest first, ``reviews`` are by the number of the answer or point, ``alike`` by the recording's
    public id: answers of other applicants that are like it; ``same_rhythm``: other logs of keys
    that are like this log; ``same_texts``: other sittings with a text worded like one of these.
    """

    cell: Cell
    weight: float
    assessment: Assessment | None
    sitting: Sitting | None = None
    results: tuple[Result, ...] = ()
    reviews: Mapping[int, Sequence[Review]] = field(default_factory=dict)
    alike: Mapping[str, Sequence["Alike"]] = field(default_factory=dict)
    same_rhythm: Sequence["Alike"] = ()
    same_texts: Sequence["Alike"] = ()

    @property
    def title(self) -> str:
        """The name of the test in the reader's language; its slug if it is no longer installed."""
        return gettext(self.assessment.name) if self.assessment else self.cell.slug

    @property
    def signals(self) -> tuple[str, ...]:
        """Names of what a person should look at: the report's, and what other answers show."""
        own = self.report.flags if self.report else ()
        answers = [alike for others in self.alike.values() for alike in others]
        names = {
            "same_rhythm_as_another": bool(self.same_rhythm),
            "same_text_as_another": bool(self.same_texts),
            "same_sound_as_another": any(alike.likeness.same_sound for alike in answers),
            "same_words_as_another": bool(answers),
            "reading_likely": any(self._reads_evenly(recording) for recording in self.alike),
        }
        return own + tuple(name for name, is_so in names.items() if is_so)

    def _reads_evenly(self, recording: str) -> bool:
        answers = self.report.detail.get("answers", []) if self.report else []
        pauses = [
            [pause["end"] - pause["start"] for pause in answer.get("pauses") or ()]
            for answer in answers
            if answer.get("recording") == recording
        ]
        return any(even_pauses(seconds) for seconds in pauses)

    @cached_property
    def reconsidered(self) -> float | None:
        """The score with people's reviews of its points; None without such reviews."""
        if self.report is None or self.assessment is None:
            return None
        given = points_given(self.report, self._all_reviews)
        return self.assessment.reconsider(self.report, given) if given else None

    @property
    def judges(self) -> tuple[str, ...]:
        """The names of the people whose reviews are in ``reconsidered``."""
        points = [review for review in self._all_reviews if review.subject == ReviewOf.POINT]
        return tuple(dict.fromkeys(review.reviewed_by for review in points))

    @property
    def _all_reviews(self) -> list[Review]:
        return [review for reviews in self.reviews.values() for review in reviews]

    @property
    def result(self) -> Result | None:
        """The newest result."""
        return self.results[0] if self.results else None

    @cached_property
    def report(self) -> Report | None:
        """The newest report as the scorer gave it."""
        return self.results[0].report if self.results else None

    @property
    def listeners(self) -> tuple[Spoken, ...]:
        """One recording for each engine and model that transcribed this sitting."""
        heard = [recording.spoken for recording in self.recordings.values()]
        kinds = {(spoken.engine, spoken.model): spoken for spoken in heard if spoken}
        return tuple(spoken for names, spoken in kinds.items() if all(names))

    @property
    def recordings(self) -> Mapping[str, Recording]:
        """The recordings of the sitting by public id."""
        kept = self.sitting.recordings if self.sitting else []
        return {recording.public_id: recording for recording in kept}

    @property
    def unheard(self) -> Sequence[tuple[int, Recording]]:
        """The recordings that were not heard or not used, with their place in the sitting."""
        return [
            (number, recording)
            for number, recording in enumerate(self.recordings.values(), start=1)
            if recording.state != RecordingState.HEARD
        ]


@dataclass(frozen=True, kw_only=True)
class ApplicantReport:
    """An applicant's results and the decisions of people.

    ``newest_result`` is the highest id among all results, 0 without results: a page that was
    made from it has shown all of them.
    """

    application: Application
    vacancy: Vacancy
    stage: Stage
    profile: Profile
    sections: tuple[Section, ...]
    decisions: Sequence[Decision]
    newest_result: int

    @property
    def complete(self) -> bool:
        """Whether every test has its result, measured or not."""
        return self.stage is Stage.SCORED

    @property
    def has_signals(self) -> bool:
        """Whether any report has a signal for a person to review."""
        return any(section.signals for section in self.sections)


def report(application: Application) -> ApplicantReport:
    """Gather an applicant's report; the events of the sittings are not loaded."""
    vacancy = db.session.get_one(Vacancy, application.vacancy_id)
    sittings = db.session.scalars(
        sittings_of(application.id).options(
            joinedload(Sitting.results),
            selectinload(Sitting.recordings).joinedload(Recording.likenesses),
            joinedload(Sitting.likenesses),
        )
    )
    sat = {sitting.slug: sitting for sitting in sittings.unique()}
    reviewed = by_number(newest_reviews([sitting.id for sitting in sat.values()]))
    alike = _alike(sat.values())
    sections = tuple(
        _section(part, sat.get(part["slug"]), reviewed, alike) for part in vacancy.battery
    )
    cells = [section.cell for section in sections]
    return ApplicantReport(
        application=application,
        vacancy=vacancy,
        stage=stage(application.state, cells),
        profile=weighted(vacancy.battery, cells),
        sections=sections,
        decisions=history(application.id),
        newest_result=max(
            (result.id for section in sections for result in section.results), default=0
        ),
    )


def _alike(sittings: Iterable[Sitting]) -> dict[str, list[Alike]]:
    """Return what is like each recording or sitting, by its public id.

    Queries the database only if some likeness was recorded.
    """
    noted = []
    for sitting in sittings:
        noted += [(sitting.public_id, likeness) for likeness in sitting.likenesses]
        for recording in sitting.recordings:
            noted += [(recording.public_id, likeness) for likeness in recording.likenesses]
    if not noted:
        return {}
    others = {likeness.other_sitting_id for _, likeness in noted}
    rows = db.session.execute(
        select(Sitting.id, Application)
        .join(Application, Application.id == Sitting.application_id)
        .where(Sitting.id.in_(others))
    )
    whose: dict[int, Application] = {row[0]: row[1] for row in rows}
    found: dict[str, list[Alike]] = {}
    for public_id, likeness in noted:
        alike = Alike(likeness=likeness, application=whose[likeness.other_sitting_id])
        found.setdefault(public_id, []).append(alike)
    return found


def _section(
    part: Mapping[str, Any],
    sitting: Sitting | None,
    reviewed: Mapping[int, Mapping[int, Sequence[Review]]],
    alike: Mapping[str, Sequence[Alike]],
) -> Section:
    results = tuple(reversed(sitting.results)) if sitting else ()
    try:
        assessment = registry.get(part["slug"])
    except registry.UnknownKindError:
        assessment = None
    whole = alike.get(sitting.public_id, ()) if sitting else ()
    written = bool(results) and "texts" in results[0].content.get("detail", {})
    return Section(
        cell=cell(part, figures(sitting) if sitting else None),
        weight=float(part["weight"]),
        assessment=assessment,
        sitting=sitting,
        results=results,
        reviews=reviewed.get(sitting.id, {}) if sitting else {},
        alike={
            recording.public_id: alike[recording.public_id]
            for recording in (sitting.recordings if sitting else ())
            if recording.public_id in alike
        },
        same_rhythm=() if written else whole,
        same_texts=whole if written else (),
    )
