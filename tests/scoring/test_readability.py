"""Readability of open speech, against hand-worked figures and against textstat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.readability import FEWEST_WORDS, Readability, readability

CALL = """
Thank you for calling our help desk this morning. My name is Liza and I work with the billing team.
I understand that your internet service was interrupted twice during the weekend. Please give me a
moment while I open your account and check the latest messages from our technicians. The notes say
that the modem in your house lost its signal after the storm on Saturday. I can send a technician
tomorrow afternoon, or I can guide you through a simple restart now. If the connection is still slow
after that, we will take the two lost days off your next bill. You will receive a confirmation
message on your phone before the end of the day.
"""


def test_by_hand() -> None:
    # 100 words in 5 sentences, 150 syllables: 206.835 - 1.015 * 20 - 84.6 * 1.5 = 59.635;
    # .39 * 20 + 11.8 * 1.5 - 15.59 = 9.91.
    text = Readability(sentences=5, words=100, syllables=150)
    assert text.reading_ease == pytest.approx(59.635)
    assert text.grade == pytest.approx(9.91)
    assert text.reason == ""


def test_the_figures_of_textstat() -> None:
    # textstat 0.7.13 on CALL, its own count of words and sentences, the syllables of each word
    # from scoring.syllables in place of the dictionary that it downloads: 118 words, 8 sentences,
    # 164 syllables, flesch_reading_ease 74.28408898305086, flesch_kincaid_grade 6.5625.
    text = readability(CALL.split())
    assert text == Readability(sentences=8, words=118, syllables=164)
    assert text.reading_ease == pytest.approx(74.28408898305086)
    assert text.grade == pytest.approx(6.5625)


@pytest.mark.parametrize(
    ("text", "sentences", "words", "syllables"),
    [
        ("", 0, 0, 0),
        ("...", 0, 0, 0),
        ("Yes. I can", 2, 3, 3),
        ("Um, yes. Uh.", 1, 1, 1),
        ("Dr. Cruz doesn't know!", 1, 4, 6),
        ("It costs ₱250.", 1, 6, 9),  # it costs two hundred fifty pesos
        ("Wait ... please?", 2, 2, 2),
    ],
)
def test_counts(text: str, sentences: int, words: int, syllables: int) -> None:
    assert readability(text.split()) == Readability(
        sentences=sentences, words=words, syllables=syllables
    )


def test_short_texts_are_not_measured() -> None:
    few = Readability(sentences=10, words=FEWEST_WORDS - 1, syllables=120)
    assert few.reason == "not_enough_words"
    unpunctuated = Readability(sentences=2, words=FEWEST_WORDS, syllables=120)
    assert unpunctuated.reason == "not_enough_sentences"
    for text in (few, unpunctuated, readability([])):
        assert text.reading_ease is None
        assert text.grade is None


@given(st.integers(3, 20), st.integers(100, 400), st.integers(0, 300))
def test_longer_sentences_and_longer_words_are_harder(
    sentences: int, words: int, more: int
) -> None:
    text = Readability(sentences=sentences, words=words, syllables=words + more)
    joined = Readability(sentences=sentences + 1, words=words, syllables=words + more)
    longer = Readability(sentences=sentences, words=words, syllables=words + more + 1)
    assert joined.reading_ease > text.reading_ease > longer.reading_ease
    assert joined.grade < text.grade < longer.grade


@given(st.permutations([s.strip() + "." for s in CALL.replace("\n", " ").split(".") if s.strip()]))
def test_the_order_of_sentences_makes_no_difference(sentences: list[str]) -> None:
    assert readability(" ".join(sentences).split()) == readability(CALL.split())
