"""The outline of a recording, by hand."""

import numpy as np

from speech.waveform import COLUMNS, LEVELS, waveform


def test_each_column_is_as_tall_as_its_loudest_moment() -> None:
    samples = np.zeros(COLUMNS * 100, np.float32)
    samples[50] = -0.5  # first column: the loudest of all
    samples[250] = 0.125  # third: a quarter of it, half as tall
    found = waveform(samples)
    assert len(found) == COLUMNS
    assert found[0] == LEVELS[-1] == "z"
    assert LEVELS.index(found[2]) == round(0.5 * (len(LEVELS) - 1))
    assert set(found[3:]) | {found[1]} == {"0"}


def test_the_level_of_the_microphone_makes_no_difference() -> None:
    samples = np.random.default_rng(1).normal(size=8000).astype(np.float32)
    assert waveform(samples) == waveform(samples * np.float32(0.25))


def test_silence_and_scraps_have_no_outline() -> None:
    assert waveform(np.zeros(16000, np.float32)) == ""
    assert waveform(np.ones(COLUMNS - 1, np.float32)) == ""
