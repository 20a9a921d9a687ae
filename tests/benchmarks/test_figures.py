"""The one way in which benchmarks speak: a JSON line with name, value, unit and conditions."""

import json
import math
import subprocess

import numpy as np
import pytest

from benchmarks._figures import print_figure, print_progress, print_skipped, run_benchmark


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_figure_has_name_value_unit_and_conditions(capsys):
    print_figure("wer", 0.123456, "fraction of words", words=71)
    assert printed(capsys) == [
        {
            "name": "wer",
            "value": 0.1235,
            "unit": "fraction of words",
            "words": 71,
            "wer": 0.1235,
        }
    ]


def test_what_was_not_measured_is_null_with_its_reason(capsys):
    print_figure("ratio", None, "ratio", reason="the peer is missing")
    assert printed(capsys) == [
        {
            "name": "ratio",
            "value": None,
            "unit": "ratio",
            "reason": "the peer is missing",
            "ratio": None,
        }
    ]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, np.float64("nan")])
def test_a_value_that_is_no_number_is_not_measured(value, capsys):
    print_figure("pcc", value, "r")
    (line,) = printed(capsys)
    assert line["value"] is None
    assert "not a finite number" in str(line["reason"])


@pytest.mark.parametrize("value", [3, np.float64(3.14159265), np.int64(3)])
def test_a_number_of_numpy_is_a_number(value, capsys):
    print_figure("mean", value, "s", places=2)
    assert printed(capsys)[0]["value"] == pytest.approx(float(value), abs=0.005)


@pytest.mark.parametrize(
    ("name", "value", "unit", "reason", "said"),
    [
        ("", 1.0, "s", "", "needs a name"),
        ("ready", 1.0, "", "", "ready: a figure needs a unit"),
        ("ready", 1.0, "  ", "", "needs a unit"),
        ("ready", None, "s", "", "needs a reason"),
    ],
)
def test_a_figure_that_says_too_little_is_refused(name, value, unit, reason, said, capsys):
    with pytest.raises(ValueError, match=said):
        print_figure(name, value, unit, reason=reason)
    assert capsys.readouterr().out == ""


def test_missing_data_are_a_reason(tmp_path, capsys):
    print_skipped("overall_pcc", "r", tmp_path / "index.csv")
    (line,) = printed(capsys)
    assert (line["name"], line["value"], line["unit"]) == ("overall_pcc", None, "r")
    assert line["reason"] == f"skipped: {tmp_path / 'index.csv'} is missing"


def test_progress_goes_to_standard_error(capsys):
    print_progress("half done")
    out, err = capsys.readouterr()
    assert (out, err) == ("", "half done\n")


def test_the_lines_of_a_benchmark_in_its_own_process_are_passed_on(tmp_path, capsys):
    lines = run_benchmark(["errors", "--data", str(tmp_path)])
    assert lines == printed(capsys)
    assert [line["name"] for line in lines] == ["caught"]
    with pytest.raises(subprocess.CalledProcessError):
        run_benchmark(["no such benchmark"])
