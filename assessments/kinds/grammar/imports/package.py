"""QTI packages: a zip file with ``imsmanifest.xml``, read in memory and within limits.

Nothing is written to disk, so no name in a package can reach outside it.
"""

import io
import posixpath
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from assessments.kinds.grammar.imports.draft import UnfitError
from assessments.kinds.grammar.imports.tree import parsed

MANIFEST = "imsmanifest.xml"
MOST_FILES = 5_000
MOST_ITEMS = 1_000
MOST_BYTES_OF_A_FILE = 1_000_000
MOST_BYTES = 20_000_000
"""Of all items together, unpacked. The sizes in the headers of a zip file are not trusted."""

_OTHER_PACKAGES: Mapping[str, str] = {
    "h5p.json": "an H5P package",
    "[Content_Types].xml": "an office document",
    "moodle_backup.xml": "a Moodle backup",
}

TOO_LARGE = f"the file has over {MOST_BYTES_OF_A_FILE:,} bytes unpacked"
OLD_QTI = "the package holds QTI 1.2, which is not read here; export QTI 2.1"
NEW_QTI = "the package holds QTI 3, which is not read here; export QTI 2.1"


def is_zip(content: bytes) -> bool:
    """Whether a content begins like a zip file."""
    return content.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def files(content: bytes) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield name and content of each item of a package, in the order of the manifest.

    Reading an item raises ``UnfitError`` if it is missing, too large, encrypted or damaged.

    Raises:
        UnfitError: the package is damaged or too large, or has no usable manifest.
    """
    try:
        package = ZipFile(io.BytesIO(content))
    except (BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise UnfitError("the zip file is damaged") from error
    names = package.namelist()
    for name, what in _OTHER_PACKAGES.items():
        if name in names:
            raise UnfitError(f"this is {what}, which is not read here; export the questions")
    if len(names) > MOST_FILES:
        raise UnfitError(f"the package holds over {MOST_FILES:,} files; split it")
    reader = _Reader(package)
    manifest = _manifest(names)
    folder = posixpath.dirname(manifest)
    try:
        root, _ = parsed(_text(reader.read(manifest)))
    except UnfitError as error:
        raise UnfitError(f"{MANIFEST}: {error}") from error
    items = _items(root)
    if len(items) > MOST_ITEMS:
        raise UnfitError(f"the package holds over {MOST_ITEMS:,} items; split it")
    for href in items:
        yield href, partial(reader.read_item, folder, href)


class _Reader:
    """Reads files of a package, up to ``MOST_BYTES`` in all."""

    def __init__(self, package: ZipFile) -> None:
        self._package = package
        self._left = MOST_BYTES

    def read_item(self, folder: str, href: str) -> bytes:
        """Return the content of the file to which a manifest refers."""
        path = unquote(href)
        name = posixpath.normpath(posixpath.join(folder, path))
        if path.startswith("/") or "\\" in path or ":" in path or name.startswith(".."):
            raise UnfitError("the manifest names a file outside the package")
        return self.read(name)

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        if self._left <= 0:
            raise UnfitError(f"the package has over {MOST_BYTES:,} bytes unpacked; split it")
        most = min(MOST_BYTES_OF_A_FILE, self._left)
        try:
            with self._package.open(name) as file:
                content = file.read(most + 1)
        except KeyError as error:
            raise UnfitError("the package does not hold this file of its manifest") from error
        except RuntimeError as error:  # also NotImplementedError: an unknown compression
            raise UnfitError("the file is encrypted or packed in an unusual way") from error
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise UnfitError("the file is damaged") from error
        self._left -= len(content)
        if len(content) > most:
            raise UnfitError(TOO_LARGE)
        return content


def _manifest(names: list[str]) -> str:
    """Return the name of the manifest, which may be in the only folder that was packed."""
    manifests = [
        name
        for name in names
        if posixpath.basename(name) == MANIFEST and not name.startswith("__MACOSX/")
    ]
    if MANIFEST in manifests:
        return MANIFEST
    if len(manifests) != 1:
        raise UnfitError(f"the package holds no {MANIFEST} at its top")
    return manifests[0]


def _text(content: bytes) -> str:
    try:
        return content.decode(
            "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        )
    except UnicodeDecodeError as error:
        raise UnfitError("the file is not UTF-8") from error


def _items(root: Element) -> list[str]:
    """Return where the items are."""
    items: list[str] = []
    others = set()
    for resource in root.iter("resource"):
        kind = resource.get("type", "").lower()
        file = resource.find("file")
        href = resource.get("href") or (file.get("href", "") if file is not None else "")
        if kind.startswith(("imsqti_item_xmlv2p", "imsqti_apipitem_xmlv2p")) and href:
            items.append(href)
        else:
            others.add(kind)
    if items:
        return list(dict.fromkeys(items))
    if any(kind.startswith(("imsqti_xmlv1p", "imsqti_assessment_xmlv1p")) for kind in others):
        raise UnfitError(OLD_QTI)
    if any("qti" in kind and "v3p" in kind for kind in others):
        raise UnfitError(NEW_QTI)
    raise UnfitError("the manifest names no QTI 2.1 item")
