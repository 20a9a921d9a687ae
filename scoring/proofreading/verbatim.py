"""Places of a text that are no prose: addresses of the internet, files, codes and handles.

They are written as they have to be, so nothing in them is an error.
"""

import re
from collections.abc import Iterator
from typing import Final

_PIECE: Final = re.compile(r"[^\s,;()<>\"“”]+")
_ENDINGS_TEXT: Final = """
    app biz co com edu example gov in info int invalid io lk local mil my ng net nz org ph pk sg
    test uk us za
    bat bmp cfg conf csv dll doc docx eml exe gif heic htm html ics ini jpeg jpg js json log md
    mov mp3 mp4 msg odt ogg pdf php png ppt pptx py rar rtf svg sys tar txt wav webm xls xlsx xml
    yaml zip
"""
_ENDINGS: Final = frozenset(_ENDINGS_TEXT.split())
"""Last parts of domain names and file names. With another ending, "done.thanks" lacks a space."""
_DOTTED: Final = re.compile(r"(?:[\w-]+\.)+(?P<ending>[a-z]\w+)(?:[/:?#].*)?", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\S+@\S+\.\w+|\w+://\S+|www\.\S+", re.IGNORECASE)
_HANDLE: Final = re.compile(r"[#@*]\w[\w.-]*\W*|\*[\d*#]+")
_PATH: Final = re.compile(r"\S*\\\S+|~?//?\w+/\S*|[A-Za-z]:[\\/]\S+|[-/][a-z]")
"""Paths of files, and the options of a command: -i, /a."""
_SNAKE: Final = re.compile(r"\w*[^\W_]_+[^\W_]\w*")
_CODE: Final = re.compile(r"(?=\S*[a-z])(?=\S*\d)[A-Za-z0-9]+(?:[-./:_+][A-Za-z0-9]+)*")
_COUNTED: Final = re.compile(r"\d+[A-Za-z]+|\d+(?:[-.,/:]\d+)*[-–]?[A-Za-z]+(?:-[A-Za-z]+)*")
"""A number and a word ("30days", "30-day") is prose."""
_SLASHED: Final = re.compile(r"[a-z]{1,2}/[a-z]{0,2}", re.IGNORECASE)
"""Short forms with a slash: c/o, w/o, b/f, n/a."""
_KEYS: Final = re.compile(r"\w+(?:\+\w+)+")
_PARTICLE: Final = re.compile(r"[a-z]{1,3}-[A-Z]\w+")
"""Names with a particle: al-Farsi, ka-Mthembu."""
_DOUBLED: Final = re.compile(r"(\w{2,})-\1", re.IGNORECASE)
"""Doubled words of Asian English: halo-halo, habal-habal."""
_FORMS: Final = (_ADDRESS, _PATH, _SNAKE, _SLASHED, _KEYS, _PARTICLE, _DOUBLED)
_STOPS: Final = ".!?…:'’*"


def verbatim_places(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of a text that are no prose, in order."""
    for match in _PIECE.finditer(text):
        piece = match.group().rstrip(_STOPS).lstrip("'‘*")
        if piece and _is_verbatim(match.group(), piece):
            yield match.span()


def _is_verbatim(written: str, piece: str) -> bool:
    dotted = _DOTTED.fullmatch(piece)
    return (
        any(form.fullmatch(piece) for form in _FORMS)
        or _HANDLE.fullmatch(written) is not None
        or (dotted is not None and dotted["ending"].lower() in _ENDINGS)
        or (_CODE.fullmatch(piece) is not None and _COUNTED.fullmatch(piece) is None)
    )
