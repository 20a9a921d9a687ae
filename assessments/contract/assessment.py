"""What a kind of test declares. Pure: no web, no database, no queue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from pydantic import AliasChoices, BaseModel, ConfigDict, Field
from typing_extensions import TypeVar

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

    ``items`` names the items drawn for this sitting, in order; empty where the answers choose
    them. ``length`` is the name of the ``Length`` by which they were drawn, empty in old logs.
    Logs written before these names have ``form`` and ``form_name``; both are read.
    ``extra_time`` is the factor of an accommodation: every time limit that a kind computes is
    multiplied by it. ``policy`` is the name of the client's ``Option`` in the vacancy at that
    moment; empty for the usual option, in a practice and in old logs.
    ``seconds`` is how long the sitting is open, the factor included; None when it has no end.
    """

    seed: int
    items: tuple[str, ...] = Field(validation_alias=AliasChoices("items", "form"))
    length: str = Field(default="", validation_alias=AliasChoices("length", "form_name"))
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
        type: a key of ``ENGINE_EVENTS`` or of the assessment's ``events``.
        at: seconds since the sitting began, by the server's clock.
        data: the validated content.
    """

    number: int
    type: str
    at: float
    data: EventData


Item = TypeVar("Item", default=Any)
"""What an item is, is the kind's own affair: a frozen model."""

Bank = Mapping[str, Item]
"""All items of a kind, by id."""

Draw = Callable[[Mapping[str, Item], int, bool], tuple[str, ...]]
"""``(bank, seed, practice) -> item ids`` of one sitting."""


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
class Length(Generic[Item]):
    """A length in which a kind is given: a recruiter chooses it for a vacancy.

    Attributes:
        name: in the battery; never changed, or old invitations would lose their length.
        label: for people; English source text of a translation, marked with ``N_``.
        minutes, least_minutes, draw: as of the ``Assessment``, for this length.
    """

    name: str
    label: str
    minutes: float
    least_minutes: float
    draw: Draw[Item]


@dataclass(frozen=True, kw_only=True)
class Option:
    """A way to take what clients differ about: a recruiter chooses it for a vacancy.

    Attributes:
        name: in the battery and in logs, there under ``policy``; never changed.
        label: for people; English source text of a translation, marked with ``N_``.
    """

    name: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ClientOptions:
    """What clients differ about, such as whose spelling is right.

    Attributes:
        about: for people; English source text of a translation, marked with ``N_``.
        options: the usual option first. The kind finds the chosen name in the log.
    """

    about: str
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Calibration(Generic[Item]):
    """Applicants' answers can calibrate items.

    Attributes:
        parameters: ``(item) -> dict`` with a, b, c and share in force; None of an item that
            answers cannot calibrate.
        calibrated: ``(bank, version, content) -> bank`` with parameters that a person approved.
        on_trial: ``(bank, {item: whether}) -> bank`` with items on trial as people decided: asked
            beside those that count, never scored. Only items with ``parameters`` can be.
    """

    parameters: Callable[[Item], Mapping[str, float] | None]
    calibrated: Callable[[Mapping[str, Item], str, Mapping[str, Any]], Mapping[str, Item]]
    on_trial: Callable[[Mapping[str, Item], Mapping[str, bool]], Mapping[str, Item]]


@dataclass(frozen=True, kw_only=True)
class Authoring(Generic[Item]):
    """How people who write items check, see and publish them. Each part may be missing.

    Attributes:
        items_of: ``(texts) -> bank`` loads item files of the operator's, by their names, instead
            of the shipped ones, with the same checks.
        edition: ``(name, content) -> item`` of that id, from what staff have written on a page;
            raises ``ContentError``.
        faults: ``(item) -> complaints`` that an item's own tests find; an edition with any is not
            offered.
        check: ``(bank) -> lines`` for the author who asked; takes too long for every start, and
            raises ``ContentError``.
        preview: ``(item) -> dict`` for ``<slug>/item.html``: the question as it is asked, key and
            reason, with at least ``topic``, ``level``, ``form``, ``rule``, ``text`` and ``trial``.
    """

    items_of: Callable[[Mapping[str, str]], Mapping[str, Item]] | None = None
    edition: Callable[[str, Mapping[str, Any]], Item] | None = None
    faults: Callable[[Item], Sequence[str]] = lambda item: ()
    check: Callable[[Mapping[str, Item]], Sequence[str]] | None = None
    preview: Callable[[Item], dict[str, Any]] | None = None


@dataclass(frozen=True, kw_only=True)
class Following(Generic[Item]):
    """The server notes decisions, such as the next item, in the log, so that each is made once.

    Attributes:
        events: the events that ``follow`` may append, by event type; no browser may.
        follow: ``(bank, events) -> [(event type, data)]`` that follows from the log as it is now.
            Called at the start and after whatever a browser appended; pure.
    """

    events: Mapping[str, type[EventData]]
    follow: Callable[
        [Mapping[str, Item], Sequence[LoggedEvent]], Sequence[tuple[str, dict[str, Any]]]
    ]


@dataclass(frozen=True, kw_only=True)
class Replay(Generic[Item]):
    """Staff can see a sitting again.

    Attributes:
        playback: ``(bank, events) -> dict``: JSON-ready, for the report's page. Pure.
    """

    playback: Callable[[Mapping[str, Item], Sequence[LoggedEvent]], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Review:
    """People can confirm or change the points in ``Report.to_review``.

    Attributes:
        reconsider: ``(report, points by number) -> score`` with what people gave; None of a
            report without such points.
    """

    reconsider: Callable[[Report, Mapping[int, float]], float | None]


@dataclass(frozen=True, kw_only=True)
class ResultsCopy:
    """The applicant's own copy of the results says what to practise.

    Attributes:
        practise: ``(report) -> advice``, the most useful first.
    """

    practise: Callable[[Report], Sequence[Advice]]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Measures of a sitting can be compared with those of other applicants.

    Attributes:
        labels: name of the template whose macro ``measure_title`` names the measures.
        least_pool: how many others must have a result before a measure gets a percentile.
    """

    labels: str
    least_pool: int = 30


@dataclass(frozen=True, kw_only=True)
class Likeness(Generic[Item]):
    """Answers in own words are compared with those of other applicants.

    Attributes:
        shared_text: ``(item) -> text`` that everybody who answers it has before them; None where
            all are to say the same, so that similar answers mean nothing.
    """

    shared_text: Callable[[Item], str | None]


@dataclass(frozen=True, kw_only=True)
class Devices:
    """What the device check looks for.

    Attributes:
        needs_microphone: whether a working microphone is needed.
        needs_keyboard: whether keys are measured: a vacancy then says what becomes of applicants
            whose device has no keyboard.
    """

    needs_microphone: bool = False
    needs_keyboard: bool = False


@dataclass(frozen=True, kw_only=True)
class Assessment(Generic[Item]):
    """A kind of test: it declares and computes; it never routes, queries or commits.

    The first fields are what every kind has; the others, from ``lengths`` on, are what only some
    kinds can do: None or empty where this kind cannot.

    Attributes:
        slug: folder, URL and database value.
        name: for people; English source text of a translation, marked with ``N_``.
        skills: what it measures, for people; English source texts, marked with ``N_``.
        version: version of the scorer; stored with every result.
        minutes: default time limit of a sitting, practice not included.
        bank: loads and checks the content; raises ``ContentError``.
        draw: ``(bank, seed, practice) -> item ids`` of one sitting. Deterministic for a seed.
            With ``practice`` it gives the short unscored length.
        events: the events that a browser may append, by event type.
        state: ``(bank, events, now) -> dict`` for the page at ``now`` (seconds since the sitting
            began). Pure and JSON-ready; never holds a key or an answer.
            It has at least ``finished`` (bool: nothing is left to do), and may have ``media``
            (names of the item's sounds that are given out now; each time is logged as
            ``prompt_given``, from which the kind sees when it is enough) and ``recordable``
            (``{item id: longest seconds}`` that may be recorded now).
        score: ``(bank, events, spoken) -> Report``; ``spoken`` by recording id. A pure function
            that never raises on any log of admitted events.
        least_minutes: shortest time limit that a vacancy may set: with less, an honest
            applicant could not do the whole of it.
        provisional_error: whether the standard error of its scores is usually provisional
            (``Report.sem_source``): lists of scores show it without reading each report.
        draft: whether it is unfinished: new vacancies do not offer it, and its sentences need no
            translation yet.
        lengths: lengths in which it is given, the usual one first; empty when there is only one.
        client_options: what clients differ about.
        devices: what the applicant's device must have.
        script: ``(item) -> text`` that is read out word for word in a recording of the item;
            empty where the applicant finds the words.
    """

    slug: str
    name: str
    skills: tuple[str, ...]
    version: str
    minutes: float
    bank: Callable[[], Mapping[str, Item]]
    draw: Draw[Item]
    events: Mapping[str, type[EventData]]
    state: Callable[[Mapping[str, Item], Sequence[LoggedEvent], float], dict[str, Any]]
    score: Callable[[Mapping[str, Item], Sequence[LoggedEvent], Mapping[str, Spoken]], Report]
    least_minutes: float = 1.0
    provisional_error: bool = False
    draft: bool = False
    lengths: tuple[Length[Item], ...] = ()
    client_options: ClientOptions | None = None
    devices: Devices = Devices()
    script: Callable[[Item], str] = lambda item: ""
    authoring: Authoring[Item] = Authoring()
    following: Following[Item] | None = None
    calibration: Calibration[Item] | None = None
    replay: Replay[Item] | None = None
    review: Review | None = None
    results_copy: ResultsCopy | None = None
    comparison: Comparison | None = None
    likeness: Likeness[Item] | None = None

    def drawing(self, length: str = "") -> Draw[Item]:
        """Return how the items of a length are drawn; of the usual one when it is not known."""
        return next((known.draw for known in self.lengths if known.name == length), self.draw)

    @property
    def all_events(self) -> Mapping[str, type[EventData]]:
        """The events that a browser may append and those that the kind notes by itself."""
        return {**self.events, **(self.following.events if self.following else {})}

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of the client, the usual one first."""
        return self.client_options.options if self.client_options else ()


class ContentError(ValueError):
    """An item file is wrong; the message says which file, where, and what to do."""


def begun(events: Sequence[LoggedEvent]) -> Begun:
    """Return the opening event of a log; a log without one is the caller's mistake."""
    opening = events[0].data
    if not isinstance(opening, Begun):
        raise TypeError(f"a log opens with `begun`, not {events[0].type!r}")
    return opening
