"""Rules that insert one error of one type at one place; None if the type does not apply there."""

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
    """Drop a punctuation mark or apostrophe, or write a comma between two sentences."""
    text = tokens[place].text
    if text in (".", "!", "?") and place + 1 < len(tokens) and draw.random() < 0.4:
        return changed(tokens, place, ",")
    if text in (",", ".", ";", ":", "?"):
        return dropped(tokens, place)
    if text in ("'s", "n't", "'re", "'m", "'ll", "'ve") and draw.random() < 0.5:
        return changed(tokens, place, text.replace("'", ""))
    return None


def add_mark(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Insert a comma or full stop inside a phrase, where no mark is allowed."""
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
    """Drop an article, swap a and an, or insert an article before a noun or pronoun."""
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
    """Replace or drop a preposition, or insert a preposition after a verb that takes none."""
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
    """Replace a verb by a form that is wrong in its place."""
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
    others = [form for form in forms(token.lemma, draw.choice(wrong)) if form != token.text.lower()]
    if not others:
        return None
    if draw.random() < 0.06 and tag == "VBD":
        regular = token.lemma + ("d" if token.lemma.endswith("e") else "ed")
        return changed(tokens, place, regular)
    return changed(tokens, place, others[0])


def auxiliary(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Drop an auxiliary, or insert an auxiliary before a finite verb that takes none."""
    low = low_of(tokens, place)
    if low in AUXILIARIES and tokens[place].tag.startswith(("VB", "MD")):
        return dropped(tokens, place)
    before, finite = tag_of(tokens, place - 1), tag_of(tokens, place) in ("VBD", "VBZ", "VBP")
    if finite and low not in AUXILIARIES and before in ("PRP", "NN", "NNS", "NNP"):
        return added(tokens, place, draw.choice(["is", "are", "was", "am", "has", "did"]))
    return None


def number(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Swap singular and plural where the preceding words make the change wrong."""
    tag, token = tag_of(tokens, place), tokens[place]
    before = {low_of(tokens, place - 1), low_of(tokens, place - 2)}
    singular = before & {"a", "an", "this", "that", "each", "every", "another", "one"}
    plural = before & {"many", "these", "those", "few", "several", "some", "all", "two", "three"}
    if token.lemma in tables.UNCOUNTABLE and tag == "NN":
        return changed(tokens, place, token.lemma + "s")
    if tag == "NN" and singular:
        return changed(tokens, place, next(iter(forms(token.lemma, "NNS")), token.text))
    bare = "the" not in before and not before & {"his", "her", "their", "its", "my", "our"}
    if tag == "NNS" and (plural or bare or tag_of(tokens, place - 1) == "CD"):
        return changed(tokens, place, token.lemma)
    return None


def pronoun(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Put a pronoun into another case, or add a pronoun that repeats the subject."""
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
    """Replace a word by a word that is often confused with it."""
    others = _confused().get(low_of(tokens, place))
    return changed(tokens, place, draw.choice(others)) if others else None


def adverb(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Swap an adverb and an adjective, or double a comparative or superlative."""
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
    """Drop a word that the sentence needs."""
    tag = tag_of(tokens, place)
    needed = ("PRP", "TO", "WDT", "WP", "CC", "VBZ", "VBP", "VBD", "NN", "EX", "IN", "VB", "VBN")
    return dropped(tokens, place) if tag in needed else None


def add_word(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Repeat a word, or insert a word that does not belong."""
    if not tokens[place].text.isalpha():
        return None
    if draw.random() < 0.3:
        return added(tokens, place, tokens[place].text.lower())
    if tag_of(tokens, place - 1) in ("CC", ",") and tag_of(tokens, place) in ("PRP", "DT", "NNS"):
        return added(tokens, place, draw.choice(["but", "because", "so", "that", "and"]))
    return added(tokens, place, draw.choice(STRAY))


def order(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Swap two neighbours, such as adjective and noun, adverb and verb, or pronoun and verb."""
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
    first, second = tokens[place], tokens[place + 1]
    swapped = [replace(second, wrong=True), replace(first, wrong=True)]
    return [*tokens[:place], *swapped, *tokens[place + 2 :]]


def spelling(tokens: Tokens, place: int, draw: random.Random) -> Tokens | None:
    """Misspell a word of more than three letters, by sound or by a typing error."""
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
    """Join two words, or split a word in two."""
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
    """Abbreviate a word as in a text message."""
    short = tables.SHORT_FORMS.get(low_of(tokens, place))
    return changed(tokens, place, short) if short else None


RULES: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        drop_mark,
        add_mark,
        determiner,
        preposition,
        verb,
        auxiliary,
        number,
        pronoun,
        confused,
        adverb,
        drop_word,
        add_word,
        order,
        spelling,
        joined,
        short_form,
    )
}
