"""The reference group of the writing score: texts made worse by rule. Writes the calibration file.

``python -m training.writing.reference --data DIR --date YYYY-MM-DD`` takes

- the passages of the typing test, written for Handa and unseen by the tagger, with errors at
  0, 6, 10, 15 and 20 % and with 0, 10, 20 and 30 % of nouns, verbs and adjectives replaced by one
  that stood there before: for every feature but sophistication;
- Wikipedia sentences of one CEFR level from 2 (A2) to 5 (C1), with the same errors: for
  sophistication.

Nobody's marks and no learner's text are used. ``scoring/calibration/writing.json`` holds the means,
standard deviations and weights, all of them 1.
"""

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean, pstdev

import yaml

from scoring.proofreading import find_errors
from scoring.writing.features import NAMES, features
from scoring.writing.own_part import own_part
from scoring.writing.weighing import FILE
from training.writing import sources
from training.writing.corrupt import corrupt
from training.writing.edits import Token

ERRORS = (0.0, 0.06, 0.10, 0.15, 0.20)
REPEATED = (0.0, 0.1, 0.2, 0.3)
LEVELS = (2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0)
WORDS = 150
OF_EACH_LEVEL = 5
REPLACED = ("NN", "NNS", "VB", "VBD", "VBP", "VBZ", "VBG", "VBN", "JJ")
SIGNS = dict.fromkeys(NAMES, 1) | {"likely_errors": -1, "errors_found": -1}
PASSAGES = Path(__file__).parents[2] / "assessments" / "typing" / "items"
RELIABILITY, RELIABILITY_WORDS = 0.69, 120
"""Of two 120-word parts of one learner essay (writing.md 3.5): to be replaced by own two-task data.
Same topic, same hour: rather too high."""


def passages() -> list[str]:
    """Return the scored passages of the typing test, of 100 words or more."""
    found = []
    for path in sorted(PASSAGES.glob("*.yaml")):
        for passage in yaml.safe_load(path.read_text("utf-8")).get("passages", []):
            if len(passage["text"].split()) >= 100:
                found.append(" ".join(passage["text"].split()))
    return found


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
        text += token.text if close or not text or text.endswith(("(", "₱", "#")) else " " + token.text
    return text


def of_passages(draw: random.Random) -> Iterator[str]:
    """Yield every passage at every rate of errors, at one rate of repetition each."""
    for sentence in sources.tagged([(text, None) for text in passages()], longest=10_000):
        for rate in ERRORS:
            tokens = narrowed(sentence.tokens, draw.choice(REPEATED), draw)
            yield written(corrupt(tokens, rate=rate, draw=draw))


def of_levels(data: Path, draw: random.Random) -> Iterator[str]:
    """Yield texts of Wikipedia sentences of one level, for every level and rate of errors."""
    rated = sources.tagged(sources.wikipedia(data / "clean-sentences" / "wiki-auto.tsv"))
    for level in LEVELS:
        like = [sentence for sentence in rated if sentence.level == level]
        for rate in ERRORS * OF_EACH_LEVEL:
            tokens: list[Token] = []
            while len(tokens) < WORDS:
                tokens += draw.choice(like).tokens
            yield written(corrupt(tokens, rate=rate, draw=draw))


def measured(texts: Iterator[str]) -> list[Mapping[str, float]]:
    """Return the features of every text."""
    found = []
    for text in texts:
        own = own_part(text)
        found.append(features(own, find_errors(own.text)))
    return found


def calibration(data: Path, date: str) -> dict[str, object]:
    """Return what the file holds."""
    draw = random.Random(1)
    by_errors, by_level = measured(of_passages(draw)), measured(of_levels(data, draw))
    norms = {}
    for name in NAMES:
        group = by_level if name == "sophistication" else by_errors
        values = [text[name] for text in group]
        norms[name] = {
            "mean": round(fmean(values), 4),
            "sd": round(pstdev(values), 4),
            "sign": SIGNS[name],
            "weight": 1.0,
        }
    totals = [
        sum(
            SIGNS[name] * (text[name] - norms[name]["mean"]) / norms[name]["sd"]
            for name in NAMES
            if name != "sophistication"
        )
        for text in by_errors
    ]
    return {
        "about": {
            "date": date,
            "script": "training/writing/reference.py",
            "group": "texts made worse by rule; no learner's text, nobody's marks",
            "texts": {"passages": len(by_errors), "levels": len(by_level)},
        },
        "provisional": True,
        "features": norms,
        # Sophistication is drawn apart from the others, so its variance is added.
        "composite_sd": round((pstdev(totals) ** 2 + 1) ** 0.5, 4),
        "reliability": RELIABILITY,
        "reliability_words": RELIABILITY_WORDS,
    }


def main() -> None:
    """Write the calibration file."""
    given = argparse.ArgumentParser(prog="python -m training.writing.reference")
    given.add_argument("--data", type=Path, required=True)
    given.add_argument("--date", required=True)
    asked = given.parse_args()
    made = calibration(asked.data, asked.date)
    FILE.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
