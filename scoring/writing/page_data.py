"""The data of a scored text in a report: plain values that the page displays and explains."""

from typing import Any

from scoring.proofreading import Finding
from scoring.writing import WritingReport


def page_data(report: WritingReport, text: str) -> dict[str, Any]:
    """Return a text and its writing report as JSON-ready values.

    ``pieces`` are consecutive stretches that together make up the text; the ``found`` of a piece is
    the index of its finding in the top-level list ``found``, or None. Findings do not overlap.
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
        "no_prose": report.no_prose,
        "listed": report.listed,
        "foreign": report.foreign,
        "aside": report.aside,
        "contributions": [
            {
                "name": contribution.name,
                "value": round(contribution.value, 3),
                "points": round(contribution.points, 1),
            }
            for contribution in report.contributions
        ],
        "courtesy": [
            {"cue": courtesy.cue.value, "sentence": courtesy.sentence.strip()}
            for courtesy in report.courtesy
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
        "found": [_finding(finding) for finding in report.errors],
        "pieces": _pieces(report.errors, text),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _finding(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values; ``sort`` is "error", "variety" or "reread"."""
    sort = "error" if finding.is_error else "variety" if finding.variety else "reread"
    return {
        "text": finding.text,
        "message": finding.message,
        "suggestions": list(finding.suggestions[:3]),
        "sort": sort,
        "kind": finding.kind.value,
        "rule": finding.rule,
        "start": finding.start,
        "end": finding.end,
    }


def _pieces(findings: tuple[Finding, ...], text: str) -> list[dict[str, Any]]:
    pieces: list[dict[str, Any]] = []
    at = 0
    for number, finding in enumerate(findings):
        start = max(at, finding.start)
        if start > at:
            pieces.append({"text": text[at:start], "found": None})
        if finding.end > start:
            pieces.append({"text": text[start : finding.end], "found": number})
        at = max(at, finding.end)
    if at < len(text):
        pieces.append({"text": text[at:], "found": None})
    return pieces
