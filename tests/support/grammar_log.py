"""Adaptive grammar sittings, answered question by question."""

import json

from assessments.contract.assessment import Begun, Ended, LoggedEvent
from assessments.kinds.grammar import ASSESSMENT
from assessments.kinds.grammar.form import ADAPTIVE
from tests.support.banks import shipped
from tests.support.grammar_items import key

BANK = shipped("grammar")


MODELS = {**ASSESSMENT.events, **ASSESSMENT.own_events}


class Log:
    """A sitting that follows its own rules, as the engine lets it."""

    def __init__(self, seed=3, bank=BANK, form_name=ADAPTIVE, form=()):
        self.bank = bank
        opening = Begun(seed=seed, form=form, form_name=form_name)
        self.events = [LoggedEvent(number=0, kind="begun", at=0.0, data=opening)]
        self.note()

    def add(self, kind, data):
        model = MODELS.get(kind, Ended)
        number = len(self.events)
        self.events.append(
            LoggedEvent(number=number, kind=kind, at=9.0 * number, data=model.model_validate(data))
        )

    def note(self):
        for kind, data in ASSESSMENT.follow(self.bank, self.events):
            self.add(kind, json.loads(json.dumps(data)))

    @property
    def current(self):
        found = [event.data.item for event in self.events if event.kind == "asked"]  # type: ignore[attr-defined]
        return found[-1] if self.events[-1].kind == "asked" else ""

    def answer(self, right):
        item = self.current
        given = key(self.bank[item]) if right else "zzz"
        self.add("answered", {"item": item, "answer": given, "seconds_on_screen": 7})
        self.note()
        self.add("went_on", {"item": item})
        self.note()

    def asked(self):
        return [event.data.item for event in self.events if event.kind == "asked"]  # type: ignore[attr-defined]

    def score(self):
        return ASSESSMENT.score(BANK, self.events, {})

    def state(self):
        return ASSESSMENT.state(BANK, self.events, 1.0)


def whole(right, seed=3, bank=BANK):
    log = Log(seed, bank)
    for number in range(60):
        if not log.current:
            break
        log.answer(right(number))
    return log
