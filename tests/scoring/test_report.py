"""Stored reports, old and new, and what other rooms read of a report."""

import json

import pytest

from scoring.flags import TIERS, tier_of
from scoring.report import Report

OLD = {
    "score": 61.5,
    "sem": None,
    "not_measured": "",
    "measures": [],
    "points": [],
    "flags": ["pasted", "late_start"],
}


def old(**detail: object) -> Report:
    """A report as results kept it before its fields were typed."""
    return Report.from_dict({**OLD, "detail": detail})


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("answers", "answers"),
        ("judgeable", "to_review"),
        ("questions", "questions"),
        ("trial", "on_trial"),
        ("subscores", "subscores"),
    ],
)
def test_old_lists_are_read_as_fields(key: str, field: str) -> None:
    report = old(**{key: [{"number": 1}], "title": "own"})
    assert getattr(report, field) == ({"number": 1},)
    assert report.detail == {"title": "own"}


def test_old_keys_of_likeness_and_of_an_adaptive_test_are_read() -> None:
    report = old(rhythm={"a": [0.1]}, texts={"b": "Hello"}, adaptive=True)
    assert (report.rhythms, report.texts, report.adaptive) == ({"a": [0.1]}, {"b": "Hello"}, True)


def test_old_questions_about_usage_are_read_as_unscored() -> None:
    report = old(usage={"right": 1, "questions": [{"id": "q"}]})
    assert report.unscored == ({"id": "q"},)
    assert report.detail == {"usage": {"right": 1}}


def test_an_old_report_without_the_keys_has_empty_fields() -> None:
    report = old(title="own")
    assert (report.answers, report.texts, report.rhythms, report.adaptive) == ((), {}, {}, False)


def test_a_report_comes_back_from_json_as_it_went() -> None:
    report = Report(
        score=50.0,
        flags=("made_up",),
        tiers={"made_up": 1},
        answers=({"number": 1, "item": "a"},),
        to_review=({"number": 0},),
        unscored=({"id": "u"},),
        rhythms={"a": [0.1, 0.2]},
        texts={"b": "Hello"},
        adaptive=True,
        detail={"usage": {"right": 1}, "title": "own"},
    )
    assert Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report


def test_stored_json_keeps_the_keys_that_queries_read() -> None:
    detail = Report(score=1.0, rhythms={"a": [0.1]}, on_trial=({"id": "t"},)).to_dict()["detail"]
    assert detail["rhythm"] == {"a": [0.1]}
    assert detail["trial"] == ({"id": "t"},)
    assert detail["subscores"] == ()


def test_flags_have_tiers_and_a_kind_may_declare_its_own() -> None:
    assert [tier_of(flag) for flag in ("pasted", "left_page", "rude_words")] == [1, 3, 2]
    report = Report(score=1.0, flags=("new_flag", "pasted"), tiers={"new_flag": 2})
    assert [report.tier(flag) for flag in report.flags] == [2, 1]
    assert set(TIERS) == {1, 2, 3}


def test_reasons_for_a_person_are_listed_once_and_in_order() -> None:
    report = Report(
        not_measured="not_all_answers_measured",
        flags=("late_start", "pasted"),
        answers=(
            {"number": 1, "not_measured": "silent"},
            {"number": 2, "not_measured": "silent", "speaking": {"needs_a_person": ["noise"]}},
        ),
    )
    assert report.needs_a_person == (
        "not_all_answers_measured",
        "silent",
        "pasted",
        "speech_uncertain",
    )
    assert old().needs_a_person == ("pasted",)
    assert Report(score=1.0, flags=("late_start",)).needs_a_person == ()


def test_a_held_score_is_no_score_and_comes_back_when_a_person_has_read() -> None:
    whole = Report(
        score=61.0, sem=5.0, sem_source="measured", answers=({"number": 1, "score": 61.0},)
    )
    held = whole.held("off_the_task")
    assert (held.score, held.sem, held.not_measured) == (None, None, "off_the_task")
    assert (held.held_score, held.held_sem, held.sem_source) == (61.0, 5.0, "")
    assert "off_the_task" in held.needs_a_person
    assert Report.from_dict(json.loads(json.dumps(held.to_dict()))).held_score == 61.0
    read = held.released("Rosa Lim")
    assert (read.score, read.sem, read.sem_source) == (61.0, 5.0, "measured")
    assert read.read_by == "Rosa Lim"
    assert read.held("texts_alike") == read  # read once


def test_nothing_is_held_without_a_score_or_for_other_reasons() -> None:
    short = Report(not_measured="too_short")
    assert short.held("off_the_task") == short
    with pytest.raises(ValueError, match="held only until"):
        Report(not_measured="too_short", held_score=50.0)


def test_a_score_that_was_never_held_is_stored_as_before() -> None:
    assert not {"held_score", "held_sem", "read_by"} & Report(score=1.0).to_dict().keys()
