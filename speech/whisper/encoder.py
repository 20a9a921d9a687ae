"""Whisper's encoder for a context of any length, instead of always 30 seconds."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.audio import SAMPLE_RATE
from speech.whisper.linear import linear

FRAMES_PER_SECOND = 50
HEAD_WIDTH = 64


class Encoder:
    """The layers of a checkpoint's encoder, ready to run."""

    def __init__(self, state: Mapping[str, Any], dims: Mapping[str, int], *, int8: bool) -> None:
        """Prepare the layers.

        Args:
            state: the checkpoint's tensors by openai-whisper's names.
            dims: the checkpoint's dimensions by openai-whisper's names.
            int8: round the weights of the linear layers to eight bits.
        """
        self._mels, self._heads = dims["n_mels"], dims["n_audio_head"]
        self._conv = [
            (state[f"encoder.{name}.weight"].float(), state[f"encoder.{name}.bias"].float())
            for name in ("conv1", "conv2")
        ]
        self._places = state["encoder.positional_embedding"].float()
        self._blocks = [
            _Block(state, f"encoder.blocks.{number}.", self._heads, int8=int8)
            for number in range(dims["n_audio_layer"])
        ]
        self._last = norm(state, "encoder.ln_post")

    def __call__(self, samples: NDArray[np.float32], *, context: float) -> list[Any]:
        """Encode ``context`` seconds of sound, which is padded with silence or cut to that length.

        Returns:
            The states after each block, the last of them normalised; each frames × width, 50
            frames per second.
        """
        import torch.nn.functional as F  # noqa: N812  (its usual name)
        from whisper.audio import log_mel_spectrogram, pad_or_trim

        length = round(context * FRAMES_PER_SECOND) * SAMPLE_RATE // FRAMES_PER_SECOND
        sound = pad_or_trim(np.ascontiguousarray(samples, np.float32), length)
        (first, first_bias), (second, second_bias) = self._conv
        states = log_mel_spectrogram(sound, self._mels)[None]
        states = F.gelu(F.conv1d(states, first, first_bias, padding=1))
        states = F.gelu(F.conv1d(states, second, second_bias, stride=2, padding=1))
        states = states[0].T + self._places[: states.shape[2]]
        layers = []
        for block in self._blocks:
            states = block(states)
            layers.append(states)
        return [*layers[:-1], self._last(states)]


class _Block:
    """Self-attention and a two-layer network, each added to its input."""

    def __init__(self, state: Mapping[str, Any], place: str, heads: int, *, int8: bool) -> None:
        import torch

        self._heads = heads
        self._attention_norm = norm(state, place + "attn_ln")
        weight, bias = stacked(state, place + "attn.", ("query", "key", "value"))
        self._query_key_value = linear(weight, bias, int8=int8)
        self._out = named(state, place + "attn.out", int8=int8)
        self._network_norm = norm(state, place + "mlp_ln")
        self._wide = named(state, place + "mlp.0", int8=int8)
        self._narrow = named(state, place + "mlp.2", int8=int8)
        self._gelu = torch.nn.functional.gelu
        self._attend = torch.nn.functional.scaled_dot_product_attention

    def __call__(self, states: Any) -> Any:
        frames, width = states.shape
        parts = self._query_key_value(self._attention_norm(states))
        query, key, value = parts.view(frames, 3, self._heads, HEAD_WIDTH).permute(1, 2, 0, 3)
        attended = self._attend(query[None], key[None], value[None])[0]
        states = states + self._out(attended.transpose(0, 1).reshape(frames, width))
        return states + self._narrow(self._gelu(self._wide(self._network_norm(states))))


def norm(state: Mapping[str, Any], place: str) -> Any:
    """Return a layer normalisation as a function."""
    import torch

    weight, bias = state[f"{place}.weight"].float(), state[f"{place}.bias"].float()
    return lambda x: torch.nn.functional.layer_norm(x, weight.shape, weight, bias)


def named(state: Mapping[str, Any], place: str, *, int8: bool) -> Any:
    """Return the linear layer with that name as a function."""
    return linear(state[f"{place}.weight"], state.get(f"{place}.bias"), int8=int8)


def stacked(state: Mapping[str, Any], place: str, names: tuple[str, ...]) -> tuple[Any, Any]:
    """Return the joined weights and biases of layers with the same input.

    Whisper's keys have no bias; zeros take its place.
    """
    import torch

    weights = [state[f"{place}{name}.weight"].float() for name in names]
    biases = [
        state[f"{place}{name}.bias"].float()
        if f"{place}{name}.bias" in state
        else torch.zeros(len(weight))
        for name, weight in zip(names, weights, strict=True)
    ]
    return torch.cat(weights), torch.cat(biases)
