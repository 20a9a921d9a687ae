"""`flask assessments new`: in a copy of the tree the new kind passes, and no other file changes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from assessments.banks import registry
from assessments.commands.new_kind import LONGEST_SLUG, write_kind

ROOT = Path(__file__).parents[3]
SLUG = "spelling_of_names"
BIG = {".mp3", ".bin", ".gz", ".json", ".npz", ".onnx"}
"""Files that are only read: the copy has links to them."""

ABOUT_THE_NEW_KIND = (
    f"{SLUG} or no_sentence_of_an_applicant or pages_forms_and_kinds or support_package"
    " or is_a_package"
)


def tracked() -> list[str]:
    """List the files of the checkout, those that are not committed yet included."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"the files of the tree are not known without git: {error}")
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the tree and write a new kind into it."""
    copy = tmp_path_factory.mktemp("tree")
    for name in tracked():
        place = copy / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.suffix in BIG:
            place.symlink_to(ROOT / name)
        else:
            shutil.copyfile(ROOT / name, place)
    run(copy, sys.executable, "-m", "flask", "--app", "app", "assessments", "new", SLUG)
    return copy


def run(folder: Path, *command: str) -> str:
    """Run a command in a copy of the tree, and return its output; it must succeed."""
    settings = {"HANDA_INSTANCE": str(folder / "instance"), "PYTHONPATH": str(folder)}
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **settings}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def test_one_folder_and_one_folder_of_tests_are_all_that_is_new(tree: Path) -> None:
    written = {
        path.relative_to(tree).as_posix()
        for path in tree.rglob("*")
        if path.is_file() and not {"__pycache__", "instance"} & set(path.parts)
        if not any(part.endswith("_cache") for part in path.parts)
    }
    new = written - set(tracked())
    assert f"assessments/kinds/{SLUG}/__init__.py" in new
    folders = (f"assessments/kinds/{SLUG}/", f"tests/assessments/kinds/{SLUG}/")
    assert [name for name in new if not name.startswith(folders)] == []


def test_the_items_of_the_new_kind_are_checked(tree: Path) -> None:
    command = (sys.executable, "-m", "flask", "--app", "app", "assessments", "check", SLUG)
    assert run(tree, *command).splitlines() == [f"{SLUG}: 5 items, all good"]


def test_the_new_kind_passes_its_own_tests_the_contract_and_the_house_rules(tree: Path) -> None:
    paths = (
        f"tests/assessments/kinds/{SLUG}",
        "tests/assessments/contract/test_contract.py",
        "tests/house_rules/test_tests.py",
        "tests/house_rules/test_translations.py",
    )
    options = ("-v", "-p", "no:cacheprovider", "-k", ABOUT_THE_NEW_KIND)
    passed = run(tree, sys.executable, "-m", "pytest", *options, *paths)
    assert f"test_a_worse_answer_never_scores_higher[{SLUG}] PASSED" in passed
    assert f"tests/assessments/kinds/{SLUG}/test_{SLUG}.py::" in passed
    assert "test_no_sentence_of_an_applicant_is_missing[fil] PASSED" in passed
    assert "SKIPPED" not in passed


def test_the_new_kind_is_in_the_style_of_the_rest_and_keeps_the_import_rules(tree: Path) -> None:
    new = (f"assessments/kinds/{SLUG}", f"tests/assessments/kinds/{SLUG}")
    run(tree, program("ruff"), "check", *new)
    run(tree, program("ruff"), "format", "--check", *new)
    run(tree, program("djlint"), "--lint", "--quiet", new[0])
    run(tree, program("lint-imports"))


def test_pages_of_the_new_kind_are_looked_at_in_the_browser_too(tree: Path) -> None:
    sights = "from tests.support.browser.sights import sittings, staff; "
    names = "print(*(sight.name for sight in (*sittings.SITTINGS, *staff.STAFF)))"
    seen = run(tree, sys.executable, "-c", sights + names).split()
    pages = {f"{SLUG}-{page}" for page in ("instructions", "begun", "practice")}
    assert pages | {f"report-{SLUG}"} <= set(seen)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("Spelling", "small letters, digits and underscores"),
        ("9lives", "a letter first"),
        ("spelling-bee", "small letters, digits and underscores"),
        ("../typing", "small letters, digits and underscores"),
        ("a" * (LONGEST_SLUG + 1), f"use at most {LONGEST_SLUG}"),
        ("class", "a keyword of Python"),
        ("inbox", "there is a kind of test of this name"),
        ("results", "a name of Handa itself"),
        ("speech", "a name of Handa itself"),
        ("components", "a name of Handa itself"),
        ("worker", "a name of Handa itself"),
    ],
)
def test_a_slug_that_cannot_be_used_is_refused_and_nothing_is_written(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slug: str, words: str
) -> None:
    for folder in ("assessments/results", "assessments/kinds", "templates/components", "speech"):
        (tmp_path / folder).mkdir(parents=True)
    before = set(tmp_path.rglob("*"))
    monkeypatch.setattr(registry, "FOLDER", tmp_path / "assessments/kinds")
    done = app.test_cli_runner().invoke(args=["assessments", "new", slug])
    assert done.exit_code == 1
    assert words in done.output
    assert set(tmp_path.rglob("*")) == before


def test_a_kind_that_is_not_there_cannot_be_checked(app: Flask) -> None:
    done = app.test_cli_runner().invoke(args=["assessments", "check", "no_such_kind"])
    assert done.exit_code == 1
    assert "there is no kind of test named no_such_kind" in done.output


def test_a_folder_of_that_name_is_never_written_over(app: Flask, tmp_path: Path) -> None:
    for folder in ("assessments", "templates", f"tests/assessments/kinds/{SLUG}"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    with pytest.raises(ValueError, match="is taken: tests/assessments/kinds"):
        write_kind(SLUG, tmp_path, taken=[])
    assert not (tmp_path / "assessments/kinds").exists()
