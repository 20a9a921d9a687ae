"""Rows for tests, made the way the product makes them."""

from flask.testing import FlaskClient

from applicants import invitations
from applicants.models import Application, Invitation, Vacancy
from assessments.banks import registry
from database import db

ORDER = ("typing", "grammar", "chat", "voice")


def a_battery(*slugs: str) -> list[dict[str, object]]:
    return [
        {"slug": slug, "weight": 25.0, "minutes": registry.get(slug).minutes, "bar": None}
        for slug in slugs or ORDER
    ]


def a_vacancy(*slugs: str, title: str = "Chat support, Cebu") -> Vacancy:
    vacancy = Vacancy(
        public_id=f"vacancy-{title}"[:32],
        title=title,
        employer="Bayan Contact Centre",
        battery=a_battery(*slugs),
    )
    db.session.add(vacancy)
    db.session.flush()
    return vacancy


def an_invitation(
    vacancy: Vacancy | None = None,
    *slugs: str,
    email: str = "ana@example.com",
    name: str = "Ana Santos",
    **more: object,
) -> Invitation:
    vacancy = vacancy or a_vacancy(*slugs)
    invitation = invitations.invite(
        vacancy_id=vacancy.id,
        role=vacancy.title,
        employer=vacancy.employer,
        battery=vacancy.battery,
        name=name,
        email=email,
        **more,  # type: ignore[arg-type]
    )
    db.session.commit()
    return invitation


def path_of(invitation: Invitation) -> str:
    return "/i/" + invitations.link(invitation).rsplit("/i/")[1]


def walk_to_tests(client: FlaskClient, invitation: Invitation) -> Application:
    """Open the link, agree, pass the device check: everything before the first test."""
    assert client.post(path_of(invitation)).status_code == 303
    assert client.post("/consent", data={"agree": "y"}).status_code == 303
    record = {"browser": "tests", "screen": "1280x800", "microphone": "working"}
    assert client.post("/device-check", json=record).status_code == 200
    return invitation.application


def begin(client: FlaskClient, slug: str, way: str = "start") -> str:
    """Start a test as the page's button does; return the sitting's public id."""
    answer = client.post(f"/tests/{slug}/{way}")
    assert answer.status_code == 303, answer.status_code
    return answer.location.rsplit("/", 1)[1]


def event(sequence: int, kind: str, data: dict[str, object], stream: str = "stream-1") -> dict:
    return {"stream": stream, "sequence": sequence, "kind": kind, "data": data}


def post_events(client: FlaskClient, sitting: str, *events: dict, of: str = ""):
    return client.post(
        f"/sittings/{sitting}/events", json={"sitting": of or sitting, "events": list(events)}
    )
