"""Build ``scoring/data/syllables.txt.gz`` from the CMU Pronouncing Dictionary.

Run from the root of the repository: ``python -m training.syllables cmudict-en-us.dict``. The recipe
is in ``scoring/data/README.md``. The same dictionary and the same rule give the same bytes.
"""

import gzip
import re
import sys
from collections import defaultdict
from pathlib import Path

from scoring.syllables import by_rule

FILE = Path(__file__).parents[1] / "scoring" / "data" / "syllables.txt.gz"
VOWELS = frozenset(
    ["AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"]
)
ALPHABETIC = re.compile(r"[a-z]+(?:'[a-z]+)*'?")


def read_counts(dictionary: Path) -> dict[str, int]:
    """Return syllables by word: vowels of the first pronunciation of each alphabetic word."""
    counts = {}
    for line in dictionary.read_text(encoding="utf-8").splitlines():
        word, *phones = line.lower().split()
        if ALPHABETIC.fullmatch(word):
            counts[word] = sum(phone.upper().rstrip("012") in VOWELS for phone in phones)
    return {word: count for word, count in counts.items() if count}


def pack(counts: dict[str, int]) -> bytes:
    """Return the packed file: for each syllable count, a line of the words the rule gets wrong."""
    wrong: dict[int, list[str]] = defaultdict(list)
    for word, count in sorted(counts.items()):
        if by_rule(word) != count:
            wrong[count].append(word.rstrip("'"))
    lines = (f"{count} {' '.join(sorted(set(words)))}\n" for count, words in sorted(wrong.items()))
    return gzip.compress("".join(lines).encode("ascii"), compresslevel=9, mtime=0)


def main() -> None:
    """Write the file and print how often the rule alone is right."""
    counts = read_counts(Path(sys.argv[1]))
    right = sum(by_rule(word) == count for word, count in counts.items())
    FILE.write_bytes(pack(counts))
    sys.stdout.write(f"{len(counts)} words, rule right for {right / len(counts):.1%}\n")


if __name__ == "__main__":
    main()
