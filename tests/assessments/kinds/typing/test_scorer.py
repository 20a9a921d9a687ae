"""The typing kind on logs built by hand: a typist, a slip, a robot, a broken log."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assessments.contract.assessment import ContentError, Ended, LoggedEvent
from assessments.kinds.typing.bank import check_balance, make_up, read_all
from assessments.kinds.typing.events import EVENTS
from assessments.kinds.typing.item import Passage
from scoring.report import Report
from tests.support.typing_log import PAGE, TEXT, Log, value

# --- content


def test_the_bank_is_balanced_and_has_a_warm_up():
    passages = [item for item in read_all().values() if item.exercise == "copy"]
    scored = [passage for passage in passages if not passage.practice]
    assert len(scored) >= 8
    assert all(900 <= len(passage.text) <= 1300 for passage in scored)
    assert any(passage.practice for passage in passages)


def test_make_up_by_hand():
    assert make_up("Call 15, ok") == pytest.approx(
        {
            "characters": 11.0,
            "characters_per_word": 3.0,  # "Call" "15," "ok" = 9 / 3
            "capitals": 100 / 11,
            "digits": 200 / 11,
            "punctuation": 100 / 11,
        }
    )


def test_an_unequal_passage_is_refused_by_name():
    passages = [p for p in read_all().values() if p.exercise == "copy" and not p.practice]
    odd = Passage(id="odd-one", title="Odd", text=passages[0].text.upper())
    with pytest.raises(ContentError, match=r"odd-one.*capitals|capitals"):
        check_balance([*passages, odd])


# --- events


@pytest.mark.parametrize(
    "strokes",
    [
        [],
        [[0, "edit", 0, 0, "x" * 51, "insertText"]],
        [[-1, "down", "KeyA"]],
        [[0, "note", "guess"]],
        [[0, "edit", 0, 0]],
        [[0, "down", "KeyA"]] * 401,
    ],
)
def test_a_batch_outside_the_limits_is_refused(strokes):
    with pytest.raises(ValidationError):
        Log().start().keys(strokes, at=6.0)


def test_a_batch_survives_json():
    log = Log().start().types("abc")
    data = log.events[-1].data
    assert EVENTS["keys"].model_validate_json(data.model_dump_json()) == data


# --- scores


def test_an_empty_log_is_not_measured():
    report = Log().score()
    assert (report.score, report.not_measured) == (None, "not_started")
    assert all(measure.value is None and measure.reason for measure in report.measures)


def test_the_whole_passage_without_a_slip():
    report = Log().start().types(TEXT, gap=120).end().score()
    seconds = ((len(TEXT) - 1) * 120 + ((len(TEXT) - 1) * 37 % 61)) / 1000
    wpm = len(TEXT) / 5 / (seconds / 60)  # about 100 wpm: one key in 120 ms
    assert value(report, "gross_wpm") == pytest.approx(wpm)
    assert value(report, "net_wpm") == pytest.approx(wpm)
    assert value(report, "accuracy") == 100
    assert report.score == 100
    assert report.sem is None
    (part,) = report.detail["parts"]
    assert part["segments"] == [{"mark": "", "text": TEXT, "typed": ""}]
    assert part["finished"]


def test_unfinished_text_counts_the_whole_time():
    # 300 characters in the first minute, then nothing: 60 words in 2 minutes.
    report = Log().start().types(TEXT[:300], gap=200).end(at=70.0).score()
    assert value(report, "gross_wpm") == pytest.approx(30.0)
    assert report.score == pytest.approx(50.0)
    assert "stopped_early" in report.flags
    assert report.detail["parts"][0]["not_reached"] == len(TEXT) - 300


def test_extra_time_stretches_the_passage():
    report = Log(extra_time=2.0).start().types(TEXT[:300], gap=200).end(at=70.0).score()
    assert value(report, "gross_wpm") == pytest.approx(15.0)


def test_what_is_typed_after_the_time_does_not_count():
    log = Log().start().types(TEXT[:100], gap=200).types(TEXT[100:200], gap=200, first=121_000)
    report = log.end().score()
    assert value(report, "characters") == 100


def test_a_slip_left_and_a_slip_fixed_are_found_where_they_are():
    # "When a" typed "Whem a" with m left; before "customer" an x is typed and erased.
    log = Log().start().types("Whem a ")
    log.keys([[2000, "edit", 7, 7, "x", "insertText"]])
    log.keys([[2200, "edit", 7, 8, "", "deleteContentBackward"]])
    report = log.types(TEXT[7:200], first=2400).end().score()
    marks = [(s["mark"], s["text"], s["typed"]) for s in report.detail["parts"][0]["segments"]][:4]
    assert marks == [
        ("", "Whe", ""),
        ("wrong", "n", "m"),
        ("", " a ", ""),
        ("corrected", "c", "x"),
    ]
    point = report.points[0]
    assert (point.earned, point.possible) == (199, 200)
    *typed, slip = point.evidence
    assert {one.rule for one in typed} == {"typed"}
    assert (slip.event, slip.text, slip.rule) == (2, "m", "wrong_character")
    stroke = log.events[slip.event].data.strokes[int(slip.start)]
    assert stroke[4] == "m"
    # INF 1, IF 1, F 1, C 199
    assert value(report, "total_error_rate") == pytest.approx(100 * 2 / 201)
    assert value(report, "keystrokes_per_character") == pytest.approx(202 / 200)


def test_too_little_is_not_measured_and_never_zero():
    short = Log().start().types(TEXT[:60], gap=200).end().score()  # 12 s
    assert (short.score, short.not_measured) == (None, "too_short")
    noise = Log().start().types("qzx " * 40, gap=200).end().score()
    assert noise.not_measured == "accuracy_too_low"


def test_worse_never_scores_higher():
    best = Log().start().types(TEXT[:500]).end().score().score
    fewer = Log().start().types(TEXT[:400]).end().score().score
    wrong = Log().start().types(TEXT[:300] + "#" * 20 + TEXT[320:500]).end().score().score
    slower = Log().start().types(TEXT[:500], gap=230).end().score().score
    assert fewer < best
    assert wrong < best
    assert slower <= best


def test_a_report_is_the_same_each_time_and_through_the_database():
    log = Log().start().types(TEXT[:300]).end()
    report = log.score()
    assert report == log.score()
    stored = json.loads(json.dumps(report.to_dict()))
    assert json.loads(json.dumps(Report.from_dict(stored).to_dict())) == stored


# --- logs that cannot be true


@pytest.mark.parametrize(
    ("strokes", "other", "fault"),
    [
        ([[9000, "edit", 900, 900, "x", "insertText"]], {}, "impossible_edit"),
        ([[9000, "edit", 3, 2, "x", "insertText"]], {}, "impossible_edit"),
        ([[9000, "edit", 0, 0, "x", "insertText"]], {"batch": 9}, "batch_missing"),
        ([[9000, "edit", 0, 0, "x", "insertText"]], {"length": 99}, "wrong_length"),
        ([[10, "edit", 0, 0, "x", "insertText"]], {}, "time_runs_back"),
    ],
)
def test_a_log_that_does_not_replay_is_not_scored(strokes, other, fault):
    report = Log().start().types(TEXT[:30]).keys(strokes, **other).end().score()
    assert report.not_measured == "log_does_not_replay"
    assert report.flags == ("log_does_not_replay",)
    assert report.detail["parts"][0]["fault"] == fault


stroke = st.one_of(
    st.tuples(
        st.integers(0, 200_000),
        st.just("edit"),
        st.integers(0, 5),
        st.integers(0, 5),
        st.text(alphabet="ab \U0001f600", max_size=3),
        st.just("insertText"),
    ),
    st.tuples(st.integers(0, 200_000), st.sampled_from(["down", "up"]), st.just("KeyA")),
)


@given(
    st.lists(
        st.one_of(
            st.just("start"),
            st.just("resumed"),
            st.just("end"),
            st.lists(stroke, min_size=1, max_size=4),
        ),
        max_size=8,
    ),
    st.sampled_from([None, 0.5, 2.0, 100.0, 1000.0]),
)
def test_no_log_of_admitted_events_raises(steps, seconds):
    log = Log(seconds=seconds)
    for moment, step in enumerate(steps):
        if step == "start":
            log.start(at=float(moment))
        elif step == "resumed":
            log.add("resumed", float(moment), {"page": "ffff0000"})
        elif step == "end":
            log.end(at=float(moment))
        else:
            log.keys([list(s) for s in step], at=float(moment))
    report = log.score()
    assert report.score is None or 0 <= report.score <= 100
    log.state(now=10.0)


# --- signals


def flags(log):
    return set(log.score().flags)


def test_an_honest_typist_raises_no_signal():
    log = Log().start().types("When e")
    log.keys([[1500, "edit", 5, 6, "", "deleteContentBackward"]])
    log.types(TEXT[5:], gap=115, hold=130, first=1700)
    assert flags(log.end()) == set()


def test_a_robot_is_noticed():
    strokes = [[i * 50, "edit", i, i, c, "insertText"] for i, c in enumerate(TEXT)]
    log = Log().start()
    for start in range(0, len(strokes), 50):
        log.keys(strokes[start : start + 50])
    found = flags(log.end())
    assert {"robotic_spacing", "no_key_events", "beyond_norm", "too_perfect"} <= found


def test_keys_without_a_down_time_and_without_overlap():
    found = flags(Log().start().types(TEXT, gap=110, hold=0).end())
    assert {"no_key_down_time", "no_rollover"} <= found


@pytest.mark.parametrize(
    ("strokes", "name"),
    [
        ([[60_000, "note", "paste"]], "pasted"),
        ([[60_000, "note", "drop"]], "dropped"),
        ([[60_000, "note", "composition"]], "composition"),
        ([[60_000, "edit", 0, 3, "The", "insertReplacementText"]], "replacement"),
        ([[60_000, "edit", 0, 0, "Good", "insertText"]], "long_input"),
    ],
)
def test_what_the_page_saw_is_said(strokes, name):
    log = Log().start().types(TEXT[:250]).keys(strokes).end()
    assert name in flags(log)
    assert log.score().score is not None


def test_clocks_that_disagree():
    fast, slow = Log().start(), Log().start()
    strokes = [[i * 200 + i % 7, "edit", i, i, c, "insertText"] for i, c in enumerate(TEXT[:100])]
    assert "clock_fast" in flags(fast.keys(strokes, at=15.0).end(at=16.0))
    assert "clock_slow" in flags(slow.keys(strokes, at=65.0).end(at=66.0))


# --- state


def test_the_state_before_during_and_after():
    log = Log()
    fresh = log.state(now=50.0)
    assert (fresh["started"], fresh["seconds_left"], fresh["finished"]) == (False, 120.0, False)
    log.start(at=10.0).types("When a")
    during = log.state(now=40.0)
    assert (during["typed"], during["elapsed"], during["seconds_left"]) == (["When a"], 30.0, 90.0)
    assert during["page"] == PAGE
    assert log.state(now=130.0)["finished"]
    assert log.end(at=50.0).state(now=50.0)["finished"]


def test_the_page_shows_the_time_that_the_sitting_has_left_for_the_text():
    log = Log(seconds=100.0)
    assert log.state(now=0.0)["seconds_left"] == 100.0
    assert log.state(now=30.0)["seconds_left"] == 70.0
    log.start(at=30.0).types("When a")
    shown = log.state(now=40.0)
    assert (shown["limit"], shown["seconds_left"], shown["finished"]) == (70.0, 60.0, False)
    assert log.state(now=100.0)["finished"]


def test_practice_has_thirty_seconds():
    assert Log(item="practice-1").state(now=0.0)["seconds_left"] == 30.0


def test_a_handed_in_sitting_is_finished():
    log = Log()
    log.events.append(LoggedEvent(number=1, kind="submitted", at=3.0, data=Ended()))
    assert log.state(now=4.0)["finished"]


def test_a_second_page_takes_over_and_the_old_one_is_not_counted():
    log = Log().start().types("When ")
    log.add("resumed", 10.0, {"page": "ffff0000"})
    log.batch = 0
    log.keys([[6000, "edit", 5, 5, "a", "insertText"]], page="ffff0000")
    length = log.length
    log.keys([[7000, "edit", 6, 6, "?", "insertText"]], page=PAGE, batch=1)
    log.length, log.batch = length, 1
    log.keys([[8000, "edit", 6, 6, " ", "insertText"]], page="ffff0000")
    assert log.state(now=14.0)["typed"] == ["When a "]
    report = log.end(page="ffff0000").score()
    assert report.not_measured == "too_short"
    assert set(report.flags) >= {"reloaded", "two_pages"}
