"""Items that staff write: a draft until it is published, never changed afterwards."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask import current_app
from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from assessments.banks import registry
from assessments.contract.assessment import Bank, ContentError
from database import Base, Instant, db, now

logger = logging.getLogger(__name__)


class EditionState(StrEnum):
    """The life of an edition; a retired one is no longer drawn, and old sittings still read it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Edition(Base):
    """One version of an item that staff wrote.

    ``content`` is what the kind's ``edition`` reads; it and ``version`` stay as they are once
    published. A draft has no version yet, and ``revision`` counts how often it was saved.
    """

    __tablename__ = "item_edition"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
    slug: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(40), index=True)
    version: Mapped[int | None]
    state: Mapped[EditionState] = mapped_column(String(20), default=EditionState.DRAFT)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    made_by: Mapped[str] = mapped_column(String(120))
    made_at: Mapped[datetime] = mapped_column(Instant, default=now)
    saved_by: Mapped[str] = mapped_column(String(120), default="")
    saved_at: Mapped[datetime | None] = mapped_column(Instant)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    published_by: Mapped[str] = mapped_column(String(120), default="")
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    retired_by: Mapped[str] = mapped_column(String(120), default="")
    retired_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("slug", "item", "version"),)

    @property
    def name(self) -> str:
        """The id of this version in a bank and in a sitting's form: ``late-parcel@3``."""
        return f"{self.item}@{self.version}"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.state == EditionState.DRAFT


def bank_of(slug: str, form: Iterable[str]) -> Bank:
    """Return the shipped items of a kind, and the editions that a sitting's form names.

    Raises:
        ContentError: an edition can no longer be read.
    """
    shipped = registry.bank(slug)
    wanted = [name for name in form if "@" in name and name not in shipped]
    return {**shipped, **_read(slug, wanted)} if wanted else shipped


def offered(slug: str) -> Bank:
    """Return what new sittings are drawn from: of each item the newest version.

    An edition that fails its kind's own tests since the last upgrade is left out, and logged.
    """
    shipped = registry.bank(slug)
    kind = registry.get(slug)
    if kind.authoring.edition is None:
        return shipped
    found = dict(shipped)
    for item, version in sorted(newest(slug).items()):
        name = f"{item}@{version}"
        try:
            edition = _read(slug, [name])[name]
            if faults := _faults(slug, name, edition):
                raise ContentError("; ".join(faults))
        except ContentError as error:
            logger.error("%s/%s is not offered: %s", slug, name, error)
            continue
        found.pop(item, None)
        found[name] = edition
    return found


def newest(slug: str) -> Mapping[str, int]:
    """Return the newest published version of every item that has one."""
    rows = db.session.execute(
        select(Edition.item, Edition.version)
        .where(Edition.slug == slug, Edition.state == EditionState.PUBLISHED)
        .order_by(Edition.version)
    )
    return {row.item: row.version for row in rows}


def _kept() -> dict[tuple[str, ...], Any]:
    """What this process has read of published editions, which never change."""
    kept: dict[tuple[str, ...], Any] = current_app.extensions.setdefault("handa-editions", {})
    return kept


def _read(slug: str, names: Iterable[str]) -> dict[str, Any]:
    found = {}
    for name in names:
        if (slug, name) not in _kept():
            _kept()[slug, name] = _load(slug, name)
        found[name] = _kept()[slug, name]
    return found


def _load(slug: str, name: str) -> Any:
    item, _, version = name.rpartition("@")
    kind = registry.get(slug)
    content = db.session.scalar(
        select(Edition.content).where(
            Edition.slug == slug, Edition.item == item, Edition.version == int(version)
        )
    )
    if content is None or kind.authoring.edition is None:
        raise ContentError(f"{slug}: there is no item {name!r}")
    return kind.authoring.edition(name, content)


def _faults(slug: str, name: str, edition: Any) -> tuple[str, ...]:
    key = (slug, name, "faults")
    if key not in _kept():
        _kept()[key] = tuple(registry.get(slug).authoring.faults(edition))
    faults: tuple[str, ...] = _kept()[key]
    return faults
