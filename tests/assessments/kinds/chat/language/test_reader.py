"""The learned layer: what it hears, where, and how rules and layer are joined."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.kinds.chat.language import reader
from assessments.kinds.chat.language.reader import Reading
from assessments.kinds.chat.language.recogniser import LEARNED, recognise

CASES = Path(__file__).with_name("recogniser_cases.csv")


def said(text: str) -> set[str]:
    return {hit.act for hit in recognise(text, readings=reader.read(text)).hits}


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["message"])
def test_messages_that_rules_alone_misheard(row: dict[str, str]):
    acts = said(row["message"])
    assert set(row["must_have"].split()) <= acts
    assert not set(row["must_not_have"].split()) & acts


@pytest.mark.parametrize(
    "polite",
    [
        "What is your problem po?",
        "hi mam wat is ur problem",
        "It's not your fault, ma'am.",
        "Relax lang po, ako na po bahala.",
        "Please calm your worries, it is already fixed.",
        "You are not stupid at all, the page is confusing.",
    ],
)
def test_a_phrase_with_a_polite_reading_is_not_called_rude(polite: str):
    assert "rude" not in said(polite)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_read(text: str, context: str):
    for reading in reader.read(text, context):
        assert reading.act in reader.ACTS
        assert reader.LEAST <= reading.chance <= 1
        assert 0 <= reading.place < len(text)


def test_nothing_written_is_nothing_read():
    assert reader.read(" \n ") == ()


def test_the_words_of_a_learned_act_are_its_clause():
    text = "Right, let me see. Could you read me the reference on your receipt?"
    place = text.index("reference")
    readings = (Reading(act="ask_reference", chance=0.97, place=place),)
    (hit,) = [hit for hit in recognise(text, readings=readings).hits if hit.rule == LEARNED]
    assert hit.text == "Could you read me the reference on your receipt?"
    assert text[hit.start : hit.end] == hit.text
    assert hit.sure


@pytest.mark.parametrize(
    ("chance", "credited", "sure", "maybe"),
    [(0.9, True, True, False), (0.4, True, False, False), (0.2, False, False, True)],
)
def test_the_layer_confirms_doubts_or_refuses_a_rule(chance, credited, sure, maybe):
    readings = (Reading(act="ask_reference", chance=chance, place=0),)
    found = recognise("May I have your order number?", readings=readings)
    assert found.said("ask_reference") is credited
    assert [hit.sure for hit in found.hits if hit.act == "ask_reference"] == [sure] * credited
    assert ("ask_reference" in found.maybe) is maybe


def test_courtesies_in_a_mocking_message_are_not_credited():
    text = "So sorry that a tiny scratch is such a tragedy for you."
    readings = tuple(
        Reading(act=act, chance=0.98, place=0) for act in ("apologise", "confirm_done", "rude")
    )
    assert {hit.act for hit in recognise(text, readings=readings).hits} == {"confirm_done", "rude"}


MESSAGES = CASES.with_name("messages") / "index.csv"
"""Messages of an author on whom the model was not trained; docs/scoring/chat.md has the figures."""


def rates(registers: set[str]) -> tuple[float, float]:
    """Precision and recall over the messages of these registers."""
    hits = heard = due = 0
    with MESSAGES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["register"] in registers:
                readings = reader.read(row["text"], row["context"])
                found = {hit.act for hit in recognise(row["text"], readings=readings).hits}
                acts = set(row["acts"].split("|")) - {"none"}
                hits, heard, due = hits + len(found & acts), heard + len(found), due + len(acts)
    return hits / heard, hits / due


def test_unseen_messages_of_four_registers_are_heard():
    assert min(rates({"native", "filipino", "learner", "taglish"})) >= 0.94


def test_traps_are_mostly_seen_through():
    assert min(rates({"trap"})) >= 0.75


def test_no_register_is_heard_much_less_than_another():
    recalls = [rates({name})[1] for name in ("native", "filipino", "learner", "taglish")]
    assert max(recalls) - min(recalls) <= 0.07
