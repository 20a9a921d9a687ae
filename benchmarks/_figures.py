"""How every benchmark prints a figure: one JSON line, readable by name and by key."""

import json
from collections.abc import Mapping
from typing import Any


def print_figure(name: str, value: float | None, **about: Any) -> None:
    """Print one figure.

    Args:
        name: its name; the line has it as ``name`` with ``value``, and as a key of its own.
        value: rounded to four places; None is "not measured".
        about: what else the line says: data, engine, counts, a reason.
    """
    rounded = None if value is None else round(value, 4)
    line: Mapping[str, Any] = {"name": name, "value": rounded, **about, name: rounded}
    print(json.dumps(line), flush=True)
