"""`flask speech analyse`: everything about one recording, or a plain reason why not."""

import json
from pathlib import Path

import numpy as np
import pytest
from flask import Flask

from app import create_app
from assessments.commands.speech import analysis, as_text
from assessments.results import tasks
from scoring.speaking import CRITERIA
from speech.spoken import Span, Spoken, Word
from speech.weights import WeightsError
from speech.whisper import prepare
from tests.support.apps import settings_for
from tests.support.sound import real_speech, wav
from tests.support.weights import skipping

CLIP = real_speech()[0]
SCRIPT = " ".join(CLIP.words)


def run(app: Flask, *arguments: str):
    return app.test_cli_runner().invoke(args=["speech", "analyse", *arguments])


@pytest.fixture
def listening(tmp_path: Path):
    """An app with the weights that are shipped; the engine that it loads is forgotten after."""
    settings = settings_for(tmp_path, whisper_model="base")
    with skipping():
        prepare("base", folder=settings.weights_folder)
    tasks._whisper.cache_clear()
    yield create_app(settings)
    tasks._whisper.cache_clear()


@pytest.mark.whisper
def test_everything_about_one_recording_as_json(listening: Flask):
    answer = run(listening, str(CLIP.path), "--script", SCRIPT, "--json")
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    assert found["file"] == str(CLIP.path)
    assert found["recording"]["rejected"] == ""
    assert found["engine"]["model"] == "base"
    assert found["engine"]["engine"].startswith("openai-whisper")
    assert found["signal"]["snr_db"] > 0
    assert found["prosody"]["f0_median_hz"] > 50
    assert found["language"]["language"] == "en"
    assert len(found["words"]) == found["fluency"]["words"] > 5
    assert {"text", "start", "end", "probability"} == set(found["words"][0])
    assert found["alignment"]["read_accuracy"] > 0.7
    assert found["scores"]["kind"] == "passage"
    for model in ("measures", "listener"):
        assert list(found["scores"][model]) == list(CRITERIA)
    fluency = found["scores"]["measures"]["fluency"]
    assert fluency["low"] <= fluency["value"] <= fluency["high"]
    assert set(fluency["parts"]) <= set(found["scores"]["values"])


@pytest.mark.whisper
def test_everything_about_one_recording_to_read(listening: Flask):
    answer = run(listening, str(CLIP.path))
    assert answer.exit_code == 0, answer.output
    lines = answer.stdout.splitlines()
    titles = [line for line in lines[1:] if line and not line.startswith(" ")]
    assert titles == [
        *("recording", "engine", "signal", "prosody", "language", "decoding", "text", "words"),
        *("speech", "other_voice", "pauses", "fluency", "disfluency", "vocabulary"),
        *("readability", "scores", "bands", "parts"),
    ]
    bands = lines[lines.index("bands") + 1 : lines.index("parts")]
    assert [line.split()[:2] for line in bands[1:9]] == [
        [model, name] for model in ("measures", "listener") for name in CRITERIA
    ]
    # columns stand under their titles
    assert {line.index(line.split()[1]) for line in bands[:9]} == {bands[0].index("score")}


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "the file is empty"), (b"no sound at all" * 99, "no sound file")]
)
def test_a_broken_file_is_said_to_be_one(app: Flask, tmp_path: Path, content: bytes, reason: str):
    path = tmp_path / "broken.webm"
    path.write_bytes(content)
    for form in ((), ("--json",)):
        answer = run(app, str(path), *form)
        assert answer.exit_code == 1
        assert answer.stdout == ""
        assert str(path) in answer.stderr
        assert reason in answer.stderr


def test_a_missing_file_is_said_to_be_missing(app: Flask, tmp_path: Path):
    answer = run(app, str(tmp_path / "nowhere.ogg"))
    assert answer.exit_code == 1
    assert "No such file" in answer.stderr


def test_missing_weights_are_told_in_their_own_words(app: Flask, monkeypatch):
    def nothing() -> None:
        raise WeightsError("no weights anywhere: install them")

    monkeypatch.setattr(tasks, "_whisper", nothing)
    answer = run(app, str(CLIP.path))
    assert answer.exit_code == 1
    assert answer.stderr == "Error: no weights anywhere: install them\n"


def test_a_silent_recording_is_described_without_any_weights(app: Flask, tmp_path: Path):
    path = tmp_path / "silent.wav"
    path.write_bytes(wav(np.zeros(48_000, np.int16)))
    answer = run(app, str(path), "--json", "--script", "good morning")
    assert answer.exit_code == 0, answer.output
    found = json.loads(answer.stdout)
    assert found["recording"]["rejected"] == found["scores"]["not_measured"] == "silent"
    assert found["scores"]["measures"] == found["scores"]["listener"] == {}
    assert found["words"] == found["pauses"] == []
    assert found["fluency"]["speech_rate"] is None
    assert found["prosody"] is None
    assert found["alignment"]["miss"] == 2
    assert run(app, str(path)).exit_code == 0


def test_pauses_stumbles_and_faults_are_shown():
    said = [("Thank", 0.5), ("you,", 0.8), ("for", 1.6), ("for", 1.9), ("um", 2.2), ("call.", 2.5)]
    spoken = Spoken(
        seconds=3.5,
        words=tuple(
            Word(text=text, start=start, end=start + 0.3, probability=0.9) for text, start in said
        ),
        text="Thank you, for for um call.",
        speech=(Span(start=0.5, end=1.1), Span(start=1.6, end=2.8)),
        language="en",
        language_probability=0.9,
    )
    found = analysis(spoken, "Thank you for calling")
    assert [(p["start"], p["end"], p["mid_clause"]) for p in found["pauses"]] == [(1.1, 1.6, None)]
    assert [p["mid_clause"] for p in analysis(spoken)["pauses"]] == [False]
    assert found["disfluency"]["repeated_per_100_words"] == pytest.approx(100 / 6)
    assert found["disfluency"]["fillers"] == (4,)
    assert found["alignment"]["hit"] == 3
    assert found["alignment"]["substitution"] == 1
    lines = list(as_text({"file": "one.wav", **found}))
    assert "one.wav" in lines
    assert [line.split() for line in lines if "calling" in line][-1] == [
        "substitution",
        "calling",
        "call.",
    ]
