"""Clause ends found by punctuation, from which pauses inside a clause are counted.

This module parses no grammar. A comma in a list counts as a clause end, and a speech recogniser
places its punctuation partly by the pauses in the audio, so the share of pauses inside clauses is
underestimated on a transcript. The punctuation of a known script does not have this flaw.
"""

import re
from collections.abc import Sequence

from scoring.spoken_forms import parts_of
from scoring.words import Alignment

_CLAUSE_END = re.compile(r"""[,;:.!?…—–]["'”’)\]]*$""")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*$""")
_ABBREVIATION = re.compile(
    r"(mr|mrs|ms|dr|st|jr|sr|engr|atty|vs|etc|approx|(\w\.)+\w)\.", re.IGNORECASE
)


def _ends(written: str, mark: re.Pattern[str]) -> bool:
    bare = written.strip()
    return bool(mark.search(bare)) and not _ABBREVIATION.fullmatch(bare)


def ends_sentence(written: str) -> bool:
    """Return whether a written word ends a sentence; "Dr." does not."""
    return _ends(written, _SENTENCE_END)


def _ends_in(words: Sequence[str]) -> set[int]:
    """Return the indices of the words that end a clause.

    A dash that is a word of its own ends the clause at the word before it.
    """
    ends: set[int] = set()
    last: int | None = None
    for index, written in enumerate(words):
        if parts_of(written):
            last = index
        if last is not None and _ends(written, _CLAUSE_END):
            ends.add(last)
    return ends


def ends_in_transcript(words: Sequence[str]) -> frozenset[int] | None:
    """Return the indices of the words that end a clause by the transcript's own punctuation.

    Args:
        words: the recognised words as the engine wrote them.

    Returns:
        The indices; None when no word carries punctuation, so that no clause end is known.
    """
    return frozenset(_ends_in(words)) or None


def ends_in_script(script: str | Sequence[str], alignment: Alignment) -> frozenset[int] | None:
    """Return the indices of the *spoken* words at which a clause of the script ended.

    Where the last word of a clause was not said, the clause ended at the last word said before.

    Args:
        script: what was passed to ``scoring.words.align``.
        alignment: what it returned.

    Returns:
        The indices; None when the script has no punctuation, so that no clause end is known.
    """
    ends = _ends_in(script.split() if isinstance(script, str) else script)
    if not ends:
        return None
    spoken_ends: set[int] = set()
    last: int | None = None
    for step in alignment.steps:
        last = step.spoken[-1] if step.spoken else last
        if step.script in ends and last is not None:
            spoken_ends.add(last)
    return frozenset(spoken_ends)
