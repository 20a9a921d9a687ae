"""Philippine usage: right in the Philippines, an error to clients who write other English.

It never enters the ability or the score. The policy of the vacancy, which the log records, decides
whether the sitting asks a few such unscored questions or none.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from assessments.contract.assessment import N_, Bank, ClientOptions, Option
from assessments.kinds.grammar.bank import AnyItem
from assessments.kinds.grammar.question import BUNDLES, Question
from assessments.kinds.grammar.trial import chance, spread

ACCEPT, TEACH, COUNT = "accept", "teach", "count"
ASKING = frozenset({TEACH, COUNT})

OPTIONS = ClientOptions(
    about=N_("Philippine usage"),
    options=(
        Option(name=ACCEPT, label=N_("accept it: nothing is asked about it")),
        Option(name=TEACH, label=N_("teach it: asked and shown to trainers, not counted")),
        Option(
            name=COUNT,
            label=N_("count it on a line of its own: the clients write US, UK or AU English"),
        ),
    ),
)

MOST_USAGE = 4
MOST_OF_A_TOPIC = 2


def planned(bank: Bank[AnyItem], seed: int, policy: str, among: range) -> Mapping[str, int]:
    """Draw the questions about usage of a sitting, each with its place in ``among``.

    Empty if the policy is not ``ASKING`` or the bank has no such questions.
    """
    if policy not in ASKING:
        return {}
    items = _drawn(bank, seed)
    return dict(zip(items, spread(seed, "usage", among, len(items)), strict=False))


def _drawn(bank: Bank[AnyItem], seed: int) -> Sequence[str]:
    pool: list[Question] = [
        question
        for _, question in sorted(bank.items())
        if question.variety and not question.practice and question.question_type not in BUNDLES
    ]
    chance(seed, "usage:drawn").shuffle(pool)
    topics: Counter[str] = Counter()
    drawn: list[str] = []
    for question in pool:
        if topics[question.topic] < MOST_OF_A_TOPIC and len(drawn) < MOST_USAGE:
            topics[question.topic] += 1
            drawn.append(question.id)
    return drawn
