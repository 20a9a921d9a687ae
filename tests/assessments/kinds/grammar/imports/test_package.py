"""QTI packages: zip files of strangers, read within limits."""

import io
import zipfile

import pytest

from assessments.kinds.grammar.imports import MOST_BYTES as MOST_BYTES_OF_A_FILE
from assessments.kinds.grammar.imports import imported_file, package
from assessments.kinds.grammar.imports.draft import UnfitError
from tests.support.question_files import DEFAULTS, choice, item, response

GOOD = item(choice("go", "goes", "going", "gone"), response("b"))


def manifest(*hrefs, kind="imsqti_item_xmlv2p1"):
    resources = "".join(
        f'<resource identifier="r{n}" type="{kind}" href="{href}"><file href="{href}"/></resource>'
        for n, href in enumerate(hrefs)
    )
    return (
        '<?xml version="1.0"?><manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1">'
        f"<resources>{resources}</resources></manifest>"
    )


def packed(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def read(files):
    return imported_file(packed(files), "qti", DEFAULTS)


def refusals(files):
    result = read(files)
    return {problem.file: problem.why for problem in result.problems}


def test_the_items_of_a_package_are_read_in_the_order_of_its_manifest():
    result = read(
        {
            "imsmanifest.xml": manifest("items/b%20c.xml", "./items/a.xml", "items/a.xml"),
            "items/a.xml": GOOD.replace("She", "It"),
            "items/b c.xml": GOOD,
            "items/unnamed.xml": GOOD,
        }
    )
    assert [question.text for question in result.questions] == [
        *("She ___ home.", "It ___ home.", "It ___ home."),
    ]
    assert result.questions[0].note == "Imported, items/b%20c.xml, line 1 Past"
    assert [question.id for question in result.questions][:2] == ["from-file-1", "from-file-2"]


def test_a_package_may_be_packed_with_its_folder():
    files = {
        "course/imsmanifest.xml": manifest("a.xml"),
        "course/a.xml": GOOD,
        "__MACOSX/course/imsmanifest.xml": "x",
    }
    assert len(read(files).questions) == 1


def test_a_bad_item_keeps_no_good_one_out():
    files = {
        "imsmanifest.xml": manifest("good.xml", "broken.xml", "missing.xml", "essay.xml", "b.xml"),
        "good.xml": GOOD,
        "broken.xml": GOOD.replace("</itemBody>", ""),
        "essay.xml": item("<p>A</p><extendedTextInteraction/>", ""),
        "b.xml": "caf\xe9".encode("latin-1"),
    }
    result = read(files)
    assert len(result.questions) == 1
    why = refusals(files)
    assert "mismatched tag" in why["broken.xml"]
    assert "does not hold this file" in why["missing.xml"]
    assert "essay" in why["essay.xml"]
    assert "is not utf-8" in why["b.xml"]


@pytest.mark.parametrize(
    "href",
    [
        "../secret.xml",
        "items/../../secret.xml",
        "/etc/hostname",
        "C:/secret.xml",
        "..\\secret.xml",
        "%2e%2e/secret.xml",
        "http://example.com/a.xml",
    ],
)
def test_no_name_reaches_outside_the_package(href):
    files = {"imsmanifest.xml": manifest(href, "a.xml"), "a.xml": GOOD, "secret.xml": GOOD}
    assert len(read(files).questions) == 1
    assert refusals(files) == {href: "the manifest names a file outside the package"}


def test_a_file_that_unpacks_to_too_much_is_not_unpacked(monkeypatch):
    bomb = "<assessmentItem>" + " " * 3_000_000
    files = {"imsmanifest.xml": manifest("bomb.xml", "a.xml"), "bomb.xml": bomb, "a.xml": GOOD}
    assert len(packed(files)) < 10_000
    assert len(read(files).questions) == 1
    assert refusals(files) == {"bomb.xml": package.TOO_LARGE}


def test_all_files_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES", 3_000)
    names = [f"{n}.xml" for n in range(9)]
    files = {"imsmanifest.xml": manifest(*names), **dict.fromkeys(names, GOOD)}
    assert 0 < len(read(files).questions) < 9
    assert any("bytes unpacked" in why for why in refusals(files).values())


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"a.xml": GOOD}, "holds no imsmanifest.xml"),
        ({"a/imsmanifest.xml": "x", "b/imsmanifest.xml": "x"}, "holds no imsmanifest.xml"),
        ({"imsmanifest.xml": "hello"}, "imsmanifest.xml: this is no XML"),
        ({"imsmanifest.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}, "document type"),
        ({"imsmanifest.xml": manifest()}, "names no QTI 2.1 item"),
        ({"imsmanifest.xml": manifest("a.xml", kind="webcontent")}, "names no QTI 2.1 item"),
        ({"imsmanifest.xml": manifest("a.xml", kind="imsqti_xmlv1p2")}, "QTI 1.2"),
        (
            {"imsmanifest.xml": manifest("a.xml", kind="imsqti_xmlv1p2/imscc_xmlv1p1/assessment")},
            "QTI 1.2",
        ),
        ({"imsmanifest.xml": manifest("a.xml", kind="imsqti_item_xmlv3p0")}, "QTI 3"),
        ({"h5p.json": "{}"}, "an H5P package"),
        ({"[Content_Types].xml": "x"}, "an office document"),
        ({"imsmanifest.xml": " " * 1_000_001}, "imsmanifest.xml: the file has over"),
        ({f"{n}.txt": "" for n in range(5_001)}, "over 5,000 files"),
        (
            {"imsmanifest.xml": manifest(*(f"{n}.xml" for n in range(1_001)))},
            "over 1,000 items",
        ),
    ],
)
def test_a_package_that_cannot_be_used_is_refused(files, why):
    with pytest.raises(UnfitError, match=why):
        read(files)


def test_a_damaged_package_is_refused():
    whole = packed({"imsmanifest.xml": manifest("a.xml"), "a.xml": GOOD})
    with pytest.raises(UnfitError, match="damaged"):
        imported_file(whole[: len(whole) // 2], "qti", DEFAULTS)
    with pytest.raises(UnfitError, match="over 50,000,000 bytes"):
        imported_file(b"PK\x03\x04" + bytes(MOST_BYTES_OF_A_FILE), "qti", DEFAULTS)


def test_an_item_with_wrong_bytes_is_refused():
    content = bytearray(packed({"imsmanifest.xml": manifest("a.xml"), "a.xml": GOOD}))
    place = content.index(b"a.xml", content.index(b"PK\x03\x04", 4)) + 20
    content[place : place + 20] = bytes(20)
    result = imported_file(bytes(content), "qti", DEFAULTS)
    assert [problem.why for problem in result.problems] == ["the file is damaged"]


def test_an_encrypted_item_is_refused():
    content = bytearray(packed({"imsmanifest.xml": manifest("a.xml"), "a.xml": GOOD}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        last = content.rindex(mark)
        content[last + offset] |= 1
    result = imported_file(bytes(content), "qti", DEFAULTS)
    assert [problem.why for problem in result.problems] == [
        "the file is encrypted or packed in an unusual way"
    ]


@pytest.mark.parametrize("file_format", ["aiken", "gift", "moodle"])
def test_a_package_is_no_file_of_another_format(file_format):
    with pytest.raises(UnfitError, match="package or document"):
        imported_file(packed({"a.xml": GOOD}), file_format, DEFAULTS)
