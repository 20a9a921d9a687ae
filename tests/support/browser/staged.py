"""A filled installation for looking at: made-up people in every state, on a real server.

Nothing in it comes from a person. Sittings are made from logs and scored by the real scorers.
"""

import contextlib
import json
import logging
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, render_template
from playwright.sync_api import BrowserContext
from werkzeug.serving import BaseWSGIServer, make_server

from accounts import sessions
from accounts.models import Staff
from accounts.permissions import open_to_all
from accounts.staff import add_staff
from app import create_app
from applicants import invitations, journey, results_copy
from applicants.models import Application, ApplicationState, Invitation, Vacancy
from assessments.banks import registry
from assessments.sittings.models import Sitting, SittingState
from database import db, now
from tests.support import factories
from tests.support.apps import alone, settings_for
from tests.support.browser import made_logs
from tests.support.browser.staged_decisions import decide_on
from tests.support.browser.staged_sittings import sat
from tests.support.servers import read_at_once
from tests.support.staff import PASSWORD

Found = TypeVar("Found")
EVIL = "<script>alert(1)</script>"
LONG = "Maria Concepcion Villanueva-Dimaculangan de los Santos y Buenaventura"
LONG_ROLE = "Bilingual technical support representative for broadband, night shift, Cebu and Davao"
DEVICE = {
    "browser": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/141.0",
    "screen": "1366x768",
    "microphone": "working",
    "peak_level": 0.41,
    "heard_playback": True,
    "touch_only": False,
}
# What a copy of an installation must know of it, and the file in which it is noted.
KEPT = ("people", "links", "vacancies", "cookies")
NOTE = "stage.json"
LETTERS = ("email", "inbox", "writing")
BARS = {"typing": 50.0, "grammar": 60.0, "chat": 65.0, "voice": 55.0, "writing": 70.0}
ANSWER = (
    "Good morning. I am so sorry about that, I understand how upsetting it is. I can see both "
    "payments here. The second one will be refunded to your card in five to seven working days. "
    "I will send you an e-mail with the reference number. Is there anything else?"
)


@dataclass
class Staged:
    """Where the server is, and who is in it; people are named by keys such as ``ana``."""

    app: Flask
    address: str = ""
    people: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    vacancies: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    server: BaseWSGIServer | None = None

    def serve(self) -> None:
        """Answer browsers from now on; after a stop at the same address as before."""
        port = urlsplit(self.address).port or 0
        self.server = make_server("127.0.0.1", port, read_at_once(self.app), threaded=True)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Stop the server."""
        assert self.server is not None
        self.server.shutdown()
        self.server.server_close()

    def do(self, work: Callable[[], Found]) -> Found:
        """Run something on the database in a context of its own, and commit."""
        with self.app.app_context():
            done = work()
            db.session.commit()
            return done

    def enter(self, context: BrowserContext, who: str) -> None:
        """Give a browser profile the cookies of a person; none for ""."""
        context.add_cookies(
            [
                {"name": name, "value": value, "url": self.address}
                for name, value in self.cookies.get(who, {}).items()
            ]
        )

    def applicant_cookie(self, application_id: int) -> dict[str, str]:
        """Return the session of an applicant who came by the newest link; inside ``do`` only."""
        newest = db.session.get_one(Application, application_id).invitations[-1].id
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return {"handa": signer.dumps({"application": application_id, "invitation": newest})}

    def newcomer(
        self,
        *slugs: str,
        name: str = "Tess Ramos",
        form: str = "",
        policy: str = "",
        touch: bool = False,
        **more: Any,
    ) -> str:
        """Invite an applicant to a vacancy with these tests; return the link on this server.

        Args:
            form, policy: of the first test.
            touch: whether that test admits a device without a keyboard.
        """

        def invite() -> str:
            email = f"person.{secrets.token_hex(6)}@example.com"
            vacancy = db.session.query(Vacancy).filter_by(title="Tryout").one()
            # Tryouts differ in their tests; every application keeps a battery of its own.
            first, *others = factories.a_battery(*slugs)
            for length in registry.get(slugs[0]).lengths:
                if length.name == form:
                    first |= {"form": form, "minutes": length.minutes}
            vacancy.battery = [first | {"policy": policy, "touch": touch}, *others]
            return factories.path_of(
                factories.an_invitation(vacancy, email=email, name=name, **more)
            )

        return self.address + self.do(invite)

    def at_the_test(
        self,
        *slugs: str,
        name: str = "Tess Ramos",
        begin: str = "",
        phone: bool = False,
        **more: Any,
    ) -> dict[str, str]:
        """Bring a newcomer to the first test, or into it; return the cookies.

        Args:
            begin: "start" or "practice", or "" to stay at the instructions.
            phone: whether the device check saw no keyboard.
            more: as of ``newcomer``.
        """
        token = self.newcomer(*slugs, name=name, **more).rsplit("/", 1)[1]

        def walk() -> dict[str, str]:
            application = invitations.accept(invitations.find(token))
            db.session.commit()
            journey.give_consent(application, text="made up", locale="en")
            application.device = {**DEVICE, "touch_only": phone}
            if begin:
                journey.begin(application, slugs[0], practice=begin == "practice")
            return self.applicant_cookie(application.id)

        return self.do(walk)

    def sitting_path(self, cookies: dict[str, str], *, practice: bool = False) -> str:
        """Return the page of the newest sitting of the applicant with these cookies."""
        signer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        application_id = signer.loads(cookies["handa"])["application"]
        found = self.do(
            lambda: (
                db.session.query(Sitting.public_id)
                .filter_by(application_id=application_id, practice=practice)
                .order_by(Sitting.id.desc())
                .first()
            )
        )
        assert found is not None
        return f"/sittings/{found[0]}"

    def draws(self, path: str, *items: str, ago: float = 0.0) -> None:
        """Let the sitting on a page have these items, whatever was drawn, begun seconds ago."""

        def redraw() -> None:
            sitting = db.session.query(Sitting).filter_by(public_id=path.rsplit("/", 1)[1]).one()
            first = sitting.events[0]
            first.data = {**first.data, "items": list(items)}
            sitting.began_at -= timedelta(seconds=ago)
            sitting.deadline -= timedelta(seconds=ago)
            first.at -= timedelta(seconds=ago)

        self.do(redraw)


@contextlib.contextmanager
def staged(folder: Path, *, template: Path | None = None, **more: object) -> Iterator[Staged]:
    """Serve a filled installation in a new folder until the end of the block.

    Args:
        folder: where the installation is kept; nothing is there yet.
        template: what ``filled`` made, to be copied; without it the installation is filled here.
        more: settings that differ from those of other tests.
    """
    if template is not None:
        shutil.copytree(template / "instance", folder / "instance")
    stage = Staged(_app(folder, **more))
    if template is None:
        _fill_new(stage)
    else:
        for name, value in json.loads((template / NOTE).read_text()).items():
            setattr(stage, name, value)
    stage.serve()
    try:
        yield stage
    finally:
        stage.stop()
        with stage.app.app_context():
            db.engine.dispose()


def filled(shared: Path) -> Path:
    """Return a folder with a filled installation to copy; the first process that asks fills it.

    To fill an installation takes seconds, because the real scorers score everybody in it.
    """
    folder = shared / "filled-installation"
    with alone(shared / "filled-installation.lock"):
        if not (folder / NOTE).exists():
            stage = Staged(_app(folder))
            _fill_new(stage)
            with stage.app.app_context():
                db.engine.dispose()
            kept = {name: getattr(stage, name) for name in KEPT}
            (folder / NOTE).write_text(json.dumps(kept))
    return folder


def _app(folder: Path, **more: object) -> Flask:
    app = create_app(settings_for(folder, **more))
    for name in ("jobs", "werkzeug"):
        logging.getLogger(name).setLevel(logging.ERROR)
    app.add_url_rule("/made/<int:code>", "made_error", _made_error)
    return app


def _fill_new(stage: Staged) -> None:
    with stage.app.app_context():
        db.create_all()
        _fill(stage)
        db.session.commit()


@open_to_all
def _made_error(code: int) -> tuple[str, int]:
    """Answer with an error page that is hard to bring about."""
    if code == 1429:
        return render_template("accounts/too_many.html", minutes=3), 429
    return abort(code)


def _fill(stage: Staged) -> None:
    for role, name in (("recruiter", "Rosa Lim"), ("trainer", "Theo Cruz")):
        person, _ = add_staff(name=name, email=f"{role}@example.com", role=role, password=PASSWORD)
        stage.cookies[role] = {sessions.COOKIE: sessions.start(person)}
    main = _vacancy(stage, "main", "Chat and voice support, Cebu", *factories.ORDER, bar=60.0)
    main.battery = [{**part, "bar": BARS[str(part["slug"])]} for part in main.battery]
    _vacancy(stage, "empty", LONG_ROLE, "typing")
    _vacancy(stage, "tryout", "Tryout", "typing", "grammar")
    _people(stage, main)
    _letters(stage, _vacancy(stage, "letters", "E-mail support, Davao", *LETTERS))
    _others(stage)
    _on_the_way(stage, main)
    decide_on(stage.people)


def _vacancy(stage: Staged, key: str, title: str, *slugs: str, bar: float | None = None) -> Vacancy:
    vacancy = factories.a_vacancy(*slugs, title=title)
    vacancy.public_id = f"vacancy-{key}"
    vacancy.bar = bar
    stage.vacancies[key] = vacancy.public_id
    return vacancy


def _person(stage: Staged, vacancy: Vacancy, key: str, name: str, **more: Any) -> Invitation:
    made = factories.an_invitation(vacancy, email=f"{key}@example.com", name=name, **more)
    stage.people[key] = made.application.public_id
    stage.links[key] = factories.path_of(made)
    return made


def _started(stage: Staged, vacancy: Vacancy, key: str, name: str) -> Application:
    application = invitations.accept(_person(stage, vacancy, key, name))
    db.session.commit()
    journey.give_consent(application, text="made up", locale="en")
    application.device = dict(DEVICE)
    stage.cookies[key] = stage.applicant_cookie(application.id)
    return application


def _people(stage: Staged, vacancy: Vacancy) -> None:
    """Add those who have finished, from the best to the one whose sound was lost."""
    ana = _started(stage, vacancy, "ana", "Ana Reyes")
    sat(ana, made_logs.typing(words_a_minute=62, slip_every=40, leave_every=900))
    sat(ana, made_logs.grammar(right=20))
    sat(ana, made_logs.chat("good agent"))
    sat(ana, made_logs.voice(answer=ANSWER))
    ben = _started(stage, vacancy, "ben", "Ben Kho")
    sat(ben, made_logs.typing(words_a_minute=38, slip_every=25, leave_every=70))
    sat(ben, made_logs.grammar(right=13, unanswered=2))
    sat(ben, made_logs.chat("learner English"))
    sat(ben, made_logs.voice(left_out=7))
    maria = _started(stage, vacancy, "maria", LONG)
    sat(maria, made_logs.typing(words_a_minute=24, slip_every=12, leave_every=30), late=2)
    sat(maria, made_logs.grammar(right=8, unanswered=5))
    sat(maria, made_logs.chat("weak agent"))
    sat(maria, made_logs.voice(left_out=3))
    liza = _started(stage, vacancy, "liza", "Liza Tan")
    sat(liza, made_logs.typing(words_a_minute=45, slip_every=30, leave_every=200))
    sat(liza, made_logs.grammar_full(right=29, policy="count"))
    sat(liza, made_logs.chat("acts before checking"))
    sat(liza, made_logs.voice(skipped=True))
    jun = _started(stage, vacancy, "jun", "Jun Bautista")
    sat(jun, made_logs.typing(words_a_minute=50, slip_every=30, leave_every=300))
    sat(jun, made_logs.grammar_adaptive(right_of_three=2))
    sat(jun, made_logs.chat("keyword stuffing"))
    stopped = sat(jun, made_logs.voice(), score=False)
    stopped.state, stopped.reason = SittingState.NEEDS_ATTENTION, "worker_died"
    db.session.commit()
    for application in (ana, ben, maria, liza, jun):
        journey.finish_if_done(application)
        assert application.state == ApplicationState.FINISHED


def _letters(stage: Staged, vacancy: Vacancy) -> None:
    """Add two who answered an e-mail, sorted an inbox and wrote, neither of them wholly right.

    The second has the first one's text, and another one that is too short.
    """
    vacancy.battery = [part | {"bar": BARS.get(str(part["slug"]))} for part in vacancy.battery]
    nora = _started(stage, vacancy, "nora", "Nora Salazar")
    sat(nora, made_logs.email("wrong"))
    sat(nora, made_logs.inbox(right=5))
    sat(nora, made_logs.writing("plain", "good", words=110))
    omar = _started(stage, vacancy, "omar", f"Omar {LONG}")
    sat(omar, made_logs.email("good"))
    sat(omar, made_logs.inbox(right=12))
    sat(omar, made_logs.writing("plain", "good", words=60))
    db.session.commit()
    for application in (nora, omar):
        journey.finish_if_done(application)
        assert application.state == ApplicationState.FINISHED
    by = db.session.query(Staff).filter_by(email="recruiter@example.com").one()
    results_copy.release(nora, by=by.name)
    db.session.commit()


def others() -> tuple[str, ...]:
    """Return the kinds of test that no vacancy above has: new ones, in the order of their slugs."""
    known = {*factories.ORDER, *LETTERS}
    return tuple(kind.slug for kind in registry.kinds() if kind.slug not in known)


def _others(stage: Staged) -> None:
    """Add an applicant for each of the other kinds, who did what its logs for the contract say."""
    for slug in others():
        vacancy = _vacancy(stage, f"vacancy_{slug}", f"Support with {slug}", slug)
        application = _started(stage, vacancy, f"applicant_{slug}", f"Applicant of {slug}")
        sat(application, made_logs.full(slug))
        journey.finish_if_done(application)
        assert application.state == ApplicationState.FINISHED


def _on_the_way(stage: Staged, vacancy: Vacancy) -> None:
    """Add those who have not finished: in a test, between tests, not begun, too late."""
    evil = _started(stage, vacancy, "evil", EVIL)
    sat(evil, made_logs.typing(words_a_minute=30, slip_every=20, leave_every=90))
    journey.begin(evil, "grammar", practice=False)
    paolo = _started(stage, vacancy, "paolo", "Paolo Cruz")
    sat(paolo, made_logs.typing(words_a_minute=33, slip_every=20, leave_every=90), score=False)
    _person(stage, vacancy, "grace", "Grace Uy")
    late = _person(stage, vacancy, "nilo", "Nilo Dizon")
    late.expires_at = now() - timedelta(days=1)
    entered = invitations.accept(_person(stage, vacancy, "consent", "Carlo Sy"))
    stage.cookies["consent"] = stage.applicant_cookie(entered.id)
    agreed = invitations.accept(_person(stage, vacancy, "device", "Dina Go"))
    db.session.commit()
    journey.give_consent(agreed, text="made up", locale="en")
    stage.cookies["device"] = stage.applicant_cookie(agreed.id)
    db.session.commit()
