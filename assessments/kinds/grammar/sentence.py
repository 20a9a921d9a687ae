"""Question types about one sentence: find the error, and put the words in order."""

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from assessments.kinds.grammar.question import Mark, Question, Sentence
from assessments.kinds.grammar.quotes import normalised

NO_ERROR = "none"
"""The answer for a sentence without an error."""

BETWEEN = "|"
"""Separates the pieces of an order, in item files and in answers."""

_OPENING, _CLOSING = "[", "]"
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


class FindError(Question):
    """Click the wrong words, or say that nothing is wrong.

    The text holds the wrong words in [brackets], whole words only; without brackets nothing is
    wrong. An answer is the number of a word from 0, or ``NO_ERROR``; a click on any of several
    marked words is right.

    Attributes:
        corrections: the right wordings, the writer's first choice first; empty if nothing is
            wrong.
    """

    question_type: Literal["find_error"] = Field(default="find_error", alias="form")
    corrections: tuple[Sentence, ...] = ()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        wrong = _BRACKETS.findall(self.text)
        if self.text.count(_OPENING) != len(wrong) or len(wrong) > 1:
            raise ValueError("the text needs one part in [brackets], or none")
        if bool(wrong) != bool(self.corrections):
            raise ValueError("`corrections` are needed where words are in [brackets], only there")
        if wrong and not re.search(r"(^|\s)\[\S([^\]]*\S)?\][.,;:!?]*(\s|$)", self.text):
            raise ValueError("the brackets must stand around whole words")
        if wrong and wrong[0] in self.corrections:
            raise ValueError("the words in [brackets] are among the corrections")
        return self

    @property
    def words(self) -> tuple[str, ...]:
        """The words to click, with the punctuation attached to them."""
        return tuple(_BRACKETS.sub(r"\1", self.text).split())

    @property
    def wrong(self) -> range:
        """The numbers of the wrong words; empty if nothing is wrong."""
        before, _, rest = self.text.partition(_OPENING)
        if not rest:
            return range(0)
        first = len(before.split())
        return range(first, first + len(rest.partition(_CLOSING)[0].split()))

    @property
    def choices(self) -> int:
        """The number of words, plus one for "no error"."""
        return len(self.words) + 1

    @property
    def solved(self) -> str:
        """The sentence without its error."""
        return _BRACKETS.sub(lambda _: self.corrections[0], self.text)

    def mark(self, answer: str) -> Mark:
        """Mark a click."""
        wanted = tuple(str(number) for number in self.wrong) or (NO_ERROR,)
        given = answer.strip()
        number = int(given) if given.isdecimal() and given.isascii() else -1
        clicked = self.words[number] if 0 <= number < len(self.words) else given
        right_words = " ".join(self.words[number] for number in self.wrong)
        return self._single(given in wanted, clicked, (right_words or NO_ERROR,))


class WordOrder(Question):
    """Put pieces of a sentence in order.

    The text gives the meaning or the speaker of the sentence. An answer is the pieces, separated by
    ``BETWEEN``; case and spaces do not count.

    Attributes:
        orders: every right order, the writer's first choice first.
        end: the mark after the last piece; displayed, not asked for.
    """

    question_type: Literal["word_order"] = Field(default="word_order", alias="form")
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
        """The pieces in alphabetical order, which gives no hint at the right order."""
        return tuple(
            sorted((piece.strip() for piece in self.orders[0].split(BETWEEN)), key=str.casefold)
        )

    @property
    def solved(self) -> str:
        """The sentence in the writer's order."""
        line = " ".join(piece.strip() for piece in self.orders[0].split(BETWEEN))
        return line[:1].upper() + line[1:] + self.end

    def mark(self, answer: str) -> Mark:
        """Mark an order: all or nothing."""
        right = _pieces(answer) in {_pieces(order) for order in self.orders}
        wanted = tuple(" ".join(_pieces(order)) for order in self.orders)
        return self._single(right, " ".join(_pieces(answer)), wanted)


def _pieces(order: str) -> tuple[str, ...]:
    return tuple(normalised(piece) for piece in order.split(BETWEEN))
