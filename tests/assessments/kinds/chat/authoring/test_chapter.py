"""The transcripts in the chapter on chat are those of the current code."""

from pathlib import Path

import pytest

from assessments.kinds.chat.authoring.self_test import transcript
from assessments.kinds.chat.bank import check, load
from tests.support.banks import shipped

CHAPTER = Path(__file__).parents[5] / "docs/scoring/chat.md"


@pytest.mark.parametrize("kind", ["good", "weak"])
def test_the_transcripts_of_the_chapter_are_of_today(kind: str) -> None:
    scenario = shipped("chat")["cracked-rice-cooker"]
    test = next(test for test in scenario.tests if test.kind == kind)
    assert transcript(scenario, test) in CHAPTER.read_text(encoding="utf-8")


def test_every_self_test_gives_its_score() -> None:
    chats, *places = check(load())
    assert "self-tests passed" in chats
    assert len(places) == 12
