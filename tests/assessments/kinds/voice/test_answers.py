"""Short answers: right or not, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.kinds.voice.answer_scoring import SpokenWords, score_short_answer
from assessments.kinds.voice.bank import read_all
from assessments.kinds.voice.short_answer import check_answer
from speech.spoken import Word

BANK = read_all()
QUESTIONS = [item for item in BANK.values() if item.task == "short_answer"]
CHANGE = BANK["sa-drink-change"]
POLITE = ["um", "uh", "well", "sir", "please", "ah"]

# As a recogniser may write the same answers.
WRITTEN = {
    "sa-drink-change": ["₱30", "30 pesos.", "Thirty.", "P30", "Um, it's thirty pesos, ma'am."],
    "sa-early-shift": ["8:30", "8:30 a.m.", "It's 8:30am.", "half past 8"],
    "sa-two-boxes": ["12", "12 cups", "A dozen."],
    "sa-late-rider": ["7", "7 p.m.", "7:00", "Seven o'clock."],
    "sa-week-total": ["5", "5 days.", "She works five days."],
    "sa-half-price": ["300", "₱300", "300 pesos"],
    "sa-three-tickets": ["450", "₱450.", "Four hundred and fifty pesos", "four-fifty"],
    "sa-call-length": ["25", "25 minutes", "Twenty-five"],
    "sa-sister-age": ["33", "She's 33 years old."],
    "sa-leave-home": ["6:20", "6:20 a.m.", "at 6:20 AM"],
    "sa-payments-made": ["11", "11 payments"],
    "sa-waived-fee": ["0", "₱0", "Zero pesos", "Nothing.", "He doesn't need to pay"],
    "sa-on-hold": ["Wait.", "She waited", "wait for a long time"],
    "sa-pay-first": ["Pre-paid", "Prepaid.", "pre paid plan"],
    "sa-who-you-are": ["My identity.", "my ID", "if I'm the owner"],
    "sa-cold-milk": ["In the ref.", "In the refrigerator", "fridge"],
    "sa-hardly-ever": ["Not often.", "Almost never", "It seldom goes down."],
    "practice-short-week": ["7", "Seven."],
}


@pytest.mark.parametrize(
    ("item", "said"), [(item, said) for item, all_said in WRITTEN.items() for said in all_said]
)
def test_right_however_it_is_written_or_framed(item: str, said: str) -> None:
    assert check_answer(BANK[item], said.split()).right
    assert check_answer(BANK[item], f"Uh, I think the answer is {said} po, sir.".split()).right


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Not thirty.", "denied"),
        ("It isn't thirty pesos", "denied"),
        ("Thirty or forty pesos", "two_answers"),
        ("Forty or thirty", "two_answers"),
        ("Thirty, forty", "other_number"),
        ("Thirty five", "other_number"),
        ("One hundred thirty", "other_number"),
        ("Thirty one pesos", "other_number"),
        ("30 to 40", "other_number"),
        ("Forty pesos", "no_accepted_answer"),
        ("Thirty, sorry, forty", "no_accepted_answer"),
        ("I do not know", "no_accepted_answer"),
        ("forty or fifty", "no_accepted_answer"),
        ("thirty coins bills paper metal wallet", "many_guesses"),
    ],
)
def test_not_right_and_why(said: str, reason: str) -> None:
    check = check_answer(CHANGE, said.split())
    assert (check.right, check.reason) == (False, reason)


@pytest.mark.parametrize(
    "said",
    ["Forty, sorry, thirty.", "Forty, I mean thirty", "more or less thirty", "sorry, thirty"],
)
def test_who_mends_an_answer_is_taken_at_the_last_word(said: str) -> None:
    assert check_answer(CHANGE, said.split()).right


def test_two_words_for_the_same_are_one_answer() -> None:
    item = BANK["sa-money-back"]
    assert check_answer(item, ["a", "refund", "or", "reimbursement"]).right
    assert check_answer(item, ["a", "refund", "or", "a", "discount"]).reason == "two_answers"
    assert check_answer(item, ["a", "discount,", "a", "refund"]).reason == "two_answers"
    assert check_answer(item, ["not", "a", "discount,", "a", "refund"]).right


@pytest.mark.parametrize("item", QUESTIONS, ids=lambda item: item.id)
def test_a_wrong_answer_beside_a_right_one_is_not_right(item) -> None:
    for wrong in item.wrong:
        assert not check_answer(item, wrong.split()).right
        both = f"{item.model_answer} or {wrong}".split()
        assert not check_answer(item, both).right
        assert not check_answer(item, [*wrong.split(), "or", *item.model_answer.split()]).right


@given(
    st.sampled_from(QUESTIONS),
    st.lists(st.sampled_from(POLITE)),
)
def test_fillers_and_politeness_change_nothing(item, around: list[str]) -> None:
    answer = item.model_answer.split()
    assert check_answer(item, [*around, *answer, *around]).right


@given(st.sampled_from(QUESTIONS), st.lists(st.text(max_size=8), max_size=8))
def test_nothing_that_is_said_breaks_it(item, said: list[str]) -> None:
    check = check_answer(item, said)
    assert check.right is not bool(check.reason)


def test_the_evidence_is_the_answer_or_the_whole_reply() -> None:
    def heard(text: str) -> SpokenWords:
        words = tuple(
            Word(text=word, start=float(n), end=n + 0.5, probability=0.9)
            for n, word in enumerate(text.split())
        )
        return SpokenWords(spoken=words, event=4)

    scored = score_short_answer(CHANGE, heard("it is thirty pesos"))
    (span,) = scored.points[0].evidence
    assert (scored.score, span.text, span.start, span.rule) == (100, "thirty", 2.0, "thirty")
    scored = score_short_answer(CHANGE, heard("thirty or forty"))
    (span,) = scored.points[0].evidence
    assert (scored.score, span.text, span.rule) == (0, "thirty or forty", "two_answers")
    assert scored.detail["reply"]["accepted"] == ["thirty"]
