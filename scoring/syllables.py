"""Count the syllables of English words by the CMU Pronouncing Dictionary, else by rule.

The rule (groups of vowel letters, with corrections for silent endings) is right for 91.5 % of the
124,903 purely alphabetic words of the dictionary, surnames included. ``data/syllables.txt.gz``
holds the dictionary's count for the words that the rule gets wrong. Every word of the dictionary is
therefore right, and about 91.5 % of other words can be expected to be. Recipe, source and licence
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
        # An abbreviation is spelled out; only the letter W has more than one syllable.
        return sum(3 if letter == "w" else 1 for letter in stem)
    count = len(_VOWELS.findall(stem)) + len(_SPLIT_VOWELS.findall(stem))
    if _SILENT_END.search(stem):
        count -= 1
    if _SILENT_INSIDE.search(stem):
        count -= 1
    return max(1, count + extra)


def syllables(word: str) -> int:
    """Return the number of syllables of one word, at least 1; case is ignored.

    Args:
        word: letters and apostrophes. Numbers must already be written out as words
            (``scoring.spoken_forms.plain_words``).
    """
    plain = word.lower().replace("’", "'").strip("'")
    known = _exceptions().get(plain)
    return by_rule(plain) if known is None else known


def syllables_in(words: Iterable[str]) -> int:
    """Return the total number of syllables of the words; 0 without words."""
    return sum(syllables(word) for word in words)
