"""Tagged words and the four ways to change them: replace, drop, add, inflect."""

from dataclasses import dataclass, replace
from functools import cache

from lemminflect import getInflection


@dataclass(frozen=True, kw_only=True)
class Token:
    """A word or mark: as written, its Penn tag, its lemma, and whether it is wrong."""

    text: str
    tag: str
    lemma: str
    wrong: bool = False


Tokens = list[Token]


def written(token: Token, text: str) -> Token:
    """Return the token with another text, marked wrong; the case of the first letter stays."""
    cased = text[:1].upper() + text[1:] if token.text[:1].isupper() and token.text != "I" else text
    return replace(token, text=cased, wrong=True)


def changed(tokens: Tokens, place: int, text: str) -> Tokens:
    """Return the tokens with the token at this place replaced."""
    return [*tokens[:place], written(tokens[place], text), *tokens[place + 1 :]]


def dropped(tokens: Tokens, place: int) -> Tokens | None:
    """Return the tokens without the token at this place; the next is wrong. None at the end."""
    if place + 1 >= len(tokens):
        return None
    after = replace(tokens[place + 1], wrong=True)
    return [*tokens[:place], after, *tokens[place + 2 :]]


def added(tokens: Tokens, place: int, text: str) -> Tokens:
    """Return the tokens with a wrong token inserted before this place."""
    new = Token(text=text, tag="XX", lemma=text, wrong=True)
    return [*tokens[:place], new, *tokens[place:]]


@cache
def forms(lemma: str, tag: str) -> tuple[str, ...]:
    """Return the inflected forms of a lemma for a Penn tag."""
    return tuple(getInflection(lemma, tag=tag))


def low_of(tokens: Tokens, place: int) -> str:
    """Return the word in lower case; empty outside the sentence."""
    return tokens[place].text.lower() if 0 <= place < len(tokens) else ""


def tag_of(tokens: Tokens, place: int) -> str:
    """Return the Penn tag; empty outside the sentence."""
    return tokens[place].tag if 0 <= place < len(tokens) else ""
