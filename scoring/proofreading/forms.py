"""The forms of the words in ``words.txt``: plurals, tenses, comparison.

Regular forms follow the spelling rules of English; the list marks irregular words, and those that
double their last letter (``*``, or ``!`` for adjectives).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scoring.word_lists import read_lists

_LIST = Path(__file__).with_name("words.txt")
_VOWELS = frozenset("aeiou")
_WITH_THEY = {
    "is": "are",
    "was": "were",
    "has": "have",
    "does": "do",
    "isn't": "aren't",
    "am": "are",
    "wasn't": "weren't",
    "hasn't": "haven't",
    "doesn't": "don't",
}
_OBJECT = {"i": "me", "he": "him", "she": "her", "we": "us", "they": "them"}
_DOUBLED_IN_ING = frozenset(
    ["begin", "cut", "forget", "get", "let", "put", "quit", "run", "set", "shut", "sit", "win"]
)
_THIRD_PERSON = {
    "have": "has",
    "do": "does",
    "go": "goes",
    "undo": "undoes",
    "undergo": "undergoes",
    "be": "is",
}
_SUBJECT = {"me": "I", "him": "he", "her": "she", "us": "we", "them": "they"}


def _add_s(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _add(word: str, ending: str, *, doubled: bool) -> str:
    """Return a word with "ed", "ing", "er" or "est" by the rules for e, y and doubled letters."""
    if doubled:
        return word + word[-1] + ending
    if ending == "ing":
        # see: seeing; agree: agreeing; no list contains a verb like tie: tying.
        return (word[:-1] if word.endswith("e") and not word.endswith(("ee", "oe")) else word) + (
            ending if word != "be" else "ing"
        )
    if word.endswith("e"):
        return word + ending[1:]
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "i" + ending
    return word + ending


@dataclass(frozen=True)
class Forms:
    """Words by class, and the other forms of words.

    Attributes:
        classes: the words of each class ("singular", "past" …), in lower case.
        changes: for each change ("plural", "with_he" …), the changed form of each word.
    """

    classes: dict[str, frozenset[str]]
    changes: dict[str, dict[str, str]]


@cache
def forms() -> Forms:
    """Return the forms of every word in ``words.txt``."""
    lists = read_lists(_LIST)
    classes: dict[str, set[str]] = defaultdict(set)
    changes: dict[str, dict[str, str]] = defaultdict(dict)
    for name, words in lists.items():
        classes[name] |= {
            word.rstrip("*!") or word for word in words if word == ":" or ":" not in word
        }
    _nouns(lists, classes, changes)
    _verbs(lists, classes, changes)
    _adjectives(lists, classes, changes)
    changes["object"], changes["subject"] = _OBJECT, _SUBJECT
    return Forms({name: frozenset(words) for name, words in classes.items()}, dict(changes))


Classes = dict[str, set[str]]
Changes = dict[str, dict[str, str]]


def _pairs(words: Iterable[str]) -> Iterable[list[str]]:
    return (word.split(":") for word in words)


def _nouns(lists: dict[str, tuple[str, ...]], classes: Classes, changes: Changes) -> None:
    for name in ("people", "things"):
        pairs = [(word, _add_s(word)) for word in lists[name]]
        pairs += [(singular, plural) for singular, plural in _pairs(lists[f"irregular_{name}"])]
        classes[name[:-1] if name == "things" else "person"] |= {singular for singular, _ in pairs}
        classes[f"many_{name}"] |= {plural for _, plural in pairs}
        classes["singular"] |= {singular for singular, _ in pairs}
        classes["plural"] |= {plural for _, plural in pairs}
        classes["possessive"] |= {f"{singular}'s" for singular, _ in pairs}
        changes["plural"] |= dict(pairs)
        changes["singular"] |= {plural: singular for singular, plural in pairs}
    classes["noun"] = classes["singular"] | classes["plural"] | classes["mass"]


def _verbs(lists: dict[str, tuple[str, ...]], classes: Classes, changes: Changes) -> None:
    for marked in lists["regular_verbs"]:
        base = marked.rstrip("*")
        doubled = marked.endswith("*")
        past = _add(base, "ed", doubled=doubled)
        _verb(base, past, past, _add(base, "ing", doubled=doubled), classes, changes)
    for base, past, participle in _pairs(lists["irregular_verbs"]):
        ing = _add(base, "ing", doubled=base in _DOUBLED_IN_ING)
        _verb(base, past, participle, "being" if base == "be" else ing, classes, changes)
    changes["with_they"] |= _WITH_THEY
    changes["with_he"] |= {they: he for he, they in _WITH_THEY.items() if he != "am"}


def _verb(
    base: str, past: str, participle: str, ing: str, classes: Classes, changes: Changes
) -> None:
    third = _THIRD_PERSON.get(base, _add_s(base))
    every = {"base": base, "third": third, "past": past, "participle": participle, "ing": ing}
    for name, form in every.items():
        classes[name].add(form)
    changes["with_he"][base] = third
    if base != "be":
        changes["with_they"][third] = base
    for form in dict.fromkeys([*every.values(), *(("were", "are", "am") if base == "be" else ())]):
        for name, other in every.items():
            changes[name].setdefault(form, other)


def _adjectives(lists: dict[str, tuple[str, ...]], classes: Classes, changes: Changes) -> None:
    for marked in lists["adjectives_er"]:
        word = marked.rstrip("*!")
        doubled = marked.endswith("!")
        more = {ending: _add(word, ending, doubled=doubled) for ending in ("er", "est")}
        _compared(word, more["er"], more["est"], classes, changes)
    for word, more_, most in (("good", "better", "best"), ("bad", "worse", "worst")):
        _compared(word, more_, most, classes, changes)
    classes["adjective"] = classes["adjectives"] | classes["adjectives_er"]
    for word in classes["adjective"]:
        changes["adverb"][word] = _adverb(word)


def _compared(word: str, more: str, most: str, classes: Classes, changes: Changes) -> None:
    classes["comparative"].add(more)
    classes["superlative"].add(most)
    changes["comparative"] |= {word: more, most: more}
    changes["superlative"] |= {word: most, more: most}
    changes["positive"] |= {more: word, most: word}


def _adverb(word: str) -> str:
    if word in ("good", "fast", "hard", "late", "early", "friendly"):
        return {"good": "well", "friendly": "in a friendly way"}.get(word, word)
    if word.endswith("le"):
        return word[:-1] + "y"
    return (word[:-1] + "i" if word.endswith("y") else word) + "ly"
