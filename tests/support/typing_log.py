"""Writes logs of the typing kind as the page and the engine would."""

import json

from assessments.contract.assessment import Begun, Ended, LoggedEvent
from assessments.kinds.typing import ASSESSMENT
from assessments.kinds.typing.events import EVENTS
from tests.support.banks import shipped

BANK = shipped("typing")
ITEM = "late-parcel"
TEXT = BANK[ITEM].text
PAGE = "0123abcd"


class Log:
    """Writes a log as the page and the engine would."""

    def __init__(self, item=ITEM, extra_time=1.0, seconds=None):
        self.item = item
        self.events = [
            LoggedEvent(
                number=0,
                kind="begun",
                at=0.0,
                data=Begun(seed=1, form=(item,), extra_time=extra_time, seconds=seconds),
            )
        ]
        self.batch = 0
        self.length = 0

    def add(self, kind, at, data):
        model = EVENTS[kind].model_validate_json(json.dumps({"item": self.item, **data}))
        self.events.append(LoggedEvent(number=len(self.events), kind=kind, at=at, data=model))
        return self

    def start(self, at=5.0, page=PAGE):
        return self.add("passage_started", at, {"page": page})

    def keys(self, strokes, at=None, page=PAGE, **other):
        for stroke in strokes:
            if stroke[1] == "edit" and len(stroke) == 6:
                self.length = max(0, self.length + len(stroke[4]) - (stroke[3] - stroke[2]))
        data = {
            "version": 1,
            "page": page,
            "batch": self.batch,
            "length": self.length,
            "strokes": strokes,
            **other,
        }
        self.batch += 1
        return self.add("keys", at if at is not None else 5.0 + strokes[-1][0] / 1000, data)

    def types(self, text, gap=200, first=0, hold=90):
        """Type at one key each ``gap`` ms, slightly uneven, in batches of fifty strokes."""
        strokes = []
        for place, sign in enumerate(text):
            ms = first + place * gap + (place * 37 % 61)
            spot = self.length + place
            code = f"Key{sign.upper()}"
            strokes.append([ms, "down", code])
            strokes.append([ms, "edit", spot, spot, sign, "insertText"])
            strokes.append([ms + hold, "up", code])
        strokes.sort(key=lambda stroke: stroke[0])
        for start in range(0, len(strokes), 50):
            self.keys(strokes[start : start + 50])
        return self

    def end(self, at=200.0, page=PAGE):
        return self.add("passage_ended", at, {"page": page})

    def closed(self, kind, at):
        """The sitting was handed in (``submitted``) or its time ran out (``expired``)."""
        number = len(self.events)
        self.events.append(LoggedEvent(number=number, kind=kind, at=at, data=Ended()))
        return self

    def score(self):
        return ASSESSMENT.score(BANK, self.events, {})

    def state(self, now):
        state = ASSESSMENT.state(BANK, self.events, now)
        json.dumps(state)
        return state


def value(report, name):
    return report.measure(name).value
