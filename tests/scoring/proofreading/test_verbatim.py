"""Addresses, files, codes and handles are no prose; a slip with a full stop is."""

import pytest

from scoring.proofreading import find_errors
from scoring.proofreading.verbatim import verbatim_places


@pytest.mark.parametrize(
    "piece",
    [
        "lourdes.macaraeg@lunti.example",
        "www.lunti.example/help",
        "https://tala.example/a?b=1",
        "invoice_2026-11.pdf",
        "scan0003.png",
        "client_id",
        "KX-TG785sk",
        "lbx00918233ph",
        "v2.3.1-rc4",
        "#tulongtayo",
        "@halina_help",
        "*143#",
        "C:\\Users\\docs",
        "//nas2/scans",
        "c/o",
        "n/a",
        "-i",
        "ctrl+shift+r",
        "al-Farsi",
        "habal-habal",
    ],
)
def test_it_is_written_as_it_must_be(piece: str) -> None:
    text = f"Please note {piece}, as agreed."
    start = text.index(piece)
    assert list(verbatim_places(text)) == [(start, start + len(piece))]
    assert find_errors(text) == ()


@pytest.mark.parametrize(
    "text", ["done.thanks", "30days", "a 30-day trial", "two-day", "well-known"]
)
def test_prose_is_read(text: str) -> None:
    assert list(verbatim_places(text)) == []


def test_an_error_beside_it_is_found() -> None:
    text = "The file invoice_1.pdf has the wrong adress of c/o Ms. Tan."
    assert [finding.text for finding in find_errors(text)] == ["adress"]
