"""The report page of the voice test, rendered from made values."""

from collections.abc import Mapping
from types import SimpleNamespace

from flask import Flask, render_template

from scoring.report import Report
from speech.spoken import Spoken


def recording(name: str, spoken: Spoken | None, key: str | None = "key") -> SimpleNamespace:
    return SimpleNamespace(public_id=name, state="heard", spoken=spoken, reason="", store_key=key)


def page(app: Flask, report: Report, recordings: Mapping[str, SimpleNamespace]) -> str:
    with app.test_request_context():
        return render_template(
            "voice/report.html", report=report, result=None, sitting=None, recordings=recordings
        )
