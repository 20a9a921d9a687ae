"""Recognises the acts of a message and their words, by rules and by the learned layer.

The message is normalised and cut into clauses; phrase rules are matched in each clause, with one
guard against negation and one against messages stuffed with key words. Where the log keeps what
the learned layer read (``reader.py``), it confirms, refuses or adds acts. Every hit points to its
words in the original text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from assessments.kinds.chat.language.context import denied, negated, without_contradictions
from assessments.kinds.chat.language.phrases import rules, samples
from assessments.kinds.chat.language.reader import Reading
from assessments.kinds.chat.language.small_talk import is_small_talk
from assessments.kinds.chat.language.wording import Wording, normalise, words_of

_STARTERS: Final = (
    "but|and|so|may|can|could|would|will|should|shall|is|are|do|did|does|has|have|was|were|please"
    "|kindly|let|i|we|you|your|what|which|when|where|how|why|who|thanks|thank|sorry|unfortunately"
    "|however|if|once|it|they"
)
"""Words that begin a new clause after a comma."""
_BREAK: Final = re.compile(
    r"(?<=[.!?])\s+|\s*[;\n]\s*"
    rf"|\s*,\s*(?=(?:{_STARTERS})(?:'\w+)?\b)"
    r"|\s+(?=but\b)|\s+[-–—]+\s+"
)
_UNFILLED: Final = re.compile(r"\{[\w ]{1,30}\}|\[(?!(?:link|url)\])[\w ]{1,30}\]")
_CAPITALS: Final = re.compile(r"[A-Z]{2,}")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FUNCTION_WORDS: Final = frozenset(
    {"a", "an", "the", "this", "that", "these", "those"}
    | {"i", "you", "we", "he", "she", "it", "they", "me", "him", "her", "us", "them"}
    | {"my", "your", "our", "their", "its"}
    | {"am", "is", "are", "was", "were", "be", "been", "being"}
    | {"do", "does", "did", "have", "has", "had"}
    | {"will", "would", "can", "could", "may", "might", "shall", "should", "must"}
    | {"and", "or", "but", "so", "if", "because", "as"}
    | {"of", "to", "in", "on", "at", "for", "with", "from", "by", "about", "into"}
    | {"what", "which", "who", "when", "where", "how", "not", "no", "there", "here"}
    | {"i'm", "i'll", "i've", "it's", "that's", "you're", "we're", "we'll", "don't", "can't"}
    | {"ang", "ng", "na", "sa", "po", "yung", "ko", "mo", "nyo", "ninyo", "ba"}
    | {"hindi", "lang", "kayo", "kami", "namin", "natin", "ito", "iyan", "yan"}
    | {"mga", "ni", "si", "kay", "para", "kung", "pa", "din", "rin", "ay"}
)
"""English and Tagalog function words; a string of key words has few of them."""
_STUFFED_ACTS_PER_CLAUSE: Final = 3
_STUFFED_FUNCTION_SHARE: Final = 0.15

HEARD: Final = 0.7
"""From this probability on, the learned layer alone credits an act."""
CONFIRMED: Final = 0.4
"""From this probability on, the learned layer lets a rule's hit stand."""
HEARD_AS_RUDE: Final = 0.95
"""The same for ``rude``: to be called rude by mistake harms more than to be rude unnoticed."""
SURE: Final = 0.95
"""From this probability on, an act that no rule heard is not borderline."""
MAYBE: Final = 0.1
"""From this probability on, an act that is not credited may still have been performed."""
LEARNED: Final = "learned"
ASKING: Final = frozenset({"ask_details", "ask_name_or_identity", "ask_reference"})
COURTESIES: Final = frozenset({"greet", "apologise", "empathise", "anything_else", "close"})
"""Acts that mean nothing in a message that mocks or blames the customer."""

_NEGATED_INSULT: Final = re.compile(
    r"\b(?:not|isn't|aren't|never|hindi|dili)\b[^.!?]{0,20}"
    r"\b(?:stupid|idiots?|dumb|foolish|silly|crazy|lazy|tanga|bobo|buang)\b",
    re.IGNORECASE,
)
"""Insults that are denied: "you are not stupid at all" is kind."""

PLAUSIBLE: Final = 0.2
"""From this probability of a related built-in act on, the words of an own act count."""

OwnActs = tuple[tuple[str, tuple[str, ...], bool, frozenset[str]], ...]
"""A scenario's own acts: (name, alternatives in words, whether a negation cancels it, related
built-in acts, of which the learned layer must hold one possible; empty if it need not)."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An act in a message; ``start`` and ``end`` count characters of the original text.

    ``rule`` is ``LEARNED`` for an act that only the learned layer heard. ``sure`` is false where
    rules and learned layer disagree.
    """

    act: str
    start: int
    end: int
    text: str
    rule: str
    clause: str
    sure: bool = True


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """The acts and features of a message.

    Attributes:
        hits: the acts in order of place; empty for a stuffed message.
        words: number of words.
        stuffed: the message is a string of key words; no act is credited.
        unfilled: a slot of a prepared reply was left unfilled; its clause earns nothing.
        shouting: more than 60 % of at least five words are in capitals.
        maybe: acts that are not credited but may have been performed.
        rudeness: the probability that the message is rude; 1 or 0 where only rules heard it.
        unheard: a clause of at least four words performs no act that was heard, and is no
            small talk: it may hold an act of the scenario.
    """

    hits: tuple[Hit, ...]
    words: int
    stuffed: bool
    unfilled: bool
    shouting: bool
    maybe: frozenset[str] = frozenset()
    rudeness: float = 0.0
    unheard: bool = False

    def said(self, act: str) -> bool:
        """Return whether the message performs ``act``."""
        return any(hit.act == act for hit in self.hits)


def clauses(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans of the clauses of a normalised text, in order, without blank clauses."""
    spans = []
    start = 0
    for stop in _BREAK.finditer(text):
        spans.append((start, stop.start()))
        start = stop.end()
    spans.append((start, len(text)))
    return tuple((a, b) for a, b in spans if text[a:b].strip())


def _in_clause(clause: str) -> list[tuple[str, str, int, int]]:
    hits = []
    for act, patterns in rules().items():
        for name, pattern in patterns:
            match = pattern.search(clause)
            if match and match.group() and not negated(clause, match.end(), act, name):
                hits.append((act, name, match.start(), match.end()))
                break
    return without_contradictions(clause, hits)


@lru_cache(maxsize=512)
def _alternative(words: str) -> tuple[re.Pattern[str], ...]:
    parts = []
    for word in words.lower().split():
        stem = re.escape(word.rstrip("*"))
        parts.append(re.compile(rf"(?<!\w){stem}" + (r"\w*" if word.endswith("*") else r"(?!\w)")))
    return tuple(parts)


def find_words(clause: str, alternatives: tuple[str, ...]) -> tuple[int, int, str] | None:
    """Return the start, end and text of the first alternative whose words are all in a clause.

    An alternative is one or more words in any order; ``word*`` also matches longer words.
    """
    for entry in alternatives:
        places = [pattern.search(clause) for pattern in _alternative(entry)]
        matches = [place for place in places if place]
        if matches and len(matches) == len(places):
            start = min(match.start() for match in matches)
            return (start, max(match.end() for match in matches), entry)
    return None


def _own_in_clause(clause: str, own: OwnActs) -> list[tuple[str, str, int, int]]:
    hits = []
    for act, alternatives, is_guarded, _ in own:
        place = find_words(clause, alternatives)
        if place and not (is_guarded and denied(clause, place[1])):
            hits.append((act, place[2], place[0], place[1]))
    return hits


@lru_cache(maxsize=64)
def _vocabulary(extra: frozenset[str]) -> frozenset[str]:
    return words_of(phrase for phrases in samples().values() for phrase in phrases) | extra


def _stuffed(wording: Wording, words: list[str]) -> bool:
    """Return whether a message is a string of key words: many acts named, few function words.

    Here negations do not take an act away, since in a string of key words they belong to nothing.
    """
    spans = clauses(wording.text)
    named = sum(_acts_named(wording.text[start:end]) for start, end in spans)
    if named < _STUFFED_ACTS_PER_CLAUSE * max(len(spans), 1):
        return False
    share = sum(word.lower() in _FUNCTION_WORDS for word in words) / len(words)
    return share < _STUFFED_FUNCTION_SHARE


def _acts_named(clause: str) -> int:
    return sum(
        any(pattern.search(clause) for _, pattern in patterns) for patterns in rules().values()
    )


def _without_close_in_greeting(hits: list[Hit]) -> list[Hit]:
    """Drop the close of a greeting: "thank you for contacting us" can also open a chat."""
    if not any(hit.act == "greet" for hit in hits):
        return hits
    return [hit for hit in hits if (hit.act, hit.rule) != ("close", "thank you for contacting")]


def _hits(wording: Wording, text: str, own: OwnActs) -> list[Hit]:
    hits = []
    for start, end in clauses(wording.text):
        clause = wording.text[start:end]
        if _UNFILLED.search(clause):
            continue
        for act, rule, first, last in _in_clause(clause) + _own_in_clause(clause, own):
            begin, stop = wording.original(start + first, start + last)
            hits.append(
                Hit(act=act, start=begin, end=stop, text=text[begin:stop], rule=rule, clause=clause)
            )
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.act))


def joined(
    text: str, by_rule: list[Hit], readings: tuple[Reading, ...], own: OwnActs = ()
) -> list[Hit]:
    """Return the acts that rules and learned layer credit together, in order of place.

    A scenario's own act is found by its words. For a forbidden act more is needed: "at our machine
    with your card and PIN" has the words of asking for a PIN, but asks nothing. In a message heard
    as rude, courtesies are not credited.
    """
    related = {act: kin for act, _, _, kin in own if kin}
    if _NEGATED_INSULT.search(text):
        readings = tuple(reading for reading in readings if reading.act != "rude")
    chances = {reading.act: reading.chance for reading in readings}
    hits = []
    for hit in by_rule:
        chance = chances.get(hit.act, 0.0)
        if hit.act not in rules():
            kin = related.get(hit.act)
            if kin is None or max(chances.get(act, 0.0) for act in kin) >= PLAUSIBLE:
                hits.append(hit)
        elif chance >= CONFIRMED:
            hits.append(replace(hit, sure=chance >= _needed(hit.act)))
    by_act = {hit.act for hit in hits}
    for reading in readings:
        if reading.chance >= _needed(reading.act) and reading.act not in by_act:
            hits.append(_learned(text, reading))
    if any(hit.act == "rude" for hit in hits):
        hits = [hit for hit in hits if hit.act not in COURTESIES]
    return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.act))


def _needed(act: str) -> float:
    return HEARD_AS_RUDE if act == "rude" else HEARD


def _learned(text: str, reading: Reading) -> Hit:
    """Return the hit of an act that no rule heard: the clause on which it rests."""
    start, end = next(
        (span for span in clauses(text.lower()) if span[0] <= reading.place < span[1]),
        (0, len(text)),
    )
    words = text[start:end]
    return Hit(
        act=reading.act,
        start=start,
        end=end,
        text=words,
        rule=LEARNED,
        clause=words.lower(),
        sure=reading.chance >= SURE,
    )


def _unheard(text: str, hits: list[Hit]) -> bool:
    return any(
        len(_WORDS.findall(text[start:end])) >= 4
        and not is_small_talk(text[start:end], "")
        and not any(hit.start < end and hit.end > start for hit in hits)
        for start, end in clauses(text)
    )


@lru_cache(maxsize=4096)
def recognise(
    text: str,
    own: OwnActs = (),
    vocabulary: frozenset[str] = frozenset(),
    readings: tuple[Reading, ...] | None = None,
) -> Recognition:
    """Return the acts of a message.

    Args:
        text: what the agent typed.
        own: the scenario's own acts.
        vocabulary: words of the scenario's phrases, to which misspelt words are corrected.
        readings: what the learned layer read; None, as in old logs, leaves it to the rules.
    """
    wording = normalise(text, _vocabulary(vocabulary))
    by_rule = _without_close_in_greeting(_hits(wording, text, own))
    hits = by_rule if readings is None else joined(text, by_rule, readings, own)
    words = _WORDS.findall(text)
    capitals = sum(bool(_CAPITALS.fullmatch(word)) for word in words)
    stuffed = bool(words) and _stuffed(wording, words)
    return Recognition(
        hits=() if stuffed else tuple(hits),
        words=len(words),
        stuffed=stuffed,
        unfilled=bool(_UNFILLED.search(text)),
        shouting=len(words) >= 5 and capitals > 0.6 * len(words),
        maybe=frozenset() if stuffed else _maybe(by_rule, hits, readings or ()),
        rudeness=_rudeness(hits, readings),
        unheard=not stuffed and _unheard(text, hits),
    )


def _rudeness(hits: list[Hit], readings: tuple[Reading, ...] | None) -> float:
    if readings is None:
        return float(any(hit.act == "rude" for hit in hits))
    return next((reading.chance for reading in readings if reading.act == "rude"), 0.0)


def _maybe(by_rule: list[Hit], hits: list[Hit], readings: tuple[Reading, ...]) -> frozenset[str]:
    possible = {reading.act for reading in readings if reading.chance >= MAYBE}
    possible |= {hit.act for hit in by_rule}
    return frozenset(possible - {hit.act for hit in hits})


def vocabulary_of(phrases: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the words of a scenario's sample phrases, for the spelling of its acts."""
    return words_of(phrase for samples in phrases.values() for phrase in samples)


@lru_cache(maxsize=512)
def kin_of(phrases: tuple[str, ...]) -> frozenset[str]:
    """Return the built-in acts that the sample phrases of a scenario's own act perform.

    Asking for anything is related to asking for anything else.
    """
    acts = frozenset(hit.act for phrase in phrases for hit in recognise(phrase).hits)
    return acts | ASKING if acts & ASKING else acts
