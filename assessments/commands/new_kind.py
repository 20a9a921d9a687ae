"""flask assessments new: a working skeleton of a kind of test, for a contributor to change."""

import keyword
import re
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from assessments.banks import registry

LONGEST_SLUG = 30
"""Less than the 40 characters of the database's columns: lines of the skeleton name the slug."""

SKELETON = files("assessments.commands") / "skeleton"
ENDING = ".tmpl"
"""Ends the name of every skeleton file, so that linters and the registry leave it alone."""


class SlugError(ValueError):
    """A kind of test cannot have this slug; the message says why."""


@click.command("new")
@click.argument("slug")
@click.pass_context
def new_kind(context: click.Context, slug: str) -> None:
    """Write the skeleton of a kind of test with its tests; all of them pass."""
    root = context.find_root()
    groups = root.command.list_commands(root) if isinstance(root.command, click.Group) else []
    try:
        paths = write_kind(slug, registry.FOLDER.parents[1], taken=groups)
    except SlugError as error:
        raise click.ClickException(str(error)) from error
    for path in paths:
        click.echo(path)
    click.echo("docs/adding-an-assessment.md says what comes next")


def write_kind(slug: str, root: Path, *, taken: list[str]) -> list[str]:
    """Write the skeleton of a kind into a source tree.

    Args:
        slug: of the new kind.
        root: the root of the source tree.
        taken: commands of ``flask``; a kind may have a command of its own under its slug.

    Returns:
        The paths of the new files below ``root``.

    Raises:
        SlugError: the slug cannot be used; nothing was written.
    """
    folders = {
        "kind": root / "assessments/kinds" / slug,
        "tests": root / "tests/assessments/kinds" / slug,
    }
    check_slug(slug, _engine_names(root) | set(taken))
    for folder in folders.values():
        if folder.exists():
            raise SlugError(f"{slug!r} is taken: {folder.relative_to(root)} is there already")
    words = {"__slug__": slug, "__title__": slug.replace("_", " ").strip().capitalize()}
    texts = {
        folders[part] / _filled(name, words).removesuffix(ENDING): _filled(text, words)
        for part in folders
        for name, text in _texts(SKELETON / part)
    }
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return sorted(path.relative_to(root).as_posix() for path in texts)


def check_slug(slug: str, engine_names: set[str]) -> None:
    """Refuse a slug that no kind of test can have.

    Raises:
        SlugError: says what is wrong and what to do.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise SlugError(
            f"{slug!r} is not a slug: use small letters, digits and underscores, a letter first"
        )
    if len(slug) > LONGEST_SLUG:
        raise SlugError(f"{slug!r} has {len(slug)} characters: use at most {LONGEST_SLUG}")
    if keyword.iskeyword(slug):
        raise SlugError(f"{slug!r} is a keyword of Python: choose another slug")
    if any(kind.slug == slug for kind in registry.kinds()):
        raise SlugError(f"{slug!r} is taken: there is a kind of test of this name")
    if slug in engine_names:
        raise SlugError(f"{slug!r} is a name of Handa itself: choose another slug")


def _engine_names(root: Path) -> set[str]:
    """Return the names of the rooms and modules, of folders of templates, and of the engine."""
    folders = (root, root / "assessments", root / "templates")
    return {path.stem for folder in folders for path in folder.iterdir()}


def _texts(folder: Traversable, inside: str = "") -> Iterator[tuple[str, str]]:
    """Yield the files of a skeleton folder: path below it, and text."""
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts(entry, f"{inside}{entry.name}/")
        elif entry.name.endswith(ENDING):
            yield inside + entry.name, entry.read_text("utf-8")


def _filled(text: str, words: dict[str, str]) -> str:
    for placeholder, word in words.items():
        text = text.replace(placeholder, word)
    return text
