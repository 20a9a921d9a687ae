"""From items to subscores: what each skill of the voice test came to, and how sure that is.

A skill is the mean of its items, tasks with more items counting more. Its standard error is that
of a mean over items: the items' standard deviation ÷ √n. It says how much the skill would change
with other items of the same kind (a form is a sample of the bank); what another day would change
takes repeated sittings and is not in it. One item has no spread, so no standard error is known;
nor is it where all items came to the same: spread that a handful of items did not show is not
none.

The tasks of a skill are a claim about what they measure, from the way they are made; no data of
applicants have confirmed it yet. Fluency and pronunciation come from calibrated models of the
sound (``assessments.kinds.voice.speaking``).
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
"""The tasks whose item scores make a skill, in the order in which skills are shown."""


@dataclass(frozen=True, kw_only=True)
class Subscore:
    """One skill.

    Attributes:
        name: a key of ``SKILLS``.
        score: 0 to 100, or None when it was not measured.
        sem: standard error of the mean over items, in points; None when not known.
        items: how many items the form has for it.
        not_measured: why there is no score, as a name; empty when there is one.
    """

    name: str
    score: float | None
    sem: float | None
    items: int
    not_measured: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON-ready values."""
        return asdict(self)


def subscores(marks: Sequence[tuple[str, float | None]]) -> tuple[Subscore, ...]:
    """Return every skill.

    Args:
        marks: task and score (0 to 100) of each item of the form; None: not measured. A skill with
            such an item has no score, so that what is missing never raises a mean.
    """
    return tuple(
        _skill(name, [score for task, score in marks if task in tasks], scored=bool(tasks))
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
