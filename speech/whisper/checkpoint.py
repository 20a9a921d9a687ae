"""Checkpoints in openai-whisper's format: convert and write them once, load and verify them."""

import base64
import gzip
import os
import pickle
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from speech.ctranslate import Checkpoint, fingerprint
from speech.weights import FINGERPRINTS, Source, WeightsError, convert, converted_path, find
from speech.whisper.decoder import Decoder
from speech.whisper.encoder import Encoder


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A checkpoint that can be loaded.

    Attributes:
        model: name of the model.
        origin: the package or the path that it came from.
        path: the file.
    """

    model: str
    origin: str
    path: Path


def prepare(
    model: str, *, folder: Path, places: Sequence[Path] = (), download: bool = False
) -> Prepared:
    """Find the weights and, if necessary, convert them once into ``folder``.

    Args:
        model: see ``speech.weights.find``.
        folder: folder of the converted checkpoint; created if missing.
        places: folders to search before the packages.
        download: let openai-whisper download the model when nothing is found. Only for an
            installation, on request; a worker never downloads.

    Raises:
        WeightsError: nothing was found, or the weights are not the expected ones.
    """
    try:
        source = find(model, folder=folder, places=places)
    except WeightsError:
        if not download:
            raise
        return _downloaded(model, folder)
    if source.checkpoint:
        return Prepared(model=source.model, origin=source.origin, path=source.checkpoint)
    return _converted(source, folder)


def _converted(source: Source, folder: Path) -> Prepared:
    converted, fingerprint_ = convert(source)
    path = (
        converted_path(source.model, folder=folder)
        or folder / f"{source.model}-{fingerprint_[:12]}.pt"
    )
    if not path.is_file():
        _write(converted, path)
    return Prepared(model=source.model, origin=source.origin, path=path)


def _write(converted: Checkpoint, path: Path) -> None:
    """Write a checkpoint atomically, because two processes may do it at the same time."""
    import torch

    path.parent.mkdir(parents=True, exist_ok=True)
    state = {name: torch.from_numpy(np.array(values)) for name, values in converted.tensors.items()}
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            torch.save({"dims": dict(converted.dims), "model_state_dict": state}, file)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _downloaded(model: str, folder: Path) -> Prepared:
    import whisper

    if model not in whisper.available_models():
        raise WeightsError(f"Whisper knows no model {model!r}")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        whisper.load_model(model, device="cpu", download_root=str(folder))
    except (OSError, RuntimeError) as error:
        raise WeightsError(f"The model {model} could not be downloaded: {error}") from error
    return Prepared(model=model, origin="Whisper's own download", path=folder / f"{model}.pt")


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The encoder and decoder of a checkpoint, ready to run, and the fingerprint of its weights."""

    encoder: Encoder
    decoder: Decoder
    vocabulary: int
    weights: str


def load(prepared: Prepared, *, int8: bool) -> Loaded:
    """Build the network from a checkpoint layer by layer, so that memory never holds it twice.

    Args:
        prepared: the result of ``prepare``.
        int8: round the weights of the linear layers to eight bits.

    Raises:
        WeightsError: the file is not a Whisper checkpoint or is damaged.
    """
    import torch

    try:
        stored = torch.load(prepared.path, map_location="cpu", weights_only=True, mmap=True)
        state, dims = stored["model_state_dict"], stored["dims"]
        actual = fingerprint({name: values.half().numpy() for name, values in state.items()})
        encoder = Encoder(state, dims, int8=int8)
        heads = alignment_heads(prepared.model, dims["n_text_layer"], dims["n_text_head"])
        decoder = Decoder(state, dims, alignment_heads=heads, int8=int8)
    except (
        OSError,
        RuntimeError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        pickle.UnpicklingError,
    ) as error:
        raise WeightsError(f"{prepared.path} is not a Whisper checkpoint: {error}") from error
    known = FINGERPRINTS.get(prepared.model, actual)
    if actual != known and prepared.path.stem == f"{prepared.model}-{known[:12]}":
        raise WeightsError(f"{prepared.path} is damaged: delete it, it will be written again")
    return Loaded(encoder=encoder, decoder=decoder, vocabulary=dims["n_vocab"], weights=actual)


def alignment_heads(model: str, layers: int, heads: int) -> list[tuple[int, int]]:
    """Return (layer, head) of the cross-attention heads that follow the sound.

    openai-whisper lists them for its own models; for others it uses the upper half of the layers.
    """
    import whisper

    packed = whisper._ALIGNMENT_HEADS.get(model)
    if packed is None:
        return [(layer, head) for layer in range(layers // 2, layers) for head in range(heads)]
    listed = np.frombuffer(gzip.decompress(base64.b85decode(packed)), dtype=bool)
    return [(int(layer), int(head)) for layer, head in np.argwhere(listed.reshape(layers, heads))]
