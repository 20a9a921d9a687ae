"""The typing test: four exercises against the clock; the log of keys is scored."""

from assessments.contract.assessment import (
    N_,
    Assessment,
    Authoring,
    Bank,
    Comparison,
    Devices,
    Length,
    Replay,
    ResultsCopy,
)
from assessments.kinds.typing.checks import check
from assessments.kinds.typing.draw import USUAL, draw, items
from assessments.kinds.typing.events import EVENTS
from assessments.kinds.typing.item import Item
from assessments.kinds.typing.playback import playback
from assessments.kinds.typing.practise import practise
from assessments.kinds.typing.scorer import score
from assessments.kinds.typing.state import state


def draw_usual(bank: Bank[Item], seed: int, practice: bool) -> tuple[str, ...]:
    """Draw the usual length: a warm-up and two passages of two minutes."""
    return draw(bank, seed, practice=practice)


def _form(name: str, label: str, *, minutes: float, least_minutes: float) -> Length:
    def draw_it(bank: Bank[Item], seed: int, practice: bool) -> tuple[str, ...]:
        return draw(bank, seed, practice=practice, length=name)

    return Length(
        name=name, label=label, minutes=minutes, least_minutes=least_minutes, draw=draw_it
    )


# The least minutes hold the longest draw of a length, the warm-up included, and 90 seconds to read
# the instructions (tested in tests/assessments/test_typing_lengths.py).
ASSESSMENT = Assessment[Item](
    slug="typing",
    name=N_("Typing"),
    skills=(N_("Typing speed"), N_("Typing accuracy")),
    version="3",
    minutes=7.0,
    least_minutes=6.0,
    bank=items,
    draw=draw_usual,
    events=EVENTS,
    state=state,
    score=score,
    lengths=(
        _form(USUAL, N_("Copy two passages of 2 minutes"), minutes=7.0, least_minutes=6.0),
        _form("copy_1", N_("Copy two passages of 1 minute"), minutes=5.0, least_minutes=4.0),
        _form("copy_3", N_("Copy two passages of 3 minutes"), minutes=9.0, least_minutes=8.0),
        _form("copy_5", N_("Copy two passages of 5 minutes"), minutes=13.0, least_minutes=12.0),
        _form("listen", N_("Listen to two callers and type"), minutes=14.0, least_minutes=12.5),
        _form("data_entry", N_("Enter three customer records"), minutes=13.0, least_minutes=11.5),
        _form("chat_speed", N_("Answer chats with kept replies"), minutes=13.0, least_minutes=12.0),
        _form(
            "mixed",
            N_("Two passages of 2 minutes, a caller, a record and chats"),
            minutes=19.0,
            least_minutes=17.5,
        ),
    ),
    authoring=Authoring(check=check),
    devices=Devices(needs_keyboard=True),
    results_copy=ResultsCopy(template="typing/copy.html", practise=practise),
    replay=Replay(playback=playback),
    # With 200 others, one person moves a percentile by half a point.
    comparison=Comparison(labels="typing/labels.html", least_pool=200),
)
