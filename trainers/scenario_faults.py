"""Find the field of the form that each complaint about a scenario is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainers.scenario_fields import Box, FormPage, Group
from trainers.scenario_form import Fields, Row


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A complaint that belongs to a page.

    Attributes:
        name: of the field, the row or the rows that it is about.
        complaint: with the place as authors of files read it.
        problem: without the part of the place that ``name`` already says.
    """

    name: str
    complaint: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class Faults:
    """The complaints of one page, and how many there are on the others."""

    here: tuple[Fault, ...] = ()
    elsewhere: int = 0

    @property
    def by_name(self) -> dict[str, str]:
        """The problems by the name of the field, the row or the rows."""
        names = dict.fromkeys(fault.name for fault in self.here)
        return {
            name: " ".join(fault.problem for fault in self.here if fault.name == name)
            for name in names
        }


def placed(page: FormPage, fields: Fields, complaints: Sequence[str]) -> Faults:
    """Return the complaints, each with its place on the page."""
    here = []
    for complaint in complaints:
        place, _colon, problem = complaint.partition(": ")
        steps = place.split(" › ")
        name, left = _name(page, fields, [steps[0].partition(",")[0], *steps[1:]], "")
        if name:
            words = " › ".join(left) + ": " + problem if left else problem
            words = words[:1].upper() + words[1:] + "."
            here.append(Fault(name=name, complaint=complaint, problem=words))
    return Faults(here=tuple(here), elsewhere=len(complaints) - len(here))


def _name(
    part: FormPage | Group, row: Row, steps: Sequence[str], prefix: str
) -> tuple[str, Sequence[str]]:
    """Return the name of the innermost field, row or rows on the way, and the steps beyond it."""
    for box in part.boxes:
        depth = _depth(box, steps)
        if depth:
            return prefix + box.path, steps[depth:]
    beyond = [box for box in part.boxes if steps and box.steps[: len(steps)] == list(steps)]
    if len(beyond) == 1:
        return prefix + beyond[0].path, ()
    for group in part.groups:
        depth = len(group.steps)
        if list(steps[:depth]) != group.steps or len(steps) < depth + group.whole:
            continue
        name, rows, left = prefix + group.key, row.rows[group.key], steps[depth:]
        number = _number(group, rows, left)
        if not number:
            return name, left
        within = f"{name}-{number}-"
        if group.shape == "pairs":
            return within + group.boxes[1].path, left[1:]
        inner = _name(group, rows[number - 1], left[1:], within)
        return inner if inner[0] else (f"{name}-{number}", left[1:])
    return "", steps


def _depth(box: Box, steps: Sequence[str]) -> int:
    """Return how many of the steps lead to the box; 0 if they lead elsewhere."""
    paths = [box.steps, *([box.single.split(".")] if box.single else [])]
    return next((len(path) for path in paths if list(steps[: len(path)]) == path), 0)


def _number(group: Group, rows: Sequence[Row], steps: Sequence[str]) -> int:
    """Return the number of the row that a place names by its first field or by its number."""
    if not steps:
        return 0
    for number, row in enumerate(rows, 1):
        if group.boxes and row.boxes[group.boxes[0].path] == steps[0]:
            return number
    return int(steps[0]) if steps[0].isdecimal() and int(steps[0]) <= len(rows) else 0
