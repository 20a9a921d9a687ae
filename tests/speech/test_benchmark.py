import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import main, names
from benchmarks.listen import sentences
from tests.speech.conftest import skipping


def test_benchmarks_are_found_by_name():
    assert "listen" in names()
    with pytest.raises(SystemExit, match="listen"):
        main(["nothing"])


def test_an_index_and_a_transcription_are_read(tmp_path: Path):
    (tmp_path / "transcription").write_text("<s> he was not </s> (one-0880)\n")
    assert [(s.path.name, s.text) for s in sentences(tmp_path)] == [("one-0880.wav", "he was not")]
    (tmp_path / "index.csv").write_text("path,text\na/b.opus,we call it bear\n")
    assert [(s.path, s.text) for s in sentences(tmp_path)] == [
        (tmp_path / "a/b.opus", "we call it bear")
    ]


@pytest.mark.whisper
def test_one_line_per_figure(weights_folder: Path):
    with skipping():
        from speech.weights import find

        find("tiny.en", folder=weights_folder)
    command = [sys.executable, "-m", "benchmarks", "listen", "--model", "tiny.en"]
    answer = subprocess.run(
        [*command, "--weights", str(weights_folder)], capture_output=True, text=True, timeout=120
    )
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [line["name"] for line in lines] == [
        "cpu_s_per_audio_s",
        "wall_s_per_audio_s",
        "peak_mb",
    ]
    assert all(line["value"] > 0 for line in lines)
    assert all("synthetic" in line["data"] for line in lines)
