"""What a form of a scenario is made of: labelled fields, rows of them, pages of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from flask_babel import lazy_gettext as _l

Kind = Literal["line", "area", "lines", "commas", "flag", "choice", "yaml", "band"]
"""How a value is typed: ``lines`` one a line, ``commas`` one after another, ``yaml`` as in a file,
``band`` a lowest and highest score."""


@dataclass(frozen=True)
class Box:
    """One labelled field.

    ``path`` leads to its value; ``usual`` is what a flag means when unset; ``always``: an empty
    list is kept.
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
        """The keys on the way to the value."""
        return self.path.split(".")


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rows of the same fields; ``keyed`` rows are kept by their first field, not in a list."""

    key: str
    label: str
    one: str
    boxes: Sequence[Box]
    keyed: bool = False
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One page of the form."""

    name: str
    label: str
    boxes: Sequence[Box] = ()
    groups: Sequence[Group] = ()

    @property
    def keys(self) -> frozenset[str]:
        """The parts of a scenario file that this page changes."""
        return frozenset(
            {box.steps[0] for box in self.boxes} | {group.key for group in self.groups}
        )


def short_name(label: str = "") -> Box:
    """Return the field for the name by which other parts of a scenario mean a row."""
    return Box("id", label or _l("Short name"))


ENDINGS: Final = ("resolved", "abandoned", "complaint", "time_up", "closed_early")
SECTORS: Final = ("e-commerce", "telco", "travel", "banking", "software")
SAY: Final = _l("What the customer says")
ONE_A_LINE: Final = _l("One wording a line.")
MOOD: Final = _l("Mood change")
NEEDS: Final = _l("Only when these goals are met")
