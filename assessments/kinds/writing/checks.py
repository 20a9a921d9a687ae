"""What `flask assessments check` looks at and a start does not wait for: the bank as a whole.

The samples are scored as an applicant's texts are: a good one must come out above a plain one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from rapidfuzz.fuzz import token_set_ratio

from assessments.contract.assessment import Bank, ContentError
from assessments.kinds.writing.bank import draw
from assessments.kinds.writing.prompt import Prompt
from scoring.writing import assess

NEAR: Final = 85.0
"""Likeness of two prompts, in percent, from which they count as one (word sets, rapidfuzz)."""

SITTINGS: Final = 500
"""How many sittings are drawn to see how often each prompt comes up."""


def check(bank: Bank) -> Sequence[str]:
    """Look at the whole bank.

    Returns:
        Lines with counts and spreads, for an author.

    Raises:
        ContentError: two prompts are alike, or a good sample scores no better than a plain one.
    """
    scored = [prompt for prompt in bank.values() if not prompt.practice]
    points = {prompt.id: _points(prompt) for prompt in scored}
    if found := [*_alike(scored), *_upside_down(points)]:
        raise ContentError("\n".join(f"writing/items: {one}" for one in found))
    types = Counter(prompt.type for prompt in scored)
    drawn = Counter(name for seed in range(SITTINGS) for name in draw(bank, seed, False))
    return [
        ", ".join(f"{name} {count}" for name, count in sorted(types.items())),
        f"over {SITTINGS} seeds a prompt is drawn {min(drawn.values())} to {max(drawn.values())}"
        f" times, {2 * SITTINGS / len(scored):.1f} on average",
        *(_spread(kind, points) for kind in ("good", "plain", "off-task")),
    ]


def _points(prompt: Prompt) -> dict[str, float]:
    """Return the score of a sample of each kind that is long enough."""
    found: dict[str, float] = {}
    for sample in prompt.samples:
        score = assess(sample.text, prompt=prompt.given, names=prompt.names).score
        if score is not None:
            found[sample.kind] = score
    return found


def _alike(prompts: Sequence[Prompt]) -> Iterator[str]:
    for one, other in combinations(prompts, 2):
        if token_set_ratio(one.given, other.given) >= NEAR:
            yield f"{one.id} and {other.id} are alike; write one of them anew"


def _upside_down(points: dict[str, dict[str, float]]) -> Iterator[str]:
    for name, by_kind in points.items():
        if by_kind.get("plain", 0.0) >= by_kind.get("good", 100.0):
            yield f"{name}: the plain sample scores no less than the good one; look at both"


def _spread(kind: str, points: dict[str, dict[str, float]]) -> str:
    reached = sorted(by_kind[kind] for by_kind in points.values() if kind in by_kind)
    if not reached:
        return f"{kind} samples: none"
    return f"{kind} samples: {len(reached)}, score {reached[0]:.0f} to {reached[-1]:.0f}"
