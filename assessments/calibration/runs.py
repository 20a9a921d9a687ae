"""Estimates of item parameters as jobs: begun by a person, who approves or discards what comes
out; or once a day by the server, to watch whether what was approved still holds.
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

    ``refused``: the answers do not carry an estimate. ``proposed``: a person has to decide.
    ``measured``: a watch has come to its end. ``needs_attention``: the job gave up.
    """

    WAITING = "waiting"
    REFUSED = "refused"
    PROPOSED = "proposed"
    MEASURED = "measured"
    APPROVED = "approved"
    DISCARDED = "discarded"
    NEEDS_ATTENTION = "needs_attention"


class CalibrationRun(JobState, Base):
    """One estimate of a kind's item parameters, and what a person made of it.

    ``watch``: made by the server, from sittings that began after the parameters in force were
    approved; nobody decides on it. ``against``: the version in force when it was made, which was
    its scale; "" for none. ``content``: what ``calibration.told`` gave; of a refused run
    ``counts``. ``reason``: the code of a refusal, or why the job failed.
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
    """The run cannot be decided on: it was, or other parameters have come into force since."""


class BusyError(ValueError):
    """A run of this kind is being made already."""


def newest(slug: str, *, watch: bool = False) -> CalibrationRun | None:
    """Return the newest run of a kind."""
    return db.session.scalar(
        select(CalibrationRun)
        .where(CalibrationRun.slug == slug, CalibrationRun.watch.is_(watch))
        .order_by(CalibrationRun.id.desc())
        .limit(1)
    )


def begin(slug: str, *, by_id: int, by: str) -> CalibrationRun:
    """Let a worker estimate the parameters of a kind; nothing is in force by that.

    Raises:
        BusyError: a run that a person began is still being made.
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
        without: a flag; items that have it stay as they are.

    Raises:
        StaleError: it was decided on, or made against parameters that are no longer in force.
        ValueError: there is no reason, or nothing to put in force.
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
    """Put a proposal aside; it stays on record with the reason.

    Raises:
        StaleError: it was decided on already.
        ValueError: there is no reason.
    """
    db.session.refresh(run, with_for_update=True)
    if run.state != RunState.PROPOSED:
        raise StaleError
    if not why.strip():
        raise ValueError("to discard a proposal needs a reason")
    _decide(run, RunState.DISCARDED, why=why, by_id=by_id, by=by)


def _decide(run: CalibrationRun, state: RunState, *, why: str, by_id: int, by: str) -> None:
    run.state, run.why = state, why.strip()
    run.decided_by_id, run.decided_by, run.decided_at = by_id, by, now()
    db.session.flush()


@job("scoring", timeout=280)
def estimate_parameters(run_id: int) -> None:
    """Estimate, and keep what came out; no transaction is open meanwhile."""
    if not claim(CalibrationRun, run_id, CalibrationRun.state == RunState.WAITING):
        return
    try:
        with read_only():
            run = db.session.get_one(CalibrationRun, run_id)
            slug, watch = run.slug, run.watch
            approved = item_decisions.in_force(slug)
            since = approved.approved_at if watch and approved else None
            before = material.material(slug, since)
        made, reason = _made(before)
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
    run.content, run.reason, run.against = made, reason, before.version
    run.ended_at, run.not_before = now(), None
    db.session.commit()


def _made(before: material.Material) -> tuple[dict[str, Any], str]:
    try:
        return material.told(material.estimated(before), before), ""
    except CalibrationError as error:
        return {"people": len(before.people), "counts": dict(before.counts)}, error.code


def watched(slug: str) -> CalibrationRun | None:
    """Return the newest finished watch over the parameters in force, or None."""
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


def seen(run: CalibrationRun | None, item: str) -> Mapping[str, Any]:
    """Return what a watch measured of an item; of one that it did not, at most its answers."""
    content = (run.content if run else None) or {}
    if item in content.get("items", {}):
        found: Mapping[str, Any] = content["items"][item]
        return found
    left = content.get("left_out", {}).get(item)
    return {"n": left["n"] if left else content.get("counts", {}).get(item, 0), "flags": []}


@sweep
def watch_parameters() -> int:
    """Once a day, when somebody was scored since, compare what was approved with new answers."""
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
    """Send every estimate again that is due and that nobody works on."""
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
    """Keep of each kind the newest watch that came to its end, and what was begun after it."""
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
