import json
import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from speech.spoken import SignalQuality, Spoken
from speech.transcription import transcribe_recording
from tests.support.fake_engine import (
    NOT_SPEECH,
    SPEECH,
    Fake,
    as_wav,
    word,
)
from tests.support.sound import (
    RATE,
    encoded,
)


@pytest.mark.parametrize("sound", NOT_SPEECH.values(), ids=NOT_SPEECH)
def test_where_nobody_speaks_the_engine_is_not_even_asked(sound: np.ndarray):
    engine = Fake(word("Thank you.", 0, 1))
    spoken = transcribe_recording(as_wav(sound), engine=engine, longest_seconds=60)
    assert spoken.rejected in ("silent", "no_speech", "too_short")
    assert (spoken.words, spoken.text, engine.asked) == ((), "", 0)
    assert spoken.seconds == pytest.approx(len(sound) / RATE)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"no sound at all", "not_audio"),
        (as_wav(SPEECH[:4000]), "too_short"),
        (as_wav(SPEECH * 400), "clipped"),
    ],
    ids=["nothing", "text", "quarter of a second", "far too loud"],
)
def test_what_cannot_be_heard_is_rejected_with_its_reason(data: bytes, reason: str):
    spoken = transcribe_recording(data, engine=Fake(), longest_seconds=60)
    assert (spoken.rejected, spoken.words) == (reason, ())


def test_a_good_recording_with_everything_that_is_needed_to_repeat_it():
    engine = Fake(word("And", 1.0, 1.2))
    spoken = transcribe_recording(
        encoded(SPEECH, "webm"), engine=engine, claimed_seconds=7.1, longest_seconds=60
    )
    assert (spoken.rejected, spoken.flags) == ("", ())
    assert spoken.text == "And"
    assert spoken.speech == engine.speech
    assert (spoken.engine, spoken.model, spoken.weights) == ("fake 1", "none", "0")
    assert spoken.settings["contexts"] == [10.0]
    assert len(spoken.settings["voice_activity"]["sha256"]) == 64
    assert spoken.settings["high_pass"] == [20.0, 50.0]
    assert spoken.settings["level"] == -20.0
    assert spoken.signal is not None
    assert -40 < spoken.signal.rms_dbfs < -10
    assert spoken.signal.claimed_seconds == 7.1
    assert spoken.prosody is not None
    assert 0.4 < spoken.prosody.voiced_share < 0.9
    assert spoken.prosody.f0_median_hz > 60
    assert Spoken.from_dict(json.loads(json.dumps(spoken.to_dict()))) == spoken
    assert Spoken.from_dict(spoken.to_dict()) == spoken


def test_sound_that_is_missing_is_flagged_and_still_heard():
    engine = Fake(word("And", 1.0, 1.2))
    half = encoded(SPEECH, "webm")
    spoken = transcribe_recording(
        half[: len(half) // 2], engine=engine, claimed_seconds=7.1, longest_seconds=60
    )
    assert "shorter_than_claimed" in spoken.flags
    assert spoken.rejected == ""


def test_what_is_too_long_is_cut_and_said():
    spoken = transcribe_recording(
        as_wav(SPEECH), engine=Fake(word("And", 1, 1.2)), longest_seconds=3
    )
    assert spoken.seconds == 3.0
    assert "cut_short" in spoken.flags


def test_words_where_nobody_spoke_are_dropped_and_counted():
    padded = np.concatenate([SPEECH, np.zeros(RATE * 6)])
    engine = Fake(word("And", 1.0, 1.2), word("Thanks", 9.5, 10), word("for watching.", 10, 11))
    spoken = transcribe_recording(as_wav(padded), engine=engine, longest_seconds=60)
    assert [word.text for word in spoken.words] == ["And"]
    assert (spoken.text, spoken.words_dropped) == ("And", 2)
    assert spoken.flags == ("words_outside_speech",)


def test_only_invented_words_are_no_speech():
    padded = np.concatenate([SPEECH, np.zeros(RATE * 6)])
    spoken = transcribe_recording(
        as_wav(padded), engine=Fake(word("Bye.", 11, 12)), longest_seconds=60
    )
    assert (spoken.rejected, spoken.words, spoken.text) == ("no_speech", (), "")


def test_an_engine_that_repeats_itself_gives_no_words():
    engine = Fake(word("the", 1, 1.2), word("the", 1.2, 1.4), flags=("decoded_twice", "loop"))
    spoken = transcribe_recording(as_wav(SPEECH), engine=engine, longest_seconds=60)
    assert (spoken.rejected, spoken.words, spoken.text) == ("loop", (), "")
    assert spoken.speech


def test_a_word_does_not_run_through_the_pause_beside_it():
    two = np.concatenate([SPEECH, np.zeros(RATE * 3), SPEECH])
    first = transcribe_recording(
        as_wav(two), engine=Fake(word("x", 1, 1.2)), longest_seconds=60
    ).speech
    pause = max(pairwise(first), key=lambda p: p[1].start - p[0].end)
    engine = Fake(word("them", pause[0].end - 0.3, pause[1].start + 0.1))
    (heard,) = transcribe_recording(as_wav(two), engine=engine, longest_seconds=60).words
    assert heard.start == pytest.approx(pause[0].end - 0.3)
    assert heard.end == pause[0].end


def test_the_script_is_handed_on():
    engine = Fake(word("And", 1.0, 1.2))
    transcribe_recording(as_wav(SPEECH), engine=engine, longest_seconds=60, script="And then")
    assert engine.script == "And then"


def test_what_the_first_version_stored_is_still_read():
    stored = {
        "seconds": 3.0,
        "words": [{"text": "And", "start": 1.0, "end": 1.2, "probability": 0.9}],
        "text": "And",
        "speech": [{"start": 0.9, "end": 2.5}],
        "rejected": "",
        "flags": ["low_level"],
        "mean_log_probability": -0.2,
        "no_speech_probability": 0.1,
        "compression_ratio": 1.1,
        "rms_dbfs": -31.5,
        "clipped_share": 0.001,
        "words_dropped": 0,
        "engine": "openai-whisper",
        "model": "base",
        "weights": "2cc2",
        "settings": {},
    }
    spoken = Spoken.from_dict(stored)
    assert spoken.signal == SignalQuality(rms_dbfs=-31.5, clipped_share=0.001)
    assert (spoken.prosody, spoken.rater_scores, spoken.other_voice) == (None, None, ())
    assert (spoken.language, spoken.language_probability) == ("", None)
    assert Spoken.from_dict(spoken.to_dict()) == spoken
    nothing = Spoken.from_dict(stored | {"rms_dbfs": None, "clipped_share": None})
    assert nothing.signal is None


def test_stored_scores_of_the_rater_keep_their_key():
    spoken = Spoken(seconds=1.0, rater_scores={"fluency": 6.5})
    stored = spoken.to_dict()
    assert stored["listener"] == {"fluency": 6.5}
    assert "rater_scores" not in stored
    assert Spoken.from_dict(json.loads(json.dumps(stored))) == spoken


def test_the_web_process_never_loads_torch_whisper_or_the_decoders():
    code = (
        "import sys, speech.transcription, speech.check, speech.whisper, speech.weights\n"
        "heavy = {'torch', 'whisper', 'numba', 'silero_vad', 'onnxruntime', 'av'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.strip() == "[]", answer.stderr


def test_the_room_knows_no_web_and_no_database():
    code = (
        "import sys, speech.transcription, speech.check, speech.whisper\n"
        "no = {'flask', 'sqlalchemy', 'rq', 'redis', 'config', 'extensions', 'jobs'}\n"
        "print(sorted(no & set(sys.modules)))"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.strip() == "[]", answer.stderr
