"""A sitting of several parts: each with its own clock, each field with its own text."""

import json

import pytest

from assessments.contract.assessment import Begun, Ended, LoggedEvent, PromptGiven
from assessments.kinds.typing import ASSESSMENT
from assessments.kinds.typing.events import EVENTS
from assessments.kinds.typing.form import draw
from assessments.kinds.typing.listening import MOST_FETCHES, PATIENCE
from assessments.kinds.typing.run import read_run, read_runs
from tests.support.typing_log import BANK

PAGE, OTHER = "0123abcd", "ffff0000"
RECORD, CHAT, CALLER = (
    draw(BANK, 7, practice=False, form=name)[1] for name in ("data_entry", "chat_speed", "listen")
)


class Sitting:
    """Writes the log of a form, part by part."""

    def __init__(self, *form, extra_time=1.0, seconds=None):
        opening = Begun(seed=7, form=form, extra_time=extra_time, seconds=seconds)
        self.events = [LoggedEvent(number=0, kind="begun", at=0.0, data=opening)]
        self.batches = {}
        self.lengths = {}

    def add(self, kind, at, item, **data):
        data = {"item": item, "page": PAGE, **data}
        model = EVENTS[kind].model_validate_json(json.dumps(data))
        self.events.append(LoggedEvent(number=len(self.events), kind=kind, at=at, data=model))
        return self

    def given(self, at, sound):
        data = PromptGiven(item=sound)
        number = len(self.events)
        self.events.append(LoggedEvent(number=number, kind="prompt_given", at=at, data=data))
        return self

    def types(self, at, item, text, field=0, ms=1000, page=PAGE):
        length = self.lengths.get((item, field), 0)
        strokes = [
            [ms + 100 * place, "edit", length + place, length + place, sign, "insertText"]
            for place, sign in enumerate(text)
        ]
        self.lengths[item, field] = length + len(text)
        batch = self.batches.get((item, page), 0)
        self.batches[item, page] = batch + 1
        data = {"version": 2, "field": field, "batch": batch, "length": length + len(text)}
        return self.add("keys", at, item, page=page, strokes=strokes, **data)

    def state(self, now):
        state = ASSESSMENT.state(BANK, self.events, now)
        assert json.loads(json.dumps(state)) == state
        return state


def copying(**more):
    return Sitting(*draw(BANK, 7, practice=False), **more), draw(BANK, 7, practice=False)


def test_parts_come_one_after_the_other_each_with_its_own_clock():
    log, (warm_up, first, second) = copying()
    shown = log.state(now=40.0)
    assert (shown["part"], shown["parts"], shown["item"]) == (1, 3, warm_up)
    assert (shown["practice"], shown["seconds_left"]) == (True, 30.0)
    log.add("passage_started", 40.0, warm_up).types(42.0, warm_up, "Good")
    assert log.state(now=50.0)["typed"] == ["Good"]
    # Its time runs out; the next part waits for its own first key.
    shown = log.state(now=71.0)
    assert (shown["part"], shown["item"], shown["started"]) == (2, first, False)
    assert shown["seconds_left"] == 120.0
    log.add("passage_started", 100.0, first).add("passage_ended", 130.0, first)
    assert log.state(now=130.0)["item"] == second
    log.add("passage_started", 140.0, second)
    shown = log.state(now=150.0)
    assert (shown["elapsed"], shown["seconds_left"], shown["finished"]) == (10.0, 110.0, False)
    shown = log.state(now=260.0)
    assert (shown["finished"], shown["over"], shown["item"]) == (True, True, second)


def test_every_part_gets_the_time_of_an_accommodation_and_no_more_than_the_sitting_has():
    log, (warm_up, first, _) = copying(extra_time=1.5, seconds=200.0)
    assert log.state(now=0.0)["limit"] == 45.0
    log.add("passage_started", 5.0, warm_up).add("passage_ended", 20.0, warm_up)
    assert log.state(now=20.0)["limit"] == 180.0
    assert log.state(now=80.0)["seconds_left"] == 120.0
    log.add("passage_started", 80.0, first)
    run = read_run(log.events, BANK[first])
    assert (run.full, run.limit) == (180.0, 120.0)


def test_a_sitting_that_was_handed_in_is_finished():
    log, _ = copying()
    log.events.append(LoggedEvent(number=1, kind="submitted", at=3.0, data=Ended()))
    assert log.state(now=4.0)["finished"]


def test_an_item_that_left_the_bank_is_left_out():
    log = Sitting("gone-since-then", *draw(BANK, 7, practice=False))
    assert log.state(now=1.0)["parts"] == 3
    assert len(read_runs(log.events, BANK)) == 3


# ---- fields ----


def test_fields_of_a_record_have_each_a_text_of_their_own():
    log = Sitting(RECORD)
    before = log.state(now=1.0)
    assert before["source"] == ""  # nobody reads ahead of the clock
    log.add("passage_started", 2.0, RECORD)
    log.types(4.0, RECORD, "Ana", field=0).types(5.0, RECORD, "17", field=2, ms=1500)
    log.types(6.0, RECORD, " Lim", field=0, ms=2000)
    runs = read_runs(log.events, BANK)
    assert len(runs) == len(BANK[RECORD].fields)
    assert [run.field for run in runs] == list(range(len(runs)))
    assert {run.item.id for run in runs} == {RECORD}
    assert not [run.fault for run in runs if run.fault]
    shown = log.state(now=7.0)
    assert shown["typed"][:3] == ["Ana Lim", "", "17"]
    assert shown["source"] == BANK[RECORD].source
    assert "value" not in json.dumps(shown["fields"])
    assert [len(run.arrivals) for run in runs][:3] == [2, 0, 1]


def test_a_missing_batch_is_a_fault_in_every_field():
    log = Sitting(RECORD).add("passage_started", 2.0, RECORD).types(4.0, RECORD, "Ana")
    log.batches[RECORD, PAGE] = 5
    log.types(5.0, RECORD, "x", field=1, ms=2000)
    assert {run.fault for run in read_runs(log.events, BANK)} == {"batch_missing"}


def test_a_second_page_takes_a_record_over_with_all_its_fields():
    log = Sitting(RECORD).add("passage_started", 2.0, RECORD)
    log.types(4.0, RECORD, "Ana", field=0).types(5.0, RECORD, "17", field=1, ms=1500)
    log.add("resumed", 8.0, RECORD, page=OTHER).types(9.0, RECORD, "0", 1, ms=7000, page=OTHER)
    log.types(9.5, RECORD, "?", field=0, ms=8000)  # the old page
    runs = read_runs(log.events, BANK)
    assert log.state(now=10.0)["typed"][:2] == ["Ana", "170"]
    assert (runs[0].reloads, runs[0].stray) == (1, 1)


def test_a_reply_that_was_sent_is_final():
    log = Sitting(CHAT).add("passage_started", 2.0, CHAT)
    assert log.state(now=2.5)["prompt"] == 0
    log.types(4.0, CHAT, "Hello").add("reply_sent", 5.0, CHAT, field=0)
    assert log.state(now=6.0)["prompt"] == 1
    log.types(7.0, CHAT, "Yes", field=1, ms=5000)
    first, second, *_ = read_runs(log.events, BANK)
    assert (first.sent, second.sent, first.fault) == (3.0, None, "")
    log.types(8.0, CHAT, "!", field=0, ms=6000)
    assert read_runs(log.events, BANK)[0].fault == "reply_was_sent"


def test_a_key_of_the_old_version_belongs_to_the_first_field():
    log = Sitting(RECORD).add("passage_started", 2.0, RECORD)
    strokes = [[500, "edit", 0, 0, "A", "insertText"]]
    log.add("keys", 3.0, RECORD, version=1, batch=0, length=1, strokes=strokes)
    assert log.state(now=4.0)["typed"][0] == "A"


def test_a_device_with_a_finger_alone_is_known_to_the_run():
    log = Sitting(CHAT).add("passage_started", 2.0, CHAT, touch=True)
    assert all(run.touch for run in read_runs(log.events, BANK))


# ---- listening ----


def sounds(log, now):
    return log.state(now)["media"]


def played(log, at, phrase, play=0):
    log.given(at, BANK[CALLER].sounds[phrase])
    return log.add("phrase_played", at + 0.5, CALLER, phrase=phrase, play=play)


def test_no_phrase_is_given_out_before_the_part_begins_or_after_it_is_over():
    log = Sitting(CALLER)
    assert sounds(log, 1.0) == []
    log.add("passage_started", 2.0, CALLER)
    first, *_ = BANK[CALLER].sounds
    assert sounds(log, 3.0) == [first]
    assert BANK[CALLER].text not in json.dumps(log.state(3.0))
    assert sounds(log.add("passage_ended", 4.0, CALLER), 5.0) == []


def test_a_phrase_may_be_heard_again_until_the_next_one_or_the_limit():
    first, second, third, *_ = BANK[CALLER].sounds
    most = 1 + BANK[CALLER].replays
    log = Sitting(CALLER).add("passage_started", 2.0, CALLER)
    played(log, 3.0, 0)
    assert sounds(log, 4.0) == ([first, second] if most > 1 else [second])
    for play in range(1, most):
        played(log, 4.0 + play, 0, play)
    assert sounds(log, 10.0) == [second]
    played(log, 11.0, 1)
    assert first not in sounds(log, 12.0)
    assert third in sounds(log, 12.0)


def test_a_play_that_is_told_twice_counts_once():
    log = Sitting(CALLER).add("passage_started", 2.0, CALLER)
    played(log, 3.0, 0).add("phrase_played", 3.6, CALLER, phrase=0, play=0)
    assert log.state(4.0)["phrases"][0]["plays"] == 1


@pytest.mark.parametrize("way", ["patience", "fetches"])
def test_a_page_that_never_says_that_it_played_gains_little(way):
    first, second, *_ = BANK[CALLER].sounds
    log = Sitting(CALLER).add("passage_started", 2.0, CALLER).given(3.0, first)
    assert sounds(log, 4.0) == [first]  # the line broke: it may be fetched again
    if way == "patience":
        assert sounds(log, 3.5 + PATIENCE) == [second]
    else:
        for fetch in range(1, MOST_FETCHES):
            log.given(3.0 + fetch, first)
        assert sounds(log, 10.0) == [second]
