"""Find the kinds of test: every folder of assessments/kinds that declares an ASSESSMENT."""

import importlib
import pkgutil
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

import click
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader

from assessments.banks.own_banks import OwnBanks
from assessments.contract.assessment import ENGINE_EVENTS, Assessment, Bank, ContentError

FOLDER = Path(__file__).parents[1] / "kinds"


class UnknownKindError(LookupError):
    """There is no kind of test with this slug."""


@cache
def kinds() -> tuple[Assessment, ...]:
    """Return every kind of test, in the order of their slugs.

    Raises:
        ContentError: a slug differs from its folder, or a kind declares an event of the engine.
    """
    found = []
    for module in pkgutil.iter_modules([str(FOLDER)]):
        if not module.ispkg:
            continue
        assessment = importlib.import_module(f"assessments.kinds.{module.name}").ASSESSMENT
        if assessment.slug != module.name:
            raise ContentError(
                f"assessments/kinds/{module.name}: its slug says {assessment.slug!r}"
            )
        own = ENGINE_EVENTS.keys() | (
            assessment.following.events.keys() if assessment.following else set()
        )
        if taken := own & assessment.events.keys():
            raise ContentError(
                f"assessments/kinds/{module.name}: {sorted(taken)} are the engine's events"
            )
        found.append(assessment)
    return tuple(found)


def offered(chosen: Collection[str] = ()) -> tuple[Assessment, ...]:
    """Return the kinds that a vacancy can have: no drafts but those that it has already."""
    return tuple(kind for kind in kinds() if not kind.draft or kind.slug in chosen)


def get(slug: str) -> Assessment:
    """Return a kind of test.

    Raises:
        UnknownKindError: there is no kind with this slug.
    """
    for assessment in kinds():
        if assessment.slug == slug:
            return assessment
    raise UnknownKindError(slug)


def commands() -> Iterator[click.Group]:
    """Yield the command group of every kind that has a ``commands.py``."""
    for kind in kinds():
        if (FOLDER / kind.slug / "commands.py").is_file():
            yield importlib.import_module(f"assessments.kinds.{kind.slug}.commands").group


def has_provisional_error(slug: str) -> bool:
    """Return whether a kind's standard errors are provisional; False for an unknown kind."""
    return any(kind.provisional_error for kind in kinds() if kind.slug == slug)


@cache
def bank(slug: str) -> Bank:
    """Return the checked items of a kind; they are read once per process.

    The operator's own bank of the kind (``ITEM_BANKS``), if any, replaces the shipped one.

    Raises:
        ContentError: a file is wrong, or cannot be decrypted.
    """
    kind = get(slug)
    items_of = kind.authoring.items_of
    if _own is not None and items_of is not None and _own.has(slug):
        return items_of(_own.texts(slug))
    return kind.bank()


_own: OwnBanks | None = None


def static_folder(slug: str) -> Path:
    """Return the folder of a kind's scripts and styles."""
    return FOLDER / get(slug).slug / "static"


def sound(slug: str, item: str) -> Path | None:
    """Return the sound file of an item's spoken prompt, or None."""
    folder = FOLDER / get(slug).slug / "items" / "audio"
    places = (folder / f"{item}{ending}" for ending in (".mp3", ".opus", ".ogg", ".m4a"))
    return next((place for place in places if place.is_file()), None)


def use_banks(own: OwnBanks | None) -> None:
    """Use the operator's banks instead of the shipped ones; None restores the shipped ones."""
    global _own
    if own != _own:
        _own = own
        bank.cache_clear()


def own_banks() -> tuple[str, ...]:
    """Return the slugs of the kinds that use the operator's own bank.

    Raises:
        ContentError: the operator's folder does not exist.
    """
    return tuple(
        kind.slug
        for kind in kinds()
        if _own is not None and kind.authoring.items_of is not None and _own.has(kind.slug)
    )


def install(app: Flask) -> None:
    """Make the templates of kinds loadable as ``<slug>/take.html``, ``<slug>/report.html`` …."""
    own = app.jinja_loader
    assert own is not None
    app.jinja_loader = ChoiceLoader(
        [
            own,
            PrefixLoader(
                {kind.slug: FileSystemLoader(FOLDER / kind.slug / "templates") for kind in kinds()}
            ),
        ]
    )
