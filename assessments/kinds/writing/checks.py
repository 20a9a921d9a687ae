"""Checks of the whole bank that `flask assessments check` runs, and that a start skips.

The samples are scored like an applicant's texts: no plain sample may score higher than a good
sample.
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
"""Similarity of two prompts, in percent, from which they are duplicates (word sets, rapidfuzz)."""

SITTINGS: Final = 500
"""How many sittings are drawn to count how often each prompt comes up."""


def check(bank: Bank[Prompt]) -> Sequence[str]:
    """Check the whole bank.

    Returns:
        Lines with counts and spreads, for an author.

    Raises:
        ContentError: two prompts are alike, or a plain sample scores better than a good sample.
    """
    scored = [prompt for prompt in bank.values() if not prompt.practice]
    points = {prompt.id: _points(prompt) for prompt in scored}
    if faults := [*_alike(scored), *_upside_down(points)]:
        raise ContentError("\n".join(f"writing/items: {fault}" for fault in faults))
    types = Counter(prompt.type for prompt in scored)
    drawn = Counter(name for seed in range(SITTINGS) for name in draw(bank, seed, False))
    return [
        ", ".join(f"{name} {count}" for name, count in sorted(types.items())),
        f"over {SITTINGS} seeds a prompt is drawn {min(drawn.values())} to {max(drawn.values())}"
        f" times, {2 * SITTINGS / len(scored):.1f} on average",
        *(_spread(kind, points) for kind in ("good", "plain", "off-task")),
    ]


def _points(prompt: Prompt) -> dict[str, float]:
    """Return the scores of the samples that are long enough, by kind of sample."""
    scores: dict[str, float] = {}
    for sample in prompt.samples:
        score = assess(sample.text, prompt=prompt.given, names=prompt.names).score
        if score is not None:
            scores[sample.kind] = score
    return scores


def _alike(prompts: Sequence[Prompt]) -> Iterator[str]:
    for prompt, other in combinations(prompts, 2):
        if token_set_ratio(prompt.given, other.given) >= NEAR:
            yield f"{prompt.id} and {other.id} are alike; write one of them anew"


def _upside_down(points: dict[str, dict[str, float]]) -> Iterator[str]:
    for name, by_kind in points.items():
        if by_kind.get("plain", 0.0) > by_kind.get("good", 100.0):
            yield f"{name}: the plain sample scores more than the good one; look at both"


def _spread(kind: str, points: dict[str, dict[str, float]]) -> str:
    reached = sorted(by_kind[kind] for by_kind in points.values() if kind in by_kind)
    if not reached:
        return f"{kind} samples: none"
    return f"{kind} samples: {len(reached)}, score {reached[0]:.0f} to {reached[-1]:.0f}"
