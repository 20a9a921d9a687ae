"""Sittings with several parts: what is the mean, what the best, how sure, and what is not known."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.contract.assessment import Begun, LoggedEvent
from assessments.kinds.typing import ASSESSMENT
from assessments.kinds.typing.bank import read_all
from assessments.kinds.typing.events import EVENTS
from assessments.kinds.typing.playback import CORRECTED, LEFT, RIGHT
from scoring.report import Report
from tests.support.typing_log import BANK, PAGE, value


def first(exercise, place=0):
    return sorted(
        (item for item in read_all().values() if item.exercise == exercise and not item.practice),
        key=lambda item: item.id,
    )[place]


ONE, TWO = BANK["late-parcel"], first("copy", 9)
SAID, RECORD, CHAT = first("listen"), first("record"), first("chat")


class Sitting:
    """Writes the log of a sitting with several parts."""

    def __init__(self, *items):
        form = tuple(item.id for item in items)
        opening = Begun(seed=1, items=form, extra_time=1.0)
        self.events = [LoggedEvent(number=0, type="begun", at=0.0, data=opening)]
        self.at = 0.0

    def add(self, kind, data):
        model = EVENTS[kind].model_validate_json(json.dumps(data))
        number = len(self.events)
        self.events.append(LoggedEvent(number=number, type=kind, at=self.at, data=model))

    def types(self, item, *texts, gap=200, sent=False, canned=""):
        """Type one text a field, one key each ``gap`` ms."""
        self.at += 5.0
        begin, ms = self.at, 0
        page = {"item": item.id, "page": PAGE}
        self.add("passage_started", page)
        batch = 0
        for field, text in enumerate(texts):
            strokes, length = [], 0
            for piece in filter(None, [canned[:50]]):
                strokes.append([ms, "edit", 0, 0, piece, "insertCanned"])
                length = len(piece)
            for sign in text:
                back = sign == "\b"
                start = length - back
                kind = "deleteContentBackward" if back else "insertText"
                strokes.append([ms, "edit", start, length, "" if back else sign, kind])
                length = start if back else length + 1
                ms += gap + len(strokes) * 37 % 23
            for start in range(0, len(strokes), 200):
                some = strokes[start : start + 200]
                after = 0
                for stroke in strokes[: start + len(some)]:
                    after += len(stroke[4]) - (stroke[3] - stroke[2])
                self.at = begin + some[-1][0] / 1000
                keys = {**page, "version": 2, "field": field, "batch": batch, "length": after}
                self.add("keys", {**keys, "strokes": some})
                batch += 1
            if sent:
                self.add("reply_sent", {**page, "field": field})
        self.at += 1.0
        self.add("passage_ended", page)
        return self

    def score(self):
        return ASSESSMENT.score(BANK, self.events, {})


def test_the_score_is_of_the_mean_and_the_best_stands_beside_it():
    # 300 and 240 characters in two minutes each: 30 and 24 wpm, mean 27, 27/60 of 100 points.
    report = Sitting(ONE, TWO).types(ONE, ONE.text[:300]).types(TWO, TWO.text[:240]).score()
    assert value(report, "net_wpm") == pytest.approx(27.0)
    assert value(report, "best_net_wpm") == pytest.approx(30.0)
    assert report.score == pytest.approx(45.0)
    # The two lie 6 apart: the SEM of their mean is 6/2 = 3 wpm, 3/60 of 100 points.
    assert report.measure("net_wpm").sem == pytest.approx(3.0)
    assert report.sem == pytest.approx(5.0)
    assert [part["item"] for part in report.detail["parts"]] == [ONE.id, TWO.id]


def test_rates_are_of_all_counts_together():
    # 4 wrong of 100 and none of 300: 4 of 400, not the mean of 4 % and 0 %.
    bad = "####" + ONE.text[4:100]
    report = Sitting(ONE, TWO).types(ONE, bad).types(TWO, TWO.text[:300]).score()
    assert value(report, "msd_error_rate") == pytest.approx(1.0)


def test_two_equal_passages_are_not_known_without_error():
    report = Sitting(ONE, TWO).types(ONE, ONE.text[:300]).types(TWO, TWO.text[:300]).score()
    # One error more or less is half a word a minute in two minutes; of the mean that ÷ √2.
    assert report.measure("net_wpm").sem == pytest.approx(0.5 / 2**0.5)


def test_a_passage_that_is_left_out_leaves_no_score_to_gain():
    report = Sitting(ONE, TWO).types(ONE, ONE.text[:300]).score()
    assert (report.score, report.sem, report.not_measured) == (None, None, "not_all_parts_measured")
    assert report.measure("net_wpm").value is None
    measured = {name: found for name, found, *_ in report.detail["parts"][0]["measures"]}
    assert measured["net_wpm"] == pytest.approx(30.0)


def test_the_warm_up_does_not_count():
    warm_up = BANK["practice-1"]
    report = Sitting(warm_up, ONE).types(warm_up, "zzzz " * 20).types(ONE, ONE.text[:300]).score()
    assert value(report, "net_wpm") == pytest.approx(30.0)
    assert len(report.detail["parts"]) == 1


def test_a_dictation_is_scored_on_the_words_heard():
    whole = Sitting(SAID).types(SAID, SAID.text.lower()).score()
    assert whole.score == 100.0
    words = SAID.text.split()
    half = Sitting(SAID).types(SAID, " ".join(words[: len(words) // 2])).score()
    assert half.score == pytest.approx(100 * (len(words) // 2) / len(words), abs=3)


def test_a_record_is_scored_on_the_fields_that_are_right():
    values = [field.value for field in RECORD.fields]
    report = Sitting(RECORD).types(RECORD, *values).score()
    assert report.score == 100.0
    assert value(report, "field_accuracy") == 100.0
    assert value(report, "entry_keystrokes_per_hour") > 0
    one_off = Sitting(RECORD).types(RECORD, values[0][:-1], *values[1:]).score()
    assert one_off.score == pytest.approx(100 * (len(values) - 1) / len(values))
    (part,) = one_off.detail["parts"]
    assert [field["right"] for field in part["fields"]] == [False] + [True] * (len(values) - 1)
    few = Sitting(RECORD).types(RECORD, *values[:2]).score()
    assert few.score == pytest.approx(100 * 2 / len(values))


def test_chats_are_scored_on_the_words_of_the_replies():
    report = Sitting(CHAT).types(CHAT, *CHAT.replies, sent=True).score()
    assert report.score == pytest.approx(100.0)
    assert value(report, "replies_right") == 100.0
    assert value(report, "replies_sent") == 100.0
    assert value(report, "typed_share") == 100.0
    assert value(report, "seconds_per_reply") > 1
    fewer = Sitting(CHAT).types(CHAT, *CHAT.replies[:-1], sent=True).score()
    assert fewer.score == pytest.approx(100 * (len(CHAT.replies) - 1) / len(CHAT.replies))


def test_a_kept_reply_put_in_at_once_is_no_signal():
    reply = CHAT.replies[0]
    report = Sitting(CHAT).types(CHAT, reply[50:], canned=reply, sent=True).score()
    assert "long_input" not in report.flags
    assert value(report, "typed_share") == pytest.approx(100 * (len(reply) - 50) / len(reply))


def test_in_a_mixed_form_the_passages_alone_count():
    values = [field.value for field in RECORD.fields]
    sitting = Sitting(ONE, TWO, RECORD).types(ONE, ONE.text[:300]).types(TWO, TWO.text[:300])
    without = sitting.score()
    report = sitting.types(RECORD, *values).score()
    assert report.score == without.score == pytest.approx(50.0)
    assert without.measure("field_accuracy").value is None
    assert value(report, "field_accuracy") == 100.0


def test_a_report_survives_the_database():
    report = Sitting(ONE, CHAT).types(ONE, ONE.text[:300]).types(CHAT, "x").score()
    stored = json.loads(json.dumps(report.to_dict()))
    assert json.loads(json.dumps(Report.from_dict(stored).to_dict())) == stored


def test_the_playback_has_every_change_and_marks_the_slips():
    typed = "#" + ONE.text[1:3] + "@\b" + ONE.text[3:80]
    sitting = Sitting(ONE).types(ONE, typed)
    (part,) = ASSESSMENT.replay.playback(BANK, sitting.events)["parts"]
    marks = [edit[5] for edit in part["edits"]]
    assert marks[:6] == [LEFT, RIGHT, RIGHT, CORRECTED, RIGHT, RIGHT]
    assert len(marks) == len(typed)
    text = ""
    for _, _, start, end, put, _ in part["edits"]:
        text = text[:start] + put + text[end:]
    assert text == "#" + ONE.text[1:80]
    fields = ASSESSMENT.replay.playback(BANK, Sitting(RECORD).types(RECORD, "a", "b").events)[
        "parts"
    ][0]
    assert fields["fields"] == [field.label for field in RECORD.fields]
    assert {edit[0] for edit in fields["edits"]} == {0, 1}


@settings(deadline=None, max_examples=40)
@given(st.sets(st.integers(0, 299)), st.sets(st.integers(0, 299)))
def test_more_wrong_keys_never_raise_the_net_speed(some, more):
    def net(wrong):
        text = "".join("#" if n in wrong else sign for n, sign in enumerate(ONE.text[:300]))
        report = Sitting(ONE).types(ONE, text).score()
        return value(report, "net_wpm") if report.score is not None else 0.0

    assert net(some | more) <= net(some) + 1e-9


def test_advice_names_the_keys_that_were_missed():
    text = "".join("#" if sign == "e" else sign for sign in ONE.text[:300])
    report = Sitting(ONE).types(ONE, text).score()
    advice = ASSESSMENT.results_copy.practise(report)
    assert [area.name for area in advice][:2] == ["keys", "read_over"]
    assert advice[0].examples == ("E",)
