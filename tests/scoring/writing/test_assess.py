"""The writing score as a whole: what it gives, what moves it, and what must not."""

import random
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.writing import assess
from tests.support.texts import GOOD, PROMPT, SIMPLE, WEAK

_LONG_RARE_TEXT = """
perspicacious notwithstanding sesquipedalian incontrovertible magnanimous circumlocution
idiosyncratic conscientiousness quintessential ineffable obstreperous verisimilitude
"""
LONG_RARE = _LONG_RARE_TEXT.split()
TEXTS = [GOOD, WEAK, SIMPLE]
few = settings(max_examples=8, deadline=None)
which = st.sampled_from(TEXTS)
seeds = st.integers(min_value=0, max_value=10_000)


def score(text: str, **about: object) -> float:
    found = assess(text, **about).score
    assert found is not None
    return found


def changed(text: str, share: float, seed: int, change) -> str:
    """Return the text with some of its words changed."""
    draw = random.Random(seed)
    return re.sub(
        r"\S+", lambda found: change(found[0], draw) if draw.random() < share else found[0], text
    )


def test_mistakes_cost_points():
    assert score(GOOD) > score(WEAK) + 10


def test_the_contributions_add_up_to_the_score():
    report = assess(WEAK)
    assert report.score == pytest.approx(
        50 + sum(contribution.points for contribution in report.contributions)
    )


def test_short_texts_have_no_score_and_middling_ones_low_confidence():
    words = SIMPLE.split()
    short, middling = assess(" ".join(words[:79])), assess(" ".join(words[:100]))
    assert (short.score, short.sem, short.not_measured) == (None, None, "not_enough_text")
    assert short.contributions == ()
    assert middling.low_confidence
    assert middling.score is not None
    assert not assess(SIMPLE).low_confidence
    assert middling.sem > assess(SIMPLE).sem


def test_an_empty_text_is_not_measured():
    assert assess("").not_measured == "not_enough_text"


def test_errors_stand_where_they_stand_in_the_text_as_given():
    text = GOOD.replace("tomorrow", "tommorow")
    (error,) = [finding for finding in assess(text).errors if finding.text == "tommorow"]
    assert text[error.start : error.end] == "tommorow"


@few
@given(st.integers(min_value=0, max_value=3))
def test_pasting_the_task_changes_nothing(place: int):
    parts = WEAK.split("\n\n")
    pasted = "\n\n".join([*parts[:place], PROMPT, *parts[place:]])
    assert score(pasted, prompt=PROMPT) == score(WEAK, prompt=PROMPT)
    assert assess(pasted, prompt=PROMPT).copied > 40


def test_saying_everything_twice_changes_nothing():
    assert score(f"{WEAK}\n\n{WEAK}") == pytest.approx(score(WEAK), abs=0.01)


@few
@given(which, seeds)
def test_line_breaks_change_nothing(text: str, seed: int):
    broken = changed(text, 0.2, seed, lambda word, _: f"{word}\n\n")
    assert score(broken) == score(text)


@few
@given(which, seeds, st.sampled_from([0.1, 0.2, 0.4]))
def test_more_full_stops_never_raise_the_score(text: str, seed: int, share: float):
    stopped = changed(text, share, seed, lambda word, _: word.rstrip(",.") + ".")
    assert score(stopped) <= score(text)


@few
@given(which, seeds, st.sampled_from([0.2, 0.5, 1.0]))
def test_more_capitals_never_raise_the_score(text: str, seed: int, share: float):
    raised = changed(text, share, seed, lambda word, _: word[:1].upper() + word[1:])
    assert score(raised) <= score(text)


@pytest.mark.parametrize("text", TEXTS)
def test_shouting_never_raises_the_score(text: str):
    assert score(text.upper()) <= score(text)


@few
@given(which, seeds, st.sampled_from([0.05, 0.15, 0.3]))
def test_long_rare_words_never_raise_the_score(text: str, seed: int, share: float):
    # A single one may lie within what a correct text is allowed, and add half a point by its range.
    stuffed = changed(text, share, seed, lambda word, draw: f"{draw.choice(LONG_RARE)} {word}")
    assert score(stuffed) <= score(text) + (0.5 if share < 0.1 else 0.0)


def test_a_list_of_rare_words_at_the_end_does_not_raise_the_score():
    assert score(SIMPLE + " " + " ".join(LONG_RARE) + ".") <= score(SIMPLE)


def test_names_and_filipino_courtesy_cost_next_to_nothing():
    """No error is found in them; what the encoder makes of a name stays far inside the error."""
    text = GOOD.replace("Thank you for writing", "Good day po, ma'am! Salamat po for writing")
    text = text.replace("Aileen", "Jhoanna").replace("Bautista", "Dimaculangan")
    text = text.replace("on your card", "in your GCash account").replace("Cebu", "Parañaque")
    report = assess(text)
    assert [finding.text for finding in report.errors if finding.is_error] == [
        finding.text for finding in assess(GOOD).errors if finding.is_error
    ]
    assert abs(report.score - score(GOOD)) < report.sem / 3


@pytest.mark.parametrize(
    ("spelling", "wrong"),
    [("any", []), ("gb", []), ("au", []), ("us", ["colour"]), ("ph", ["colour"])],
)
def test_spelling_follows_the_account(spelling: str, wrong: list[str]):
    text = f"{SIMPLE} The colour of the door is blue."
    found = [
        finding.text
        for finding in assess(text, spelling=spelling).errors
        if finding.text == "colour"
    ]
    assert found == wrong


def test_courtesy_and_connectives_are_shown_with_what_earned_them():
    report = assess(GOOD)
    cues = {courtesy.cue: courtesy.sentence for courtesy in report.courtesy}
    assert "accept my apologies" in cues["apology"]
    assert cues["closing"] == "Kind regards,"
    assert report.relations["condition"] == 2
    assert report.reading.grade is not None


def test_what_was_loaded_before_a_fork_reads_after_it():
    # What waits for a thread of its parent would wait for ever: the alarm ends it.
    code = (
        "import os, signal\n"
        "from scoring.proofreading import harper_lints\n"
        "from scoring.writing import assess, load\n"
        "from tests.support.texts import WEAK\n"
        "load()\n"
        "if not (child := os.fork()):\n"
        "    signal.alarm(60)\n"
        "    before = assess(WEAK)\n"
        "    harper_lints._forget()\n"
        "    os._exit(before.score != assess(WEAK, spelling='au').score)\n"
        "print(os.waitpid(child, 0)[1], assess(WEAK).score)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.split() == ["0", str(assess(WEAK).score)], answer.stderr
