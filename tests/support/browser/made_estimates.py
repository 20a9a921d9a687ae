"""Estimates of item parameters in every state, for looking at; the numbers are made up."""

import secrets
from collections.abc import Callable
from typing import Any

from assessments.banks import item_decisions, registry
from assessments.banks.item_decisions import ItemState
from assessments.calibration.runs import CalibrationRun, RunState
from database import db, now
from tests.support.browser.staged import Staged

FLAGS = {1: ("misfit",), 5: ("misfit",), 4: ("drift",), 9: ("misfit", "drift"), 15: ("drift",)}


def _names(count: int) -> list[str]:
    parameters, bank = registry.get("grammar").parameters, registry.bank("grammar")
    assert parameters is not None
    return [name for name, item in sorted(bank.items()) if parameters(item)][:count]


def _content(count: int = 90) -> dict[str, Any]:
    rows = {}
    for place, name in enumerate(_names(count)):
        flags = FLAGS.get(place, ())
        rows[name] = {
            "model": "1PL" if place % 7 == 0 else "2PL",
            "n": 163 if place % 7 == 0 else 200 + 7 * place,
            "a": 0.8 + place % 5 / 5,
            "b": place / 20 - 2,
            "c": 0.25,
            "se_b": 0.14 + place % 4 / 50,
            "infit": (0.71 if place == 5 else 1.31) if "misfit" in flags else 1.02,
            "outfit": (0.64 if place == 5 else 1.52) if "misfit" in flags else 0.97,
            "drift": (-3.4 if place % 2 else 2.6) if "drift" in flags else 0.4,
            "flags": list(flags),
            "share": 0.33,
            "old": {"a": 1.0, "b": place / 20 - 1.9, "approved": place < 60},
        }
    left = {name: {"why": "few_answers", "n": 41} for name in _names(count + 300)[count:]}
    link = {"slope": 0.97, "shift": 0.12, "anchors": _names(58)}
    return {"people": 2412, "items": rows, "left_out": left, "link": link}


def estimate(state: str, reason: str = "", *, who: str = "recruiter") -> Callable[[Staged], Any]:
    """Go to the page of calibration when the newest estimate is in a state."""

    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        def add() -> None:
            version = item_decisions.in_force("grammar")
            run = CalibrationRun(
                public_id=secrets.token_hex(8),
                slug="grammar",
                state=RunState(state),
                reason=reason,
                against=version.version if version else "",
                attempts=int(state == "waiting"),
                begun_by="Rosa Lim",
                content=None if state == "waiting" else _content(),
                ended_at=now(),
            )
            if state == "refused":
                run.content = {"people": 96, "counts": dict.fromkeys(_names(60), 12)}
            if state in {"approved", "discarded"}:
                run.decided_by, run.decided_at = "Rosa Lim", now()
                run.why = "At least 163 answers each; the two misfits are retired."
            db.session.add(run)

        stage.do(add)
        return "/calibration/grammar", stage.cookies[who]

    return way


def watched(path: str, reason: str = "", *, who: str = "recruiter") -> Callable[[Staged], Any]:
    """Go to a page when parameters are in force and a watch has come to its end."""

    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        def add() -> None:
            if item_decisions.in_force("grammar") is None:
                content = {
                    name: {"a": 1.0, "b": place / 20 - 1.9, "c": 0.25, "share": 0.33}
                    for place, name in enumerate(_names(60))
                }
                why = "The first 2 000 applicants"
                item_decisions.approve(
                    "grammar", content, version="made-up-1", why=why, by_id=None, by="Rosa Lim"
                )
            db.session.add(
                CalibrationRun(
                    public_id=secrets.token_hex(8),
                    slug="grammar",
                    watch=True,
                    state=RunState.REFUSED if reason else RunState.MEASURED,
                    reason=reason,
                    against="made-up-1",
                    content={"people": 81, "counts": dict.fromkeys(_names(60), 9)}
                    if reason
                    else _content(60),
                    ended_at=now(),
                )
            )

        stage.do(add)
        return path.format(first=_names(1)[0], drifted=_names(10)[9]), stage.cookies[who]

    return way


def tried(path: str) -> Callable[[Staged], Any]:
    """Go to a page, as a trainer, when a question is on trial."""
    name = "choose-a-number-of"

    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        def add() -> None:
            why = "New wording after the pilot in Davao"
            item_decisions.decide(
                "grammar", name, ItemState.TRIAL, reason=why, by_id=None, by="Theo Cruz"
            )

        stage.do(add)
        return path.format(tried=name), stage.cookies["trainer"]

    return way
