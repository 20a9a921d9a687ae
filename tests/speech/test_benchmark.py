"""The benchmarks of speech: their figures, and how they read their arguments and their data."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.__main__ import THREADS, main
from benchmarks._clips import sentences
from benchmarks.listen import word_error_rate
from benchmarks.worker import WAYS
from scoring.speaking import CRITERIA
from tests.support.sound import real_speech
from tests.support.weights import skipping


def lines_of(*arguments: str, weights: Path, model: str) -> list[dict[str, Any]]:
    """Run a benchmark with weights that were found before."""
    from speech.weights import find

    with skipping():
        find(model, folder=weights)
    command = [sys.executable, "-m", "benchmarks", *arguments, "--weights", str(weights)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=170)
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def written(folder: Path, **columns: list[object]) -> Path:
    """Write an index of the clips that every machine has, with further columns."""
    rows = [
        {"path": str(clip.path), "text": " ".join(clip.words)}
        | {name: values[place] for name, values in columns.items()}
        for place, clip in enumerate(real_speech())
    ]
    with (folder / "index.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder


def test_an_index_and_a_transcription_are_read(tmp_path: Path):
    (tmp_path / "transcription").write_text("<s> he was not </s> (one-0880)\n")
    assert [(s.path.name, s.text) for s in sentences(tmp_path)] == [("one-0880.wav", "he was not")]
    (tmp_path / "index.csv").write_text("path,text\na/b.opus,we call it bear\n")
    assert [(s.path, s.text) for s in sentences(tmp_path)] == [
        (tmp_path / "a/b.opus", "we call it bear")
    ]


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # Whisper leaves its word list open
def test_words_are_counted_after_the_normaliser():
    # One of six words is wrong; figures, case and marks are not.
    rate, words = word_error_rate([("it costs twenty two dollars", "It costs $22."), ("a b", "a")])
    assert (rate, words) == (pytest.approx(1 / 5), 5)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["fluency"], "--data"),
        (["fluency", "--data", "nowhere", "--cv"], "--features"),
        (["listen", "--engine", "another"], "faster-whisper"),
        (["worker", "--way", "another"], "long_lived"),
    ],
)
def test_wrong_arguments_are_told(arguments, said, monkeypatch, capsys):
    for name in THREADS:
        monkeypatch.setenv(name, "1")
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.whisper
def test_listening_to_the_shipped_clip(weights_folder: Path):
    lines = lines_of("listen", "--model", "tiny.en", weights=weights_folder, model="tiny.en")
    figures = ["cpu_s_per_audio_s", "wall_s_per_audio_s", "loops", "peak_mb"]
    assert [line["name"] for line in lines] == figures
    assert all(line[line["name"]] == line["value"] for line in lines)
    assert all(line["unit"] for line in lines)
    assert all(line["value"] > 0 for line in lines if line["name"] != "loops")
    assert all("synthetic" in line["data"] and line["clips"] == 1 for line in lines)


@pytest.mark.whisper
def test_listening_to_given_clips_also_counts_wrong_words(weights_folder: Path, tmp_path: Path):
    data = written(tmp_path)
    arguments = ("listen", "--model", "tiny.en", "--data", str(data), "--limit", "2")
    lines = lines_of(*arguments, weights=weights_folder, model="tiny.en")
    found = {line["name"]: line["value"] for line in lines}
    assert list(found) == ["cpu_s_per_audio_s", "wall_s_per_audio_s", "loops", "peak_mb", "wer"]
    assert found["loops"] == 0
    assert 0 <= found["wer"] < 0.5
    assert {line["clips"] for line in lines} == {2}


@pytest.mark.whisper
def test_each_way_to_keep_the_model_is_measured(weights_folder: Path):
    arguments = ("worker", "--jobs", "1", "--model", "tiny.en")
    lines = lines_of(*arguments, weights=weights_folder, model="tiny.en")
    figures = ("wall_s_per_job", "cpu_s_per_job", "memory_mb")
    assert [(line["way"], line["name"]) for line in lines] == [
        (way, figure) for way in WAYS for figure in figures
    ]
    assert all(line[line["name"]] == line["value"] > 0 for line in lines)


@pytest.mark.whisper
def test_both_models_are_held_against_marks(weights_folder: Path, tmp_path: Path):
    count = len(real_speech())
    marks = {name: [10 - (place % 3) for place in range(count)] for name in CRITERIA}
    sexes = ["m" if place % 2 else "f" for place in range(count)]
    data = written(tmp_path, **marks, gender=sexes, age=[30] * count)
    lines = lines_of("fluency", "--data", str(data), weights=weights_folder, model="base")
    figures = ("pcc", "spearman", "rmse", "coverage90", "gap_gender", "gap_age")
    assert [line["name"] for line in lines] == [
        f"{prefix}{name}_{figure}"
        for prefix in ("", "measures_")
        for name in CRITERIA
        for figure in figures
    ] + ["n"]
    found = {line["name"]: line["value"] for line in lines}
    assert found["n"] == count
    assert all(0 <= found[f"{name}_coverage90"] <= 1 for name in CRITERIA)
    assert all(0 <= found[f"{name}_rmse"] <= 10 for name in CRITERIA)
