"""Compute the subscores of a voice sitting: a score and its standard error for each skill.

A skill is the mean of its items, so tasks with more items count more. Its standard error is that of
a mean over items: the items' standard deviation ÷ √n. It says how much the skill would change with
other items of the same tasks (a draw is a sample of the bank). Change from day to day is not in it:
measuring that takes repeated sittings. The standard error is unknown for a single item, which has
no spread, and where all items have the same score: a few equal scores do not prove that
the spread is zero.

That the tasks of a skill measure it is a claim based on their design; no data of applicants have
confirmed it yet. Fluency and pronunciation come from calibrated models of speech
(``assessments.kinds.voice.speaking``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import sqrt
from statistics import fmean, stdev
from typing import Any

SKILLS: Mapping[str, frozenset[str]] = {
    "fluency": frozenset(),
    "pronunciation": frozenset(),
    "sentence_mastery": frozenset({"repeat", "sentence_build"}),
    "vocabulary": frozenset({"short_answer"}),
    "content": frozenset({"retell", "open_answer"}),
}
"""The skills in the order in which they are shown, each with the tasks whose items it averages."""


@dataclass(frozen=True, kw_only=True)
class Subscore:
    """One skill.

    Attributes:
        name: a key of ``SKILLS``.
        score: 0 to 100, or None when it was not measured.
        sem: standard error of the mean over items, in points; None when not known.
        items: how many items were drawn for it.
        not_measured: why there is no score, as a name; empty otherwise.
    """

    name: str
    score: float | None
    sem: float | None
    items: int
    not_measured: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the skill as JSON-ready values."""
        return asdict(self)


def subscores(items: Sequence[tuple[str, float | None]]) -> tuple[Subscore, ...]:
    """Return every skill.

    Args:
        items: task and score (0 to 100) of each item drawn; None: not measured. A skill with such
            an item has no score, so that a missing answer never raises a mean.
    """
    return tuple(
        _skill(name, [score for task, score in items if task in tasks], scored=bool(tasks))
        for name, tasks in SKILLS.items()
    )


def _skill(name: str, scores: Sequence[float | None], *, scored: bool) -> Subscore:
    known = [score for score in scores if score is not None]
    if not scored:
        reason = "not_yet_measured"
    elif not scores:
        reason = "not_asked"
    else:
        reason = "" if len(known) == len(scores) else "not_all_answers_measured"
    if reason:
        return Subscore(name=name, score=None, sem=None, items=len(scores), not_measured=reason)
    spread = stdev(known) if len(known) > 1 else 0.0
    sem = spread / sqrt(len(known)) if spread else None
    return Subscore(name=name, score=fmean(known), sem=sem, items=len(known))
