"""Normalise answers for comparison: the quotes that a phone types must not cost a point."""

import unicodedata

_SINGLE, _DOUBLE, _HYPHENS = "‘’‛`´ʼ′＇", "“”„‟″＂", "\u2010\u2011"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_INVISIBLE, ""),
    }
)


def straight(text: str) -> str:
    """Return a text in NFC with plain quotes and hyphens, without invisible characters."""
    return unicodedata.normalize("NFC", text).translate(_STRAIGHT)


def normalised(answer: str, *, case: bool = False, marks: bool = False) -> str:
    """Return an answer in the form in which answers are compared.

    NFC; plain quotes, apostrophes and hyphens; no invisible characters; spaces trimmed and folded.
    Case is folded unless ``case``, and marks at the very end (. , ! ? ;) are dropped unless
    ``marks``. Apostrophes and all other characters inside count.
    """
    exact = _exact(answer)
    folded = exact if case else " ".join(exact.casefold().split())
    return folded if marks else folded.rstrip(" .,!?;")


def _exact(answer: str) -> str:
    return " ".join(straight(answer).split())
