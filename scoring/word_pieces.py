"""Split words into the pieces of a BERT encoder (WordPiece, longest match first).

Wu et al. 2016 (arXiv 1609.08144) as in Devlin et al. 2019: lower case, no accents, punctuation
separated, then the longest known piece from the left; pieces inside a word begin with ``##``. Tests
compare it with the package tokenizers, which is not used because it depends on a download client.
"""

import string
import unicodedata
from functools import lru_cache
from pathlib import Path

_LONGEST = 100


class WordPieces:
    """The word pieces of one model.

    Attributes:
        first, last: numbers of the pieces that open and close a row.
        of: function that returns the numbers of a word's pieces, at least one; cached.
    """

    def __init__(self, path: Path) -> None:
        """Read a file with one piece per line; the line number, from 0, is the piece's number.

        Raises:
            ValueError: a special piece that every such file must have is missing.
        """
        lines = path.read_text("utf-8").splitlines()
        self._numbers = {piece: number for number, piece in enumerate(lines)}
        missing = {"[UNK]", "[CLS]", "[SEP]"} - self._numbers.keys()
        if missing:
            raise ValueError(f"{path.name} lacks {sorted(missing)}")
        self.first, self.last = self._numbers["[CLS]"], self._numbers["[SEP]"]
        self._unknown = self._numbers["[UNK]"]
        self.of = lru_cache(maxsize=20_000)(self._of)

    def _of(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a word's pieces; at least one."""
        plain = unicodedata.normalize("NFD", word.lower())
        plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf"))
        apart = "".join(f" {sign} " if _is_mark(sign) else sign for sign in plain)
        numbers = [number for part in apart.split() for number in self._cut(part)]
        return tuple(numbers) or (self._unknown,)

    def _cut(self, part: str) -> list[int]:
        if len(part) > _LONGEST:
            return [self._unknown]
        numbers: list[int] = []
        start = 0
        while start < len(part):
            lead = "##" if start else ""
            ends = range(len(part), start, -1)
            end = next((end for end in ends if lead + part[start:end] in self._numbers), None)
            if end is None:
                return [self._unknown]
            numbers.append(self._numbers[lead + part[start:end]])
            start = end
        return numbers


def _is_mark(sign: str) -> bool:
    """Return whether a character is a piece by itself: ASCII signs and Unicode punctuation."""
    return sign in string.punctuation or unicodedata.category(sign)[0] == "P"
