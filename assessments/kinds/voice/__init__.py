"""The voice test: six spoken tasks, from reading aloud to answering a caller."""

from assessments.contract.assessment import (
    N_,
    Assessment,
    Authoring,
    Bank,
    Comparison,
    Devices,
    Length,
    Likeness,
    ResultsCopy,
)
from assessments.kinds.voice.bank import items
from assessments.kinds.voice.checks import check
from assessments.kinds.voice.draw import FULL, SCREENING, draw
from assessments.kinds.voice.events import EVENTS
from assessments.kinds.voice.item import Item
from assessments.kinds.voice.practise import practise
from assessments.kinds.voice.scorer import score
from assessments.kinds.voice.speaking import script_of, shared_text
from assessments.kinds.voice.state import state


def draw_full(bank: Bank[Item], seed: int, practice: bool) -> tuple[str, ...]:
    """Draw the full length: 2 + 8 + 6 + 4 + 1 + 2 tasks."""
    return draw(bank, seed, practice=practice, form=FULL)


def draw_screening(bank: Bank[Item], seed: int, practice: bool) -> tuple[str, ...]:
    """Draw the short length: 1 + 3 + 2 + 1 + 0 + 1 tasks."""
    return draw(bank, seed, practice=practice, form=SCREENING)


# ``least_minutes`` covers the longest draw: prompts, preparation and speaking time to the end, six
# seconds between tasks, the passages read twice, and two minutes to read the page
# (tests/assessments/test_voice_forms.py adds it up).
ASSESSMENT = Assessment[Item](
    slug="voice",
    name=N_("Voice"),
    skills=(N_("Reading aloud"), N_("Listening and repeating"), N_("Answering a caller")),
    version="4",
    minutes=20.0,
    least_minutes=17.0,
    bank=items,
    draw=draw_full,
    events=EVENTS,
    state=state,
    score=score,
    provisional_error=True,
    lengths=(
        Length(
            name=FULL,
            label=N_("Full test, 23 tasks"),
            minutes=20.0,
            least_minutes=17.0,
            draw=draw_full,
        ),
        Length(
            name=SCREENING,
            label=N_("First look, 8 tasks"),
            minutes=10.0,
            least_minutes=8.0,
            draw=draw_screening,
        ),
    ),
    script=script_of,
    authoring=Authoring(check=check),
    devices=Devices(needs_microphone=True),
    results_copy=ResultsCopy(template="voice/copy.html", practise=practise),
    likeness=Likeness(shared_text=shared_text),
    comparison=Comparison(labels="voice/labels.html"),
)
