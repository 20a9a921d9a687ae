"""The engine: windows of speech in, words with times out."""

import math
import threading
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from speech import listener
from speech.alignment import token_starts
from speech.audio import SAMPLE_RATE
from speech.engine import Transcript
from speech.spoken import Span, Word
from speech.whisper.checkpoint import Prepared, load
from speech.whisper.encoder import FRAMES_PER_SECOND
from speech.whisper.heard import (
    LOOP_ABOVE_COMPRESSION,
    SILENT_ABOVE_NO_SPEECH,
    SILENT_BELOW_LOG_PROBABILITY,
    Heard,
    language_of,
)
from speech.whisper.linear import int8_works
from speech.whisper.memory import give_big_blocks_back
from speech.whisper.search import LANGUAGE, Said, Search, tokenizer_of
from speech.windows import Window, halved, windows

FULL_CONTEXT_SECONDS = 30.0

# Seconds of sound after the last word that the encoder must see, and the least it must see at
# all: shorter contexts loop. tiny.en gets worse with any context but the full one; other models
# were not measured.
SHORT_CONTEXT = {"base": (10.0, 2.0)}

# Models whose words were measured with weights of eight bits (docs/decisions/0007).
EIGHT_BITS = frozenset({"base"})

AT_ONCE = 4
"""Windows decoded together; each holds up to 40 MB while it is."""

BEAMS = 5


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

        # One thread until the first answer: a process that forks after loading must not have
        # opened a pool of threads, which no child would get.
        torch.set_num_threads(1)
        give_big_blocks_back()
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
        fits = listener.FILE.is_file() and listener.shipped().weights == self.weights
        self._listener = listener.shipped() if fits else None

    def transcribe(
        self, samples: NDArray[np.float32], *, speech: tuple[Span, ...], script: str = ""
    ) -> Transcript:
        """Return the words of 16 kHz mono sound.

        Only windows around ``speech`` are decoded; with no speech there are no words.
        """
        import torch

        places = windows(speech, seconds=len(samples) / SAMPLE_RATE)
        flags = {"cut_in_speech"} if any(place.cut_in_speech for place in places) else set()
        scores: Mapping[str, float] | None = None
        with self._one_at_a_time, torch.inference_mode():
            torch.set_num_threads(self._threads)
            places, heard = self._hear_all(samples, places, speech, flags)
            if self._listener is not None and heard:
                scores = self._listener.scores(*self.features(places, heard, speech, script))
        return self._joined(places, heard, flags, scores)

    def features(
        self,
        places: Sequence[Window],
        heard: Sequence[Heard],
        speech: Sequence[Span],
        script: str,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64] | None]:
        """Return what the listener needs: pooled states, and the numbers of the forced reading.

        A text is read against one window only; for a longer answer it is left out (None).
        """
        layers = []
        for place, one in zip(places, heard, strict=True):
            first = max(0.0, speech[0].start - place.start)
            last = min(place.end, speech[-1].end) - place.start
            here = slice(int(first * FRAMES_PER_SECOND), math.ceil(last * FRAMES_PER_SECOND))
            layers.append([states[here].numpy() for states in one.layers])
        states = listener.pooled(layers)
        tokens = self._tokenizer.encode(" " + listener.plain_script(script)) if script else []
        if len(places) != 1 or not 0 < len(tokens) < self._decoder.longest // 2:
            return states, None
        frames = max(1, int((places[0].end - places[0].start) * FRAMES_PER_SECOND))
        read = self._search.forced(heard[0].layers[-1], tokens, frames=frames)
        return states, listener.of_script(
            read,
            speech=sum(span.end - span.start for span in speech),
            span=speech[-1].end - speech[0].start,
        )

    def _hear_all(
        self,
        samples: NDArray[np.float32],
        places: Sequence[Window],
        speech: Sequence[Span],
        flags: set[str],
    ) -> tuple[tuple[Window, ...], list[Heard]]:
        """Hear every window; one that loops whatever its context is heard in two halves."""
        found: list[tuple[Window, Heard]] = []
        for first in range(0, len(places), AT_ONCE):
            group = places[first : first + AT_ONCE]
            for place, one in zip(group, self._hear(samples, group, flags), strict=True):
                halves = halved(place, speech) if one.loops else ()
                if halves:
                    found += zip(halves, self._hear(samples, halves, flags), strict=True)
                else:
                    found.append((place, one))
        flags |= {"loop" for _, one in found if one.loops}
        flags |= {"silent_window" for _, one in found if one.silent and not one.loops}
        return tuple(place for place, _ in found), [one for _, one in found]

    def _hear(
        self, samples: NDArray[np.float32], places: Sequence[Window], flags: set[str]
    ) -> list[Heard]:
        """Decode windows together; one that loops is decoded again with the full context."""
        parts = [
            samples[int(place.start * SAMPLE_RATE) : int(place.end * SAMPLE_RATE)]
            for place in places
        ]
        found = self._decode(parts, [self._context(len(part) / SAMPLE_RATE) for part in parts])
        for place, part in enumerate(parts):
            if found[place].loops and found[place].context < FULL_CONTEXT_SECONDS:
                flags.add("decoded_twice")
                found[place] = self._decode([part], [FULL_CONTEXT_SECONDS])[0]
        return found

    def _context(self, seconds: float) -> float:
        if self.model not in SHORT_CONTEXT:
            return FULL_CONTEXT_SECONDS
        least, beyond = SHORT_CONTEXT[self.model]
        return min(FULL_CONTEXT_SECONDS, max(least, math.ceil((seconds + beyond) * 10) / 10))

    def _decode(
        self, parts: Sequence[NDArray[np.float32]], contexts: Sequence[float]
    ) -> list[Heard]:
        """Run the encoder once for each window, and the decoder once for all of them."""
        from whisper.utils import compression_ratio

        layers = [
            self._encode(part, context=context)
            for part, context in zip(parts, contexts, strict=True)
        ]
        decoded, memory = self._search([one[-1] for one in layers])
        found = []
        for number, (part, one, context) in enumerate(zip(parts, decoded, contexts, strict=True)):
            text = self._tokenizer.decode(one.best.tokens).strip()
            frames = max(1, int(len(part) / SAMPLE_RATE * FRAMES_PER_SECOND))
            attention = self._decoder.attention(memory, number, rows=one.best.rows, frames=frames)
            found.append(
                Heard(
                    words=self._words(one.best, attention),
                    text=text,
                    decoded=one,
                    compression_ratio=compression_ratio(text),
                    context=context,
                    layers=tuple(layers[number]),
                )
            )
        return found

    def _words(self, said: Said, attention: NDArray[np.float32]) -> tuple[Word, ...]:
        """Give each word its time and probability, punctuation joined to the word it belongs to."""
        from whisper.timing import WordTiming, merge_punctuations

        end = self._tokenizer.eot
        pieces, groups = self._tokenizer.split_to_word_tokens([*said.tokens, end])
        if len(groups) <= 1 or said.stuck:
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
                float(np.mean(said.probabilities[first:last])),
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

    def _joined(
        self,
        places: Sequence[Window],
        heard: Sequence[Heard],
        flags: set[str],
        scores: Mapping[str, float] | None,
    ) -> Transcript:
        """Put the windows together, times shifted back; a silent window gives no words."""
        kept = [
            (place, found) for place, found in zip(places, heard, strict=True) if not found.silent
        ]
        tokens = sum(len(found.decoded.best.tokens) + 1 for found in heard)
        total = sum(found.decoded.best.log_probability for found in heard)
        language, chance = language_of(heard)
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
                (found.decoded.no_speech or 0.0 for found in heard), default=None
            ),
            compression_ratio=max((found.compression_ratio for found in heard), default=None),
            language=language,
            language_probability=chance,
            flags=tuple(sorted(flags)),
            listener=scores,
            engine=self._engine,
            model=self.model,
            weights=self.weights,
            settings={
                **self._settings,
                "windows": [[round(place.start, 3), round(place.end, 3)] for place in places],
                "contexts": [found.context for found in heard],
            },
        )
