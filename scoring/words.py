"""Compare spoken words with a script: words that are right, changed, missing or added.

``align`` does all the work; the named measures are computed from its result. Two words are equal
when they are said the same: case, punctuation, numbers and money, contractions, joined and
hyphenated words, common homophones and spelling variants make no difference.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from scoring.spoken_forms import Token, same_forms

FILLERS = frozenset({"ah", "ahm", "eh", "er", "erm", "hm", "hmm", "mm", "mhm", "uh", "uhm", "um"})
_OUTER_SIGNS = re.compile(r"^\W+|\W+$")
_LENGTHENED = re.compile(r"(.)\1{2,}|(?<=.)(.)\2+$")


def is_filler(written: str) -> bool:
    """Return whether a written word is a sound of hesitation, even if drawn out ("uhhh")."""
    word = _OUTER_SIGNS.sub("", written.lower())
    return word in FILLERS or _LENGTHENED.sub(lambda run: run[0][0], word) in FILLERS


class Outcome(StrEnum):
    """The outcome of one aligned word."""

    HIT = "hit"
    MISS = "miss"
    SUBSTITUTION = "substitution"
    INSERTION = "insertion"


@dataclass(frozen=True, kw_only=True)
class AlignedWord:
    """One step of the alignment.

    Attributes:
        outcome: the outcome of the word.
        script: index of the script's word; None for an insertion.
        spoken: indices of the corresponding spoken words, in order; empty for a miss.
        expected: the script's word as written; empty for an insertion.
        heard: the spoken words as transcribed; empty for a miss.
    """

    outcome: Outcome
    script: int | None
    spoken: tuple[int, ...]
    expected: str
    heard: str


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """Every word of a script and every spoken word, in order.

    Each script word is in exactly one step. A spoken word is in an insertion, or in the steps of
    all script words that it corresponds to ("250" for "two hundred fifty"). Both sides leave out
    words that cannot be said (a dash), the "and" inside a number, and a currency sign or unit that
    is read as part of the amount beside it ("PHP 500").
    """

    steps: tuple[AlignedWord, ...]
    script_words: int
    spoken_words: int

    def count(self, outcome: Outcome) -> int:
        """Return the number of steps with that outcome."""
        return sum(step.outcome is outcome for step in self.steps)

    @property
    def read_accuracy(self) -> float | None:
        """Right words ÷ words of the script, 0 to 1 (measures, section 5); None: no script.

        The alignment is monotonic, so this is also the share of words that are right *in order*.
        """
        return self.count(Outcome.HIT) / self.script_words if self.script_words else None

    @property
    def completeness(self) -> float | None:
        """Share of the script's words that have a spoken word, 0 to 1; None: no script."""
        if not self.script_words:
            return None
        return 1 - self.count(Outcome.MISS) / self.script_words

    def wcpm(self, seconds: float | None) -> float | None:
        """Return words correct per minute; None without a time or without a script."""
        if not seconds or seconds <= 0 or not self.script_words:
            return None
        return self.count(Outcome.HIT) / (seconds / 60)

    @property
    def repeat_score(self) -> int | None:
        """Repetition on a 0-4 scale from the share of word edits; None without a script.

        The scale is that of elicited imitation (4 exact, 3 nearly exact, 2 more than half, 1 some,
        0 hardly a word). Its limits in word edits are ours and not yet checked against raters: 4
        no edit, 3 at most 20 %, 2 at most 50 %, 1 at least one word in five right. Fillers ("um")
        are not edits: hesitation is measured elsewhere.
        """
        if not self.script_words:
            return None
        fillers = sum(
            step.outcome is Outcome.INSERTION and is_filler(step.heard) for step in self.steps
        )
        edits = len(self.steps) - self.count(Outcome.HIT) - fillers
        share = edits / self.script_words
        if share == 0:
            return 4
        if share <= 0.2:
            return 3
        if share <= 0.5:
            return 2
        return 1 if self.count(Outcome.HIT) / self.script_words >= 0.2 else 0


def align(script: str | Sequence[str], spoken: Sequence[str]) -> Alignment:
    """Align the spoken words with the script, with the fewest changes.

    Of alignments with equally few changes, the alignment with the most right words is chosen, then
    the alignment whose changed words are most alike. The counts are therefore deterministic, and
    swapping script and speech swaps misses and insertions.

    Args:
        script: the text, split at white space, or its words.
        spoken: the recognised words, as the engine wrote them.
    """
    expected = script.split() if isinstance(script, str) else list(script)
    left, right = same_forms(expected, spoken)
    partners = _partners(left, right, _links(left, right))
    return Alignment(
        steps=tuple(_steps(expected, spoken, partners)),
        script_words=len(partners.of),
        spoken_words=len({token.word for token in right}),
    )


Link = tuple[tuple[int, ...], tuple[int, ...], bool]
"""Tokens of the script, tokens of the speech, and whether they are the same."""

_Cost = tuple[int, int, float]


def _add(cost: _Cost, edits: int, hits: int, unlike: float) -> _Cost:
    return cost[0] + edits, cost[1] - hits, cost[2] + unlike


def _joined(tokens: Sequence[Token], whole: Token) -> int:
    """Return how many of the last tokens form ``whole`` ("a b c": "abc"); 0 if they do not."""
    taken, rest = 0, whole.spelled
    while rest and taken < len(tokens) and rest.endswith(tokens[-1 - taken].spelled):
        rest = rest.removesuffix(tokens[-1 - taken].spelled)
        taken += 1
    return taken if not rest and taken > 1 else 0


def _options(
    costs: list[list[_Cost]], left: Sequence[Token], right: Sequence[Token], i: int, j: int
) -> list[tuple[_Cost, int, int]]:
    """Return the moves into cell (i, j): the cost, and the number of tokens of each side."""
    options: list[tuple[_Cost, int, int]] = []
    if i and j:
        a, b = left[i - 1].text, right[j - 1].text
        unlike = 0.0 if a == b else Levenshtein.normalized_distance(a, b)
        hit = int(a == b)
        options.append((_add(costs[i - 1][j - 1], 1 - hit, hit, unlike), 1, 1))
        if taken := _joined(left[:i], right[j - 1]):
            options.append((_add(costs[i - taken][j - 1], 0, 1, 0.0), taken, 1))
        if taken := _joined(right[:j], left[i - 1]):
            options.append((_add(costs[i - 1][j - taken], 0, 1, 0.0), 1, taken))
    if i:
        options.append((_add(costs[i - 1][j], 1, 0, 1.0), 1, 0))
    if j:
        options.append((_add(costs[i][j - 1], 1, 0, 1.0), 0, 1))
    return options


def _links(left: Sequence[Token], right: Sequence[Token]) -> list[Link]:
    """Return the cheapest pairing of tokens, in order (edit distance with joined words)."""
    costs: list[list[_Cost]] = [[(0, 0, 0.0)] * (len(right) + 1) for _ in range(len(left) + 1)]
    moves = [[(0, 0)] * (len(right) + 1) for _ in range(len(left) + 1)]
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            if i or j:
                options = _options(costs, left, right, i, j)
                costs[i][j], *move = min(options, key=lambda option: option[0])
                moves[i][j] = (move[0], move[1])
    links: list[Link] = []
    i, j = len(left), len(right)
    while i or j:
        up, back = moves[i][j]
        taken = tuple(range(i - up, i)), tuple(range(j - back, j))
        # Only joined words take more than one token on a side.
        same = up + back > 2 or (up == back and left[i - 1].text == right[j - 1].text)
        links.append((*taken, same))
        i, j = i - up, j - back
    return links[::-1]


@dataclass(frozen=True, kw_only=True)
class _Partners:
    """The spoken words of each script word, the words that differ, and the added words."""

    of: dict[int, tuple[int, ...]]
    changed: frozenset[int]
    added: tuple[int, ...]


def _partners(left: Sequence[Token], right: Sequence[Token], links: Sequence[Link]) -> _Partners:
    """Fold links between tokens into links between whole words."""
    of: dict[int, set[int]] = {token.word: set() for token in left}
    changed_script: set[int] = set()
    changed_spoken: set[int] = set()
    for script_tokens, spoken_tokens, same in links:
        spoken = {right[n].word for n in spoken_tokens}
        for word in {left[n].word for n in script_tokens}:
            of[word] |= spoken
            if not same:
                changed_script.add(word)
        if not same:
            changed_spoken |= spoken
    every = {token.word for token in right}
    for spoken in of.values():
        # "five er pesos" for "₱5": a word inside the span of a script word belongs to that word.
        spoken |= {n for n in every if spoken and min(spoken) < n < max(spoken)}
    linked = set().union(*of.values()) if of else set()
    return _Partners(
        of={word: tuple(sorted(spoken)) for word, spoken in of.items()},
        changed=frozenset(
            word for word in of if word in changed_script or of[word] & changed_spoken
        ),
        added=tuple(sorted(every - linked)),
    )


def _steps(
    expected: Sequence[str], spoken: Sequence[str], partners: _Partners
) -> list[AlignedWord]:
    """Return a step for each word of the script, and for each added word where it was said."""
    steps: list[AlignedWord] = []
    added = list(partners.added)
    for index, own in sorted(partners.of.items()):
        while added and own and added[0] < own[0]:
            steps.append(_inserted(added.pop(0), spoken))
        if not own:
            outcome = Outcome.MISS
        else:
            outcome = Outcome.SUBSTITUTION if index in partners.changed else Outcome.HIT
        steps.append(
            AlignedWord(
                outcome=outcome,
                script=index,
                spoken=own,
                expected=expected[index],
                heard=" ".join(spoken[n] for n in own),
            )
        )
    return steps + [_inserted(n, spoken) for n in added]


def _inserted(index: int, spoken: Sequence[str]) -> AlignedWord:
    return AlignedWord(
        outcome=Outcome.INSERTION, script=None, spoken=(index,), expected="", heard=spoken[index]
    )
