"""Every rule about source text finds a planted fault and passes a clean tree."""

from pathlib import Path

import pytest

from tests.house_rules.__main__ import broken, main
from tests.house_rules.places import sources
from tests.house_rules.prose import long_sentences
from tests.house_rules.rules import RULES

MARKER = "<" * 7
SKIP = "fmt: " + "skip"
CLEAN = {
    "assessments/kinds/toy/__init__.py": '"""A toy."""\n\nANSWERS = [item for item in "ab"]\n',
    "assessments/results/read.py": (
        "from assessments.sittings.models import Result\n\n\n"
        "def newest():\n    return select(func.max(Result.revision)).order_by(Result.id.desc())\n"
    ),
    "assessments/kinds/toy/scorer.py": 'def words(report):\n    return report.detail["words"]\n',
    "assessments/old_toy/__init__.py": '"""A toy in its old place."""\n\nASSESSMENT = 1\n',
    "assessments/old_toy/scorer.py": "def words(report):\n    return report.detail\n",
    "benchmarks/figures.py": "from training import features\n",
    "training/features.py": "from training import sources\n",
    "recruiters/pages.py": (
        '"""Say what is on a page: `nobody` and “whose word” are only mentioned; None is None."""\n'
        "# The field is None where an answer is missing.\n"
        "one_page = max(page.id for page in pages)\n"
        "earlier = Result.id.asc()\n"
        "import training_room\n"
    ),
    "static/list.js": "for (const item of items) ones.push(item.one);\n",
    "templates/list.html": "{% for item in items %}{{ item.details }}{% endfor %}\n",
    "docs/page.md": (
        "# A page\n\n```\nnobody\n```\n\n`hence` is code.\n========\n\nNo one reads “be it”.\n"
    ),
}
PLANTED = [
    ("conflict-markers", "docs/page.md", f"a\n{MARKER} HEAD\nb\n", 2),
    ("conflict-markers", "static/app.css", "a\n" + "=" * 7 + "\n", 2),
    ("conflict-markers", "translations/tl.po", ">" * 7 + " main\n", 1),
    ("named-one", "jobs.py", "\nfor one in lines:\n    pass\n", 2),
    ("named-one", "jobs.py", "names = [one.name for one in lines]\n", 1),
    ("named-one", "jobs.py", "names = [n for n, (one, _) in lines]\n", 1),
    ("named-one", "jobs.py", "key = lambda one: one.name\n", 1),
    ("named-one", "jobs.py", "def key(*, one):\n    pass\n", 1),
    ("named-one", "jobs.py", "one, two = pair\n", 1),
    ("named-one", "tests/test_a.py", "if (one := 1):\n    pass\n", 1),
    ("named-one", "templates/a.html", "<p>\n{% for one in them %}\n", 2),
    ("named-one", "templates/a.html", "{% for key, one in them.items() %}\n", 1),
    ("named-one", "templates/a.html", "{% set one = 1 %}\n", 1),
    ("named-one", "templates/a.html", "{% macro row(key, one) %}\n", 1),
    ("named-one", "static/a.js", "for (const one of them) show();\n", 1),
    ("named-one", "static/a.js", "them.map((one) => one.name);\n", 1),
    ("named-one", "static/a.js", "them.map(one => one.name);\n", 1),
    ("named-one", "static/a.js", "for (const [key, one] of them) show();\n", 1),
    ("template-probes", "recruiters/a.py", "app.jinja_env.get_template(name)\n", 1),
    ("template-probes", "recruiters/a.py", "env.select_template([name])\n", 1),
    ("template-probes", "recruiters/a.py", "from b import c\nexcept_ = TemplateNotFound\n", 2),
    ("template-probes", "templates/a.html", "{% include slug ~ '/b.html' ignore missing %}\n", 1),
    ("newest-results", "recruiters/a.py", "\nselect(func.max(Result.revision))\n", 2),
    ("newest-results", "recruiters/a.py", "select(func.max(Result.id))\n", 1),
    ("newest-results", "recruiters/a.py", "select(Result).order_by(Result.id.desc())\n", 1),
    ("newest-results", "recruiters/a.py", "select(Result).order_by(desc(models.Result.id))\n", 1),
    ("newest-results", "trainers/a.py", "Other = aliased(Result)\nfunc.max(Other.id)\n", 2),
    ("newest-results", "trainers/a.py", "from m import Result as R\nfunc.max(R.id)\n", 2),
    ("training-imported", "scoring/a.py", "from training import additive\n", 1),
    ("training-imported", "scoring/a.py", "def late():\n    import training.listener\n", 2),
    ("details-read", "recruiters/a.py", "\nreport.detail\n", 2),
    ("details-read", "recruiters/a.py", 'content["detail"]\n', 1),
    ("details-read", "assessments/results/a.py", 'content.get("detail", {})\n', 1),
    ("details-read", "templates/a.html", "{{ report.detail.words }}\n", 1),
    ("details-read", "templates/a.html", "{% set words = report['detail'] %}\n", 1),
    ("long-files", "static/a.js", "go();\n" * 401, 0),
    ("formatter-skipped", "scoring/a.py", f"a = 1\nb  = 2  # {SKIP}\n", 2),
    ("docstring-what", "scoring/a.py", 'def f():\n    """What it says."""\n', 2),
    ("docstring-what", "scoring/a.py", '"""What it says."""\n', 1),
    ("plain-words-in-pages", "docs/a.md", "# A\n\nHere nobody writes.\n", 3),
    ("plain-words-in-pages", "docs/a.md", "Somebody whose word counts.\n", 1),
    ("plain-words-in-pages", "docs/a.md", "An answer, if there is\nnone, is empty.\n", 1),
    ("plain-words-in-comments", "a.py", '"""A.\n\nHence B, be it so.\n"""\n', 3),
    ("plain-words-in-comments", "a.py", "a = 1  # to tell of\n", 1),
    ("plain-words-in-comments", "a.py", "# Tells\n# of the rest.\n", 1),
]


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A small tree that looks like ours and breaks no rule."""
    return write(tmp_path, CLEAN)


@pytest.mark.parametrize("name", RULES)
def test_a_clean_tree_passes(clean: Path, name: str) -> None:
    assert broken(sources(clean), [name]) == {name: []}


@pytest.mark.parametrize(("name", "path", "text", "line"), PLANTED)
def test_a_planted_fault_is_found(clean: Path, name: str, path: str, text: str, line: int) -> None:
    write(clean, {path: text})
    places = broken(sources(clean), [name])[name]
    assert {(place.path, place.line) for place in places} == {(path, line)}


def test_every_rule_has_a_planted_fault() -> None:
    assert {name for name, *_ in PLANTED} == set(RULES)


def test_a_broken_rule_fails_the_check(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], clean) == 0
    write(clean, {"jobs.py": "for one in lines:\n    pass\n"})
    assert main([], clean) == 1
    assert "jobs.py:1: name what it holds, not `one` [named-one]" in capsys.readouterr().out


def test_what_is_installed_or_generated_is_not_read(clean: Path) -> None:
    fault = f"{MARKER} HEAD\n"
    write(clean, {f"{folder}/a.md": fault for folder in [".venv/lib", "instance", "node_modules"]})
    assert broken(sources(clean), ["conflict-markers"]) == {"conflict-markers": []}
    write(clean, {".github/a.yml": fault})
    assert len(broken(sources(clean), ["conflict-markers"])["conflict-markers"]) == 1


def test_a_long_sentence_is_found_and_a_list_is_many_sentences() -> None:
    forty = " ".join(["word"] * 40)
    assert long_sentences(f"{forty}.") == []
    assert long_sentences(f"{forty} more.") == [f"{forty} more."]
    assert long_sentences(f"- {forty}\n- {forty}\n\n| {forty} | more |\n") == []
