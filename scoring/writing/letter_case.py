"""Detect texts in which capitals are uninformative, so that they cannot hide misspelt words.

Capitalised words are taken for names, and names are never misspelt. Small words such as "the" or
"with" are not names: if several of them are capitalised inside sentences, the text is read in
lower case.
"""

import re

_SMALL_WORDS_TEXT = """
a an the of to in on at for with from by about into and or but so because if when that
this these those it he she we they you me him us them my your his its our their is are
was were be been am do does did have has had will would can could should not no as than
then there here very just also all some any every more most
"""
SMALL_WORDS = frozenset(_SMALL_WORDS_TEXT.split())
STRAY_CAPITALS = 3
_INSIDE = re.compile(r"(?<=[\w,;:'’)] )([^\W\d_]+)")


def case_says_nothing(text: str) -> bool:
    """Return whether three or more small words inside sentences begin with a capital.

    Args:
        text: with white space folded to single spaces.
    """
    inside: list[str] = _INSIDE.findall(text)
    stray = sum(word[0].isupper() and word.lower() in SMALL_WORDS for word in inside)
    return stray >= STRAY_CAPITALS
