"""The simulated customer: a pure function from the log to everything that the customer has said.

There is no clock and no randomness: the same log gives the same chat to the byte. The wording of a
line depends on how often it has been used, so equal behaviour gets equal words.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from assessments.contract.assessment import LoggedEvent, begun
from assessments.kinds.chat.customer.gaps import gaps
from assessments.kinds.chat.customer.goals import GoalBook
from assessments.kinds.chat.customer.lines import LineBook
from assessments.kinds.chat.customer.steps import StepBook
from assessments.kinds.chat.customer.thread import AgentLine, Gap, MoodStep, Thread
from assessments.kinds.chat.customer.unasked import Waiting
from assessments.kinds.chat.events import (
    ActionTaken,
    AgentMessage,
    ArticleOpened,
    CannedUsed,
    ChatClosed,
    ChatEvent,
    MessageRead,
    Pasted,
    RecordEdited,
    WrapUpSaved,
)
from assessments.kinds.chat.language.pasting import is_pasted, without_requests
from assessments.kinds.chat.language.reader import Reading
from assessments.kinds.chat.language.recogniser import Recognition, find_words, recognise
from assessments.kinds.chat.language.small_talk import is_small_talk
from assessments.kinds.chat.scenario import Fact, Interruption, Nudge, Reaction, Scenario

STARTS: Final = (0.0, 40.0, 90.0)
"""When the first, second and third customer of a sitting come, in seconds, before extra time."""
_ANSWERS_TO_SMALL_TALK: Final[Sequence[str]] = ("Okay.", "All right.", "Okay, I'm here.")


def step(scenario: Scenario, events: Sequence[LoggedEvent], now: float) -> Thread:
    """Return the chat with this scenario's customer at ``now``.

    Args:
        scenario: one of the sitting's scenarios.
        events: the sitting's log, ``begun`` first; events of other chats are ignored.
        now: seconds since the sitting began.
    """
    opening = begun(events)
    place = opening.items.index(scenario.id) + 1
    past = [event for event in events if event.at <= now]
    lost = gaps(past, place, opening.extra_time)
    play = _Play(scenario, place, opening.extra_time, lost, _readings(events))
    for event in events:
        if event.at <= now and isinstance(event.data, ChatEvent) and event.data.chat == place:
            play.take(event)
        elif event.type in ("submitted", "expired"):
            now = min(now, event.at)
    return play.until(now)


def _readings(events: Sequence[LoggedEvent]) -> dict[int, tuple[Reading, ...]]:
    """Return what the learned layer read in each message, by the number of its event."""
    return {
        event.data.message: tuple(
            Reading(act=read.act, chance=read.chance, place=read.place) for read in event.data.acts
        )
        for event in events
        if isinstance(event.data, MessageRead)
    }


def _asked_for(scenario: Scenario, recognition: Recognition) -> list[str]:
    """Return the names of the facts that a message asks for, in the file's order."""
    wanted: set[str] = set()
    for hit in recognition.hits:
        facts = {name: fact for name, fact in scenario.facts.items() if fact.ask == hit.act}
        named = {name for name, fact in facts.items() if find_words(hit.clause, fact.words)}
        wanted |= named or {
            name for name, fact in facts.items() if fact.unless_named or not fact.words
        }
    return [name for name in scenario.facts if name in wanted]


def _sentence(fact: Fact) -> str:
    """Return the sentence that gives a fact."""
    return fact.say[0].replace("{value}", fact.value)


class _Play:
    """The chat while the log is being replayed."""

    def __init__(
        self,
        scenario: Scenario,
        place: int,
        extra_time: float,
        lost: tuple[Gap, ...],
        readings: Mapping[int, tuple[Reading, ...]],
    ) -> None:
        self.scenario = scenario
        self.readings = readings
        self.gaps = lost
        self.goals = GoalBook(scenario)
        self.starts = STARTS[place - 1] * extra_time
        self.waiting = Waiting(
            scenario, self.goals, starts=self.starts, extra_time=extra_time, gaps=lost
        )
        self.lines = LineBook(scenario.persona.typing)
        self.messages: list[AgentLine] = []
        self.steps = StepBook(scenario, self.goals)
        self.pasted: list[str] = []
        self.opened: list[tuple[int, float, str]] = []
        self.prepared: list[tuple[int, str]] = []
        self.asked_again: list[tuple[int, str]] = []
        self.moods: list[MoodStep] = []
        self.mood = scenario.persona.mood
        self.wrap_up: tuple[int, str, str] | None = None
        self.facts_given: set[str] = set()
        self.reactions_used: set[int] = set()
        self.misses = 0
        self.warned = False
        self.held_back = 0
        self.received_messages = 0
        self.ended = ""
        self.ended_at: float | None = None
        self.closed_event: int | None = None
        self.waiting.since = self.lines.at_once(scenario.opening, at=self.starts, cause="opening")

    def until(self, now: float) -> Thread:
        """Let time pass up to ``now`` and return the chat."""
        self._pass(now)
        # A line that the customer was still typing when the agent closed the chat was never sent.
        closed = self.ended_at if self.closed_event is not None else None
        last = now if closed is None else closed
        return Thread(
            lines=tuple(line for line in self.lines.all if closed is None or line.due <= closed),
            messages=tuple(self.messages),
            met=tuple(goal for goal in self.goals.met if goal.at <= last),
            actions=self.steps.actions,
            edits=self.steps.edits,
            gaps=self.gaps,
            pasted=tuple(self.pasted),
            opened=tuple(self.opened),
            prepared=tuple(self.prepared),
            asked_again=tuple(self.asked_again),
            wrap_up=self.wrap_up,
            mood=self.mood,
            mood_steps=tuple(self.moods),
            ended=self.ended,
            ended_at=self.ended_at,
            closed_event=self.closed_event,
        )

    def _pass(self, now: float) -> None:
        while not self.ended:
            at, line = self.waiting.next()
            if at > now:
                return
            if at >= self.waiting.limit:
                leaving = self.lines.at_once(self.scenario.leaving, at=at, cause="leaving")
                self._end("time_up", leaving)
            elif isinstance(line, Interruption):
                self._interrupt(line, at)
            elif isinstance(line, Nudge):
                self._nudge(line, at)
            else:
                self._end("resolved", at)

    def _interrupt(self, line: Interruption, at: float) -> None:
        self.waiting.done(line)
        self._feel(line.mood, at, "interruption")
        text = self.lines.choose(line.say, line.id)
        self.waiting.since = self.lines.typed(text, at=at, cause="interruption", key=line.id)

    def _nudge(self, nudge: Nudge, at: float) -> None:
        self.waiting.done(nudge)
        self._feel(nudge.mood, at, "nudge")
        if not nudge.end and self._at_floor(at, None):
            return
        self.lines.at_once(self.lines.choose(nudge.say, "nudge"), at=at, cause="nudge")
        if nudge.end:
            self._end(nudge.end, at)

    def take(self, event: LoggedEvent) -> None:
        """Replay one event of this chat."""
        self._pass(event.at)
        match event.data:
            case AgentMessage(text=text):
                self._message(event, text)
            case ActionTaken(action=action, values=values) if self._open(event.at):
                self.steps.act(event, action, values)
            case RecordEdited(field=field, value=value) if self._open(event.at):
                self.steps.edit(event, field, value)
            case Pasted(text=text):
                self.pasted.append(text)
            case ArticleOpened(article=article):
                self.opened.append((event.number, event.at, article))
            case CannedUsed(canned=canned):
                self.prepared.append((event.number, canned))
            case WrapUpSaved(disposition=disposition, notes=notes):
                self.wrap_up = (event.number, disposition, notes)
            case ChatClosed() if self._open(event.at):
                self.closed_event = event.number
                critical = tuple(goal.id for goal in self.scenario.goals if goal.critical)
                done = self.waiting.settled or self.goals.holds(critical, event.at)
                self._end("resolved" if done else "closed_early", event.at)

    def _message(self, event: LoggedEvent, text: str) -> None:
        if not self._open(event.at):
            self.messages.append(
                AgentLine(event=event.number, at=event.at, text=text, recognition=None)
            )
            return
        recognition = recognise(
            text,
            self.scenario.own_acts,
            self.scenario.vocabulary,
            self.readings.get(event.number),
        )
        pasted = is_pasted(text, self.scenario)
        if pasted:
            recognition = without_requests(recognition)
        line = AgentLine(event=event.number, at=event.at, text=text, recognition=recognition)
        self.messages.append(line)
        self.received_messages += 1
        self.waiting.agent_wrote()
        self.goals.credit(
            recognition,
            event=event.number,
            at=event.at,
            place=self.received_messages,
            lines_before=frozenset(said.key for said in self.lines.all if said.due <= event.at),
        )
        if pasted and not self.waiting.settled:
            # The message states the rule, but not in words that a customer can use.
            self._say([self.lines.choose(self.scenario.off_script.say, "pasted")], line, "pasted")
        else:
            self._reply(line, recognition)
        self.goals.answered(self.lines.last.due)

    def _reply(self, line: AgentLine, recognition: Recognition) -> None:
        if recognition.words == 0 and self.lines.last.text != "?":
            self._say(["?"], line, "empty")
            return
        if self.waiting.settled and not recognition.said("rude"):
            self._say([self.lines.choose(self.scenario.farewell.say, "farewell")], line, "farewell")
            self._end("resolved", self.lines.last.due)
            return
        asked = _asked_for(self.scenario, recognition)
        fresh = [name for name in asked if name not in self.facts_given]
        if asked and not fresh:
            self._again(asked[0], line)
            return
        facts = [_sentence(self.scenario.facts[name]) for name in fresh]
        self.facts_given.update(fresh)
        reaction = self._fitting(recognition, line.at, with_facts=bool(facts))
        if reaction is not None:
            self._react(reaction, facts, line)
        elif facts:
            self.misses = 0
            self._say(facts, line, "facts")
        elif self._is_idle(line, recognition):
            answer = self.lines.choose(_ANSWERS_TO_SMALL_TALK, "small_talk")
            self._say([answer], line, "small_talk")
        else:
            self._off_script(line, recognition)

    def _is_idle(self, line: AgentLine, recognition: Recognition) -> bool:
        """Whether a message is only polite; too many of them are answered as off script."""
        if recognition.hits or not is_small_talk(line.text, self.scenario.persona.name):
            return False
        self.misses += 1
        return self.misses < self.scenario.off_script.clue_after

    def _again(self, name: str, line: AgentLine) -> None:
        repeat = self.scenario.repeat
        self.asked_again.append((line.event, name))
        self._feel(repeat.mood, line.at, "repeat")
        if self._at_floor(line.at, line.event):
            return
        value = self.scenario.facts[name].value
        wordings = [text.replace("{value}", value) for text in repeat.say]
        self._say([self.lines.choose(wordings, "repeat")], line, "repeat")

    def _fitting(self, recognition: Recognition, at: float, *, with_facts: bool) -> int | None:
        last = self.lines.last.text
        for index, reaction in enumerate(self.scenario.reactions):
            if index in self.reactions_used or not recognition.said(reaction.if_agent):
                continue
            if not self.goals.holds(reaction.need, at):
                continue
            if with_facts or reaction.end or any(text != last for text in reaction.say):
                return index
        return None

    def _react(self, index: int, facts: list[str], line: AgentLine) -> None:
        reaction = self.scenario.reactions[index]
        key = reaction.id or f"reaction {index + 1}"
        if reaction.once:
            self.reactions_used.add(index)
        self.misses = 0
        self._feel(self._mood_of(reaction), line.at, reaction.if_agent)
        if not reaction.end and self._at_floor(line.at, line.event):
            return
        if facts and reaction.aside:
            self._say(facts, line, "facts")
        else:
            self._say([*facts, self.lines.choose(reaction.say, key)], line, "reaction", key)
        self.waiting.patience = reaction.patience
        self.waiting.settled = self.waiting.settled or reaction.settled
        if reaction.end:
            self._end(reaction.end, self.lines.last.due)

    def _mood_of(self, reaction: Reaction) -> int:
        """Return the change of mood: a first rude line only earns a warning; the next counts both.

        A single line may have been misheard, and must not cost the chat.
        """
        if reaction.if_agent != "rude":
            return reaction.mood
        if not self.warned:
            self.warned = True
            self.held_back = reaction.mood
            return 0
        mood, self.held_back = reaction.mood + self.held_back, 0
        return mood

    def _off_script(self, line: AgentLine, recognition: Recognition) -> None:
        """Answer a message that was not understood; the customer never leaves because of it."""
        rule = self.scenario.off_script
        self.misses += 1
        self._feel(rule.mood, line.at, "off_script", may_leave=False)
        puzzled = self.misses >= rule.clue_after or recognition.maybe
        clue = self.goals.next_clue(line.at) if puzzled else ""
        wordings = [f"{text} {clue}".strip() for text in rule.say]
        self._say([self.lines.choose(wordings, "off_script")], line, "off_script")

    def _open(self, at: float) -> bool:
        return not self.ended and at >= self.starts

    def _say(self, sentences: Sequence[str], line: AgentLine, cause: str, key: str = "") -> None:
        """Answer a message after the typing time; the customer then waits for the agent."""
        self.waiting.since = self.lines.typed(
            " ".join(sentences), at=line.at, cause=cause, key=key, answers=line.event
        )

    def _feel(self, change: int, at: float, cause: str, *, may_leave: bool = True) -> None:
        """Change the mood; if the customer may not leave for this, it stays above the floor."""
        lowest = 0 if may_leave else min(self.mood, self.scenario.mood_floor.at + 1)
        mood = min(100, max(lowest, self.mood + change))
        if mood != self.mood:
            self.moods.append(MoodStep(at=at, change=mood - self.mood, cause=cause))
        self.mood = mood

    def _at_floor(self, at: float, answers: int | None) -> bool:
        floor = self.scenario.mood_floor
        if self.mood > floor.at:
            return False
        self._end(floor.end, self.lines.typed(floor.say[0], at=at, cause="floor", answers=answers))
        return True

    def _end(self, ending: str, at: float) -> None:
        self.ended = ending
        self.ended_at = at
