"""The advice on practice in the results copy of a voice sitting."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessments.kinds.voice.practise import GOOD_ENOUGH, MOST, practise
from scoring.report import Report
from tests.support.voice_log import BANK, GOOD_ANSWER, READ, SENTENCE, full, heard


def report_of(*answers: dict[str, Any]) -> Report:
    return Report(score=50, answers=answers)


def answer(task: str, score: float | None, **more: Any) -> dict[str, Any]:
    return {"task": task, "score": score, **more}


def test_everything_right_leaves_nothing_to_practise() -> None:
    assert practise(full(heard(BANK[READ].text), heard(SENTENCE), heard(GOOD_ANSWER))) == ()


def test_the_weakest_comes_first_with_the_words_that_were_not_heard() -> None:
    # Read: the words from the 18th on are missing, a third is there. Sentence: 10 of 11 are right,
    # which is good enough. Open: 2 of 4 key points and none of the courtesies.
    read = " ".join(BANK[READ].text.split()[:17])
    said = SENTENCE.replace("for", "at", 1)
    spoken = "I can see both payments. I will send you an e-mail with the reference number."
    advice = practise(full(heard(read), heard(said), heard(spoken)))
    assert [area.name for area in advice] == ["courtesies", "read_aloud", "key_points"]
    assert advice[0].share == 0
    assert len(advice[1].examples) == 5
    assert all(word in BANK[READ].text.lower() for word in advice[1].examples)
    assert advice[0].examples == advice[2].examples == ()


def test_what_could_not_be_measured_is_no_weakness() -> None:
    assert practise(report_of(answer("repeat", None), answer("open_answer", None))) == ()
    assert practise(Report(not_measured="no_answers")) == ()


def test_a_task_that_was_left_out_is_worth_practising() -> None:
    advice = practise(report_of(answer("open_answer", 0.0, skipped=True)))
    assert [(area.name, area.share) for area in advice] == [("key_points", 0), ("courtesies", 0)]


def test_a_call_without_courtesies_says_nothing_about_them() -> None:
    points = [{"kind": "key_point", "found": False}]
    advice = practise(report_of(answer("open_answer", 0.0, points=points)))
    assert [area.name for area in advice] == ["key_points"]


TASKS = ["read_aloud", "repeat", "short_answer", "sentence_build", "retell"]


@given(st.lists(st.tuples(st.sampled_from(TASKS), st.floats(0, 100) | st.none())))
def test_at_most_three_and_only_what_fell_short(marks: list[tuple[str, float | None]]) -> None:
    advice = practise(report_of(*(answer(task, score) for task, score in marks)))
    shares = [area.share for area in advice]
    assert len(advice) <= MOST
    assert shares == sorted(shares)
    assert all(share < GOOD_ENOUGH for share in shares)
    assert len({area.name for area in advice}) == len(advice)
