"""From the bytes a browser sent to 16 kHz mono samples, and whether they are worth listening to."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
BROKEN_PACKETS_ALLOWED = 20
CLAIM_TOLERANCE_SECONDS, CLAIM_TOLERANCE_SHARE = 0.5, 0.03

# Gates; our own choice, not yet tried on applicants. Speech sent by a browser lies at -35 to
# -15 dBFS; a muted microphone gives -70 and less.
SHORTEST_SECONDS = 0.5
LOUDNESS_WINDOW_SECONDS = 0.5
SILENT_BELOW_DBFS = -60.0
LOW_LEVEL_BELOW_DBFS = -45.0
CLIPPED_AT = 32_700 / 32_768
CLIPPED_ABOVE_SHARE = 0.10
SOME_CLIPPING_ABOVE_SHARE = 0.001
QUIETEST_DBFS = -100.0


class AudioError(Exception):
    """The bytes hold no sound that can be used; ``reason`` is ``empty`` or ``not_audio``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True, eq=False)
class Sound:
    """Decoded sound.

    Attributes:
        samples: 16 kHz mono float32, -1 to 1.
        flags: ``cut_short`` (longer than was permitted), ``damaged`` (parts could not be decoded).
    """

    samples: NDArray[np.float32]
    flags: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.samples) / SAMPLE_RATE


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Loudness and clipping of a sound, and what follows from them.

    Attributes:
        rms_dbfs: of the whole sound, dB relative to full scale, not below -100.
        loudest_dbfs: the same of the loudest half second.
        clipped_share: share of samples at full scale, 0 to 1.
        rejected: ``too_short``, ``silent``, ``clipped``, or empty when the sound is good enough.
        flags: ``low_level``, ``some_clipping``.
    """

    rms_dbfs: float
    loudest_dbfs: float
    clipped_share: float
    rejected: str
    flags: tuple[str, ...]


def decode(source: bytes | Path, *, longest_seconds: float) -> Sound:
    """Decode webm, ogg, mp4, mp3, wav or flac to 16 kHz mono.

    Args:
        source: the file's bytes, or where it stands.
        longest_seconds: what comes later is left out, with the flag ``cut_short``.

    Raises:
        AudioError: nothing could be decoded; nothing else leaves for bad contents.
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
    """Name the container by its first bytes.

    FFmpeg's own guess also knows playlists and scripts that open other files and addresses; an
    upload must never get that far.
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
    """Give the first audio stream, piece by piece; raises whatever FFmpeg raises."""
    import av  # here, because the web process imports this room and never decodes

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
                frame.pts = None  # gaps in the stamps would make the resampler refuse
                yield from (piece.to_ndarray()[0] for piece in resampler.resample(frame))
        yield from (piece.to_ndarray()[0] for piece in resampler.resample(None))
        if broken:
            raise broken[0]


def shorter_than_claimed(seconds: float, claimed: float, *, longest_seconds: float) -> bool:
    """Say whether sound is missing: decoded against what the browser's clock counted.

    Corrupted bytes are dropped by decoders without a word; this is how it shows. Tolerance:
    0.5 s or 3 % of the claim, the larger one.
    """
    expected = min(claimed, longest_seconds)
    return expected - seconds > max(CLAIM_TOLERANCE_SECONDS, CLAIM_TOLERANCE_SHARE * expected)


def quality(sound: Sound) -> Quality:
    """Measure loudness and clipping, and apply the gates."""
    samples = sound.samples
    whole, loudest = _dbfs(samples), _loudest_dbfs(samples)
    clipped = float(np.mean(np.abs(samples) >= CLIPPED_AT)) if len(samples) else 0.0
    rejected = ""
    if sound.seconds < SHORTEST_SECONDS:
        rejected = "too_short"
    elif loudest < SILENT_BELOW_DBFS:
        rejected = "silent"
    elif clipped > CLIPPED_ABOVE_SHARE:
        rejected = "clipped"
    flags = []
    if loudest < LOW_LEVEL_BELOW_DBFS:
        flags.append("low_level")
    if clipped > SOME_CLIPPING_ABOVE_SHARE:
        flags.append("some_clipping")
    return Quality(
        rms_dbfs=whole,
        loudest_dbfs=loudest,
        clipped_share=clipped,
        rejected=rejected,
        flags=tuple(flags),
    )


def _dbfs(samples: NDArray[np.float32]) -> float:
    """Return the root mean square in dB relative to full scale, not below -100."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    return max(QUIETEST_DBFS, 10 * float(np.log10(power))) if power > 0 else QUIETEST_DBFS


def _loudest_dbfs(samples: NDArray[np.float32]) -> float:
    """Return the level of the loudest half second, so that long pauses do not hide speech."""
    window = int(LOUDNESS_WINDOW_SECONDS * SAMPLE_RATE)
    starts = range(0, max(1, len(samples) - window + 1), window // 2)
    return max(_dbfs(samples[start : start + window]) for start in starts)
