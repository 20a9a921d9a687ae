"""Stretches of a text that have nothing to do with the task: learnt by heart, or written to fill.

A sentence is about the task if it has enough of the task's topical words: the task's words in their
dictionary form, without the commonest words of English. A stretch of sentences in a row without
them, of ``LONGEST_ASIDE`` words or more, is about something else. Courtesies and asides are
shorter: no honest one of 22 texts of one author outside the project, and no good or plain sample of
any prompt, has such a stretch.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from scoring.rewording import lemmas_of

COMMONEST = 600
"""The so many most frequent words of English tell nothing about a topic."""

LONGEST_ASIDE = 40
"""Words of the shortest stretch that is left out, articles not counted."""

FOR_EACH_HIT = 20
"""Words of a sentence for which one topical word is enough."""

_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+|\n|$)")


def off_topic(
    text: str, task: str, points: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a text that are about something else than the task.

    Args:
        text: as written.
        task: everything that the writer saw.
        points: stretches that say what was asked, in whatever words.
    """
    topical = {
        form
        for form in lemmas_of(task)
        if form[0].isdigit() or (form[0].isalpha() and form not in _commonest() and len(form) > 2)
    }
    start = end = words = 0
    for match in _SENTENCE.finditer(text):
        forms = lemmas_of(match[0])
        if not forms:
            continue
        hits = sum(form in topical for form in forms)
        asked = any(first < match.end() and match.start() < last for first, last in points)
        if not asked and hits < -(-len(forms) // FOR_EACH_HIT):
            start, end = (start if words else match.start()), match.end()
            words += len(forms)
            continue
        if words >= LONGEST_ASIDE:
            yield start, end
        words = 0
    if words >= LONGEST_ASIDE:
        yield start, end


@cache
def _commonest() -> frozenset[str]:
    """Return the commonest words; the list of symspellpy is sorted by frequency."""
    listed = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    lines = listed.read_text(encoding="utf-8-sig").splitlines()[:COMMONEST]
    return frozenset(line.split(" ", 1)[0] for line in lines)
