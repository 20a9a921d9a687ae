"""Syllables of English words: the CMU Pronouncing Dictionary, then counting by rule.

The rule (groups of vowel letters, with corrections for silent endings) is right for 91.5 % of the
124,903 purely alphabetic words of the dictionary, surnames included; on the words that it gets
wrong the dictionary's count is kept in ``data/syllables.txt.gz``. So every word of the dictionary
is right, and 91.5 % is what can be expected of a word that is not in it. Recipe, source and licence
of the data: ``data/README.md``.
"""

import gzip
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

_VOWELS = re.compile(r"[aeiouy]+")
_POSSESSIVE = re.compile(r"'(?:s|ll|ve|re|d|m)?$")
_SIBILANT = re.compile(r"(?:[szx]|sh|ch|[cg]e|se|ze)$")
_SILENT_END = re.compile(
    r"""[^aeiouylr]e$ | [aeiouy][lr]e$ | [aeiouy]lle$
      | [^aeiouydtlr]ed$ | [aeiouy][lr]+ed$
      | [^aeiouyszxclrgh]es$ | (?<![sc])hes$ | [aeiouy][lr]+es$
      | gue$ | que$
    """,
    re.VERBOSE,
)
_SILENT_INSIDE = re.compile(r"[^aeiouyl]e(?:ly|ment|ness|ful|less)(?:s|ly)?$")
_SPLIT_VOWELS = re.compile(r"(?<![sctgx])i(?:a|o(?!u))|[aeiouy]ing|[bdfhlmnpv]ier|iu(?:m|s)|ism$")


@cache
def _exceptions() -> dict[str, int]:
    packed = files("scoring").joinpath("data", "syllables.txt.gz").read_bytes()
    counts: dict[str, int] = {}
    for line in gzip.decompress(packed).decode("ascii").splitlines():
        count, *words = line.split()
        counts.update(dict.fromkeys(words, int(count)))
    return counts


def by_rule(word: str) -> int:
    """Count the syllables of one lower-case word by its spelling alone; at least 1."""
    stem = _POSSESSIVE.sub("", word)
    extra = 1 if word.endswith("'s") and _SIBILANT.search(stem) else 0
    stem = stem.replace("'", "")
    if len(stem) > 1 and not _VOWELS.search(stem):
        # An abbreviation is spelled out; only the name of W has more than one syllable.
        return sum(3 if letter == "w" else 1 for letter in stem)
    count = len(_VOWELS.findall(stem)) + len(_SPLIT_VOWELS.findall(stem))
    if _SILENT_END.search(stem):
        count -= 1
    if _SILENT_INSIDE.search(stem):
        count -= 1
    return max(1, count + extra)


def syllables(word: str) -> int:
    """Return the number of syllables of one word, in any case; at least 1.

    Args:
        word: letters and apostrophes. Figures must have been written out in words before
            (``scoring.words.plain_words``).
    """
    plain = word.lower().replace("’", "'").strip("'")
    known = _exceptions().get(plain)
    return by_rule(plain) if known is None else known


def syllables_in(words: Iterable[str]) -> int:
    """Return the number of syllables of all words together; 0 for no words."""
    return sum(syllables(word) for word in words)
