"""The chapter on the chat shows two conversations as they really run."""

from pathlib import Path

import pytest

from assessments.kinds.chat.authoring.rehearsal import told
from assessments.kinds.chat.bank import check, load
from tests.support.banks import shipped

CHAPTER = Path(__file__).parents[5] / "docs/scoring/chat.md"


@pytest.mark.parametrize("kind", ["good", "weak"])
def test_the_transcripts_of_the_chapter_are_of_today(kind: str) -> None:
    scenario = shipped("chat")["cracked-rice-cooker"]
    test = next(one for one in scenario.tests if one.kind == kind)
    assert told(scenario, test) in CHAPTER.read_text(encoding="utf-8")


def test_every_self_test_gives_its_score() -> None:
    chats, *forms = check(load())
    assert "self-tests passed" in chats
    assert len(forms) == 12
