"""Sentences that a parser cannot parse completely: a hint to read them again, never an error.

The parser is link-grammar, an optional program of the operating system (Debian: link-grammar).
Without it there are no hints. It fails on 13 % of clean sentences, so a hint does not affect a
score and never suggests a correction.
"""

import re
import shutil
import subprocess
from collections.abc import Collection

from scoring.filipino import filipino_in
from scoring.proofreading.findings import Finding, Kind, Source
from scoring.proofreading.tokens import sentences

_SECONDS_A_SENTENCE = 1
_MOST_SENTENCES = 40
_WORDS = range(4, 41)
_VERDICT = re.compile(r"^(No complete linkages found|Found \d+ linkage)", re.MULTILINE)
_SAY = "Read this sentence again: it could not be followed from beginning to end."


def can_parse() -> bool:
    """Return whether the parser is installed."""
    return shutil.which("link-parser") is not None


def read_again(text: str, findings: Collection[Finding] = ()) -> tuple[Finding, ...]:
    """Return the sentences that have neither a full parse nor a finding.

    Only sentences of 4 to 40 words without Filipino are tried, at most 40 per text, for one second
    each.

    Args:
        text: as given to ``find_errors``.
        findings: the findings of ``find_errors`` for it.
    """
    program = shutil.which("link-parser")
    filipino = filipino_in(text)
    tried = [
        (sentence[0].start, sentence[-1].end)
        for sentence in sentences(text)
        if sum(token.is_word for token in sentence) in _WORDS
        and not filipino.touches(sentence[0].start, sentence[-1].end)
        and not any(
            finding.start < sentence[-1].end and sentence[0].start < finding.end
            for finding in findings
        )
    ][:_MOST_SENTENCES]
    if not program or not tried:
        return ()
    lines = [" ".join(text[start:end].split()) for start, end in tried]
    return tuple(
        Finding(
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
    """Return for each line whether it has a full parse; an empty list when the parser fails."""
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
    # "Found … at null count" follows "No complete linkages": together they are one verdict.
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
