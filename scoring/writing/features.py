"""The numbers that a writing score is made of, read from the writer's own part of a text.

=====================  =========================================================  ===============
name                   what it is                                                 unit
=====================  =========================================================  ===============
``likely_errors``      mean probability that a word is wrong (``scoring.tagger``)  per 100 words
``sentence_command``   the tagger's guess, from whole stretches, of the share of   SD, turned round
                       wrong words
``errors_found``       errors that Harper and the rules find                       per 100 words
``range``              HD-D of the words that count (``scoring.vocabulary``)       0 to 1
``sophistication``     CEFR level of the sentences as the tagger's encoder         SD
                       guesses it
=====================  =========================================================  ===============

A word counts for ``range`` when it is not in an error that was found and the tagger thinks it
likelier right than wrong: a rare word earns something only where it is used.
``sophistication`` is not in the score: it told next to nothing about human scores (r = .14).
"""

import math
from collections.abc import Iterable, Mapping

from scoring.proofreading import Found
from scoring.tagger import Read, read
from scoring.vocabulary import SAMPLE, hdd, vocabulary_words
from scoring.writing.own_part import OwnPart, words_in

NAMES = ("likely_errors", "sentence_command", "errors_found", "range")
"""What the score is made of; ``sophistication`` is information."""
DOUBTFUL = 0.5


def features(own: OwnPart, errors: Iterable[Found]) -> Mapping[str, float]:
    """Return the features by name.

    Args:
        own: the part that counts, at least 42 words of it.
        errors: what was found in ``own.text``, with places in it.

    Raises:
        ValueError: the text holds no words.
    """
    said = read(own.text)
    if said is None or not own.words:
        raise ValueError("a text without words has no features")
    counted = [one for one in errors if one.is_error]
    return {
        "likely_errors": 100 * math.fsum(said.of_words) / len(said.of_words),
        "sentence_command": -said.rate,
        "errors_found": 100 * len(counted) / own.words,
        "range": range_of(said, (one.text for one in counted)),
        "sophistication": said.level,
    }


def range_of(said: Read, wrong: Iterable[str]) -> float:
    """Return HD-D of the words that are not wrong, 0 to 1.

    With fewer than 42 such words it is that of a text in which the words that are missing are all
    the same one: never better than what is there.
    """
    bad = {word for text in wrong for word, _, _ in words_in(text)}
    pairs = zip(said.words, said.wrong, strict=True)
    right = [word for word, chance in pairs if chance < DOUBTFUL and word.lower() not in bad]
    kept = vocabulary_words(right)
    filled = kept + ["the"] * (SAMPLE - len(kept))
    return hdd(filled) or 0.0
