import subprocess
import sys

import pytest

from launch import commands
from launch.programs import HOME


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["db", "upgrade"], [["db", "upgrade"]]),
        (["a", "--then", "b", "--json"], [["a"], ["b", "--json"]]),
        (["a", "--then", "--then", "b"], [["a"], [], ["b"]]),
    ],
)
def test_a_line_is_cut_into_commands(words, found):
    assert commands.parts(words) == found


def test_the_first_failure_ends_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HANDA_INSTANCE", str(tmp_path / "instance"))
    done = subprocess.run(
        [
            *(sys.executable, "-m", "launch.commands", "assessments", "list"),
            *("--then", "assessments", "nonsense", "--then", "assessments", "list"),
        ],
        cwd=HOME,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "nonsense" in done.stderr
    assert done.stdout.count("voice ") == 1
