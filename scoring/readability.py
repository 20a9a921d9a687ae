"""Readability of an open answer. Information about the transcript, never points.

Both formulas were made for written prose. In a transcript the recogniser, not the speaker, decides
where sentences end.

- Flesch reading ease (Flesch 1948, Journal of Applied Psychology 32(3)):
  ``206.835 - 1.015 * words / sentences - 84.6 * syllables / words``; higher is easier.
- Flesch-Kincaid grade (Kincaid et al. 1975, Navy Research Branch Report 8-75):
  ``0.39 * words / sentences + 11.8 * syllables / words - 15.59``; US school years.

Both were fitted on samples of 100 words, so shorter answers are not measured. The package textstat
gives the same figures for the same counts (tests); it is not used at run time because it downloads
its dictionary and depends on a hyphenation package under GPL, LGPL and MPL.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from scoring.clauses import ends_sentence
from scoring.spoken_forms import plain_words
from scoring.syllables import syllables_in
from scoring.words import is_filler

FEWEST_WORDS = 100
FEWEST_SENTENCES = 3


@dataclass(frozen=True, kw_only=True)
class Readability:
    """Counts of one text, and the measures computed from them.

    Attributes:
        sentences: number of stretches that end in ``.``, ``!`` or ``?``, plus any words after the
            last of them.
        words: number of words as said, without fillers: "₱250" is four words, "don't" is one.
        syllables: number of syllables of these words.
    """

    sentences: int
    words: int
    syllables: int

    @property
    def reason(self) -> str:
        """Why there is no measure: ``not_enough_words``, ``not_enough_sentences``; else empty."""
        if self.words < FEWEST_WORDS:
            return "not_enough_words"
        return "not_enough_sentences" if self.sentences < FEWEST_SENTENCES else ""

    @property
    def reading_ease(self) -> float | None:
        """Flesch reading ease: mostly 0 to 100, not clipped; higher is easier. None: too short."""
        if self.reason:
            return None
        per_sentence, per_word = self.words / self.sentences, self.syllables / self.words
        return 206.835 - 1.015 * per_sentence - 84.6 * per_word

    @property
    def grade(self) -> float | None:
        """Flesch-Kincaid grade in US school years; simplest texts are below 0. None: too short."""
        if self.reason:
            return None
        per_sentence, per_word = self.words / self.sentences, self.syllables / self.words
        return 0.39 * per_sentence + 11.8 * per_word - 15.59


def readability(words: Iterable[str]) -> Readability:
    """Count sentences, words and syllables of an open answer.

    Args:
        words: the recognised words, in order, as the engine wrote them, punctuation included.
    """
    sentences = count = syllables = 0
    inside = False
    for written in words:
        said, spoken = _counts(written)
        count += said
        syllables += spoken
        inside = inside or bool(said)
        if inside and ends_sentence(written):
            sentences, inside = sentences + 1, False
    return Readability(sentences=sentences + inside, words=count, syllables=syllables)


@lru_cache(maxsize=4096)
def _counts(written: str) -> tuple[int, int]:
    """Return the numbers of spoken words and syllables of one written word; (0, 0) for a filler."""
    said = [] if is_filler(written) else plain_words([written])
    return len(said), syllables_in(said)
