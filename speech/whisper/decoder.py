"""Whisper's decoder for several windows at once, with the attention needed for word times.

The weights are read once for all windows of an answer, and the cross-attention from which word
times are computed is stored while decoding, so that no second pass is needed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.whisper.encoder import HEAD_WIDTH, named, norm, stacked
from speech.whisper.linear import linear


@dataclass(kw_only=True)
class Memory:
    """The decoder's cache for a batch of windows.

    Attributes:
        sound: for each layer, keys and values of the encoder's states (windows × heads × frames ×
            64); shorter windows are padded.
        padding_mask: 0 where a window has sound and minus infinity in its padding (windows × 1 ×
            1 × frames); None when all windows are equally long.
        tokens: for each layer, keys and values of the tokens so far.
        queries: queries of the alignment heads, one tensor per run (rows × tokens × heads × 64).
        length: number of tokens so far.
        beams: rows for each window.
    """

    sound: list[tuple[Any, ...]]
    padding_mask: Any
    tokens: list[tuple[Any, Any]]
    queries: list[Any] = field(default_factory=list)
    length: int = 0
    beams: int = 1

    def widen(self, beams: int) -> None:
        """Use several rows for each window from now on; the sound is stored once."""
        self.tokens = [
            (keys.repeat_interleave(beams, dim=0), values.repeat_interleave(beams, dim=0))
            for keys, values in self.tokens
        ]
        self.beams = beams

    def follow(self, rows: Sequence[int]) -> None:
        """Make each row continue the row whose number is given for it."""
        import torch

        chosen = torch.tensor(rows)
        self.tokens = [(keys[chosen], values[chosen]) for keys, values in self.tokens]


class Decoder:
    """The layers of a checkpoint's decoder, ready to run."""

    def __init__(
        self,
        state: Mapping[str, Any],
        dims: Mapping[str, int],
        *,
        alignment_heads: Sequence[tuple[int, int]],
        int8: bool,
    ) -> None:
        """Prepare the layers.

        Args:
            state: the checkpoint's tensors by openai-whisper's names.
            dims: the checkpoint's dimensions by openai-whisper's names.
            alignment_heads: (layer, head) of the cross-attention that follows the sound.
            int8: round the weights of the linear layers to eight bits.
        """
        self.longest = dims["n_text_ctx"]
        self._heads, self._width = dims["n_text_head"], dims["n_text_state"]
        self._alignment = sorted(alignment_heads)
        self._words = state[
            "decoder.token_embedding.weight"
        ].clone()  # so that the file can be closed
        self._places = state["decoder.positional_embedding"].float()
        self._blocks = [
            _Block(state, f"decoder.blocks.{number}.", self._heads, int8=int8)
            for number in range(dims["n_text_layer"])
        ]
        self._last = norm(state, "decoder.ln")
        self._to_words = linear(self._words, None, int8=int8)

    def remember(self, states: Sequence[Any]) -> Memory:
        """Start a batch with one encoder output (frames × width) for each window."""
        import torch

        frames = [len(window) for window in states]
        longest = max(frames)
        sound = [
            tuple(
                torch.stack(
                    [
                        torch.nn.functional.pad(part, (0, 0, 0, longest - part.shape[1]))
                        for part in parts
                    ]
                )
                for parts in zip(*(block.keys_and_values(window) for window in states), strict=True)
            )
            for block in self._blocks
        ]
        padding_mask = None
        if min(frames) < longest:
            padding_mask = torch.zeros(len(states), 1, 1, longest)
            for row, count in enumerate(frames):
                padding_mask[row, :, :, count:] = -torch.inf
        empty = torch.zeros(len(states), self._heads, 0, HEAD_WIDTH)
        tokens = [(empty, empty) for _ in self._blocks]
        return Memory(sound=sound, padding_mask=padding_mask, tokens=tokens)

    def __call__(self, tokens: Any, memory: Memory) -> Any:
        """Decode the next ``tokens`` (rows × tokens).

        Returns:
            Their logits over the whole vocabulary.
        """
        import torch

        _, count = tokens.shape
        places = self._places[memory.length : memory.length + count]
        states = self._words[tokens].float() + places
        queries = []
        for number, block in enumerate(self._blocks):
            states, query = block(states, memory, number)
            queries.append(query)
        if self._alignment:
            of_heads = [queries[layer][:, :, head] for layer, head in self._alignment]
            memory.queries.append(torch.stack(of_heads, dim=2))
        memory.length += count
        return self._to_words(self._last(states))

    def attention(
        self, memory: Memory, window: int, *, rows: Sequence[int], frames: int
    ) -> NDArray[np.float32]:
        """Return the alignment heads' attention before the softmax: heads × tokens × frames.

        Args:
            memory: cache of a decoded batch.
            window: number of the window in the batch.
            rows: the row of each token after the start tokens.
            frames: number of the window's frames to use.
        """
        import torch

        start, *later = memory.queries
        path = [start[window], *(run[row] for run, row in zip(later, rows, strict=False))]
        queries = torch.cat(path).transpose(0, 1)
        keys = torch.stack(
            [memory.sound[layer][0][window, head, :frames] for layer, head in self._alignment]
        )
        logits: NDArray[np.float32] = (queries @ keys.transpose(1, 2) / HEAD_WIDTH**0.5).numpy()
        return logits


class _Block:
    """Attention to the earlier tokens, attention to the sound, and a two-layer network."""

    def __init__(self, state: Mapping[str, Any], place: str, heads: int, *, int8: bool) -> None:
        import torch

        self._heads = heads
        self._tokens_norm = norm(state, place + "attn_ln")
        weight, bias = stacked(state, place + "attn.", ("query", "key", "value"))
        self._tokens = linear(weight, bias, int8=int8)
        self._tokens_out = named(state, place + "attn.out", int8=int8)
        self._sound_norm = norm(state, place + "cross_attn_ln")
        self._sound_query = named(state, place + "cross_attn.query", int8=int8)
        weight, bias = stacked(state, place + "cross_attn.", ("key", "value"))
        self._sound = linear(weight, bias, int8=int8)
        self._sound_out = named(state, place + "cross_attn.out", int8=int8)
        self._network_norm = norm(state, place + "mlp_ln")
        self._wide = named(state, place + "mlp.0", int8=int8)
        self._narrow = named(state, place + "mlp.2", int8=int8)
        self._gelu = torch.nn.functional.gelu
        self._attend = torch.nn.functional.scaled_dot_product_attention

    def keys_and_values(self, states: Any) -> tuple[Any, Any]:
        """Return keys and values of the cross-attention, each heads × frames × 64."""
        parts = self._sound(states).view(len(states), 2, self._heads, HEAD_WIDTH)
        keys, values = parts.permute(1, 2, 0, 3).contiguous()
        return keys, values

    def __call__(self, states: Any, memory: Memory, number: int) -> tuple[Any, Any]:
        import torch

        rows, count, width = states.shape
        parts = self._tokens(self._tokens_norm(states))
        parts = parts.view(rows, count, 3, self._heads, HEAD_WIDTH).permute(2, 0, 3, 1, 4)
        keys = torch.cat([memory.tokens[number][0], parts[1]], dim=2)
        values = torch.cat([memory.tokens[number][1], parts[2]], dim=2)
        memory.tokens[number] = keys, values
        attended = self._attend(parts[0], keys, values, is_causal=count > 1)
        states = states + self._tokens_out(attended.transpose(1, 2).reshape(rows, count, width))
        query = self._sound_query(self._sound_norm(states))
        query = query.view(rows, count, self._heads, HEAD_WIDTH)
        # All rows of a window attend to the same sound, so they are treated as one long text.
        together = query.view(-1, memory.beams * count, self._heads, HEAD_WIDTH).transpose(1, 2)
        keys, values = memory.sound[number]
        attended = self._attend(together, keys, values, attn_mask=memory.padding_mask)
        states = states + self._sound_out(attended.transpose(1, 2).reshape(rows, count, width))
        return states + self._narrow(self._gelu(self._wide(self._network_norm(states)))), query
