"""Check a short answer: is it one of the accepted answers, and nothing else?

Fillers, politeness and a whole sentence around the answer are fine ("it is, uh, thirty pesos,
ma'am"). These are wrong: an answer that is denied ("not thirty"), two alternatives ("thirty or
forty"), a number that is part of another ("thirty five"), and a list of guesses. When a speaker
corrects an answer, the correction counts ("forty, sorry, thirty").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from assessments.kinds.voice.item import Item
from assessments.kinds.voice.key_points import Match, Phrase, matches, phrase_of
from scoring.numerals import NUMBER_WORDS
from scoring.spoken_forms import Token, tokens_of
from scoring.words import is_filler

NEAR = 2
"""Most words from a "not" to the answer that it denies, as in "not a waiter"; our own choice."""

MOST_OTHERS = 4
"""Most content words beside the answer that are not in the question; our own choice."""

_DENIALS = frozenset({"not", "never", "neither", "nor", "without", "hindi"})
_CORRECTIONS = (("i", "mean"), ("sorry",), ("rather",), ("no", "wait"), ("correction",))
_NUMBERS = NUMBER_WORDS - {"one", "a", "and", "o", "oh"}
_FUNCTION_WORDS = """
    a about actually again ah all also am an and answer answers are as at be because been but by
    call called can could course day days did do does exactly for from go guess had has have he
    her here him his hour hours i if in is it its just kind know like madam maam maybe me might
    minute minutes more much must my need of okay on only opo our peso pesos please po probably
    really right say she should sir so some sort sure thank thanks that the their them then there
    these they thing think this those to um use uses usually very was we well were what when where
    which who will with word would yeah yes you your
"""
_FUNCTION = frozenset(_FUNCTION_WORDS.split())
"""Words that are no answer by themselves."""


@dataclass(frozen=True, kw_only=True)
class AnswerCheck:
    """The outcome of checking a short answer.

    Attributes:
        right: whether it is one of the accepted answers and nothing else.
        reason: why not, as a name: ``no_accepted_answer``, ``denied``, ``other_number``,
            ``two_answers`` or ``many_guesses``; empty when it is right.
        phrases: the places of accepted answers, even where the answer as a whole is wrong.
    """

    right: bool
    reason: str
    phrases: tuple[Phrase, ...]


def check_answer(item: Item, words: Sequence[str]) -> AnswerCheck:
    """Check a short answer against the accepted answers of its item.

    Args:
        item: a short-answer item.
        words: the recognised words, as the engine wrote them.
    """
    tokens = [token for token in tokens_of(words) if not is_filler(words[token.word])]
    phrases: list[Phrase] = []
    reasons: list[str] = []
    for alternative in _alternatives(_corrected(tokens)):
        accepted = matches(item.answers, alternative)
        phrases += [phrase_of(match, alternative) for match in accepted]
        reasons.append(_why_not(item, alternative, accepted))
    wrong = [reason for reason in reasons if reason]
    if len(reasons) > 1 and wrong:
        wrong = ["two_answers" if phrases else "no_accepted_answer"]
    return AnswerCheck(right=not wrong, reason=wrong[0] if wrong else "", phrases=tuple(phrases))


def _corrected(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the words after the last "sorry" or the like, if any of them has content."""
    texts = [token.text for token in tokens]
    for start in range(len(texts) - 1, -1, -1):
        for phrase in _CORRECTIONS:
            rest = start + len(phrase)
            if tuple(texts[start:rest]) == phrase and set(texts[rest:]) - _FUNCTION:
                return tokens[rest:]
    return tokens


def _alternatives(tokens: Sequence[Token]) -> list[list[Token]]:
    """Split at "or"; "more or less" offers no alternatives, so it is dropped."""
    parts: list[list[Token]] = [[]]
    texts = [token.text for token in tokens]
    for place, token in enumerate(tokens):
        loose = texts[max(0, place - 1) : place + 2] == ["more", "or", "less"]
        if token.text == "or" and not loose:
            parts.append([])
        elif not (token.text == "less" and texts[max(0, place - 2) : place] == ["more", "or"]):
            parts[-1] += [] if loose else [token]
    return parts


def _why_not(item: Item, tokens: Sequence[Token], accepted: Sequence[Match]) -> str:
    """Return why one alternative of a reply is wrong; empty when it is right."""
    texts = [token.text for token in tokens]
    if not accepted:
        return "no_accepted_answer"
    inside = {n for match in accepted for n in range(match.start, match.end)}
    if all(_denied(texts, match.start, set()) for match in accepted):
        return "denied"
    if _another_number(tokens, inside):
        return "other_number"
    if _says_wrong(item, texts, inside):
        return "two_answers"
    asked = {token.text for token in tokens_of(item.text.split())}
    others = {
        text for n, text in enumerate(texts) if n not in inside and text not in _FUNCTION | asked
    }
    return "many_guesses" if len(others) > MOST_OTHERS else ""


def _denied(texts: Sequence[str], start: int, inside: set[int]) -> bool:
    """Whether a "not" comes before this place and is not part of an answer ("not often")."""
    before = {n for n in range(max(0, start - NEAR), start) if n not in inside}
    return any(texts[n] in _DENIALS or (n == start - 1 and texts[n] == "no") for n in before)


def _another_number(tokens: Sequence[Token], inside: set[int]) -> bool:
    """Whether another number is said beside the accepted one, or one that contains it."""
    # As spelled: the normalised token makes "two" the same as "to", and "four" as "for".
    texts = [token.spelled for token in tokens]
    if not any(texts[n] in NUMBER_WORDS for n in inside):
        return False
    outside = {n for n in range(len(texts)) if n not in inside}
    if any(texts[n] in _NUMBERS for n in outside):
        return True
    beside = {n + step for n in inside for step in (-1, 1)} & outside
    return any(texts[n] == "one" for n in beside)


def _says_wrong(item: Item, texts: Sequence[str], inside: set[int]) -> bool:
    """Whether the reply also holds an answer listed as wrong, and does not deny it."""
    for content in _contents_of(item.wrong):
        size = len(content)
        for start in range(len(texts) - size + 1):
            place = set(range(start, start + size))
            said = tuple(texts[start : start + size]) == content
            if said and not place & inside and not _denied(texts, start, inside):
                return True
    return False


@cache
def _contents_of(wrong: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(_each_content(wrong))


def _each_content(wrong: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for answer in wrong:
        whole = [token.text for token in tokens_of(answer.split())]
        texts = list(whole)
        while texts and texts[0] in _FUNCTION:
            texts.pop(0)
        while texts and texts[-1] in _FUNCTION:
            texts.pop()
        yield tuple(texts or whole)
