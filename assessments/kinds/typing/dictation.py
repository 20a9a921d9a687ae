"""Count the plays of each phrase of a dictation on the server, and say which may be played now.

A phrase may be played once and ``replays`` times again, until the next phrase is requested. Because
the connection may break, the page may fetch a sound again until it reports that the sound plays. A
page that never reports it has ``PATIENCE`` and ``MOST_FETCHES`` for each play.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.contract.assessment import LoggedEvent, PromptGiven
from assessments.kinds.typing.events import PhrasePlayed
from assessments.kinds.typing.item import Dictation

PATIENCE = 60.0
"""Seconds during which a sound that did not arrive may be fetched again."""

MOST_FETCHES = 3


@dataclass(kw_only=True)
class PhrasePlays:
    """The plays of one phrase.

    Attributes:
        sound: name of the sound.
        most: plays allowed.
        plays: plays so far.
        fetches: times of the fetches since the last play, in seconds since the sitting began.
    """

    sound: str
    most: int
    plays: int = 0
    fetches: tuple[float, ...] = ()

    @property
    def requested(self) -> bool:
        """Whether the phrase was ever requested."""
        return bool(self.plays or self.fetches)

    def may_be_fetched(self, now: float) -> bool:
        """Whether the sound may be fetched at ``now``."""
        if self.plays >= self.most:
            return False
        if not self.fetches:
            return True
        return now - self.fetches[0] <= PATIENCE and len(self.fetches) < MOST_FETCHES

    def may_be_left(self, now: float) -> bool:
        """Whether the next phrase may be requested: this one was played or no longer can be."""
        return self.plays > 0 or (self.requested and not self.may_be_fetched(now))


def phrase_plays(events: Sequence[LoggedEvent], item: Dictation) -> tuple[PhrasePlays, ...]:
    """Return the plays of each phrase, in order."""
    phrases = tuple(PhrasePlays(sound=sound, most=1 + item.replays) for sound in item.sounds)
    by_sound = {phrase.sound: phrase for phrase in phrases}
    for event in events:
        match event.data:
            case PromptGiven(item=sound) if sound in by_sound:
                by_sound[sound].fetches += (event.at,)
            case PhrasePlayed(item=item.id) as played if played.phrase < len(phrases):
                phrase = phrases[played.phrase]
                if played.play == phrase.plays < phrase.most:
                    phrase.plays += 1
                    phrase.fetches = ()
    return phrases


def current_phrase(phrases: Sequence[PhrasePlays]) -> int | None:
    """Return the index of the last requested phrase; None before the first request."""
    return max((place for place, phrase in enumerate(phrases) if phrase.requested), default=None)


def available_sounds(phrases: Sequence[PhrasePlays], now: float) -> list[str]:
    """Return the sounds that may be fetched at ``now``: of the current phrase and the next."""
    last = current_phrase(phrases)
    if last is None:
        return [phrases[0].sound]
    available = [phrases[last].sound] if phrases[last].may_be_fetched(now) else []
    if last + 1 < len(phrases) and phrases[last].may_be_left(now):
        available.append(phrases[last + 1].sound)
    return available
