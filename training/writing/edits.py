"""The rules that put one error of one type at one place. None: the type does not fit there."""

import random
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from training.writing import tables
from training.writing.tokens import Tokens, added, changed, dropped, forms, low_of, tag_of, written

Rule = Callable[[Tokens, int, random.Random], Tokens | None]

VERBS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
BE = ("am", "is", "are", "was", "were", "be", "been", "being")
STRAY = ("to", "that", "is", "the", "of", "it", "and", "be", "have", "in", "do", "so")
AUXILIARIES = (*BE, "has", "have", "had", "do", "does", "did", "will", "would")


def drop_mark(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Drop a comma, stop or apostrophe, or write a comma for a stop between two sentences."""
    text = tokens[place].text
    if text in (".", "!", "?") and place + 1 < len(tokens) and draw.random() < 0.4:
        return changed(tokens, place, ",")
    if text in (",", ".", ";", ":", "?"):
        return dropped(tokens, place)
    if text in ("'s", "n't", "'re", "'m", "'ll", "'ve") and draw.random() < 0.5:
        return changed(tokens, place, text.replace("'", ""))
    return None


def add_mark(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Put a comma or a stop where none may stand: inside a phrase."""
    inside = tag_of(tokens, place - 1) in (
        "DT",
        "IN",
        "TO",
        "MD",
        "PRP$",
        "PRP",
        "JJ",
        "VBZ",
        "VBP",
    )
    if not inside or not tokens[place].text.isalpha() or tag_of(tokens, place) in ("IN", "CC"):
        return None
    return added(tokens, place, draw.choice([",", ",", ".", ".", ";"]))


def determiner(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Drop an article, write a for an, or put the before a name or a pronoun's noun."""
    low = low_of(tokens, place)
    if low in ("a", "an"):
        if draw.random() < 0.65:
            return dropped(tokens, place)
        return changed(tokens, place, "an" if low == "a" else "a")
    if low == "the":
        superlative = tag_of(tokens, place + 1) in ("JJS", "RBS")
        if draw.random() < 0.8 and not superlative:
            return dropped(tokens, place) if tag_of(tokens, place + 1) != "NNS" else None
        return changed(tokens, place, "a") if superlative else None
    if tag_of(tokens, place) in ("NN", "NNS") and tag_of(tokens, place - 1) in ("PRP$", "CD", "JJ"):
        return added(tokens, place, draw.choice(["the", "a"]))
    if tag_of(tokens, place) in ("NNS", "PRP") and tag_of(tokens, place - 1) in ("IN", "VB", "VBP"):
        return added(tokens, place, draw.choice(["a", "an", "the", "a"]))
    return None


def preposition(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Write another preposition, drop it, or put one after a verb that takes none."""
    low = low_of(tokens, place)
    if low in tables.PREPOSITIONS and tag_of(tokens, place) in ("IN", "TO", "RP"):
        if draw.random() < 0.25:
            return dropped(tokens, place)
        near = tables.PREPOSITIONS[:9] if draw.random() < 0.8 else tables.PREPOSITIONS
        return changed(tokens, place, draw.choice(near))
    before = low_of(tokens, place - 1)
    if before in tables.AFTER_WHICH_PREPOSITION and tag_of(tokens, place) in ("DT", "PRP", "PRP$"):
        return added(tokens, place, tables.AFTER_WHICH_PREPOSITION[before])
    if tag_of(tokens, place - 1) in VERBS and tag_of(tokens, place) in ("DT", "PRP$", "PRP"):
        return (
            added(tokens, place, draw.choice(["to", "for", "on", "with", "about"]))
            if draw.random() < 0.2
            else None
        )
    return None


def verb(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Write a form of the verb that cannot stand there."""
    tag, token = tag_of(tokens, place), tokens[place]
    if tag not in VERBS:
        return None
    wrong = {
        "VBD": ("VB", "VB", "VBG", "VBN", "VBZ"),
        "VBZ": ("VB", "VB", "VB", "VBG", "VBD"),
        "VBP": ("VBZ", "VBZ", "VBG", "VBD"),
        "VB": ("VBD", "VBG", "VBZ", "VBZ", "VBN"),
        "VBN": ("VB", "VB", "VBD", "VBG", "VBZ"),
        "VBG": ("VB", "VB", "VBN", "VBZ", "VBD"),
    }[tag]
    found = [form for form in forms(token.lemma, draw.choice(wrong)) if form != token.text.lower()]
    if not found:
        return None
    if draw.random() < 0.06 and tag == "VBD":
        regular = token.lemma + ("d" if token.lemma.endswith("e") else "ed")
        return changed(tokens, place, regular)
    return changed(tokens, place, found[0])


def auxiliary(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Drop a form of be, have or do before a verb or adjective, or put one where none fits."""
    low = low_of(tokens, place)
    if low in AUXILIARIES and tokens[place].tag.startswith(("VB", "MD")):
        return dropped(tokens, place)
    before, finite = tag_of(tokens, place - 1), tag_of(tokens, place) in ("VBD", "VBZ", "VBP")
    if finite and low not in AUXILIARIES and before in ("PRP", "NN", "NNS", "NNP"):
        return added(tokens, place, draw.choice(["is", "are", "was", "am", "has", "did"]))
    return None


def number(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Write singular for plural or plural for singular where the words before forbid it."""
    tag, token = tag_of(tokens, place), tokens[place]
    before = {low_of(tokens, place - 1), low_of(tokens, place - 2)}
    one = before & {"a", "an", "this", "that", "each", "every", "another", "one"}
    many = before & {"many", "these", "those", "few", "several", "some", "all", "two", "three"}
    if token.lemma in tables.UNCOUNTABLE and tag == "NN":
        return changed(tokens, place, token.lemma + "s")
    if tag == "NN" and one:
        return changed(tokens, place, next(iter(forms(token.lemma, "NNS")), token.text))
    bare = "the" not in before and not before & {"his", "her", "their", "its", "my", "our"}
    if tag == "NNS" and (many or bare or tag_of(tokens, place - 1) == "CD"):
        return changed(tokens, place, token.lemma)
    return None


def pronoun(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Write a pronoun in another case, or name the subject twice."""
    low = low_of(tokens, place)
    for cases in tables.PRONOUN_CASES:
        if low in cases:
            return changed(tokens, place, draw.choice(sorted(cases - {low})))
    if tag_of(tokens, place) in ("VBD", "VBZ") and tag_of(tokens, place - 1) in (
        "NN",
        "NNS",
        "NNP",
    ):
        return added(tokens, place, draw.choice(["he", "it", "they", "she"]))
    return None


@cache
def _confused() -> dict[str, tuple[str, ...]]:
    pairs: dict[str, tuple[str, ...]] = {}
    for line in tables.CONFUSED:
        words = line.split()
        for word in words:
            others = tuple(other for other in words if other != word)
            pairs[word] = pairs.get(word, ()) + others
    return pairs


def confused(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Write a word that is often taken for this one."""
    others = _confused().get(low_of(tokens, place))
    return changed(tokens, place, draw.choice(others)) if others else None


def adverb(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Write an adjective for an adverb, an adverb for an adjective, or compare twice."""
    low, tag = low_of(tokens, place), tag_of(tokens, place)
    if tag == "RB" and low.endswith("ly") and len(low) > 5:
        return changed(tokens, place, low[:-3] + "y" if low.endswith("ily") else low[:-2])
    if tag in ("JJR", "JJS") and not low.startswith(("more", "most", "less", "least")):
        return added(tokens, place, "more" if tag == "JJR" else "most")
    if (
        tag == "JJ"
        and low.isalpha()
        and len(low) > 3
        and tag_of(tokens, place + 1) in ("NN", "NNS")
    ):
        return changed(tokens, place, low[:-1] + "ily" if low.endswith("y") else low + "ly")
    return None


def drop_word(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Leave out a word that the sentence needs."""
    tag = tag_of(tokens, place)
    needed = ("PRP", "TO", "WDT", "WP", "CC", "VBZ", "VBP", "VBD", "NN", "EX", "IN", "VB", "VBN")
    return dropped(tokens, place) if tag in needed else None


def add_word(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Write a word twice, or put in one that does not belong."""
    if not tokens[place].text.isalpha():
        return None
    if draw.random() < 0.3:
        return added(tokens, place, tokens[place].text.lower())
    if tag_of(tokens, place - 1) in ("CC", ",") and tag_of(tokens, place) in ("PRP", "DT", "NNS"):
        return added(tokens, place, draw.choice(["but", "because", "so", "that", "and"]))
    return added(tokens, place, draw.choice(STRAY))


def order(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Change places: noun and adjective, adverb and verb, auxiliary and subject."""
    here, after = tag_of(tokens, place), tag_of(tokens, place + 1)
    swaps = (
        (here == "JJ" and after in ("NN", "NNS"))
        or (here == "RB" and after.startswith(("VB", "JJ")))
        or (here == "MD" and after in ("VB", "RB", "PRP"))
        or (here == "PRP" and after in ("VBD", "VBZ", "VBP", "MD"))
        or (here == "DT" and after in ("JJ", "NN"))
        or (here == "IN" and after in ("DT", "PRP$"))
    )
    if not swaps or place + 1 >= len(tokens) or tokens[place + 1].wrong:
        return None
    one, two = tokens[place], tokens[place + 1]
    turned = [replace(two, wrong=True), replace(one, wrong=True)]
    return [*tokens[:place], *turned, *tokens[place + 2 :]]


def spelling(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Misspell a word of more than three letters: by ear or by a slip of the hand."""
    text = tokens[place].text
    if len(text) < 4 or not text.isalpha() or tag_of(tokens, place).startswith("NNP"):
        return None
    if draw.random() < 0.5:
        fits = [(old, new) for old, new in tables.SPELLINGS if old in text[1:]]
        if not fits:
            return None
        old, new = draw.choice(fits)
        return changed(tokens, place, text[0] + text[1:].replace(old, new, 1))
    at = draw.randrange(1, len(text) - 1)
    slips = [
        text[:at] + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + text[at] + text[at:],
        text[:at] + draw.choice("aeioustrnl") + text[at + 1 :],
        text[:-1] if text.endswith("e") else text + "e",
    ]
    twice = [i for i in range(1, len(text)) if text[i] == text[i - 1]]
    if twice:
        single = text[: twice[0]] + text[twice[0] + 1 :]
        slips += [single, single]
    return changed(tokens, place, draw.choice(slips))


def joined(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Write two words as one, or one as two."""
    text, low = tokens[place].text, low_of(tokens, place)
    for start in ("some", "any", "every", "my", "with", "out", "under", "over", "up", "in"):
        if low.startswith(start) and len(low) > len(start) + 2 and draw.random() < 0.6:
            rest = replace(tokens[place], text=low[len(start) :], wrong=True)
            first = replace(tokens[place], text=text[: len(start)], wrong=True)
            return [*tokens[:place], first, rest, *tokens[place + 1 :]]
    if low in ("a", "in", "of", "at", "all", "to") and low_of(tokens, place + 1).isalpha():
        both = written(tokens[place], text + tokens[place + 1].text)
        return [*tokens[:place], both, *tokens[place + 2 :]]
    return None


def short_form(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Write a word as in a text message."""
    short = tables.SHORT_FORMS.get(low_of(tokens, place))
    return changed(tokens, place, short) if short else None


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        drop_mark, add_mark, determiner, preposition, verb, auxiliary, number, pronoun,
        confused, adverb, drop_word, add_word, order, spelling, joined, short_form,
    )
}  # fmt: skip
