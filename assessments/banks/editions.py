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
    """The life of an edition. A retired edition is no longer drawn; old sittings still read it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Edition(Base):
    """One version of an item that staff wrote.

    ``content`` is the input of the kind's ``edition``. It and ``version`` never change after
    publication. A draft has no version yet; ``revision`` counts how often it was saved.
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
        """The id of this version in banks and logs: ``late-parcel@3``."""
        return f"{self.item}@{self.version}"

    @property
    def is_draft(self) -> bool:
        """Whether the content can still be changed."""
        return self.state == EditionState.DRAFT


def bank_of(slug: str, drawn: Iterable[str]) -> Bank:
    """Return the shipped items of a kind and the editions among the items drawn for a sitting.

    Raises:
        ContentError: an edition can no longer be read.
    """
    shipped = registry.bank(slug)
    wanted = [name for name in drawn if "@" in name and name not in shipped]
    return {**shipped, **_read(slug, wanted)} if wanted else shipped


def offered(slug: str) -> Bank:
    """Return the items that new sittings draw from, each in its newest version.

    An edition that fails its own tests, for example after an upgrade, is left out and logged.
    """
    shipped = registry.bank(slug)
    kind = registry.get(slug)
    if kind.authoring.edition is None:
        return shipped
    items = dict(shipped)
    for item, version in sorted(newest(slug).items()):
        name = f"{item}@{version}"
        try:
            edition = _read(slug, [name])[name]
            if faults := _faults(slug, name, edition):
                raise ContentError("; ".join(faults))
        except ContentError as error:
            logger.error("%s/%s is not offered: %s", slug, name, error)
            continue
        items.pop(item, None)
        items[name] = edition
    return items


def newest(slug: str) -> Mapping[str, int]:
    """Return the newest published version number of every item that has one."""
    rows = db.session.execute(
        select(Edition.item, Edition.version)
        .where(Edition.slug == slug, Edition.state == EditionState.PUBLISHED)
        .order_by(Edition.version)
    )
    return {row.item: row.version for row in rows}


def _cache() -> dict[tuple[str, ...], Any]:
    """Return the published editions that this process has read; they never change."""
    cache: dict[tuple[str, ...], Any] = current_app.extensions.setdefault("handa-editions", {})
    return cache


def _read(slug: str, names: Iterable[str]) -> dict[str, Any]:
    items, cache = {}, _cache()
    for name in names:
        if (slug, name) not in cache:
            cache[slug, name] = _load(slug, name)
        items[name] = cache[slug, name]
    return items


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
    key, cache = (slug, name, "faults"), _cache()
    if key not in cache:
        cache[key] = tuple(registry.get(slug).authoring.faults(edition))
    faults: tuple[str, ...] = cache[key]
    return faults
