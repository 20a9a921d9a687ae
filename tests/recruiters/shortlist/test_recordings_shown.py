"""A recording that was not heard is never silent: what became of it, why, and its sound."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from applicants.models import Application, Vacancy
from assessments.sittings.models import Recording, RecordingState, Sitting
from database import db
from recruiters.shortlist.shortlists import Choice, shortlist
from recruiters.shortlist.standings import CellState, Stage
from tests.support.staff_room import Apply, queries_of


def add_recording(application: Application, state: RecordingState, **more: object) -> Recording:
    sitting = db.session.scalars(
        select(Sitting).where(Sitting.application_id == application.id)
    ).first()
    assert sitting is not None
    count = len(sitting.recordings)
    recording = Recording(
        public_id=f"recording-{application.id}-{count}",
        sitting_id=sitting.id,
        client_id=str(count),
        item="open-03",
        mime="audio/webm",
        state=state,
        **more,
    )
    db.session.add(recording)
    db.session.commit()
    db.session.expire_all()
    return recording


def section(rosa: FlaskClient, application: Application, slug: str = "alpha") -> str:
    page = rosa.get(f"/applications/{application.public_id}").text
    found = re.search(rf'<section class="card long" id="{slug}">.*?</section>', page, re.S)
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("state", "more", "says"),
    [
        ("uploading", {}, ["being sent", "only a part has arrived"]),
        ("incomplete", {}, ["incomplete", "stopped sending before the end", "only a part"]),
        ("received", {"store_key": "aa/x"}, ["waits to be heard"]),
        (
            "received",
            {"store_key": "aa/x", "reason": "OSError: disk_full <1>"},
            ["waits to be heard", "Last try: OSError: disk_full &lt;1&gt;"],
        ),
        (
            "rejected",
            {"store_key": "aa/x", "reason": "silent"},
            ["not usable", "Reason: the recording is silent"],
        ),
        (
            "rejected",
            {"store_key": "aa/x", "reason": "loop"},
            ["not usable", "Reason: the transcript repeated itself"],
        ),
        (
            "late",
            {"store_key": "aa/x", "late": True},
            ["after the end of the test", "kept for people to hear, not scored"],
        ),
        ("incomplete", {"late": True}, ["incomplete", "begun after the end of the test"]),
        (
            "needs_attention",
            {"store_key": "aa/x", "reason": "worker_died"},
            ["needs attention", "the listening worker ended"],
        ),
        (
            "needs_attention",
            {"reason": "MemoryError: <none>"},
            ["needs attention", "Reason: MemoryError: &lt;none&gt;", "no longer kept"],
        ),
    ],
)
def test_every_recording_that_was_not_heard_says_what_became_of_it(
    rosa: FlaskClient, apply: Apply, state: str, more: dict[str, object], says: list[str]
) -> None:
    application = apply("Ana", alpha=70, beta=90)
    recording = add_recording(application, RecordingState(state), **more)
    found = section(rosa, application)
    for words in says:
        assert words in found
    assert "open-03" in found
    sound = f'<audio controls preload="metadata" src="/recordings/{recording.public_id}/sound"'
    assert (sound in found) is ("store_key" in more)
    assert "data-unheard" not in section(rosa, application, "beta")


def test_every_state_has_words(rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana", alpha=70, beta=90)
    for state in RecordingState:
        add_recording(application, state)
    found = section(rosa, application)
    pills = re.findall(r'<span class="pill[^"]*">([^<]+)</span>', found)
    assert len(pills) == len(RecordingState) - 1
    assert not any("_" in words for words in pills)
    # Numbers are places in the sitting: heard is the third of the states.
    assert re.findall(r"<strong>Recording (\d)</strong>", found) == ["1", "2", "4", "5", "6", "7"]


def test_a_recording_that_was_heard_is_left_to_the_evidence(
    rosa: FlaskClient, apply: Apply
) -> None:
    application = apply("Ana", alpha=70, beta=90)
    add_recording(application, RecordingState.HEARD, store_key="aa/x")
    assert "data-unheard" not in section(rosa, application)


def test_a_recording_is_shown_before_there_is_a_result(rosa: FlaskClient, apply: Apply) -> None:
    application = apply("Ana", alpha="submitted")
    add_recording(application, RecordingState.NEEDS_ATTENTION, reason="OSError: gone")
    assert "OSError: gone" in section(rosa, application)


def test_a_score_beside_a_failed_recording_needs_attention(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply
) -> None:
    ana = apply("Ana", alpha=70, beta=90)
    apply("Ben", alpha=60, beta=90)
    place = f"/vacancies/{vacancy.public_id}"
    assert ">needs attention<" not in rosa.get(place).text
    add_recording(ana, RecordingState.NEEDS_ATTENTION, reason="OSError: gone")
    first, second = shortlist(vacancy, Choice()).page.items
    assert (first.cells[0].state, first.cells[0].score) == (CellState.SCORED, 70)
    assert [cell.needs_attention for cell in first.cells] == [True, False]
    assert (first.stage, second.stage) == (Stage.NEEDS_ATTENTION, Stage.SCORED)
    page = rosa.get(place).text
    assert page.count(">needs attention<") == 1
    assert "Ana" in rosa.get(f"{place}?stage=needs_attention").text
    report = rosa.get(f"/applications/{ana.public_id}").text
    assert "Needs attention" in report
    assert 'name="evidence_seen"' in report


@pytest.mark.parametrize("state", [state for state in RecordingState if state != "needs_attention"])
def test_no_other_state_calls_for_help(
    vacancy: Vacancy, apply: Apply, state: RecordingState
) -> None:
    add_recording(apply("Ana", alpha=70, beta=90), state)
    assert shortlist(vacancy, Choice()).page.items[0].stage is Stage.SCORED


def test_a_sitting_that_gave_up_says_so_once(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply
) -> None:
    ana = apply("Ana", alpha="needs_attention", beta=90)
    add_recording(ana, RecordingState.NEEDS_ATTENTION)
    row = shortlist(vacancy, Choice()).page.items[0]
    assert row.cells[0].state is CellState.NEEDS_ATTENTION
    page = rosa.get(f"/vacancies/{vacancy.public_id}").text
    assert page.count(">needs attention<") == 1


def test_recordings_take_no_more_queries(rosa: FlaskClient, vacancy: Vacancy, apply: Apply) -> None:
    people = [apply(f"Person {number}", alpha=50, beta=60) for number in range(5)]
    place = f"/vacancies/{vacancy.public_id}"
    report = f"/applications/{people[0].public_id}"
    before = queries_of(rosa, place)[0], queries_of(rosa, report)[0]
    for person in people:
        for state in RecordingState:
            add_recording(person, state, store_key="aa/x")
    assert (queries_of(rosa, place)[0], queries_of(rosa, report)[0]) == before
