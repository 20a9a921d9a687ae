"""Both pages of the voice test, rendered from made values."""

from collections.abc import Mapping
from types import SimpleNamespace

import pytest
from flask import Flask

from assessments.contract.assessment import Begun, LoggedEvent, Recorded
from assessments.kinds.voice import ASSESSMENT
from assessments.kinds.voice.events import Skipped
from scoring.report import Report
from speech.spoken import Span, Spoken, Word
from tests.support.banks import shipped
from tests.support.voice_report import page, recording

BANK = shipped("voice")
FORM = ("read-refund-steps", "repeat-hold", "open-double-charge")


def heard(text: str) -> Spoken:
    """Half a second a word, with a pause of a second after the third word."""
    words = []
    for n, word in enumerate(text.split()):
        at = n * 0.5 + (1.0 if n > 2 else 0.0)
        words.append(Word(text=f" {word}", start=at, end=at + 0.5, probability=0.3 + 0.6 * (n > 0)))
    speech = (Span(start=0, end=1.5), Span(start=2.5, end=words[-1].end))
    return Spoken(seconds=words[-1].end + 1, words=tuple(words), text=text, speech=speech)


@pytest.fixture
def scored() -> tuple[Report, Mapping[str, SimpleNamespace]]:
    spoken = {
        "r1": heard("Your refund of eight hundred and fifty dollars has been <b>approved</b>."),
        "r2": Spoken(seconds=3.0, rejected="silent"),
        "r3": heard("Hello sir you paid twice and it will be refunded soon"),
    }
    events = [LoggedEvent(number=0, type="begun", at=0, data=Begun(seed=1, items=FORM))]
    for n, item in enumerate(FORM, 1):
        data = Recorded(item=item, recording=f"r{n}", seconds=5)
        events.append(LoggedEvent(number=n, type="recorded", at=n, data=data))
    report = ASSESSMENT.score(BANK, events, spoken)
    return report, {name: recording(name, transcribed) for name, transcribed in spoken.items()}


def test_the_report_shows_sound_words_and_reasons(app: Flask, scored) -> None:
    html = page(app, *scored)
    assert html.count("<audio") == 3
    assert html.count('class="speech-line"') == 3
    assert 'data-times="0 50 0 50 0 50 100 50 ' in html  # rest and length in hundredths of a second
    assert "<u>Your</u> refund of <span" in html
    assert "pause 1.0 s" in html
    assert "the recording is silent" in html
    assert "not checked for this kind of answer or speaker" in html
    assert "Says sorry" in html
    assert "“will be refunded” 4.5&nbsp;s" in html  # eighth word: 7 * .5 s, and the pause
    assert "Articulation rate (AR)" in html
    # What a recogniser wrote is text, never markup.
    assert "<b>approved" not in html
    assert "style=" not in html


def test_every_measure_has_its_words(app: Flask, scored) -> None:
    html = page(app, *scored)
    for answer in scored[0].answers:
        for measure in answer.get("measures", []):
            assert f">{measure['name']}<" not in html


def test_the_report_survives_what_is_gone(app: Flask, scored) -> None:
    report, recordings = scored
    erased = {name: recording(name, None, None) for name in recordings}
    assert page(app, report, erased).count("no longer kept") == 3
    assert page(app, report, {}).count("no longer kept") == 3


def test_the_report_says_what_was_left_out_and_what_it_cost(app: Flask) -> None:
    events = [
        LoggedEvent(number=0, type="begun", at=0, data=Begun(seed=1, items=FORM)),
        *(
            LoggedEvent(number=n, type="skipped", at=n, data=Skipped(item=item))
            for n, item in enumerate(FORM, 1)
        ),
    ]
    html = page(app, ASSESSMENT.score(BANK, events, {}), {})
    assert html.count("chose to leave this one out. It earns no points.") == 3
    assert "the applicant left it out" not in html


def test_an_applicant_knows_before_skipping_that_it_earns_nothing(app: Flask) -> None:
    source, *_ = app.jinja_env.loader.get_source(app.jinja_env, "voice/take.html")
    assert "It earns no points, and you cannot come back to it." in source


def test_the_report_of_an_empty_sitting(app: Flask) -> None:
    begun = LoggedEvent(number=0, type="begun", at=0, data=Begun(seed=1, items=FORM))
    html = page(app, ASSESSMENT.score(BANK, [begun], {}), {})
    assert "no answers were given" in html
    assert html.count("nothing was recorded") == 3
    assert "<audio" not in html
