"""How often each phrase of a dictation was heard, and which may be heard now. The server counts.

A phrase may be heard once and ``replays`` times again, until the next one was asked for. The
sound may be fetched again until the page has said that it sounds, for the line may break; a page
that never says so has ``PATIENCE`` and ``MOST_FETCHES`` for each play, no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.contract.assessment import LoggedEvent, PromptGiven
from assessments.kinds.typing.events import PhrasePlayed
from assessments.kinds.typing.item import Dictation

PATIENCE = 60.0
"""Seconds in which a sound that did not arrive may be fetched again."""

MOST_FETCHES = 3


@dataclass(kw_only=True)
class Heard:
    """One phrase: ``plays`` of at most ``most``; ``given`` since the last play, times in seconds
    since the sitting began.
    """

    sound: str
    most: int
    plays: int = 0
    given: tuple[float, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether it was ever asked for."""
        return bool(self.plays or self.given)

    def may_be_fetched(self, now: float) -> bool:
        """Whether its sound is given out at ``now``."""
        if self.plays >= self.most:
            return False
        if not self.given:
            return True
        return now - self.given[0] <= PATIENCE and len(self.given) < MOST_FETCHES

    def may_be_left(self, now: float) -> bool:
        """Whether the next phrase may be asked for: it was heard, or will not be any more."""
        return self.plays > 0 or (self.begun and not self.may_be_fetched(now))


def heard(events: Sequence[LoggedEvent], item: Dictation) -> tuple[Heard, ...]:
    """Return what was heard of each phrase, in order."""
    phrases = tuple(Heard(sound=sound, most=1 + item.replays) for sound in item.sounds)
    by_sound = {phrase.sound: phrase for phrase in phrases}
    for event in events:
        match event.data:
            case PromptGiven(item=sound) if sound in by_sound:
                by_sound[sound].given += (event.at,)
            case PhrasePlayed(item=item.id) as played if played.phrase < len(phrases):
                phrase = phrases[played.phrase]
                if played.play == phrase.plays < phrase.most:
                    phrase.plays += 1
                    phrase.given = ()
    return phrases


def at_work(phrases: Sequence[Heard]) -> int | None:
    """Return the index of the phrase that was asked for last; None before the first."""
    return max((place for place, phrase in enumerate(phrases) if phrase.begun), default=None)


def sounds_now(phrases: Sequence[Heard], now: float) -> list[str]:
    """Return the sounds that are given out at ``now``: the phrase at work, and the next one."""
    last = at_work(phrases)
    if last is None:
        return [phrases[0].sound]
    open_now = [phrases[last].sound] if phrases[last].may_be_fetched(now) else []
    if last + 1 < len(phrases) and phrases[last].may_be_left(now):
        open_now.append(phrases[last + 1].sound)
    return open_now
