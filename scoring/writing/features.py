"""The features of a writing score, computed from the writer's own part of a text.

=====================  =========================================================  ===============
name                   what it is                                                 unit
=====================  =========================================================  ===============
``likely_errors``      mean probability that a word is wrong (``scoring.tagger``)  per 100 words
``sentence_command``   the tagger's estimate, from whole stretches, of the share   SD, sign reversed
                       of wrong words
``errors_found``       errors that Harper and the rules find                       per 100 words
``range``              HD-D of the words that count (``scoring.vocabulary``)       0 to 1
``run_on``             words after the 40th of their sentence (``syntax``)         per 100 words
``clauses``            dependent clauses, each form a few times (``syntax``)       per 100 words
``idiomatic``          inversions, clefts, participle clauses (``syntax``)         per 100 words
``sophistication``     CEFR level of the sentences, estimated by the tagger        SD
=====================  =========================================================  ===============

A word counts for ``range`` if it is in no error found and the tagger thinks it more likely right
than wrong: a rare word earns points only where it is used correctly. ``idiomatic`` only corrects
the tagger's doubt (``weighing``). ``sophistication`` is not in the score, because it hardly
predicts human scores (r = .14).
"""

from collections.abc import Iterable, Mapping
from statistics import fmean

from scoring.proofreading import Finding
from scoring.tagger import TaggerOutput, read
from scoring.vocabulary import SAMPLE, hdd, vocabulary_words
from scoring.word_lists import english_words
from scoring.writing.own_part import OwnPart, words_in
from scoring.writing.syntax import Syntax, syntax

NAMES = ("likely_errors", "sentence_command", "errors_found", "range", "clauses", "run_on")
"""The features that are in the score."""
DOUBTFUL = 0.5
IDIOMATIC_WORDS = 5
"""Words of an idiomatic construction, from its first on, that the tagger does not judge."""


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
    structure = syntax(output.words)
    counted = [finding for finding in errors if finding.is_error]
    return {
        "likely_errors": 100 * fmean(doubts(output, structure)),
        "sentence_command": -output.rate,
        "errors_found": 100 * len(counted) / own.words,
        "range": range_of(output, (finding.text for finding in counted)),
        "run_on": 100 * structure.run_on,
        "clauses": structure.density,
        "idiomatic": structure.idiomatic,
        "sophistication": output.level,
    }


def doubts(output: TaggerOutput, structure: Syntax) -> list[float]:
    """Return the probability of each word to be wrong, without those that the tagger cannot judge.

    Left out are numbers and codes, names (capitalised words that are not English words), and the
    beginnings of idiomatic constructions: inversions, clefts and participle clauses. The tagger
    was trained on plainer sentences and doubts them also where they are right.
    """
    idiomatic = {
        clause.token + step
        for clause in structure.clauses
        if clause.is_idiomatic
        for step in range(-1, IDIOMATIC_WORDS)
    }
    judged = [
        chance
        for place, (word, chance) in enumerate(zip(output.words, output.wrong, strict=True))
        if word[-1].isalpha() and place not in idiomatic and not _is_name(word)
    ]
    return judged or list(output.of_words)


def _is_name(word: str) -> bool:
    return word[0].isupper() and word.lower() not in english_words()


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
