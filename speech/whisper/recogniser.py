"""The engine: windows of speech in, words with times out."""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.alignment import token_starts
from speech.audio import SAMPLE_RATE
from speech.engine import Transcript
from speech.spoken import Span, Word
from speech.whisper.checkpoint import Prepared, load
from speech.whisper.network import LANGUAGE, TOKENS_PER_SECOND, encode, forced, greedy, tokenizer_of
from speech.windows import Window, windows

FULL_CONTEXT_SECONDS = 30.0

# Whisper's own limits (its `transcribe` defaults).
LOOP_ABOVE_COMPRESSION = 2.4
SILENT_ABOVE_NO_SPEECH, SILENT_BELOW_LOG_PROBABILITY = 0.6, -1.0

# Seconds of sound after the last word that the encoder must see, and the least it must see at
# all. Measured on 120 learner clips for base (WER .283 against .317 with 30 s; shorter contexts
# loop); tiny.en gets worse with any context but the full one, other models were not measured.
SHORT_CONTEXT = {"base": (10.0, 2.0)}


@dataclass(frozen=True, kw_only=True)
class _Heard:
    """One window as it was decoded; word times from the start of the window."""

    words: tuple[Word, ...]
    text: str
    tokens: int
    mean_log_probability: float
    no_speech_probability: float
    compression_ratio: float
    context: float

    @property
    def loops(self) -> bool:
        return self.compression_ratio > LOOP_ABOVE_COMPRESSION

    @property
    def silent(self) -> bool:
        unsure = self.mean_log_probability < SILENT_BELOW_LOG_PROBABILITY
        return unsure and self.no_speech_probability > SILENT_ABOVE_NO_SPEECH


class Whisper:
    """A loaded model: load it once per process, then call ``transcribe`` for each answer.

    On one thread the same samples and settings give the same words.
    """

    def __init__(self, prepared: Prepared, *, threads: int = 1) -> None:
        """Load the weights.

        Args:
            prepared: what ``prepare`` gave.
            threads: threads of torch in this process (a setting of the whole process).

        Raises:
            WeightsError: the checkpoint cannot be read or is not what its name says.
        """
        import torch
        import whisper

        torch.set_num_threads(threads)
        self.model, self.origin = prepared.model, prepared.origin
        self._network, self.weights = load(prepared)
        self._tokenizer = tokenizer_of(self._network)
        self._settings = {
            "language": LANGUAGE,
            "temperature": 0,
            "threads": threads,
            "torch": torch.__version__,
            "loop_above_compression": LOOP_ABOVE_COMPRESSION,
            "silent_above_no_speech": SILENT_ABOVE_NO_SPEECH,
            "silent_below_log_probability": SILENT_BELOW_LOG_PROBABILITY,
        }
        self._engine = f"openai-whisper {whisper.__version__}"
        self._one_at_a_time = threading.Lock()

    def transcribe(self, samples: NDArray[np.float32], *, speech: tuple[Span, ...]) -> Transcript:
        """Return the words of 16 kHz mono sound.

        Only windows around ``speech`` are decoded; with no speech there are no words.
        """
        places = windows(speech, seconds=len(samples) / SAMPLE_RATE)
        heard: list[_Heard] = []
        flags: set[str] = set()
        for place in places:
            part = samples[int(place.start * SAMPLE_RATE) : int(place.end * SAMPLE_RATE)]
            with self._one_at_a_time:
                found = self._hear(part, flags)
            heard.append(found)
            if place.cut_in_speech:
                flags.add("cut_in_speech")
        return self._joined(places, heard, flags)

    def _hear(self, samples: NDArray[np.float32], flags: set[str]) -> _Heard:
        """Decode one window; a loop is decoded again with the full context."""
        found = self._decode(samples, self._context(len(samples) / SAMPLE_RATE))
        if found.loops and found.context < FULL_CONTEXT_SECONDS:
            flags.add("decoded_twice")
            found = self._decode(samples, FULL_CONTEXT_SECONDS)
        if found.loops:
            flags.add("loop")
        elif found.silent:
            flags.add("silent_window")
        return found

    def _context(self, seconds: float) -> float:
        if self.model not in SHORT_CONTEXT:
            return FULL_CONTEXT_SECONDS
        least, beyond = SHORT_CONTEXT[self.model]
        return min(FULL_CONTEXT_SECONDS, max(least, math.ceil((seconds + beyond) * 10) / 10))

    def _decode(self, samples: NDArray[np.float32], context: float) -> _Heard:
        """Run the encoder once, decode greedily, and align with the same encoder output."""
        import torch

        with torch.no_grad():
            features = encode(self._network, samples, context)
            result = greedy(self._network, features)
            words = self._aligned(features, result.tokens, len(samples) / SAMPLE_RATE)
        return _Heard(
            words=words,
            text=result.text,
            tokens=len(result.tokens) + 1,
            mean_log_probability=float(result.avg_logprob),
            no_speech_probability=float(result.no_speech_prob),
            compression_ratio=float(result.compression_ratio),
            context=context,
        )

    def _aligned(self, features: Any, tokens: list[int], seconds: float) -> tuple[Word, ...]:
        """Give each word its time and probability, punctuation joined to the word it belongs to."""
        from whisper.timing import WordTiming, merge_punctuations

        text = [token for token in tokens if token < self._tokenizer.eot]
        pieces, groups = self._tokenizer.split_to_word_tokens([*text, self._tokenizer.eot])
        if len(groups) <= 1:
            return ()
        attention, rows, sure = forced(self._network, self._tokenizer, features, text)
        frames = max(1, int(seconds * TOKENS_PER_SECOND))
        starts = token_starts(attention[:, :, :frames], rows=rows) / TOKENS_PER_SECOND
        edges = np.cumsum([0, *(len(group) for group in groups[:-1])])
        timings = [
            WordTiming(piece, group, starts[first], starts[last], float(np.mean(sure[first:last])))
            for piece, group, first, last in zip(pieces, groups, edges, edges[1:], strict=False)
        ]
        merge_punctuations(timings, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
        return tuple(
            Word(
                text=timing.word.strip(),
                start=float(timing.start),
                end=float(timing.end),
                probability=timing.probability,
            )
            for timing in timings
            if any(map(str.isalnum, timing.word))
        )

    def _joined(
        self, places: Sequence[Window], heard: Sequence[_Heard], flags: set[str]
    ) -> Transcript:
        """Put the windows together, times shifted back; a silent window gives no words."""
        kept = [
            (place, found) for place, found in zip(places, heard, strict=True) if not found.silent
        ]
        tokens = sum(found.tokens for found in heard)
        total = sum(found.mean_log_probability * found.tokens for found in heard)
        return Transcript(
            words=tuple(
                Word(
                    text=word.text,
                    start=round(word.start + place.start, 3),
                    end=round(word.end + place.start, 3),
                    probability=round(word.probability, 4),
                )
                for place, found in kept
                for word in found.words
            ),
            text=" ".join(found.text for _, found in kept if found.text),
            mean_log_probability=total / tokens if tokens else None,
            no_speech_probability=max(
                (found.no_speech_probability for found in heard), default=None
            ),
            compression_ratio=max((found.compression_ratio for found in heard), default=None),
            flags=tuple(sorted(flags)),
            engine=self._engine,
            model=self.model,
            weights=self.weights,
            settings={
                **self._settings,
                "windows": [[round(place.start, 3), round(place.end, 3)] for place in places],
                "contexts": [found.context for found in heard],
            },
        )
