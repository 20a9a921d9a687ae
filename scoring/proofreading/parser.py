"""Sentences that a parser cannot read whole: a hint to read them again, never an error.

The parser is link-grammar, if the operating system has it (Debian: link-grammar): a program of its
own, optional. Without it there are no hints. It reads 13 % of clean sentences as broken, so a hint
earns and costs nothing and never names a correction.
"""

import re
import shutil
import subprocess
from collections.abc import Collection

from scoring.proofreading.found import Found, Kind, Source
from scoring.proofreading.taglish import is_mixed, particles
from scoring.proofreading.tokens import sentences

_SECONDS_A_SENTENCE = 1
_MOST_SENTENCES = 40
_WORDS = range(4, 41)
_VERDICT = re.compile(r"^(No complete linkages found|Found \d+ linkage)", re.MULTILINE)
_SAY = "Read this sentence again: it could not be followed from beginning to end."


def can_parse() -> bool:
    """Return whether the parser is installed."""
    return shutil.which("link-parser") is not None


def read_again(text: str, found: Collection[Found] = ()) -> tuple[Found, ...]:
    """Return the sentences that have no full parse and in which nothing was found.

    Only sentences of 4 to 40 words without Filipino in them are tried, at most 40 of a text, one
    second each.

    Args:
        text: as it was given to ``find_errors``.
        found: what ``find_errors`` returned for it.
    """
    program = shutil.which("link-parser")
    tried = [
        (one[0].start, one[-1].end)
        for one in sentences(text)
        if sum(token.is_word for token in one) in _WORDS
        and not is_mixed(one)
        and not any(token.lower in particles() for token in one)
        and not any(hit.start < one[-1].end and one[0].start < hit.end for hit in found)
    ][:_MOST_SENTENCES]
    if not program or not tried:
        return ()
    lines = [" ".join(text[start:end].split()) for start, end in tried]
    return tuple(
        Found(
            start=start,
            end=end,
            text=text[start:end],
            message=_SAY,
            suggestions=(),
            rule="no-full-parse",
            source=Source.LINK_GRAMMAR,
            kind=Kind.REREAD,
        )
        for (start, end), whole in zip(tried, _parses(program, lines), strict=False)
        if not whole
    )


def _parses(program: str, lines: list[str]) -> list[bool]:
    """Return for each line whether it has a full parse; nothing when the parser fails."""
    try:
        run = subprocess.run(  # noqa: S603 - the program found above; the text is its input alone
            [program, "en", "-verbosity=1", "-graphics=0", f"-timeout={_SECONDS_A_SENTENCE}"],
            # A leading "!" would be a command to the parser.
            input="\n".join(line.lstrip("!%") for line in lines) + "\n",
            capture_output=True,
            text=True,
            timeout=5 + _SECONDS_A_SENTENCE * len(lines),
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    # "No complete linkages" is followed by "Found … at null count": one verdict a sentence.
    verdicts: list[bool] = []
    broken = False
    for match in _VERDICT.finditer(run.stdout):
        if match[0].startswith("No"):
            broken = True
            verdicts.append(False)
        elif broken:
            broken = False
        else:
            verdicts.append(True)
    return verdicts if len(verdicts) == len(lines) else []
