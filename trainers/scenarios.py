"""Scenarios that trainers write: copied, saved as drafts, tested, published, taken out of use."""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from accounts.models import Staff
from assessments.banks import editions, registry
from assessments.banks.editions import Edition, EditionState
from assessments.kinds.chat.authoring.self_test import failures
from assessments.kinds.chat.bank import ScenarioError, as_written, parsed
from assessments.kinds.chat.scenario import Scenario
from database import db, now

SLUG: Final = "chat"
MOST_BYTES: Final = 150_000
"""Of one scenario as JSON; the largest shipped one has some 25 KB."""
MOST_LISTED: Final = 200


class SaveError(ValueError):
    """A draft cannot be kept; ``code`` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One line of the list. ``edition`` is None for a shipped file; ``faults`` None for a draft
    or what is no longer drawn: nobody ran its tests for this page."""

    key: str
    item: str
    title: str
    version: int | None
    state: str
    place: str
    practice: bool
    faults: int | None
    edition: Edition | None = None


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the checks of a content say: whether it can be played, and every complaint."""

    scenario: Scenario | None
    complaints: tuple[str, ...]


def listed() -> list[Listed]:
    """Return the scenarios, those being written first, then what is drawn, then the retired."""
    offered = editions.offered(SLUG)
    rows = db.session.scalars(
        select(Edition).where(Edition.slug == SLUG).order_by(Edition.id.desc()).limit(MOST_LISTED)
    ).all()
    newest = editions.newest(SLUG)
    own = [_listed(row, offered, newest) for row in rows]
    shipped = [
        Listed(
            key=name, item=name, title=one.title, version=one.version,
            state="replaced" if name in newest else "shipped",
            place=_place(one.parallel_set, one.slot), practice=one.practice, faults=0,
        )
        for name, one in registry.bank(SLUG).items()
        if isinstance(one, Scenario)
    ]  # fmt: skip
    order = ("draft", "published", "shipped", "replaced", "retired")
    return sorted([*own, *shipped], key=lambda one: (order.index(one.state), one.title))


def _listed(row: Edition, offered: Mapping[str, Any], newest: Mapping[str, int]) -> Listed:
    content = row.content
    state = str(row.state)
    if state == "published" and newest.get(row.item) != row.version:
        state = "replaced"
    tested = None if state != "published" else 0 if row.name in offered else 1
    return Listed(
        key=row.public_id, item=row.item, title=str(content.get("title") or row.item),
        version=row.version, state=state, faults=tested, edition=row,
        place=_place(content.get("form"), content.get("slot")),
        practice=content.get("practice") == "true",
    )  # fmt: skip


def _place(form: Any, slot: Any) -> str:
    return f"{form}, {slot}" if form and slot else ""


def find(key: str) -> Edition | None:
    """Return an edition by its public id, or None."""
    return db.session.scalar(select(Edition).where(Edition.public_id == key, Edition.slug == SLUG))


def content_of(key: str) -> dict[str, Any] | None:
    """Return the content of an edition or of a shipped file; None when there is neither."""
    edition = find(key)
    if edition is not None:
        return filled(edition)
    if isinstance(registry.bank(SLUG).get(key), Scenario):
        return as_written(key)
    return None


def filled(edition: Edition) -> dict[str, Any]:
    """Return the content with its id and version, as a file has them."""
    version = edition.version or _next_version(edition.item)
    return {**edition.content, "id": edition.item, "version": str(version)}


def checked(content: Mapping[str, Any], *, scores: bool = True) -> Checked:
    """Check a content and, when it hangs together, run its self-tests."""
    try:
        scenario = parsed(content)
    except ScenarioError as error:
        return Checked(scenario=_readable(content), complaints=error.problems)
    return Checked(scenario=scenario, complaints=tuple(failures(scenario, scores=scores)))


def _readable(content: Mapping[str, Any]) -> Scenario | None:
    try:
        return Scenario.model_validate(content)
    except ValidationError:
        return None


def new_version(key: str, *, token: str, by: Staff) -> Edition | None:
    """Return the draft of the next version of a scenario: the one there is, or a new one."""
    content = content_of(key)
    if content is None:
        return None
    item = str(content["id"])
    draft = db.session.scalar(
        select(Edition).where(
            Edition.slug == SLUG, Edition.item == item, Edition.state == EditionState.DRAFT
        )
    )
    return draft or _draft(item, content, token=token, by=by)


def copy(key: str, *, token: str, by: Staff) -> Edition | None:
    """Return a draft of a new scenario that starts as a copy; the same one for the same token.

    A copy leaves the place in a parallel set: two scenarios cannot have the same.
    """
    content = content_of(key)
    if content is None:
        return None
    content = {name: one for name, one in content.items() if name not in {"form", "slot"}}
    return _draft(_free_id(str(content["id"])), content, token=token, by=by)


def _free_id(item: str) -> str:
    taken = set(db.session.scalars(select(Edition.item).where(Edition.slug == SLUG)))
    taken |= registry.bank(SLUG).keys()
    stem = item[:34].rstrip("-")
    return next(name for n in range(2, 10_000) if (name := f"{stem}-{n}") not in taken)


def _draft(item: str, content: Mapping[str, Any], *, token: str, by: Staff) -> Edition:
    if found := find(token):
        return found
    kept = {name: one for name, one in content.items() if name not in {"id", "version"}}
    edition = Edition(
        public_id=token, slug=SLUG, item=item, content=kept, made_by_id=by.id, made_by=by.name
    )
    try:
        with db.session.begin_nested():
            db.session.add(edition)
    except IntegrityError:
        found = find(token)
        assert found is not None
        return found
    return edition


def new_token() -> str:
    """Return a public id for a draft that a button will make; pressed twice it makes one."""
    return secrets.token_urlsafe(16)


def save(edition: Edition, content: Mapping[str, Any], *, revision: int, by: Staff) -> None:
    """Keep a draft.

    Raises:
        SaveError: ``too_large``, ``published``, or ``changed`` since the page was opened.
    """
    db.session.refresh(edition, with_for_update=True)
    kept = {name: one for name, one in content.items() if name not in {"id", "version"}}
    if not edition.is_draft:
        raise SaveError("published")
    if kept == edition.content:
        return
    if revision != edition.revision:
        raise SaveError("changed")
    if len(json.dumps(kept)) > MOST_BYTES:
        raise SaveError("too_large")
    edition.content = kept
    edition.revision += 1
    edition.saved_by, edition.saved_at = by.name, now()


def publish(edition: Edition, *, by: Staff) -> tuple[str, ...]:
    """Publish a draft as the next version of its scenario, or return what is against it.

    What is published already stays as it is.
    """
    db.session.refresh(edition, with_for_update=True)
    if not edition.is_draft:
        return ()
    found = checked(filled(edition))
    complaints = (*found.complaints, *_taken_place(edition, found.scenario))
    if complaints:
        return complaints
    edition.version = _next_version(edition.item)
    edition.state = EditionState.PUBLISHED
    edition.published_by_id, edition.published_by, edition.published_at = by.id, by.name, now()
    db.session.flush()
    return ()


def _taken_place(edition: Edition, scenario: Scenario | None) -> Iterator[str]:
    """A parallel set has one customer for each slot."""
    if scenario is None or scenario.parallel_set is None:
        return
    for one in editions.offered(SLUG).values():
        if not isinstance(one, Scenario) or one.id.partition("@")[0] == edition.item:
            continue
        if (one.parallel_set, one.slot) == (scenario.parallel_set, scenario.slot):
            yield f"form, slot: {one.title!r} has this place; choose another, or leave both empty"


def _next_version(item: str) -> int:
    shipped = registry.bank(SLUG).get(item)
    highest = db.session.scalar(
        select(func.max(Edition.version)).where(Edition.slug == SLUG, Edition.item == item)
    )
    return 1 + max(highest or 0, shipped.version if isinstance(shipped, Scenario) else 0)


def retire(edition: Edition, *, by: Staff) -> None:
    """Take a published version out of use; the one before it is drawn again, if there is one."""
    db.session.refresh(edition, with_for_update=True)
    if edition.state == EditionState.PUBLISHED:
        edition.state = EditionState.RETIRED
        edition.retired_by, edition.retired_at = by.name, now()


def discard(edition: Edition) -> None:
    """Throw a draft away."""
    db.session.refresh(edition, with_for_update=True)
    if edition.is_draft:
        db.session.delete(edition)
