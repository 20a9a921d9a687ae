"""A database of the last release before the redesign: read, scored and shown as it was.

``kept/README.md`` says what is in it and how it was made. Nothing here is written anew when the
code changes: a difference is a fault of the change, or is named in ``RENAMED`` or ``REWORDED``.
"""

import gzip
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

import database
from app import create_app
from assessments.banks import registry
from assessments.results import tasks
from assessments.sittings import life, log
from assessments.sittings.models import Sitting
from database import db
from recruiters.shortlist import report_views
from tests.support.apps import FreshClient, settings_for
from tests.support.postgres_fixtures import postgres, postgres_url
from tests.support.reworded import REDONE, REWORDED

__all__ = ["postgres", "postgres_url"]

KEPT = Path(__file__).parent / "kept"
MIGRATIONS = str(Path(__file__).parents[2] / "migrations")
HEAD_THEN = "0009"
MOMENT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
"""The time at which the pages were shown."""
PASSWORD = "a quiet mango tree"

RENAMED: Mapping[str, str] = {}
"""Keys of a report or a state that have another name now: the name then, the name now."""

RENAMED_IN_OPENING: Mapping[str, str] = {"form": "items", "form_name": "length"}
"""Keys of the opening of a log; ``form`` is also a key of reports, which kept it."""

ALWAYS_STORED: Mapping[str, Any] = {
    "adaptive": False,
    "answers": [],
    "judgeable": [],
    "questions": [],
    "rhythm": {},
    "subscores": [],
    "texts": {},
    "trial": [],
    "unscored": [],
}
"""Keys of a report's ``detail`` that every assessment stores now, with what is in them where an
assessment has nothing to say; then only some had them."""

ERROR_NOT_KNOWN_THEN = frozenset({"chat", "email", "inbox", "typing", "voice"})
"""Assessments that gave some or all of their scores no standard error."""

SCORED_ANEW = frozenset({"email", "writing"})
"""Assessments whose written English is scored by other rules since: the report has the same points,
texts and flags, but other figures."""

NEW_IN_STATE: Mapping[str, frozenset[str]] = {"email": frozenset({"own_words", "fewest_own"})}
"""Keys that the state of an assessment has now."""

EVIDENCE_ROOMS = (70_000, *range(66_000, 48_000, -4_000), 74_000, 80_000)
"""Characters of evidence on a report with which the kept text is looked for."""


# ---- what must be changed when modules move ----


def stop_the_clock(patch: pytest.MonkeyPatch) -> None:
    """Let every ``now()`` of the product be ``MOMENT``."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return MOMENT

    patch.setattr(database, "datetime", Stopped)


def all_sittings() -> list[Sitting]:
    return list(db.session.scalars(sa.select(Sitting).order_by(Sitting.id)))


def rescored(sitting: Sitting) -> dict[str, Any]:
    return tasks.report_of(sitting.id).to_dict()


def log_of(sitting: Sitting) -> list[Any]:
    return log.read(sitting)


def state_of(sitting: Sitting, events: list[Any]) -> dict[str, Any]:
    """Return what the page shows at the last of these events."""
    kind = registry.get(sitting.slug)
    return kind.state(life.load(sitting).bank, events, events[-1].at)


# ---- reading what was kept ----


def read_of(sitting: Sitting) -> dict[str, Any]:
    """Return what the code makes of a sitting: its log, its score, its page half-way and last."""
    events = log_of(sitting)
    opening = events[0].data
    half = events[: max(1, len(events) // 2)]
    found = {
        "slug": sitting.slug,
        "events": [event.type for event in events],
        "begun": opening.model_dump(mode="json"),
        "state_half_way": state_of(sitting, half),
        "state": state_of(sitting, events),
        "report": rescored(sitting),
    }
    return json.loads(json.dumps(found))  # tuples become lists, as they are in the file


class _Words(HTMLParser):
    """Collects the text that a page shows."""

    UNSEEN = frozenset({"script", "style", "template", "head"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.unseen += tag in self.UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in self.UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.found.append(data)


def words_of(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    parser.close()
    return re.sub(r"\s+", " ", " ".join(parser.found)).strip()


def client_of(app: Flask, who: str) -> FlaskClient:
    """Return the browser of a ``recruiter``, of a ``trainer``, or of a visitor."""
    client = app.test_client()
    if who != "applicant":
        sent = {"email": f"{who}@example.com", "password": PASSWORD}
        assert client.post("/staff/sign-in", data=sent).status_code == 303
    return client


def shown(client: FlaskClient, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200, path
    return words_of(page.text)


def renamed(value: Any) -> Any:
    """Return a kept report or state with the names that its keys have now."""
    if isinstance(value, dict):
        return {RENAMED.get(key, key): renamed(part) for key, part in value.items()}
    return [renamed(part) for part in value] if isinstance(value, list) else value


def opening_today(kept: Mapping[str, Any]) -> dict[str, Any]:
    return {RENAMED_IN_OPENING.get(key, key): value for key, value in kept.items()}


def report_today(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept report as it is stored now, but for what ``without_new_error`` takes out."""
    detail = {**ALWAYS_STORED, **kept["detail"]}
    usage = detail.get("usage") or {}
    if "questions" in usage:
        detail["unscored"] = usage["questions"]
        detail["usage"] = {key: value for key, value in usage.items() if key != "questions"}
    return renamed({**kept, "detail": detail})


def without_new_error(slug: str, kept: Mapping[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """Return a report of today without its new fields; a provisional error was None then."""
    report = dict(found)
    source, basis, tiers = (report.pop(name) for name in ("sem_source", "sem_basis", "tiers"))
    assert tiers == {}
    assert (source == "") == (report["sem"] is None)
    assert (basis != "") == (source == "provisional")
    if source == "provisional":
        assert slug in ERROR_NOT_KNOWN_THEN
        assert kept["sem"] is None
        report["sem"] = None
    return report


def said_in(report: Mapping[str, Any]) -> list[tuple[str, float, str]]:
    """Return who said or did what and when in the chats of a report, which are scored anew."""
    return [
        (row["who"], row["at"], "".join(piece["text"] for piece in row["segments"]))
        for chat in report["detail"]["chats"]
        for row in chat["transcript"]
    ]


def without_new_state(slug: str, found: Mapping[str, Any]) -> dict[str, Any]:
    assert found.keys() >= NEW_IN_STATE.get(slug, frozenset())
    return {key: part for key, part in found.items() if key not in NEW_IN_STATE.get(slug, ())}


def as_email_2(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report of e-mail as its scorer stored it before ``email-3``.

    ``email-3`` takes copied words for less and internal statements for a fault. No kept reply has
    either, so that beside new, empty keys only the share of copied words is counted otherwise.
    """
    detail = dict(report["detail"])
    assert (detail.pop("told", []), detail.pop("copied_points", [])) == ([], [])
    assert detail["version"] == "email-3"
    labels = {key: label for key, label in detail["labels"].items() if key != "no-date"}
    shares = [found for found in report["measures"] if found["name"] == "copied"]
    assert all(share["value"] == 0 for share in shares)
    return {**report, "detail": {**detail, "version": "email-2", "labels": labels}}


def without_copied_share(report: Mapping[str, Any]) -> dict[str, Any]:
    measures = [found for found in report["measures"] if found["name"] != "copied"]
    return {**report, "measures": measures}


def reworded(text: str) -> str:
    for then, today in REWORDED.items():
        text = text.replace(then, today)
    return text


# ---- the two databases ----


def load_sqlite(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with sqlite3.connect(path) as connection:
        connection.executescript(gzip.decompress((KEPT / "database.sql.gz").read_bytes()).decode())
    connection.close()


def _in_utc(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def copy_rows(source: sa.Engine, target: sa.Engine) -> None:
    """Copy every row, table by table; what new rows are numbered by goes on behind them."""
    old, new = sa.MetaData(), sa.MetaData()
    old.reflect(source)
    new.reflect(target)
    with source.connect() as reader, target.begin() as writer:
        for table in new.sorted_tables:
            if table.name == "alembic_version":
                continue
            rows = [
                {name: _in_utc(value) for name, value in row.items()}
                for row in reader.execute(sa.select(old.tables[table.name])).mappings()
            ]
            if rows:
                writer.execute(table.insert(), rows)
            last = sa.select(sa.func.max(table.c.id)).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(table.name, "id")
            writer.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(last, 1))))


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return json.loads(gzip.decompress((KEPT / "expected.json.gz").read_bytes()))


@pytest.fixture(scope="module")
def clock() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        stop_the_clock(patch)
        yield


def _opened(folder: Path, **more: object) -> Flask:
    app = create_app(settings_for(folder, **more))
    app.test_client_class = FreshClient
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def app(request: pytest.FixtureRequest, tmp_path: Path, clock: None) -> Iterator[Flask]:
    """The kept database, upgraded; on SQLite, or copied into a PostgreSQL."""
    load_sqlite(tmp_path / "instance" / "handa.sqlite")
    url = request.getfixturevalue("postgres_url") if request.param == "postgres" else ""
    app = _opened(tmp_path, **({"database_url": url} if url else {}))
    with app.app_context():
        if url:
            upgrade(directory=MIGRATIONS, revision=HEAD_THEN)
            source = sa.create_engine(f"sqlite:///{tmp_path / 'instance' / 'handa.sqlite'}")
            copy_rows(source, db.engine)
            source.dispose()
        upgrade(directory=MIGRATIONS)
        yield app
        db.session.remove()
        db.engine.dispose()


BOTH = pytest.mark.parametrize(
    "app", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@BOTH
def test_every_sitting_is_read_and_scored_as_it_was(app: Flask, expected: dict[str, Any]) -> None:
    found = {sitting.public_id: read_of(sitting) for sitting in all_sittings()}
    assert found.keys() == expected["sittings"].keys()
    for name, kept in expected["sittings"].items():
        assert found[name]["events"] == kept["events"], name
        about = f"{kept['slug']} {name}"
        assert found[name]["begun"] == opening_today(kept["begun"]), about
        for part in ("state_half_way", "state"):
            state = without_new_state(kept["slug"], found[name][part])
            assert state == renamed(kept[part]), f"{about}: {part}"
        report = without_new_error(kept["slug"], kept["report"], found[name]["report"])
        then = report_today(kept["report"])
        if kept["slug"] == "email":
            report, then = without_copied_share(as_email_2(report)), without_copied_share(then)
        if kept["slug"] == "chat":
            assert said_in(report) == said_in(then), about
            assert (report["score"] is None) is (then["score"] is None), about
            continue
        if kept["slug"] in SCORED_ANEW:
            for part in ("points", "flags"):
                assert report[part] == then[part], about
            assert report["detail"]["texts"] == then["detail"]["texts"], about
            assert (report["score"] is None) is (then["score"] is None), about
            continue
        assert report == then, about


@BOTH
def test_every_page_shows_what_it_showed(
    app: Flask, expected: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for who, pages in expected["pages"].items():
        client = client_of(app, who)
        for path, text in pages.items():
            if path.startswith(REDONE):
                assert shown(client, path)
                continue
            # A long report moves evidence to pages of its own by the length of its markup, and
            # markup may get shorter: with some room the report must show the same words.
            for room in EVIDENCE_ROOMS:
                monkeypatch.setattr(report_views, "EVIDENCE_ROOM", room)
                words = shown(client, path)
                if words == reworded(text):
                    break
            assert words == reworded(text), path


def test_the_kept_sittings_are_of_every_kind(expected: dict[str, Any]) -> None:
    """Else the tests above could pass on an empty file."""
    sat = [sitting["slug"] for sitting in expected["sittings"].values()]
    assert len(sat) >= 30
    assert set(sat) == {kind.slug for kind in registry.kinds()}
    assert {who: len(pages) > 0 for who, pages in expected["pages"].items()} == {
        "recruiter": True,
        "trainer": True,
        "applicant": True,
    }
