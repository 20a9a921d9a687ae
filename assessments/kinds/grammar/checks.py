"""Whether the bank as a whole is fit for use: nothing given away, nothing twice, all in balance."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import sqrt
from statistics import median

from rapidfuzz import fuzz

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.grammar.doubts import doubts
from assessments.kinds.grammar.edits import tokens
from assessments.kinds.grammar.imports.draft import NOT_TOLD
from assessments.kinds.grammar.passage import EditEmail
from assessments.kinds.grammar.prior import prior
from assessments.kinds.grammar.question import LETTERS, LEVELS, TOPICS, Choose, Question
from assessments.kinds.grammar.sentence import NO_ERROR, FindError

MOST_ALIKE = 88.0
"""Similarity in % (rapidfuzz) at which two questions count as the same."""

LEAST_QUESTIONS = 320
LEAST_OF_A_TOPIC = 14
LEAST_LEVELS = 3
"""Levels in which each topic is asked: a topic that is easy throughout tells nothing about
those who know more, and one that is hard throughout nothing about the others."""

LEAST_SHARE_OF_A_LEVEL = 0.1
LEAST_SHARE_NOT_GUESSED = 0.5

HARDLY_GUESSED = 9
"""From so many choices on, a guess is right in at most one of nine and counts as no guess."""

CHANCE_SDS = 2.0
"""How far a count may lie from chance, in standard deviations of the binomial distribution."""

LEAST_SHARE_WITHOUT_ERROR, MOST_SHARE_WITHOUT_ERROR = 0.1, 0.35
"""Of the sentences with "no error": were there none, the answer would never be worth a thought."""

_ADDRESS = re.compile(r"[\w.+-]+@(?!example\.(?:com|org|net)\b)[\w-]+\.\w+")


def check(bank: Bank) -> tuple[str, ...]:
    """Look at the whole bank and return lines on its balance.

    Raises:
        ContentError: with everything that is wrong, one complaint a line.
    """
    questions: list[Question] = list(bank.values())
    if found := list(complaints(questions)):
        raise ContentError("\n".join(f"grammar: {complaint}" for complaint in found))
    return balance(questions)


def core(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that measure ability: no practice, no matter of variety."""
    return [one for one in questions if one.measures_ability]


def complaints(questions: Sequence[Question]) -> Iterator[str]:
    """Yield everything that is wrong, each as "what: what to do"."""
    choices = [one for one in questions if isinstance(one, Choose) and not one.practice]
    yield from _alike(questions)
    yield from _lengths(choices)
    yield from _places(choices)
    yield from _without_error([one for one in questions if isinstance(one, FindError)])
    for question in questions:
        yield from _untidy(question)
        yield from (f"{question.id!r}: {doubt}" for doubt in doubts(question))
        if isinstance(question, EditEmail):
            yield from _lost_errors(question)
    if not any(one.practice for one in questions):
        yield "no question is of practice; write one to choose and one to type"
    yield from _unbalanced(core(questions))


def _alike(questions: Sequence[Question]) -> Iterator[str]:
    shown = [(one.id, _shown(one), one.solved.casefold()) for one in questions]
    for (one, text, answer), (other, words, key) in combinations(shown, 2):
        if fuzz.ratio(text, words, score_cutoff=MOST_ALIKE):
            yield f"{one!r} and {other!r} are nearly the same; change one"
        elif fuzz.ratio(answer, key, score_cutoff=MOST_ALIKE):
            yield f"{one!r} and {other!r} have nearly the same answer; change one"


def _shown(question: Question) -> str:
    options = sorted(question.options.values()) if isinstance(question, Choose) else []
    return " ".join([question.text, *options])


def _beyond_chance(count: int, of: int, share: float) -> bool:
    return count > of * share + CHANCE_SDS * sqrt(of * share * (1 - share))


def _lengths(choices: Sequence[Choose]) -> Iterator[str]:
    ends: Counter[str] = Counter()
    for question in choices:
        key = len(question.options[question.key])
        others = [len(text) for letter, text in question.options.items() if letter != question.key]
        ends["longest"] += key > max(others)
        ends["shortest"] += key < min(others)
    for end, count in ends.items():
        if _beyond_chance(count, len(choices), 1 / len(LETTERS)):
            yield (
                f"the key is the {end} option in {count} of {len(choices)} questions; lengthen or "
                "shorten some options"
            )


def _places(choices: Sequence[Choose]) -> Iterator[str]:
    places = Counter(question.key for question in choices)
    for letter, count in sorted(places.items()):
        if _beyond_chance(count, len(choices), 1 / len(LETTERS)):
            yield f"{letter!r} is the key in {count} of {len(choices)} questions; move some keys"


def _without_error(questions: Sequence[FindError]) -> Iterator[str]:
    none = sum(not one.wrong for one in questions)
    low, high = LEAST_SHARE_WITHOUT_ERROR, MOST_SHARE_WITHOUT_ERROR
    if questions and not low <= none / len(questions) <= high:
        yield (
            f"{NO_ERROR!r} is the key in {none} of {len(questions)} sentences in which an error is "
            f"to be found; a share of {low:g} to {high:g} makes it worth a thought and no bet"
        )


def _untidy(question: Question) -> Iterator[str]:
    written = " ".join(str(value) for value in question.model_dump().values())
    if _ADDRESS.search(written):
        yield f"{question.id!r}: an address must end in example.com; it could be somebody's"
    if NOT_TOLD in written:
        yield f"{question.id!r}: a reason or a mistake is {NOT_TOLD}; write it"
    if "  " in question.text:
        yield f"{question.id!r}: there are two spaces in a row; take one out"


def _lost_errors(question: EditEmail) -> Iterator[str]:
    """Each wording of each error, mended alone, must be found there and nowhere else."""
    planted = question.planted
    for number, one in enumerate(planted):
        for choice, words in enumerate(one.right):
            found = question.mark(question.mended_at({number: choice}))
            alone = [part.right for part in found.parts] == [other is one for other in planted]
            if not alone or found.broken:
                yield f"{question.id!r}: mending [{one.wrong}] by {words!r} cannot be told apart"
        if not tokens(one.wrong):
            yield f"{question.id!r}: an error without a word cannot be placed; take in a neighbour"


def _unbalanced(questions: Sequence[Question]) -> Iterator[str]:
    if len(questions) < LEAST_QUESTIONS:
        yield f"{len(questions)} questions are too few; write {LEAST_QUESTIONS}"
    for topic in TOPICS:
        own = [one for one in questions if one.topic == topic]
        levels = {one.level for one in own}
        if len(own) < LEAST_OF_A_TOPIC:
            yield f"{topic}: {len(own)} questions are too few; write {LEAST_OF_A_TOPIC}"
        if len(levels) < LEAST_LEVELS:
            yield f"{topic}: {sorted(levels)} are too few levels; write for {LEAST_LEVELS}"
    for level in LEVELS:
        share = _share(sum(one.level == level for one in questions), len(questions))
        if share < LEAST_SHARE_OF_A_LEVEL:
            yield f"level {level}: a share of {share:.0%} is too little; write more"
    share = _share(sum(map(hardly_guessed, questions)), len(questions))
    if share < LEAST_SHARE_NOT_GUESSED:
        yield f"only {share:.0%} cannot be guessed; write more that is typed, ordered or mended"


def hardly_guessed(question: Question) -> bool:
    """Whether the answer is made, or chosen between so many that a guess hardly pays."""
    return question.choices == 0 or question.choices >= HARDLY_GUESSED


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0


def balance(questions: Sequence[Question]) -> tuple[str, ...]:
    """Return lines on how the questions spread over topics, levels and forms."""
    own = core(questions)
    hard = sorted(prior(one).b for one in own) or [0.0]
    forms = Counter(one.form for one in own)
    made = sum(one.choices == 0 for one in own)
    lines = [
        f"{len(own)} questions of ability, {sum(bool(one.variety) for one in questions)} of "
        f"variety, {sum(one.practice for one in questions)} of practice",
        "forms: " + ", ".join(f"{form} {count}" for form, count in sorted(forms.items())),
        f"not guessed: {made} typed, ordered or mended, "
        f"{sum(map(hardly_guessed, own)) - made} of at least {HARDLY_GUESSED} choices, "
        f"together {_share(sum(map(hardly_guessed, own)), len(own)):.0%}",
        f"difficulty as the writers guess it: {hard[0]:.1f} to {hard[-1]:.1f}, median "
        f"{median(hard):.1f}",
        f"{'topic':16} {'all':>4} " + " ".join(f"{level:>3}" for level in LEVELS) + "  forms",
    ]
    for topic in TOPICS:
        group = [one for one in own if one.topic == topic]
        levels = Counter(one.level for one in group)
        kinds = Counter(one.form for one in group)
        lines.append(
            f"{topic:16} {len(group):4} "
            + " ".join(f"{levels[level]:3}" for level in LEVELS)
            + "  "
            + ", ".join(f"{form} {count}" for form, count in sorted(kinds.items()))
        )
    return tuple(lines)
