"""Jobs that estimate item parameters.

A person starts a run and approves or discards its proposal. Once a day the server starts a run of
its own, a watch, to check whether the approved parameters still hold.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, exists, select
from sqlalchemy.orm import Mapped, mapped_column

import config
from assessments.banks import item_decisions, registry
from assessments.banks.item_decisions import ItemParameters
from assessments.calibration import material
from assessments.sittings.models import Sitting, SittingState
from database import Base, Instant, db, now, read_only
from jobs import JobState, after_commit, claim, failed, job, send, sweep
from scoring.calibrate import CalibrationError

WATCH_EVERY = timedelta(days=1)


class RunState(StrEnum):
    """The life of a run.

    ``refused``: the answers do not suffice for an estimate. ``proposed``: a person has to decide.
    ``measured``: a watch has finished. ``needs_attention``: the job gave up.
    """

    WAITING = "waiting"
    REFUSED = "refused"
    PROPOSED = "proposed"
    MEASURED = "measured"
    APPROVED = "approved"
    DISCARDED = "discarded"
    NEEDS_ATTENTION = "needs_attention"


class CalibrationRun(JobState, Base):
    """One estimate of a kind's item parameters, and the decision on it.

    ``watch``: started by the server, from sittings that began after the parameters in force were
    approved; it needs no decision. ``against``: the version of the parameters in force when the
    run was made, which fixed its scale, or "". ``content``: the result of
    ``material.estimates_as_json``; for a refused run, ``people`` and ``counts``. ``reason``: the
    code of a refusal, or why the job failed.
    """

    __tablename__ = "calibration_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    slug: Mapped[str] = mapped_column(String(40), index=True)
    watch: Mapped[bool] = mapped_column(default=False)
    state: Mapped[RunState] = mapped_column(String(20), default=RunState.WAITING, index=True)
    against: Mapped[str] = mapped_column(String(40), default="")
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    begun_by: Mapped[str] = mapped_column(String(120), default="")
    begun_at: Mapped[datetime] = mapped_column(Instant, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    why: Mapped[str] = mapped_column(Text, default="")


class StaleError(ValueError):
    """The run is decided already, or other parameters have come into force since."""


class BusyError(ValueError):
    """A run for this kind of test is waiting already."""


def newest(slug: str, *, watch: bool = False) -> CalibrationRun | None:
    """Return the newest run for a kind, or None."""
    return db.session.scalar(
        select(CalibrationRun)
        .where(CalibrationRun.slug == slug, CalibrationRun.watch.is_(watch))
        .order_by(CalibrationRun.id.desc())
        .limit(1)
    )


def begin(slug: str, *, by_id: int, by: str) -> CalibrationRun:
    """Have a worker estimate the parameters of a kind. Puts nothing in force.

    Raises:
        BusyError: a run that a person started has not finished.
    """
    last = newest(slug)
    if last is not None and last.state == RunState.WAITING:
        raise BusyError
    return _add(slug, begun_by_id=by_id, begun_by=by)


def _add(slug: str, **columns: Any) -> CalibrationRun:
    run = CalibrationRun(public_id=secrets.token_urlsafe(16), slug=slug, **columns)
    db.session.add(run)
    db.session.flush()
    after_commit(estimate_parameters, run.id)
    return run


def approve(
    run: CalibrationRun, *, why: str, by_id: int, by: str, without: str = ""
) -> ItemParameters:
    """Put the parameters of a run in force for every sitting that begins from now on.

    Args:
        without: a flag; items that have it keep the parameters in force.

    Raises:
        StaleError: the run is decided, or its scale is that of parameters no longer in force.
        ValueError: there is no reason, or there is nothing to put in force.
    """
    db.session.refresh(run, with_for_update=True)
    approved = item_decisions.in_force(run.slug)
    if run.state != RunState.PROPOSED or run.against != (approved.version if approved else ""):
        raise StaleError
    content = material.proposal(run.slug, (run.content or {})["items"], without=without)
    version = f"{now():%Y-%m-%d}-{run.id}"
    row = item_decisions.approve(run.slug, content, version=version, why=why, by_id=by_id, by=by)
    _decide(run, RunState.APPROVED, why=why, by_id=by_id, by=by)
    return row


def discard(run: CalibrationRun, *, why: str, by_id: int, by: str) -> None:
    """Discard a proposal; it stays on record with the reason.

    Raises:
        StaleError: the run is decided already.
        ValueError: there is no reason.
    """
    db.session.refresh(run, with_for_update=True)
    if run.state != RunState.PROPOSED:
        raise StaleError
    if not why.strip():
        raise ValueError("discarding a proposal needs a reason")
    _decide(run, RunState.DISCARDED, why=why, by_id=by_id, by=by)


def _decide(run: CalibrationRun, state: RunState, *, why: str, by_id: int, by: str) -> None:
    run.state, run.why = state, why.strip()
    run.decided_by_id, run.decided_by, run.decided_at = by_id, by, now()
    db.session.flush()


@job("scoring", timeout=280)
def estimate_parameters(run_id: int) -> None:
    """Estimate the parameters and store the outcome. No transaction is open during the estimate."""
    if not claim(CalibrationRun, run_id, CalibrationRun.state == RunState.WAITING):
        return
    try:
        with read_only():
            run = db.session.get_one(CalibrationRun, run_id)
            slug, watch = run.slug, run.watch
            approved = item_decisions.in_force(slug)
            since = approved.approved_at if watch and approved else None
            before = material.material(slug, since)
        content, reason = _estimate(before)
    except Exception as error:
        db.session.rollback()
        run = db.session.get_one(CalibrationRun, run_id)
        if not failed(run, estimate_parameters, error):
            run.state = RunState.NEEDS_ATTENTION
        db.session.commit()
        raise
    run = db.session.get_one(CalibrationRun, run_id, with_for_update=True)
    if run.state != RunState.WAITING:
        return
    done = RunState.MEASURED if watch else RunState.PROPOSED
    run.state = RunState.REFUSED if reason else done
    run.content, run.reason, run.against = content, reason, before.version
    run.ended_at, run.not_before = now(), None
    db.session.commit()


def _estimate(before: material.Material) -> tuple[dict[str, Any], str]:
    """Return the content of a run and the code of a refusal, "" if it succeeded."""
    try:
        return material.estimates_as_json(material.estimates_of(before), before), ""
    except CalibrationError as error:
        return {"people": len(before.people), "counts": dict(before.counts)}, error.code


def watched(slug: str) -> CalibrationRun | None:
    """Return the newest finished watch of the parameters in force, or None."""
    approved = item_decisions.in_force(slug)
    if approved is None:
        return None
    return db.session.scalar(
        select(CalibrationRun)
        .where(
            CalibrationRun.slug == slug,
            CalibrationRun.watch.is_(True),
            CalibrationRun.ended_at.is_not(None),
            CalibrationRun.against == approved.version,
        )
        .order_by(CalibrationRun.id.desc())
        .limit(1)
    )


def watch_figures(run: CalibrationRun | None, item: str) -> Mapping[str, Any]:
    """Return a watch's figures of an item; only ``n`` and no ``flags`` if it was not estimated."""
    content = (run.content if run else None) or {}
    if item in content.get("items", {}):
        figures: Mapping[str, Any] = content["items"][item]
        return figures
    left = content.get("left_out", {}).get(item)
    return {"n": left["n"] if left else content.get("counts", {}).get(item, 0), "flags": []}


@sweep
def watch_parameters() -> int:
    """Start a watch for each kind once a day, if sittings have been scored since the last one."""
    begun = 0
    for kind in registry.kinds():
        with read_only():
            due = _watch_due(kind.slug)
        if due:
            _add(kind.slug, watch=True)
            begun += 1
        db.session.commit()
    return begun


def _watch_due(slug: str) -> bool:
    approved, last = item_decisions.in_force(slug), newest(slug, watch=True)
    if approved is None or (last is not None and last.begun_at > now() - WATCH_EVERY):
        return False
    since = max(approved.approved_at, last.begun_at if last else approved.approved_at)
    scored = exists().where(
        Sitting.slug == slug,
        Sitting.practice.is_(False),
        Sitting.state == SittingState.SCORED,
        Sitting.began_at >= approved.approved_at,
        Sitting.ended_at >= since,
    )
    return bool(db.session.scalar(select(scored)))


@sweep
def send_waiting_runs() -> int:
    """Send every estimate that is due and that no worker has claimed."""
    with read_only():
        due = db.session.execute(
            select(CalibrationRun.id, CalibrationRun.attempts).where(
                CalibrationRun.state == RunState.WAITING,
                (CalibrationRun.not_before.is_(None)) | (CalibrationRun.not_before <= now()),
            )
        ).all()
    for run_id, attempts in due:
        if attempts < config.current().job_attempts:
            send(estimate_parameters, run_id, attempt=attempts)
            continue
        run = db.session.get_one(CalibrationRun, run_id)
        run.state, run.reason = RunState.NEEDS_ATTENTION, run.reason or "worker_died"
        db.session.commit()
    return len(due)


@sweep
def drop_old_watches() -> int:
    """Delete every watch that is older than the newest finished watch of its kind."""
    with read_only():
        watches = db.session.execute(
            select(CalibrationRun.id, CalibrationRun.slug, CalibrationRun.ended_at)
            .where(CalibrationRun.watch.is_(True))
            .order_by(CalibrationRun.id)
        ).all()
    last = {row.slug: row.id for row in watches if row.ended_at}
    old = [row.id for row in watches if row.id < last.get(row.slug, 0)]
    for run_id in old:
        db.session.delete(db.session.get_one(CalibrationRun, run_id))
    db.session.commit()
    return len(old)
