"""The reference group of the writing score: texts made worse by rule. Writes the calibration file.

``python -m training.writing.reference --date YYYY-MM-DD`` takes eight passages of the typing
test, written for Handa and unseen by the tagger, with errors at 0, 6, 10, 15 and 20 %, four
times each. Writers differ in more than how much they get wrong: of each text a quarter, the usual
share or four times the usual share of the errors are in spelling, and between none and half
of the nouns, verbs and adjectives are replaced by one that stood there before, as in a narrow
vocabulary.

Nobody's marks and no learner's text are used. ``scoring/calibration/writing.json`` holds the means,
standard deviations and weights, all of them 1.
"""

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import fmean, pstdev

import yaml

from scoring.proofreading import find_errors
from scoring.writing.features import features
from scoring.writing.own_part import own_part
from scoring.writing.weighing import FILE, Norm
from training.writing import sources
from training.writing.corrupt import SHARES, corrupt
from training.writing.tokens import Token

ERRORS = (0.0, 0.06, 0.10, 0.15, 0.20)
REPEATED = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
IN_SPELLING = (0.25, 1.0, 4.0)
TIMES = 4
REPLACED = ("NN", "NNS", "VB", "VBD", "VBP", "VBZ", "VBG", "VBN", "JJ")
SIGNS = {"likely_errors": -1, "sentence_command": 1, "errors_found": -1, "range": 1}
PASSAGES = Path(__file__).parents[2] / "assessments" / "typing" / "items" / "copy.yaml"
RELIABILITY, RELIABILITY_WORDS = 0.69, 120
"""Of two 120-word parts of one learner essay (writing.md 3.5): to be replaced by own two-task data.
Same topic, same hour: rather too high."""


def passages() -> list[str]:
    """Return the scored passages of the typing test, of 100 words or more."""
    written_out = yaml.safe_load(PASSAGES.read_text("utf-8"))["passages"]
    texts = (" ".join(passage["text"].split()) for passage in written_out)
    return [text for text in texts if len(text.split()) >= 100]


def narrowed(tokens: Sequence[Token], share: float, draw: random.Random) -> list[Token]:
    """Return the tokens with a share of content words replaced by earlier ones of the same tag."""
    seen: dict[str, list[Token]] = {}
    out = []
    for token in tokens:
        if token.tag in REPLACED:
            earlier = seen.setdefault(token.tag, [])
            if earlier and draw.random() < share:
                out.append(draw.choice(earlier))
                continue
            earlier.append(token)
        out.append(token)
    return out


def written(tokens: Sequence[Token]) -> str:
    """Return tokens as text; marks and clitics stand close to the word before."""
    text = ""
    for token in tokens:
        close = not token.text[0].isalnum() and token.text not in ("(", "₱", "#", '"')
        text += (
            token.text if close or not text or text.endswith(("(", "₱", "#")) else " " + token.text
        )
    return text


def made_worse(draw: random.Random) -> Iterator[str]:
    """Yield every passage ``TIMES`` times at every rate of errors."""
    for passage in sources.tagged([(text, None) for text in passages()], longest=10_000):
        for rate in ERRORS * TIMES:
            tokens = narrowed(passage.tokens, draw.choice(REPEATED), draw)
            shares = {**SHARES, "spelling": SHARES["spelling"] * draw.choice(IN_SPELLING)}
            yield written(corrupt(tokens, rate=rate, draw=draw, shares=shares))


def measured(texts: Iterator[str]) -> list[Mapping[str, float]]:
    """Return the features of every text."""
    found = []
    for text in texts:
        own = own_part(text)
        found.append(features(own, find_errors(own.text)))
    return found


def calibration(date: str) -> dict[str, object]:
    """Return what the file holds."""
    draw = random.Random(1)  # noqa: S311 - errors, not secrets
    group = measured(made_worse(draw))
    norms = {
        name: Norm(
            mean=round(fmean(text[name] for text in group), 4),
            sd=round(pstdev(text[name] for text in group), 4),
            sign=sign,
            weight=1.0,
        )
        for name, sign in SIGNS.items()
    }
    totals = [sum(norm.z(text[name]) for name, norm in norms.items()) for text in group]
    return {
        "about": {
            "date": date,
            "script": "training/writing/reference.py",
            "group": "passages written for Handa, made worse by rule; no learner's text",
            "texts": len(group),
        },
        "provisional": True,
        "features": {name: asdict(norm) for name, norm in norms.items()},
        "composite_sd": round(pstdev(totals), 4),
        "reliability": RELIABILITY,
        "reliability_words": RELIABILITY_WORDS,
    }


def main() -> None:
    """Write the calibration file."""
    given = argparse.ArgumentParser(prog="python -m training.writing.reference")
    given.add_argument("--date", required=True)
    asked = given.parse_args()
    made = calibration(asked.date)
    FILE.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
