"""Files as a whole: encodings, sizes, the wrong format, and text made to break a reader."""

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.kinds.grammar.imports import MOST_CHARACTERS, READERS, decoded
from assessments.kinds.grammar.imports.draft import UnfitError
from tests.support.question_files import AIKEN, only, problem, quiz, read


@pytest.mark.parametrize(
    "content",
    [
        AIKEN.encode(),
        b"\xef\xbb\xbf" + AIKEN.encode(),
        AIKEN.encode("utf-16"),
        AIKEN.replace("\n", "\r\n").encode(),
        AIKEN.replace("\n", "\r").encode(),
    ],
)
def test_marks_of_encoding_and_line_ends_do_not_matter(content):
    assert only(decoded(content), "aiken").right_answers == ("went",)


def test_an_xml_file_is_read_in_the_encoding_that_it_declares():
    content = '<?xml version="1.0" encoding="ISO-8859-1"?><quiz>café</quiz>'
    assert "café" in decoded(content.encode("latin-1"))
    assert "café" in decoded(content.replace("ISO-8859-1", "UTF-8").encode())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (AIKEN.replace("go", "café").encode("latin-1"), "byte 25 is not utf-8"),
        (b"She said, \x93I ___ to the bank.\x94", "byte 11 is not utf-8; save the file as UTF-8"),
        (b'<?xml version="1.0" encoding="Shift_JIS"?><quiz/>', "encoding 'shift_jis'"),
        (b'<?xml version="1.0" encoding="UTF-8"?><quiz>\xe9</quiz>', "is not utf-8"),
        (b"x" * (4 * MOST_CHARACTERS + 1), "split it"),
        (AIKEN.encode("utf-16-le"), "UTF-16 without its mark"),
        (b"%PDF-1.7", "a package or document"),
        (b"\x1f\x8b\x08", "a package or document"),
        (b"{\\rtf1 She ___.}", "a package or document"),
    ],
)
def test_no_encoding_is_guessed(content, why):
    with pytest.raises(UnfitError, match=re.escape(why)):
        decoded(content)


def test_windows_quotes_in_a_file_that_declares_latin_are_refused_and_not_lost():
    text = quiz('<question type="essay"><name><text>\x93a\x94</text></name></question>')
    assert problem(text, "moodle")[0] == 3


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(UnfitError, match="split it"):
        read("x" * (MOST_CHARACTERS + 1), "gift")


@pytest.mark.parametrize("file_format", READERS)
@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "\ufeff\n \n"])
def test_an_empty_file_says_so(file_format, text):
    assert problem(text, file_format) == (1, "the file is empty")


@pytest.mark.parametrize("text", ["// only a comment", "$CATEGORY: verbs\n"])
def test_a_file_without_a_question_says_so(text):
    assert problem(text, "gift") == (1, "the file holds no question")


@pytest.mark.parametrize("file_format", ["aiken", "gift"])
def test_xml_in_another_format_is_named(file_format):
    with pytest.raises(UnfitError, match="choose the format moodle or qti"):
        read(quiz(), file_format)


SIGNS = "AB.)={}~#%:[]*_\n ->html<quiz/100ANSWER\\&;u"


@pytest.mark.parametrize("file_format", READERS)
@given(text=st.text(alphabet=st.sampled_from(SIGNS), max_size=80))
def test_no_text_makes_a_reader_fail_in_another_way(file_format, text):
    try:
        result = read(text, file_format)
    except UnfitError:
        return
    assert all(refusal.line >= 1 and refusal.why for refusal in result.problems)
    assert result.problems or result.questions


PARTS = st.sampled_from(
    [
        *(
            "<question type='cloze'>",
            "</question>",
            "<![CDATA[",
            "]]>",
            "<text>",
            "</text>",
            "<!--",
        ),
        *(
            "<!--",
            "-->",
            "<questiontext>",
            "</questiontext>",
            "{1:SA:=a}",
            "&nbsp;",
            "<u>",
            "</u>",
            "a",
        ),
    ]
)


@given(parts=st.lists(PARTS, max_size=30))
def test_no_xml_makes_a_reader_fail_in_another_way(parts):
    try:
        result = read(f"<quiz>{''.join(parts)}</quiz>", "moodle")
    except UnfitError:
        return
    assert all(refusal.line >= 1 and refusal.why for refusal in result.problems)


@pytest.mark.parametrize(
    ("file_format", "part"),
    [
        ("aiken", "A. a\n"),
        ("aiken", "ANSWER:\n"),
        ("aiken", "\n"),
        ("aiken", "a\n\n"),
        ("gift", "{\n"),
        ("gift", "{\n\n"),
        ("gift", "}\n::"),
        ("gift", "{1:SA:"),
        ("gift", "<a ="),
        ("gift", "<a ='"),
        ("gift", " ='"),
        ("gift", "![["),
        ("gift", "a\n"),
        ("gift", "~ "),
        ("aiken", "ANSWER: A, "),
        ("moodle", "<![CDATA[ &x; "),
        ("moodle", "<question "),
        ("moodle", "<question>"),
        ("moodle", "<![CDATA["),
        ("moodle", "&a"),
        ("moodle", "<a b="),
    ],
)
def test_text_that_is_broken_on_purpose_takes_no_time(file_format, part):
    opening = {"moodle": "<quiz>", "gift": "x{} {a"}.get(file_format, "x")
    text = (part * 200_000)[:300_000]
    begun = time.process_time()
    with suppress(UnfitError):
        read(opening + text, file_format)
    with suppress(UnfitError):
        read(f"{opening}{' ' * 300_000}:", file_format)
    assert time.process_time() - begun < 30  # seconds of the processor; 3 at most are usual
