"""How alike two answers are: by hand, and what must hold for any."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scoring.likeness import (
    SAME_WORDING,
    even_pauses,
    same_sound,
    shared_wording,
    words_of,
)
from tests.support.texts import OTHER, OWN


def test_the_same_points_in_own_words_are_not_alike() -> None:
    found = shared_wording(OWN, OTHER)
    assert found is not None
    assert found.share < 0.05


def test_a_copy_with_two_changed_words_is() -> None:
    copied = OWN.replace("really", "very").replace("nothing", "zero")
    found = shared_wording(OWN, copied)
    assert found is not None
    # 52 words have 48 5-grams; each change far from the ends takes 5.
    assert len(words_of(OWN)) == 52
    assert found.share == pytest.approx(38 / 48)
    assert found.words[0] == "sorry"
    assert found.words[-1] == "you"
    assert words_of(OWN)[found.first] == words_of(copied)[found.other] == "sorry"


def test_what_everybody_has_before_them_is_no_likeness() -> None:
    caller = "My electric fan arrived broken and I need a new one before my mother comes on Friday."
    first = (
        f"{caller} That is what you say and I am sorry. Our rider leaves today with another fan."
    )
    second = (
        f"{caller} I see, that is bad. We can bring it on Thursday, so she will not feel the heat."
    )
    assert shared_wording(first, second).share > SAME_WORDING / 2  # type: ignore[union-attr]
    found = shared_wording(first, second, given=caller)
    assert found is None or found.share == 0


def test_short_answers_cannot_be_told_apart() -> None:
    assert shared_wording("A blue box.", "A blue box.") is None


words = st.sampled_from([f"w{n}" for n in range(12)])
texts = st.lists(words, max_size=60).map(" ".join)
long_texts = st.lists(words, min_size=45, max_size=80, unique=False).map(" ".join)


@given(texts, texts)
def test_likeness_is_symmetric_and_a_share(first: str, second: str) -> None:
    found, back = shared_wording(first, second), shared_wording(second, first)
    assert (found is None) == (back is None)
    if found and back:
        assert found.share == back.share
        assert 0 <= found.share <= 1
        assert words_of(first)[found.first : found.first + len(found.words)] == list(found.words)
        assert words_of(second)[found.other : found.other + len(found.words)] == list(found.words)


@given(long_texts)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    found = shared_wording(text, text)
    assume(found is not None)
    assert found.share == 1  # type: ignore[union-attr]


def test_the_same_recording_keeps_its_times() -> None:
    # Twelve words, the second time two seconds later and each a step of the grid off.
    first = [0.4 * n for n in range(12)]
    played = [2.0 + 0.4 * n + 0.02 * (n % 2) for n in range(12)]
    said_again = [2.0 + 0.4 * n + (0.09 if n == 7 else 0.0) for n in range(12)]
    assert same_sound(first, played)
    assert not same_sound(first, said_again)
    assert not same_sound(first[:11], played[:11])


def test_even_pauses_are_those_of_somebody_who_reads() -> None:
    assert even_pauses([0.4, 0.5, 0.45, 0.4, 0.5])
    assert not even_pauses([0.3, 1.4, 0.4, 2.0, 0.3])
    assert not even_pauses([0.4, 0.4, 0.4, 0.4])
