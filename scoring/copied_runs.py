"""Find the words of a text that are copied from another text, small changes included.

A run is copied when at least ``RUN`` of its words stand in the source in the same order. It is made
of pieces of at least ``PIECE`` words that are the same, with at most ``GAP`` other words between
two pieces of one sentence, in the text and in the source alike. So a copy in which a word is
changed here and there is still a copy, and a fact such as "after 7 to 10 banking days" is not. A
whole sentence is copied from ``SENTENCE`` words on. All four limits are ours.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scoring.phrases import sentences
from scoring.writing.own_part import words_in

RUN: Final = 8
SENTENCE: Final = 5
PIECE: Final = 3
GAP: Final = 2


@dataclass
class _Chain:
    """Pieces that follow each other in the text and in the source; places are word numbers."""

    first: int
    last: int
    last_in_source: int
    matched: int

    def goes_on(self, at: int, source_at: int, sentence: tuple[int, int]) -> bool:
        """Whether the piece that begins at these places continues the chain.

        A gap, with the piece behind it, must lie within the sentence of the text at ``at``, given
        by the numbers of its first and its last word.
        """
        ahead, source_ahead = at - self.last, source_at - self.last_in_source
        if ahead == source_ahead and -PIECE < ahead <= 1:  # without a gap; pieces may overlap
            return True
        near = 0 < ahead <= GAP + 1 and 0 < source_ahead <= GAP + 1
        return near and sentence[0] <= self.last and at + PIECE - 1 <= sentence[1]

    def extend(self, at: int, source_at: int) -> None:
        """Add the piece that begins at these places."""
        self.matched += min(PIECE, at + PIECE - 1 - self.last)
        self.last, self.last_in_source = at + PIECE - 1, source_at + PIECE - 1


def copied_words(text: str, source: str, *, run: int = RUN) -> list[tuple[int, int]]:
    """Return the spans (start, end) of the copied words, each word by itself, in order.

    Args:
        run: the fewest words of a copied run, at least ``PIECE``.
    """
    words = words_in(text)
    whole = _sentences(text, words)
    runs = _runs(text, source, whole)
    copied = {
        place
        for chain in runs
        if chain.matched >= run
        for place in range(chain.first, chain.last + 1)
    }
    for first, last in whole:
        long_enough = last - first + 1 >= SENTENCE
        if long_enough and any(chain.first <= first and last <= chain.last for chain in runs):
            copied.update(range(first, last + 1))
    return [words[place][1:] for place in sorted(copied)]


def _runs(text: str, source: str, whole: Sequence[tuple[int, int]]) -> list[_Chain]:
    """Return all chains of pieces, however short."""
    places: dict[tuple[str, ...], list[int]] = {}
    for place, piece in enumerate(_pieces(source)):
        places.setdefault(piece, []).append(place)
    chains: list[_Chain] = []
    done: list[_Chain] = []
    for at, piece in enumerate(_pieces(text)):
        sentence = whole[bisect_right(whole, (at, len(text))) - 1]
        done += [chain for chain in chains if at - chain.last > GAP + 1]
        chains = [chain for chain in chains if at - chain.last <= GAP + 1]
        for source_at in places.get(piece, []):
            fitting = [chain for chain in chains if chain.goes_on(at, source_at, sentence)]
            if fitting:
                max(fitting, key=lambda chain: chain.matched).extend(at, source_at)
            else:
                chains.append(_Chain(at, at + PIECE - 1, source_at + PIECE - 1, matched=PIECE))
    return [*done, *chains]


def _sentences(text: str, words: Sequence[tuple[str, int, int]]) -> list[tuple[int, int]]:
    """Return the numbers of the first and the last word of each sentence that has a word."""
    starts = [start for _, start, _ in words]
    spans = [(bisect_left(starts, a), bisect_left(starts, b) - 1) for a, b in sentences(text)]
    return [(first, last) for first, last in spans if first <= last]


def _pieces(text: str) -> list[tuple[str, ...]]:
    plain = [word for word, _, _ in words_in(text)]
    return [tuple(plain[at : at + PIECE]) for at in range(len(plain) - PIECE + 1)]
