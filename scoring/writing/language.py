"""Whether a sentence is English, by words of grammar and a list of words.

English sentences consist of English words. A learner misspells some and a Filipino writer mixes in
others, so the limits are far below what English texts have. Of 7,565 sentences of 400 learners'
essays the one with the fewest English words has half of them; sentences in Tagalog, Cebuano,
Spanish and German have less than a fifth.
"""

import re
from collections.abc import Iterator

from scoring.phrases import FUNCTION_WORDS
from scoring.word_lists import english_words

FEWEST_KNOWN = 0.4
"""Smallest share of English words in an English sentence, names and numbers left out."""

SURELY_KNOWN = 0.6
"""Share of English words from which words of grammar of another language do not matter."""

SHORTEST = 5
"""Words of the shortest stretch whose language can be told."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…]+|\n|$)")

_FOREIGN_TEXT = """
ang ng mga sa na po opo ay si ni kay kami tayo kayo sila ako ikaw siya niya nila namin natin ninyo
inyo iyong akin aming ating para kung dahil kaya pero hindi wala mayroon meron may lang rin din
naman ba nga pa ito iyan iyon dito diyan doon noong nang kapag habang upang
ug sa mga ang dili kini kana kanila kamo kita niini tungod apan kung aron wala naa adunay usab
el la los las un una unos unas y o de del al en con por para que es son está están se no lo le les
su sus mi tu nos usted ustedes pero como más muy ha han hay este esta esto ya si
le la les des du et est une dans pour que qui sur pas ne avec vous nous je il elle ce cette
der die das und ist nicht ein eine mit auf für von zu den dem sie wir ich es im auch
yang dan di itu ini dengan untuk tidak akan dari pada adalah saya anda kami
"""
FOREIGN = frozenset(_FOREIGN_TEXT.split()) - FUNCTION_WORDS - {"no", "die", "den", "son", "pas"}
"""Words of grammar of languages that applicants may write: Tagalog, Cebuano, Spanish and others."""


def foreign(text: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences that are not English."""
    for match in _SENTENCE.finditer(text):
        words = [word.lower().replace("’", "'") for word in _WORD.findall(match[0])]
        if len(words) >= SHORTEST and not _is_english(words):
            yield match.span()


def _is_english(words: list[str]) -> bool:
    known = sum(word in english_words() and word not in FOREIGN for word in words) / len(words)
    if known >= SURELY_KNOWN:
        return True
    of_grammar = sum(word in FUNCTION_WORDS for word in words)
    return known >= FEWEST_KNOWN and sum(word in FOREIGN for word in words) <= of_grammar
