"""Signs that look alike, made the same: what a phone types for a quote must not cost a point."""

import unicodedata

_SINGLE, _DOUBLE, _HYPHENS = "‘’‛`´ʼ′＇", "“”„‟″＂", "\u2010\u2011"
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys(_SINGLE, "'"),
        **dict.fromkeys(_DOUBLE, '"'),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_UNSEEN, ""),
    }
)


def straight(text: str) -> str:
    """Return a text in NFC, quotes and hyphens plain, without signs that nobody sees."""
    return unicodedata.normalize("NFC", text).translate(_STRAIGHT)
