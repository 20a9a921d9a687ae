"""Plain English in pages for people (Markdown) and for programmers (docstrings, comments).

A small checker of our own: Vale would do it, but its packages on PyPI and npm fetch the program
from another host when they first run, so that `make check` would need a network.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house_rules.places import Place, Source

LONGEST_SENTENCE = 40


@dataclass(frozen=True)
class Phrase:
    """Words that are not plain English, and what to write instead."""

    pattern: re.Pattern[str]
    instead: str


def _phrase(pattern: str, instead: str) -> Phrase:
    return Phrase(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), instead)


# Few, and each wrong wherever it stands: what needs a reader's judgement is not listed.
PHRASES = (
    _phrase("nobody", "no one, or say who does not"),
    _phrase("somebody", "someone, or say who"),
    _phrase("hence", "so"),
    _phrase("(?:tell|tells|told|telling) of", "say, report or describe"),
    # Python's None keeps its capital.
    _phrase("(?:is|are|was|were) (?-i:none)", "there is no …, or … has no …"),
    _phrase("be it", "whether … or …"),
    _phrase("whose word", "say who decides"),
    _phrase("such (?:a )?one|many a one", "repeat the noun"),
    _phrase("so (?:many|much) that is", "the number of"),
)


def faults_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line (from 0) and the complaint for every phrase that is not plain English.

    Code between backquotes and words in quotation marks are mentions, not prose. A phrase that
    runs over a line's end counts on its first line.
    """
    prose = _without_mentions(text)
    for phrase in PHRASES:
        spread = phrase.pattern.pattern.replace(" ", r"\s+")
        for match in re.finditer(spread, prose, re.IGNORECASE):
            words = " ".join(match.group().split())
            yield prose.count("\n", 0, match.start()), f"“{words}”: {phrase.instead}"


def _without_mentions(text: str) -> str:
    """Blank out code, quoted words and addresses, line ends kept."""

    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", match.group())

    text = re.sub(r"^(```|~~~).*?^\1", blank, text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", blank, text, flags=re.DOTALL)
    text = re.sub(r"“[^”\n]{0,60}”|\"[^\"\n]{0,60}\"", blank, text)
    return re.sub(r"\]\([^)]*\)|https?://\S+", blank, text)


def long_sentences(text: str) -> list[str]:
    """Return the sentences of a Markdown page that have more words than a reader can hold."""
    prose = re.sub(r"^(```|~~~).*?^\1", "", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^(\||#|    ).*$", "\n", prose, flags=re.MULTILINE)
    prose = re.sub(r"\]\([^)]*\)", "]", prose)
    blocks = re.split(r"\n\s*\n|\n\s*(?:[-*+]|\d+\.)\s", prose)
    sentences = [
        sentence for block in blocks for sentence in re.split(r"(?<=[.!?:;])[)*”\"]*\s+", block)
    ]
    return [
        " ".join(sentence.split())
        for sentence in sentences
        if len(re.findall(r"\w[\w'’.-]*", sentence)) > LONGEST_SENTENCE
    ]


def plain_words_in_pages(source: Source) -> Iterator[Place]:
    """Report words in Markdown pages that are not plain English."""
    if source.suffix == ".md":
        for line, complaint in faults_of(source.text):
            yield Place(source.path, line + 1, complaint)


def plain_words_in_comments(source: Source) -> Iterator[Place]:
    """Report words in docstrings and comments that are not plain English."""
    if source.suffix == ".py":
        for first, text in source.docstrings:
            for line, complaint in faults_of(text):
                yield Place(source.path, first + line, complaint)
        # Comments on neighbouring lines are one text: a phrase may run over a line's end.
        blocks: list[tuple[int, str]] = []
        for number, text in source.comments:
            first, earlier = blocks[-1] if blocks else (0, "")
            if earlier and number == first + earlier.count("\n") + 1:
                blocks[-1] = (first, f"{earlier}\n{text}")
            else:
                blocks.append((number, text))
        for first, text in blocks:
            for line, complaint in faults_of(text):
                yield Place(source.path, first + line, complaint)
