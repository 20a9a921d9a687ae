"""Moodle XML files: what is imported, what is noted, and why the rest is left out."""

import pytest

from assessments.kinds.grammar.imports.draft import UnfitError
from tests.support.question_files import moodle, notes, only, problem, quiz, read

CATEGORY = '<question type="category"><category><text>x</text></category></question>'
GENERAL = "<generalfeedback><text>It is over.</text></generalfeedback>"


def cloze(text):
    return quiz(moodle(f"<![CDATA[{text}]]>", "", kind="cloze"))


def test_options_are_read():
    answers = "".join(
        f'<answer fraction="{weight}" format="html"><text>word {n}</text>'
        f"<feedback><text>because {n}</text></feedback></answer>"
        for n, weight in enumerate((0, 100, -25, 0))
    )
    text = quiz(CATEGORY, moodle(answers="", more=answers + GENERAL))
    question = only(text, "moodle")
    assert question.text == "She ___ & left."
    assert (question.key, question.options["b"]) == ("b", "word 1")
    assert question.mistakes == {"a": "because 0", "c": "because 2", "d": "because 3"}
    assert question.reason == "It is over."
    assert question.note == "Imported, line 4 Past"
    assert "feedback of the right answer was left out" in notes(text, "moodle")


def test_short_answers_are_read():
    text = quiz(
        moodle(
            "On [monday].",
            "100:Monday 0:* 0:MONDAY",
            kind="shortanswer",
            more="<usecase>1</usecase>",
        )
    )
    question = only(text, "moodle")
    assert question.case
    assert question.accepted == ("Monday",)
    assert notes(text, "moodle") == "the wrong answer 'MONDAY' was left out"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<![CDATA[<p>He _______ come.</p>]]>", "He ___ come."),
        ("&lt;p&gt;He&amp;nbsp;___ come.&lt;/p&gt;", "He ___ come."),
        ("&lt;p&gt;R&amp;amp;D ___ it.&lt;/p&gt;", "R&D ___ it."),
        ("<![CDATA[It&#8217;s &eacute; ___.]]>", "It’s é ___."),
        ("<![CDATA[Use &lt;b&gt; ___.]]>", "Use <b> ___."),
        ("<![CDATA[<p>One.</p><p>Two<br>___.</p>]]>", "One. Two ___."),
        ("<![CDATA[a < b ___ and 3<4.]]>", "a < b ___ and 3<4."),
        ("<![CDATA[Dear <name>, we ___.]]>", "Dear <name>, we ___."),
        ("<![CDATA[<o:p>She</o:p> ___.<!-- hidden <b> -->]]>", "She ___."),
    ],
)
def test_markup_goes_and_text_stays(source, text):
    assert only(quiz(moodle(source)), "moodle").text == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("html", "She goes & ___."),
        ("moodle_auto_format", "She goes & ___."),
        ("markdown", "She goes & ___."),
        ("plain_text", "She <b>goes</b> &amp; ___."),
    ],
)
def test_the_format_of_a_text_decides(markup, text):
    source = "<![CDATA[She <b>goes</b> &amp; ___.]]>"
    assert only(quiz(moodle(source, markup=markup)), "moodle").text == text


def test_markdown_is_read():
    source = r"<![CDATA[She **goes** *home* `now`, \*really\*, and \_\_\_ a_b_c.]]>"
    assert only(quiz(moodle(source, markup="markdown")), "moodle").text == (
        "She goes home now, *really*, and ___ a_b_c."
    )


def test_answers_that_count_as_the_same_are_dropped_with_a_note():
    text = quiz(moodle("He ___ come.", "100:won't 100:won’t 100:Won't.", kind="shortanswer"))
    assert only(text, "moodle").accepted == ("won't",)
    assert notes(text, "moodle").count("was dropped") == 2


def test_feedback_with_a_picture_is_left_out_and_the_question_stays():
    more = (
        "<generalfeedback><text><![CDATA[<img src='@@PLUGINFILE@@/x.png'>]]></text>"
        '<file name="x.png">aGk=</file></generalfeedback>'
    )
    text = quiz(moodle(more=more))
    assert only(text, "moodle").reason == "not told in the file"
    assert "feedback was left out: pictures" in notes(text, "moodle")


def test_long_feedback_is_shortened_with_a_note():
    text = quiz(moodle(more=GENERAL.replace("over", "over, " * 90)))
    assert len(only(text, "moodle").reason) <= 300
    assert "was shortened" in notes(text, "moodle")


def test_a_hidden_question_is_noted():
    assert "hidden in Moodle" in notes(quiz(moodle(more="<hidden>1</hidden>")), "moodle")


# --- embedded answers


def test_a_passage_is_read():
    text = "I {1:SHORTANSWER:=am#yes~%100%'m~is}, {2:SA:=you~%0%u}, {:MW:=we}, {1:SAC:=they}."
    question = only(cloze(text), "moodle")
    assert question.gaps == (("am", "'m"), ("you",), ("we",), ("they",))
    assert question.reasons[0] == "yes"
    assert "capitals do not count" in notes(cloze(text), "moodle")
    assert "the wrong answer 'is' was left out" in notes(cloze(text), "moodle")


def test_a_passage_whose_gaps_offer_the_same_words_is_read():
    text = "{1:MC:=A~An~The} b {2:MC:a~=an~the} c {1:MCV:=a~an~the} {1:MULTICHOICE_S:a~an~=the} d."
    question = only(cloze(text), "moodle")
    assert question.text == "{A} b {an} c {a} {the} d."
    assert question.words == ("a", "an", "the")


@pytest.mark.parametrize(
    ("gap", "accepted"),
    [
        ("{1:SA:=goes~=Goes.}", ("goes",)),
        (r"{1:SHORTANSWER:=a\=b~=c\#d}", ("a=b", "c#d")),
        ("{1:SHORTANSWER:%100%goes#well~%0%go~*#no}", ("goes",)),
        ("{1:SA:=it&#39;s}", ("it's",)),
    ],
)
def test_a_single_typed_gap_is_a_question_of_one_line(gap, accepted):
    question = only(cloze(f"<p>She {gap} home.</p>"), "moodle")
    assert (question.text, question.accepted) == ("She ___ home.", accepted)


def test_a_single_gap_that_offers_words_is_a_multiple_choice_question():
    question = only(cloze("She {1:MULTICHOICE:go~=goes#ok~%0%going#no~gone} home."), "moodle")
    assert (question.text, question.right_answers) == ("She ___ home.", ("goes",))
    assert (question.reason, question.mistakes["c"]) == ("ok", "no")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{1:NUMERICAL:=3}", "NUMERICAL is not typed"),
        ("{1:MULTIRESPONSE:=a~=b}", "MULTIRESPONSE has several answers"),
        ("{1:SA:=a~%50%b}", "a part of the point"),
        ("{1:SA:no}", "no right answer"),
        ("{1:SA:=a", "a gap cannot be read"),
        ("No gap", "the text holds no gap"),
        ("{1:SA:=a} b {1:SA:=c}", "4 to 10 gaps are allowed, not 2"),
        ("{1:SA:=a} b {1:MC:=c~d} e {1:SA:=f} {1:SA:=g}", "one question has one sort"),
        ("{1:MC:=a~b} {1:MC:=c~d} {1:MC:=c~d} {1:MC:=c~d}", "the gaps offer different words"),
        ("One {1:SA:=a} two {1:SA:=c|d} {1:SA:=c} {1:SA:=d}", "which no answer here can hold"),
        (r"One {1:SA:=a} two {1:SA:=c\d} {1:SA:=c} {1:SA:=d}", "which no answer here can hold"),
        ("{a} {1:SA:=a} {1:SA:=b} {1:SA:=c} {1:SA:=d}", "holds { or } outside the gaps"),
    ],
)
def test_what_does_not_fit_in_a_passage_is_named(text, why):
    assert why in problem(cloze(text), "moodle")[1]


# --- what is left out


@pytest.mark.parametrize(
    ("question", "why"),
    [
        (moodle(answers="100:a 0:b 0:c"), "3 options, 1 of them right"),
        (moodle(answers="50:a 50:b 0:c 0:d"), "a part of the point"),
        (moodle(answers="100:a 50:b 0:c 0:d"), "a part of the point"),
        (moodle(answers="much:a 0:b 0:c 0:d"), "is no number"),
        (moodle(answers="100:a 0: 0:c 0:d"), "option b is empty"),
        (moodle(""), "the question has no text"),
        (moodle("x" * 301), "the question has over 300 characters"),
        (moodle("@@PLUGINFILE@@/a.png"), "pictures"),
        (moodle("<![CDATA[<math><mi>x</mi></math>]]>"), "formulas"),
        (moodle("<![CDATA[Choose <select><option>a</option></select>]]>"), "fields"),
        (moodle("<![CDATA[She <s>go</s> ___.]]>"), "struck out"),
        (
            moodle('<![CDATA[<span style="text-decoration: line-through">go</span> ___]]>'),
            "struck out",
        ),
        (moodle('<![CDATA[<span style="display: none">goes</span> ___]]>'), "hidden words"),
        (
            moodle('<![CDATA[<span lang="en" class="multilang">She</span> ___]]>'),
            "several languages",
        ),
        (moodle("<p>She ___ to the <b>bank</b>.</p>"), "without CDATA"),
        (moodle("a ___", more="<generalfeedback><text><b>x</b></text></generalfeedback>"), "CDATA"),
        (moodle(kind="truefalse"), "half a guess"),
        (moodle(kind="matching"), "matching"),
        (moodle(kind="essay"), "an essay"),
        (moodle(kind="numerical"), "a number"),
        (moodle(kind="calculated"), "a number"),
        (moodle(kind="description"), "asks nothing"),
        (moodle(kind="ddimageortext"), "'ddimageortext' are not known"),
        (
            '<question type="shortanswer"><questiontext><file>aGk=</file><text>x</text>'
            "</questiontext></question>",
            "pictures",
        ),
        (moodle(kind="shortanswer", answers="0:a"), "no right answer"),
        (moodle(kind="shortanswer", answers="100:*a"), "wildcard"),
    ],
)
def test_what_does_not_fit_is_named(question, why):
    line, reason = problem(quiz(question), "moodle")
    assert line == 3
    assert why in reason


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (moodle("She ___&nbsp;to the bank."), "XML does not know &nbsp; put the text in CDATA"),
        (moodle("R&D ___."), "an & must be written &amp;"),
        (moodle("She <b>___."), "mismatched tag"),
        (moodle("<![CDATA[She ___."), "unclosed CDATA"),
        (moodle("<!-- She ___."), "unclosed"),
        (moodle("She ___\x02."), "cannot be read"),
        (moodle().replace('"multichoice"', "multichoice"), "must be in quotes"),
        (moodle("<i>" * 90 + "x" + "</i>" * 90), "nested over"),
        (moodle().removesuffix("</question>"), "not closed"),
    ],
)
def test_a_fault_of_one_question_keeps_no_other_out(broken, why):
    good = moodle("<![CDATA[It ___ </question  closed.]]>")
    text = quiz(moodle("First ___."), broken, good, moodle("Last ___."))
    result = read(text, "moodle")
    assert [question.text for question in result.questions] == [
        *("First ___.", "It ___ </question closed.", "Last ___."),
    ]
    [refusal] = result.problems
    assert (refusal.line, refusal.title) == (4, "Past")
    assert why in refusal.why


@pytest.mark.parametrize("end", ['<question type="multi', "<question type='x'><name><text>Q"])
def test_a_file_that_is_cut_off_keeps_its_whole_questions(end):
    result = read(quiz(moodle("First ___.")).replace("</quiz>", end), "moodle")
    assert [question.text for question in result.questions] == ["First ___."]
    assert "cut off" in result.problems[0].why


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<quiz>", "this is no XML"),
        ("hello", "this is no XML"),
        ("<html></html>", "the file holds <html>"),
        ("<MOODLE_BACKUP><INFO/></MOODLE_BACKUP>", "the file holds <MOODLE_BACKUP>"),
        ('<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "declares a document type"),
        ('<!DOCTYPE quiz SYSTEM "file:///etc/hostname"><quiz/>', "declares a document type"),
    ],
)
def test_a_file_that_is_no_plain_quiz_is_refused(text, why):
    with pytest.raises(UnfitError, match=why):
        read(text, "moodle")


@pytest.mark.parametrize(
    "text",
    [
        "<quiz/>",
        quiz(CATEGORY),
        '<quiz xmlns="http://moodle.org/Quiz.xsd"><multiple_choice_question><name><text>q</text>'
        "</name></multiple_choice_question></quiz>",
    ],
)
def test_a_quiz_without_questions_says_so(text):
    assert problem(text, "moodle") == (1, "the file holds no <question>")
