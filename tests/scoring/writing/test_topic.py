"""Stretches that have nothing to do with the task."""

from scoring.writing import assess
from scoring.writing.topic import off_topic
from tests.support.texts import GOOD, PROMPT, WEAK

ESSAY = (
    "Few inventions have altered daily life as profoundly as the aeroplane. Within a century it "
    "has gone from a dangerous toy to something that carries millions across oceans every week. "
    "Nowhere is this felt more keenly than among families who live on different islands. "
)


def test_a_text_on_the_task_has_no_aside() -> None:
    for text in (GOOD, WEAK):
        assert list(off_topic(text, PROMPT)) == []


def test_a_paragraph_learnt_by_heart_is_found_and_earns_nothing() -> None:
    padded = f"{ESSAY}\n\n{WEAK}"
    (stretch,) = off_topic(padded, PROMPT)
    assert padded[slice(*stretch)].strip() == ESSAY.strip()
    scored = assess(padded, prompt=PROMPT, aside=[stretch])
    assert scored.score == assess(WEAK, prompt=PROMPT).score
    assert scored.aside == len(ESSAY.split())


def test_what_says_a_point_is_on_the_task() -> None:
    start = ESSAY.index("Within")
    assert list(off_topic(ESSAY, PROMPT, [(start, start + 6)])) == []
