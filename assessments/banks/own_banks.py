"""The operator's own banks, outside the repository: plain, or encrypted at rest.

A file of an encrypted bank is a Fernet token (AES-128-CBC with HMAC-SHA256, package cryptography)
and ends in ``.enc``. The first line of its plain text names the kind and the file, so changed and
exchanged files are refused. A missing file, or an older version of one, is not detected. Decrypted
text stays in memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from assessments.contract.assessment import ContentError

ENDING = ".enc"
ITEM_FILES = frozenset({".yaml", ".json"})
"""Suffixes of item files; other files of the folder are ignored."""


@dataclass(frozen=True)
class OwnBanks:
    """The folder of the operator's banks and the keys of encrypted ones.

    Attributes:
        folder: has one folder for each kind with its own bank, named like its slug.
        keys: keys separated by commas: the first encrypts, every key decrypts. Never displayed.
    """

    folder: Path
    keys: str = field(default="", repr=False)

    def has(self, slug: str) -> bool:
        """Return whether a kind has its own bank.

        Raises:
            ContentError: the folder of the banks does not exist.
        """
        if not self.folder.is_dir():
            raise ContentError(f"ITEM_BANKS: there is no folder {self.folder}")
        return (self.folder / slug).is_dir()

    def texts(self, slug: str) -> Mapping[str, str]:
        """Return a kind's item files by name.

        Raises:
            ContentError: as in ``texts_of``, or a key is set and the files are plain.
        """
        folder = self.folder / slug
        if self.keys and not _names(folder)[1]:
            raise ContentError(
                f"{folder}: ITEM_BANKS_KEY is set, but these files are plain; encrypt them with "
                f"`flask assessments encrypt-bank {slug} {folder} TARGET`, or unset the key"
            )
        return texts_of(folder, slug, self.keys)


def new_key() -> str:
    """Return a new random key."""
    return Fernet.generate_key().decode("ascii")


def texts_of(folder: Path, slug: str, keys: str = "") -> Mapping[str, str]:
    """Return the text of the item files of a folder, by name without ``.enc``, decrypted.

    Raises:
        ContentError: there is no item file, only some files are encrypted, a file cannot be
            read, or the keys are missing or wrong. The message gives the remedy, never a key.
    """
    plain, encrypted = _names(folder)
    if not encrypted:
        return {name: _decoded((folder / name).read_bytes(), folder / name) for name in plain}
    opener = _opener(keys)
    return {
        name.removesuffix(ENDING): _opened(folder / name, slug, opener)
        for name in sorted(encrypted)
    }


def encrypt(texts: Mapping[str, str], slug: str, target: Path, keys: str) -> None:
    """Encrypt item files with the first of the keys and write them to a new or empty folder.

    Raises:
        ContentError: the keys are missing or wrong, or the folder is not empty.
    """
    opener = _opener(keys)
    _make_empty(target)
    for name, text in texts.items():
        token = opener.encrypt(f"{slug}/{name}\n{text}".encode())
        (target / (name + ENDING)).write_bytes(token + b"\n")


def write_plain(texts: Mapping[str, str], target: Path) -> None:
    """Write item files as plain text, for their author, to a new or empty folder.

    Raises:
        ContentError: the folder is not empty.
    """
    _make_empty(target)
    for name, text in texts.items():
        (target / name).write_text(text, "utf-8")


def _names(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the plain and of the encrypted item files; one list is empty."""
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    plain = [name for name in names if Path(name).suffix in ITEM_FILES]
    encrypted = [name for name in names if name.endswith(ENDING)]
    if plain and encrypted:
        raise ContentError(
            f"{folder}: {', '.join(plain)} plain beside encrypted files; "
            "take them away, or encrypt the whole bank anew from its plain files"
        )
    if not plain and not encrypted:
        raise ContentError(f"{folder}: no item file (.yaml, or .yaml{ENDING} for an encrypted one)")
    return plain, encrypted


def _opener(keys: str) -> MultiFernet:
    written = [key for key in map(str.strip, keys.split(",")) if key]
    if not written:
        raise ContentError(
            "ITEM_BANKS_KEY is not set; an encrypted bank needs the key it was encrypted with "
            "(a new one: `flask assessments new-bank-key`)"
        )
    try:
        return MultiFernet([Fernet(key) for key in written])
    except ValueError:
        # Without the cause, which may quote the key.
        raise ContentError(
            "ITEM_BANKS_KEY is not a key as `flask assessments new-bank-key` prints it; "
            "several stand with commas between them"
        ) from None


def _opened(path: Path, slug: str, opener: MultiFernet) -> str:
    try:
        content = _decoded(opener.decrypt(path.read_bytes().strip()), path)
    except InvalidToken:
        raise ContentError(
            f"{path}: ITEM_BANKS_KEY does not open it: the key is another one, or the file was "
            "changed; name the key it was encrypted with, or encrypt the bank again"
        ) from None
    name, _, text = content.partition("\n")
    if name != f"{slug}/{path.name.removesuffix(ENDING)}":
        raise ContentError(f"{path}: this is {name} under another name; give it its own back")
    return text


def _decoded(content: bytes, path: Path) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise ContentError(f"{path}: this is not text in UTF-8") from None


def _make_empty(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    if any(target.iterdir()):
        raise ContentError(f"{target}: the folder holds something; name a new one")
