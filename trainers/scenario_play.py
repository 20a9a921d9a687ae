"""A trainer's trial chat: the page carries the moves, and the server replays them."""

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
        """Messages and steps in order of time."""
        thread, scenario = self.thread, self.rehearsal.scenario
        steps: list[PerformedAction | Edit] = [*thread.actions, *thread.edits]
        lines: list[dict[str, Any]] = [
            {"who": "customer", "at": line.due, "text": line.text}
            for line in thread.lines
            if line.due <= self.now
        ]
        lines += [
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
        lines += [
            {"who": "step", "at": step.at, "text": step_text(scenario, step), "right": step.right}
            for step in steps
        ]
        return sorted(lines, key=lambda line: (line["at"], line["who"] == "agent"))

    @property
    def goals(self) -> list[tuple[str, bool]]:
        """The label of each goal, and whether it is met."""
        goals = self.rehearsal.scenario.goals
        return [(goal.label, self.thread.has_met(goal.id)) for goal in goals]

    @property
    def report(self) -> Report:
        """The report that the chat would get now."""
        return self.rehearsal.report()


def played(scenario: Scenario, form: Mapping[str, str]) -> tuple[Played, str]:
    """Replay the moves that the page sent and add the new one.

    Returns:
        The chat, and why the new move could not be made (empty when it was made).
    """
    rehearsal = Rehearsal(scenario)
    try:
        sent = form.get("moves") or "[]"
        if len(sent) > MOST_SENT:
            raise PlayError("this chat is too long; start a new one")
        for move in _moves(sent):
            rehearsal.do(move_of(**move))
        rehearsal.wait(_seconds(form.get("waited", "0")))
    except PlayError:
        # The scenario has changed since, or the request did not come from our page.
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


def _moves(sent: str) -> list[dict[str, Any]]:
    try:
        moves = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise PlayError("unreadable") from error
    if not isinstance(moves, list) or len(moves) > MOST_MOVES:
        raise PlayError("too many moves")
    if not all(isinstance(move, dict) for move in moves):
        raise PlayError("unreadable")
    return moves


def _do(rehearsal: Rehearsal, form: Mapping[str, str]) -> None:
    command, _colon, name = form["do"].partition(":")
    seconds = _seconds(form.get("wait") or "20")
    if command == "wait":
        rehearsal.wait(seconds)
        return
    move: dict[str, object] = {"wait": seconds}
    if command == "say":
        text = form.get("say", "").strip()[:1000]
        if not text:
            raise PlayError("write something first")
        move["say"] = text
    elif command == "act":
        action = rehearsal.scenario.action(name)
        fields = action.fields if action else ()
        move |= {
            "act": name,
            "values": {field.id: form.get(f"value-{field.id}", "") for field in fields},
        }
    elif command == "edit":
        move |= {"edit": name, "value": form.get("value", "")[:300]}
    elif command in {"article", "canned"}:
        move[command] = form.get(command, "")
    elif command == "wrap":
        move |= {"disposition": form.get("disposition", ""), "notes": form.get("notes", "")[:2000]}
    elif command == "close":
        move["close"] = True
    else:
        raise PlayError("this cannot be done")
    rehearsal.do(move_of(**move))
