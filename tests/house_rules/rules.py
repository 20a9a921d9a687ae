"""Rules about the source text that no linter knows: each yields every place that breaks it."""

import ast
import re
from collections.abc import Callable, Iterator

from tests.house_rules.places import Place, Source
from tests.house_rules.prose import plain_words_in_comments, plain_words_in_pages

LONGEST_FILE = 400
NEWEST_RESULT_LIVES_IN = "assessments/results/read.py"
TEMPLATE_PROBES = {
    *("get_template", "select_template", "get_or_select_template", "list_templates"),
    *("TemplateNotFound", "TemplatesNotFound"),
}
# Seven in a row, alone or with a branch's name. A heading underlined by exactly seven equal
# signs would be reported too: headings here begin with a hash.
CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)")
ONE_IN_A_TEMPLATE = re.compile(
    r"\{%-?\s*(?:for|set)\s+(?:\w+\s*,\s*)*one\b|\bimport\b.*\bas one\b"
    r"|\{%-?\s*macro\s+\w+\((?:[^)]*,\s*)?one\b"
)
ONE_IN_A_SCRIPT = re.compile(
    r"\b(?:const|let|var)\s+one\b|\bone\s*=>|\((?:[^()]*,\s*)?one\s*(?:,[^()]*)?\)\s*(?:=>|\{)"
    r"|\b(?:const|let)\s+[\[{][^\]}]*\bone\b"
)


def conflict_markers(source: Source) -> Iterator[Place]:
    """Report the markers that a merge leaves behind."""
    for number, line in enumerate(source.lines, 1):
        if CONFLICT.match(line):
            yield Place(source.path, number, "a marker of a merge conflict")


def named_one(source: Source) -> Iterator[Place]:
    """Report a variable or parameter that is called ``one`` instead of what it holds."""
    if source.suffix == ".py":
        for node in source.nodes:
            stored = (
                isinstance(node, ast.Name) and node.id == "one" and isinstance(node.ctx, ast.Store)
            )
            if stored or (isinstance(node, ast.arg) and node.arg == "one"):
                yield Place(source.path, node.lineno, "name what it holds, not `one`")
        return
    pattern = {".html": ONE_IN_A_TEMPLATE, ".js": ONE_IN_A_SCRIPT}.get(source.suffix)
    if pattern is not None:
        for number, line in enumerate(source.lines, 1):
            for _ in pattern.finditer(line):
                yield Place(source.path, number, "name what it holds, not `one`")


def template_probes(source: Source) -> Iterator[Place]:
    """Report a look for a template by which code finds out what a kind of test can do."""
    message = "a capability is declared, not probed for by its template"
    if source.inside("tests"):
        return
    if source.suffix == ".html":
        for number, line in enumerate(source.lines, 1):
            if re.search(r"\{%-?\s*include\b.*\bignore missing\b", line):
                yield Place(source.path, number, message)
    elif source.suffix == ".py":
        for node in source.nodes:
            name = (
                node.attr
                if isinstance(node, ast.Attribute)
                else node.id
                if isinstance(node, ast.Name)
                else ""
            )
            if name in TEMPLATE_PROBES:
                yield Place(source.path, node.lineno, message)


def newest_results(source: Source) -> Iterator[Place]:
    """Report a query for the newest result outside the reading side."""
    if source.suffix != ".py" or source.inside("tests", NEWEST_RESULT_LIVES_IN):
        return
    # What stands for the table: its class, and every alias of it.
    tables = {"Result"}
    for node in source.nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            named = _last_name(node.value.func) == "aliased"
            if named and any(_last_name(part) == "Result" for part in node.value.args):
                tables.update(part.id for part in node.targets if isinstance(part, ast.Name))
        elif isinstance(node, ast.ImportFrom):
            tables.update(
                part.asname for part in node.names if part.name == "Result" and part.asname
            )
    for node in source.nodes:
        if isinstance(node, ast.Call) and _picks_newest(node, tables):
            yield Place(
                source.path, node.lineno, f"the newest result is read in {NEWEST_RESULT_LIVES_IN}"
            )


def _picks_newest(call: ast.Call, tables: set[str]) -> bool:
    """Return whether a call is ``max(Result.id)``, ``Result.id.desc()`` or ``desc(Result.id)``."""
    name = _last_name(call.func)
    if name in {"max", "desc"} and any(_is_age(part, tables) for part in call.args):
        return True
    return (
        name == "desc" and isinstance(call.func, ast.Attribute) and _is_age(call.func.value, tables)
    )


def _is_age(node: ast.AST, tables: set[str]) -> bool:
    """Return whether an expression is the column by which one result is newer than another."""
    return (
        isinstance(node, ast.Attribute)
        and node.attr in {"id", "revision"}
        and _last_name(node.value) in tables
    )


def _last_name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def training_imported(source: Source) -> Iterator[Place]:
    """Report an import of ``training`` in the product; figures and tests may look at it."""
    if source.suffix != ".py" or source.inside("training", "tests", "benchmarks"):
        return
    for node in source.nodes:
        names = (
            [part.name for part in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
        if any(name.split(".")[0] == "training" for name in names):
            yield Place(source.path, node.lineno, "the product never imports `training`")


def details_read(source: Source) -> Iterator[Place]:
    """Report a look into ``Report.detail``, which is its kind's own, from outside the kind."""
    if source.of_a_kind or source.inside("tests", "scoring/report.py"):
        return
    message = "`detail` is the kind's own: what others read is a field of Report"
    if source.suffix == ".html":
        for number, line in enumerate(source.lines, 1):
            if re.search(r"\{[{%].*(\.detail\b|\[['\"]detail['\"]\])", line):
                yield Place(source.path, number, message)
    elif source.suffix == ".py":
        for node in source.nodes:
            if _reads_detail(node):
                yield Place(source.path, node.lineno, message)


def _reads_detail(node: ast.AST) -> bool:
    """Return whether a node is ``x.detail``, ``x["detail"]`` or ``x.get("detail")``."""
    if isinstance(node, ast.Attribute):
        return node.attr == "detail"
    if isinstance(node, ast.Subscript):
        return _is_detail(node.slice)
    return (
        isinstance(node, ast.Call)
        and _last_name(node.func) == "get"
        and bool(node.args)
        and _is_detail(node.args[0])
    )


def _is_detail(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value == "detail"


def long_files(source: Source) -> Iterator[Place]:
    """Report a file of code that is too long to hold one idea."""
    if source.suffix in {".css", ".html", ".js", ".py"} and len(source.lines) > LONGEST_FILE:
        yield Place(
            source.path,
            0,
            f"{len(source.lines)} lines, over {LONGEST_FILE}: does it hold two ideas?",
        )


def formatter_skipped(source: Source) -> Iterator[Place]:
    """Report code that the formatter is told to leave alone."""
    if source.suffix == ".py" and "fmt:" in source.text:
        for number, comment in source.comments:
            if re.search(r"\bfmt:\s*(skip|off)\b", comment):
                yield Place(
                    source.path, number, "let the formatter set it, or write it differently"
                )


def docstrings_that_begin_with_what(source: Source) -> Iterator[Place]:
    """Report a docstring that opens with a noun clause instead of a verb or a noun."""
    if source.suffix == ".py":
        for line, text in source.docstrings:
            if re.match(r"\s*What\b", text):
                yield Place(source.path, line, "say it without “What …” at the start")


Rule = Callable[[Source], Iterator[Place]]
RULES: dict[str, Rule] = {
    "conflict-markers": conflict_markers,
    "named-one": named_one,
    "template-probes": template_probes,
    "newest-results": newest_results,
    "training-imported": training_imported,
    "details-read": details_read,
    "long-files": long_files,
    "formatter-skipped": formatter_skipped,
    "docstring-what": docstrings_that_begin_with_what,
    "plain-words-in-pages": plain_words_in_pages,
    "plain-words-in-comments": plain_words_in_comments,
}
