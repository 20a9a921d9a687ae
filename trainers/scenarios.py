"""Scenarios that trainers write: copy, save as a draft, test, publish, retire."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from accounts.models import Staff
from assessments.banks import editions, registry
from assessments.banks.editions import Edition, EditionState
from assessments.kinds.chat.authoring.self_test import failures
from assessments.kinds.chat.bank import ScenarioError, as_written, parsed
from assessments.kinds.chat.scenario import Scenario
from database import db, now

SLUG: Final = "chat"
MOST_BYTES: Final = 150_000
"""Size of one scenario as JSON; the largest shipped scenario has about 25 KB."""
MOST_LISTED: Final = 200


class SaveError(ValueError):
    """A draft cannot be saved; ``code`` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One line of the list of scenarios.

    Attributes:
        edition: None for a shipped file.
        faults: how many self-tests fail; None for a scenario that is not in use, whose tests this
            page does not run.
    """

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
    """The outcome of checking a content; ``scenario`` is None when it cannot be played."""

    scenario: Scenario | None
    complaints: tuple[str, ...]


def listed() -> list[Listed]:
    """Return the scenarios: drafts first, then those in use, then those out of use."""
    offered = editions.offered(SLUG)
    rows = db.session.scalars(
        select(Edition).where(Edition.slug == SLUG).order_by(Edition.id.desc()).limit(MOST_LISTED)
    ).all()
    newest = editions.newest(SLUG)
    own = [_listed(row, offered, newest) for row in rows]
    shipped = [
        Listed(
            key=name,
            item=name,
            title=scenario.title,
            version=scenario.version,
            state="replaced" if name in newest else "shipped",
            place=_place(scenario.parallel_set, scenario.slot),
            practice=scenario.practice,
            faults=0,
        )
        for name, scenario in registry.bank(SLUG).items()
        if isinstance(scenario, Scenario)
    ]
    order = ("draft", "published", "shipped", "replaced", "retired")
    return sorted([*own, *shipped], key=lambda line: (order.index(line.state), line.title))


def _listed(row: Edition, offered: Mapping[str, Any], newest: Mapping[str, int]) -> Listed:
    content = row.content
    state = str(row.state)
    if state == "published" and newest.get(row.item) != row.version:
        state = "replaced"
    faults = None if state != "published" else 0 if row.name in offered else 1
    return Listed(
        key=row.public_id,
        item=row.item,
        title=str(content.get("title") or row.item),
        version=row.version,
        state=state,
        faults=faults,
        edition=row,
        place=_place(content.get("form"), content.get("slot")),
        practice=content.get("practice") == "true",
    )


def _place(form: Any, slot: Any) -> str:
    return f"{form}, {slot}" if form and slot else ""


def find(key: str) -> Edition | None:
    """Return an edition by its public id, or None."""
    return db.session.scalar(select(Edition).where(Edition.public_id == key, Edition.slug == SLUG))


def content_of(key: str) -> dict[str, Any] | None:
    """Return the content of an edition or of a shipped file, or None when neither has this key."""
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
    """Check a content and, if it is valid, run its self-tests."""
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
    """Return the draft of a scenario's next version; open one if it has no draft yet."""
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
    """Return the draft of a new scenario that starts as a copy; the same draft for the same token.

    The copy keeps its place in a parallel set: the draw chooses among those that share a place.
    """
    content = content_of(key)
    if content is None:
        return None
    return _draft(_free_id(str(content["id"])), content, token=token, by=by)


def _free_id(item: str) -> str:
    taken = set(db.session.scalars(select(Edition.item).where(Edition.slug == SLUG)))
    taken |= registry.bank(SLUG).keys()
    stem = item[:34].rstrip("-")
    return next(name for n in range(2, 10_000) if (name := f"{stem}-{n}") not in taken)


def _draft(item: str, content: Mapping[str, Any], *, token: str, by: Staff) -> Edition:
    if existing := find(token):
        return existing
    edition = Edition(
        public_id=token,
        slug=SLUG,
        item=item,
        content=_without_version(content),
        made_by_id=by.id,
        made_by=by.name,
    )
    try:
        with db.session.begin_nested():
            db.session.add(edition)
    except IntegrityError:
        # Another request with the same token was faster.
        existing = find(token)
        assert existing is not None
        return existing
    return edition


def _without_version(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the content as an edition stores it; its id and version have their own columns."""
    return {key: value for key, value in content.items() if key not in {"id", "version"}}


def new_token() -> str:
    """Return a public id for the draft that a button opens, so that two presses open one draft."""
    return secrets.token_urlsafe(16)


def save(edition: Edition, content: Mapping[str, Any], *, revision: int, by: Staff) -> None:
    """Save a draft.

    Raises:
        SaveError: ``too_large``, ``published``, or ``changed`` since the page was opened.
    """
    db.session.refresh(edition, with_for_update=True)
    stored = _without_version(content)
    if not edition.is_draft:
        raise SaveError("published")
    if json.dumps(stored) == json.dumps(edition.content):
        return
    if revision != edition.revision:
        raise SaveError("changed")
    if len(json.dumps(stored)) > MOST_BYTES:
        raise SaveError("too_large")
    edition.content = stored
    flag_modified(edition, "content")  # a new order of a mapping alone is equal to the old
    edition.revision += 1
    edition.saved_by, edition.saved_at = by.name, now()


def publish(edition: Edition, *, by: Staff) -> tuple[str, ...]:
    """Publish a draft as the next version of its scenario.

    A version that is already published stays as it is.

    Returns:
        The complaints because of which it was not published; empty when it is published.
    """
    db.session.refresh(edition, with_for_update=True)
    if not edition.is_draft:
        return ()
    complaints = checked(filled(edition)).complaints
    if complaints:
        return complaints
    edition.version = _next_version(edition.item)
    edition.state = EditionState.PUBLISHED
    edition.published_by_id, edition.published_by, edition.published_at = by.id, by.name, now()
    db.session.flush()
    return ()


def _next_version(item: str) -> int:
    shipped = registry.bank(SLUG).get(item)
    highest = db.session.scalar(
        select(func.max(Edition.version)).where(Edition.slug == SLUG, Edition.item == item)
    )
    return 1 + max(highest or 0, shipped.version if isinstance(shipped, Scenario) else 0)


def retire(edition: Edition, *, by: Staff) -> None:
    """Take a published version out of use; new sittings draw the version before it, if any."""
    db.session.refresh(edition, with_for_update=True)
    if edition.state == EditionState.PUBLISHED:
        edition.state = EditionState.RETIRED
        edition.retired_by, edition.retired_at = by.name, now()


def discard(edition: Edition) -> None:
    """Delete a draft."""
    db.session.refresh(edition, with_for_update=True)
    if edition.is_draft:
        db.session.delete(edition)
