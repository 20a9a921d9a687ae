"""How likely each word of a text is wrong: a small encoder, run by onnxruntime on one core.

The model was trained on correct English into which errors were put by rule
(``training/writing``; docs/scoring/tagger-model-card.md). It is right for a rate over a text and
wrong for pointing at a word: nothing that it says is ever shown as an error.

The same text gives the same numbers on one type of processor; other types may differ in the last
places, so a score is stored and never worked out again silently.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scoring.word_pieces import WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FOLDER = Path(__file__).parent / "models"
MOST_WORDS = 50
"""Words and marks of one stretch; a longer sentence is cut there."""
_MOST_PIECES = 128
Numbers = NDArray[np.int64]
_WORD = re.compile(
    r"\d+(?:[.,:/]\d+)*|\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|m|ll|ve|d)\b|\w+|[^\w\s]",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Read:
    """What the model says of one text.

    Attributes:
        words: words and marks in order.
        wrong: for each, the probability that it is wrong, 0 to 1.
        level: how advanced the sentences are by CEFR, in standard deviations of Wikipedia's
            sentences: the mean over stretches, weighted by their words.
        rate: the share of wrong words as guessed from whole stretches, standardised likewise.
    """

    words: tuple[str, ...]
    wrong: tuple[float, ...]
    level: float
    rate: float

    @property
    def of_words(self) -> tuple[float, ...]:
        """The probabilities of the words alone: marks left out."""
        pairs = zip(self.words, self.wrong, strict=True)
        return tuple(wrong for word, wrong in pairs if word[-1].isalnum())


def split_words(text: str) -> list[str]:
    """Return words and marks in order: "don't" is "do" and "n't", "1,250" is one."""
    return _WORD.findall(text)


def stretches(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield whole sentences together, up to ``MOST_WORDS`` words and marks a stretch."""
    now: list[str] = []
    sentence: list[str] = []
    for place, word in enumerate(words):
        sentence.append(word)
        last = place + 1 == len(words)
        ends = word in ".!?" and (last or words[place + 1] not in ".!?\"'”’)")
        if not (ends or last or len(sentence) == MOST_WORDS):
            continue
        if now and len(now) + len(sentence) > MOST_WORDS:
            yield now
            now = []
        now, sentence = now + sentence, []
    if now:
        yield now


def read(text: str, *, folder: Path = FOLDER) -> Read | None:
    """Read a text; line breaks and runs of space are no different from one space.

    Stretches are read one by one: together they would be filled up to the longest, and what is
    found in one would depend, by rounding, on the others.

    Returns:
        What the model says; None for a text without a word or mark.
    """
    words = split_words(text)
    if not words:
        return None
    session, pieces = _loaded(folder)
    wrong: list[float] = []
    level = rate = 0.0
    for row in stretches(words):
        ids, firsts = _numbered(row, pieces)
        chances, levels, rates = session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
        wrong += chances[0][firsts].tolist()
        level += float(levels[0]) * len(row) / len(words)
        rate += float(rates[0]) * len(row) / len(words)
    return Read(words=tuple(words), wrong=tuple(wrong), level=level, rate=rate)


def _numbered(row: Sequence[str], pieces: WordPieces) -> tuple[Numbers, list[int]]:
    """Return the numbers of a stretch's pieces, 1 × pieces, and where its words begin."""
    line, begun = [pieces.first], []
    for word in row:
        begun.append(min(len(line), _MOST_PIECES - 2))
        line += pieces.of(word)
    return np.array([[*line[: _MOST_PIECES - 1], pieces.last]], dtype=np.int64), begun


@cache
def _loaded(folder: Path) -> "tuple[InferenceSession, WordPieces]":
    """Return this process's model and tokeniser: about 0.1 s the first time."""
    import onnxruntime  # here, because the web process knows the kinds and never scores

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    session = onnxruntime.InferenceSession(
        str(folder / "tagger.onnx"), options, providers=["CPUExecutionProvider"]
    )
    return session, WordPieces(folder / "tagger-pieces.txt")
