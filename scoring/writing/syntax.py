"""Syntactic command: dependent clauses and sentences that run on, found by closed-class words.

A dependent clause is counted where the word that opens it is followed by what makes it a clause: a
subject and a finite verb after "because" or "that", a verb after the relative "who", a base verb
after "to". A connective alone counts nothing, so connectives strewn into a text earn nothing. There
is no parser: a verb is known by auxiliaries, by the word after a pronoun, by lists of common verbs
and by the ending "-ed". So the count is an estimate; some clauses are missed and a few are false.

Each form ("because", the relative "that", "to" with a verb …) counts only a few times, so that one
pattern said again and again is no command of syntax.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring.writing.clause_words import (
    ADVERBS,
    AUXILIARIES,
    BASE_VERBS,
    BE,
    CLOSED,
    CONJUNCTIONS,
    DETERMINERS,
    GERUND_PREPOSITIONS,
    IRREGULAR_PASTS,
    NEGATIVE_OPENERS,
    NOT_GERUNDS,
    OBJECT_PRONOUNS,
    PERSONAL,
    PREPOSITIONS,
    QUESTION_WORDS,
    REPORTING,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
)

SAME_FORM = 2
"""How often one form counts in 100 words, and in a shorter text."""

LONG_SENTENCE = 40
"""Words after which a sentence runs on; a semicolon or a colon begins a new one."""

_REACH = 8
"""Words within which the finite verb of a clause must follow."""

_STOPS = frozenset(".!?")
_MARKS = frozenset(".!?;:,")
_REDUCIBLE = frozenset(["if", "when", "while", "as", "once", "unless", "after", "before", "since"])
_INVERTING = frozenset(["were", "had", "should"])
_WHOLE = frozenset(["all", "everything", "anything", "something", "nothing", "those", "one"])


@dataclass(frozen=True, kw_only=True)
class Clause:
    """A dependent clause: where it opens, of what kind it is and the word that opens it.

    Attributes:
        token: number of the token that opens it.
        kind: adverbial, relative, complement, infinitive, gerund, participle, inversion or cleft.
        opener: the opening word in lower case; "zero" where it is left out.
    """

    token: int
    kind: str
    opener: str

    @property
    def is_idiomatic(self) -> bool:
        """Whether it is of a kind that advanced writers use and the tagger hardly knows."""
        return self.kind in {"inversion", "cleft", "participle"}


@dataclass(frozen=True, kw_only=True)
class Syntax:
    """The syntax of a text.

    Attributes:
        words: number of words.
        clauses: the dependent clauses in order.
        run_on: share of the words that come after the ``LONG_SENTENCE`` first of their sentence.
    """

    words: int
    clauses: tuple[Clause, ...]
    run_on: float

    @property
    def density(self) -> float:
        """Dependent clauses per 100 words; each form counts ``SAME_FORM`` times per 100 words."""
        forms = Counter((clause.kind, clause.opener) for clause in self.clauses)
        most = max(SAME_FORM, SAME_FORM * self.words / 100)
        return 100 * sum(min(count, most) for count in forms.values()) / max(self.words, 1)

    @property
    def idiomatic(self) -> float:
        """Idiomatic constructions per 100 words."""
        return 100 * sum(clause.is_idiomatic for clause in self.clauses) / max(self.words, 1)


def syntax(words: Sequence[str]) -> Syntax:
    """Return the syntax of a text.

    Args:
        words: words and marks in order, as ``scoring.tagger.split_words`` gives them.
    """
    written = [word.replace("’", "'") for word in words]
    tokens = _Tokens(written)
    return Syntax(
        words=sum(token[0].isalnum() for token in written),
        clauses=tuple(tokens.clauses()),
        run_on=run_on(written),
    )


def run_on(words: Sequence[str]) -> float:
    """Return the share of the words after the ``LONG_SENTENCE`` first of their sentence, 0 to 1."""
    count = beyond = in_sentence = 0
    for word in words:
        if word[-1].isalnum():
            count += 1
            in_sentence += 1
            beyond += in_sentence > LONG_SENTENCE
        elif word in ".!?;:":
            in_sentence = 0
    return beyond / count if count else 0.0


class _Tokens:
    """The words and marks of a text, with questions about a place."""

    def __init__(self, written: Sequence[str]) -> None:
        self.written = written
        self.low = [token.lower() for token in written]

    def at(self, place: int) -> str:
        """Return the token in lower case; a full stop beyond the ends."""
        return self.low[place] if 0 <= place < len(self.low) else "."

    def clauses(self) -> Iterator[Clause]:
        """Yield the dependent clauses in order: at most one at each token."""
        for place, word in enumerate(self.low):
            before = self.at(place - 1)
            first = before in _STOPS
            opening = self._opening(place, word) if first or before in ",;:" else None
            found = opening or self._inside(place, word, first=first)
            if found:
                yield Clause(token=place, kind=found[0], opener=found[1])

    def _opening(self, place: int, word: str) -> tuple[str, str] | None:
        """Return what a sentence or its part opens with: an inversion, a cleft or a participle."""
        end = place
        while self.at(end) not in _STOPS:
            end += 1
        rest = self.low[place:end]
        following = self.at(place + 1)
        if self.at(end) == "?":
            return ("complement", "like to") if "like" in rest[:4] and "to" in rest[:5] else None
        if self._is_inverted(place, word, end):
            return "inversion", word
        if self.at(place - 1) == ",":
            return None
        if word in {"what", "all"} and self._is_clause(place + 1) and BE & set(rest[3:]):
            return "cleft", word
        if word == "it" and following in BE and {"that", "who"} & set(rest[3:12]):
            return "cleft", "it"
        if _is_ing(word) and "," in rest:
            return "participle", "-ing"
        if _is_ed(word) and "," in rest[1:9]:
            return "participle", "-ed"
        return None

    def _is_inverted(self, place: int, word: str, end: int) -> bool:
        """Return whether the verb comes before its subject: "had we known", "nor is it"."""
        following = self.at(place + 1)
        subject = following in PERSONAL | DETERMINERS or following in {"anyone", "anybody"}
        if word in _INVERTING and (subject or _is_content(following)):
            return True
        if following in {"as", "though"} and self.at(place + 2) in PERSONAL | DETERMINERS:
            return (_is_content(word) or word == "much") and not word.endswith("s")
        if word not in NEGATIVE_OPENERS and word != "so":
            return False
        for step in range(place + 1, min(place + 12, end)):
            after = self.at(step + 1)
            if self.low[step] in AUXILIARIES and (after in PERSONAL | DETERMINERS):
                return True
            if self.low[step] in PERSONAL and word not in {"only", "not"}:
                return False
        return False

    def _inside(self, place: int, word: str, *, first: bool) -> tuple[str, str] | None:
        """Return the clause that a word opens anywhere in a sentence."""
        before, following = self.at(place - 1), self.at(place + 1)
        if word in SUBORDINATORS:
            return self._subordinate(place, word, following)
        if word == "so" and following == "that":
            return "adverbial", "so that"
        if word in {"to", "let"} or _is_ing(word):
            return self._without_subject(place, word, before)
        return None if first else self._after_a_word(place, word, before)

    def _after_a_word(self, place: int, word: str, before: str) -> tuple[str, str] | None:
        if word == "that":
            return self._that(place, before)
        if word in QUESTION_WORDS or word in {"whose", "whom"}:
            return self._question_word(place, word, before)
        if word in PERSONAL and word != "there" and self._is_finite(place + 1, after_pronoun=True):
            return self._bare(place, before)
        return None

    def _without_subject(self, place: int, word: str, before: str) -> tuple[str, str] | None:
        if word == "let":
            let = self.at(place + 1) in OBJECT_PRONOUNS and self.at(place + 2) in BASE_VERBS
            return ("infinitive", "let") if let else None
        if word == "to":
            verb = self._past_adverbs(place + 1)
            return ("infinitive", "to") if self.at(verb) in BASE_VERBS else None
        if before in GERUND_PREPOSITIONS:
            return "gerund", before
        return ("participle", "-ing") if before == "," else None

    def _subordinate(self, place: int, word: str, following: str) -> tuple[str, str] | None:
        if self._is_clause(place + 1) or (word == "as" and following == "soon"):
            return "adverbial", word
        reduced = _is_ing(following) or _is_ed(following) or following in {"possible", "needed"}
        return ("participle", word) if word in _REDUCIBLE and reduced else None

    def _that(self, place: int, before: str) -> tuple[str, str] | None:
        told = before in OBJECT_PRONOUNS | PERSONAL and self.at(place - 2) in REPORTING
        if before in REPORTING or told:
            return ("complement", "that") if self._is_clause(place + 1) else None
        if not (_is_content(before) or before in _WHOLE):
            return None
        verb = self._past_adverbs(place + 1)
        finite = self.at(verb) in AUXILIARIES | IRREGULAR_PASTS or (
            self._is_finite(verb) and not _is_content(self.at(verb + 1))
        )
        return ("relative", "that") if finite or self._is_clause(place + 1) else None

    def _question_word(self, place: int, word: str, before: str) -> tuple[str, str] | None:
        verb = self._past_adverbs(place + 1)
        clause = self._is_clause(place + 1)
        relative = word in {"who", "which", "whose", "whom", "where"}
        antecedent = _is_content(before) or before == "," or before in {"to", "of", "in", "for"}
        if relative and antecedent and before not in REPORTING:
            finite = word in {"who", "which"} and self._is_finite(verb)
            return ("relative", word) if finite or clause else None
        question_infinitive = self.at(place + 1) == "to" and self.at(place + 2) in BASE_VERBS
        if before in _MARKS or not (clause or question_infinitive or self._is_finite(verb)):
            return None
        return "complement", word

    def _bare(self, place: int, before: str) -> tuple[str, str] | None:
        """Return a clause without an opener: "I hope you agree", "the bill you received"."""
        if before in REPORTING and before != "so":
            return "complement", "zero"
        noun = (
            _is_content(before) and before not in BASE_VERBS and self.written[place - 1].islower()
        )
        determined = {self.at(place - 2), self.at(place - 3)} & DETERMINERS
        return ("relative", "zero") if noun and determined else None

    def _is_clause(self, place: int) -> bool:
        """Return whether a subject begins here and its finite verb follows soon."""
        place = self._past_adverbs(place)
        word = self.at(place)
        following = self.at(place + 1)
        if word in SUBJECT_PRONOUNS and not (word in DETERMINERS and _is_content(following)):
            if following == "of":
                return self._verb_follows(place + 1)
            return self._is_finite(self._past_adverbs(place + 1), after_pronoun=True)
        if not (_is_content(word) or word in DETERMINERS):
            return False
        return self._verb_follows(place + 1)

    def _verb_follows(self, place: int) -> bool:
        for step in range(place, place + _REACH):
            word, before = self.at(step), self.at(step - 1)
            if word in _MARKS or word in SUBORDINATORS or word in {"that", "which", "who"}:
                return False
            if word in PERSONAL:
                return False
            determined = before in DETERMINERS or before in PREPOSITIONS
            if not determined and self._is_finite(step):
                return True
        return False

    def _is_finite(self, place: int, *, after_pronoun: bool = False) -> bool:
        word = self.at(place)
        if word in AUXILIARIES or word in IRREGULAR_PASTS or (after_pronoun and word == "like"):
            return True
        if not _is_content(word) or not word[0].isalpha():
            return False
        bases = {word, word.removesuffix("s"), word.removesuffix("es")}
        if word.endswith("ies"):
            bases.add(word[:-3] + "y")
        return after_pronoun or _is_ed(word) or bool(bases & BASE_VERBS)

    def _past_adverbs(self, place: int) -> int:
        while self.at(place) in ADVERBS - {"there"} or (
            self.at(place).endswith("ly") and self.at(place) not in BASE_VERBS
        ):
            place += 1
        return place


def _is_content(word: str) -> bool:
    return word[0].isalnum() and word not in CLOSED and word not in CONJUNCTIONS


def _is_ing(word: str) -> bool:
    return len(word) > 5 and word.endswith("ing") and word not in NOT_GERUNDS


def _is_ed(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and word not in {"indeed", "speed", "hundred"}
