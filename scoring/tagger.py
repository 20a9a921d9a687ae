"""The probability that each word of a text is wrong: a small encoder, run by onnxruntime.

The model was trained on correct English with errors inserted by rule (``training/writing``;
docs/scoring/tagger-model-card.md) and runs on one core. It is reliable for an error rate over a
whole text, but not for single words: its output is never shown as an error.

The same text gives the same numbers on one type of processor; other types may differ in the last
digits, so a score is stored and never silently recomputed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scoring import encoder
from scoring.word_pieces import WordPieces

FOLDER = Path(__file__).parent / "models"
MOST_WORDS = 50
"""Most words and punctuation marks of one stretch; a longer sentence is cut there."""
_MOST_PIECES = 128
Numbers = NDArray[np.int64]
_WORD = re.compile(
    r"\d+(?:[.,:/]\d+)*|\w+(?=n['’]t\b)|n['’]t\b|['’](?:s|re|m|ll|ve|d)\b|\w+|[^\w\s]",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class TaggerOutput:
    """The output of the model for one text.

    Attributes:
        words: words and punctuation marks in order.
        wrong: the probability that each of them is wrong, 0 to 1.
        level: CEFR level of the sentences, in standard deviations of the level of Wikipedia
            sentences: the mean over stretches, weighted by their words.
        rate: the share of wrong words estimated from whole stretches, standardised by the
            constants of the training (``RATE_MEAN``, ``RATE_SD``); the same weighted mean.
    """

    words: tuple[str, ...]
    wrong: tuple[float, ...]
    level: float
    rate: float

    @property
    def of_words(self) -> tuple[float, ...]:
        """The probabilities of the words, without punctuation marks."""
        pairs = zip(self.words, self.wrong, strict=True)
        return tuple(wrong for word, wrong in pairs if word[-1].isalnum())


def split_words(text: str) -> list[str]:
    """Return words and marks in order: "don't" becomes "do" and "n't", "1,250" stays whole."""
    return _WORD.findall(text)


def stretches(words: Sequence[str]) -> Iterator[list[str]]:
    """Yield stretches of whole sentences, up to ``MOST_WORDS`` words and marks each."""
    stretch: list[str] = []
    sentence: list[str] = []
    for place, word in enumerate(words):
        sentence.append(word)
        last = place + 1 == len(words)
        ends = word in ".!?" and (last or words[place + 1] not in ".!?\"'”’)")
        if not (ends or last or len(sentence) == MOST_WORDS):
            continue
        if stretch and len(stretch) + len(sentence) > MOST_WORDS:
            yield stretch
            stretch = []
        stretch, sentence = stretch + sentence, []
    if stretch:
        yield stretch


def read(text: str, *, folder: Path = FOLDER) -> TaggerOutput | None:
    """Run the model on a text; any white space counts as one space.

    Stretches are run one by one: in a batch they would be padded to the longest, and the output for
    one stretch would depend, by rounding, on the others.

    Returns:
        The output of the model; None for a text without a word or mark.
    """
    words = split_words(text)
    if not words:
        return None
    session, pieces = encoder.session(folder / "tagger.onnx"), encoder.pieces()
    wrong: list[float] = []
    level = rate = 0.0
    for row in stretches(words):
        ids, firsts = _numbered(row, pieces)
        chances, levels, rates = session.run(None, {"ids": ids, "mask": np.ones_like(ids)})
        wrong += chances[0][firsts].tolist()
        level += float(levels[0]) * len(row) / len(words)
        rate += float(rates[0]) * len(row) / len(words)
    return TaggerOutput(words=tuple(words), wrong=tuple(wrong), level=level, rate=rate)


def _numbered(row: Sequence[str], pieces: WordPieces) -> tuple[Numbers, list[int]]:
    """Return the piece numbers of a stretch, 1 × pieces, and the indices where its words begin."""
    line, starts = [pieces.first], []
    for word in row:
        starts.append(min(len(line), _MOST_PIECES - 2))
        line += pieces.of(word)
    return np.array([[*line[: _MOST_PIECES - 1], pieces.last]], dtype=np.int64), starts
