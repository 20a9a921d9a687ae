"""From what an applicant typed to what the phrase rules read, and back to the place it stood.

Text-message spelling, learner spelling and Taglish are put into plain lower-case English for
matching only. Evidence always points into the original text, and nothing here judges English.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from symspellpy import SymSpell, Verbosity

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_TOKEN = re.compile(rf"(?P<link>https?://\S+|www\.\S+)|(?P<mark>[@^]\w+)|(?P<word>{_WORD.pattern})")
_LONG_REPEAT = re.compile(r"(.)\1{2,}")
_CURLY = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})

_SPOKEN_SHORT = {
    **dict.fromkeys(("u", "yu", "ya"), "you"),
    **dict.fromkeys(("ur", "yr", "nyo", "niyo", "ninyo", "inyong", "mo"), "your"),
    **dict.fromkeys(("pls", "plz", "plss", "plsss", "pis", "paki", "pakisuyo", "pki"), "please"),
    **dict.fromkeys(("tnx", "thx", "thnx", "thanx", "tnks", "thnks", "tenks", "ty"), "thanks"),
    **dict.fromkeys(("salamat", "tysm", "thankyou"), "thank you"),
    **dict.fromkeys(("pwede", "puwede", "pede", "maaari", "maaring", "cn", "cna"), "can"),
    **dict.fromkeys(("makuha", "mahingi", "hingin", "hav", "hv"), "have"),
    **dict.fromkeys(("bcoz", "bcos", "bcz", "coz", "cuz", "kasi", "becoz"), "because"),
    **dict.fromkeys(("pasensya", "pasensiya", "paumanhin", "sori", "soree", "sowi"), "sorry"),
    **dict.fromkeys(("hintay", "antay", "maghintay", "intay"), "wait"),
    **dict.fromkeys(("sandali", "saglit", "sandale"), "one moment"),
    **dict.fromkeys(("ang", "yung", "ung", "iyong"), "is"),
    **dict.fromkeys(("mam", "maam", "mum", "ma'am", "mam's", "madam", "sir", "sirs"), ""),
    **dict.fromkeys(("po", "na", "ho", "ba", "nga", "lang", "naman", "kayo", "ng", "mga"), ""),
    "r": "are", "n": "and", "b": "be", "k": "okay", "ok": "okay", "okie": "okay", "opo": "yes",
    "oo": "yes", "ano": "what", "anong": "what", "ko": "i", "namin": "we", "kami": "we",
    "kumusta": "hello", "kamusta": "hello", "helo": "hello", "hallo": "hello",
    "gud": "good", "mornin": "morning", "aftie": "afternoon", "aftrnoon": "afternoon",
    "msg": "message", "num": "number", "nmbr": "number", "nbr": "number", "acct": "account",
    "acc": "account", "ref": "reference", "addy": "address", "bday": "birthday",
    "dob": "date of birth", "chek": "check", "chk": "check", "anyting": "anything", "abt": "about",
    "anythng": "anything", "els": "else", "prob": "problem", "pic": "picture",
    "pics": "pictures", "snd": "send", "gv": "give", "wat": "what", "wats": "what's",
    "whats": "what's", "hows": "how's", "thats": "that's", "dat": "that", "dis": "this",
    "d": "the", "da": "the", "wid": "with", "w": "with", "dont": "don't", "cant": "can't",
    "wont": "won't", "didnt": "didn't", "doesnt": "doesn't", "isnt": "isn't", "hasnt": "hasn't",
    "havent": "haven't", "couldnt": "couldn't", "wouldnt": "wouldn't", "im": "i'm", "ive": "i've",
    "ill": "i'll", "weve": "we've", "youre": "you're", "youll": "you'll", "theres": "there's",
    "lemme": "let me", "gonna": "going to", "wanna": "want to", "wil": "will", "wel": "will",
    "arrang": "arrange", "asap": "as soon as possible", "min": "minute", "mins": "minutes",
    "sec": "second", "secs": "seconds", "hr": "hour", "hrs": "hours", "alot": "a lot",
    "kindly": "please", "pakibigay": "please give", "pakisend": "please send",
    **dict.fromkeys(("ichecheck", "icheck", "chinecheck", "magcheck"), "i'll check"),
    "kailan": "when", "saan": "where", "paano": "how can", "bakit": "why", "magkano": "how much",
    "alin": "which", "sino": "who", "kung": "if", "malaman": "know", "makakatulong": "help",
    "bang": "", "naiintindihan": "understand", "naintindihan": "understand", "iba": "other",
    "hw": "how", "hwo": "how", "nad": "and", "adn": "and",
    "tulong": "help", "maitulong": "help", "maitutulong": "help", "matulungan": "help",
    "pa": "more",
    "refnd": "refund", "replcement": "replacement", "cancelled": "canceled", "canceled": "canceled",
}  # fmt: skip


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Return the English words (about 82,000, from symspellpy) that are never respelled."""
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    lines = listed.read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.split(" ", 1)[0] for line in lines if line)


def words_of(phrases: Iterable[str]) -> frozenset[str]:
    """Return the words of four letters or more that stand in ``phrases``, in lower case."""
    found = (word for phrase in phrases for word in _WORD.findall(phrase.lower()))
    return frozenset(word for word in found if len(word) >= 4)


@lru_cache(maxsize=64)
def _speller(vocabulary: frozenset[str]) -> SymSpell:
    speller = SymSpell(max_dictionary_edit_distance=2)
    for word in sorted(vocabulary):
        speller.create_dictionary_entry(word, 1)
    return speller


def respell(word: str, vocabulary: frozenset[str]) -> str:
    """Return the nearest word of ``vocabulary``, or ``word`` itself.

    Only an unknown word of four letters or more is touched: distance 1, or 2 from eight
    letters. A real English word stays as it is, whatever the vocabulary holds.
    """
    if len(word) < 4 or "'" in word or word in vocabulary or word in english_words():
        return word
    distance = 2 if len(word) >= 8 else 1
    near = _speller(vocabulary).lookup(word, Verbosity.TOP, max_edit_distance=distance)
    return str(near[0].term) if near else word


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A message in the form that rules read.

    Attributes:
        text: lower case, respelled, courtesy particles left out.
        places: for each piece of ``text``: its start and end there, its start and end in the
            original.
    """

    text: str
    places: tuple[tuple[int, int, int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text from which ``text[start:end]`` was made."""
        touched = [place for place in self.places if place[0] < end and place[1] > start]
        if not touched:
            return (0, 0)
        return (touched[0][2], touched[-1][3])


def _plain(word: str, vocabulary: frozenset[str]) -> str:
    lowered = word.lower()
    if lowered in _SPOKEN_SHORT:
        return _SPOKEN_SHORT[lowered]
    shortened = _LONG_REPEAT.sub(r"\1", lowered)
    if shortened != lowered and shortened in _SPOKEN_SHORT:
        return _SPOKEN_SHORT[shortened]
    if shortened != lowered and shortened not in english_words():
        shortened = _LONG_REPEAT.sub(r"\1\1", lowered)
    return respell(shortened, vocabulary)


def _read(found: re.Match[str], vocabulary: frozenset[str]) -> str:
    """Return how a piece is read: a web address as a link; a handle or initials as nothing."""
    if found["link"]:
        return "link"
    return "" if found["mark"] else _plain(found.group(), vocabulary)


def normalise(text: str, vocabulary: frozenset[str]) -> Wording:
    """Return ``text`` as the rules read it, with the way back to the original places."""
    straight = text.translate(_CURLY)
    pieces: list[str] = []
    places: list[tuple[int, int, int, int]] = []
    at = 0
    read = 0

    def keep(piece: str, start: int, end: int) -> None:
        nonlocal at
        if piece:
            pieces.append(piece)
            places.append((at, at + len(piece), start, end))
            at += len(piece)

    for found in _TOKEN.finditer(straight):
        for place in range(read, found.start()):
            keep(straight[place], place, place + 1)
        plain = _read(found, vocabulary)
        read = found.end()
        keep(plain, found.start(), found.end())
        if not plain and straight[read : read + 1] == " ":
            read += 1
    for place in range(read, len(straight)):
        keep(straight[place], place, place + 1)
    return Wording(text="".join(pieces), places=tuple(places))
