"""A chat that a trainer plays: the page carries the moves, the server replays them."""

import json
from collections.abc import Mapping
from typing import Any

import yaml

from assessments.kinds.chat.authoring.rehearsal import MOST_MOVES, PlayError, Rehearsal, move_of
from assessments.kinds.chat.customer.thread import Edit, PerformedAction
from assessments.kinds.chat.fields import seconds_of
from assessments.kinds.chat.marking.transcript import step_text
from assessments.kinds.chat.scenario import Scenario
from scoring.report import Report

MOST_SENT = 60_000


class Played:
    """The chat so far, as the page shows it."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self.rehearsal = rehearsal
        self.thread, self.now = rehearsal.thread, rehearsal.now
        self.over = self.thread.is_over(self.now)
        self.ended = self.thread.ended if self.over else ""

    @property
    def carried(self) -> str:
        """The moves, for the page to send back."""
        moves = [move.model_dump(exclude_defaults=True) for move in self.rehearsal.moves]
        return json.dumps(moves, separators=(",", ":"))

    @property
    def script(self) -> str:
        """The moves as the script of a self-test."""
        script = [
            {
                **move.model_dump(exclude_defaults=True, exclude={"wait"}),
                "wait": f"{move.wait:g}s",
            }
            for move in self.rehearsal.moves
        ]
        return yaml.safe_dump(script, allow_unicode=True, sort_keys=False, width=1000).rstrip()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What was said and done, in the order of time."""
        thread, scenario = self.thread, self.rehearsal.scenario
        steps: list[PerformedAction | Edit] = [*thread.actions, *thread.edits]
        found: list[dict[str, Any]] = [
            {"who": "customer", "at": line.due, "text": line.text}
            for line in thread.lines
            if line.due <= self.now
        ]
        found += [
            {
                "who": "agent",
                "at": line.at,
                "text": line.text,
                "acts": sorted({hit.act for hit in line.recognition.hits})
                if line.recognition
                else [],
            }
            for line in thread.messages
        ]
        found += [
            {"who": "step", "at": one.at, "text": step_text(scenario, one), "right": one.right}
            for one in steps
        ]
        return sorted(found, key=lambda line: (line["at"], line["who"] == "agent"))

    @property
    def goals(self) -> list[tuple[str, bool]]:
        """The goals in words, each with whether it is met."""
        return [(one.label, self.thread.has_met(one.id)) for one in self.rehearsal.scenario.goals]

    @property
    def report(self) -> Report:
        """What the chat would score now."""
        return self.rehearsal.report()


def played(scenario: Scenario, form: Mapping[str, str]) -> tuple[Played, str]:
    """Return the chat with what was sent, and why the last thing could not be done."""
    rehearsal = Rehearsal(scenario)
    try:
        sent = form.get("moves") or "[]"
        if len(sent) > MOST_SENT:
            raise PlayError("this chat is too long; start a new one")
        for one in _list(sent):
            rehearsal.do(move_of(**one))
        rehearsal.wait(_seconds(form.get("waited", "0")))
    except PlayError:
        # The scenario was changed meanwhile, or somebody sent what no page sends.
        return Played(Rehearsal(scenario)), "restarted"
    if form.get("do", "") in {"", "restart"}:
        return Played(Rehearsal(scenario) if form.get("do") == "restart" else rehearsal), ""
    try:
        _do(rehearsal, form)
    except PlayError as error:
        return Played(rehearsal), str(error)
    return Played(rehearsal), ""


def _seconds(text: str) -> float:
    try:
        return seconds_of(text if text.strip().endswith(("s", "m")) else f"{text.strip()}s")
    except ValueError as error:
        raise PlayError(str(error)) from error


def _list(sent: str) -> list[dict[str, Any]]:
    try:
        moves = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise PlayError("unreadable") from error
    if not isinstance(moves, list) or len(moves) > MOST_MOVES:
        raise PlayError("too many moves")
    if not all(isinstance(one, dict) for one in moves):
        raise PlayError("unreadable")
    return moves


def _do(rehearsal: Rehearsal, form: Mapping[str, str]) -> None:
    what, _colon, name = form["do"].partition(":")
    seconds = _seconds(form.get("wait") or "20")
    if what == "wait":
        rehearsal.wait(seconds)
        return
    given: dict[str, object] = {"wait": seconds}
    if what == "say":
        text = form.get("say", "").strip()[:1000]
        if not text:
            raise PlayError("write something first")
        given["say"] = text
    elif what == "act":
        action = rehearsal.scenario.action(name)
        boxes = action.fields if action else ()
        given |= {"act": name, "values": {one.id: form.get(f"value-{one.id}", "") for one in boxes}}
    elif what == "edit":
        given |= {"edit": name, "value": form.get("value", "")[:300]}
    elif what in {"article", "canned"}:
        given[what] = form.get(what, "")
    elif what == "wrap":
        given |= {"disposition": form.get("disposition", ""), "notes": form.get("notes", "")[:2000]}
    elif what == "close":
        given["close"] = True
    else:
        raise PlayError("this cannot be done")
    rehearsal.do(move_of(**given))
