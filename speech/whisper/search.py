"""Beam search over several windows at once, with a guard against endless repetition.

The rules are openai-whisper's (``decoding.py``, MIT licence) at temperature 0 without timestamps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from speech.alignment import token_starts
from speech.rater import Forced
from speech.whisper.decoder import Decoder, Memory

LANGUAGE = "en"

MULTILINGUAL_FROM = 51_865
"""Multilingual models have at least this many tokens."""

WITHOUT_LANGUAGES = 51_765
"""Tokens of a multilingual model minus one per language, minus one, as openai-whisper counts."""

# A stuck decoder repeats a short cycle until it reaches its limit. Speakers do not repeat the same
# one to twelve tokens this often in a row.
CYCLE_TOKENS = range(1, 13)
CYCLE_TIMES = 4
CYCLE_LEAST_TOKENS = 16

_Option = tuple[int, float, float]
"""A token, its log-probability, and its probability among all text tokens."""


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """A hypothesis of the beam search: a possible text of a window.

    Attributes:
        tokens: text tokens.
        rows: for each token, the row of the batch in which the decoder read it.
        probabilities: the probability of each token among all text tokens.
        log_probability: sum over the tokens, including the end token once it is reached.
        stuck: whether the tokens repeat in a cycle.
    """

    tokens: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    probabilities: tuple[float, ...] = ()
    log_probability: float = 0.0
    stuck: bool = False

    def extended(self, token: int, probability: float, *, total: float, row: int) -> "Hypothesis":
        """Return this hypothesis with one more token."""
        tokens = (*self.tokens, token)
        return Hypothesis(
            tokens=tokens,
            rows=(*self.rows, row),
            probabilities=(*self.probabilities, probability),
            log_probability=total,
            stuck=cycle_of(tokens) > 0,
        )

    def without_last(self) -> "Hypothesis":
        """Return this hypothesis without the last token, which the decoder has not read."""
        return replace(
            self,
            tokens=self.tokens[:-1],
            rows=self.rows[:-1],
            probabilities=self.probabilities[:-1],
        )

    @property
    def mean_log_probability(self) -> float:
        """Mean over the tokens and the end token, as openai-whisper computes it."""
        return self.log_probability / (len(self.tokens) + 1)


@dataclass(kw_only=True)
class Decoded:
    """The result of the search in one window.

    Attributes:
        best: the likeliest hypothesis.
        no_speech: probability that there is no speech; None if the model does not give it.
        languages: probability of each language; empty if the model knows English only.
    """

    best: Hypothesis = field(default_factory=Hypothesis)
    no_speech: float | None = None
    languages: dict[str, float] = field(default_factory=dict)


def tokenizer_of(vocabulary: int) -> Any:
    """Load openai-whisper's tokenizer for a vocabulary of this size; whisper caches it."""
    import warnings

    from whisper.tokenizer import get_tokenizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # whisper does not close its word list
        multilingual = vocabulary >= MULTILINGUAL_FROM
        return get_tokenizer(
            multilingual,
            num_languages=vocabulary - WITHOUT_LANGUAGES - int(multilingual),
            language=LANGUAGE,
            task="transcribe",
        )


class _Window:
    """The live hypotheses of one window and those that have ended."""

    def __init__(self, beams: int) -> None:
        self._beams = beams
        self.live = [Hypothesis()]
        self.parents: list[int] = []
        self.best = Hypothesis()
        self.done = False
        self._ended: list[Hypothesis] = []

    def extend(
        self, first: int, options: Sequence[Sequence[_Option]], *, end: int, most: int
    ) -> None:
        """Extend the hypotheses by the likeliest tokens.

        Args:
            first: the window's first row in the batch.
            options: the likeliest tokens of each row.
            end: the token that ends a text.
            most: number of tokens at which a text is cut.
        """
        candidates = sorted(
            (
                (parent.log_probability + log_probability, number, token, probability)
                for number, (parent, tokens) in enumerate(zip(self.live, options, strict=False))
                for token, log_probability, probability in tokens
            ),
            key=lambda candidate: -candidate[0],
        )
        live: list[Hypothesis] = []
        parents: list[int] = []
        for total, number, token, probability in candidates:
            parent = self.live[number]
            if token == end:
                self._ended.append(replace(parent, log_probability=total))
                continue
            live.append(parent.extended(token, probability, total=total, row=first + len(live)))
            parents.append(first + number)
            if len(live) == self._beams:
                break
        if live[0].stuck or len(self._ended) >= self._beams or len(live[0].tokens) >= most:
            self.done = True
            self.best = self._likeliest(live[0])
        self.live = live + live[:1] * (self._beams - len(live))
        self.parents = parents + parents[:1] * (self._beams - len(parents))

    def _likeliest(self, longest: Hypothesis) -> Hypothesis:
        if longest.stuck or not self._ended:
            return longest.without_last()
        return max(
            self._ended[: self._beams],
            key=lambda ended: ended.log_probability / max(1, len(ended.tokens)),
        )


class Search:
    """Finds the likeliest text of each window."""

    def __init__(self, decoder: Decoder, tokenizer: Any, *, beams: int) -> None:
        """Prepare the start tokens of every window and the tokens that are never chosen.

        Args:
            decoder: from the same checkpoint as the tokenizer.
            tokenizer: openai-whisper's.
            beams: number of live hypotheses per window; the search is greedy with 1.
        """
        self._decoder, self._tokenizer, self._beams = decoder, tokenizer, beams
        self.start = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        self._end = tokenizer.eot
        self._never = sorted(
            {*tokenizer.non_speech_tokens, *range(self._end + 1, tokenizer.timestamp_begin)}
        )
        self._not_first = [*tokenizer.encode(" "), self._end]
        self._languages = dict(
            zip(tokenizer.all_language_codes, tokenizer.all_language_tokens, strict=False)
        )
        self._most = decoder.longest // 2

    def __call__(self, states: Sequence[Any]) -> tuple[list[Decoded], Memory]:
        """Decode a window for each encoder output (frames × width)."""
        import torch

        memory = self._decoder.remember(states)
        logits = self._decoder(torch.tensor([self.start] * len(states)), memory)
        decoded = [self._at_start(window) for window in logits[:, 0]]
        logits = logits[:, -1]
        logits[:, self._not_first] = -torch.inf
        windows = [_Window(beams=self._beams) for _ in states]
        memory.widen(self._beams)
        logits = logits.repeat_interleave(self._beams, dim=0)
        while True:
            self._extend(windows, logits)
            if all(window.done for window in windows):
                break
            rows = [row for window in windows for row in window.parents]
            tokens = [hypothesis.tokens[-1] for window in windows for hypothesis in window.live]
            memory.follow(rows)
            logits = self._decoder(torch.tensor(tokens)[:, None], memory)[:, -1]
        for result, window in zip(decoded, windows, strict=True):
            result.best = window.best
        return decoded, memory

    def _at_start(self, logits: Any) -> Decoded:
        """Read the first position: whether there is speech, and in which language."""
        probability = logits.softmax(dim=-1)
        decoded = Decoded()
        if self._tokenizer.no_speech is not None:
            decoded.no_speech = float(probability[self._tokenizer.no_speech])
        if self._tokenizer.language is not None:
            share = probability[list(self._languages.values())]
            decoded.languages = dict(
                zip(self._languages, (share / share.sum()).tolist(), strict=True)
            )
        return decoded

    def _extend(self, windows: Sequence["_Window"], logits: Any) -> None:
        """Extend the hypotheses of every window by one token."""
        import torch

        among_text = logits[:, : self._end].logsumexp(dim=-1)
        logits[:, self._never] = -torch.inf
        logits[:, self._tokenizer.timestamp_begin :] = -torch.inf
        among_all = logits.logsumexp(dim=-1)
        best, tokens = logits.topk(self._beams + 1, dim=-1)
        probabilities = (best - among_text[:, None]).exp().clamp(max=1).tolist()
        log_probabilities = (best - among_all[:, None]).tolist()
        token_lists = tokens.tolist()
        for number, window in enumerate(windows):
            if not window.done:
                first = number * self._beams
                own = slice(first, first + self._beams)
                rows = zip(
                    token_lists[own], log_probabilities[own], probabilities[own], strict=True
                )
                options = [list(zip(*row, strict=True)) for row in rows]
                window.extend(first, options, end=self._end, most=self._most)

    def forced(self, states: Any, text: Sequence[int], *, frames: int) -> Forced:
        """Make the decoder read a known text once.

        Args:
            states: a window's encoder output (frames × width).
            text: the tokens of the text, at least one.
            frames: number of the window's frames to align the text to.
        """
        import torch

        memory = self._decoder.remember([states])
        first = len(self.start) - 1
        logits = self._decoder(torch.tensor([[*self.start, *text]]), memory)[0, first:]
        log_probabilities = logits.log_softmax(dim=-1)
        of_text = log_probabilities[torch.arange(len(text) + 1), torch.tensor([*text, self._end])]
        attention = self._decoder.attention(memory, 0, rows=(), frames=frames)
        weights = np.exp(attention - attention.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        spread = -(weights * np.log(weights + 1e-9)).sum(axis=-1).mean(axis=0)[first:]
        return Forced(
            log_probability=of_text.double().numpy(),
            best=log_probabilities.amax(dim=-1).double().numpy(),
            entropy=(-(log_probabilities.exp() * log_probabilities).sum(dim=-1)).double().numpy(),
            rank=(log_probabilities > of_text[:, None]).sum(dim=-1).double().numpy(),
            starts=token_starts(attention, rows=slice(first, None)).astype(np.float64),
            spread=spread.astype(np.float64),
        )


def cycle_of(tokens: Sequence[int]) -> int:
    """Return the length of the cycle that the last tokens repeat; 0 when there is no cycle."""
    for length in CYCLE_TOKENS:
        times = max(CYCLE_TIMES, -(-CYCLE_LEAST_TOKENS // length))
        if len(tokens) < times * length:
            continue
        last = tokens[-times * length :]
        if all(last[place] == last[place % length] for place in range(len(last))):
            return length
    return 0
