"""Decode the bytes that a browser sent to 16 kHz mono samples."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
BROKEN_PACKETS_ALLOWED = 20


class AudioError(Exception):
    """The bytes hold no usable sound; ``reason`` is ``empty`` or ``not_audio``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True, eq=False)
class Sound:
    """Decoded sound.

    Attributes:
        samples: 16 kHz mono float32, -1 to 1.
        flags: ``cut_short`` (longer than permitted), ``damaged`` (parts could not be decoded).
    """

    samples: NDArray[np.float32]
    flags: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / SAMPLE_RATE


def decode(source: bytes | Path, *, longest_seconds: float) -> Sound:
    """Decode webm, ogg, mp4, mp3, wav or flac to 16 kHz mono.

    Args:
        source: the file's bytes or its path.
        longest_seconds: sound after this is left out, with the flag ``cut_short``.

    Raises:
        AudioError: nothing could be decoded; bad contents raise no other error.
        OSError: the path cannot be read.
    """
    data = source if isinstance(source, bytes) else source.read_bytes()
    if not data:
        raise AudioError("empty")
    container = _container(data)
    if container is None:
        raise AudioError("not_audio")
    enough = int(longest_seconds * SAMPLE_RATE)
    pieces: list[NDArray[np.int16]] = []
    length, flags = 0, []
    try:
        for piece in _pieces(data, container):
            pieces.append(piece)
            length += len(piece)
            if length > enough:
                flags.append("cut_short")
                break
    except Exception as error:  # FFmpeg's decoders fail in many ways on hostile bytes
        if not length:
            raise AudioError("not_audio") from error
        flags.append("damaged")
    if not length:
        raise AudioError("empty")
    samples = np.concatenate(pieces)[:enough]
    return Sound(samples=samples.astype(np.float32) / np.float32(32_768), flags=tuple(flags))


def _container(data: bytes) -> str | None:
    """Recognise the container by its first bytes; None when it is not one that is decoded here.

    FFmpeg's own detection also knows playlists and scripts that open other files and addresses; an
    upload must never reach those.
    """
    if data[:4] == b"\x1aE\xdf\xa3":
        return "matroska"
    if data[4:8] == b"ftyp":
        return "mp4"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    named = {b"OggS": "ogg", b"fLaC": "flac"}.get(data[:4])
    if named is None and _is_mp3(data):
        return "mp3"
    return named


def _is_mp3(data: bytes) -> bool:
    frame = len(data) > 2 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0 and data[1] & 0x06 != 0
    return frame or data[:3] == b"ID3"


def _pieces(data: bytes, container: str) -> Iterator[NDArray[np.int16]]:
    """Yield the first audio stream piece by piece; raises whatever FFmpeg raises."""
    import av  # here: the web process imports this package but never decodes

    with av.open(io.BytesIO(data), "r", format=container) as opened:
        stream = opened.streams.audio[0]
        resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        broken: list[Exception] = []
        for packet in opened.demux(stream):
            try:
                frames: list[Any] = packet.decode()
            except av.error.InvalidDataError as error:
                broken.append(error)
                if len(broken) > BROKEN_PACKETS_ALLOWED:
                    raise
                continue
            for frame in frames:
                frame.pts = None  # the resampler fails on gaps in the time stamps
                yield from (piece.to_ndarray()[0] for piece in resampler.resample(frame))
        yield from (piece.to_ndarray()[0] for piece in resampler.resample(None))
        if broken:
            raise broken[0]
