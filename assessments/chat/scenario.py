"""The scenario file: one customer, what they know and want, and what the agent should do.

Files are YAML read as strings only (so that ``0012`` and ``1:30`` stay what the author typed);
pydantic converts. The cross-checks are in ``checks``.
"""

from typing import Literal

from pydantic import Field

from assessments.chat.fields import AtLeastTwo, Block, Ending, Line, Lines, Mood, Name, Seconds
from assessments.chat.recogniser import OwnActs, vocabulary_of


class Typing(Block):
    """How fast the customer types; the delay lies between ``min`` and ``max``."""

    words_per_minute: float = Field(gt=0, le=200)
    min: Seconds
    max: Seconds


class Persona(Block):
    """Who writes; ``mood`` runs from 0 (furious) to 100 (delighted)."""

    name: str
    mood: int = Field(ge=0, le=100)
    typing: Typing


class Fact(Block):
    """Something the customer tells only when asked.

    ``words`` narrow the act down; ``unless_named`` answers the act when no fact's words stand in
    the question ("Can I verify your identity?").
    """

    say: Lines
    ask: Name
    words: tuple[str, ...] = ()
    unless_named: bool = False
    value: str = ""


class OwnAct(Block):
    """An act of this scenario: any entry of ``words`` must stand in one clause."""

    like: Lines
    words: Lines
    guarded: bool = True


class When(Block):
    """What fulfils a goal in words."""

    said: Name | None = None
    said_any: tuple[Name, ...] = ()

    @property
    def acts(self) -> tuple[str, ...]:
        """The acts any one of which fulfils it."""
        return ((self.said,) if self.said else ()) + self.said_any


class Goal(Block):
    """Something a good agent achieves; an action may fulfil it instead of words."""

    id: Name
    label: str
    when: When | None = None
    and_any: tuple[Name, ...] = ()
    within_agent_messages: int | None = Field(default=None, ge=1)
    after: tuple[Name, ...] = ()
    weight: float = Field(gt=0)
    critical: bool = False
    clue: Line | None = None


class Reaction(Block):
    """What the customer answers to an act; the first in the file that fits wins.

    ``aside`` marks small talk that adds no second sentence when the customer already answers
    a question. ``settled`` means the customer is content and about to leave. ``patience`` is
    added to the silence limits of the wait that follows.
    """

    id: Name | None = None
    if_agent: Name
    need: tuple[Name, ...] = ()
    mood: Mood = 0
    say: Lines
    once: bool = False
    aside: bool = False
    settled: bool = False
    patience: Seconds = 0
    end: Ending | None = None


class Repeat(Block):
    """The answer to a question that was answered before."""

    mood: Mood
    say: AtLeastTwo


class OffScript(Block):
    """The answer to a message that nothing fits; after ``clue_after`` of them comes a clue."""

    mood: Mood
    say: AtLeastTwo
    clue_after: int = Field(ge=1)


class Nudge(Block):
    """What the customer writes after waiting ``after``, counted from their last reply."""

    after: Seconds
    mood: Mood
    say: Lines
    end: Ending | None = None


class MoodFloor(Block):
    """At or below ``at`` the customer ends the chat."""

    at: int = Field(ge=0, le=100)
    say: Lines
    end: Ending = "complaint"


class Farewell(Block):
    """How a content customer leaves: on the agent's next words, or after ``after``."""

    after: Seconds
    say: Lines


class Record(Block):
    """What the desk shows of the customer; the keys are the labels that people read."""

    customer: dict[str, str]
    orders: tuple[dict[str, str], ...] = ()


class Article(Block):
    """A knowledge article; ``told_by`` names the act by which the agent passes its rule on."""

    id: Name
    title: str
    body: str = Field(max_length=3000)
    applies: bool = False
    near_miss: bool = False
    told_by: Name | None = None


class Canned(Block):
    """A prepared reply; ``{name}`` marks a slot that the agent must fill in."""

    id: Name
    title: str
    text: str = Field(max_length=600)


class Box(Block):
    """One value that an action asks for."""

    id: Name
    label: str
    options: tuple[str, ...] = ()


class Action(Block):
    """A button of the desk; ``due`` is False for one that this case does not call for."""

    id: Name
    label: str
    confirm: str
    done: str
    fields: tuple[Box, ...] = ()
    needs: tuple[Name, ...] = ()
    correct: dict[str, str] = {}
    fulfils: Name | None = None
    due: bool = True
    escalation: bool = False


class Cue(Block):
    """A customer's line that calls for an answer of feeling within the next agent messages."""

    line: Name
    wants: tuple[Name, ...] = Field(min_length=1)
    window_agent_messages: int = Field(default=1, ge=1)


class Forbidden(Block):
    """Something an agent must not ask or promise here."""

    act: Name
    label: str


class Disposition(Block):
    """The reasons offered for closing the case, and the right one."""

    options: dict[str, str] = Field(min_length=2)
    correct: str


class WrapUp(Block):
    """The form after the chat; an entry of ``notes_must_mention`` may hold ``a|b``."""

    disposition: Disposition
    notes_must_mention: tuple[str, ...] = ()


class Move(Block):
    """One thing an agent does in a self-test; exactly one of the four, after ``wait``."""

    wait: Seconds = 20
    say: str | None = None
    act: Name | None = None
    values: dict[str, str] = {}
    article: Name | None = None
    disposition: str | None = None
    notes: str = ""


class Expected(Block):
    """What a self-test must give; ``score`` is the lowest and highest allowed."""

    goals: tuple[Name, ...]
    end: Ending | None = None
    score: tuple[float, float] | None = None


class SelfTest(Block):
    """A sample conversation with its outcome."""

    name: str
    script: tuple[Move, ...]
    expect: Expected


class Scenario(Block):
    """One customer of the chat simulation, as the file describes them."""

    id: Name
    version: int = Field(ge=1)
    title: str
    practice: bool = False
    time_limit: Seconds
    leaving: Line
    start_offset: Seconds = 0
    persona: Persona
    opening: Line
    facts: dict[Name, Fact]
    acts: dict[Name, OwnAct] = {}
    goals: tuple[Goal, ...] = Field(min_length=1)
    reactions: tuple[Reaction, ...]
    repeat: Repeat
    off_script: OffScript
    silence: tuple[Nudge, ...]
    mood_floor: MoodFloor
    farewell: Farewell
    record: Record
    knowledge: tuple[Article, ...] = ()
    canned: tuple[Canned, ...] = ()
    actions: tuple[Action, ...] = ()
    cues: tuple[Cue, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    courtesies: tuple[Literal["greet", "anything_else", "close"], ...] = ()
    wrap_up: WrapUp
    tests: tuple[SelfTest, ...]

    @property
    def own_acts(self) -> OwnActs:
        """This scenario's own acts in the recogniser's form."""
        return tuple((name, act.words, act.guarded) for name, act in self.acts.items())

    @property
    def vocabulary(self) -> frozenset[str]:
        """The words of its sample phrases, to which misspelt words are corrected."""
        return vocabulary_of({name: act.like for name, act in self.acts.items()})

    def action(self, name: str) -> Action | None:
        """Return the action of that id, or None."""
        return next((action for action in self.actions if action.id == name), None)
