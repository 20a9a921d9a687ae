"""The elements of the scenario form: labelled fields, rows of fields, and pages of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from flask_babel import lazy_gettext as _l

Kind = Literal["line", "area", "lines", "commas", "flag", "choice", "yaml", "band"]
"""How a value is typed: ``lines`` one entry a line, ``commas`` entries between commas, ``yaml`` as
in a scenario file, ``band`` a lowest and a highest score."""

Shape = Literal["list", "keyed", "pairs"]
"""How the content stores rows: in a list, in a mapping by their first field, or as the names and
values of a mapping."""


@dataclass(frozen=True)
class Box:
    """One labelled field.

    Attributes:
        path: keys that lead to its value in the content, joined by dots.
        usual: the meaning of a flag that is not set.
        always: whether an empty list is saved, too.
        single: path of a single value that files may give in place of a list.
    """

    path: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    options: Sequence[str] = ()
    usual: bool = False
    always: bool = False
    single: str = ""

    @property
    def steps(self) -> list[str]:
        """The keys that lead to the value."""
        return self.path.split(".")


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows with the same fields, and rows within them.

    Attributes:
        key: keys that lead to the rows in the content, joined by dots.
        row_label: name of a single row.
        whole: whether the rows are all that their parent row stores, without a key of their own.
    """

    key: str
    label: str
    row_label: str
    boxes: Sequence[Box] = ()
    groups: Sequence["Group"] = ()
    shape: Shape = "list"
    whole: bool = False
    hint: str = ""

    @property
    def steps(self) -> list[str]:
        """The keys that lead to the rows."""
        return [] if self.whole else self.key.split(".")


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """One page of the form; ``boxes_last`` puts its own fields below its rows."""

    name: str
    label: str
    boxes: Sequence[Box] = ()
    groups: Sequence[Group] = ()
    boxes_last: bool = False


def short_name(label: str = "") -> Box:
    """Return the id field of a row: the name by which other parts of the scenario refer to it."""
    return Box("id", label or _l("Short name"))
