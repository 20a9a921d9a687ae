import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from accounts.models import Staff
from applicants.decisions import Decision, Verdict
from applicants.models import Application, Vacancy
from assessments.banks import registry
from assessments.sittings.models import Recording, RecordingState, Result, Sitting
from database import db
from recruiters.shortlist.decisions import EvidenceUnseenError, decide, history
from speech.spoken import Spoken
from tests.support.staff_room import Apply, add_result

REASON = "Clear answers in every chat."


def page_of(rosa: FlaskClient, application: Application) -> str:
    answer = rosa.get(f"/applications/{application.public_id}")
    assert answer.status_code == 200
    return answer.text


def send(rosa: FlaskClient, application: Application, **data: str):
    return rosa.post(f"/applications/{application.public_id}/decisions", data=data)


def newest_result() -> str:
    return str(max(db.session.scalars(select(Result.id)), default=0))


def test_the_summary_comes_first_and_the_evidence_of_each_test_follows(
    rosa: FlaskClient, apply: Apply
) -> None:
    page = page_of(rosa, apply("Ana Santos", alpha=70, beta=90))
    # (1·70 + 3·90)/4 = 85
    assert "Weighted score: 85 of 100" in page
    assert "Alpha test: 70 of 100, true score likely between 66 and 74, bar 60" in page
    summary, alpha, beta = (
        page.index(part) for part in ('id="summary"', 'id="alpha"', 'id="beta"')
    )
    assert summary < alpha < beta
    assert page.count("Evidence of alpha") == page.count("Evidence of beta") == 1
    assert "Scorer version 1" in page


def test_evidence_for_which_the_page_has_no_room_has_a_page_of_its_own(
    rosa: FlaskClient, apply: Apply, monkeypatch
) -> None:
    application = apply("Ana Santos", alpha=70, beta=90)
    monkeypatch.setattr("recruiters.shortlist.report_views.EVIDENCE_ROOM", 25)
    page = page_of(rosa, application)
    assert "Evidence of alpha" in page
    assert "Evidence of beta" not in page
    alone = f"/applications/{application.public_id}/tests/beta"
    assert f'href="{alone}"' in page
    assert "Evidence of beta" in rosa.get(alone).text
    assert rosa.get(f"/applications/{application.public_id}/tests/gamma").status_code == 404


def test_what_is_missing_is_said_in_words(rosa: FlaskClient, apply: Apply) -> None:
    page = page_of(rosa, apply("Ana", alpha=None))
    assert "no answers were given" in page
    assert "has not begun this test" in page
    assert "not done the equipment check" in page
    assert "0 of 100" not in page
    waiting = page_of(rosa, apply("Ben", alpha="submitted", beta="open"))
    assert "being scored" in waiting
    assert "is taking this test" in waiting


def test_late_entries_stopped_jobs_and_time_that_ran_out_are_noted(
    rosa: FlaskClient, apply: Apply
) -> None:
    application = apply("Ana", alpha="needs_attention", beta="expired")
    stopped, expired = db.session.scalars(select(Sitting).order_by(Sitting.id)).all()
    stopped.reason = "ValueError: <odd>"
    expired.late_events = 3
    db.session.commit()
    page = page_of(rosa, application)
    assert "ValueError: &lt;odd&gt;" in page
    assert "3 entries came after the deadline" in page
    assert "The time ran out" in page


def test_signals_are_shown_as_signals(rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana", alpha=70, beta=90)
    assert "None." in page_of(rosa, application)
    sitting = db.session.scalars(select(Sitting)).first()
    assert sitting is not None
    add_result(sitting, 70, why="new signals", flags=("pasted", "some_unknown_signal"))
    db.session.commit()
    page = page_of(rosa, application)
    assert "no effect on any score" in page
    assert "pasting was tried or happened" in page
    assert "some unknown signal" in page


def test_a_second_scoring_shows_the_first_and_why(rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana", alpha=70, beta=90)
    sitting = db.session.scalars(select(Sitting)).first()
    assert sitting is not None
    add_result(sitting, 55, why="a recording arrived after scoring")
    db.session.commit()
    page = page_of(rosa, application)
    assert "Alpha test: 55 of 100" in page
    assert "Scored before:" in page
    assert "a recording arrived after scoring" in page


def test_the_model_that_transcribed_is_named(rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana", alpha=70, beta=90)
    sitting = db.session.scalars(select(Sitting)).first()
    assert sitting is not None
    for number in range(2):
        db.session.add(
            Recording(
                public_id=f"recording-{number}",
                sitting_id=sitting.id,
                client_id=str(number),
                item="one",
                mime="audio/webm",
                state=RecordingState.HEARD,
                heard=Spoken(seconds=3, engine="whisper", model="base").to_dict(),
            )
        )
    db.session.commit()
    assert page_of(rosa, application).count("Transcribed by whisper, model base.") == 1


def test_the_equipment_is_shown_and_not_trusted_as_markup(rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana", alpha=70, beta=90)
    application.device = {
        "browser": "<script>alert(1)</script>",
        "screen": "390x844",
        "microphone": "busy",
        "peak_level": 0.42,
        "heard_playback": False,
        "touch_only": True,
    }
    db.session.commit()
    page = page_of(rosa, application)
    assert "<script>alert" not in page
    for words in ("in use by another program", "42%", "did not hear", "390x844, touch only"):
        assert words in page
    application.device = {"browser": "b", "screen": "s", "microphone": "working"}
    db.session.commit()
    assert "highest level" not in page_of(rosa, application)


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"state": "understood", "found": 8, "of": 8, "tries": 1}, "understood: 8 of 8 words"),
        (
            {"state": "not_understood", "found": 3, "of": 8, "tries": 2},
            "3 of 8 words found, 2 tries",
        ),
        ({"state": "not_checked", "found": 0, "of": 8, "tries": 0}, "not checked"),
        (None, "round trip 43 ms, upload 0.35 Mbit/s"),
    ],
)
def test_remote_readiness_is_shown_as_facts(
    rosa: FlaskClient, apply: Apply, found: dict[str, object] | None, words: str
) -> None:
    application = apply("Ana", alpha=70, beta=90)
    application.device = {
        "browser": "b",
        "screen": "s",
        "microphone": "working",
        "peak_level": 0.5,
        "speech_dbfs": -22.4,
        "noise_dbfs": -61.0,
        "clipped_share": 0.031,
        "heard_playback": True,
        "touch_only": False,
        "round_trip_ms": 42.7,
        "upload_kbps": 350.0,
        "understanding": found,
    }
    db.session.commit()
    page = " ".join(page_of(rosa, application).split())
    assert words in page
    assert "speech −22 dBFS, background −61 dBFS, cut off in 3.1% of the time" in page


def test_a_kind_that_is_gone_leaves_its_figures(
    rosa: FlaskClient, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = apply("Ana", alpha=70, beta=90)
    monkeypatch.setattr(registry, "kinds", lambda: ())
    page = page_of(rosa, application)
    assert "no longer installed" in page
    assert "alpha: 70 of 100" in page


def test_a_decision_needs_a_choice_and_a_reason_and_keeps_what_was_typed(
    rosa: FlaskClient, apply: Apply
) -> None:
    application = apply("Ana", alpha=70, beta=90)
    answer = send(rosa, application, reason="Too <short")
    assert answer.status_code == 422
    assert "Choose what you decide" in answer.text
    answer = send(rosa, application, verdict="hold", reason="<b>x</b>")
    assert answer.status_code == 422
    assert "between 10 and 2000" in answer.text
    assert "&lt;b&gt;x&lt;/b&gt;" in answer.text
    assert 'checked id="verdict-1"' in answer.text or 'id="verdict-1" name="verdict"' in answer.text
    assert send(rosa, application, verdict="promote", reason=REASON).status_code == 422
    assert send(rosa, application, verdict="hold", reason="x" * 2001).status_code == 422
    assert db.session.scalar(select(Decision)) is None


def test_decisions_are_added_with_name_and_time_and_never_replaced(
    rosa: FlaskClient, apply: Apply
) -> None:
    application = apply("Ana", alpha=70, beta=90)
    first = send(rosa, application, verdict="shortlist", reason=f"  {REASON}  ")
    assert (first.status_code, first.location) == (303, f"/applications/{application.public_id}")
    send(rosa, application, verdict="hire", reason="Accepted our offer by phone.")
    kept = history(application.id)
    assert [(decision.verdict, decision.made_by) for decision in kept] == [
        ("hire", "Rosa Lim"),
        ("shortlist", "Rosa Lim"),
    ]
    assert kept[1].reason == REASON
    page = page_of(rosa, application)
    assert page.index("Accepted our offer") < page.index(REASON)
    assert "Hired" in page


def test_a_form_sent_twice_is_one_decision(rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana", alpha=70, beta=90)
    for _ in range(2):
        assert send(rosa, application, verdict="hold", reason=REASON).status_code == 303
    assert len(history(application.id)) == 1


def test_declining_on_incomplete_results_needs_the_tick(rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana", alpha=70)
    assert 'name="evidence_seen"' in page_of(rosa, application)
    said = {"verdict": "decline", "reason": REASON, "newest_result": newest_result()}
    refused = send(rosa, application, **said)
    assert refused.status_code == 422
    assert "Look at the evidence first" in refused.text
    assert REASON in refused.text
    assert send(rosa, application, **said, evidence_seen="y").status_code == 303
    assert history(application.id)[0].verdict == "decline"


def test_declining_on_results_that_came_in_meanwhile_needs_the_tick(
    rosa: FlaskClient, apply: Apply
) -> None:
    application = apply("Ana", alpha=70, beta=90)
    page = page_of(rosa, application)
    assert 'name="evidence_seen"' not in page
    seen = newest_result()
    assert f'name="newest_result" type="hidden" value="{seen}"' in page
    sitting = db.session.scalars(select(Sitting)).first()
    assert sitting is not None
    add_result(sitting, 99, why="a recording arrived after scoring")
    db.session.commit()
    said = {"verdict": "decline", "reason": REASON}
    assert send(rosa, application, **said, newest_result=seen).status_code == 422
    assert send(rosa, application, **said).status_code == 422
    assert send(rosa, application, **said, newest_result=newest_result()).status_code == 303


def test_only_declining_asks_for_the_tick(rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana")
    assert send(rosa, application, verdict="hold", reason=REASON).status_code == 303


def test_deciding_never_commits(app: Flask, rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana")
    by = db.session.scalars(select(Staff)).one()
    with pytest.raises(EvidenceUnseenError):
        decide(application, verdict=Verdict.DECLINE, reason=REASON, by=by, evidence_seen=False)
    decide(application, verdict=Verdict.HOLD, reason=REASON, by=by, evidence_seen=False)
    db.session.rollback()
    assert db.session.scalar(select(Decision)) is None


def test_there_is_one_way_to_decide_and_it_takes_one_person(app: Flask) -> None:
    ways = [rule for rule in app.url_map.iter_rules() if "decision" in rule.rule]
    assert [(rule.rule, rule.methods) for rule in ways] == [
        ("/applications/<application_id>/decisions", {"POST", "OPTIONS"})
    ]


def test_more_results_take_no_more_queries(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply
) -> None:
    application = apply("Ana", alpha=70, beta=90)

    def count() -> int:
        asked: list[str] = []

        def note(connection, cursor, statement, *rest) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                asked.append(statement)

        db.session.expire_all()
        event.listen(db.engine, "before_cursor_execute", note)
        page_of(rosa, application)
        event.remove(db.engine, "before_cursor_execute", note)
        assert not any("FROM event" in statement for statement in asked)
        return len(asked)

    before = count()
    for sitting in db.session.scalars(select(Sitting)).all():
        for score in range(5):
            add_result(sitting, score, why="again")
    db.session.commit()
    assert count() == before <= 8


def test_an_unknown_applicant_is_not_found(rosa: FlaskClient) -> None:
    assert rosa.get("/applications/1").status_code == 404
    assert rosa.get("/applications/none/invitation").status_code == 404
    assert rosa.post("/applications/none/decisions").status_code == 404
