"""The features of a writing score, computed from the writer's own part of a text.

=====================  =========================================================  ===============
name                   what it is                                                 unit
=====================  =========================================================  ===============
``likely_errors``      mean probability that a word is wrong (``scoring.tagger``)  per 100 words
``sentence_command``   the tagger's estimate, from whole stretches, of the share   SD, sign reversed
                       of wrong words
``errors_found``       errors that Harper and the rules find                       per 100 words
``range``              HD-D of the words that count (``scoring.vocabulary``)       0 to 1
``sophistication``     CEFR level of the sentences, estimated by the tagger        SD
=====================  =========================================================  ===============

A word counts for ``range`` if it is in no error found and the tagger thinks it more likely right
than wrong: a rare word earns points only where it is used correctly. ``sophistication`` is not in
the score, because it hardly predicts human scores (r = .14).
"""

import math
from collections.abc import Iterable, Mapping

from scoring.proofreading import Finding
from scoring.tagger import TaggerOutput, read
from scoring.vocabulary import SAMPLE, hdd, vocabulary_words
from scoring.writing.own_part import OwnPart, words_in

NAMES = ("likely_errors", "sentence_command", "errors_found", "range")
"""The features that are in the score; ``sophistication`` is information."""
DOUBTFUL = 0.5


def features(own: OwnPart, errors: Iterable[Finding]) -> Mapping[str, float]:
    """Return the features by name.

    Args:
        own: the part that counts; at least 42 words.
        errors: findings in ``own.text``, with positions in it.

    Raises:
        ValueError: the text contains no words.
    """
    output = read(own.text)
    if output is None or not own.words:
        raise ValueError("a text without words has no features")
    counted = [finding for finding in errors if finding.is_error]
    return {
        "likely_errors": 100 * math.fsum(output.of_words) / len(output.of_words),
        "sentence_command": -output.rate,
        "errors_found": 100 * len(counted) / own.words,
        "range": range_of(output, (finding.text for finding in counted)),
        "sophistication": output.level,
    }


def range_of(output: TaggerOutput, wrong: Iterable[str]) -> float:
    """Return the HD-D of the words that are not wrong, 0 to 1.

    If there are fewer than 42 such words, repetitions of one word fill the gap; this never improves
    the result.
    """
    bad = {word for text in wrong for word, _, _ in words_in(text)}
    pairs = zip(output.words, output.wrong, strict=True)
    right = [word for word, chance in pairs if chance < DOUBTFUL and word.lower() not in bad]
    counted = vocabulary_words(right)
    filled = counted + ["the"] * (SAMPLE - len(counted))
    return hdd(filled) or 0.0
