"""Signatures, headings and lists are no prose."""

import pytest

from scoring.writing import assess
from scoring.writing.own_part import own_part
from tests.support.texts import GOOD, SIMPLE, WEAK

NOUNS = "apples, bananas, bread, butter, candles, carpets, chairs, cheese, clocks, cups and desks"
SIGNATURE = """Kind regards,

Ma. Teresa R. Dimaculangan
Sr. Customer Care Assoc. II | Billing
Bayan Telecom, Inc.
5/F Mabini Bldg., Rizal Ave., Iloilo City 5000
Tel. (033) 555-0142 loc. 118 | Mob. +63 917 555 0142
teresa@bayan.example | www.bayan.example"""


@pytest.mark.parametrize("text", [GOOD, WEAK, SIMPLE])
@pytest.mark.parametrize(
    "listed",
    [
        f"I also like {NOUNS}.",
        f"I also like {NOUNS.replace(', ', '; ')}.",
        f"I also like {NOUNS.replace(', ', ' and ')}.",
        "I also like\n- " + NOUNS.replace(", ", "\n- ") + "\n",
        NOUNS.replace(", ", " ").replace(" and ", " ") + ".",
        ". ".join(word.capitalize() for word in NOUNS.replace(" and ", ", ").split(", ")) + ".",
        "It is big, small, nice, kind, cold, warm, dark, bright, soft, hard and new.",
        "We run, jump, swim, cook, read, write, sing, dance, paint, draw and sleep.",
    ],
)
def test_a_list_adds_nothing(text: str, listed: str) -> None:
    body = text.split("Kind regards")[0].strip()
    plain, more = assess(body), assess(f"{body} {listed}")
    assert more.listed >= 8
    assert more.score is not None
    assert plain.score is not None
    assert more.score <= plain.score + 0.3
    assert more.words <= plain.words + 3


@pytest.mark.parametrize(
    "sentence",
    [
        "You can pay by phone, by card or in cash.",
        "The van, the driver, the flat tyre and the list were all in my report.",
        "In the morning, at the gate, after the rain, the van came late and we went in.",
    ],
)
def test_three_or_four_things_are_no_list(sentence: str) -> None:
    assert own_part(sentence).listed == 0


def test_a_signature_changes_nothing() -> None:
    body = GOOD.split("Kind regards")[0].strip()
    signed = assess(f"{body}\n\n{SIGNATURE}")
    assert signed.score == assess(body).score
    assert signed.no_prose > 30


def test_what_is_written_after_the_name_is_prose() -> None:
    text = "We will call you.\n\nRegards,\nNena Cruz\n\nPlease keep the box until he comes."
    assert own_part(text).text == "We will call you. Please keep the box until he comes."


def test_names_at_the_end_need_no_closing_formula() -> None:
    text = "Good luck, and thank you.\n\nDennis\nTech Support Rep. II\nBurgos St., Batangas 4200"
    assert own_part(text).text == "Good luck, and thank you."


def test_headers_headings_and_list_marks_are_left_out() -> None:
    text = (
        "TO: Ms. Galang\nRE: INC-2026 (P1)\n\nGood morning!\n\nWHAT HAPPENED. "
        "A crew cut our cable.\n\n1. Call the clinic\n2. Change the message."
    )
    assert own_part(text).text == (
        "Good morning! A crew cut our cable. Call the clinic. Change the message."
    )


def test_shouting_has_no_headings() -> None:
    assert own_part("PLEASE CALL ME. I AM WAITING HERE.").words == 7


def test_abbreviations_end_no_sentence() -> None:
    assert own_part("Ask Mr. Cruz of Brgy. San Roque, approx. nine.").text == (
        "Ask Mr Cruz of Brgy San Roque, approx nine."
    )
