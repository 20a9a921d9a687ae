import io

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from speech.audio import AudioError, Sound, decode
from speech.signal_quality import shorter_than_claimed
from tests.support.sound import KINDS, RATE, encoded, real_speech, samples_of, wav

SPEECH = samples_of(real_speech()[0].path)
FILES = {kind: encoded(SPEECH, kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_comes_out_as_the_same_sound(kind: str):
    sound = decode(FILES[kind], longest_seconds=60)
    assert sound.flags == ()
    assert sound.seconds == pytest.approx(len(SPEECH) / RATE, abs=0.06)
    assert sound.samples.dtype == np.float32
    # the same loudness curve, in 0.1 s steps
    length = min(len(sound.samples), len(SPEECH)) // 1600 * 1600
    loud = [
        np.sqrt(np.mean(s[:length].reshape(-1, 1600) ** 2, axis=1)) for s in (SPEECH, sound.samples)
    ]
    assert np.corrcoef(*loud)[0, 1] > 0.95


def test_stereo_at_another_rate_becomes_mono():
    times = np.arange(44_100) / 44_100
    left = (8_000 * np.sin(2 * np.pi * 300 * times)).astype(np.int16)
    file = io.BytesIO()
    with av.open(file, "w", format="wav") as out:
        stream = out.add_stream("pcm_s16le", rate=44_100, layout="stereo")
        frame = av.AudioFrame.from_ndarray(
            np.stack([left, left], 1).reshape(1, -1), "s16", "stereo"
        )
        frame.sample_rate = 44_100
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    sound = decode(file.getvalue(), longest_seconds=5)
    assert sound.seconds == pytest.approx(1.0, abs=0.01)
    spectrum = np.abs(np.fft.rfft(sound.samples))
    assert np.argmax(spectrum) / sound.seconds == pytest.approx(300, abs=2)


def test_from_a_path(tmp_path):
    path = tmp_path / "answer.webm"
    path.write_bytes(FILES["webm"])
    assert decode(path, longest_seconds=60).seconds == pytest.approx(len(SPEECH) / RATE, abs=0.06)


def test_a_missing_file_is_a_fault_of_ours_and_no_bad_recording(tmp_path):
    with pytest.raises(FileNotFoundError):
        decode(tmp_path / "gone.webm", longest_seconds=60)


def test_what_is_longer_than_permitted_is_cut():
    sound = decode(FILES["ogg"], longest_seconds=2.0)
    assert sound.seconds == 2.0
    assert sound.flags == ("cut_short",)


PLAYLIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0" * 5000, "not_audio"),
        (b"<!doctype html><title>502</title>" * 40, "not_audio"),
        (b"I only typed this and named it answer.webm", "not_audio"),
        (PLAYLIST, "not_audio"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n", "not_audio"),
        (FILES["webm"][len(FILES["webm"]) // 2 :], "not_audio"),
        (FILES["webm"][:40], "not_audio"),
        (FILES["mp4"][:2000], "not_audio"),
        (b"\x1aE\xdf\xa3", "not_audio"),
    ],
    ids=[
        "nothing",
        "zeros",
        "html",
        "text",
        "playlist",
        "concat",
        "tail",
        "start",
        "half mp4",
        "magic",
    ],
)
def test_what_is_no_sound_says_so(data: bytes, reason: str):
    with pytest.raises(AudioError) as caught:
        decode(data, longest_seconds=60)
    assert caught.value.reason == reason


def test_a_file_with_a_header_and_no_sound_is_empty():
    with pytest.raises(AudioError) as caught:
        decode(wav(np.zeros(0, np.int16)), longest_seconds=60)
    assert caught.value.reason in ("empty", "not_audio")


def test_a_picture_in_a_sound_container_is_not_audio():
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as out:
        stream = out.add_stream("mjpeg", rate=1)
        stream.width = stream.height = 16
        stream.pix_fmt = "yuvj420p"
        out.mux(stream.encode(av.VideoFrame(16, 16, "yuvj420p")))
        out.mux(stream.encode(None))
    with pytest.raises(AudioError) as caught:
        decode(file.getvalue(), longest_seconds=60)
    assert caught.value.reason == "not_audio"


def test_the_half_that_arrived_is_decoded_and_the_clock_shows_the_rest():
    half = decode(FILES["webm"][: len(FILES["webm"]) // 2], longest_seconds=60)
    whole = len(SPEECH) / RATE
    assert 0.3 * whole < half.seconds < 0.7 * whole
    assert shorter_than_claimed(half.seconds, whole, longest_seconds=60)


def sound_or_reason(data: bytes) -> Sound | str:
    try:
        return decode(data, longest_seconds=20)
    except AudioError as error:
        return error.reason


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    kind=st.sampled_from(["webm", "ogg", "mp4", "wav", "mp3"]),
    seed=st.integers(0, 2**32 - 1),
    broken=st.integers(1, 400),
    keep=st.floats(0.01, 1.0),
)
def test_only_one_error_leaves_whatever_the_bytes(kind, seed, broken, keep):
    data = bytearray(FILES[kind])
    random = np.random.default_rng(seed)
    for place in random.integers(0, len(data), broken):
        data[place] = random.integers(0, 256)
    outcome = sound_or_reason(bytes(data[: int(len(data) * keep)]))
    if isinstance(outcome, Sound):
        assert 0 < outcome.seconds <= 20
        assert np.all(np.abs(outcome.samples) <= 1)
    else:
        assert outcome in ("empty", "not_audio")


@settings(max_examples=60, deadline=None)
@given(
    start=st.sampled_from(
        [b"\x1aE\xdf\xa3", b"OggS", b"\0\0\0\x20ftypisom", b"RIFF\0\0\0\0WAVE", b"ID3", b"fLaC"]
    ),
    rest=st.binary(max_size=600),
)
def test_only_one_error_leaves_noise_behind_a_good_beginning(start, rest):
    outcome = sound_or_reason(start + rest)
    assert isinstance(outcome, Sound) or outcome in ("empty", "not_audio")
