"""Convert a scenario's content to the fields of its form, and back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import yaml
from flask_babel import gettext as _

from trainers.scenario_fields import Box, FormPage, Group

MOST_ROWS: Final = 60
MOST_TEXT: Final = 12_000
"""Characters of one field; the longest script of a self-test has about 2,000."""

BETWEEN: Final = r",(?!(?<=\d,)\d)"
"""A comma between two entries, but not the comma inside a number such as 4,788."""

Content = dict[str, Any]
Row = dict[str, str]


@dataclass
class Fields:
    """The text in the fields of one page; ``errors`` holds messages by the name of the field."""

    boxes: Row
    rows: dict[str, list[Row]]
    errors: dict[str, str] = field(default_factory=dict)


def fields_of(page: FormPage, content: Mapping[str, Any]) -> Fields:
    """Return the fields of a page, filled in from this content."""
    return Fields(
        boxes={box.path: _text(box, content) for box in page.boxes},
        rows={group.key: _rows(group, content.get(group.key)) for group in page.groups},
    )


def _rows(group: Group, value: Any) -> list[Row]:
    if group.keyed:
        keyed = value if isinstance(value, dict) else {}
        value = [{"id": key, **entry} for key, entry in keyed.items()]
    entries = value if isinstance(value, list) else []
    return [
        {box.path: _text(box, entry) for box in group.boxes}
        for entry in entries
        if isinstance(entry, dict)
    ]


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
    value: Any = content
    for step in steps:
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def sent_fields(page: FormPage, form: Mapping[str, str]) -> Fields:
    """Return the fields that the browser sent from a page."""
    rows = {}
    for group in page.groups:
        count = form.get(f"{group.key}-rows", "0")
        number = min(int(count) if count.isdecimal() else 0, MOST_ROWS)
        rows[group.key] = [
            {box.path: form.get(f"{group.key}-{n}-{box.path}", "") for box in group.boxes}
            for n in range(1, number + 1)
        ]
    return Fields(boxes={box.path: form.get(box.path, "") for box in page.boxes}, rows=rows)


def rearranged(page: FormPage, fields: Fields, command: str) -> bool:
    """Add, drop or move a row as a button asks (``add:facts``, ``up:goals:2``).

    Returns:
        False when the button asks for something else.
    """
    action, _colon, rest = command.partition(":")
    key, _colon, place = rest.partition(":")
    group = next((group for group in page.groups if group.key == key), None)
    if group is None:
        return False
    rows = fields.rows[key]
    at = int(place) - 1 if place.isdecimal() else -1
    if action == "add" and len(rows) < MOST_ROWS:
        rows.append({box.path: "y" if box.usual else "" for box in group.boxes})
    elif action == "drop" and 0 <= at < len(rows):
        rows.pop(at)
    elif action == "up" and 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    return action in {"add", "drop", "up"}


def content_of(page: FormPage, fields: Fields, content: Mapping[str, Any]) -> Content:
    """Return the content with the fields filled in; unreadable fields go to ``fields.errors``."""
    changed = {key: value for key, value in content.items() if key not in page.keys}
    for box in page.boxes:
        _put(changed, box, fields.boxes[box.path], fields, box.path)
    for group in page.groups:
        entries: list[Content] = []
        for number, row in enumerate(fields.rows[group.key], 1):
            if not any(row[box.path].strip() for box in group.boxes if box.kind != "flag"):
                continue
            entry: Content = {}
            for box in group.boxes:
                _put(entry, box, row[box.path], fields, f"{group.key}-{number}-{box.path}")
            entries.append(entry)
        changed[group.key] = _by_id(group, entries, fields) if group.keyed else entries
    return changed


def _by_id(group: Group, entries: Sequence[Content], fields: Fields) -> Content:
    by_id: Content = {}
    for number, entry in enumerate(entries, 1):
        name = entry.pop("id", "")
        if not name or name in by_id:
            fields.errors[f"{group.key}-{number}-id"] = _("Give it a short name of its own.")
        by_id[name] = entry
    return by_id


def _put(target: Content, box: Box, text: str, fields: Fields, name: str) -> None:
    """Set the value of a box in ``target``; ``name`` is the field's, for an error."""
    text = text.replace("\r\n", "\n")
    text = text.strip("\n") if box.kind == "area" and text.strip() else text.strip()
    if len(text) > MOST_TEXT:
        fields.errors[name] = _("This is too long.")
        return
    value: Any = text
    if box.kind == "flag":
        value = "" if bool(text) is box.usual else ("true" if text else "false")
    elif box.kind == "yaml":
        try:
            value = _yaml(text)
        except (yaml.YAMLError, RecursionError):
            fields.errors[name] = _("This cannot be read: check the indents, colons and quotes.")
            return
    elif box.kind == "lines":
        value = [line.strip() for line in text.split("\n") if line.strip()]
    elif box.kind == "commas" or (box.kind == "band" and text != "not_measured"):
        between = "," if box.kind == "band" else BETWEEN
        value = [entry.strip() for entry in re.split(between, text) if entry.strip()]
    if not value and not box.always:
        return
    for step in box.steps[:-1]:
        target = target.setdefault(step, {})
    target[box.steps[-1]] = value or []


def _yaml(text: str) -> Any:
    """Read a block of YAML; refuse aliases, because they could expand without end."""
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("no aliases")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
