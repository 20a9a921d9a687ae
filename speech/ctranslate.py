"""Read Whisper's weights from a CTranslate2 file (format 6, float16), with numpy alone."""

import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FORMAT, REVISION, SPECIFICATION = 6, 3, "WhisperSpec"
TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
HEAD_WIDTH = 64

Tensors = Mapping[str, NDArray[np.float16]]


class FormatError(Exception):
    """The file is not a complete Whisper model in the format that this module reads."""


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """The input of openai-whisper's ``load_model``: dimensions and float16 tensors by name."""

    dims: Mapping[str, int]
    tensors: Tensors


class _Reader:
    """Reads consecutive little-endian values without padding."""

    def __init__(self, data: bytes) -> None:
        self.data, self.place = data, 0

    def take(self, length: int) -> memoryview:
        end = self.place + length
        if end > len(self.data):
            raise FormatError(f"the file ends at {len(self.data)} where {end} bytes were announced")
        view = memoryview(self.data)[self.place : end]
        self.place = end
        return view

    def number(self, kind: str) -> int:
        value: int = struct.unpack(f"<{kind}", self.take(struct.calcsize(f"<{kind}")))[0]
        return value

    def text(self) -> str:
        return bytes(self.take(self.number("H"))).rstrip(b"\0").decode("ascii", "replace")


def variables(data: bytes) -> dict[str, NDArray[np.generic]]:
    """Read all variables of a CTranslate2 model, aliases left out.

    Raises:
        FormatError: another format, a truncated file, or bytes left over.
    """
    reader = _Reader(data)
    header = (reader.number("I"), reader.text(), reader.number("I"))
    if header != (FORMAT, SPECIFICATION, REVISION):
        raise FormatError(f"not a CTranslate2 Whisper model of format 6: {header}")
    arrays: dict[str, NDArray[np.generic]] = {}
    for _ in range(reader.number("I")):
        name = reader.text()
        shape = [reader.number("I") for _ in range(reader.number("B"))]
        kind = reader.number("B")
        if kind not in TYPES:
            raise FormatError(f"{name} has the unknown type {kind}")
        values = np.frombuffer(reader.take(reader.number("I")), np.dtype(TYPES[kind]))
        if values.size != int(np.prod(shape, dtype=np.int64)):
            raise FormatError(f"{name} holds {values.size} values, its shape is {shape}")
        arrays[name] = values.reshape(shape)
    for _ in range(reader.number("I")):
        reader.text(), reader.text()
    if reader.place != len(data):
        raise FormatError(f"{len(data) - reader.place} bytes are left over")
    return arrays


def checkpoint(data: bytes) -> Checkpoint:
    """Convert a CTranslate2 model to openai-whisper's names and shapes.

    Raises:
        FormatError: as for ``variables``, or a tensor is missing or is not float16.
    """
    arrays = variables(data)
    tensors: dict[str, NDArray[np.float16]] = {}
    for name, source, part in _tensor_places(arrays):
        values = arrays.get(source)
        if values is None or values.dtype != np.float16:
            raise FormatError(f"{source} is missing or is not float16")
        tensors[name] = np.asarray(values[part], np.float16)
    for name in [name for name in tensors if name.endswith(".key.bias")]:
        if np.any(tensors.pop(name)):
            raise FormatError(f"{name} should be zero: Whisper's keys have no bias")
    return Checkpoint(dims=_dimensions(tensors), tensors=tensors)


def fingerprint(tensors: Tensors) -> str:
    """Return the SHA-256 over the sorted names, each with its tensor's float16 bytes."""
    digest = hashlib.sha256()
    for name in sorted(tensors):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(tensors[name], "<f2").tobytes())
    return digest.hexdigest()


TensorPlace = tuple[str, str, slice]
"""openai-whisper's name of a tensor, its name in the file, and which of its rows."""

WHOLE = slice(None)


def _tensor_places(arrays: Mapping[str, NDArray[np.generic]]) -> Iterator[TensorPlace]:
    """Yield the place of every tensor of a checkpoint."""
    for number in ("1", "2"):
        for kind in ("weight", "bias"):
            yield f"encoder.conv{number}.{kind}", f"encoder/conv{number}/{kind}", WHOLE
    yield "decoder.token_embedding.weight", "decoder/embeddings/weight", WHOLE
    for side, norm in (("encoder", "ln_post"), ("decoder", "ln")):
        yield f"{side}.positional_embedding", f"{side}/position_encodings/encodings", WHOLE
        yield from _norm(f"{side}.{norm}", f"{side}/layer_norm")
        layers = {name.split("/")[1] for name in arrays if name.startswith(f"{side}/layer_")}
        for layer in range(len(layers - {"layer_norm"})):
            yield from _block(side, layer, width=len(arrays["encoder/conv1/bias"]))


def _block(side: str, number: int, *, width: int) -> Iterator[TensorPlace]:
    """Yield the places of one layer, in which queries, keys and values are stacked by rows."""
    name, source = f"{side}.blocks.{number}", f"{side}/layer_{number}"
    thirds = [slice(part * width, (part + 1) * width) for part in range(3)]
    attention = f"{source}/self_attention"
    yield from _norm(f"{name}.attn_ln", f"{attention}/layer_norm")
    for part, rows in zip(("query", "key", "value"), thirds, strict=True):
        yield from _linear(f"{name}.attn.{part}", f"{attention}/linear_0", rows)
    yield from _linear(f"{name}.attn.out", f"{attention}/linear_1")
    if side == "decoder":
        cross = f"{source}/attention"
        yield from _norm(f"{name}.cross_attn_ln", f"{cross}/layer_norm")
        yield from _linear(f"{name}.cross_attn.query", f"{cross}/linear_0")
        for part, rows in zip(("key", "value"), thirds[:2], strict=True):
            yield from _linear(f"{name}.cross_attn.{part}", f"{cross}/linear_1", rows)
        yield from _linear(f"{name}.cross_attn.out", f"{cross}/linear_2")
    yield from _norm(f"{name}.mlp_ln", f"{source}/ffn/layer_norm")
    yield from _linear(f"{name}.mlp.0", f"{source}/ffn/linear_0")
    yield from _linear(f"{name}.mlp.2", f"{source}/ffn/linear_1")


def _norm(name: str, source: str) -> Iterator[TensorPlace]:
    yield f"{name}.weight", f"{source}/gamma", WHOLE
    yield f"{name}.bias", f"{source}/beta", WHOLE


def _linear(name: str, source: str, rows: slice = WHOLE) -> Iterator[TensorPlace]:
    yield f"{name}.weight", f"{source}/weight", rows
    yield f"{name}.bias", f"{source}/bias", rows


def _dimensions(tensors: Tensors) -> dict[str, int]:
    """Derive the model's dimensions from the shapes of its tensors."""
    width, mels, _ = tensors["encoder.conv1.weight"].shape
    sizes = {"n_mels": mels, "n_vocab": len(tensors["decoder.token_embedding.weight"])}
    for side, short in (("encoder", "audio"), ("decoder", "text")):
        sizes[f"n_{short}_ctx"] = len(tensors[f"{side}.positional_embedding"])
        sizes[f"n_{short}_state"] = width
        sizes[f"n_{short}_head"] = width // HEAD_WIDTH
        sizes[f"n_{short}_layer"] = sum(
            name.startswith(f"{side}.blocks.") and name.endswith(".mlp.0.bias") for name in tensors
        )
    return sizes
