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
    return next(sample.text for sample in task.samples if sample.kind == "good")


def shown(task, text):
    reply = read_reply(task, text)
    wanted = (*reply.points, *reply.courtesies)
    return {requirement.name for requirement in wanted if requirement.earned}


def test_there_are_three_scored_tasks_and_one_to_practise():
    assert len(SCORED) == 3
    assert len(BANK) == 4
    assert {ASSESSMENT.draw(BANK, seed, False)[0] for seed in range(9)} == set(SCORED)


@pytest.mark.parametrize("name", sorted(BANK))
def test_every_sample_comes_to_what_it_says(name):
    assert list(failures(BANK[name])) == []


OTHER_WORDS = {
    "flight-refund": [
        "Dear Ms. Katrina,\n\nWe truly apologize for the cancellation of HA 417. Because of the "
        "storm in Davao the plane could not depart safely. Both fares and the seat fee will be "
        "credited back, a total of P7,980.00. Kindly expect it in your credit card within 7 to 10 "
        "business days. As much as we want to help with the hotel, we are not able to shoulder it "
        "since bad weather is beyond our control. However, you may claim it from your travel "
        "insurance and we can provide a cancellation certificate. Should you have further "
        "concerns, please do not hesitate to contact us.\n\nRespectfully yours,\nLiza",
        "Hi Katrina,\nI'm sorry you and your mum got stuck. High winds were the reason. You'll get "
        "7,480 for the tickets plus 500 for the seats back; banks usually need seven to ten "
        "working days. Hotels aren't covered when it's the weather I'm afraid. Do you have travel "
        "insurance? I can send you a paper for it. Let me know!\nBest\nBen",
    ],
    "double-order": [
        "Hello Mr Panganiban, sorry for the mess, our page made a mistake and you got charged "
        "twice. A courier can come to your place to collect one fan, it is free. Which day works "
        "for you? An opened box is fine if nothing is missing. You get the 2190 back in GCash "
        "three days after we get the fan. I can't sell it cheaper but here's 200 pesos off your "
        "next order: SALAMAT200. Anything else, just write. Cheers, Al",
    ],
    "team-licences": [
        "Hi Noreen, thanks for writing. Sorry, but a renewal isn't covered by the 30 days, that's "
        "just for first-time customers. You'd get 16,500 as credit instead. To lock out Jeric: "
        "Settings, then People, then Remove - only you as owner can do that. And renew the "
        "calendar link. No schedules get lost, they stay where they are. Write me if you're "
        "stuck! Regards, Tim",
    ],
}


@pytest.mark.parametrize(
    ("name", "text"), [(n, t) for n, all_ in OTHER_WORDS.items() for t in all_]
)
def test_replies_in_other_words_show_everything(name, text):
    task = BANK[name]
    assert shown(task, text) == {point.id for point in task.points} | set(task.courtesies)


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


def test_copying_the_notes_is_told_and_not_punished():
    found = report(FLIGHT, FLIGHT.notes[1].text)
    assert "copied_from_page" in found.flags
    assert "copied_from_page" not in report(FLIGHT, good()).flags
    assert report(FLIGHT, FLIGHT.given).measure("copied").value == 100


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


def test_words_copied_from_the_page_are_nobodys_english():
    assert report(FLIGHT, FLIGHT.given).measure("english").reason == "not_enough_text"


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
    assert state["finished"]


def test_the_page_is_given_no_key_point():
    log = (LoggedEvent(number=0, type="begun", at=0, data=Begun(seed=0, items=(FLIGHT.id,))),)
    told = str(ASSESSMENT.state(BANK, log, 1.0))
    for point in FLIGHT.points:
        assert point.label not in told
        assert point.sentence not in told


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
        (changed(practice="false"), "samples: there is none of the kind plain, stuffed, weak"),
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
