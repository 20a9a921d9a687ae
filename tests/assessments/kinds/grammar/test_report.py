"""The report's page: also of results that an earlier scorer left in the database."""

import re

from flask import Flask, render_template

from scoring.report import Measure, Report

OLD_QUESTION = {
    "form": "type",
    "area": "tense",
    "rule": "past simple",
    "level": "A2",
    "reason": "It is over.",
    "seconds": 4.0,
    "options": [],
}


def question(item: str, given: str, *, right: bool) -> dict[str, object]:
    told = {"id": item, "text": f"She ___ {item}.", "right_answers": ["called", "rang"]}
    return {**OLD_QUESTION, **told, "given": given, "right": right}


def test_a_result_of_the_first_scorer_still_tells_answers_and_keys(app: Flask) -> None:
    questions = [
        question("one", "called", right=True),
        question("two", "calls", right=False),
        question("three", "", right=False),
    ]
    report = Report(
        score=33.3,
        sem=30.0,
        measures=(Measure(name="percent_right", value=33.3, unit="%", sem=30.0),),
        detail={"questions": questions, "not_reached": 0},
    )
    with app.test_request_context():
        page = " ".join(render_template("grammar/report.html", report=report).split())
    assert "1 right, 1 not wholly right, 1 without an answer" in page
    assert page.count("<q>rang</q>. It is over.") == 3
    assert re.search(r"Answer: <q>calls</q>", page)
    assert page.count("Answer: <q>") == 2
