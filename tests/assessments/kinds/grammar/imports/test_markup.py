"""Visible text of markup: what stays, what is noted, and what cannot be shown."""

import time
from contextlib import suppress

import pytest

from assessments.kinds.grammar.imports.content import Answer, chosen, typed
from assessments.kinds.grammar.imports.draft import Notes, UnfitError
from assessments.kinds.grammar.imports.markup import visible
from tests.support.question_files import notes, only, problem

WORDS = ("goes", "go", "is", "was")
OPTIONS = [Answer(text=text, weight=100.0 * (text == "goes")) for text in WORDS]


def text_of(source, **options):
    told = Notes()
    return visible(source, "html", told, **options), " | ".join(told)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("On <u>monday</u> we met.", "On [monday] we met."),
        ('On <span style="text-decoration: underline;">monday</span>.', "On [monday]."),
        ("On <ins>monday</ins>.", "On [monday]."),
        ("On <u> monday </u>we met.", "On [monday] we met."),
        ("On <b><u>monday</u></b> we <i>met</i>.", "On [monday] we met."),
        ("Is the bold word a verb: <b>go</b>?", "Is the bold word a verb: [go]?"),
        ("Is the word in <i>italics</i> a <em>verb</em>?", "Is the word in italics a [verb]?"),
        ("The <b>underlined</b> word: they <u>is</u>.", "The underlined word: they [is]."),
        ("<b>Which</b> word is underlined: <u>is</u>?", "Which word is underlined: [is]?"),
        ("The marked word: <font color='red'>is</font>.", "The marked word: [is]."),
        ("b<u>oo</u>k", "b[oo]k"),
    ],
)
def test_underlined_words_are_put_in_brackets(source, text):
    assert text_of(source)[0] == text
    assert "were put in [brackets]" in text_of(source)[1]


@pytest.mark.parametrize(
    "gap", ["<u>&nbsp; &nbsp;</u>", "<u>   </u>", "<u>_____</u>", "<b>_____</b>", "<u><b> </b></u>"]
)
def test_an_underlined_space_is_a_gap(gap):
    question = only(f"[html]<p>She {gap} home.</p>{{=goes ~go ~going ~gone}}", "gift")
    assert question.text == "She ___ home."


def test_underlining_of_a_whole_text_only_adorns_it():
    assert text_of("<u>She ___ home.</u>") == (
        "She ___ home.",
        "underlining, bold or italics were removed",
    )
    assert text_of("<p><b>She goes.</b></p>") == ("She goes.", "")


@pytest.mark.parametrize(
    ("source", "text", "note"),
    [
        ("The <b>manager</b> left.", "The manager left.", "bold, italics or colours were removed"),
        ('See <a href="https://example.com">this</a>.', "See this.", "a link was removed"),
        ("<ol><li>go</li><li>see</li></ol>", "1. go 2. see", "a list or table"),
        ('<ol start="3"><li>go</li></ol>', "3. go", "a list or table"),
        ("<table><tr><td>I</td><td>am</td></tr></table>", "I am", "a list or table"),
        ("He said <q>no</q>.", "He said “no”.", ""),
        ("<details><summary>A</summary>b</details>", "A b", ""),
        ("20<sup>th</sup> of May", "20th of May", ""),
        ("x<sup>2</sup>", "x2", "raised or lowered"),
        ("Dear <customer>", "Dear <customer>", "<customer> is no known markup"),
        ("A &amp;nbsp; B", "A &nbsp; B", "the text shows &nbsp; as it is typed"),
        ("AT&T, R&D; &unknown;", "AT&T, R&D; &unknown;", "&unknown;"),
        ("&copy 2020 &notes", "&copy 2020 &notes", ""),
        ("<style>p {}</style>a<script>alert(1)</script>b", "ab", ""),
        ("<!-- [if mso]> x <![endif] -->a", "a", ""),
        ("1 <2> 3", "1 <2> 3", ""),
        ("<ana@example.com>", "<ana@example.com>", ""),
    ],
)
def test_what_is_lost_is_noted(source, text, note):
    shown, said = text_of(source)
    assert shown == text
    assert note in said
    assert bool(note) == bool(said)


@pytest.mark.parametrize(
    "character", ["\x00", "\x93", "\ufffd", "\uf0b7", "\u202e", "&#x202e;", "&#0;", "â€™", "Ã©"]
)
def test_what_cannot_be_read_is_refused(character):
    with pytest.raises(UnfitError):
        visible(f"She {character} left", "html", Notes())


@pytest.mark.parametrize("broken", ["<a ", "<!", "<", "<!--", "&", "<u>", "</u>", "**", "_", "~~ "])
@pytest.mark.parametrize("markup", ["html", "markdown"])
def test_markup_that_is_broken_on_purpose_takes_no_time(broken, markup):
    begun = time.process_time()
    with suppress(UnfitError):
        visible((broken * 20_000)[:19_990], markup, Notes())
    assert time.process_time() - begun < 5


def test_markup_that_is_nested_too_deeply_is_refused():
    with pytest.raises(UnfitError, match="nested over"):
        visible("<u>" * 200 + "a", "html", Notes())


def test_a_text_that_is_far_too_long_is_refused():
    assert "is no item" in problem(f"[html]{'<a ' * 400_000} {{=a}}", "gift")[1]


# --- gaps


@pytest.mark.parametrize(
    "gap",
    [
        *(
            "_",
            "__",
            "___",
            "____",
            "_____________",
            "_ _ _ _",
            "____ ____",
            "[___]",
            "[ ]",
            "[...]",
        ),
        *(".......", "……", ". . . . .", "-----", "———", "(...)", "( … )", "(   )"),
    ],
)
def test_a_gap_of_any_length_is_a_gap(gap):
    content = chosen(f"She {gap} home at six.", OPTIONS, Notes())
    assert content.fields["text"] == "She ___ home at six."


@pytest.mark.parametrize("gap", ["...", "…"])
def test_three_dots_are_a_gap_only_where_one_is_needed(gap):
    answer = [Answer(text="goes", weight=100.0)]
    text = f"She {gap} home."
    assert typed(text, answer, Notes()).fields["text"] == "She ___ home."
    assert chosen(text, OPTIONS, Notes()).fields["text"] == text
    asks = f"She said {gap} and left. What is the past of go?"
    assert typed(asks, answer, Notes()).fields["text"] == f"{asks} ___"


@pytest.mark.parametrize(
    "text",
    ["Use snake_case here: ___.", "Wait... what ___ you do?", "A -- B --- C ___", "a_b ___ c"],
)
def test_what_is_no_gap_stays(text):
    assert chosen(text, OPTIONS, Notes()).fields["text"] == text


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("She ____ ____ home.", "lines side by side were taken for a single gap"),
        ("She ....... home.", "....... was taken for the gap"),
        ("She w___ home.", "the gap touches a word"),
    ],
)
def test_a_gap_that_is_doubtful_is_noted(text, note):
    assert note in notes(f"{text}{{=goes ~go ~going ~gone}}", "gift")
