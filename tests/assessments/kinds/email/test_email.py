"""The e-mail test: what a reply shows, what it is worth, and which files are refused."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.contract.assessment import Begun, ContentError, Ended, LoggedEvent
from assessments.contract.written import Pasted, Written
from assessments.kinds import email
from assessments.kinds.email import ASSESSMENT
from assessments.kinds.email.bank import ITEMS, failures, log_of, read_task
from assessments.kinds.email.reply import read_reply, segments
from assessments.kinds.email.scorer import WEIGHTS
from tests.support.banks import shipped

BANK = shipped("email")
SCORED = sorted(name for name, task in BANK.items() if not task.practice)
FLIGHT = BANK["flight-refund"]


def report(task, text):
    return ASSESSMENT.score(BANK, log_of(task, text), {})


def good(task=FLIGHT):
    return next(sample.text for sample in task.samples if sample.kind == "excellent")


def shown(task, text):
    reply = read_reply(task, text)
    wanted = (*reply.points, *reply.courtesies)
    return {requirement.name for requirement in wanted if requirement.earned}


def test_there_are_twelve_scored_tasks_and_one_to_practise():
    assert len(SCORED) == 12
    assert len(BANK) == 13
    assert {ASSESSMENT.draw(BANK, seed, False)[0] for seed in range(36)} == set(SCORED)


def words_of(text):
    return len(text.split())


def test_the_tasks_have_one_shape():
    tasks = [BANK[name] for name in SCORED]
    letters = [words_of(task.letter.body) for task in tasks]
    notes = [sum(words_of(note.text) for note in task.notes) for task in tasks]
    assert 100 <= min(letters) <= max(letters) <= 125
    assert 115 <= min(notes) <= max(notes) <= 165
    for task in tasks:
        assert len(task.points) in {5, 6}
        assert sum(point.weight for point in task.points) == 100
        assert max(point.weight for point in task.points) == 25 or len(task.points) == 6
        assert len(task.courtesies) == 4


@pytest.mark.parametrize("name", sorted(BANK))
def test_every_sample_comes_to_what_it_says(name):
    assert list(failures(BANK[name])) == []


def test_a_wrong_amount_or_promise_spoils_the_point_and_says_where():
    text = good() + "\nWe will also pay the hotel for you."
    reply = read_reply(FLIGHT, text)
    hotel = next(point for point in reply.points if point.name == "hotel")
    assert hotel.found is not None
    assert not hotel.earned
    assert text[hotel.spoiled.start : hotel.spoiled.end] == "will also pay the hotel"
    assert "hotel" in report(FLIGHT, text).detail["spoiled"]


def test_refusing_the_hotel_is_no_promise_to_pay_it():
    text = "The weather closed the airport, so we cannot and will not pay the hotel."
    assert "hotel" in shown(FLIGHT, text)


def test_greeting_and_goodbye_count_only_where_they_stand():
    body = "we refund the tickets and the seats to your card, the wind was too strong that day. "
    assert "greeting" not in shown(FLIGHT, body * 2 + "Dear all")
    assert "sign_off" not in shown(FLIGHT, "Best regards. " + body * 2)
    assert {"greeting", "sign_off"} <= shown(FLIGHT, "Dear Katrina, " + body + "Best regards, Al")


def test_a_string_of_key_words_shows_nothing_and_is_flagged():
    stuffed = next(sample.text for sample in FLIGHT.samples if sample.kind == "stuffed")
    found = report(FLIGHT, stuffed)
    assert found.score == 0
    assert "stuffed_text" in found.flags


def test_copied_notes_are_flagged_and_earn_nothing():
    found = report(FLIGHT, FLIGHT.notes[1].text)
    assert "copied_from_page" in found.flags
    assert found.score == 0
    assert "copied_from_page" not in report(FLIGHT, good()).flags
    assert report(FLIGHT, FLIGHT.given).measure("copied").value == 100


def test_a_copied_rule_earns_half_in_an_own_sentence_and_nothing_alone():
    """The weights are 15, 25, 25, 15, 20: the hotel is 25 of 100."""
    rule = "We do not pay for hotels or meals, because the weather is outside of our control."
    own = "I know that this is hard for you after such a night, but "
    whole = report(FLIGHT, f"Dear Katrina,\n{own}we cannot pay the hotel when it is the wind.")
    half = report(FLIGHT, f"Dear Katrina,\n{own}{rule}")
    alone = report(FLIGHT, f"Dear Katrina,\n{rule}")
    earned = [
        next(point for point in found.points if point.criterion == "content.hotel").earned
        for found in (whole, half, alone)
    ]
    assert earned == [25, 12.5, 0]
    assert half.detail["copied_points"] == ["reason", "hotel"]
    assert "hotel" not in whole.detail["copied_points"]


def test_the_english_of_a_reply_that_is_mostly_own_is_measured():
    """A fact in the words of the notes costs nothing; with 80 own words the English counts."""
    found = report(FLIGHT, good())
    assert found.measure("english").value > 0
    assert found.measure("copied").value == 0


def test_a_long_reply_that_says_nothing_of_what_was_asked_is_flagged():
    off = next(sample.text for sample in FLIGHT.samples if sample.kind == "off_point")
    assert "off_the_task" in report(FLIGHT, off).flags
    assert "off_the_task" not in report(FLIGHT, good()).flags
    assert "off_the_task" not in report(FLIGHT, "Dear Katrina, we read it. Regards, Al").flags


def test_written_english_counts_a_quarter_and_has_its_standard_error():
    found = report(FLIGHT, good())
    parts = {name: found.measure(name).value for name in WEIGHTS}
    assert parts["content"] == parts["courtesy"] == 100
    assert found.score == pytest.approx(75 + 0.25 * parts["english"], abs=0.06)
    assert found.measure("english").sem == found.detail["english"]["sem"] > 0
    points = sum(addend["points"] for addend in found.detail["english"]["contributions"])
    assert 50 + points == pytest.approx(parts["english"], abs=0.3)


def test_a_reply_with_mistakes_has_less_english_and_shows_them():
    wrong = good().replace(" are ", " is ").replace(" was ", " were ").replace("I am ", "I is ")
    clean, spoiled = report(FLIGHT, good()), report(FLIGHT, wrong)
    assert spoiled.measure("english").value < clean.measure("english").value
    shown = spoiled.detail["english"]
    assert "".join(piece["text"] for piece in shown["pieces"]) == wrong
    for piece in shown["pieces"]:
        assert piece["found"] is None or shown["found"][piece["found"]]["text"] == piece["text"]
    assert any(finding["sort"] == "error" and finding["message"] for finding in shown["found"])


def test_the_english_of_a_short_reply_is_not_measured_and_its_weight_is_left_out():
    """Content 0 and courtesies 2 of 4 (greeting, goodbye): 15 * 50 / 75 = 10."""
    found = report(FLIGHT, "Dear Ms. Katrina,\nwe have read your letter.\nBest regards, Al")
    english = found.measure("english")
    assert english.value is None
    assert english.reason == "not_enough_text"
    assert found.measure("content").value == 0
    assert found.score == pytest.approx(15 * found.measure("courtesy").value / 75, abs=0.06)


def test_a_string_of_key_words_has_no_english_however_long():
    stuffed = next(sample.text for sample in FLIGHT.samples if sample.kind == "stuffed")
    found = report(FLIGHT, f"{stuffed} " * 8)
    assert found.score == 0
    assert found.measure("english").reason == "stuffed_text"


def test_words_copied_from_the_page_are_not_the_writers_english():
    english = report(FLIGHT, FLIGHT.given).measure("english")
    assert (english.value, english.reason) == (0, "copied_text")


OWN_LINES = (
    "I looked into it again this morning.",
    "My colleagues in Davao told me how the wind was on that day.",
    "It was a hard evening for you and for your mother, I can see that.",
    "Nobody likes to sleep in another town without a plan.",
    "Let me tell you what is possible for both of you.",
    "Please keep my mail, because you may need it later on.",
    "You can also ring me when it is easier for you.",
)  # 72 words
RULE = "The customer gets back the full fare and all fees for extras such as seats."  # 15 words


@pytest.mark.parametrize(
    ("lines", "rule", "english"),
    [
        (7, "", "not_enough_text"),  # 72 own words
        (7, RULE, "copied_text"),  # 72 and 15: 80 but for the copy
        (3, RULE, "not_enough_text"),  # 34 and 15: short, with 3 of 10 copied
        (1, RULE, "copied_text"),  # 7 and 15: short, and most of it copied
    ],
)
def test_english_is_lost_to_copying_or_a_reply_is_simply_short(lines, rule, english):
    text = "\n".join([*OWN_LINES[:lines], rule])
    assert report(FLIGHT, text).measure("english").reason == english


@pytest.mark.parametrize("text", ["", "   \n "])
def test_nothing_written_is_not_measured(text):
    found = report(FLIGHT, text)
    assert found.score is None
    assert found.not_measured == "no_text"


def test_the_last_text_counts_and_a_paste_is_only_told():
    log = [*log_of(FLIGHT, good())]
    log += [
        LoggedEvent(number=2, type="written", at=70, data=Written(item=FLIGHT.id, text="Hello")),
        LoggedEvent(number=3, type="pasted_text", at=71, data=Pasted(item=FLIGHT.id, characters=9)),
        LoggedEvent(number=4, type="submitted", at=72, data=Ended()),
    ]
    found = ASSESSMENT.score(BANK, log, {})
    assert found.detail["text"] == "Hello"
    assert found.flags == ("pasted_text",)
    state = ASSESSMENT.state(BANK, log, 73)
    assert state["text"] == "Hello"
    assert (state["own_words"], state["fewest_own"]) == (1, 80)
    assert state["finished"]


def test_the_page_is_told_how_many_words_are_own():
    text = f"I read your letter. {FLIGHT.notes[1].text}"
    assert ASSESSMENT.state(BANK, log_of(FLIGHT, text), 61)["own_words"] == 4
    practice = BANK["practice-opening"]
    assert ASSESSMENT.state(BANK, log_of(practice, "Hello."), 61)["fewest_own"] == 0


def test_the_page_is_given_no_key_point():
    log = (LoggedEvent(number=0, type="begun", at=0, data=Begun(seed=0, items=(FLIGHT.id,))),)
    told = str(ASSESSMENT.state(BANK, log, 1.0))
    for point in FLIGHT.points:
        assert point.label not in told
        assert point.sentence not in told
    assert all(secret.label not in told for secret in FLIGHT.internal)


@settings(max_examples=60)
@given(st.text(alphabet=st.sampled_from("refund hotel wind .,\n!7 10"), max_size=120))
def test_the_marked_reply_is_the_reply(text):
    pieces = segments(read_reply(FLIGHT, text), text)
    assert "".join(piece["text"] for piece in pieces) == text


TEXT = Path(ITEMS / "practice-opening.yaml").read_text("utf-8")


def changed(**blocks):
    return yaml.safe_dump({**yaml.load(TEXT, Loader=yaml.BaseLoader), **blocks})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id: [", "mine.yaml"),
        (changed(colour="blue"), "colour"),
        (
            changed(practice="false"),
            "samples: there is none of the kind excellent, off_point, pasted, plain",
        ),
        (
            changed(
                points=[
                    {
                        "id": "one",
                        "label": "Says it",
                        "weight": "1",
                        "any_of": ["a"],
                        "sentence": "It is said.",
                    },
                    {
                        "id": "two",
                        "label": "Says two",
                        "weight": "1",
                        "any_of": ["two"],
                        "sentence": "It is said.",
                    },
                ],
                samples=[],
            ),
            "one letter",
        ),
        (
            changed(
                samples=[
                    {"kind": "good", "text": "Hello", "points": ["open"], "score": ["90", "100"]}
                ]
            ),
            "expected ['open']",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(text, words):
    with pytest.raises(ContentError, match=r"mine\.yaml") as caught:
        read_task(text, "mine.yaml")
    assert words in str(caught.value)


def test_the_kind_is_importable_without_the_web_and_the_model():
    program = (
        "import sys; from assessments.kinds.email import ASSESSMENT as a; a.bank(); "
        "print(sorted({'flask', 'sqlalchemy', 'rq', 'onnxruntime'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert email.__doc__
