"""Beam search over several windows at once, with a guard against endless repetition.

The rules are openai-whisper's (``decoding.py``, MIT licence) at temperature 0 without timestamps.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from speech.alignment import token_starts
from speech.listener import Forced
from speech.whisper.decoder import Decoder, Memory

LANGUAGE = "en"

MULTILINGUAL_FROM = 51_865
"""The multilingual models have at least as many tokens."""

WITHOUT_LANGUAGES = 51_765
"""Tokens of a multilingual model beside one for each language, less one; as whisper counts."""

# A decoder that is stuck repeats a short cycle until it may say no more. Nobody says the same one
# to twelve tokens this often in a row.
CYCLE_TOKENS = range(1, 13)
CYCLE_TIMES = 4
CYCLE_LEAST_TOKENS = 16

_Option = tuple[int, float, float]
"""A token, its log-probability, and its chance among all text tokens."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """One way to go on.

    Attributes:
        tokens: text tokens.
        rows: for each token, the row of the batch in which it was given back to the decoder.
        probabilities: the chance of each token among all text tokens.
        log_probability: sum over the tokens, and over the end once that is reached.
        stuck: it goes round in a circle.
    """

    tokens: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
    probabilities: tuple[float, ...] = ()
    log_probability: float = 0.0
    stuck: bool = False

    def then(self, token: int, chance: float, *, total: float, row: int) -> "Said":
        """Return this with one more token."""
        tokens = (*self.tokens, token)
        return Said(
            tokens=tokens,
            rows=(*self.rows, row),
            probabilities=(*self.probabilities, chance),
            log_probability=total,
            stuck=cycle_of(tokens) > 0,
        )

    def without_last(self) -> "Said":
        """Return this without the token that the decoder was not given any more."""
        return replace(
            self,
            tokens=self.tokens[:-1],
            rows=self.rows[:-1],
            probabilities=self.probabilities[:-1],
        )

    @property
    def mean_log_probability(self) -> float:
        """Mean over the tokens and the end, as openai-whisper counts it."""
        return self.log_probability / (len(self.tokens) + 1)


@dataclass(kw_only=True)
class Decoded:
    """What came out of one window.

    Attributes:
        best: what was most likely said.
        no_speech: probability that there is no speech; None where the model gives none.
        languages: probability of each language; empty where the model knows English only.
    """

    best: Said = field(default_factory=Said)
    no_speech: float | None = None
    languages: dict[str, float] = field(default_factory=dict)


def tokenizer_of(vocabulary: int) -> Any:
    """Load openai-whisper's tokenizer for a model with that many tokens; whisper keeps it."""
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
    """The ways to go on in one window, and those that have come to an end."""

    def __init__(self, beams: int) -> None:
        self._beams = beams
        self.live = [Said()]
        self.parents: list[int] = []
        self.best = Said()
        self.done = False
        self._ended: list[Said] = []

    def go_on(
        self, first: int, options: Sequence[Sequence[_Option]], *, end: int, most: int
    ) -> None:
        """Take the likeliest tokens.

        Args:
            first: the window's first row in the batch.
            options: for each row, its likeliest tokens.
            end: the token that ends a text.
            most: tokens at which a text is cut.
        """
        ways = sorted(
            (
                (parent.log_probability + sure, number, token, chance)
                for number, (parent, those) in enumerate(zip(self.live, options, strict=False))
                for token, sure, chance in those
            ),
            key=lambda way: -way[0],
        )
        live: list[Said] = []
        parents: list[int] = []
        for total, number, token, chance in ways:
            parent = self.live[number]
            if token == end:
                self._ended.append(replace(parent, log_probability=total))
                continue
            live.append(parent.then(token, chance, total=total, row=first + len(live)))
            parents.append(first + number)
            if len(live) == self._beams:
                break
        if live[0].stuck or len(self._ended) >= self._beams or len(live[0].tokens) >= most:
            self.done = True
            self.best = self._likeliest(live[0])
        self.live = live + live[:1] * (self._beams - len(live))
        self.parents = parents + parents[:1] * (self._beams - len(parents))

    def _likeliest(self, longest: Said) -> Said:
        if longest.stuck or not self._ended:
            return longest.without_last()
        return max(
            self._ended[: self._beams],
            key=lambda one: one.log_probability / max(1, len(one.tokens)),
        )


class Search:
    """Finds the likeliest words of a window."""

    def __init__(self, decoder: Decoder, tokenizer: Any, *, beams: int) -> None:
        """Prepare the start of every window and the tokens that are never said.

        Args:
            decoder: of the same checkpoint as the tokenizer.
            tokenizer: openai-whisper's.
            beams: how many ways to go on are followed at a time; with one it is greedy.
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
        found = [self._at_start(one) for one in logits[:, 0]]
        logits = logits[:, -1]
        logits[:, self._not_first] = -torch.inf
        windows = [_Window(beams=self._beams) for _ in states]
        memory.widen(self._beams)
        logits = logits.repeat_interleave(self._beams, dim=0)
        while True:
            self._go_on(windows, logits)
            if all(window.done for window in windows):
                break
            rows = [row for window in windows for row in window.parents]
            tokens = [one.tokens[-1] for window in windows for one in window.live]
            memory.follow(rows)
            logits = self._decoder(torch.tensor(tokens)[:, None], memory)[:, -1]
        for one, window in zip(found, windows, strict=True):
            one.best = window.best
        return found, memory

    def _at_start(self, logits: Any) -> Decoded:
        """Read what the first position says: whether anybody speaks, and in which language."""
        chance = logits.softmax(dim=-1)
        found = Decoded()
        if self._tokenizer.no_speech is not None:
            found.no_speech = float(chance[self._tokenizer.no_speech])
        if self._tokenizer.language is not None:
            share = chance[list(self._languages.values())]
            found.languages = dict(
                zip(self._languages, (share / share.sum()).tolist(), strict=True)
            )
        return found

    def _go_on(self, windows: Sequence["_Window"], logits: Any) -> None:
        """Give every window its next tokens."""
        import torch

        among_text = logits[:, : self._end].logsumexp(dim=-1)
        logits[:, self._never] = -torch.inf
        logits[:, self._tokenizer.timestamp_begin :] = -torch.inf
        among_all = logits.logsumexp(dim=-1)
        best, tokens = logits.topk(self._beams + 1, dim=-1)
        chances = (best - among_text[:, None]).exp().clamp(max=1).tolist()
        sure = (best - among_all[:, None]).tolist()
        chosen = tokens.tolist()
        for number, window in enumerate(windows):
            if not window.done:
                first = number * self._beams
                here = slice(first, first + self._beams)
                rows = zip(chosen[here], sure[here], chances[here], strict=True)
                options = [list(zip(*row, strict=True)) for row in rows]
                window.go_on(first, options, end=self._end, most=self._most)

    def forced(self, states: Any, text: Sequence[int], *, frames: int) -> Forced:
        """Let the decoder read known words once.

        Args:
            states: a window's encoder output (frames × width).
            text: their tokens, at least one.
            frames: how many of the window's to align them to.
        """
        import torch

        memory = self._decoder.remember([states])
        first = len(self.start) - 1
        logits = self._decoder(torch.tensor([[*self.start, *text]]), memory)[0, first:]
        chances = logits.log_softmax(dim=-1)
        said = chances[torch.arange(len(text) + 1), torch.tensor([*text, self._end])]
        attention = self._decoder.attention(memory, 0, rows=(), frames=frames)
        looks = np.exp(attention - attention.max(axis=-1, keepdims=True))
        looks /= looks.sum(axis=-1, keepdims=True)
        spread = -(looks * np.log(looks + 1e-9)).sum(axis=-1).mean(axis=0)[first:]
        return Forced(
            log_probability=said.double().numpy(),
            best=chances.amax(dim=-1).double().numpy(),
            entropy=(-(chances.exp() * chances).sum(dim=-1)).double().numpy(),
            rank=(chances > said[:, None]).sum(dim=-1).double().numpy(),
            starts=token_starts(attention, rows=slice(first, None)).astype(np.float64),
            spread=spread.astype(np.float64),
        )


def cycle_of(tokens: Sequence[int]) -> int:
    """Return the length of the cycle that the last tokens go round in; 0 when there is none."""
    for length in CYCLE_TOKENS:
        times = max(CYCLE_TIMES, -(-CYCLE_LEAST_TOKENS // length))
        if len(tokens) < times * length:
            continue
        last = tokens[-times * length :]
        if all(last[place] == last[place % length] for place in range(len(last))):
            return length
    return 0
