"""Repeats and fillers, by hand and by property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.disfluency import Disfluency, disfluency


def repeats(text: str, script: str = "") -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    found = disfluency(text.split(), script.split())
    return [(each.first, each.again) for each in found.repetitions]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I I want a refund", [((0,), (1,))]),
        ("I, I want a refund", [((0,), (1,))]),
        ("I I I want", [((0,), (1,)), ((1,), (2,))]),
        ("we went to the, to the office", [((2, 3), (4, 5))]),
        ("can you please can you please wait", [((0, 1, 2), (3, 4, 5))]),
        ("the um the card", [((0,), (2,))]),
        ("The — the card", [((0,), (2,))]),
        ("it’s it's late", [((0,), (1,))]),
        ("wi-fi wi-fi is down", [((0,), (1,))]),
    ],
)
def test_repeats_by_hand(text: str, found: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    assert repeats(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I like it. It works.",  # a new sentence
        "Can you? You can.",
        "five five five one two",  # a number
        "0917 0917",
        "B B C",
        "very very slow",
        "thank you thank you",
        "bye bye",
        "the things that that man had had",
        "I went to two shops",  # the same sound, not the same word
        "sari sari store",
        "one two three four one two",  # not at once
        "a b c d a b c d",  # four words
        "um um uh",
    ],
)
def test_what_is_no_repeat(text: str) -> None:
    assert repeats(text) == []


def test_what_the_script_repeats_is_not_counted() -> None:
    script = "Knock, knock! Who is there?"
    assert repeats("knock knock who is there", script) == []
    assert repeats("knock knock who who is there", script) == [((2,), (3,))]


def test_fillers_and_rates_by_hand() -> None:
    found = disfluency(["Um,", "I", "uhh", "I", "want", "—", "want", "to,", "hmm,", "pay", "it"])
    assert found.fillers == (0, 2, 8)
    assert found.words == 10  # the dash is no word
    assert found.repeated_words == 2
    assert found.repeated_per_100_words == pytest.approx(20)
    assert found.fillers_per_100_words == pytest.approx(30)


def test_a_word_in_two_repeats_counts_once() -> None:
    found = disfluency(["the", "card", "card", "the", "card", "card"])
    assert [each.again for each in found.repetitions] == [(3, 4, 5), (5,)]
    assert found.repeated_words == 3


def test_without_words_there_is_no_rate() -> None:
    assert disfluency([]) == Disfluency(words=0)
    assert disfluency(["—"]).repeated_per_100_words is None
    assert Disfluency(words=0).fillers_per_100_words is None


spoken = st.lists(
    st.sampled_from(["the", "card", "is", "um", "I", "lost.", "very", "5", "—", "my,", "uh"]),
    max_size=14,
)


@given(spoken)
def test_what_is_found_stands_in_the_text(words: list[str]) -> None:
    found = disfluency(words)
    for each in found.repetitions:
        assert [words[n].strip(".,").lower() for n in each.first] == [
            words[n].strip(".,").lower() for n in each.again
        ]
        assert max(each.first) < min(each.again)
        assert not set(each.first + each.again) & set(found.fillers)
    again = {n for each in found.repetitions for n in each.again}
    assert len(again) == found.repeated_words < max(1, found.words)


@given(spoken, st.integers(0, 14))
def test_a_filler_anywhere_changes_only_the_fillers(words: list[str], place: int) -> None:
    before, after = disfluency(words), disfluency([*words[:place], "uhm", *words[place:]])
    assert len(after.fillers) == len(before.fillers) + 1
    assert after.repeated_words == before.repeated_words


@given(st.lists(st.sampled_from(["card", "bill", "phone", "lost", "my"]), max_size=9, unique=True))
def test_distinct_words_have_no_repeats_and_doubling_them_has_all(words: list[str]) -> None:
    assert disfluency(words).repetitions == ()
    doubled = [word for word in words for _ in range(2)]
    assert disfluency(doubled).repeated_words == len(words)
