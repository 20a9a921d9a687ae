"""Rules that every benchmark keeps."""

import ast
import csv
import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.__main__ import BENCHMARKS, THREADS, main
from training.disturb import NAMES

FOLDER = Path(command.__file__).parent
FILES = sorted(FOLDER.rglob("*.py"))
WITH_DATA = {
    "chat-acts": "micro_f1",
    "errors": "caught",
    "fluency": "n",
    "invariance": f"{NAMES[0]}_fluency_median",
    "listen": "cpu_s_per_audio_s",
    "ordering": "writing_pairs",
    "typing": "net_wpm",
    "voice-form": "last_answer_to_report_s",
    "writing": "overall_pcc",
}
"""Benchmarks that read ``--data``, each with the figure that it skips when the data are missing."""


@pytest.fixture(autouse=True)
def threads_stay(monkeypatch):
    for name in THREADS:
        monkeypatch.setenv(name, "1")


def index(folder: Path, columns: list[str], *rows: list[str]) -> str:
    with (folder / "index.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
    return str(folder)


def test_every_file_is_a_benchmark_or_a_helper():
    files = {file.stem for file in FOLDER.glob("*.py") if not file.stem.startswith("_")}
    assert sorted(entry.module for entry in BENCHMARKS.values()) == sorted(files)


def test_no_file_hides_a_module_of_the_standard_library():
    assert not {file.stem for file in FOLDER.glob("*.py")} - {"__main__"} & sys.stdlib_module_names


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_declares_main_and_describes_itself(name, capsys):
    module = importlib.import_module(f"benchmarks.{BENCHMARKS[name].module}")
    assert list(inspect.signature(module.main).parameters) == ["argv"]
    assert inspect.getdoc(module)
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert f"usage: python -m benchmarks {name} " in said
    assert " ".join(module.__doc__.split())[:60] in " ".join(said.split())


def test_without_a_name_every_benchmark_is_listed():
    with pytest.raises(SystemExit) as left:
        main([])
    for name, entry in BENCHMARKS.items():
        assert name in str(left.value)
        assert entry.measures in str(left.value)
    with pytest.raises(SystemExit, match="listen"):
        main(["nothing"])


def test_only_the_chosen_benchmark_is_loaded():
    code = (
        "import sys; from benchmarks.__main__ import main\n"
        "try: main(['start', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'whisper', 'flask', 'benchmarks.listen', 'benchmarks.writing'}\n"
        "print(*(heavy & sys.modules.keys()), file=sys.stderr)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stderr.split() == []
    assert "benchmarks start" in answer.stdout


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_imports_stand_at_the_top(file: Path):
    tree = ast.parse(file.read_text("utf-8"))
    inside = [
        statement.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for statement in ast.walk(function)
        if isinstance(statement, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(FOLDER)))
def test_only_the_file_of_figures_writes_to_standard_output(file: Path):
    text = file.read_text("utf-8")
    if file.name != "_figures.py":
        assert "print(" not in text.replace("_print(", "")
        assert "stdout.write" not in text


@pytest.mark.parametrize("name", WITH_DATA)
def test_missing_data_are_skipped_with_a_reason(name, tmp_path, capsys):
    main([name, "--data", str(tmp_path / "nowhere")])
    (line,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert line["value"] is None
    assert line["unit"]
    assert "nowhere" in line["reason"]
    assert line["name"] == WITH_DATA[name]


def test_the_cheap_ones_print_nothing_but_figures(tmp_path, capsys):
    folders = {name: tmp_path / name for name in ("errors", "chat-acts", "writing", "typing")}
    for folder in folders.values():
        folder.mkdir()
    pair = ["She have a dog.", "She has a dog."]
    text = "The parcel arrived late, so I called the customer and offered a refund. " * 8
    runs = [
        ["errors", "--missed", "--data", index(folders["errors"], ["wrong", "right"], pair, pair)],
        [
            "chat-acts",
            "--data",
            index(folders["chat-acts"], ["text", "acts"], ["Hello!", "greet"], ["x", "none"]),
        ],
        [
            "writing",
            "--data",
            index(folders["writing"], ["text", "overall"], [text, "3"], ["Hi.", "1"]),
        ],
        ["typing", "--data", index(folders["typing"], ["presented", "transcribed"], ["a", "b"])],
    ]
    for arguments in runs:
        main(arguments)
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert lines, arguments
        for line in lines:
            assert line["name"], line
            assert line["unit"], line
            assert line["value"] == line[line["name"]]
            assert line["value"] is not None or line["reason"], line
