"""The items that new sittings may draw: staff decisions and approved parameters applied."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, defer, mapped_column

from assessments.banks import editions, registry
from assessments.contract.assessment import Bank
from database import Base, Instant, db, now


class ItemState(StrEnum):
    """An item is scored (``USED``), asked but not scored (``TRIAL``) or not asked (``RETIRED``)."""

    USED = "used"
    TRIAL = "trial"
    RETIRED = "retired"


class ItemDecision(Base):
    """A person's decision on the state of an item; append-only, the newest is in force."""

    __tablename__ = "item_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(80), index=True)
    state: Mapped[ItemState] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(Instant, default=now)


class ItemParameters(Base):
    """Parameters of a kind's items that a person has approved; the newest version is in force.

    ``content`` has, by item, ``a``, ``b``, ``c``, ``share`` and details of the estimate.
    """

    __tablename__ = "item_parameters"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(40))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(Text)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[str] = mapped_column(String(120))
    approved_at: Mapped[datetime] = mapped_column(Instant, default=now)

    __table_args__ = (UniqueConstraint("slug", "version"),)


def newest_decisions(slug: str) -> Mapping[str, ItemDecision]:
    """Return the newest decision on each item of a kind that has one, by item."""
    rows = db.session.scalars(
        select(ItemDecision).where(ItemDecision.slug == slug).order_by(ItemDecision.id)
    )
    return {row.item: row for row in rows}


def decide(
    slug: str, item: str, state: ItemState, *, reason: str, by_id: int | None, by: str
) -> None:
    """Record a person's decision on the state of an item. Old sittings still read the item.

    Raises:
        LookupError: the bank has no such item.
        ValueError: there is no reason, or the item cannot be on trial.
    """
    found = registry.bank(slug).get(item)
    if found is None:
        raise LookupError(item)
    if not reason.strip():
        raise ValueError("a decision on an item needs a reason")
    if state == ItemState.TRIAL and not can_be_tried(slug, found):
        raise ValueError(f"{item} cannot be on trial")
    db.session.add(
        ItemDecision(
            slug=slug,
            item=item,
            state=state,
            reason=reason.strip(),
            made_by_id=by_id,
            made_by=by,
        )
    )
    db.session.flush()


def can_be_tried(slug: str, item: Any) -> bool:
    """Return True if an item can be on trial: its kind allows it, and answers can calibrate it."""
    calibration = registry.get(slug).calibration
    return calibration is not None and bool(calibration.parameters(item))


def in_force(slug: str) -> ItemParameters | None:
    """Return the newest approved parameters of a kind."""
    return db.session.scalar(
        select(ItemParameters)
        .where(ItemParameters.slug == slug)
        .order_by(ItemParameters.id.desc())
        .limit(1)
    )


def approvals(slug: str, most: int = 10) -> Sequence[ItemParameters]:
    """Return the newest approved versions of a kind's parameters, newest first."""
    return db.session.scalars(
        select(ItemParameters)
        .where(ItemParameters.slug == slug)
        .order_by(ItemParameters.id.desc())
        .limit(most)
        .options(defer(ItemParameters.content))
    ).all()


def approve(
    slug: str, content: Mapping[str, Any], *, version: str, why: str, by_id: int | None, by: str
) -> ItemParameters:
    """Put parameters that a person has approved in force for sittings that begin from now on.

    Raises:
        ValueError: a number is out of range, an item is unknown, the version exists, or the
            version, the reason or the name is missing. Nothing is stored then.
    """
    bank = registry.bank(slug)
    if unknown := content.keys() - bank.keys():
        raise ValueError(f"the bank has no {sorted(unknown)[:3]}")
    if not (content and version.strip() and why.strip() and by.strip()):
        raise ValueError("items, a version, a reason and a name are needed")
    if db.session.scalar(select(ItemParameters.id).filter_by(slug=slug, version=version)):
        raise ValueError(f"version {version!r} exists")
    for item, parameters in content.items():
        if not 0 < parameters.get("share", 0) <= 1:
            raise ValueError(f"{item}: its share is above 0 and at most 1")
    calibration = registry.get(slug).calibration
    try:
        if calibration:
            calibration.calibrated(bank, version, content)
    except (KeyError, TypeError) as error:
        raise ValueError(f"each item needs a, b, c and share as numbers: {error}") from error
    row = ItemParameters(
        slug=slug,
        version=version,
        content=dict(content),
        why=why.strip(),
        approved_by_id=by_id,
        approved_by=by.strip(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def drawable(slug: str) -> Bank:
    """Return the items that new sittings draw from, with the newest decisions applied.

    Retired items are left out, items on trial are marked as such by their kind, and approved
    parameters replace those of the files.
    """
    calibration, decisions = registry.get(slug).calibration, newest_decisions(slug)
    states = {name: row.state for name, row in decisions.items()}
    items: Bank = {
        name: item
        for name, item in editions.offered(slug).items()
        if states.get(name) != ItemState.RETIRED
    }
    if calibration is None:
        return items
    if states:
        items = calibration.on_trial(
            items, {name: state == ItemState.TRIAL for name, state in states.items()}
        )
    approved = in_force(slug)
    if approved is None:
        return items
    return calibration.calibrated(items, approved.version, approved.content)


def draw(
    slug: str, seed: int, *, practice: bool = False, length: str = "", chosen: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the item ids of a new sitting.

    Args:
        slug: of the kind.
        seed: of the sitting.
        practice: whether the sitting is practice, for which no choice counts.
        length: name of the length; empty for the usual one.
        chosen: the vacancy's choice. It does not count where it cannot be drawn any more, so that
            an applicant can always begin.
    """
    kind, bank = registry.get(slug), drawable(slug)
    ids: tuple[str, ...] = ()
    if kind.choices is not None and chosen and not practice:
        ids = kind.choices.draw(bank, seed, length, chosen)
    return ids or kind.drawing(length)(bank, seed, practice)
