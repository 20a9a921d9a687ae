"""The files that the rules about source text read, and the places that they report."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TEXT_SUFFIXES = {
    *(".cfg", ".css", ".csv", ".html", ".in", ".ini", ".js", ".json", ".md", ".po", ".py", ".rst"),
    *(".sh", ".toml", ".txt", ".yaml", ".yml"),
}
NOT_OURS = {"__pycache__", "instance", "node_modules"}
HIDDEN_BUT_OURS = {".ci", ".github"}


@dataclass(frozen=True, order=True)
class Place:
    """One breach of a rule.

    Attributes:
        path: relative to the root of the tree, with forward slashes.
        line: from 1; 0 stands for the whole file.
        message: what is wrong there.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Source:
    """One text file of the tree, read and parsed at most once."""

    def __init__(self, root: Path, path: Path) -> None:
        self.root = root
        self.path = path.relative_to(root).as_posix()
        self.suffix = path.suffix
        self.text = path.read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def nodes(self) -> list[Any]:
        """Every node of a Python file, each with its place."""
        return list(ast.walk(ast.parse(self.text, self.path)))

    @cached_property
    def docstrings(self) -> list[tuple[int, str]]:
        """The line on which each docstring begins, and its text as written."""
        owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        pairs = []
        for owner in self.nodes:
            if not isinstance(owner, owners) or not owner.body:
                continue
            first = owner.body[0]
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                pairs.append((first.lineno, first.value.value))
        return pairs

    @cached_property
    def comments(self) -> list[tuple[int, str]]:
        """Line and text of each comment of a Python file, without the ``#``."""
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return [
            (token.start[0], token.string.lstrip("#").strip())
            for token in tokens
            if token.type == tokenize.COMMENT
        ]

    def inside(self, *folders: str) -> bool:
        """Return whether the file is in one of these folders (or is one of these files)."""
        return any(self.path == folder or self.path.startswith(f"{folder}/") for folder in folders)

    @cached_property
    def of_a_kind(self) -> bool:
        """Whether the file belongs to a kind of test."""
        parts = self.path.split("/")
        if parts[0] != "assessments" or len(parts) < 3:
            return False
        if parts[1] == "kinds":
            return True
        start = self.root / "assessments" / parts[1] / "__init__.py"
        return start.is_file() and "\nASSESSMENT" in start.read_text(encoding="utf-8")


def sources(root: Path) -> list[Source]:
    """Return the text files of a tree, without what is installed, generated or hidden."""
    return [Source(root, path) for path in sorted(_walk(root)) if path.suffix in TEXT_SUFFIXES]


def _walk(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir():
            hidden = path.name.startswith(".") and path.name not in HIDDEN_BUT_OURS
            if not hidden and path.name not in NOT_OURS:
                yield from _walk(path)
        elif path.is_file():
            yield path
