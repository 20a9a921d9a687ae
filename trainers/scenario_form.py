"""Between a scenario's content and the fields of its form, both ways."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from flask_babel import gettext as _

from trainers.scenario_fields import Box, Group, Part

MOST_ROWS: Final = 60
MOST_TEXT: Final = 12_000
"""Characters of one field; the longest script of a self-test has some 2,000."""

BETWEEN: Final = r",(?!(?<=\d,)\d)"
"""A comma between two entries; that of 4,788 stands within one."""

Content = dict[str, Any]
Row = dict[str, str]


@dataclass
class Typed:
    """What stands in the fields of one part; ``errors`` by the name of the field."""

    boxes: Row
    rows: dict[str, list[Row]]
    errors: dict[str, str] = field(default_factory=dict)


def shown(part: Part, content: Mapping[str, Any]) -> Typed:
    """Return the fields of a part as they are filled for this content."""
    return Typed(
        boxes={box.path: _text(box, content) for box in part.boxes},
        rows={group.key: _rows(group, content.get(group.key)) for group in part.groups},
    )


def _rows(group: Group, held: Any) -> list[Row]:
    if group.keyed:
        held = [{"id": key, **row} for key, row in held.items()] if isinstance(held, dict) else []
    rows = [row for row in held if isinstance(row, dict)] if isinstance(held, list) else []
    return [{box.path: _text(box, row) for box in group.boxes} for row in rows]


def _text(box: Box, content: Mapping[str, Any]) -> str:
    value = _get(content, box.steps)
    if box.path == "when.said_any" and (single := _get(content, ["when", "said"])):
        value = [single, *(value or [])]
    if box.kind == "flag":
        return "y" if str(value if value is not None else box.usual).lower() == "true" else ""
    if value is None:
        return ""
    if box.kind == "yaml":
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000).rstrip()
    if isinstance(value, list):
        joint = "\n" if box.kind == "lines" else ", "
        return joint.join(str(entry) for entry in value)
    return str(value)


def _get(content: Mapping[str, Any], steps: Sequence[str]) -> Any:
    held: Any = content
    for step in steps:
        if not isinstance(held, Mapping):
            return None
        held = held.get(step)
    return held


def typed(part: Part, form: Mapping[str, str]) -> Typed:
    """Return what was sent from the page of a part."""
    rows = {}
    for group in part.groups:
        count = form.get(f"{group.key}-rows", "0")
        number = min(int(count) if count.isdecimal() else 0, MOST_ROWS)
        rows[group.key] = [
            {box.path: form.get(f"{group.key}-{n}-{box.path}", "") for box in group.boxes}
            for n in range(1, number + 1)
        ]
    return Typed(boxes={box.path: form.get(box.path, "") for box in part.boxes}, rows=rows)


def rearranged(part: Part, found: Typed, wish: str) -> bool:
    """Add, drop or move a row as a button asks (``add:facts``, ``up:goals:2``).

    Returns:
        False when the button asks for something else.
    """
    what, _colon, rest = wish.partition(":")
    key, _colon, place = rest.partition(":")
    group = next((group for group in part.groups if group.key == key), None)
    if group is None:
        return False
    rows = found.rows[key]
    at = int(place) - 1 if place.isdecimal() else -1
    if what == "add" and len(rows) < MOST_ROWS:
        rows.append({box.path: "y" if box.usual else "" for box in group.boxes})
    elif what == "drop" and 0 <= at < len(rows):
        rows.pop(at)
    elif what == "up" and 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return what in {"add", "drop", "up"}


def content_of(part: Part, found: Typed, content: Mapping[str, Any]) -> Content:
    """Return the content with what was typed; ``found.errors`` names what cannot be read."""
    made = {key: value for key, value in content.items() if key not in part.keys}
    for box in part.boxes:
        _put(made, box, found.boxes[box.path], found, box.path)
    for group in part.groups:
        held: list[Content] = []
        for number, row in enumerate(found.rows[group.key], 1):
            if not any(row[box.path].strip() for box in group.boxes if box.kind != "flag"):
                continue
            entry: Content = {}
            for box in group.boxes:
                _put(entry, box, row[box.path], found, f"{group.key}-{number}-{box.path}")
            held.append(entry)
        made[group.key] = _by_id(group, held, found) if group.keyed else held
    return made


def _by_id(group: Group, rows: Sequence[Content], found: Typed) -> Content:
    kept: Content = {}
    for number, row in enumerate(rows, 1):
        name = row.pop("id", "")
        if not name or name in kept:
            found.errors[f"{group.key}-{number}-id"] = _("Give it a short name of its own.")
        kept[name] = row
    return kept


def _put(made: Content, box: Box, text: str, found: Typed, name: str) -> None:
    text = text.replace("\r\n", "\n")
    text = text.strip("\n") if box.kind == "area" and text.strip() else text.strip()
    if len(text) > MOST_TEXT:
        found.errors[name] = _("This is too long.")
        return
    value: Any = text
    if box.kind == "flag":
        value = "" if bool(text) is box.usual else ("true" if text else "false")
    elif box.kind == "yaml":
        try:
            value = _yaml(text)
        except (yaml.YAMLError, RecursionError):
            found.errors[name] = _("This cannot be read: check the indents, colons and quotes.")
            return
    elif box.kind == "lines":
        value = [line.strip() for line in text.split("\n") if line.strip()]
    elif box.kind == "commas" or (box.kind == "band" and text != "not_measured"):
        between = "," if box.kind == "band" else BETWEEN
        value = [entry.strip() for entry in re.split(between, text) if entry.strip()]
    if not value and not box.always:
        return
    for step in box.steps[:-1]:
        made = made.setdefault(step, {})
    made[box.steps[-1]] = value or []


def _yaml(text: str) -> Any:
    """Return what a block holds; an alias could grow without end, so there are none."""
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("no aliases")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
