"""Signals and reasons are shown in words, never by their names."""

import pytest
from flask import Flask, render_template_string

from scoring.report import READ_FIRST

FLAGS = (
    "cut_short",
    "damaged",
    "shorter_than_claimed",
    "low_level",
    "some_clipping",
    "dc_offset",
    "noisy",
    "narrow_band",
    "dropouts",
    "cut_off",
    "whispered",
    "other_voice",
    "other_language",
    "unclear",
    "words_outside_speech",
    "decoded_twice",
    "silent_window",
    "cut_in_speech",
    "late_start",
    "more_recordings_than_allowed",
    "prompt_fetched_again",
    "loop",
    "pasted_text",
    "copied_from_page",
    "internal_told",
    "letters_joined",
    "stuffed_text",
    "off_the_task",
    "reworded_task",
    "texts_alike",
    "low_confidence",
    "same_text_as_another",
    "rude_words",
    "stuffed_message",
    "unfilled_slot",
    "pasted_article",
    "asked_again",
    "critical_missed",
    "over_limit",
    "line_lost",
    "interrupted",
)
REASONS = (
    "no_text",
    "empty",
    "not_audio",
    "silent",
    "clipped",
    "too_short",
    "no_speech",
    "unclear",
    "other_language",
    "loop",
    "skipped",
    "no_recording",
    "not_heard",
    "no_words",
    "no_answers",
    "no_answer_measured",
    "not_asked",
    "not_yet_measured",
    "not_all_answers_measured",
    "not_enough_words",
    "not_english",
    *sorted(READ_FIRST),
)


@pytest.mark.parametrize(
    ("macro", "names"),
    [
        ('{% from "recruiters/flags.html" import flag_words as words %}', FLAGS),
        ('{% from "components/reason.html" import reason_words as words %}', REASONS),
    ],
)
def test_every_signal_and_reason_has_its_words(
    app: Flask, macro: str, names: tuple[str, ...]
) -> None:
    with app.test_request_context():
        for name in names:
            words = render_template_string(macro + "{{ words(name) }}", name=name).strip()
            plain = name.replace("_", " ")
            assert words != plain, name
            assert len(words) > len(plain) or " " in words


def test_what_a_person_has_to_read_first_is_said_so(app: Flask) -> None:
    macro = '{% from "components/reason.html" import no_score_words as words %}'
    with app.test_request_context():
        for name in (*READ_FIRST, "too_short"):
            words = render_template_string(macro + "{{ words(name) }}", name=name).strip()
            first = "until a person has read it" in words
            assert first is (name in READ_FIRST), name
            assert ": " in words  # and why
        assert render_template_string(macro + "{{ words() }}").strip() == "not measured"
