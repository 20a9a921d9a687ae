"""Question files of other programs: what is imported, and why the rest is refused."""

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from assessments.kinds.grammar.bank import read as read_items
from assessments.kinds.grammar.commands import group
from assessments.kinds.grammar.imports import MOST_CHARACTERS, READERS, decoded, imported
from assessments.kinds.grammar.imports.draft import Defaults, UnfitError

DEFAULTS = Defaults(topic="tense", rule="past simple", level="B1", prefix="from-file")


def read(text, file_format):
    return imported(text, file_format, DEFAULTS)


def only(text, file_format):
    extract = read(text, file_format)
    assert extract.problems == ()
    [question] = extract.questions
    return question


def problem(text, file_format):
    extract = read(text, file_format)
    assert extract.questions == ()
    [refusal] = extract.problems
    return refusal.line, refusal.why


# --- Aiken

AIKEN = """What is the past
of "go"?
A. goed
B) went
C. gone
D. goes
ANSWER: B
"""


def test_aiken_is_read():
    question = only(AIKEN, "aiken")
    assert question.text == 'What is the past of "go"?'
    assert question.right_answers == ("went",)
    assert question.id == "from-file-1"
    assert (question.topic, question.level, question.rule) == ("tense", "B1", "past simple")
    assert set(question.mistakes.values()) == {"not told in the file"}
    assert question.note == "Imported, line 1"


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        (AIKEN.replace("ANSWER: B", "ANSWER: E"), 1, "ANSWER: E names no option"),
        (AIKEN.replace("ANSWER: B", ""), 1, "the line ANSWER: with one letter is missing"),
        (
            "\n\n" + AIKEN.replace("C. gone\n", ""),
            3,
            "a letter is missing between the options A, B, D",
        ),
        (AIKEN.replace("D. goes\n", ""), 1, "3 options, 1 of them right"),
        ("A. a\nB. b\nC. c\nD. d\nANSWER: A", 1, "no question before the options"),
        (AIKEN.replace("gone", "Went."), 1, "two options differ only in capitals"),
    ],
)
def test_what_is_wrong_in_aiken_is_told_with_its_line(text, line, why):
    found_line, reason = problem(text, "aiken")
    assert found_line == line
    assert why in reason


def test_a_bad_question_keeps_no_good_one_out():
    extract = read(f"{AIKEN}\nWhat?\nA. x\n\n{AIKEN.replace('past', 'form')}", "aiken")
    assert [question.id for question in extract.questions] == ["from-file-1", "from-file-2"]
    assert [refusal.line for refusal in extract.problems] == [9]


# --- GIFT


def test_gift_options_with_feedback_are_read():
    question = only(
        """// a comment
$CATEGORY: verbs

::Past::She { =went#right ~goes # present
  ~%-50%go#base form ~gone } home\\: yes.#### not
""".replace("#### not", ""),
        "gift",
    )
    assert question.text == "She ___ home: yes."
    assert question.right_answers == ("went",)
    assert [question.mistakes[x] for x in "bcd"] == [
        *("present", "base form", "not told in the file"),
    ]
    assert question.note == "Imported, line 4 Past"


def test_gift_short_answers_and_general_feedback_are_read():
    question = only(
        "::Q::[html]<p>The past of <b>go</b>?</p> {=went =did go ####It is over.}", "gift"
    )
    assert question.text == "The past of go? ___"
    assert question.accepted == ("went", "did go")
    assert question.reason == "It is over."


def test_escaped_signs_are_signs():
    question = only(r"1 \= ___ \{one\} \~ {=a\=b =c\#d}", "gift")
    assert question.text == "1 = ___ {one} ~"
    assert question.accepted == ("a=b", "c#d")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Say it {}", "an essay has no key"),
        ("True? {T}", "half a guess"),
        ("True? {FALSE#no}", "half a guess"),
        ("How many? {#3:1}", "a number is asked for"),
        ("Match {=a -> b =c -> d}", "matching"),
        ("Just a text", "one pair of {braces}"),
        ("One {=a} two {=b}", "one pair of {braces}"),
        ("Two right {=a =b ~c ~d}", "4 options, 2 of them right"),
        ("Half {~%50%a ~%50%b ~c ~d}", "a part of the point"),
        ("Half {=%50%a =b}", "a part of the point"),
        ("Wild {=wen*}", "wildcard"),
        ("[html]See <img src='x'> {=a}", "pictures"),
        ("Empty {= =b}", "an accepted answer is empty"),
        ("None {}", "an essay"),
    ],
)
def test_what_gift_holds_that_does_not_fit_is_told(text, why):
    line, reason = problem(f"// first line\n\n{text}", "gift")
    assert line == 3
    assert why in reason


# --- Moodle XML


def quiz(*questions):
    return '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>"


def multichoice(*weights, text="<![CDATA[<p>She ___ &amp; left.</p>]]>"):
    answers = "".join(
        f'<answer fraction="{weight}" format="html"><text>word {n}</text>'
        f"<feedback><text>because {n}</text></feedback></answer>"
        for n, weight in enumerate(weights)
    )
    return (
        '<question type="multichoice"><name><text>Past</text></name>'
        f"<questiontext><text>{text}</text></questiontext>{answers}"
        "<generalfeedback><text>It is over.</text></generalfeedback></question>"
    )


CATEGORY = '<question type="category"><category><text>x</text></category></question>'


def test_moodle_options_are_read():
    question = only(quiz(CATEGORY, multichoice(0, 100, -25, 0)), "moodle")
    assert question.text == "She ___ & left."
    assert (question.key, question.options["b"]) == ("b", "word 1")
    assert question.mistakes == {"a": "because 0", "c": "because 2", "d": "because 3"}
    assert question.reason == "It is over."
    assert question.note == "Imported, line 4 Past"


def test_moodle_short_answers_are_read():
    question = only(
        quiz(
            '<question type="shortanswer"><questiontext><text>On [monday].</text></questiontext>'
            '<usecase>1</usecase><answer fraction="100"><text>Monday</text></answer>'
            '<answer fraction="0"><text>*</text></answer></question>'
        ),
        "moodle",
    )
    assert question.case
    assert question.accepted == ("Monday",)


def test_moodle_cloze_is_read():
    text = "I {1:SHORTANSWER:=am#yes~%100%'m~is}, {2:SA:=you~%0%u}, {:MW:=we}, {1:SAC:=they}."
    question = only(
        quiz(f'<question type="cloze"><questiontext><text>{text}</text></questiontext></question>'),
        "moodle",
    )
    assert question.gaps == (("am", "'m"), ("you",), ("we",), ("they",))


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (multichoice(100, 0, 0), "3 options, 1 of them right"),
        (multichoice(50, 50, 0, 0), "a part of the point"),
        (multichoice("much", 0, 0, 0), "is no number"),
        (multichoice(100, 0, 0, 0, text="@@PLUGINFILE@@/a.png"), "pictures"),
        ('<question type="truefalse"></question>', "half a guess"),
        ('<question type="matching"></question>', "matching"),
        ('<question type="essay"></question>', "an essay"),
        ('<question type="numerical"></question>', "a number"),
        ('<question type="ddimageortext"></question>', "'ddimageortext' are not known"),
        (
            '<question type="cloze"><questiontext><text>{1:NUMERICAL:=3}</text></questiontext>'
            "</question>",
            "NUMERICAL is not typed",
        ),
        (
            '<question type="cloze"><questiontext><text>{1:SA:=a~%50%b}</text></questiontext>'
            "</question>",
            "a part of the point",
        ),
        (
            '<question type="cloze"><questiontext><text>{1:SA:no}</text></questiontext></question>',
            "no right answer",
        ),
        (
            '<question type="shortanswer"><questiontext><file>aGk=</file><text>x</text>'
            "</questiontext></question>",
            "pictures",
        ),
    ],
)
def test_what_moodle_holds_that_does_not_fit_is_told(question, why):
    line, reason = problem(quiz(question), "moodle")
    assert line == 3
    assert why in reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<quiz>", "this is no XML"),
        ("hello", "this is no XML"),
        ("<html></html>", "the file holds <html>"),
        ('<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "declares a document type"),
        ('<!DOCTYPE quiz SYSTEM "file:///etc/hostname"><quiz/>', "declares a document type"),
    ],
)
def test_a_file_that_is_no_plain_quiz_is_refused(text, why):
    with pytest.raises(UnfitError, match=why):
        read(text, "moodle")


# --- all


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(UnfitError, match="split it"):
        read("x" * (MOST_CHARACTERS + 1), "gift")


@pytest.mark.parametrize("file_format", READERS)
def test_a_mark_of_byte_order_and_an_empty_file_do_no_harm(file_format):
    text = "\ufeff" + (quiz() if file_format == "moodle" else "\n\n")
    assert read(text, file_format).questions == ()


@pytest.mark.parametrize("file_format", READERS)
@given(
    text=st.text(alphabet=st.sampled_from("AB.)={}~#%:[]*_\n ->html<quiz/100ANSWER\\"), max_size=80)
)
def test_no_text_makes_a_reader_fail_in_another_way(file_format, text):
    try:
        extract = read(text, file_format)
    except UnfitError:
        return
    assert all(refusal.line >= 1 and refusal.why for refusal in extract.problems)


# --- encodings


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
        (b'<?xml version="1.0" encoding="Shift_JIS"?><quiz/>', "encoding 'shift_jis'"),
        (b'<?xml version="1.0" encoding="UTF-8"?><quiz>\xe9</quiz>', "is not utf-8"),
        (b"x" * (4 * MOST_CHARACTERS + 1), "split it"),
    ],
)
def test_no_encoding_is_guessed(content, why):
    with pytest.raises(UnfitError, match=why):
        decoded(content)


@pytest.mark.parametrize("broken", ["<a ", "<!", "<", "<!--", "&"])
def test_markup_that_is_broken_on_purpose_takes_no_time(broken):
    """Python's HTML parser needs minutes for a million of these."""
    assert "is no item" in problem(f"[html]{broken * 400_000} {{=a}}", "gift")[1]


def test_scripts_are_no_text():
    html = "<style>p {} </style><p>The past<script>alert(1)</script> of go?</p>"
    question = only(f"[html]{html} {{=went}}".replace("p {} ", "p"), "gift")
    assert question.text == "The past of go? ___"


@pytest.mark.parametrize(
    ("text", "file_format", "why"),
    [
        (AIKEN.replace("goed", "go\x00ed"), "aiken", "cannot be read"),
        (AIKEN.replace("D. goes", "C. goes"), "aiken", "the same letter"),
        ("x\x07 {=a}", "gift", "cannot be read"),
    ],
)
def test_what_would_change_unseen_is_refused(text, file_format, why):
    assert why in problem(text, file_format)[1]


@pytest.mark.parametrize("gap", ["=c|d", r"=c\d"])
def test_a_gap_that_cannot_be_told_apart_is_refused(gap):
    gaps = "One {1:SA:=a} two {1:SA:GAP} three {1:SA:=c} four {1:SA:=d}".replace("GAP", gap)
    text = f"<text>{gaps}</text>"
    quiz = f'<quiz><question type="cloze"><questiontext>{text}</questiontext></question></quiz>'
    assert "which no answer here can hold" in problem(quiz, "moodle")[1]


# --- the command


def run_import(*arguments):
    return CliRunner().invoke(
        group,
        ["import", *map(str, arguments), "--topic", "tense", "--level", "B1", "--rule", "past"],
    )


def test_a_file_becomes_drafts_that_the_bank_reads(tmp_path):
    source, drafts = tmp_path / "quiz.txt", tmp_path / "drafts.yaml"
    source.write_bytes(b"\xef\xbb\xbf" + f"{AIKEN}\nWhat?\nA. x\n".encode())
    ran = run_import(source, drafts, "--from", "aiken", "--prefix", "verbs")
    assert ran.exit_code == 0
    assert "1 drafts in" in ran.stdout
    assert "quiz.txt, line 9 (What?): the line ANSWER:" in ran.stderr
    [question] = read_items(drafts.name, drafts.read_text("utf-8"))
    assert question == only(AIKEN, "aiken").model_copy(
        update={"id": "verbs-1", "rule": "past", "note": "Imported, line 1"}
    )
    again = run_import(source, drafts, "--from", "aiken")
    assert (again.exit_code, "name another file" in again.stderr) == (1, True)


def test_a_file_of_which_nothing_fits_leaves_no_drafts(tmp_path):
    source, drafts = tmp_path / "quiz.xml", tmp_path / "drafts.yaml"
    source.write_text("<!DOCTYPE quiz><quiz/>")
    ran = run_import(source, drafts, "--from", "moodle")
    assert (ran.exit_code, "document type" in ran.stderr) == (1, True)
    source.write_text("<quiz/>")
    assert run_import(source, drafts, "--from", "moodle").exit_code == 1
    assert not drafts.exists()
