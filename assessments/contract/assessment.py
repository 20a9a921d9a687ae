"""What a kind of test declares. Pure: no web, no database, no queue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from scoring.report import Report
from speech.spoken import Spoken


def N_(text: str) -> str:  # noqa: N802  (gettext's customary name; pybabel knows it)
    """Mark a text for translation where it is declared; the page that shows it translates it."""
    return text


class EventData(BaseModel):
    """Base of what an event carries: unknown fields are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Begun(EventData):
    """The engine opened the sitting; first event of every log.

    ``form`` names the items drawn for this sitting, in order; empty where they are chosen one by
    one. ``form_name`` is the ``Form`` they were drawn by, empty in old logs. ``extra_time`` is the
    factor of an accommodation: every time limit that a kind computes is multiplied by it.
    ``policy`` is the ``Policy`` of the vacancy at that moment; empty for the usual one, in a
    practice and in old logs.
    ``seconds`` is how long the sitting is open, the factor included; None when it has no end.
    """

    seed: int
    form: tuple[str, ...]
    form_name: str = ""
    policy: str = ""
    extra_time: float = Field(default=1.0, ge=1.0, le=4.0)
    seconds: float | None = Field(default=None, gt=0)


class Recorded(EventData):
    """The engine holds a complete recording of an answer."""

    item: str = Field(max_length=80)
    recording: str = Field(max_length=64)
    seconds: float = Field(ge=0, le=3600)


class PromptGiven(EventData):
    """The engine gave out the spoken prompt of an item; the kind says how often it may."""

    item: str = Field(max_length=80)


class Ended(EventData):
    """The sitting was handed in (``submitted``) or its time ran out (``expired``)."""


ENGINE_EVENTS: Mapping[str, type[EventData]] = {
    "begun": Begun,
    "recorded": Recorded,
    "prompt_given": PromptGiven,
    "submitted": Ended,
    "expired": Ended,
}


@dataclass(frozen=True, kw_only=True)
class LoggedEvent:
    """One event as the pure functions see it.

    Attributes:
        number: place in the sitting's log: 0, 1, 2 …, in the server's order.
        kind: a key of ``ENGINE_EVENTS`` or of the assessment's ``events``.
        at: seconds since the sitting began, by the server's clock.
        data: the validated content.
    """

    number: int
    kind: str
    at: float
    data: EventData


Bank = Mapping[str, Any]
"""All items of a kind, by id. What an item is, is the kind's own affair (a frozen model)."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One thing that an applicant could practise.

    Attributes:
        name: what it is, as a name; the kind's ``copy.html`` has the words for it.
        share: how much of it was there, 0 to 1.
        examples: words from the applicant's own answers that show it.
    """

    name: str
    share: float
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Form:
    """One length in which a kind is given: a recruiter chooses it for a vacancy.

    Attributes:
        name: in the battery; never changed, or old invitations would lose their form.
        label: for people; English source text of a translation, marked with ``N_``.
        minutes, least_minutes, draw: as of the ``Assessment``, for this form.
    """

    name: str
    label: str
    minutes: float
    least_minutes: float
    draw: Callable[[Bank, int, bool], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One way to take what clients differ about: a recruiter chooses it for a vacancy.

    Attributes:
        name: in the battery and in logs; never changed.
        label: for people; English source text of a translation, marked with ``N_``.
    """

    name: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """A kind of test: it declares and computes; it never routes, queries or commits.

    Attributes:
        slug: folder, URL and database value.
        name: for people; English source text of a translation, marked with ``N_``.
        skills: what it measures, for people; English source texts, marked with ``N_``.
        version: version of the scorer; stored with every result.
        minutes: default time limit of a sitting, practice not included.
        items_of: ``(texts) -> bank`` loads item files of the operator's, by their names, instead
            of the shipped ones, with the same checks; None for a kind that knows only its own.
        calibrated: ``(bank, version, content) -> bank`` with parameters that a person has approved.
        parameters: ``(item) -> dict`` with a, b, c and share in force, of an item that answers can
            calibrate, None of any other; itself None for a kind that answers cannot calibrate.
        on_trial: ``(bank, {item: whether}) -> bank`` with items on trial as people decided: asked
            beside those that count, never scored; None for a kind that tries none out. Only items
            with ``parameters`` can be.
        least_minutes: shortest time limit that a vacancy may set: with less, an honest
            applicant could not do the whole of it.
        forms: lengths in which it is given, the usual one first; empty when there is only one.
        policies: ways to take what clients differ about, the usual one first; empty when there is
            no such thing. What one means is the kind's own affair: it finds its name in the log.
        policies_about: what they are about, for people; English source text, marked with ``N_``.
        check: what takes too long for every start: looks at the whole bank, raises
            ``ContentError``, and returns lines for the author who asked.
        preview: ``(item) -> dict`` what ``<slug>/item.html`` shows a writer: the question as it is
            asked, key and reason, with at least ``topic``, ``level``, ``form``, ``rule``,
            ``text`` and ``trial``; None for a kind whose items have no page.
        script: ``(item) -> text`` that is read out word for word in a recording of the item;
            empty where the applicant finds the words.
        practise: ``(report) -> advice`` for the applicant's own copy, the most useful first.
        shared_text: ``(item) -> text`` that everybody who answers it in own words has before them;
            None where all are to say the same, so that alike answers mean nothing.
        reconsider: ``(report, points by number) -> score`` with what people judged of a report
            that lists ``detail["judgeable"]``; None where nothing can be judged.
        playback: ``(bank, events) -> dict``: JSON-ready, what the report's page fetches when
            somebody wants to see the sitting again; None where there is nothing to play. Pure.
        least_pool: how many others must have a result before a measure gets a percentile.
        needs_microphone: whether the device check must find a working microphone.
        needs_keyboard: whether it measures keys: a vacancy then says what becomes of applicants
            whose device shows none.
        items: loads and checks the content; raises ``ContentError``.
        edition: ``(name, content) -> item`` of that id, from what staff have written; raises
            ``ContentError``. None where staff write no items.
        faults: ``(item) -> complaints`` what an item's own tests find; an edition with any is not
            offered.
        draw: ``(bank, seed, practice) -> item ids`` of one sitting. Deterministic for a seed.
            With ``practice`` it gives the short unscored form.
        events: the events that a browser may append, by kind.
        own_events: the events that ``follow`` may append, by kind; no browser may.
        follow: ``(bank, events) -> [(event kind, data)]`` what the server notes by itself after
            what the log holds now, so that a decision such as the next item stands in the log and
            is never made twice. Called at the start and after whatever a browser appended; pure.
        state: ``(bank, events, now) -> dict`` what the page shows at ``now`` (seconds since
            the sitting began). Pure and JSON-ready; never holds a key or an answer.
            It has at least ``finished`` (bool: nothing is left to do), and may have ``media``
            (names of the item's sounds that are given out now; each time is logged as
            ``prompt_given``, from which the kind sees when it is enough) and ``recordable``
            (``{item id: longest seconds}`` that may be recorded now).
        score: ``(bank, events, spoken) -> Report``; ``spoken`` by recording id. A pure function
            that never raises on any log of admitted events.
    """

    slug: str
    name: str
    skills: tuple[str, ...]
    version: str
    minutes: float
    items: Callable[[], Bank]
    draw: Callable[[Bank, int, bool], tuple[str, ...]]
    events: Mapping[str, type[EventData]]
    state: Callable[[Bank, Sequence[LoggedEvent], float], dict[str, Any]]
    score: Callable[[Bank, Sequence[LoggedEvent], Mapping[str, Spoken]], Report]
    own_events: Mapping[str, type[EventData]] = field(default_factory=dict)
    follow: Callable[[Bank, Sequence[LoggedEvent]], Sequence[tuple[str, dict[str, Any]]]] = (
        lambda bank, events: ()
    )
    items_of: Callable[[Mapping[str, str]], Bank] | None = None
    calibrated: Callable[[Bank, str, Mapping[str, Any]], Bank] = lambda bank, version, content: bank
    parameters: Callable[[Any], Mapping[str, float] | None] | None = None
    on_trial: Callable[[Bank, Mapping[str, bool]], Bank] | None = None
    least_minutes: float = 1.0
    forms: tuple[Form, ...] = ()
    policies: tuple[Policy, ...] = ()
    policies_about: str = ""
    check: Callable[[Bank], Sequence[str]] | None = None
    preview: Callable[[Any], dict[str, Any]] | None = None
    script: Callable[[Any], str] = lambda item: ""
    practise: Callable[[Report], Sequence[Advice]] = lambda report: ()
    shared_text: Callable[[Any], str | None] = lambda item: None
    reconsider: Callable[[Report, Mapping[int, float]], float | None] = lambda report, judged: None
    edition: Callable[[str, Mapping[str, Any]], Any] | None = None
    faults: Callable[[Any], Sequence[str]] = lambda item: ()
    playback: Callable[[Bank, Sequence[LoggedEvent]], Mapping[str, Any]] | None = None
    least_pool: int = 30
    needs_microphone: bool = False
    needs_keyboard: bool = False

    def drawing(self, form: str = "") -> Callable[[Bank, int, bool], tuple[str, ...]]:
        """Return how the items of a form are drawn; of the usual one when it is not known."""
        return next((one.draw for one in self.forms if one.name == form), self.draw)


class ContentError(ValueError):
    """An item file is wrong; the message says which file, where, and what to do."""


def begun(events: Sequence[LoggedEvent]) -> Begun:
    """Return the opening event of a log; a log without one is the caller's mistake."""
    opening = events[0].data
    if not isinstance(opening, Begun):
        raise TypeError(f"a log opens with `begun`, not {events[0].kind!r}")
    return opening
