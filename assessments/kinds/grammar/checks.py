"""Check the bank as a whole: no hints at the key, no duplicates, balanced content."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from math import sqrt
from statistics import median

from rapidfuzz import fuzz

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.doubts import doubts
from assessments.kinds.grammar.edits import tokens
from assessments.kinds.grammar.imports.draft import NOT_IN_FILE
from assessments.kinds.grammar.passage import EditEmail
from assessments.kinds.grammar.prior import prior
from assessments.kinds.grammar.question import LETTERS, LEVELS, TOPICS, Choose, Question
from assessments.kinds.grammar.sentence import NO_ERROR, FindError

MOST_ALIKE = 88.0
"""Similarity in % (rapidfuzz) at which two questions count as the same."""

LEAST_QUESTIONS = 320
LEAST_OF_A_TOPIC = 14
LEAST_LEVELS = 3
"""Levels at which each topic is asked. A topic with only easy questions does not distinguish strong
applicants; a topic with only hard ones does not distinguish weak applicants."""

LEAST_SHARE_OF_A_LEVEL = 0.1
LEAST_SHARE_NOT_GUESSED = 0.5

HARDLY_GUESSED = 9
"""Number of choices from which a guess, right at most once in nine, is neglected."""

CHANCE_SDS = 2.0
"""How far a count may lie from chance, in standard deviations of the binomial distribution."""

LEAST_SHARE_WITHOUT_ERROR, MOST_SHARE_WITHOUT_ERROR = 0.1, 0.35
"""Share of sentences without an error: with none, applicants could rule that answer out."""

_ADDRESS = re.compile(r"[\w.+-]+@(?!example\.(?:com|org|net)\b)[\w-]+\.\w+")


def check(bank: Bank[AnyItem]) -> tuple[str, ...]:
    """Check the whole bank and return lines on its balance.

    Raises:
        ContentError: the bank has faults; the message lists all of them, one per line.
    """
    questions: list[Question] = list(bank.values())
    if faults := list(complaints(questions)):
        raise ContentError("\n".join(f"grammar: {complaint}" for complaint in faults))
    return balance(questions)


def core(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that measure ability, without practice and questions about usage."""
    return [question for question in questions if question.measures_ability]


def complaints(questions: Sequence[Question]) -> Iterator[str]:
    """Yield every fault of the bank, each with its remedy."""
    choices = [
        question for question in questions if isinstance(question, Choose) and not question.practice
    ]
    yield from _alike(questions)
    yield from _lengths(choices)
    yield from _places(choices)
    yield from _without_error(
        [question for question in questions if isinstance(question, FindError)]
    )
    for question in questions:
        yield from _untidy(question)
        yield from (f"{question.id!r}: {doubt}" for doubt in doubts(question))
        if isinstance(question, EditEmail):
            yield from _lost_errors(question)
    if not any(question.practice for question in questions):
        yield "no question is of practice; write one to choose and one to type"
    yield from _unbalanced(core(questions))


def _alike(questions: Sequence[Question]) -> Iterator[str]:
    texts = [(question.id, _text(question), question.solved.casefold()) for question in questions]
    for (name, text, answer), (other, words, key) in combinations(texts, 2):
        if fuzz.ratio(text, words, score_cutoff=MOST_ALIKE):
            yield f"{name!r} and {other!r} are nearly the same; change one"
        elif fuzz.ratio(answer, key, score_cutoff=MOST_ALIKE):
            yield f"{name!r} and {other!r} have nearly the same answer; change one"


def _text(question: Question) -> str:
    """Return the question as the applicant reads it, options included."""
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
    correct = sum(not question.wrong for question in questions)
    low, high = LEAST_SHARE_WITHOUT_ERROR, MOST_SHARE_WITHOUT_ERROR
    if questions and not low <= correct / len(questions) <= high:
        yield (
            f"{NO_ERROR!r} is the key in {correct} of {len(questions)} sentences in which an error "
            f"is to be found; a share of {low:g} to {high:g} makes it worth a thought and no bet"
        )


def _untidy(question: Question) -> Iterator[str]:
    written = " ".join(str(value) for value in question.model_dump().values())
    if _ADDRESS.search(written):
        yield f"{question.id!r}: an address must end in example.com; it could be somebody's"
    if NOT_IN_FILE in written:
        yield f"{question.id!r}: a reason or a mistake is {NOT_IN_FILE}; write it"
    if "  " in question.text:
        yield f"{question.id!r}: there are two spaces in a row; take one out"


def _lost_errors(question: EditEmail) -> Iterator[str]:
    """Yield errors whose correction, made alone, is not recognised as exactly that correction."""
    planted = question.planted
    for number, error in enumerate(planted):
        for choice, words in enumerate(error.right):
            mark = question.mark(question.mended_at({number: choice}))
            alone = [part.right for part in mark.parts] == [other is error for other in planted]
            if not alone or mark.broken:
                yield f"{question.id!r}: mending [{error.wrong}] by {words!r} cannot be told apart"
        if not tokens(error.wrong):
            yield f"{question.id!r}: an error without a word cannot be placed; take in a neighbour"


def _unbalanced(questions: Sequence[Question]) -> Iterator[str]:
    if len(questions) < LEAST_QUESTIONS:
        yield f"{len(questions)} questions are too few; write {LEAST_QUESTIONS}"
    for topic in TOPICS:
        own = [question for question in questions if question.topic == topic]
        levels = {question.level for question in own}
        if len(own) < LEAST_OF_A_TOPIC:
            yield f"{topic}: {len(own)} questions are too few; write {LEAST_OF_A_TOPIC}"
        if len(levels) < LEAST_LEVELS:
            yield f"{topic}: {sorted(levels)} are too few levels; write for {LEAST_LEVELS}"
    for level in LEVELS:
        share = _share(sum(question.level == level for question in questions), len(questions))
        if share < LEAST_SHARE_OF_A_LEVEL:
            yield f"level {level}: a share of {share:.0%} is too little; write more"
    share = _share(sum(map(hardly_guessed, questions)), len(questions))
    if share < LEAST_SHARE_NOT_GUESSED:
        yield f"only {share:.0%} cannot be guessed; write more that is typed, ordered or mended"


def hardly_guessed(question: Question) -> bool:
    """Whether the guess rate is at most 1 in ``HARDLY_GUESSED``."""
    return question.choices == 0 or question.choices >= HARDLY_GUESSED


def _share(count: int, of: int) -> float:
    return count / of if of else 0.0


def balance(questions: Sequence[Question]) -> tuple[str, ...]:
    """Return lines on the spread of the questions over topics, levels and question types."""
    own = core(questions)
    hard = sorted(prior(question).b for question in own) or [0.0]
    types = Counter(question.question_type for question in own)
    produced = sum(question.choices == 0 for question in own)
    varieties = sum(bool(question.variety) for question in questions)
    practices = sum(question.practice for question in questions)
    lines = [
        f"{len(own)} questions of ability, {varieties} of variety, {practices} of practice",
        "question types: " + ", ".join(f"{name} {count}" for name, count in sorted(types.items())),
        f"not guessed: {produced} typed, ordered or mended, "
        f"{sum(map(hardly_guessed, own)) - produced} of at least {HARDLY_GUESSED} choices, "
        f"together {_share(sum(map(hardly_guessed, own)), len(own)):.0%}",
        f"difficulty as the writers guess it: {hard[0]:.1f} to {hard[-1]:.1f}, median "
        f"{median(hard):.1f}",
        f"{'topic':16} {'all':>4} "
        + " ".join(f"{level:>3}" for level in LEVELS)
        + "  question types",
    ]
    for topic in TOPICS:
        group = [question for question in own if question.topic == topic]
        levels = Counter(question.level for question in group)
        types = Counter(question.question_type for question in group)
        lines.append(
            f"{topic:16} {len(group):4} "
            + " ".join(f"{levels[level]:3}" for level in LEVELS)
            + "  "
            + ", ".join(f"{name} {count}" for name, count in sorted(types.items()))
        )
    return tuple(lines)
