"""The elements of the scenario form: labelled fields, rows of fields, and pages of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import lazy_gettext as _l

Kind = Literal["line", "area", "lines", "commas", "flag", "choice", "yaml", "band"]
"""How a value is typed: ``lines`` one entry a line, ``commas`` entries between commas, ``yaml`` as
in a scenario file, ``band`` a lowest and a highest score."""


@dataclass(frozen=True)
class Box:
    """One labelled field.

    Attributes:
        path: keys that lead to its value in the content, joined by dots.
        usual: the meaning of a flag that is not set.
        always: whether an empty list is saved, too.
    """

    path: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    options: Sequence[str] = ()
    usual: bool = False
    always: bool = False

    @property
    def steps(self) -> list[str]:
        """The keys that lead to the value."""
        return self.path.split(".")


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows with the same fields.

    Attributes:
        key: its key in the content.
        row_label: name of a single row.
        keyed: whether the content stores the rows in a mapping by their first field, not in a list.
    """

    key: str
    label: str
    row_label: str
    boxes: Sequence[Box]
    keyed: bool = False
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """One page of the form."""

    name: str
    label: str
    boxes: Sequence[Box] = ()
    groups: Sequence[Group] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The top-level keys of a scenario file that this page changes."""
        return frozenset(
            {box.steps[0] for box in self.boxes} | {group.key for group in self.groups}
        )


def short_name(label: str = "") -> Box:
    """Return the id field of a row: the name by which other parts of the scenario refer to it."""
    return Box("id", label or _l("Short name"))
