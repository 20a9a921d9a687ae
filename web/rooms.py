"""Find the blueprints of the rooms, so that no list of pages is maintained by hand."""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence

from flask import Blueprint


def blueprints(rooms: Sequence[str]) -> Iterator[Blueprint]:
    """Yield ``bp`` of every module named ``views`` or ``…_views`` in these packages, once each.

    A room's sub-packages are searched too, so a feature folder with a ``views.py`` is found.
    """
    found: list[Blueprint] = []
    for room in rooms:
        package = importlib.import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not module.name.endswith((".views", "_views")):
                continue
            bp = importlib.import_module(module.name).bp
            if bp not in found:
                found.append(bp)
                yield bp
