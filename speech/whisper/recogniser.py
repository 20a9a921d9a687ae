"""The Whisper engine: turns windows of speech into words with times."""

import math
import threading
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from speech import rater
from speech.alignment import token_starts
from speech.audio import SAMPLE_RATE
from speech.engine import Transcript
from speech.spoken import Span, Word
from speech.whisper.checkpoint import Prepared, load
from speech.whisper.encoder import FRAMES_PER_SECOND
from speech.whisper.linear import int8_works
from speech.whisper.memory import return_big_blocks
from speech.whisper.search import LANGUAGE, Hypothesis, Search, tokenizer_of
from speech.whisper.window_result import (
    LOOP_ABOVE_COMPRESSION,
    SILENT_ABOVE_NO_SPEECH,
    SILENT_BELOW_LOG_PROBABILITY,
    WindowResult,
    language_of,
)
from speech.windows import Window, halved, windows

FULL_CONTEXT_SECONDS = 30.0

# The shortest context that the encoder must see, and the sound that it must see after the last
# word, in seconds: with shorter contexts the decoder loops. tiny.en gets worse with any context but
# the full one; other models were not measured.
SHORT_CONTEXT = {"base": (10.0, 2.0)}

# Models whose transcripts were measured with 8-bit weights (docs/decisions/0007).
EIGHT_BITS = frozenset({"base"})

AT_ONCE = 4
"""Number of windows decoded together; each needs up to 40 MB meanwhile."""

BEAMS = 5


class Whisper:
    """A loaded model: load it once per process, then call ``transcribe`` for each answer.

    On one thread, the same samples and settings give the same words.
    """

    def __init__(self, prepared: Prepared, *, threads: int = 1) -> None:
        """Load the weights.

        Args:
            prepared: the result of ``prepare``.
            threads: threads of torch; this setting applies to the whole process.

        Raises:
            WeightsError: the checkpoint cannot be read or does not match its name.
        """
        import torch
        import whisper

        # One thread until the first answer: a process that forks after loading must not own a
        # thread pool, because its children do not inherit the threads.
        torch.set_num_threads(1)
        return_big_blocks()
        self._threads = threads
        self.model, self.origin = prepared.model, prepared.origin
        int8 = prepared.model in EIGHT_BITS and int8_works()
        loaded = load(prepared, int8=int8)
        self.weights, self._encode, self._decoder = loaded.weights, loaded.encoder, loaded.decoder
        self._tokenizer = tokenizer_of(loaded.vocabulary)
        self._search = Search(self._decoder, self._tokenizer, beams=BEAMS)
        self._settings = {
            "language": LANGUAGE,
            "temperature": 0,
            "beams": BEAMS,
            "int8": int8,
            "threads": threads,
            "torch": torch.__version__,
            "loop_above_compression": LOOP_ABOVE_COMPRESSION,
            "silent_above_no_speech": SILENT_ABOVE_NO_SPEECH,
            "silent_below_log_probability": SILENT_BELOW_LOG_PROBABILITY,
        }
        self._engine = f"openai-whisper {whisper.__version__}"
        self._one_at_a_time = threading.Lock()
        fits = rater.FILE.is_file() and rater.shipped().weights == self.weights
        self._rater = rater.shipped() if fits else None

    def transcribe(
        self, samples: NDArray[np.float32], *, speech: tuple[Span, ...], script: str = ""
    ) -> Transcript:
        """Transcribe 16 kHz mono sound.

        Only the windows around ``speech`` are decoded; without speech there are no words.
        """
        import torch

        cuts = windows(speech, seconds=len(samples) / SAMPLE_RATE)
        flags = {"cut_in_speech"} if any(window.cut_in_speech for window in cuts) else set()
        scores: Mapping[str, float] | None = None
        with self._one_at_a_time, torch.inference_mode():
            torch.set_num_threads(self._threads)
            cuts, results = self._decode_all(samples, cuts, speech, flags)
            if self._rater is not None and results:
                scores = self._rater.scores(*self.features(cuts, results, speech, script))
        return self._transcript(cuts, results, flags, scores)

    def features(
        self,
        cuts: Sequence[Window],
        results: Sequence[WindowResult],
        speech: Sequence[Span],
        script: str,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
        """Return the input of the speech rater: pooled states and features of the forced reading.

        The second is None without a script, and for an answer longer than one window: a script
        can be read against one window only.
        """
        layers = []
        for window, result in zip(cuts, results, strict=True):
            first = max(0.0, speech[0].start - window.start)
            last = min(window.end, speech[-1].end) - window.start
            frame_range = slice(int(first * FRAMES_PER_SECOND), math.ceil(last * FRAMES_PER_SECOND))
            layers.append([states[frame_range].numpy() for states in result.layers])
        states = rater.pooled(layers)
        tokens = self._tokenizer.encode(" " + rater.plain_script(script)) if script else []
        if len(cuts) != 1 or not 0 < len(tokens) < self._decoder.longest // 2:
            return states, None
        frames = max(1, int((cuts[0].end - cuts[0].start) * FRAMES_PER_SECOND))
        read = self._search.forced(results[0].layers[-1], tokens, frames=frames)
        return states, rater.script_features(
            read,
            speech=sum(span.end - span.start for span in speech),
            span=speech[-1].end - speech[0].start,
        )

    def _decode_all(
        self,
        samples: NDArray[np.float32],
        cuts: Sequence[Window],
        speech: Sequence[Span],
        flags: set[str],
    ) -> tuple[tuple[Window, ...], list[WindowResult]]:
        """Decode every window; a window that loops with every context is decoded in two halves."""
        decoded: list[tuple[Window, WindowResult]] = []
        for first in range(0, len(cuts), AT_ONCE):
            group = cuts[first : first + AT_ONCE]
            results = self._decode_with_retry(samples, group, flags)
            for window, result in zip(group, results, strict=True):
                halves = halved(window, speech) if result.loops else ()
                if halves:
                    results_of_halves = self._decode_with_retry(samples, halves, flags)
                    decoded += zip(halves, results_of_halves, strict=True)
                else:
                    decoded.append((window, result))
        flags |= {"loop" for _, result in decoded if result.loops}
        flags |= {"silent_window" for _, result in decoded if result.silent and not result.loops}
        return tuple(window for window, _ in decoded), [result for _, result in decoded]

    def _decode_with_retry(
        self, samples: NDArray[np.float32], cuts: Sequence[Window], flags: set[str]
    ) -> list[WindowResult]:
        """Decode windows together; decode a window that loops again with the full context."""
        parts = [
            samples[int(window.start * SAMPLE_RATE) : int(window.end * SAMPLE_RATE)]
            for window in cuts
        ]
        results = self._decode(parts, [self._context(len(part) / SAMPLE_RATE) for part in parts])
        for number, part in enumerate(parts):
            if results[number].loops and results[number].context < FULL_CONTEXT_SECONDS:
                flags.add("decoded_twice")
                results[number] = self._decode([part], [FULL_CONTEXT_SECONDS])[0]
        return results

    def _context(self, seconds: float) -> float:
        if self.model not in SHORT_CONTEXT:
            return FULL_CONTEXT_SECONDS
        least, beyond = SHORT_CONTEXT[self.model]
        return min(FULL_CONTEXT_SECONDS, max(least, math.ceil((seconds + beyond) * 10) / 10))

    def _decode(
        self, parts: Sequence[NDArray[np.float32]], contexts: Sequence[float]
    ) -> list[WindowResult]:
        """Run the encoder once for each window, and the decoder once for all of them."""
        from whisper.utils import compression_ratio

        layers = [
            self._encode(part, context=context)
            for part, context in zip(parts, contexts, strict=True)
        ]
        decoded_windows, memory = self._search([states[-1] for states in layers])
        results = []
        for number, (part, decoded, context) in enumerate(
            zip(parts, decoded_windows, contexts, strict=True)
        ):
            best = decoded.best
            text = self._tokenizer.decode(best.tokens).strip()
            frames = max(1, int(len(part) / SAMPLE_RATE * FRAMES_PER_SECOND))
            attention = self._decoder.attention(memory, number, rows=best.rows, frames=frames)
            results.append(
                WindowResult(
                    words=self._words(best, attention),
                    text=text,
                    decoded=decoded,
                    compression_ratio=compression_ratio(text),
                    context=context,
                    layers=tuple(layers[number]),
                )
            )
        return results

    def _words(self, best: Hypothesis, attention: NDArray[np.float32]) -> tuple[Word, ...]:
        """Return the words with times and probabilities, punctuation joined to its word."""
        from whisper.timing import WordTiming, merge_punctuations

        end = self._tokenizer.eot
        pieces, groups = self._tokenizer.split_to_word_tokens([*best.tokens, end])
        if len(groups) <= 1 or best.stuck:
            return ()
        rows = slice(len(self._search.start) - 1, None)
        starts = token_starts(attention, rows=rows) / FRAMES_PER_SECOND
        edges = np.cumsum([0, *(len(group) for group in groups[:-1])])
        timings = [
            WordTiming(
                piece,
                group,
                starts[first],
                starts[last],
                float(np.mean(best.probabilities[first:last])),
            )
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

    def _transcript(
        self,
        cuts: Sequence[Window],
        results: Sequence[WindowResult],
        flags: set[str],
        scores: Mapping[str, float] | None,
    ) -> Transcript:
        """Join the windows, with times from the start of the sound; drop silent windows."""
        audible = [
            (window, result)
            for window, result in zip(cuts, results, strict=True)
            if not result.silent
        ]
        tokens = sum(len(result.decoded.best.tokens) + 1 for result in results)
        total = sum(result.decoded.best.log_probability for result in results)
        language, language_probability = language_of(results)
        return Transcript(
            words=tuple(
                Word(
                    text=word.text,
                    start=round(word.start + window.start, 3),
                    end=round(word.end + window.start, 3),
                    probability=round(word.probability, 4),
                )
                for window, result in audible
                for word in result.words
            ),
            text=" ".join(result.text for _, result in audible if result.text),
            mean_log_probability=total / tokens if tokens else None,
            no_speech_probability=max(
                (result.decoded.no_speech or 0.0 for result in results), default=None
            ),
            compression_ratio=max((result.compression_ratio for result in results), default=None),
            language=language,
            language_probability=language_probability,
            flags=tuple(sorted(flags)),
            rater_scores=scores,
            engine=self._engine,
            model=self.model,
            weights=self.weights,
            settings={
                **self._settings,
                "windows": [[round(window.start, 3), round(window.end, 3)] for window in cuts],
                "contexts": [result.context for result in results],
            },
        )
