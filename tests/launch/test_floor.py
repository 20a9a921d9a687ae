"""The modules beside the rooms: the import linter sees packages only, so these are read here."""

import ast
import sys

import pytest

from launch.programs import HOME

OURS = {path.stem for path in HOME.glob("*.py")} | {
    path.parent.name for path in HOME.glob("*/__init__.py")
}


def imported(name: str) -> set[str]:
    tree = ast.parse((HOME / f"{name.replace('.', '/')}.py").read_text())
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return (found & OURS) - sys.stdlib_module_names


@pytest.mark.parametrize(
    ("module", "allowed"),
    [
        ("config", set()),
        ("database", set()),
        ("extensions", set()),
        ("jobs", {"config", "database"}),
        ("launch.start", {"config", "launch", "speech"}),
        ("launch.__main__", {"config", "launch"}),
    ],
)
def test_the_floor_knows_nothing_above_it(module, allowed):
    assert imported(module) <= allowed


def test_nobody_imports_the_app():
    others = [path.stem for path in HOME.glob("*.py") if path.stem != "app"]
    assert [name for name in others if imported(name) & {"app", "launch"}] == []
