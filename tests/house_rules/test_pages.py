"""Every page is small, asks the database little, and keeps itself to itself."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from accounts.models import Staff
from applicants import invitations
from applicants.decisions import Verdict
from applicants.models import Applicant, Vacancy
from database import db
from recruiters.shortlist.decisions import decide
from tests.support import factories
from tests.support.apps import shared_folder
from tests.support.browser import made_logs
from tests.support.browser.sights import NOT_PAGES, SIGHTS, Sight
from tests.support.browser.staged import Staged, filled, staged
from tests.support.browser.staged_sittings import sat

ROOT = Path(__file__).parents[2]
MOST_BYTES = 100_000
# The look with all scripts of a page, as it goes over the line without compression.
MOST_BYTES_WITH_FILES = 200_000
# Every page of one endpoint stays below; a page whose work grows with its rows fails elsewhere.
MOST_QUERIES = 25
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
# One answer of every path; what is done on a page afterwards is the browser's to test.
OPENED = [sight for sight in SIGHTS if not sight.then or sight.name.endswith(("begun", "practice"))]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Staged]:
    template = filled(shared_folder(tmp_path_factory))
    with staged(tmp_path_factory.mktemp("stage"), template=template) as running:
        yield running


def client_of(stage: Staged, cookies: dict[str, str]) -> FlaskClient:
    client = stage.app.test_client()
    for name, value in cookies.items():
        client.set_cookie(name, value)
    return client


class Queries:
    """Counts what a block asks the database."""

    def __init__(self, stage: Staged) -> None:
        self.asked: list[str] = []
        with stage.app.app_context():
            self.engine = db.engine

    def _note(self, connection, cursor, statement: str, *rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            self.asked.append(statement)

    def __enter__(self) -> "Queries":
        event.listen(self.engine, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self._note)


class Inline(HTMLParser):
    """Finds what a strict content security policy would stop."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.files: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on"):
                self.found.append(f"<{tag} {name}>")
            if (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}=javascript:>")
        if tag == "script" and given.get("src"):
            self.files.append(str(given["src"]))
        if tag == "link" and given.get("rel") == "stylesheet":
            self.files.append(str(given["href"]))


def files_with_imports(client: FlaskClient, addresses: list[str]) -> dict[str, int]:
    """Follow scripts to what they import; return the bytes of each file."""
    sizes: dict[str, int] = {}
    waiting = list(addresses)
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        answer = client.get(address, buffered=True)
        assert answer.status_code == 200, address
        sizes[address] = len(answer.data)
        if address.endswith(".js"):
            for found in re.findall(r'from "([^"]+)"', answer.text):
                base = address.rsplit("/", 1)[0]
                waiting.append(found if found.startswith("/") else f"{base}/{found[2:]}")
    return sizes


@pytest.mark.parametrize("sight", OPENED, ids=str)
def test_page(sight: Sight, stage: Staged, record_property) -> None:
    path, cookies = sight.way(stage)
    client = client_of(stage, cookies)
    with Queries(stage) as queries:
        answer = client.get(path, buffered=True)
    assert answer.status_code == sight.status
    assert answer.mimetype == "text/html"
    assert len(queries.asked) <= MOST_QUERIES, queries.asked
    assert len(answer.data) < MOST_BYTES
    page = Inline()
    page.feed(answer.text)
    assert page.found == []
    assert "<script>alert" not in answer.text
    sizes = files_with_imports(client, page.files)
    record_property("bytes of the page", len(answer.data))
    record_property("bytes of its files", sum(sizes.values()))
    assert len(answer.data) + sum(sizes.values()) < MOST_BYTES_WITH_FILES, sizes
    headers = answer.headers
    assert set(headers["Content-Security-Policy"].split("; ")) >= POLICY
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "microphone=(self)" in headers["Permissions-Policy"]
    assert "no-store" in headers["Cache-Control"]


def test_every_answer_carries_the_headers(stage: Staged) -> None:
    """Scripts, styles, JSON, sounds, redirects and refusals as well."""
    cookies = stage.at_the_test("grammar", begin="start")
    sitting = stage.sitting_path(cookies)
    client = client_of(stage, cookies)
    for path in (
        "/static/app.css",
        "/static/icon.svg",
        "/static/js/sitting.js",
        "/static/none.js",
        "/kinds/grammar/grammar.js",
        "/kinds/nonsense/x.js",
        "/next",
        f"{sitting}/state",
        f"{sitting}/media/x",
        "/recordings/x/sound",
        "/nowhere",
    ):
        headers = client.get(path, buffered=True).headers
        assert set(headers["Content-Security-Policy"].split("; ")) >= POLICY, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "no-referrer", path
    for path in ("/next", f"{sitting}/state"):
        assert "no-store" in client.get(path, buffered=True).headers["Cache-Control"], path


def test_a_recording_is_not_kept_by_browsers_between(stage: Staged) -> None:
    client = client_of(stage, stage.cookies["recruiter"])
    report = client.get(f"/applications/{stage.people['ana']}/tests/voice", buffered=True).text
    address = re.search(r'src="(/recordings/[^"]+/sound)"', report)
    assert address
    answer = client.get(address[1], buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype == "audio/webm"
    assert "public" not in answer.headers["Cache-Control"]
    assert {"no-store", "no-cache"} & set(answer.headers["Cache-Control"].split(", "))


LISTS = {"/vacancies": "recruiter", "/vacancies/vacancy-main": "recruiter", "/trainers": "trainer"}


def test_lists_ask_no_more_for_many_people(stage: Staged) -> None:
    def counts() -> dict[str, int]:
        found = {}
        for path, who in LISTS.items():
            client = client_of(stage, stage.cookies[who])
            with Queries(stage) as queries:
                assert client.get(path, buffered=True).status_code == 200
            found[path] = len(queries.asked)
        return found

    few = counts()
    stage.do(lambda: many_more(stage, 20))
    assert counts() == few
    assert max(few.values()) <= 8


def many_more(stage: Staged, count: int) -> None:
    """Add people with a scored test who were hired."""
    vacancy = db.session.query(Vacancy).filter_by(public_id="vacancy-main").one()
    by = db.session.query(Staff).filter_by(email="recruiter@example.com").one()
    log = made_logs.grammar(right=12)
    for number in range(count):
        invitation = factories.an_invitation(
            vacancy, email=f"more.{number}@example.com", name=f"One More {number}"
        )
        application = invitations.accept(invitation)
        sat(application, log)
        decide(application, verdict=Verdict.HIRE, reason="Enough", by=by, evidence_seen=True)
    db.session.commit()


def test_a_recruiter_who_hides_names_sees_none(stage: Staged) -> None:
    with stage.app.app_context():
        names = db.session.scalars(select(Applicant.name)).all()
    assert names
    opened = {}
    for sight in OPENED:
        path, cookies = sight.way(stage)
        if cookies == stage.cookies["recruiter"]:
            client = client_of(stage, cookies)
            with client.session_transaction() as session:
                session["names_hidden"] = True
            page = client.get(path, buffered=True).text
            opened[sight.name] = [name for name in names if name in page]
    assert len(opened) > 20
    assert {sight: shown for sight, shown in opened.items() if shown} == {}


def test_a_bad_page_is_seen_to_be_bad() -> None:
    page = Inline()
    page.feed(
        '<p style="x">a</p><a href="javascript:x" onclick="y">b</a><style></style>'
        "<script>z</script><script src='/s.js'></script>"
    )
    assert page.found == [
        "<p style>",
        "<a href=javascript:>",
        "<a onclick>",
        "<style>",
        "<script>",
    ]
    assert page.files == ["/s.js"]


def test_no_page_is_forgotten(stage: Staged) -> None:
    opened = {sight.endpoint for sight in OPENED}
    readable = {
        rule.endpoint for rule in stage.app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    assert readable - NOT_PAGES.keys() <= opened
