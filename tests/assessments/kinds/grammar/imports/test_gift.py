"""GIFT files: what is imported, what is noted, and why the rest is left out."""

import pytest

from tests.support.question_files import notes, only, problem, read

ANSWERS = "{=goes ~go ~going ~gone}"


def test_options_with_feedback_are_read():
    question = only(
        """// a comment
$CATEGORY: verbs

::Past::She { =went#right ~goes # present
  ~%-50%go#base form ~gone } home\\: yes.
""",
        "gift",
    )
    assert question.text == "She ___ home: yes."
    assert question.right_answers == ("went",)
    assert [question.mistakes[letter] for letter in "bcd"] == [
        *("present", "base form", "not told in the file"),
    ]
    assert question.reason == "right"
    assert question.note == "Imported, line 4 Past"


def test_short_answers_and_general_feedback_are_read():
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
    ("written", "text"),
    [
        (r"Read the note.\nThe parcel ___ yesterday.", "Read the note. The parcel ___ yesterday."),
        (r"[html]<p>Read.\n</p>She ___.", "Read. She ___."),
        (r"At 9\:30 \~ she ___ \#1 \{x\}.", "At 9:30 ~ she ___ #1 {x}."),
        (r"In C\:\\new she ___.", r"In C:\new she ___."),
        (r"\\n is a line break; she ___.", r"\n is a line break; she ___."),
    ],
)
def test_every_escape_becomes_its_sign(written, text):
    question = only(f"::Q::{written}{ANSWERS}", "gift")
    assert question.text == text


def test_a_line_break_in_feedback_becomes_a_space():
    text = "She ___.{=goes#Yes\\nwell ~go#No\\nwell ~going ~gone####The word\\n“she” asks for it.}"
    question = only(text, "gift")
    assert (question.reason, question.mistakes["b"]) == ("The word “she” asks for it.", "No well")


def test_a_backslash_before_another_sign_stays_and_is_noted():
    text = rf"She said \"no\" and ___.{ANSWERS}"
    assert only(text, "gift").text == r"She said \"no\" and ___."
    assert "a backslash before no special sign was kept" in notes(text, "gift")


@pytest.mark.parametrize("name", ["html", "moodle", "plain", "markdown", "HTML"])
def test_the_format_of_a_text_goes_wherever_it_stands(name):
    text = (
        f"::Q::[{name}]She ___ for the bank since 2019.{{\n"
        f"=[{name}]has worked#[{name}]Right: since asks for the perfect.\n"
        f"~[{name}]works#[{name}]No.\n~%0%[{name}]is working\n~ [{name}] worked\n}}\n\n"
        f"::T::[{name}]They wait ___ the lobby.{{=[{name}]in =%100%[{name}]inside"
        f"####[{name}]The lobby is a room.}}"
    )
    choose, typed = read(text, "gift").questions
    assert list(choose.options.values()) == ["has worked", "works", "is working", "worked"]
    assert choose.reason == "Right: since asks for the perfect."
    assert choose.mistakes["b"] == "No."
    assert choose.text == "She ___ for the bank since 2019."
    assert typed.accepted == ("in", "inside")
    assert typed.reason == "The lobby is a room."


def test_a_format_before_the_title_is_the_format_of_the_text():
    text = f"[html]::Q::<p>She ___ home.</p>{ANSWERS}"
    question = only(text, "gift")
    assert (question.text, question.note) == ("She ___ home.", "Imported, line 1 Q")


def test_brackets_that_name_no_format_stay():
    assert only("[sic] She ___ home." + ANSWERS, "gift").text == "[sic] She ___ home."


def test_plain_text_keeps_tags_and_entities_as_they_are_typed():
    text = "[plain]Is it <b>bold</b> or &amp;?{=<b> ~<i> ~[html]<i>u</i> ~&amp;}"
    question = only(text, "gift")
    assert question.text == "Is it <b>bold</b> or &amp;?"
    assert list(question.options.values()) == ["<b>", "<i>", "u", "&amp;"]


def test_markup_without_a_format_goes():
    text = "::Article::We need <b>___</b> new office &amp; a phone.{=a ~an ~the ~<i>no word</i>}"
    question = only(text, "gift")
    assert question.text == "We need ___ new office & a phone."
    assert question.options["d"] == "no word"
    assert notes(text, "gift") == ""


def test_answers_take_the_format_of_the_question():
    question = only("[html]<p>She ___.</p>{=<p>goes&nbsp;</p> ~<p>go</p> ~<p>is</p> ~x}", "gift")
    assert list(question.options.values()) == ["goes", "go", "is", "x"]


@pytest.mark.parametrize("entity", ["&#39;", "&#x27;", "&rsquo;", "&apos;"])
def test_an_entity_in_an_answer_is_not_feedback(entity):
    question = only(f"She says {{=it{entity}s ~its ~it is ~is it}}.", "gift")
    assert question.options["a"] in {"it's", "it’s"}
    assert set(question.mistakes.values()) == {"not told in the file"}


def test_signs_in_a_tag_need_no_escape():
    text = '[html]<p style="color: #f00">She ___.</p>{=<b class="x">goes</b> ~go ~going ~gone}'
    question = only(text, "gift")
    assert (question.text, question.options["a"]) == ("She ___.", "goes")


@pytest.mark.parametrize(
    "answers",
    [
        "{~so~=as~like~than}",
        "{~so ~= as ~like ~than}",
        "{~so=as~like~than}",
        "{~%0%so~%100%as~%0%like~%-33.33333%than}",
        "{\n\t~so\n\t=as\n\t~like\n\t~than\n}",
        "{so ~=as ~like ~than}",
    ],
)
def test_the_right_option_is_marked_in_many_ways(answers):
    question = only(f"::Adv 1::The bus is late again, {answers} usual.", "gift")
    assert question.text == "The bus is late again, ___ usual."
    assert list(question.options.values()) == ["so", "as", "like", "than"]
    assert question.key == "b"


@pytest.mark.parametrize("answers", ["{went}", "{=went}", "{=%100%went#}", "{\n=went\n}"])
def test_a_short_answer_is_written_in_many_ways(answers):
    assert only(f"The past of go is {answers}", "gift").accepted == ("went",)


def test_an_arrow_does_not_make_a_question_one_of_matching():
    question = only("The key -> moves {=right ~left ~up ~down#a -> b}.", "gift")
    assert question.text == "The key -> moves ___."
    assert only("Say it {=yes#so -> done}.", "gift").accepted == ("yes",)


def test_answers_that_count_as_the_same_are_dropped_with_a_note():
    text = (
        "::Order 1::[html]They answer mails at night. (<i>never</i>) {\n"
        " =They never answer mails at night.\n =They never answer mails at night\n}\n\n"
        "::Neg 1::He ___ come.{ =won't =won’t =will not =Will not =will  not}\n"
    )
    result = read(text, "gift")
    assert result.problems == ()
    assert [question.accepted for question in result.questions] == [
        ("They never answer mails at night.",),
        ("won't", "will not"),
    ]
    assert [(note.line, "was dropped" in note.what) for note in result.notes] == [
        *((1, False), (1, True), (6, True), (6, True), (6, True)),
    ]


def test_a_wrong_option_that_is_there_twice_is_dropped_with_a_note():
    text = "She ___.{=goes ~go ~going ~go ~gone}"
    assert list(only(text, "gift").options.values()) == ["goes", "go", "going", "gone"]
    assert "'go' was there twice" in notes(text, "gift")


def test_wrong_typed_answers_are_left_out_with_a_note():
    text = "She ___.{=goes =%0%go#no s =%0%*#Wrong}"
    assert only(text, "gift").accepted == ("goes",)
    assert notes(text, "gift") == "the wrong answer 'go' was left out"


def test_capitals_count_where_they_are_all_that_is_corrected():
    text = "[html]On <u>monday</u> we met.{=Monday}"
    question = only(text, "gift")
    assert (question.text, question.case) == ("On [monday] we met.", True)
    assert "capitals count" in notes(text, "gift")


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("Where are you___{=? =!}", ("?", "!")),
        ("[Where are you.]{=Where are you?}", ("Where are you?",)),
    ],
)
def test_the_final_mark_counts_where_it_is_what_is_asked_for(text, accepted):
    question = only(text, "gift")
    assert (question.accepted, question.marks, question.case) == (accepted, True, False)
    assert "the mark at the end counts" in notes(text, "gift")


def test_the_answers_may_stand_beside_a_gap_of_their_text():
    text = "She _____ home. {=goes ~go ~going ~gone} Choose well."
    assert only(text, "gift").text == "She ___ home. Choose well."
    assert "a gap of its own" in notes(text, "gift")


def test_letters_before_options_go_because_options_are_shuffled():
    text = "She ___.{=B) goes ~A) go ~C) going ~D) gone}"
    assert list(only(text, "gift").options.values()) == ["goes", "go", "going", "gone"]
    assert notes(text, "gift") == "letters before the options were removed"


def test_all_of_the_above_is_noted():
    assert "options are shuffled here" in notes("Which?{=all of the above ~a ~b ~c}", "gift")


def test_embedded_answers_of_moodle_are_read_in_gift_too():
    single = only("She {1:MC:~=goes~go~going~gone} home.", "gift")
    assert (single.text, single.right_answers) == ("She ___ home.", ("goes",))
    passage = only("{1:SA:=A} b {1:SA:=c} d {1:SA:=e} f {1:SA:=g}.", "gift")
    assert passage.text == "{A} b {c} d {e} f {g}."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Say it {}", "an essay has no key"),
        ("True? {T}", "half a guess"),
        ("True? {true}", "half a guess"),
        ("True? {FALSE#no}", "half a guess"),
        ("How many? {#3:1}", "a number is asked for"),
        ("Match {=a -> b =c -> d}", "matching"),
        ("Just a text", "one pair of {braces}"),
        ("One {=a} two {=b}", "one pair of {braces}"),
        ("Open {=a ~b ~c ~d", "a } is missing"),
        ("Open =a}", "a } without a {"),
        ("Two right {=a =b ~c ~d}", "4 options, 2 of them right"),
        ("Unescaped {=a=b ~c ~d ~e}", r"if an = is a part of an answer, write \="),
        ("Half {~%50%a ~%50%b ~c ~d}", "a part of the point"),
        ("Half {~%50%a =b ~c ~d}", "a part of the point"),
        ("Half {=%50%a =b}", "a part of the point"),
        ("Much {=%much%a =b}", "the weight of an answer is not a number"),
        ("Wild {=wen*}", "wildcard"),
        ("Empty {= =b}", "an accepted answer is empty"),
        ("Empty {=a ~ ~b ~c}", "option b is empty"),
        ("{=a ~b ~c ~d}", "the question has no text"),
        ("[html]See <img src='x'> {=a}", "pictures"),
        ("[markdown]See ![x](y.png) {=a}", "pictures"),
        ("{mlang en}She{mlang} ___ {=a}", "several languages"),
        ("He <u>dont</u> know. He ___ know. {=doesn't}", "a gap and also words to correct"),
        ("Letters {=a ~b ~c ~A and B}", "names others by letter"),
        ("___ and ___ {=a/b ~c/d ~e/f ~g/h}", "more than one ___"),
        ("x\x07 {=a}", "cannot be read"),
        ("\ue005 ___ {=a}", "cannot be read"),
        ("She wonâ€™t ___ {=a}", "letters are damaged"),
    ],
)
def test_what_does_not_fit_is_named(text, why):
    line, reason = problem(f"// first line\n\n{text}", "gift")
    assert line == 3
    assert why in reason


def test_an_empty_line_in_the_answers_is_one_fault():
    text = f"::Gap::He is good ___ maths.{{\n\n=at\n~in\n~on\n~for\n\n}}\n\n::B::She ___.{ANSWERS}"
    result = read(text, "gift")
    assert [question.text for question in result.questions] == ["She ___."]
    assert [(refusal.title, refusal.why) for refusal in result.problems] == [
        ("Gap", "there is an empty line inside the answers; it ends a question")
    ]


def test_an_open_brace_keeps_no_good_question_out():
    text = f"::A::I ___.{{=go ~a\n\n::B::She ___.{ANSWERS}\n\nIt ___.{ANSWERS}"
    result = read(text, "gift")
    assert [question.text for question in result.questions] == ["She ___.", "It ___."]
    assert "a } is missing" in result.problems[0].why


def test_two_questions_need_an_empty_line_between_them():
    text = f"::G1::She ___ to work.{ANSWERS}\n::G2::They ___ home.{{=went ~goed ~gone ~going}}"
    assert "no empty line between two questions" in problem(text, "gift")[1]


def test_numbers_go_if_they_are_the_position_in_the_file():
    text = f"1. She ___.{ANSWERS}\n\n(2) It ___.{ANSWERS}\n\n9) He ___.{ANSWERS}"
    assert [question.text for question in read(text, "gift").questions] == [
        *("She ___.", "It ___.", "9) He ___."),
    ]
    assert "begins with the number 9" in notes(text, "gift")
