"""Replies stand in the right order: honest ones above copies, whatever is done with the copies."""

from functools import cache

import pytest

from assessments.kinds.email.bank import RIGHT_KINDS, log_of
from assessments.kinds.email.reply import read_reply
from assessments.kinds.email.scorer import scored, written_english
from assessments.kinds.email.task import Task
from scoring.phrases import sentences
from scoring.report import Report
from tests.support.banks import shipped

BANK = {name: task for name, task in shipped("email").items() if not task.practice}
every_task = pytest.mark.parametrize("name", sorted(BANK))

MOST_FOR_COPIES = 50
CLEARLY = 10
"""Points by which an honest reply in B1 English stands above every copy."""


@cache
def report(name: str, text: str) -> Report:
    """Return the whole report, with the written English."""
    return scored(BANK[name], log_of(BANK[name], text), written_english)


def score(name: str, text: str) -> float:
    found = report(name, text).score
    assert found is not None
    return found


def sample(name: str, kind: str) -> str:
    return next(sample.text for sample in BANK[name].samples if sample.kind == kind)


def notes_of(task: Task) -> str:
    return "\n".join(note.text for note in task.notes)


def greeted(name: str, text: str) -> str:
    who = BANK[name].letter.sender
    return (
        f"Dear {who}, thank you for your e-mail. We are sorry for the trouble.\n{text}\n"
        "If you have any other question, please let us know.\nKind regards,\nAna"
    )


def behind(words: str, text: str) -> str:
    return "\n".join(f"{words} {text[start:end]}" for start, end in sentences(text))


def every(step: int, text: str, instead: str) -> str:
    words = text.split()
    return " ".join(instead if place % step == 1 else word for place, word in enumerate(words))


def copies(name: str) -> dict[str, str]:
    """Return replies that consist of the page, each with a greeting and a goodbye."""
    task = BANK[name]
    notes = notes_of(task)
    lines = sorted(notes[start:end] for start, end in sentences(notes))
    made = {
        "the notes": notes,
        "in another order": " ".join(lines),
        "a line for each clause": notes.replace(", ", "\n").replace(": ", "\n"),
        "with the letter": f"{task.letter.body}\n{notes}",
        "behind three words": behind("Please note that", notes),
        "behind seven words": behind("I would like to inform you that", notes),
        "every fourth word changed": every(4, notes, "simply"),
        "every fifth word left out": every(5, notes, ""),
    }
    return {
        "bare notes": notes,
        "bare letter": task.letter.body,
        **{how: greeted(name, text) for how, text in made.items()},
    }


@every_task
def test_excellent_is_above_good_above_plain_above_everything_else(name: str) -> None:
    excellent, good, plain = (score(name, sample(name, kind)) for kind in RIGHT_KINDS)
    assert excellent > good > plain > MOST_FOR_COPIES + CLEARLY
    others = {kind.kind for kind in BANK[name].samples} - set(RIGHT_KINDS)
    assert {"pasted", "off_point", "weak", "wrong", "stuffed"} == others
    for kind in others:
        assert score(name, sample(name, kind)) < plain - CLEARLY, kind


@every_task
def test_no_copy_of_the_page_passes_fifty_or_an_honest_reply(name: str) -> None:
    plain = score(name, sample(name, "plain"))
    for how, text in copies(name).items():
        assert score(name, text) <= MOST_FOR_COPIES, how
        assert score(name, text) < plain - CLEARLY, how


@every_task
def test_copying_leaves_the_english_at_0_and_a_short_reply_without_a_figure(name: str) -> None:
    pasted = report(name, greeted(name, notes_of(BANK[name]))).measure("english")
    assert pasted is not None
    assert (pasted.value, pasted.reason) == (0, "copied_text")
    short = report(name, sample(name, "weak")).measure("english")
    assert short is not None
    assert (short.value, short.reason) == (None, "not_enough_text")


@every_task
def test_two_replies_joined_are_worth_no_more_than_the_better_one(name: str) -> None:
    for first, second in (
        ("excellent", "good"),
        ("good", "plain"),
        ("good", "off_point"),
        ("plain", "weak"),
        ("plain", "plain"),
    ):
        better = max(score(name, sample(name, first)), score(name, sample(name, second)))
        joined = f"{sample(name, first)}\n\n{sample(name, second)}"
        assert score(name, joined) <= better, (first, second)
        if first != second:
            assert "letters_joined" in report(name, joined).flags, (first, second)


@every_task
def test_a_good_reply_gains_nothing_from_the_notes_below_it(name: str) -> None:
    good = sample(name, "good")
    assert score(name, f"{good}\n{notes_of(BANK[name])}") < score(name, good)


@every_task
def test_an_internal_note_costs_in_copied_and_in_own_words(name: str) -> None:
    task = BANK[name]
    good = sample(name, "good")
    assert read_reply(task, good).told == ()
    for secret in task.internal:
        note = next(
            notes[start:end]
            for notes in (note.text for note in task.notes)
            for start, end in sentences(notes)
            if any(told.name == secret.id for told in read_reply(task, notes[start:end]).told)
        )
        lines = good.split("\n")
        told = "\n".join([*lines[:2], note, *lines[2:]])
        found = report(name, told)
        assert score(name, told) == pytest.approx(score(name, good) - 0.6 * secret.cost, abs=3)
        assert "internal_told" in found.flags
        assert {"label": secret.label, "cost": secret.cost} in found.detail["told"]
