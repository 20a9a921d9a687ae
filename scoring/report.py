"""The report of a scorer: named measures, points and the evidence behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from scoring.evidence import Evidence
from scoring.flags import tier_of


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A named number with a unit.

    Attributes:
        name: the field's name in snake case, for example ``net_wpm``.
        value: the number, or None when it was not measured; never 0 for "not measured".
        unit: ``wpm``, ``%``, ``s``, ``syllables/s``, ``count``, ``points`` …
        sem: standard error of measurement in the same unit, where known.
        reason: why it was not measured, as a name (``too_short``), empty otherwise.
    """

    name: str
    value: float | None
    unit: str
    sem: float | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Point:
    """One criterion: what could be earned, what was, and where that shows.

    ``label`` is the author's own text from the item file (a goal, a question), empty when the
    template names the criterion. ``due`` is the number of the event at which a miss was due.
    """

    criterion: str
    earned: float
    possible: float
    label: str = ""
    evidence: tuple[Evidence, ...] = ()
    due: int | None = None


READ_FIRST = frozenset({"off_the_task", "reworded_task", "texts_alike", "same_text_as_another"})
"""Reasons for which there is no score until a person has read the answers."""

_STORED_AS: Mapping[str, str] = {
    "answers": "answers",
    "to_review": "judgeable",
    "questions": "questions",
    "on_trial": "trial",
    "unscored": "unscored",
    "subscores": "subscores",
    "adaptive": "adaptive",
    "rhythms": "rhythm",
    "texts": "texts",
}
"""Fields of a report that other rooms read, with the key of ``detail`` that holds each in stored
JSON. The keys are older than the fields: queries read them in old and new rows alike."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """The outcome of one sitting.

    Attributes:
        score: 0 to 100, or None when nothing could be measured.
        sem: standard error of measurement of ``score`` in points, where known.
        sem_source: ``measured`` (from the answers, by a model or by repeated parts) or
            ``provisional`` (``scoring.provisional``); empty without ``sem`` and in old results.
        sem_basis: name of the sentence that says how a provisional ``sem`` was obtained.
        not_measured: why there is no score, as a name; empty when there is one. With a name of
            ``READ_FIRST`` a person has to read the answers first.
        held_score, held_sem, held_source, held_basis: the score and its standard error, with
            source and basis, that count from then on, if they are known.
        read_by: the person who has read the answers, so that the score counts.
        measures: named numbers, in the order in which they are shown.
        points: what was earned, criterion by criterion.
        flags: names of what a person should look at; they never change a score.
        tiers: tiers, 1 to 3, of flags that ``scoring.flags`` does not know.
        answers: answers that a person can read or hear, and rate. Each has ``number``, ``item``,
            ``score`` and ``not_measured``, and ``held_score`` if its score is held; a spoken
            answer also has ``recording``, ``pauses`` and ``speaking``. More keys are the kind's
            own.
        to_review: points that a person can confirm or change. Each has ``number`` (its place),
            ``item`` (a name that stays), ``earned``, ``possible`` and ``conduct``.
        questions: scored questions. Each has ``id`` and ``seconds``.
        on_trial: questions on trial, which count nowhere. Each has ``id``, ``earned``,
            ``possible``, ``given`` and ``seconds``.
        unscored: other questions that count nowhere, with the keys of ``on_trial``.
        subscores: scores of skills. Each has ``name`` and ``score``.
        adaptive: whether the answers chose the questions, so that their shares right mean little.
        rhythms: seconds between keys, by item; compared with those of other applicants.
        texts: written texts, by item; compared with those of other applicants.
        detail: JSON-ready facts for the kind's own pages. No other room reads them.
    """

    score: float | None = None
    sem: float | None = None
    sem_source: str = ""
    sem_basis: str = ""
    not_measured: str = ""
    held_score: float | None = None
    held_sem: float | None = None
    held_source: str = ""
    held_basis: str = ""
    read_by: str = ""
    measures: tuple[Measure, ...] = ()
    points: tuple[Point, ...] = ()
    flags: tuple[str, ...] = ()
    tiers: Mapping[str, int] = field(default_factory=dict)
    answers: tuple[Mapping[str, Any], ...] = ()
    to_review: tuple[Mapping[str, Any], ...] = ()
    questions: tuple[Mapping[str, Any], ...] = ()
    on_trial: tuple[Mapping[str, Any], ...] = ()
    unscored: tuple[Mapping[str, Any], ...] = ()
    subscores: tuple[Mapping[str, Any], ...] = ()
    adaptive: bool = False
    rhythms: Mapping[str, Sequence[float]] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if (self.score is None) != bool(self.not_measured):
            raise ValueError("a report has either a score or a reason why there is none")
        if self.score is not None and not 0 <= self.score <= 100:
            raise ValueError(f"a score lies between 0 and 100, not {self.score}")
        if self.held_score is not None and self.not_measured not in READ_FIRST:
            raise ValueError("a score is held only until a person has read the answers")

    def measure(self, name: str) -> Measure | None:
        """Return the measure of that name, or None when the scorer gave none."""
        return next((measure for measure in self.measures if measure.name == name), None)

    def tier(self, flag: str) -> int:
        """Return how much a flag says by itself: 1 most, 3 least."""
        return self.tiers.get(flag) or tier_of(flag)

    def held(self, reason: str) -> "Report":
        """Return the report without its score, until a person has read the answers.

        A report that has no score, or whose answers a person has read, stays as it is.

        Args:
            reason: a name of ``READ_FIRST``.
        """
        if self.score is None or self.read_by:
            return self
        return replace(
            self,
            score=None,
            sem=None,
            sem_source="",
            sem_basis="",
            held_score=self.score,
            held_sem=self.sem,
            held_source=self.sem_source,
            held_basis=self.sem_basis,
            not_measured=reason,
        )

    def released(self, by: str) -> "Report":
        """Return the report with the score that was held, since a person has read the answers.

        A report without a held score only notes who has read it.

        Args:
            by: the person's name.
        """
        if self.held_score is None:
            return replace(self, read_by=by)
        return replace(
            self,
            score=self.held_score,
            sem=self.held_sem,
            sem_source=self.held_source,
            sem_basis=self.held_basis,
            held_score=None,
            held_sem=None,
            held_source="",
            held_basis="",
            not_measured="",
            read_by=by,
            answers=tuple(_released(answer) for answer in self.answers),
        )

    @property
    def needs_a_person(self) -> tuple[str, ...]:
        """Names of the reasons why a person should look before anyone trusts the score.

        In this order, each once: why there is no score, why an answer was not measured, the flags
        of tier 1, and ``speech_uncertain`` where the models of speech ask for a listener.
        """
        reasons = [self.not_measured]
        reasons += [answer.get("not_measured") or "" for answer in self.answers]
        reasons += [flag for flag in self.flags if self.tier(flag) == 1]
        spoken = [answer.get("speaking") or {} for answer in self.answers]
        if any(speaking.get("needs_a_person") for speaking in spoken):
            reasons.append("speech_uncertain")
        return tuple(dict.fromkeys(reason for reason in reasons if reason))

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON-ready values, in the shape that ``from_dict`` reads."""
        plain = asdict(self)
        for name in ("held_score", "held_sem", "held_source", "held_basis", "read_by"):
            if not plain[name] and plain[name] != 0:
                del plain[name]
        shared = {key: plain.pop(name) for name, key in _STORED_AS.items()}
        return {**plain, "detail": {**plain["detail"], **shared}}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Report":
        """Build a report from what ``to_dict`` gave, now or in an older version.

        Lists that went through JSON become tuples again.
        """
        shared, detail = shared_fields(stored["detail"])
        return cls(
            score=stored["score"],
            sem=stored["sem"],
            sem_source=stored.get("sem_source", ""),
            sem_basis=stored.get("sem_basis", ""),
            not_measured=stored["not_measured"],
            held_score=stored.get("held_score"),
            held_sem=stored.get("held_sem"),
            held_source=stored.get("held_source", ""),
            held_basis=stored.get("held_basis", ""),
            read_by=stored.get("read_by", ""),
            measures=tuple(Measure(**measure) for measure in stored["measures"]),
            points=tuple(
                Point(
                    **{
                        **point,
                        "evidence": tuple(Evidence(**span) for span in point["evidence"]),
                    }
                )
                for point in stored["points"]
            ),
            flags=tuple(stored["flags"]),
            tiers=stored.get("tiers", {}),
            detail=detail,
            **shared,
        )


def _released(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an answer with the score that was held, if one was."""
    if answer.get("held_score") is None:
        return answer
    return {**answer, "score": answer["held_score"], "held_score": None, "not_measured": ""}


def stored_path(field_name: str) -> tuple[str, ...]:
    """Return the path, in a stored report, of a field that other rooms read; for SQL queries."""
    return ("detail", _STORED_AS[field_name])


def stored_fields(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a stored report that other rooms read, by name, if they were stored.

    Cheaper than ``Report.from_dict``, which reads the evidence as well.
    """
    return shared_fields(stored.get("detail", {}))[0]


def shared_fields(detail: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split a stored ``detail`` into the fields that other rooms read and the kind's own facts.

    Returns:
        The fields of ``Report`` that were there, by name, and the rest of ``detail``. Before the
        field ``unscored`` its questions were in ``detail["usage"]["questions"]``.
    """
    own = dict(detail)
    shared = {name: own.pop(key) for name, key in _STORED_AS.items() if key in own}
    usage = own.get("usage") or {}
    if "questions" in usage:
        shared.setdefault("unscored", usage["questions"])
        own["usage"] = {key: value for key, value in usage.items() if key != "questions"}
    for name, value in shared.items():
        if isinstance(value, list):
            shared[name] = tuple(value)
    return shared, own
