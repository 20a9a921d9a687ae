"""The writing task: the mean of two texts and its error, what is told apart from it, the files."""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.contract.assessment import Begun, Ended, LoggedEvent
from assessments.contract.written import Pasted, Written
from assessments.kinds.writing import ASSESSMENT
from assessments.kinds.writing.bank import draw
from assessments.kinds.writing.scorer import Text, mean_of, text_of
from scoring.readability import readability
from scoring.report import Report
from scoring.writing import WritingReport
from tests.support.banks import shipped

BANK = shipped("writing")
SCORED = sorted(name for name, prompt in BANK.items() if not prompt.practice)
FORM = draw(BANK, 7, False)
CASES = Path(__file__).parent / "cases"


def sample(name: str, kind: str = "good") -> str:
    return next(text.text for text in BANK[name].samples if text.kind == kind)


def report(*texts: str, pasted: int = 0, form: tuple[str, ...] = FORM):
    """The report of these texts on the prompts of a form; an empty one was never saved."""
    data = [
        Begun(seed=7, items=form),
        *(Pasted(item=form[0], characters=40) for _ in range(pasted)),
        *(Written(item=item, text=text) for item, text in zip(form, texts, strict=False) if text),
        Ended(),
    ]
    kinds = {
        Begun: "begun",
        Pasted: "text_pasted",
        Written: "text_written",
        Ended: "submitted",
    }
    events = [
        LoggedEvent(number=number, type=kinds[type(content)], at=60.0 * number, data=content)
        for number, content in enumerate(data)
    ]
    return ASSESSMENT.score(BANK, events, {})


def both(kind: str = "good") -> list[str]:
    return [sample(name, kind) for name in FORM]


# ---- the score ----


def english(score: float, sem: float) -> WritingReport:
    return WritingReport(
        score=score,
        sem=sem,
        not_measured="",
        low_confidence=False,
        provisional=True,
        words=150,
        copied=0,
        repeated=0,
        no_prose=0,
        listed=0,
        foreign=0,
        aside=0,
        contributions=(),
        sophistication=None,
        errors=(),
        courtesy=(),
        relations={},
        reading=readability([]),
    )


def test_the_mean_and_its_error_by_hand():
    # (50 + 70) ÷ 2 = 60; √(6² + 8²) ÷ 2 = 10 ÷ 2 = 5
    assert mean_of([english(50, 6), english(70, 8)]) == pytest.approx((60, 5))
    # √(8.4² + 8.4²) ÷ 2 = 8.4 ÷ √2 = 5.9397: two texts of 120 words
    assert mean_of([english(61, 8.4), english(61, 8.4)])[1] == pytest.approx(8.4 / math.sqrt(2))


def test_a_sitting_has_the_mean_of_its_texts():
    whole = report(*both())
    texts = [whole.measure("text_1"), whole.measure("text_2")]
    assert whole.score == pytest.approx(sum(text.value for text in texts) / 2, abs=0.1)
    assert whole.sem == pytest.approx(math.hypot(*(text.sem for text in texts)) / 2, abs=0.1)
    assert 4 < whole.sem < 8.4
    assert whole.points == ()


def test_the_addends_of_each_text_make_its_score():
    for answer in report(*both("plain")).answers:
        added = sum(addend["points"] for addend in answer["english"]["contributions"])
        assert 50 + added == pytest.approx(answer["score"], abs=0.3)


def test_one_text_too_short_leaves_the_whole_not_measured_and_shows_the_other():
    first, second = both()
    whole = report(first, " ".join(second.split()[:60]))
    assert (whole.score, whole.sem, whole.not_measured) == (None, None, "too_short")
    assert whole.measure("text_1").value == report(first, second).measure("text_1").value
    assert whole.measure("text_1").sem is not None
    assert (whole.measure("text_2").value, whole.measure("text_2").reason) == (None, "too_short")
    assert [answer["not_measured"] for answer in whole.answers] == ["", "too_short"]
    assert whole.measure("range").reason == "too_short"


def test_one_text_alone_is_no_ground_for_a_decision():
    whole = report(sample(FORM[0]), "")
    assert (whole.score, whole.not_measured) == (None, "too_short")
    assert whole.measure("text_2").reason == "no_text"


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_written_is_not_measured(text):
    whole = report(text, text)
    assert (whole.score, whole.not_measured) == (None, "no_text")
    assert whole.texts == {}


# ---- no score until a person has read it ----


def held(whole: Report) -> tuple[float | None, str]:
    """The score of a report that is held, and why."""
    assert whole.score is None
    assert whole.sem is None
    return whole.held_score, whole.not_measured


def test_a_text_off_the_task_waits_for_a_person():
    first, second = both()
    whole = report(first, sample(FORM[1], "off-task"))
    score, reason = held(whole)
    assert reason == "off_the_task"
    assert score is not None
    assert "off_the_task" in whole.flags
    assert reason in whole.needs_a_person
    assert [answer["not_measured"] for answer in whole.answers] == ["", "off_the_task"]
    assert whole.answers[1]["score"] is None
    read = whole.released("Rosa Lim")
    assert (read.score, read.not_measured, read.read_by) == (score, "", "Rosa Lim")
    assert read.answers[1]["score"] == whole.answers[1]["held_score"]
    assert report(first, second).score is not None


@pytest.mark.parametrize("name", SCORED)
def test_only_what_is_off_the_task_is_held(name: str):
    kinds = {sample.kind: text_of(BANK[name], sample.text) for sample in BANK[name].samples}
    assert {kind: text.reason for kind, text in kinds.items()} == {
        "good": "",
        "plain": "",
        "off-task": "off_the_task",
    }


def test_two_texts_worded_alike_wait_for_a_person():
    text = sample(FORM[0])
    assert held(report(text, text))[1] in {"texts_alike", "off_the_task"}
    assert "texts_alike" in report(text, text).flags
    assert report(*both()).not_measured == ""


def test_another_language_is_not_measured_and_nothing_is_held():
    whole = report(both()[0], (CASES / "T06-tagalog.txt").read_text("utf-8"))
    assert held(whole) == (None, "not_english")
    assert whole.released("Rosa Lim").score is None


# ---- cases: texts that once were scored wrongly, on the prompt of the first bill ----


def case(name: str) -> Text:
    return text_of(BANK["explain-first-bill"], (CASES / f"{name}.txt").read_text("utf-8"))


def points(name: str) -> float:
    found = case(name)
    assert found.reason == ""
    assert found.score is not None
    return found.score


def test_idiomatic_syntax_is_no_error():
    """Both are where correct, varied prose ends: the score does not tell C1 from B2."""
    assert points("A-C1") > points("A-B2") - 2
    assert points("A-C1") > points("A-B1") + 5


def test_the_levels_come_in_their_order():
    assert points("A-B2") > points("A-B1") > points("A-A2")


def test_a1_sentences_do_not_pass_b1():
    assert points("T01-short-A1-sentences") < points("A-B1") - 20


def test_a_signature_costs_nothing():
    text = (CASES / "S02-signature-C1.txt").read_text("utf-8").split("Warm regards")[0]
    assert points("S02-signature-C1") == text_of(BANK["explain-first-bill"], text).score


def test_a_list_added_to_a_text_adds_nothing():
    assert points("T18-A-A2-plus-noun-list") <= points("A-A2")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("T02-noun-list", "too_short"),
        ("T03-babel-gibberish", "off_the_task"),
        ("T06-tagalog", "not_english"),
        ("T08-patchwritten-prompt", "reworded_task"),
    ],
)
def test_what_is_no_answer_has_no_score(name: str, reason: str):
    assert case(name).reason == reason


def changed(what: str, text: str, place: int) -> str:
    words = text.split(" ")
    rest = words[place:]
    return {
        "the page": " ".join([*words[:place], BANK[FORM[0]].given, *rest]),
        "stops": " ".join([*words[:place], *(f"{word}." for word in rest)]),
        "capitals": " ".join([*words[:place], *(word.upper() for word in rest)]),
        "lines": " ".join(words[:place]) + " \n" + "\n".join(rest),
        "twice": f"{text}\n{text}",
    }[what]


@pytest.mark.parametrize("what", ["the page", "stops", "capitals", "lines", "twice"])
@settings(max_examples=3, deadline=None)
@given(place=st.integers(0, 130))
def test_what_is_nobodys_english_never_raises_the_score(what, place):
    text, other = both("plain")
    before = report(text, other)
    after = report(changed(what, text, place), other)
    assert after.score is None or after.score <= before.score + 0.1  # scores have one decimal


def test_philippine_usage_is_told_apart_and_costs_nothing():
    text, other = both()
    more = f"{text}\nKindly fill up the form before you come, and salamat po, ma'am."
    found = report(more, other).answers[0]["english"]["found"]
    assert "variety" in {finding["sort"] for finding in found}
    before = report(text, other).measure("errors_found").value
    assert report(more, other).measure("errors_found").value <= before


# ---- for a person to look at ----


def test_signals_change_no_score():
    text, other = both()
    assert report(text, other, pasted=2).flags == ("pasted_text",)
    assert report(text, other, pasted=2).score == report(text, other).score


def test_a_short_text_is_marked_as_uncertain():
    text, other = both()
    assert "low_confidence" in report(" ".join(text.split(" ")[:110]), other).flags
    assert "low_confidence" not in report(text, other).flags


def test_copying_the_page_is_told():
    prompt = BANK[FORM[0]]
    assert "copied_from_page" in report(f"Hello. {prompt.given}", sample(FORM[1])).flags


def test_one_text_given_twice_is_told():
    text = sample(FORM[0], "off-task")
    assert "texts_alike" in report(text, text).flags
    assert "texts_alike" not in report(*both("off-task")).flags


def test_each_point_is_quoted_where_it_stands():
    for answer in report(*both()).answers:
        text = sample(answer["item"])
        for point in answer["points"]:
            assert point["sentence"], point["label"]
            assert all(part in text for part in point["sentence"].split(" … "))


# ---- what to practise ----


def test_the_sort_found_most_often_comes_first():
    text, other = both()
    wrong = text.replace("the ", "teh ").replace(" and ", " adn ")
    advice = ASSESSMENT.results_copy.practise(report(wrong, other))
    assert advice[0].name == "spelling"
    assert "teh → the" in advice[0].examples
    assert len(advice) <= 3


def made(points_of_range: float, kinds: list[str]) -> Report:
    found = [
        {"sort": "error", "kind": kind, "text": "wrong", "suggestions": ["right"]} for kind in kinds
    ]
    added = [{"name": "range", "value": 0.7, "points": points_of_range}]
    answers = [{"english": {"found": found, "contributions": added}}, {"english": None}]
    return Report(score=50.0, answers=tuple(answers))


def advised(report: Report) -> list[str]:
    return [area.name for area in ASSESSMENT.results_copy.practise(report)]


def test_at_most_three_and_a_low_range_is_one_of_them():
    many = ["spelling"] * 4 + ["tense", "agreement"] * 2 + ["article"] * 3 + ["capitals"] * 2
    assert advised(made(+2, many)) == ["spelling", "verbs", "nouns"]
    assert advised(made(-2, many)) == ["spelling", "verbs", "range"]
    assert advised(made(-2, ["tense"])) == ["range"]
    assert advised(made(+2, ["tense"])) == []  # once is a slip


def test_the_page_holds_nothing_that_is_looked_for():
    log = [LoggedEvent(number=0, type="begun", at=0.0, data=Begun(seed=7, items=FORM))]
    shown = ASSESSMENT.state(BANK, log, 0.0)
    assert (shown["least"], shown["most"], shown["fewest"]) == (120, 200, 80)
    for text in shown["texts"]:
        assert text.keys() == {"item", "title", "situation", "facts", "ask", "text"}
