"""Convert a scenario's content to the fields of its form, and back.

A field that the browser sends back as it was keeps its stored value, whatever that is, and so do
the parts of a content that have no field.
"""

import copy
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
Errors = dict[str, str]


@dataclass
class Row:
    """The text in the fields of one row, and the rows within it.

    Attributes:
        was: place of the stored row, from 0; None for a row that is not stored yet.
    """

    boxes: dict[str, str]
    rows: dict[str, list["Row"]] = field(default_factory=dict)
    was: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no field of it has words."""
        return not any(text.strip() for text in self.boxes.values()) and all(
            row.is_empty for rows in self.rows.values() for row in rows
        )


@dataclass
class Fields(Row):
    """The text in the fields of one page.

    Attributes:
        errors: messages by the name of the field or of the rows.
        focus: name of the control that a button has brought; empty without one.
    """

    errors: Errors = field(default_factory=dict)
    focus: str = ""


def fields_of(page: FormPage, content: Mapping[str, Any]) -> Fields:
    """Return the fields of a page, filled in from this content."""
    row = _row(page, content)
    return Fields(boxes=row.boxes, rows=row.rows)


def _row(part: FormPage | Group, content: Mapping[str, Any], was: int | None = None) -> Row:
    return Row(
        boxes={box.path: _text(box, content) for box in part.boxes},
        rows={group.key: _rows(group, _get(content, group.steps)) for group in part.groups},
        was=was,
    )


def _rows(group: Group, value: Any) -> list[Row]:
    return [_row(group, entry, was) for was, entry in enumerate(_entries(group, value))]


def _entries(group: Group, value: Any) -> list[Content]:
    """Return the stored rows of a group, each with a value for its first field."""
    if group.shape == "list":
        entries = value if isinstance(value, list) else []
        return [entry for entry in entries if isinstance(entry, dict)]
    mapping = value if isinstance(value, dict) else {}
    if group.shape == "pairs":
        name, text = (box.path for box in group.boxes)
        return [{name: key, text: entry} for key, entry in mapping.items()]
    name = group.boxes[0].path
    return [
        {name: key, **entry} if isinstance(entry, dict) else {name: key}
        for key, entry in mapping.items()
    ]


def _text(box: Box, content: Mapping[str, Any]) -> str:
    value = _get(content, box.steps)
    if box.single and (single := _get(content, box.single.split("."))):
        value = [single, *(value if isinstance(value, list) else [])]
    if box.kind == "flag":
        return "y" if str(value if value is not None else box.usual).lower() == "true" else ""
    if value is None:
        return ""
    if box.kind == "yaml":
        return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000).rstrip()
    if isinstance(value, list):
        joint = "\n" if box.kind == "lines" else ", "
        value = joint.join(str(entry) for entry in value)
    text = _with_line_feeds(str(value))
    return text if box.kind in ("area", "lines") else text.replace("\n", " ")


def _with_line_feeds(text: str) -> str:
    """Return a text with one kind of line break; a browser sends another than it was given."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _get(content: Mapping[str, Any], steps: Sequence[str]) -> Any:
    value: Any = content
    for step in steps:
        if not isinstance(value, Mapping):
            return None
        value = value.get(step)
    return value


def sent_fields(page: FormPage, form: Mapping[str, str]) -> Fields:
    """Return the fields that the browser sent from a page."""
    row = _sent(page, form, "")
    return Fields(boxes=row.boxes, rows=row.rows)


def _sent(part: FormPage | Group, form: Mapping[str, str], prefix: str) -> Row:
    rows: dict[str, list[Row]] = {}
    for group in part.groups:
        name = prefix + group.key
        rows[group.key] = []
        for place in form.get(f"{name}-rows", "").split()[:MOST_ROWS]:
            row = _sent(group, form, f"{name}-{len(rows[group.key]) + 1}-")
            row.was = _number(place)
            rows[group.key].append(row)
    boxes = {box.path: _with_line_feeds(form.get(prefix + box.path, "")) for box in part.boxes}
    return Row(boxes=boxes, rows=rows)


def _number(text: str) -> int | None:
    return int(text) if len(text) < 6 and text.isdecimal() else None


def places(rows: Sequence[Row]) -> str:
    """Return what a page carries of rows: the place of each stored row, ``new`` for the others."""
    return " ".join("new" if row.was is None else str(row.was) for row in rows)


def rearranged(page: FormPage, fields: Fields, command: str) -> bool:
    """Add, take out or move a row as a button asks (``add:facts``, ``up:actions-2-fields:2``).

    Returns:
        False when the button asks for something else.
    """
    action, _colon, rest = command.partition(":")
    name, _colon, place = rest.partition(":")
    located = _locate(page, fields, name, "") if action in {"add", "drop", "up"} else None
    if located is None:
        return False
    group, rows = located
    at = (_number(place) or 0) - 1
    if action == "add" and len(rows) >= MOST_ROWS:
        fields.errors[name] = _("There are %(most)s rows, and no more fit.", most=MOST_ROWS)
    elif action == "add":
        rows.append(_new_row(group))
        fields.focus = _first_control(group, f"{name}-{len(rows)}-")
    elif action == "drop" and 0 <= at < len(rows):
        rows.pop(at)
        fields.focus = f"{name}-add"
    elif action == "up" and 0 < at < len(rows):
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
        fields.focus = _first_control(group, f"{name}-{at}-")
    return True


def _locate(
    part: FormPage | Group, row: Row, name: str, prefix: str
) -> tuple[Group, list[Row]] | None:
    """Return the group of that name and its rows."""
    for group in part.groups:
        own, rows = prefix + group.key, row.rows[group.key]
        if own == name:
            return group, rows
        for number, inner in enumerate(rows, 1):
            within = f"{own}-{number}-"
            if name.startswith(within):
                return _locate(group, inner, name, within)
    return None


def _new_row(group: Group) -> Row:
    return Row(
        boxes={box.path: "y" if box.usual else "" for box in group.boxes},
        rows={inner.key: [_new_row(inner)] if inner.whole else [] for inner in group.groups},
    )


def _first_control(group: Group, prefix: str) -> str:
    if group.boxes:
        return prefix + group.boxes[0].path
    inner = group.groups[0]
    return _first_control(inner, f"{prefix}{inner.key}-1-")


def content_of(page: FormPage, fields: Fields, content: Mapping[str, Any]) -> Content:
    """Return the content with the fields filled in; unreadable fields go to ``fields.errors``."""
    changed: Content = _filled(page, fields, content, "", fields.errors)
    return changed


def _filled(
    part: FormPage | Group, row: Row, stored: Mapping[str, Any], prefix: str, errors: Errors
) -> Any:
    """Return what is stored of a page or a row, with the fields that were changed."""
    target = copy.deepcopy(dict(stored))
    for box in part.boxes:
        text = row.boxes[box.path]
        if text != _text(box, stored) or (box.always and _get(stored, box.steps) is None):
            _put(target, box, text, prefix + box.path, errors)
    for group in part.groups:
        was = _get(stored, group.steps)
        rows = row.rows[group.key]
        if rows == _rows(group, was):
            continue
        value = _value(group, rows, was, prefix + group.key, errors)
        if group.whole:
            return value
        _set(target, group.steps, value)
    return target


def _value(group: Group, rows: Sequence[Row], was: Any, name: str, errors: Errors) -> Any:
    """Return the rows of a group as the content stores them; rows without words are left out."""
    before = _entries(group, was)
    numbered = [(number, row) for number, row in enumerate(rows, 1) if not _to_leave(group, row)]
    if group.shape == "pairs":
        return _pairs(group, numbered, was, name, errors)
    filled = []
    for number, row in numbered:
        known = row.was is not None and row.was < len(before)
        stored = before[row.was] if known and row.was is not None else {}
        filled.append((number, _filled(group, row, stored, f"{name}-{number}-", errors)))
    if group.shape == "list":
        return [entry for _number, entry in filled]
    by_name: Content = {}
    first = group.boxes[0].path
    for number, entry in filled:
        key = entry.pop(first, "")
        if not key or key in by_name:
            errors[f"{name}-{number}-{first}"] = _name_fault(group, number, key)
        by_name[key] = entry
    return by_name


def _to_leave(group: Group, row: Row) -> bool:
    """Whether a row has no words; a flag alone is no row."""
    flags = {box.path: "" for box in group.boxes if box.kind == "flag"}
    return Row(boxes={**row.boxes, **flags}, rows=row.rows).is_empty


def _pairs(
    group: Group, rows: Sequence[tuple[int, Row]], was: Any, name: str, errors: Errors
) -> Content:
    before = was if isinstance(was, dict) else {}
    name_box, value_box = group.boxes
    pairs: Content = {}
    for number, row in rows:
        label, text = row.boxes[name_box.path], row.boxes[value_box.path]
        if label not in before:
            label = label.strip()
        if not label or label in pairs:
            errors[f"{name}-{number}-{name_box.path}"] = _name_fault(group, number, label)
        if max(len(label), len(text)) > MOST_TEXT:
            errors[f"{name}-{number}-{value_box.path}"] = _("This is too long.")
        stored = before.get(label)
        same = stored is not None and _text(value_box, {value_box.path: stored}) == text
        pairs[label] = stored if same else text.strip()
    return pairs


def _name_fault(group: Group, number: int, name: str) -> str:
    row, field = f"{group.row_label} {number}", group.boxes[0].label
    message: str = (
        _("%(row)s: “%(name)s” is there already. Give it another.", row=row, name=name)
        if name
        else _("%(row)s: fill in “%(field)s”, or empty the whole row.", row=row, field=field)
    )
    return message


def _put(target: Content, box: Box, text: str, name: str, errors: Errors) -> None:
    """Set the value of a box in ``target``; ``name`` is the field's, for an error."""
    text = text.strip("\n") if box.kind == "area" and text.strip() else text.strip()
    if len(text) > MOST_TEXT:
        errors[name] = _("This is too long.")
        return
    value: Any = text
    if box.kind == "flag":
        value = "" if bool(text) is box.usual else ("true" if text else "false")
    elif box.kind == "yaml":
        try:
            value = _yaml(text)
        except (yaml.YAMLError, RecursionError):
            errors[name] = _("This cannot be read: check the indents, colons and quotes.")
            return
    elif box.kind == "lines":
        value = [line.strip() for line in text.split("\n") if line.strip()]
    elif box.kind == "commas" or (box.kind == "band" and text != "not_measured"):
        between = "," if box.kind == "band" else BETWEEN
        value = [entry.strip() for entry in re.split(between, text) if entry.strip()]
    if box.single:
        _remove(target, box.single.split("."))
    if value or box.always:
        _set(target, box.steps, value or [])
    else:
        _remove(target, box.steps)


def _set(target: Content, steps: Sequence[str], value: Any) -> None:
    for step in steps[:-1]:
        if not isinstance(target.get(step), dict):
            target[step] = {}
        target = target[step]
    target[steps[-1]] = value


def _remove(target: Content, steps: Sequence[str]) -> None:
    """Remove a value, and the mappings that hold nothing without it."""
    holders = [target]
    for step in steps[:-1]:
        inner = holders[-1].get(step)
        if not isinstance(inner, dict):
            return
        holders.append(inner)
    for holder, step in zip(reversed(holders), reversed(steps), strict=True):
        holder.pop(step, None)
        if holder:
            return


def _yaml(text: str) -> Any:
    """Read a block of YAML; refuse aliases, because they could expand without end."""
    for event in yaml.parse(text, Loader=yaml.BaseLoader):
        if isinstance(event, yaml.AliasEvent):
            raise yaml.YAMLError("no aliases")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
