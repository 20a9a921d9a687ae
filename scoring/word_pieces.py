"""Words cut into the pieces that a BERT encoder knows: WordPiece, longest first.

Wu et al. 2016 (arXiv 1609.08144) as in Devlin et al. 2019: small letters, no accents, marks apart,
then the longest known piece from the left; pieces inside a word begin with ``##``. Tests compare it
with the package tokenizers, which would bring a client for downloads along.
"""

import string
import unicodedata
from functools import lru_cache
from pathlib import Path

_LONGEST = 100


class WordPieces:
    """The pieces of one model.

    Attributes:
        first, last: numbers of the pieces that open and close a row.
    """

    def __init__(self, path: Path) -> None:
        """Read a file with one piece a line; its line is its number.

        Raises:
            ValueError: a piece that every such file has is missing.
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
        found = [number for part in apart.split() for number in self._cut(part)]
        return tuple(found) or (self._unknown,)

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
    """Return whether a sign stands apart: ASCII signs, and what Unicode calls punctuation."""
    return sign in string.punctuation or unicodedata.category(sign)[0] == "P"
