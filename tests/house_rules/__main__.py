"""`python -m tests.house_rules [rule …]`: refuse source text that breaks a rule of ours."""

import sys
from collections.abc import Collection, Iterable
from pathlib import Path

from tests.house_rules.places import ROOT, Place, Source, sources
from tests.house_rules.prose import long_sentences
from tests.house_rules.rules import RULES


def broken(read: Iterable[Source], names: Collection[str]) -> dict[str, list[Place]]:
    """Return the places that break each of these rules, in the order of the tree."""
    places: dict[str, list[Place]] = {name: [] for name in names}
    for source in read:
        for name in names:
            places[name] += RULES[name](source)
    return {name: sorted(listed) for name, listed in places.items()}


def main(asked: list[str], root: Path = ROOT) -> int:
    """Print what breaks the rules; return 1 if a rule is broken."""
    say = sys.stdout.write
    read = sources(root)
    failed = False
    for name, places in broken(read, asked or list(RULES)).items():
        failed = failed or bool(places)
        for place in places:
            say(f"{place} [{name}]\n")
    if not asked:
        wordy = sum(len(long_sentences(source.text)) for source in read if source.suffix == ".md")
        if wordy:
            say(f"warning: {wordy} sentences of the pages have more than 40 words\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
