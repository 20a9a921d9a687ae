"""The capability of a kind from whose items a vacancy can choose."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from typing_extensions import TypeVar

Item = TypeVar("Item", default=Any)


@dataclass(frozen=True, kw_only=True)
class ItemSet:
    """A set of items that belong together.

    Attributes:
        name: stored in batteries; never the id of an item.
        label: its name on pages.
        items: titles of its items.
    """

    name: str
    label: str
    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Choosable:
    """An item that a vacancy can choose by name.

    Attributes:
        name: its id without a version, stored in batteries.
        label: its title.
        note: its type; English source text, marked with ``N_``; may be empty.
    """

    name: str
    label: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Choices(Generic[Item]):
    """A vacancy can choose from which items its sittings are drawn.

    The texts are English source texts, marked with ``N_``.

    Attributes:
        about: the things that are chosen.
        hint: how sittings are drawn from a choice.
        usual: the choice of any items.
        by_name: the choice of items by name.
        needs: message for a choice from which a sitting cannot be drawn.
        sets: ``(bank) -> sets`` that can be chosen.
        items: ``(bank) -> items`` that can be chosen by name.
        draw: ``(bank, seed, length, chosen) -> item ids`` of one scored sitting, from the chosen
            set or items, given by their names; no ids if these cannot be drawn.
    """

    about: str
    hint: str
    usual: str
    by_name: str
    needs: str
    sets: Callable[[Mapping[str, Item]], Sequence[ItemSet]]
    items: Callable[[Mapping[str, Item]], Sequence[Choosable]]
    draw: Callable[[Mapping[str, Item], int, str, Sequence[str]], tuple[str, ...]]
