"""The results copy: applicants read it only after a person releases it, and it has no ranks."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from applicants import invitations
from applicants.decisions import Verdict
from applicants.links import signer
from applicants.models import Application
from assessments.sittings.models import Recording, RecordingState, Sitting
from database import db
from recruiters.shortlist.decisions import decide
from tests.support.staff import person
from tests.support.staff_room import Apply


def way_of(application: Application) -> str:
    return f"/i/{signer().dumps(application.invitations[-1].nonce)}"


def page_of(application: Application) -> str:
    return f"/applications/{application.public_id}/own-copy"


@pytest.fixture
def ana(apply: Apply) -> Application:
    return apply("Ana", alpha=70, beta=None)


@pytest.fixture
def release(rosa: FlaskClient) -> Callable[[Application], None]:
    def give(application: Application) -> None:
        answer = rosa.post(page_of(application), data={"release": "yes"})
        assert answer.status_code == 303

    return give


def test_nothing_is_shown_before_the_release(app: Flask, ana: Application) -> None:
    anyone = app.test_client()
    assert anyone.get(f"{way_of(ana)}/results").status_code == 404
    assert anyone.get(way_of(ana)).status_code == 410


def test_the_applicants_own_link_shows_a_released_copy(
    app: Flask, ana: Application, release: Callable[[Application], None]
) -> None:
    decide(
        ana,
        verdict=Verdict.HOLD,
        reason="Waits for a second look.",
        by=person("trainer", "Theo Cruz"),
        evidence_seen=True,
    )
    release(ana)
    anyone = app.test_client()
    answer = anyone.get(way_of(ana), follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path == f"{way_of(ana)}/results"
    assert "70 of 100" in answer.text
    assert "likely have been between 66 and 74" in answer.text
    assert "There is no score for the whole test" in answer.text
    for hidden in (">bar<", "the bar", "rank", "second look", "Evidence of", "percentile"):
        assert hidden not in answer.text


def test_a_copy_can_be_taken_back(
    app: Flask, rosa: FlaskClient, ana: Application, release: Callable[[Application], None]
) -> None:
    release(ana)
    assert "Released by Rosa Lim" in rosa.get(page_of(ana)).text
    rosa.post(page_of(ana), data={"release": "no"})
    assert app.test_client().get(f"{way_of(ana)}/results").status_code == 404
    assert "Released by" not in rosa.get(page_of(ana)).text


def test_releasing_twice_keeps_the_first_release(
    ana: Application, release: Callable[[Application], None]
) -> None:
    release(ana)
    first = ana.released_at
    release(ana)
    assert ana.released_at == first is not None


def test_a_link_that_was_replaced_shows_nothing(
    app: Flask, ana: Application, release: Callable[[Application], None]
) -> None:
    former = way_of(ana)
    invitations.renew(ana)
    db.session.commit()
    release(ana)
    anyone = app.test_client()
    assert anyone.get(f"{former}/results").status_code == 404
    assert anyone.get(f"{way_of(ana)}/results").status_code == 200


def test_no_copy_before_the_last_test_is_over(rosa: FlaskClient, apply: Apply, app: Flask) -> None:
    ben = apply("Ben", alpha=70)
    answer = rosa.post(page_of(ben), data={"release": "yes"}, follow_redirects=True)
    assert "Not every test is over yet" in answer.text
    assert ben.released_at is None
    assert app.test_client().get(f"{way_of(ben)}/results").status_code == 404


def test_a_copy_says_what_is_still_being_scored(
    rosa: FlaskClient, apply: Apply, release: Callable[[Application], None]
) -> None:
    cara = apply("Cara", alpha=70, beta="submitted")
    assert "still being scored" in rosa.get(f"{page_of(cara)}/preview").text


def test_only_own_recordings_are_heard(
    app: Flask, apply: Apply, ana: Application, release: Callable[[Application], None]
) -> None:
    other = apply("Ben", alpha=50, beta=50)
    for application, name in ((ana, "of-ana"), (other, "of-ben")):
        sitting = db.session.query(Sitting).filter_by(application_id=application.id).first()
        assert sitting is not None
        db.session.add(
            Recording(
                public_id=name,
                sitting_id=sitting.id,
                client_id="one",
                item="one",
                mime="audio/wav",
                state=RecordingState.HEARD,
            )
        )
    db.session.commit()
    release(ana)
    anyone = app.test_client()
    for name in ("of-ben", "none"):
        assert anyone.get(f"{way_of(ana)}/results/{name}").status_code == 404
    # Its sound is gone, which is said in the same way.
    assert anyone.get(f"{way_of(ana)}/results/of-ana").status_code == 404
    assert anyone.get("/i/made-up/results").status_code == 404
    assert anyone.get("/i/made-up/results/of-ana").status_code == 404


def test_trainers_release_nothing(theo: FlaskClient, ana: Application) -> None:
    assert theo.get(page_of(ana)).status_code == 403
    assert theo.post(page_of(ana), data={"release": "yes"}).status_code == 403
    assert theo.get(f"{page_of(ana)}/preview").status_code == 403
    assert ana.released_at is None
