"""flask assessments open-banks | new-bank-key | encrypt-bank | decrypt-bank."""

from collections.abc import Mapping
from pathlib import Path

import click

import config
from assessments.banks import registry
from assessments.banks.own_banks import encrypt, new_key, texts_of, write_plain
from assessments.contract.assessment import ContentError

_SOURCE = click.Path(exists=True, file_okay=False, path_type=Path)
_TARGET = click.Path(file_okay=False, path_type=Path)


@click.command("open-banks")
def open_banks() -> None:
    """Read the banks of ITEM_BANKS; stop at the first faulty one. Every start does this."""
    try:
        own = registry.own_banks()
        for slug in own:
            click.echo(f"{slug}: {len(registry.bank(slug))} items of a bank of your own")
    except ContentError as error:
        raise click.ClickException(str(error)) from error
    if config.current().item_banks and not own:
        click.echo(
            f"no bank of your own in {config.current().item_banks}: the shipped ones are used"
        )


@click.command("new-bank-key")
def new_bank_key() -> None:
    """Print a new key for ITEM_BANKS_KEY. It is not stored: without it the bank is lost."""
    click.echo(new_key())


@click.command("encrypt-bank")
@click.argument("slug")
@click.argument("source", type=_SOURCE)
@click.argument("target", type=_TARGET)
def encrypt_bank(slug: str, source: Path, target: Path) -> None:
    """Check the bank in SOURCE and write it to TARGET, encrypted with ITEM_BANKS_KEY.

    SOURCE may be plain, or encrypted with one of the keys; TARGET must be new or empty.
    """
    try:
        texts = _checked(slug, source)
        encrypt(texts, slug, target, _keys())
    except (ContentError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{slug}: {len(texts)} files encrypted in {target}")


@click.command("decrypt-bank")
@click.argument("slug")
@click.argument("source", type=_SOURCE)
@click.argument("target", type=_TARGET)
def decrypt_bank(slug: str, source: Path, target: Path) -> None:
    """Write the encrypted bank in SOURCE to TARGET as plain files, for its author.

    TARGET must be new or empty.
    """
    try:
        texts = texts_of(source, slug, _keys())
        write_plain(texts, target)
    except (ContentError, OSError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{slug}: {len(texts)} files in {target}, readable by whoever may read the folder")


def _checked(slug: str, source: Path) -> Mapping[str, str]:
    try:
        load = registry.get(slug).authoring.items_of
    except registry.UnknownKindError:
        load = None
    if load is None:
        raise ContentError(f"{slug}: no kind of this name takes a bank of your own")
    texts = texts_of(source, slug, _keys())
    load(texts)
    return texts


def _keys() -> str:
    return config.current().item_banks_key.get_secret_value()


commands = (open_banks, new_bank_key, encrypt_bank, decrypt_bank)
