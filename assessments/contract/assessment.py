"""The declaration of a kind of test. Pure: no web, no database, no queue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from pydantic import AliasChoices, BaseModel, ConfigDict, Field
from typing_extensions import TypeVar

from assessments.contract.choices import Choices
from scoring.report import Report
from speech.spoken import Spoken


def N_(text: str) -> str:  # noqa: N802  (gettext's customary name; pybabel knows it)
    """Mark a text for translation where it is declared; the page that shows it translates it."""
    return text


class EventData(BaseModel):
    """Base of an event's data: unknown fields are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Begun(EventData):
    """The engine opened the sitting; the first event of every log.

    Logs written before the names ``items`` and ``length`` have ``form`` and ``form_name``; both
    are read.

    Attributes:
        items: ids of the items drawn for this sitting, in order; empty if the answers choose them.
        length: name of the ``Length`` for which they were drawn; empty in old logs.
        policy: name of the client's ``Option`` in the vacancy at that moment; empty for the usual
            option, in practice and in old logs.
        extra_time: factor of an accommodation; a kind multiplies each of its time limits by it.
        seconds: how long the sitting is open, the factor included; None when it has no end.
    """

    seed: int
    items: tuple[str, ...] = Field(validation_alias=AliasChoices("items", "form"))
    length: str = Field(default="", validation_alias=AliasChoices("length", "form_name"))
    policy: str = ""
    extra_time: float = Field(default=1.0, ge=1.0, le=4.0)
    seconds: float | None = Field(default=None, gt=0)


class Recorded(EventData):
    """The complete recording of an answer has arrived."""

    item: str = Field(max_length=80)
    recording: str = Field(max_length=64)
    seconds: float = Field(ge=0, le=3600)


class PromptGiven(EventData):
    """The engine delivered the spoken prompt of an item; the kind limits how often it may."""

    item: str = Field(max_length=80)


class Ended(EventData):
    """The sitting was submitted (``submitted``) or its time ran out (``expired``)."""


ENGINE_EVENTS: Mapping[str, type[EventData]] = {
    "begun": Begun,
    "recorded": Recorded,
    "prompt_given": PromptGiven,
    "submitted": Ended,
    "expired": Ended,
}


@dataclass(frozen=True, kw_only=True)
class LoggedEvent:
    """One event of a log, as the pure functions of a kind receive it.

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
"""An item of a kind's bank: a frozen model that the kind defines."""

Bank = Mapping[str, Item]
"""All items of a kind, by id."""

Draw = Callable[[Mapping[str, Item], int, bool], tuple[str, ...]]
"""``(bank, seed, practice) -> item ids`` of one sitting."""


@dataclass(frozen=True, kw_only=True)
class Advice:
    """One thing that an applicant could practise.

    Attributes:
        name: identifies the advice; the template of the kind's ``ResultsCopy`` has its words.
        share: how much of the skill the applicant showed, 0 to 1.
        examples: words from the applicant's own answers that show it.
    """

    name: str
    share: float
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Length(Generic[Item]):
    """A length in which a kind is given: a recruiter chooses one for a vacancy.

    Attributes:
        name: stored in batteries; never changed, or old invitations would lose their length.
        label: the name on pages; English source text of a translation, marked with ``N_``.
        minutes: as in ``Assessment``, for this length.
        least_minutes: as in ``Assessment``, for this length.
        draw: as in ``Assessment``, for this length.
    """

    name: str
    label: str
    minutes: float
    least_minutes: float
    draw: Draw[Item]


@dataclass(frozen=True, kw_only=True)
class Option:
    """One choice of a client, such as American spelling: a recruiter selects it for a vacancy.

    Attributes:
        name: stored in batteries and, as ``policy``, in logs; never changed.
        label: the name on pages; English source text of a translation, marked with ``N_``.
    """

    name: str
    label: str


@dataclass(frozen=True, kw_only=True)
class ClientOptions:
    """A choice that each client makes, such as whose spelling is right.

    Attributes:
        about: the name of the choice on pages; English source text, marked with ``N_``.
        options: the options, the usual one first. The kind finds the chosen name in the log.
    """

    about: str
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Calibration(Generic[Item]):
    """The kind's items can be calibrated from applicants' answers.

    Attributes:
        parameters: ``(item) -> dict`` with the ``a``, ``b``, ``c`` and ``share`` in force; None
            for an item that cannot be calibrated.
        calibrated: ``(bank, version, content) -> bank`` with the parameters that a person
            approved.
        on_trial: ``(bank, {item: bool}) -> bank`` in which the given items are on trial, or no
            longer on trial. An item on trial is asked and never scored; only items with
            ``parameters`` can be on trial.
    """

    parameters: Callable[[Item], Mapping[str, float] | None]
    calibrated: Callable[[Mapping[str, Item], str, Mapping[str, Any]], Mapping[str, Item]]
    on_trial: Callable[[Mapping[str, Item], Mapping[str, bool]], Mapping[str, Item]]


@dataclass(frozen=True, kw_only=True)
class Authoring(Generic[Item]):
    """How authors check, preview and publish items. Each part may be missing.

    Attributes:
        items_of: ``(texts) -> bank`` loads the operator's item files, given by name, instead of
            the shipped ones, with the same checks.
        edition: ``(name, content) -> item`` with the id ``name``, from what staff wrote on a page;
            raises ``ContentError``.
        faults: ``(item) -> complaints`` from the item's own tests; an edition with complaints is
            not offered.
        check: ``(bank) -> lines``: a report for the author that takes too long to run at every
            start; raises ``ContentError``.
        preview: ``(item) -> dict`` for ``<slug>/item.html``: the question as it is asked, its key
            and the reason, with at least ``topic``, ``level``, ``form``, ``rule``, ``text`` and
            ``trial``.
    """

    items_of: Callable[[Mapping[str, str]], Mapping[str, Item]] | None = None
    edition: Callable[[str, Mapping[str, Any]], Item] | None = None
    faults: Callable[[Item], Sequence[str]] = lambda item: ()
    check: Callable[[Mapping[str, Item]], Sequence[str]] | None = None
    preview: Callable[[Item], dict[str, Any]] | None = None


@dataclass(frozen=True, kw_only=True)
class Following(Generic[Item]):
    """The server records decisions, such as the next item, in the log, so that each is made once.

    Attributes:
        events: the events that ``follow`` may append, by event type; a browser may not send them.
        follow: ``(bank, events) -> [(event type, data)]`` to append to the log as it is now. Pure;
            called when the sitting begins and after each batch from the browser.
    """

    events: Mapping[str, type[EventData]]
    follow: Callable[
        [Mapping[str, Item], Sequence[LoggedEvent]], Sequence[tuple[str, dict[str, Any]]]
    ]


@dataclass(frozen=True, kw_only=True)
class Replay(Generic[Item]):
    """Staff can replay a sitting.

    Attributes:
        playback: ``(bank, events) -> dict``: JSON-ready data for the page of the report. Pure.
    """

    playback: Callable[[Mapping[str, Item], Sequence[LoggedEvent]], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Review:
    """People can confirm or change the points in ``Report.to_review``.

    Attributes:
        reconsider: ``(report, points by number) -> score`` with the points that people gave; None
            for a report without points to review.
    """

    reconsider: Callable[[Report, Mapping[int, float]], float | None]


@dataclass(frozen=True, kw_only=True)
class ResultsCopy:
    """The copy of the results for the applicant has a part for this kind, with advice.

    Attributes:
        template: name of the template of that part. It is given ``report``, ``advice`` and
            ``recordings``.
        practise: ``(report) -> advice``, the most useful first.
    """

    template: str
    practise: Callable[[Report], Sequence[Advice]]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Measures of a sitting can be compared with those of other applicants.

    Attributes:
        labels: name of the template whose macro ``measure_title`` names the measures.
        least_pool: the number of other results that a percentile needs.
    """

    labels: str
    least_pool: int = 30


@dataclass(frozen=True, kw_only=True)
class Likeness(Generic[Item]):
    """Answers in the applicant's own words are compared with those of other applicants.

    Attributes:
        shared_text: ``(item) -> text`` that every applicant sees with the item, and may repeat.
            None if everyone has to say the same words, so that similar answers mean nothing.
        holds_score: whether a sitting with a text like another's has no score until a person has
            read its texts.
    """

    shared_text: Callable[[Item], str | None]
    holds_score: bool = False


@dataclass(frozen=True, kw_only=True)
class Devices:
    """Requirements that the device check verifies.

    Attributes:
        needs_microphone: whether a working microphone is needed.
        needs_keyboard: whether keystrokes are measured. A vacancy then says whether applicants
            may take the test on a device without a keyboard.
    """

    needs_microphone: bool = False
    needs_keyboard: bool = False


@dataclass(frozen=True, kw_only=True)
class Assessment(Generic[Item]):
    """A kind of test: it declares and computes; it never routes, queries or commits.

    Every kind has the first fields. The fields from ``lengths`` on are capabilities that only some
    kinds have; they are None or empty for the others.

    Attributes:
        slug: folder, URL and database value.
        name: the name on pages; English source text of a translation, marked with ``N_``.
        skills: the skills that it measures; English source texts, marked with ``N_``.
        version: version of the scorer; stored with every result.
        minutes: default time limit of a sitting, practice not included.
        bank: loads and checks the content; raises ``ContentError``.
        draw: ``(bank, seed, practice) -> item ids`` of one sitting. Deterministic for a seed.
            With ``practice`` it draws the short unscored length.
        events: the events that a browser may append, by event type.
        state: ``(bank, events, now) -> dict`` for the page at ``now`` (seconds since the sitting
            began). Pure and JSON-ready; never contains a key or an answer.
            It has at least ``finished`` (bool: nothing is left to do). It may have ``media`` (ids
            of the items whose spoken prompt may be fetched now; each delivery is logged as
            ``prompt_given``, which the kind counts) and ``recordable``
            (``{item id: longest seconds}`` that may be recorded now).
        score: ``(bank, events, spoken) -> Report``; ``spoken`` by recording id. A pure function
            that never raises on any log of admitted events.
        least_minutes: shortest time limit that a vacancy may set; in less time an honest
            applicant could not finish.
        provisional_error: whether the standard error of its scores is usually provisional
            (``Report.sem_source``), so that lists of scores need not read each report.
        draft: whether it is unfinished: new vacancies do not offer it, and its sentences need no
            translation yet.
        lengths: lengths in which it is given, the usual one first; empty when there is only one.
        client_options: a choice that each client makes.
        choices: a vacancy can choose from which items its sittings are drawn.
        devices: requirements for the applicant's device.
        script: ``(item) -> text`` that the applicant reads aloud in a recording of the item;
            empty if the applicant answers in their own words.
        untouched: ``(bank, events) -> number`` of parts that the applicant has left as they were.
            If it is above 0, a hand-in must be confirmed. None: a hand-in is never questioned.
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
    choices: Choices[Item] | None = None
    devices: Devices = Devices()
    script: Callable[[Item], str] = lambda item: ""
    untouched: Callable[[Mapping[str, Item], Sequence[LoggedEvent]], int] | None = None
    authoring: Authoring[Item] = Authoring()
    following: Following[Item] | None = None
    calibration: Calibration[Item] | None = None
    replay: Replay[Item] | None = None
    review: Review | None = None
    results_copy: ResultsCopy | None = None
    comparison: Comparison | None = None
    likeness: Likeness[Item] | None = None

    def drawing(self, length: str = "") -> Draw[Item]:
        """Return the draw of a length, or that of the usual length if the name is unknown."""
        return next((known.draw for known in self.lengths if known.name == length), self.draw)

    @property
    def all_events(self) -> Mapping[str, type[EventData]]:
        """The events that a browser may append and those that the kind's ``follow`` appends."""
        return {**self.events, **(self.following.events if self.following else {})}

    @property
    def options(self) -> tuple[Option, ...]:
        """The options of the client, the usual one first."""
        return self.client_options.options if self.client_options else ()


class ContentError(ValueError):
    """An item file is wrong; the message gives the file, the place and the remedy."""


def begun(events: Sequence[LoggedEvent]) -> Begun:
    """Return the opening event of a log.

    Raises:
        TypeError: the log does not start with ``begun``.
    """
    opening = events[0].data
    if not isinstance(opening, Begun):
        raise TypeError(f"a log starts with `begun`, not {events[0].type!r}")
    return opening
