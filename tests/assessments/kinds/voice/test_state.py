"""The state of the voice page, step by step."""

import json
from typing import Any

import pytest

from assessments.contract.assessment import Begun, LoggedEvent, PromptGiven, Recorded
from assessments.kinds.voice.events import ItemOpened, PromptPlayed, RecordingStarted, Skipped
from assessments.kinds.voice.progress import MOST_FETCHES, PATIENCE
from assessments.kinds.voice.state import UPLOAD_SLACK, state
from tests.support.banks import shipped

BANK = shipped("voice")
READ, REPEAT, OPEN = "read-late-parcel", "repeat-address", "open-broken-fan"
HEARD = "open-late-dinner"


class Sitting:
    """A log that grows."""

    def __init__(self, extra_time: float = 1.0) -> None:
        begun = Begun(seed=1, items=(READ, REPEAT, OPEN), extra_time=extra_time)
        self.events = [LoggedEvent(number=0, type="begun", at=0.0, data=begun)]

    def add(self, at: float, kind: str, data: Any) -> "Sitting":
        self.events.append(LoggedEvent(number=len(self.events), type=kind, at=at, data=data))
        return self

    def opens(self, at: float, item: str) -> "Sitting":
        return self.add(at, "item_opened", ItemOpened(item=item))

    def records(self, at: float, item: str, name: str = "rec") -> "Sitting":
        return self.add(at, "recorded", Recorded(item=item, recording=name, seconds=5))

    def starts(self, at: float, item: str) -> "Sitting":
        data = RecordingStarted(item=item, client_id=f"client-{len(self.events):04d}")
        return self.add(at, "recording_started", data)

    def now(self, at: float) -> dict[str, Any]:
        shown = state(BANK, self.events, at)
        return json.loads(json.dumps(shown))


def test_nothing_is_given_out_before_the_applicant_is_ready() -> None:
    shown = Sitting().now(30.0)
    assert shown["item"]["step"] == "ready"
    assert shown["item"]["text"] == ""
    assert shown["item"]["prepare_left"] == 15
    assert (shown["media"], shown["recordable"], shown["finished"]) == ([], {}, False)
    assert (shown["number"], shown["total"]) == (1, 3)


def test_reading_aloud_from_opening_to_the_second_take() -> None:
    sitting = Sitting().opens(10, READ)
    shown = sitting.now(14)
    assert shown["item"]["step"] == "prepare"
    assert shown["item"]["text"] == BANK[READ].text
    assert shown["item"]["prepare_left"] == pytest.approx(11)
    assert shown["recordable"] == {READ: 45 + UPLOAD_SLACK}
    assert sitting.now(30)["item"]["step"] == "speak"
    sitting.starts(26, READ)
    assert sitting.now(30)["item"]["speak_left"] == pytest.approx(41)
    sitting.records(40, READ)
    shown = sitting.now(41)
    assert shown["item"]["step"] == "recorded"
    assert shown["item"]["takes_left"] == 1
    assert shown["next"] == {"id": REPEAT, "task": "repeat", "page": "repeat", "plays_most": 1}
    assert READ in shown["recordable"]
    sitting.records(60, READ, "rec2")
    shown = sitting.now(61)
    assert shown["item"]["id"] == REPEAT
    assert shown["item"]["step"] == "ready"
    assert shown["recordable"] == {}


def test_going_on_gives_the_second_take_up() -> None:
    sitting = Sitting().opens(1, READ).records(9, READ).opens(10, REPEAT)
    shown = sitting.now(11)
    assert shown["item"]["id"] == REPEAT
    assert READ not in shown["recordable"]


def test_a_prompt_plays_once_and_its_text_is_never_told() -> None:
    sitting = Sitting().opens(1, READ).records(9, READ).opens(10, REPEAT)
    shown = sitting.now(11)
    assert shown["item"]["step"] == "listen"
    assert shown["media"] == [REPEAT]
    assert BANK[REPEAT].text not in json.dumps(shown)
    # The fetch is allowed again until the page says that the sound began.
    assert sitting.now(20)["media"] == [REPEAT]
    for _ in range(2):
        # A page that says it twice has said it once.
        sitting.add(21, "prompt_played", PromptPlayed(item=REPEAT))
    shown = sitting.now(22)
    assert shown["media"] == []
    assert shown["item"]["step"] == "speak"
    assert BANK[REPEAT].text not in json.dumps(shown)


def given(at: float, sitting: Sitting) -> Sitting:
    return sitting.add(at, "prompt_given", PromptGiven(item=REPEAT))


def at_the_prompt() -> Sitting:
    return Sitting().opens(1, READ).records(9, READ).opens(10, REPEAT)


def test_a_fetch_that_failed_may_be_repeated_but_not_without_end() -> None:
    sitting = given(20, at_the_prompt())
    assert sitting.now(20 + PATIENCE)["media"] == [REPEAT]
    shown = sitting.now(20 + PATIENCE + 1)
    # A page that never says that it played is believed to have played it.
    assert (shown["media"], shown["item"]["step"]) == ([], "speak")
    sitting = at_the_prompt()
    for fetch in range(MOST_FETCHES):
        assert sitting.now(21)["media"] == [REPEAT], fetch
        given(21, sitting)
    assert sitting.now(22)["media"] == []


def test_a_prompt_may_be_allowed_to_play_twice() -> None:
    bank = {**BANK, REPEAT: BANK[REPEAT].model_copy(update={"plays": 2})}
    sitting = given(20, at_the_prompt())
    sitting.add(21, "prompt_played", PromptPlayed(item=REPEAT, play=0))
    shown = state(bank, sitting.events, 30)
    assert (shown["media"], shown["item"]["step"]) == ([REPEAT], "speak")
    assert (shown["item"]["plays_most"], shown["item"]["plays_left"]) == (2, 1)
    given(31, sitting)
    sitting.add(32, "prompt_played", PromptPlayed(item=REPEAT, play=1))
    shown = state(bank, sitting.events, 40)
    assert (shown["media"], shown["item"]["plays_left"]) == ([], 0)


def test_the_time_to_prepare_begins_when_the_problem_has_been_heard() -> None:
    begun = Begun(seed=1, items=(HEARD,))
    sitting = Sitting()
    sitting.events = [LoggedEvent(number=0, type="begun", at=0.0, data=begun)]
    sitting.opens(1, HEARD).add(2, "prompt_given", PromptGiven(item=HEARD))
    assert sitting.now(2)["item"]["step"] == "listen"
    sitting.add(3, "prompt_played", PromptPlayed(item=HEARD))
    end = 3 + BANK[HEARD].sound_seconds
    shown = sitting.now(end + 5)["item"]
    assert (shown["step"], shown["page"], shown["text"]) == ("prepare", "open_heard", "")
    assert shown["prepare_left"] == pytest.approx(10)
    assert sitting.now(5)["item"]["prepare_left"] == 15  # it still sounds
    assert sitting.now(end + 15.1)["item"]["step"] == "speak"


def test_no_text_that_is_heard_is_ever_told() -> None:
    for item in BANK.values():
        if item.is_heard:
            begun = Begun(seed=1, items=(item.id,))
            events = [LoggedEvent(number=0, type="begun", at=0.0, data=begun)]
            opened = ItemOpened(item=item.id)
            events.append(LoggedEvent(number=1, type="item_opened", at=1.0, data=opened))
            shown = json.dumps(state(BANK, events, 2.0))
            assert not any(part in shown for part in item.parts if len(part) > 10), item.id


def test_beginning_to_answer_ends_the_prompt() -> None:
    sitting = Sitting().opens(1, READ).records(9, READ).opens(10, REPEAT).starts(12, REPEAT)
    assert sitting.now(13)["media"] == []


def test_items_cannot_be_opened_out_of_order() -> None:
    sitting = Sitting().opens(1, OPEN).opens(2, REPEAT)
    shown = sitting.now(3)
    assert shown["item"]["id"] == READ
    assert shown["item"]["step"] == "ready"
    assert (shown["media"], shown["recordable"]) == ([], {})
    sitting.add(4, "skipped", Skipped(item=OPEN))
    assert not any(answer["skipped"] for answer in sitting.now(5)["answers"])


def test_opening_again_does_not_give_new_time() -> None:
    sitting = Sitting().opens(0, READ).opens(14, READ)
    assert sitting.now(14)["item"]["prepare_left"] == pytest.approx(1)


def test_skipping_leads_on_and_cannot_undo_an_answer() -> None:
    for sitting in (Sitting().opens(1, READ), Sitting()):
        sitting.add(2, "skipped", Skipped(item=READ))
        assert sitting.now(3)["item"]["id"] == REPEAT
    kept = Sitting().opens(1, READ).records(5, READ).add(6, "skipped", Skipped(item=READ))
    assert kept.now(7)["answers"][0] == {"item": READ, "recorded": 1, "skipped": False}


def test_a_recording_that_was_begun_may_still_arrive() -> None:
    sitting = Sitting().opens(1, READ).starts(5, READ)
    assert READ in sitting.now(300)["recordable"]


def test_extra_time_scales_every_limit() -> None:
    shown = Sitting(extra_time=1.5).opens(10, READ).now(10)
    assert shown["item"]["prepare_left"] == pytest.approx(22.5)
    assert shown["item"]["speak_left"] == pytest.approx(67.5)
    assert shown["recordable"] == {READ: 67.5 + UPLOAD_SLACK}


def test_the_end() -> None:
    sitting = Sitting().opens(1, READ).records(5, READ, "a").opens(6, REPEAT)
    sitting.records(9, REPEAT, "b").opens(10, OPEN)
    assert not sitting.now(11)["finished"]
    sitting.records(20, OPEN, "c")
    shown = sitting.now(21)
    assert shown["finished"]
    assert shown["item"] is None
    assert (shown["media"], shown["recordable"], shown["next"]) == ([], {}, None)


def test_points_and_notes_stay_on_the_server() -> None:
    sitting = Sitting().opens(1, READ).records(5, READ).opens(6, REPEAT)
    shown = sitting.records(9, REPEAT).opens(10, OPEN).now(11)
    assert set(shown["item"]) == {
        "id",
        "task",
        "step",
        "text",
        "prepare_seconds",
        "prepare_left",
        "speak_seconds",
        "speak_left",
        "takes",
        "takes_left",
        "page",
        "plays",
        "plays_left",
        "plays_most",
    }
    assert BANK[OPEN].key_points[0].label not in json.dumps(shown)
