"""Forms in which one sentence is worked on: find the error, and put the words in order."""

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from assessments.kinds.grammar.question import Mark, Question, Sentence
from assessments.kinds.grammar.signs import normalised

NO_ERROR = "none"
"""The answer that says that nothing in the sentence is wrong."""

BETWEEN = "|"
"""Stands between the pieces of an order, in item files and in answers."""

_OPENING, _CLOSING = "[", "]"
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


class FindError(Question):
    """Click the wrong words, or say that nothing is wrong.

    The text holds the wrong words in [brackets], whole words only; without brackets nothing is
    wrong. An answer is the number of a word from 0, or ``NO_ERROR``; a click on any of several
    marked words is right.

    Attributes:
        corrections: what should stand there, the writer's first choice first; empty where
            nothing is wrong.
    """

    form: Literal["find_error"] = "find_error"
    corrections: tuple[Sentence, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        found = _BRACKETS.findall(self.text)
        if self.text.count(_OPENING) != len(found) or len(found) > 1:
            raise ValueError("the text needs one part in [brackets], or none")
        if bool(found) != bool(self.corrections):
            raise ValueError("`corrections` are needed where words are in [brackets], only there")
        if found and not re.search(r"(^|\s)\[\S([^\]]*\S)?\][.,;:!?]*(\s|$)", self.text):
            raise ValueError("the brackets must stand around whole words")
        if found and found[0] in self.corrections:
            raise ValueError("the words in [brackets] are among the corrections")
        return self

    @property
    def words(self) -> tuple[str, ...]:
        """The words to click, with the marks that hang on them."""
        return tuple(_BRACKETS.sub(r"\1", self.text).split())

    @property
    def wrong(self) -> range:
        """The numbers of the wrong words; empty where nothing is wrong."""
        before, _, rest = self.text.partition(_OPENING)
        if not rest:
            return range(0)
        first = len(before.split())
        return range(first, first + len(rest.partition(_CLOSING)[0].split()))

    @property
    def choices(self) -> int:
        """Every word, and "no error"."""
        return len(self.words) + 1

    @property
    def solved(self) -> str:
        """The sentence without its error."""
        return _BRACKETS.sub(lambda found: self.corrections[0], self.text)

    def mark(self, answer: str) -> Mark:
        """Return what a click earns."""
        wanted = tuple(str(number) for number in self.wrong) or (NO_ERROR,)
        given = answer.strip()
        number = int(given) if given.isdecimal() and given.isascii() else -1
        shown = self.words[number] if 0 <= number < len(self.words) else given
        right_words = " ".join(self.words[number] for number in self.wrong)
        return self._one(given in wanted, shown, (right_words or NO_ERROR,))


class WordOrder(Question):
    """Put pieces of a sentence in order.

    The text says what the sentence is to mean or who says it. An answer is the pieces, with
    ``BETWEEN`` in between; case and spaces do not count.

    Attributes:
        orders: every right order, the writer's first choice first.
        end: the mark after the last piece; it is shown, not asked for.
    """

    form: Literal["word_order"] = "word_order"
    orders: tuple[Sentence, ...] = Field(min_length=1)
    end: Literal[".", "?", "!"] = "."

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        orders = [_pieces(order) for order in self.orders]
        if len(orders[0]) < 4 or not all(orders[0]):
            raise ValueError("an order needs at least four pieces, none of them empty")
        if len(set(orders)) < len(orders):
            raise ValueError("an order stands there twice")
        for order in orders[1:]:
            if sorted(order) != sorted(orders[0]):
                raise ValueError(f"{BETWEEN.join(order)!r} has other pieces than the first order")
        return self

    @property
    def pieces(self) -> tuple[str, ...]:
        """The pieces in the order of the alphabet, which tells nothing."""
        return tuple(
            sorted((piece.strip() for piece in self.orders[0].split(BETWEEN)), key=str.casefold)
        )

    @property
    def solved(self) -> str:
        """The sentence in the writer's order."""
        line = " ".join(piece.strip() for piece in self.orders[0].split(BETWEEN))
        return line[:1].upper() + line[1:] + self.end

    def mark(self, answer: str) -> Mark:
        """Return what an order earns: all or nothing."""
        right = _pieces(answer) in {_pieces(order) for order in self.orders}
        wanted = tuple(" ".join(_pieces(order)) for order in self.orders)
        return self._one(right, " ".join(_pieces(answer)), wanted)


def _pieces(order: str) -> tuple[str, ...]:
    return tuple(normalised(piece) for piece in order.split(BETWEEN))
