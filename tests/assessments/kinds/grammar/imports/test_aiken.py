"""Aiken files: what is imported, what is noted, and why the rest is left out."""

import pytest

from tests.support.question_files import AIKEN, notes, only, problem, read

OPTIONS = "A. go\nB. goes\nC. going\nD. gone\n"


def test_aiken_is_read():
    question = only(AIKEN, "aiken")
    assert question.text == 'What is the past of "go"?'
    assert question.right_answers == ("went",)
    assert question.id == "from-file-1"
    assert (question.topic, question.level, question.rule) == ("tense", "B1", "past simple")
    assert set(question.mistakes.values()) == {"not told in the file"}
    assert question.note == "Imported, line 1"
    assert notes(AIKEN, "aiken") == ""


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (AIKEN.replace("ANSWER: B", "ANSWER: E"), 1, "ANSWER: E names no option"),
        (AIKEN.replace("ANSWER: B", ""), 1, "the line ANSWER: with one letter is missing"),
        (AIKEN.replace("ANSWER: B", "ANSWER:"), 1, "the line ANSWER: with one letter is missing"),
        (AIKEN.replace("ANSWER: B", "ANSWER: went"), 1, "ANSWER: went is not a letter"),
        (AIKEN.replace("ANSWER: B", "ANSWER: B, C"), 1, "names several options"),
        (AIKEN.replace("ANSWER: B", "ANSWER: B and C"), 1, "names several options"),
        (AIKEN.replace("ANSWER: B", "ANSWER: B) gone"), 1, "differs from the text of option B"),
        ("\n\n" + AIKEN.replace("C. gone\n", ""), 3, "a letter is missing between"),
        (AIKEN.replace("D. goes\n", ""), 1, "3 options, 1 of them right"),
        (AIKEN.replace("ANSWER", "E. go\nANSWER"), 1, "5 options, 1 of them right"),
        ("A. a\nB. b\nC. c\nD. d\nANSWER: A", 1, "no question before the options"),
        (AIKEN.replace("D. goes", "C. goes"), 1, "two options have the same letter"),
        (AIKEN.replace("gone", "went"), 1, "two options are the same"),
        (AIKEN.replace("gone", "Went."), 1, "two options differ only in capitals"),
        (AIKEN.replace("C. gone", "C."), 1, "option c is empty"),
        (AIKEN.replace("D. goes", "D. A and B"), 1, "option d names others by letter"),
        ("Only a heading", 1, "there are no options"),
        ("What?\nANSWER: B", 1, "there are no options"),
        ("ANSWER: B", 1, "no question before the options"),
    ],
)
def test_what_is_wrong_in_aiken_is_named_with_its_line(text, line, why):
    found_line, reason = problem(text, "aiken")
    assert found_line == line
    assert why in reason


def test_a_bad_question_keeps_no_good_one_out():
    result = read(f"{AIKEN}\nWhat?\nA. x\n\n{AIKEN.replace('past', 'form')}", "aiken")
    assert [question.id for question in result.questions] == ["from-file-1", "from-file-2"]
    assert [refusal.line for refusal in result.problems] == [9]
    assert "ANSWER:" in result.problems[0].why


@pytest.mark.parametrize(
    "options",
    [
        "A)go\nB)goes\nC)going\nD)gone\nANSWER: B",
        "A.go\nB.goes\nC.going\nD.gone\nANSWER:B",
        "a. go\nb. goes\nc. going\nd. gone\nAnswer: b",
        "a)go\nb)goes\nc)going\nd)gone\nanswer : b)",
        "(A) go\n(B) goes\n(C) going\n(D) gone\nANSWER: (B)",
        "A.\tgo\nB.\tgoes\nC.\tgoing\nD.\tgone\nANSWER: B.",
        "A. go\nB. goes\nC. going\nD. gone\nCorrect answer: B. goes",
        "A. go\nB. goes\nC. going\nD. gone\nANSWER:\nB",
        "\nA. go\nB. goes\n\nC. going\nD. gone\n\nANSWER: B",
        "A.\u00a0go\nB.\u00a0goes\nC.\u00a0going\nD.\u00a0gone\nANSWER: B",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_options_and_keys_are_written_in_many_ways(options, end):
    text = f"She ___ to the office by bus every day.\n{options}\n"
    question = only(text.replace("\n", end), "aiken")
    assert question.text == "She ___ to the office by bus every day."
    assert list(question.options.values()) == ["go", "goes", "going", "gone"]
    assert question.key == "b"


def test_a_full_stop_after_the_letter_and_a_mark_of_byte_order_do_no_harm():
    text = (
        "\ufeffShe ___ to the office by bus every day.\r\nA. go\r\nB. goes\r\nC. going\r\n"
        "D. gone\r\nANSWER: B\r\n\r\nThey ___ here since May.\r\nA. live\r\nB. have lived\r\n"
        "C. are living\r\nD. lived\r\nANSWER: B.\r\n"
    )
    result = read(text, "aiken")
    assert [question.right_answers for question in result.questions] == [
        ("goes",),
        ("have lived",),
    ]
    assert (result.problems, result.notes) == ((), ())


def test_numbers_of_questions_go_with_a_note():
    text = f"1. She ___ to work.\n{OPTIONS}ANSWER: B\nQ2) They ___ here.\n{OPTIONS}ANSWER: A\n"
    result = read(text, "aiken")
    assert [question.text for question in result.questions] == [
        "She ___ to work.",
        "They ___ here.",
    ]
    assert [note.what for note in result.notes] == [
        "the number 1 before the question was removed",
        "the number 2 before the question was removed",
    ]


def test_a_number_that_is_not_the_position_stays_and_is_noted():
    text = f"24. December is the day before ___.\n{OPTIONS}ANSWER: B"
    assert only(text, "aiken").text == "24. December is the day before ___."
    assert notes(text, "aiken") == "the text begins with the number 24"


def test_a_heading_does_not_run_into_the_question():
    text = f"Unit 3, page 12\n\n1. She ___ to work.\n{OPTIONS}ANSWER: B\n"
    result = read(text, "aiken")
    assert [question.text for question in result.questions] == ["She ___ to work."]
    assert [(refusal.line, refusal.title) for refusal in result.problems] == [
        (1, "Unit 3, page 12")
    ]


def test_a_wrapped_option_stays_whole():
    text = (
        "What did she say\nto the caller?\nA. I will call you\nback tomorrow.\nB. I call you\n"
        "e.g. at noon.\nC. Call me.\nD. I am\ncalling\nyou back.\nANSWER: A\n"
    )
    question = only(text, "aiken")
    assert question.text == "What did she say to the caller?"
    assert list(question.options.values()) == [
        *("I will call you back tomorrow.", "I call you e.g. at noon."),
        *("Call me.", "I am calling you back."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A.M. or P.M.? The flight leaves at 9 ___.",
        "U.S. agents ___ on shift now.",
        "A. Cruz ___ on shift now.",
        "I. Reyes ___ on shift now.",
        "e.g. is short for ___.",
    ],
)
def test_a_question_that_begins_like_an_option_is_the_question(text):
    question = only(f"{text}\n{OPTIONS}ANSWER: B", "aiken")
    assert question.text == text
    assert len(question.options) == 4


def test_a_question_without_an_answer_ends_where_the_next_begins():
    text = f"She ___ to work.\n{OPTIONS}They ___ here.\n{OPTIONS}ANSWER: A\n"
    result = read(text, "aiken")
    assert [question.text for question in result.questions] == ["They ___ here."]
    assert [(refusal.line, refusal.why) for refusal in result.problems] == [
        (1, "the line ANSWER: with one letter is missing")
    ]


def test_where_the_next_question_begins_is_not_guessed():
    text = f"She ___.\n{OPTIONS}home\nThey ___ here.\n{OPTIONS}ANSWER: A\n"
    result = read(text, "aiken")
    assert result.questions == ()
    assert "it is unclear where this one begins" in result.problems[1].why


def test_feedback_after_the_answer_is_the_reason():
    text = f"{AIKEN}FEEDBACK: It is irregular.\n\n{AIKEN.replace('past', 'form')}"
    assert [question.reason for question in read(text, "aiken").questions] == [
        *("It is irregular.", "not told in the file"),
    ]


def test_markup_and_entities_in_aiken_are_shown_as_text():
    text = f"He said &ldquo;no&rdquo; &amp; <b>left</b>. Then he ___.\n{OPTIONS}ANSWER: B"
    assert only(text, "aiken").text == "He said “no” & left. Then he ___."


def test_characters_that_cannot_be_read_are_refused():
    text = AIKEN.replace("goed", "go\x00ed")
    assert "cannot be read" in problem(text, "aiken")[1]
