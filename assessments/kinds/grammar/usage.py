"""Philippine usage: right in the Philippines, and a fault to clients who write other English.

It never enters the ability or the score. What becomes of it is the policy of the vacancy, which the
log keeps: nothing is asked, or a few such questions stand beside those that count.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from assessments.contract.assessment import N_, Bank, ClientOptions, Option
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


def planned(bank: Bank, seed: int, policy: str, among: range) -> Mapping[str, int]:
    """Return the questions about usage that a sitting asks, each with its place in ``among``.

    None by any policy that is not ``ASKING``, and none when the bank has none.
    """
    if policy not in ASKING:
        return {}
    items = _drawn(bank, seed)
    return dict(zip(items, spread(seed, "usage", among, len(items)), strict=False))


def _drawn(bank: Bank, seed: int) -> Sequence[str]:
    pool: list[Question] = [
        question
        for _, question in sorted(bank.items())
        if question.variety and not question.practice and question.form not in BUNDLES
    ]
    chance(seed, "usage:drawn").shuffle(pool)
    topics: Counter[str] = Counter()
    drawn: list[str] = []
    for question in pool:
        if topics[question.topic] < MOST_OF_A_TOPIC and len(drawn) < MOST_USAGE:
            topics[question.topic] += 1
            drawn.append(question.id)
    return drawn
