"""Normalises a message for the phrase rules, and maps places back to the original text.

Text-message spelling, learner spelling and Taglish become plain lower-case English, for matching
only. Evidence always points into the original text, and nothing here judges English.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from symspellpy import SymSpell, Verbosity

from scoring.filipino import meanings
from scoring.word_lists import english_words

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_TOKEN = re.compile(rf"(?P<link>https?://\S+|www\.\S+)|(?P<mark>[@^]\w+)|(?P<word>{_WORD.pattern})")
_LONG_REPEAT = re.compile(r"(.)\1{2,}")
_CURLY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})

_SPELLINGS: Final[Mapping[str, str]] = {
    "you": "u yu ya",
    "your": "ur yr",
    "please": "pls plz plss plsss pis kindly",
    "thanks": "tnx thx thnx thanx tnks thnks tenks ty",
    "thank you": "tysm thankyou",
    "can": "cn cna",
    "have": "hav hv",
    "because": "bcoz bcos bcz coz cuz becoz",
    "sorry": "sori soree sowi",
    "": "mam maam mum ma'am mam's madam sir sirs",
    "are": "r",
    "and": "n nad adn",
    "be": "b",
    "okay": "k ok okie",
    "what": "wat",
    "hello": "helo hallo",
    "good": "gud",
    "morning": "mornin",
    "afternoon": "aftie aftrnoon",
    "message": "msg",
    "number": "num nmbr nbr",
    "account": "acct acc",
    "reference": "ref",
    "address": "addy",
    "birthday": "bday",
    "date of birth": "dob",
    "check": "chek chk",
    "anything": "anyting anythng",
    "about": "abt",
    "else": "els",
    "problem": "prob",
    "picture": "pic",
    "pictures": "pics",
    "send": "snd",
    "give": "gv",
    "what's": "wats whats",
    "how's": "hows",
    "that's": "thats",
    "that": "dat",
    "this": "dis",
    "the": "d da",
    "with": "wid w",
    "don't": "dont",
    "can't": "cant",
    "won't": "wont",
    "didn't": "didnt",
    "doesn't": "doesnt",
    "isn't": "isnt",
    "hasn't": "hasnt",
    "haven't": "havent",
    "couldn't": "couldnt",
    "wouldn't": "wouldnt",
    "i'm": "im",
    "i've": "ive",
    "i'll": "ill",
    "we've": "weve",
    "you're": "youre",
    "you'll": "youll",
    "there's": "theres",
    "let me": "lemme",
    "going to": "gonna",
    "want to": "wanna",
    "will": "wil wel",
    "arrange": "arrang",
    "as soon as possible": "asap",
    "minute": "min",
    "minutes": "mins",
    "second": "sec",
    "seconds": "secs",
    "hour": "hr",
    "hours": "hrs",
    "a lot": "alot",
    "how": "hw hwo",
    "refund": "refnd",
    "replacement": "replcement",
    "canceled": "cancelled canceled",
}
"""Each plain wording with its text-message and learner spellings; "" drops them. Filipino words are
in the list that all checks share (``scoring.filipino``)."""
_PLAIN_WORDS: Final = meanings() | {
    spelling: plain for plain, spellings in _SPELLINGS.items() for spelling in spellings.split()
}


def words_of(phrases: Iterable[str]) -> frozenset[str]:
    """Return the words of four letters or more in ``phrases``, in lower case."""
    words = (word for phrase in phrases for word in _WORD.findall(phrase.lower()))
    return frozenset(word for word in words if len(word) >= 4)


@lru_cache(maxsize=64)
def _speller(vocabulary: frozenset[str]) -> SymSpell:
    speller = SymSpell(max_dictionary_edit_distance=2)
    for word in sorted(vocabulary):
        speller.create_dictionary_entry(word, 1)
    return speller


def respell(word: str, vocabulary: frozenset[str]) -> str:
    """Return the nearest word of ``vocabulary``, or ``word`` itself.

    Only an unknown word of four letters or more is changed: by an edit distance of at most 1, or
    2 from eight letters on. An English word is never changed, whatever the vocabulary holds.
    """
    if len(word) < 4 or "'" in word or word in vocabulary or word in english_words():
        return word
    distance = 2 if len(word) >= 8 else 1
    near = _speller(vocabulary).lookup(word, Verbosity.TOP, max_edit_distance=distance)
    return str(near[0].term) if near else word


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A normalised message.

    Attributes:
        text: the message in lower case, respelled, without courtesy particles.
        places: for each piece of ``text``, its start and end there, then its start and end in
            the original.
    """

    text: str
    places: tuple[tuple[int, int, int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that became ``text[start:end]``."""
        touched = [place for place in self.places if place[0] < end and place[1] > start]
        if not touched:
            return (0, 0)
        return (touched[0][2], touched[-1][3])


def _plain(word: str, vocabulary: frozenset[str]) -> str:
    lowered = word.lower()
    if lowered in _PLAIN_WORDS:
        return _PLAIN_WORDS[lowered]
    shortened = _LONG_REPEAT.sub(r"\1", lowered)
    if shortened != lowered and shortened in _PLAIN_WORDS:
        return _PLAIN_WORDS[shortened]
    if shortened != lowered and shortened not in english_words():
        shortened = _LONG_REPEAT.sub(r"\1\1", lowered)
    return respell(shortened, vocabulary)


def _plain_token(token: re.Match[str], vocabulary: frozenset[str]) -> str:
    """Return a token in plain English: "link" for a web address, "" for a handle or initials."""
    if token["link"]:
        return "link"
    return "" if token["mark"] else _plain(token.group(), vocabulary)


def normalise(text: str, vocabulary: frozenset[str]) -> Wording:
    """Return ``text`` in plain English for the rules, with the original places."""
    straight = text.translate(_CURLY)
    pieces: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    at = 0
    read = 0

    def add(piece: str, start: int, end: int) -> None:
        nonlocal at
        if piece:
            pieces.append(piece)
            places.append((at, at + len(piece), start, end))
            at += len(piece)

    for token in _TOKEN.finditer(straight):
        for place in range(read, token.start()):
            add(straight[place], place, place + 1)
        plain = _plain_token(token, vocabulary)
        read = token.end()
        add(plain, token.start(), token.end())
        if not plain and straight[read : read + 1] == " ":
            read += 1
    for place in range(read, len(straight)):
        add(straight[place], place, place + 1)
    return Wording(text="".join(pieces), places=tuple(places))
