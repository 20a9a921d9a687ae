"""Build the reference group of the writing score from degraded texts; write the calibration file.

``python -m training.writing.reference --date YYYY-MM-DD`` takes eight passages of the typing test,
which were written for Handa and not used to train the tagger, and inserts errors at 0, 6, 10, 15
and 20 %, four times each. Writers differ in more than their error rate. So spelling gets a quarter
of, exactly, or four times its usual share of the errors of a text, and between 0 and 50 % of the
nouns, verbs and adjectives are replaced by an earlier word of the same tag, as in a narrow
vocabulary.

Two further sets are correct: these passages and the texts of ``clean.yaml``. What nine in ten of
them reach is the ceiling of a feature, and the difference between the idiomatic and the plain texts
of ``clean.yaml`` is what the tagger doubts in idiomatic prose without cause.

No human marks and no learners' texts are used. ``scoring/calibration/writing.json`` holds the
means, standard deviations and weights; all weights are 1.
"""

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
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
SIGNS = {
    "likely_errors": -1,
    "sentence_command": 1,
    "errors_found": -1,
    "range": 1,
}
ROOTS = ("likely_errors", "errors_found")
DOUBTED = ("likely_errors", "sentence_command")
FALSE_ALARMS = 0.7
"""Errors found per 100 words that cost nothing: about one false alarm in a text of 150 words."""
PASSAGES = Path(__file__).parents[2] / "assessments" / "kinds" / "typing" / "items" / "copy.yaml"
CLEAN = Path(__file__).with_name("clean.yaml")
RELIABILITY, RELIABILITY_WORDS = 0.69, 120
"""Agreement of two 120-word parts of one learner essay (writing.md 3.5); an overestimate, since
both parts share topic and hour. To be replaced by data of two tasks per applicant."""


def passages() -> list[str]:
    """Return the scored passages of the typing test, of 100 words or more."""
    stored = yaml.safe_load(PASSAGES.read_text("utf-8"))["passages"]
    texts = (" ".join(passage["text"].split()) for passage in stored)
    return [text for text in texts if len(text.split()) >= 100]


def narrowed(tokens: Sequence[Token], share: float, draw: random.Random) -> list[Token]:
    """Return the tokens with a share of content words replaced by earlier ones of the same tag."""
    earlier_by_tag: dict[str, list[Token]] = {}
    narrow = []
    for token in tokens:
        if token.tag in REPLACED:
            earlier = earlier_by_tag.setdefault(token.tag, [])
            if earlier and draw.random() < share:
                narrow.append(draw.choice(earlier))
                continue
            earlier.append(token)
        narrow.append(token)
    return narrow


def written(tokens: Sequence[Token]) -> str:
    """Return tokens as text; no space precedes punctuation marks and clitics."""
    text = ""
    for token in tokens:
        close = not token.text[0].isalnum() and token.text not in ("(", "₱", "#", '"')
        text += (
            token.text if close or not text or text.endswith(("(", "₱", "#")) else " " + token.text
        )
    return text


def degraded_passages(draw: random.Random) -> Iterator[str]:
    """Yield every passage ``TIMES`` times at every error rate."""
    for passage in sources.tagged([(text, None) for text in passages()], longest=10_000):
        for rate in ERRORS * TIMES:
            tokens = narrowed(passage.tokens, draw.choice(REPEATED), draw)
            shares = {**SHARES, "spelling": SHARES["spelling"] * draw.choice(IN_SPELLING)}
            yield written(corrupt(tokens, rate=rate, draw=draw, shares=shares))


def measured(texts: Iterator[str]) -> list[Mapping[str, float]]:
    """Return the features of every text."""
    values = []
    for text in texts:
        own = own_part(text)
        values.append(features(own, find_errors(own.text)))
    return values


def clean(kind: str) -> list[str]:
    """Return the texts of ``clean.yaml`` of one kind, "idiomatic" or "plain"."""
    return [
        text["text"] for text in yaml.safe_load(CLEAN.read_text("utf-8")) if text["kind"] == kind
    ]


def calibration(date: str) -> dict[str, object]:
    """Return the content of the calibration file."""
    draw = random.Random(1)  # noqa: S311 - errors, not secrets
    group = measured(degraded_passages(draw))
    idiomatic, plain = measured(iter(clean("idiomatic"))), measured(iter(clean("plain")))
    correct = [*idiomatic, *plain, *measured(iter(passages()))]
    norms = {}
    for name, sign in SIGNS.items():
        norm = Norm(
            mean=round(fmean(text[name] for text in group), 4),
            sd=round(pstdev(text[name] for text in group), 4),
            sign=sign,
            weight=1.0,
            root=name in ROOTS,
            idiom=round(_mean(idiomatic, name) - _mean(plain, name), 4) if name in DOUBTED else 0.0,
        )
        norms[name] = replace(norm, most=round(ceiling(norm, name, correct), 4))
    totals = [
        sum(norm.z(text[name], text["idiomatic"]) for name, norm in norms.items()) for text in group
    ]
    return {
        "about": {
            "date": date,
            "script": "training/writing/reference.py",
            "group": "passages written for Handa, made worse by rule; no learner's text",
            "texts": len(group),
            "clean_texts": len(correct),
        },
        "provisional": True,
        "features": {name: asdict(norm) for name, norm in norms.items()},
        "composite_sd": round(pstdev(totals), 4),
        "reliability": RELIABILITY,
        "reliability_words": RELIABILITY_WORDS,
    }


def ceiling(norm: Norm, name: str, correct: Sequence[Mapping[str, float]]) -> float:
    """Return the z that nine in ten of the correct texts reach."""
    if name == "errors_found":
        return norm.z(FALSE_ALARMS)
    reached = sorted(norm.z(text[name], text["idiomatic"]) for text in correct)
    return reached[len(reached) // 10]


def _mean(texts: Sequence[Mapping[str, float]], name: str) -> float:
    return fmean(text[name] for text in texts)


def main() -> None:
    """Write the calibration file."""
    given = argparse.ArgumentParser(prog="python -m training.writing.reference")
    given.add_argument("--date", required=True)
    asked = given.parse_args()
    content = calibration(asked.date)
    FILE.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
