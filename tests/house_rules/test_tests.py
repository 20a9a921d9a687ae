"""A test module stands alone: what several of them need is support code in `tests.support`."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
SUPPORT = TESTS / "support"
# The rules that `make check` runs too are a program beside their tests.
PROGRAMS = TESTS / "house_rules"
MODULES = sorted(TESTS.rglob("*.py"))


def is_test_code(path: Path) -> bool:
    return path.name.startswith("test_") or path.name in {"conftest.py", "__init__.py"}


def is_log_of_a_kind(path: Path) -> bool:
    """Whether a file has the logs that a kind of test gives to the contract test."""
    return path.name == "logs.py" and path.parent.parent == TESTS / "assessments/kinds"


def imported(source: str) -> list[str]:
    """List the modules that a source imports from this suite, and what could be one."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.startswith(("tests", "."))]


def is_forbidden(name: str) -> bool:
    parts = name.split(".")
    return name.startswith(".") or any(
        part.startswith("test_") or part == "conftest" for part in parts[1:]
    )


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_imports_a_test_module_or_a_conftest(path: Path) -> None:
    assert [name for name in imported(path.read_text()) if is_forbidden(name)] == []


@pytest.mark.parametrize(
    ("source", "forbidden"),
    [
        ("from tests.browser.test_outbox import Taking", True),
        ("from tests.recruiters.conftest import person", True),
        ("def later():\n    from tests.browser import test_outbox", True),
        ("import tests.browser.test_outbox", True),
        ("from .test_outbox import Taking", True),
        ("from tests.support.browser.taking import Taking", False),
        ("from tests.support import factories", False),
        ("from werkzeug import test", False),
    ],
)
def test_the_rule_sees_every_way_to_import(source: str, forbidden: bool) -> None:
    assert any(map(is_forbidden, imported(source))) is forbidden


def test_what_tests_share_is_in_the_support_package() -> None:
    others = [
        name_of(path)
        for path in MODULES
        if not is_test_code(path) and not path.is_relative_to(SUPPORT)
        if not path.is_relative_to(PROGRAMS)
        if not is_log_of_a_kind(path)
    ]
    assert others == []
    assert [path for path in SUPPORT.rglob("*.py") if path.name.startswith("test_")] == []


def test_every_folder_of_tests_is_a_package() -> None:
    """Test modules of different folders may have one name only in packages."""
    bare = {path.parent for path in MODULES if not (path.parent / "__init__.py").exists()}
    assert {name_of(folder) for folder in bare} == set()
