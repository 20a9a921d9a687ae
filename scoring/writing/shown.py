"""What a report keeps of a scored text: plain values, from which the page marks and explains it."""

from typing import Any

from scoring.proofreading import Found
from scoring.writing import WritingReport


def shown(report: WritingReport, text: str) -> dict[str, Any]:
    """Return a text and what was said of it as JSON-ready values.

    ``pieces`` are the text in stretches that put together are the text; ``found`` is the place of
    what stands there in ``found``, or None. What was found does not overlap.
    """
    return {
        "score": _rounded(report.score),
        "sem": _rounded(report.sem),
        "not_measured": report.not_measured,
        "low_confidence": report.low_confidence,
        "provisional": report.provisional,
        "words": report.words,
        "copied": report.copied,
        "repeated": report.repeated,
        "contributions": [
            {"name": one.name, "value": round(one.value, 3), "points": round(one.points, 1)}
            for one in report.contributions
        ],
        "courtesy": [
            {"cue": one.cue.value, "sentence": one.sentence.strip()} for one in report.courtesy
        ],
        "reading": {
            "grade": _rounded(report.reading.grade),
            "ease": _rounded(report.reading.reading_ease),
            "words_per_sentence": _rounded(
                report.reading.words / report.reading.sentences
                if report.reading.sentences
                else None
            ),
        },
        "relations": {name: count for name, count in report.relations.items() if count},
        "found": [_found(one) for one in report.errors],
        "pieces": _pieces(report.errors, text),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _found(one: Found) -> dict[str, Any]:
    """Return what was found; ``sort`` is "error", "variety" or "reread"."""
    sort = "error" if one.is_error else "variety" if one.variety else "reread"
    return {
        "text": one.text,
        "message": one.message,
        "suggestions": list(one.suggestions[:3]),
        "sort": sort,
        "kind": one.kind.value,
        "rule": one.rule,
        "start": one.start,
        "end": one.end,
    }


def _pieces(found: tuple[Found, ...], text: str) -> list[dict[str, Any]]:
    pieces: list[dict[str, Any]] = []
    at = 0
    for number, one in enumerate(found):
        start = max(at, one.start)
        if start > at:
            pieces.append({"text": text[at:start], "found": None})
        if one.end > start:
            pieces.append({"text": text[start : one.end], "found": number})
        at = max(at, one.end)
    if at < len(text):
        pieces.append({"text": text[at:], "found": None})
    return pieces
