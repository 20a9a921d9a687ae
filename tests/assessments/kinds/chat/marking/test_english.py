"""Written English: text that is left out, too few words to measure, the cost of an error."""

import csv
from pathlib import Path

import pytest

from assessments.kinds.chat import ASSESSMENT
from assessments.kinds.chat.customer.customer import step
from assessments.kinds.chat.marking.english import FEWEST_WORDS, measure
from scoring.proofreading import Finding, Kind, Source
from tests.support.chat_cases import log, scenario

OWN = (
    "I am sorry that the pot came broken. I will now look at your order and see what we can do "
    "for you today. Please give me one moment while I read the rule about things that break on "
    "the way to a customer."
)
CANNED = scenario().canned[1].text


def read(*texts: str, pasted: str = ""):
    rice_cooker = scenario()
    moves = [(20 + 10 * place, text) for place, text in enumerate(texts)]
    moves += [(19, "pasted", {"text": pasted})] if pasted else []
    return rice_cooker, step(rice_cooker, log(*sorted(moves)), 200)


def none(text, names):
    return ()


def errors(count: int, kind: Kind = Kind.AGREEMENT):
    finding = Finding(
        start=0,
        end=1,
        text="I",
        message="Wrong.",
        suggestions=("We",),
        rule="made",
        kind=kind,
        source=Source.RULES,
    )
    return lambda text, names: (finding,) * count


def test_own_words_are_counted_and_nothing_is_left_out() -> None:
    english = measure([read(OWN)], none)
    assert (english.value, english.words, english.left_out) == (100, 44, 0)
    assert len(OWN.split()) == 44 >= FEWEST_WORDS


@pytest.mark.parametrize(
    "copied", [CANNED, scenario().knowledge[0].body[:200], scenario().opening], ids=str
)
def test_prepared_replies_articles_and_the_customers_words_are_left_out(copied: str) -> None:
    english = measure([read(f"{OWN} {copied}")], none)
    assert english.words <= 44 + 3
    assert english.left_out >= 10


def test_an_error_in_pasted_text_is_not_counted() -> None:
    pasted = "he don't knows nothing about those rice cooker at all"
    assert measure([read(f"{OWN} {pasted}")]).errors
    assert measure([read(f"{OWN} {pasted}", pasted=pasted)]).errors == ()


def test_too_few_words_are_not_measured() -> None:
    english = measure([read("Hello, may I have your order number?")], none)
    assert (english.value, english.reason) == (None, "not_enough_text")
    assert measure([read(OWN, pasted=OWN)], none).reason == "not_enough_text"


@pytest.mark.parametrize(
    ("count", "kind", "value"),
    [
        (0, Kind.WORD, 100),
        (1, Kind.WORD, 82),  # 8 x 100 / 44 = 18.18 for each
        (3, Kind.WORD, 45),
        (9, Kind.WORD, 0),
        (2, Kind.CAPITALS, 82),  # two half errors
    ],
)
def test_an_error_costs_eight_points_in_a_hundred_words(count, kind, value) -> None:
    assert measure([read(OWN)], errors(count, kind)).value == value


def test_an_error_is_shown_at_its_place_with_what_to_write() -> None:
    text = f"{OWN} He have a new pot for you and it will arrive soon."
    rice_cooker, events = scenario(), log((20, text))
    report = ASSESSMENT.score({rice_cooker.id: rice_cooker}, events, {})
    assert report.measure("english").value < 100
    (error,) = report.detail["english"]["errors"]
    assert error["event"] == 1
    assert text[error["start"] : error["end"]] == error["text"]
    assert "have" in error["text"]
    assert error["advice"]


with Path(__file__).with_name("twins.csv").open(encoding="utf-8", newline="") as file:
    TWINS = [(row["english"], row["taglish"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("english", "taglish"), TWINS)
def test_a_taglish_message_loses_nothing_beside_its_english_twin(
    english: str, taglish: str
) -> None:
    in_english, in_taglish = measure([read(OWN, english)]), measure([read(OWN, taglish)])
    assert in_english.value == in_taglish.value == 100
    assert in_taglish.filipino > 0 == in_english.filipino


@pytest.mark.parametrize("first", range(0, len(TWINS), 8))
def test_a_taglish_sitting_loses_at_most_five_points_beside_english(first: int) -> None:
    """An agent who says every second message in Taglish, with one slip in the English part."""
    slip = "The technicians was there at noon, and they saw that the cable is old."
    chat = [(OWN, OWN), *TWINS[first : first + 8], (slip, slip)]
    english = measure([read(*(twin[0] for twin in chat))])
    taglish = measure([read(*(twin[place % 2] for place, twin in enumerate(chat[:-1])), slip)])
    assert english.errors
    assert taglish.errors
    assert english.value is not None
    assert taglish.value is not None
    assert 0 <= english.value - taglish.value <= 5


def test_filipino_is_counted_apart() -> None:
    english = measure([read(f"{OWN} Na-refund ko na po ang bayad nyo, ma'am.")], none)
    # na, refund, ko, na, po, ang, bayad, nyo are Filipino; "ma'am" is a clause of its own.
    assert (english.words, english.filipino, english.mixed) == (45, 8, 0)
    assert english.filipino_share == pytest.approx(8 / 53)
    mixed = measure([read(f"{OWN} I-check ko po ang order number.")], none)
    assert (mixed.words, mixed.filipino, mixed.mixed) == (44, 5, 2)


def test_an_error_in_a_mixed_clause_is_none() -> None:
    assert measure([read(f"{OWN} Ang parcels was na-deliver na po kahapon.")]).errors == ()
