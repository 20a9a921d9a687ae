"""Bands of typing speed are an installation's own; none is built in."""

import pytest
from flask import Flask, render_template

from config import Settings, bands_of
from scoring.report import Measure, Report


def page(app: Flask, net: float, sem: float | None = None) -> str:
    measures = (
        Measure(name="net_wpm", value=net, unit="wpm", sem=sem),
        Measure(name="best_net_wpm", value=net, unit="wpm"),
    )
    report = Report(score=50.0, measures=measures)
    with app.test_request_context():
        text = render_template(
            "typing/report.html", report=report, result=None, sitting=None, recordings={}
        )
    return " ".join(text.split())


def test_bands_are_read_in_rising_order() -> None:
    assert bands_of(" 55 = fast desk; 35=chat desk ;") == ((35.0, "chat desk"), (55.0, "fast desk"))
    assert bands_of("") == ()


@pytest.mark.parametrize("text", ["35", "=x", "fast=35", "35="])
def test_a_band_that_cannot_be_read_stops_the_start(text: str) -> None:
    with pytest.raises(ValueError, match=r"band|float"):
        Settings(typing_bands=text)


def test_the_report_names_the_band_and_says_when_it_is_too_close(app: Flask) -> None:
    assert "bands of this installation" not in page(app, 40.0)
    app.config["TYPING_BANDS"] = bands_of("35=chat desk;55=fast desk")
    assert "By the bands of this installation: chat desk (from 35 wpm)." in page(app, 40.0)
    assert "fast desk" not in page(app, 40.0, sem=2.0)
    assert "Too close to the limit of “fast desk” (55 wpm) to tell." in page(app, 53.0, sem=2.0)
    assert "By the bands" not in page(app, 20.0)
