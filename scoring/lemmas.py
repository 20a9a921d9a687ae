"""The dictionary form of English words, by rule: "billed" and "bills" become "bill".

For comparing wordings, where a rare wrong form does no harm. Endings are taken off only if an
English word is left (the list of symspellpy, 82,000 words); irregular forms are in a table.
"""

from functools import cache
from typing import Final

from scoring.word_lists import english_words

_IRREGULAR_TEXT: Final = """
be am is are was were been being 'm 're|have has had having 've|do does did done doing|go went gone
say said|get got gotten|make made|know knew known|think thought|take took taken|see saw seen
come came|give gave given|find found|tell told|feel felt|leave left|keep kept|begin began begun
bring brought|write wrote written|sit sat|stand stood|lose lost|pay paid|meet met|send sent
build built|fall fell fallen|speak spoke spoken|buy bought|mean meant|choose chose chosen
grow grew grown|show shown|hear heard|hold held|run ran|understand understood|teach taught
catch caught|sell sold|spend spent|drive drove driven|break broke broken|wear wore worn
forget forgot forgotten|rise rose risen|sleep slept|win won|eat ate eaten|fly flew flown
wake woke woken|wait waits|child children|person people|man men|woman women|foot feet|life lives
good better best|bad worse worst|i me my mine myself|he him his himself|she her hers herself
it its itself|we us our ours ourselves|they them their theirs themselves|you your yours yourself
not n't|will 'll wo|can ca could|would 'd|shall should|a an
"""
_IRREGULAR: Final = {
    form: group.split()[0]
    for line in _IRREGULAR_TEXT.splitlines()
    for group in line.split("|")
    for form in group.split()
}
_ENDINGS: Final = (
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("es", ""),
    ("s", ""),
)
_SHORTEST: Final = 3


@cache
def lemma(word: str) -> str:
    """Return the dictionary form of a word in lower case; the word itself if none is known."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending, put_on in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem + put_on) < _SHORTEST or word.endswith("ss"):
            continue
        doubled = not put_on and ending in ("ing", "ed") and stem[-1] == stem[-2]
        for base in (stem[:-1], stem) if doubled else (stem + put_on,):
            if base in english_words():
                return base
    return word
