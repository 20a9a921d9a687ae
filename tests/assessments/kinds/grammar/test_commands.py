"""flask grammar import and export: what is written, and what the author is told."""

import zipfile

import pytest
from click.testing import CliRunner

from assessments.kinds.grammar.bank import ITEMS
from assessments.kinds.grammar.bank import read as read_items
from assessments.kinds.grammar.commands import group
from tests.support.question_files import AIKEN, entry, item, only, response


def run_import(*arguments):
    return CliRunner().invoke(
        group,
        ["import", *map(str, arguments), "--topic", "tense", "--level", "B1", "--rule", "past"],
    )


def run_export(*arguments):
    return CliRunner().invoke(group, ["export", *map(str, arguments)])


def test_a_file_becomes_drafts_that_the_bank_reads(tmp_path):
    source, drafts = tmp_path / "quiz.txt", tmp_path / "drafts.yaml"
    source.write_bytes(b"\xef\xbb\xbf" + f"{AIKEN}\nWhat?\nA. x\n".encode())
    ran = run_import(source, drafts, "--from", "aiken", "--prefix", "verbs")
    assert ran.exit_code == 0
    assert "1 drafts in" in ran.stdout
    assert "1 left out, 0 notes" in ran.stdout
    assert "Left out:\nquiz.txt, line 9 (What?): the line ANSWER:" in ran.stderr
    [question] = read_items(drafts.name, drafts.read_text("utf-8"))
    assert question == only(AIKEN, "aiken").model_copy(
        update={"id": "verbs-1", "rule": "past", "note": "Imported, line 1"}
    )
    again = run_import(source, drafts, "--from", "aiken")
    assert (again.exit_code, "name another file" in again.stderr) == (1, True)


def test_the_author_is_told_what_was_changed(tmp_path):
    source, drafts = tmp_path / "quiz.gift", tmp_path / "drafts.yaml"
    source.write_text("::Neg 1::He ___ come.{=won't =won’t}", "utf-8")
    ran = run_import(source, drafts, "--from", "gift")
    assert ran.exit_code == 0
    assert "Changed; please check:\nquiz.gift, line 1 (Neg 1): the answer 'won’t'" in ran.stderr
    assert "# line 1 (Neg 1): the answer 'won’t' was dropped" in drafts.read_text("utf-8")
    assert "1 drafts in" in ran.stdout
    assert "0 left out, 1 notes" in ran.stdout


def test_a_file_of_which_nothing_fits_leaves_no_drafts(tmp_path):
    source, drafts = tmp_path / "quiz.xml", tmp_path / "drafts.yaml"
    source.write_text("<!DOCTYPE quiz><quiz/>")
    ran = run_import(source, drafts, "--from", "moodle")
    assert (ran.exit_code, "document type" in ran.stderr) == (1, True)
    source.write_text("<quiz/>")
    ran = run_import(source, drafts, "--from", "moodle")
    assert (ran.exit_code, "holds no <question>" in ran.stderr) == (1, True)
    assert not drafts.exists()


@pytest.mark.parametrize(
    ("option", "value", "why"),
    [
        ("--prefix", "Verbs", "small letters"),
        ("--prefix", "", "small letters"),
        ("--prefix", "x" * 51, "at most 50"),
        ("--rule", "x", "3 to 80"),
    ],
)
def test_what_the_author_gives_for_all_questions_is_checked_first(tmp_path, option, value, why):
    source = tmp_path / "quiz.txt"
    source.write_text(AIKEN)
    given = {"--topic": "tense", "--level": "B1", "--rule": "past", option: value}
    arguments = [part for pair in given.items() for part in pair]
    ran = CliRunner().invoke(
        group, ["import", str(source), str(tmp_path / "d.yaml"), "--from", "aiken", *arguments]
    )
    assert (ran.exit_code, why in ran.stderr) == (2, True)


def test_an_item_file_goes_out_and_comes_in(tmp_path):
    package, drafts = tmp_path / "tense.zip", tmp_path / "drafts.yaml"
    out = run_export(package, ITEMS / "tense.yaml")
    assert out.exit_code == 0
    ran = run_import(package, drafts, "--from", "qti")
    assert ran.exit_code == 0
    before = read_items("tense.yaml", (ITEMS / "tense.yaml").read_text("utf-8"))
    after = read_items("drafts.yaml", drafts.read_text("utf-8"))
    left = out.stderr.count("left out:")
    assert (f"{len(after)} questions in", len(after)) == (
        out.stdout.partition(" questions in")[0] + " questions in",
        len(before) - left,
    )
    assert {question.text for question in after} <= {question.text for question in before}
    again = run_export(package, ITEMS / "tense.yaml")
    assert (again.exit_code, "name another file" in again.stderr) == (1, True)


def test_a_file_of_which_nothing_can_be_exported_leaves_no_package(tmp_path):
    package = tmp_path / "emails.zip"
    ran = run_export(package, ITEMS / "emails.yaml")
    assert (ran.exit_code, "nothing was written" in ran.stderr) == (1, True)
    broken = tmp_path / "broken.yaml"
    broken.write_text("items: [{id: x}]")
    ran = run_export(package, broken)
    assert (ran.exit_code, "broken.yaml" in ran.stderr) == (1, True)
    assert not package.exists()


def test_a_long_list_is_cut_with_its_number(tmp_path):
    source = tmp_path / "quiz.gift"
    source.write_text("a\n\n" * 600)
    ran = run_import(source, tmp_path / "drafts.yaml", "--from", "gift")
    assert ran.stderr.count("one pair of {braces}") == 500
    assert "and 100 more" in ran.stderr


def test_no_text_of_a_file_steers_the_terminal_or_the_drafts(tmp_path):
    source, drafts = tmp_path / "quiz.zip", tmp_path / "drafts.yaml"
    question = item(f"<p>He {entry()} come.</p>", response("won't", "won’t", base="string"))
    with zipfile.ZipFile(source, "w") as package:
        package.writestr(
            "imsmanifest.xml",
            '<manifest><resource type="imsqti_item_xmlv2p1" href="a&#10;items.xml"/>'
            '<resource type="imsqti_item_xmlv2p1" href="b&#x9b;31m.xml"/></manifest>',
        )
        package.writestr("a\nitems.xml", question)
    ran = run_import(source, drafts, "--from", "qti")
    assert ran.exit_code == 0
    assert "\x9b" not in ran.stderr
    assert "b?31m.xml, line 1: the package does not hold this file" in ran.stderr
    assert len(read_items("drafts.yaml", drafts.read_text("utf-8"))) == 1
