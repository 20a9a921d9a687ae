from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.spoken import Span
from speech.windows import LONGEST_SECONDS, MARGIN_SECONDS, Window, halved, windows


def test_no_speech_no_windows():
    assert windows((), seconds=60) == ()


def test_one_window_around_the_speech():
    speech = (Span(start=3.0, end=5.0), Span(start=7.0, end=9.0))
    assert windows(speech, seconds=30) == (Window(start=2.5, end=9.5),)
    assert windows((Span(start=0.2, end=4.9),), seconds=5) == (Window(start=0, end=5),)


def test_a_long_answer_is_cut_in_its_longest_pause_and_silence_is_left_out():
    # pauses: 10–10.4, 18–21, 26–26.5; 28.5 s from 0 is too long for one window
    speech = tuple(Span(start=a, end=b) for a, b in [(0, 10), (10.4, 18), (21, 26), (26.5, 40)])
    assert windows(speech, seconds=40) == (
        Window(start=0, end=18.5),
        Window(start=20.5, end=40),
    )


def test_speech_without_a_pause_is_cut_where_it_must_be_and_says_so():
    found = windows((Span(start=0, end=60),), seconds=60)
    assert found == (
        Window(start=0, end=28, cut_in_speech=True),
        Window(start=28, end=56, cut_in_speech=True),
        Window(start=56, end=60),
    )


@st.composite
def speeches(draw: st.DrawFn) -> tuple[tuple[Span, ...], float]:
    place, spans = 0.0, []
    for silence, length in draw(
        st.lists(st.tuples(st.floats(0.15, 9), st.floats(0.1, 40)), min_size=1, max_size=12)
    ):
        spans.append(Span(start=place + silence, end=place + silence + length))
        place += silence + length
    return tuple(spans), place + draw(st.floats(0, 3))


@given(speeches())
def test_all_speech_is_covered_in_order_and_no_window_is_too_long(case):
    speech, seconds = case
    found = windows(speech, seconds=seconds)
    assert all(0 <= w.start < w.end <= seconds + 1e-9 for w in found)
    assert all(w.end - w.start <= LONGEST_SECONDS + 1e-9 for w in found)
    assert all(a.end <= b.start + 1e-9 for a, b in pairwise(found))
    for before, after in pairwise(found):
        skipped = after.start - before.end > 1e-9
        assert not skipped or not [
            s for s in speech if s.start < after.start - 1e-9 and s.end > before.end + 1e-9
        ]
        assert before.cut_in_speech == any(s.start < before.end < s.end for s in speech)
    assert found[0].start == pytest.approx(max(0, speech[0].start - MARGIN_SECONDS))
    assert found[-1].end >= speech[-1].end - 1e-9


def test_a_window_is_halved_at_the_pause_nearest_to_its_middle():
    speech = (
        Span(start=1, end=4),
        Span(start=5, end=9),
        Span(start=9.5, end=19),
        Span(start=22, end=25),
    )
    window = Window(start=0.5, end=19.5, cut_in_speech=True)
    left, right = halved(window, speech)
    assert (left, right) == (
        Window(start=0.5, end=9.25),
        Window(start=9.25, end=19.5, cut_in_speech=True),
    )
    assert halved(right, speech) == ()
