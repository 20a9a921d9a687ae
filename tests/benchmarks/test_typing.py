"""Logs that others kept: every measure by its name, null for what cannot be known, no crash."""

import contextlib
import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks._typing_keystrokes import read
from benchmarks._typing_logs import READERS, lines, main_logs, measures, score_5min_ms

FOX = "the quick brown fox"
# Two wrong letters are erased, one ("j") is left; the first key at 0, the last at 6 s.
KEYS = [*"thx", "Backspace", *"e quicj bry", "Backspace", *"own fox"]


def at(keys, total=6000):
    return [[round(total * n / (len(keys) - 1)), key] for n, key in enumerate(keys)]


def own(keys):
    strokes, length = [], 0
    for ms, key in at(keys):
        back = key == "Backspace"
        strokes.append([ms, "down", "KeyA"])
        strokes.append([ms, "edit", length - back, length, "" if back else key, "insertText"])
        strokes.append([ms + 50, "up", "KeyA"])
        length += -1 if back else 1
    return strokes


GOLDEN = {
    "inf": 1,
    "c": 18,
    "if": 2,
    "f": 2,
    "msd_error_rate": 5.263,
    "kspc": 1.2105,
    "total_error_rate": 14.286,
    "uncorrected_error_rate": 4.762,
    "corrected_error_rate": 9.524,
    "conscientiousness": 0.6667,
    "used_bandwidth": 0.7826,
    "correction_efficiency": 1.0,
    "hci_wpm": 36.0,
    "gross_wpm": 38.0,
    "net_wpm": 28.0,
    "kph": 11400.0,
}


@pytest.mark.parametrize(
    "keystrokes",
    [
        at(KEYS),
        [{"t": ms, "key": key} for ms, key in at(KEYS)],
        [{"timestamp": ms, "key": key, "type": "keydown"} for ms, key in at(KEYS)],
        [[key, ms] for ms, key in at(KEYS)],
        {"keystrokes": at(KEYS)},
        own(KEYS),
    ],
    ids=["pairs", "named", "keydown", "turned round", "wrapped", "our own"],
)
@pytest.mark.parametrize("transcribed", ["the quicj brown fox", ""])
def test_the_golden_vector_in_every_form(keystrokes, transcribed):
    found = measures(
        {"presented": FOX, "transcribed": transcribed, "keystrokes": json.dumps(keystrokes)}
    )
    assert {name: found[name] for name in GOLDEN} == pytest.approx(GOLDEN, abs=5e-4)
    assert found["replays"] is True
    assert found["slips_corrected"] == 2
    assert found["seconds"] == 6.0


def test_without_keys_what_they_would_tell_is_null():
    found = measures({"presented": FOX, "transcribed": "the quicj brown fox", "seconds": "6.0"})
    known = {"inf": 1, "c": 18, "hci_wpm": 36.0, "gross_wpm": 38.0, "net_wpm": 28.0}
    assert {name: found[name] for name in known} == pytest.approx(known)
    unknown = set(READERS) - {
        *("inf", "c", "gross_wpm", "net_wpm", "adjusted_wpm", "hci_wpm", "accuracy"),
        *("msd_error_rate", "kph"),
    }
    assert {name for name in READERS if found[name] is None} == unknown
    assert found["consistency"] is found["burst_wpm"] is found["replays"] is None


def test_keys_without_times_tell_all_but_the_time():
    found = measures({"presented": FOX, "keystrokes": json.dumps(KEYS)})
    assert (found["if"], found["f"], found["gross_wpm"], found["consistency"]) == (2, 2, None, None)


def test_a_cursor_that_moves_is_followed():
    keys = [*"ac", "ArrowLeft", "b", "End", "d", "Home", "Delete"]
    stream = read(json.dumps(at(keys)))
    assert stream is not None
    assert stream.fixes == 4
    found = measures({"presented": "bcd", "keystrokes": json.dumps(at(keys))})
    assert (found["inf"], found["if"]) == (0, 1)


def test_a_text_that_the_keys_do_not_lead_to_is_said():
    found = measures({"presented": FOX, "transcribed": FOX, "keystrokes": json.dumps(at(KEYS))})
    assert (found["replays"], found["inf"], found["slips_corrected"]) == (False, 0, None)


def test_a_bad_row_gives_an_error_and_the_next_one_is_read(tmp_path, capsys):
    rows = [
        ("a", FOX, FOX, "no json", "6"),
        ("b", FOX, FOX, "[[1]]", "6"),
        ("c", FOX, FOX, '[[0, "edit", 3, 9, "x", ""]]', "6"),
        ("d", FOX, FOX, "", "soon"),
        ("e", FOX, "", "", ""),
        ("f", "", "x", "", "3"),
        ("g", FOX, FOX, "", "6"),
    ]
    with (tmp_path / "index.csv").open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(["ID", "Presented", "Transcribed", "Keystrokes", "Seconds"])
        writer.writerows(rows)
    main_logs(tmp_path)
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["id"] for line in printed] == list("abcdefg")
    assert [line["id"] for line in printed if "error" in line] == list("abcde")
    assert printed[-1]["gross_wpm"] == 38.0
    rows = list(lines(tmp_path))
    of_figures = {"name", "value", "unit", "reason"}
    for line, row in zip(printed, rows, strict=True):
        assert {name: line[name] for name in row} == row
        assert line.keys() - row.keys() <= of_figures | {"net_wpm"}
        assert (line["name"], line["unit"]) == ("net_wpm", "wpm")
        assert line["value"] == line["net_wpm"]
        assert (line["value"] is None) == bool(line.get("reason"))


@given(
    st.dictionaries(
        st.sampled_from(["presented", "transcribed", "keystrokes", "seconds"]),
        st.one_of(
            st.none(),
            st.text(max_size=30),
            st.lists(
                st.one_of(
                    st.integers(),
                    st.text(max_size=9),
                    st.lists(st.one_of(st.floats(), st.text(max_size=3)), max_size=4),
                    st.dictionaries(st.sampled_from(["t", "key", "type"]), st.text(max_size=4)),
                ),
                max_size=5,
            ).map(json.dumps),
        ),
    )
)
def test_no_row_does_worse_than_an_error(row):
    found = {}
    with contextlib.suppress(ValueError):
        found = measures(row)
    assert json.dumps(found, allow_nan=False)


@given(st.lists(st.one_of(st.sampled_from(["Backspace", "ArrowLeft", "Home"]), st.characters())))
def test_any_keys_give_rates_between_nothing_and_all(keys):
    found = measures(
        {"presented": FOX, "keystrokes": json.dumps([[n, k] for n, k in enumerate(keys)] or ["a"])}
    )
    assert found["replays"] is True or found["transcribed_characters"] == 0
    for name in ("total_error_rate", "msd_error_rate", "accuracy"):
        assert found[name] is None or 0 <= found[name] <= 100


def test_the_scorer_can_be_timed():
    assert score_5min_ms() > 0
