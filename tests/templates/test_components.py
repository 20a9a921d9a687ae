"""The pieces of the look: what they say, what they link, what they escape."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask import render_template_string
from flask_wtf import FlaskForm
from hypothesis import given
from hypothesis import strategies as st
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from scoring.report import Measure
from tests.support.bare_app import APP

EVIL = "<script>alert('x')</script>\" onload=\"x"


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    with APP.test_request_context():
        yield


def piece(file: str, call: str, **context: object) -> str:
    """Render one macro call of a component file."""
    name = re.match(r"\w+", call).group()
    source = f'{{% from "components/{file}.html" import {name} %}}{{{{ {call} }}}}'
    return render_template_string(source, **context)


# ---- score ----


def test_a_score_shows_value_band_and_bar() -> None:
    html = piece("score", "score(80, 5, 70)")
    # 80 ± 1.96 × 5 = 70.2 … 89.8
    assert 'class="band" x="70.2%" y="12%" width="19.6%"' in html
    assert (
        'aria-label="80 of 100, true score likely between 70 and 90, bar 70, likely above the bar"'
        in html
    )
    assert 'class="bar" x1="70.0%"' in html
    assert "below" not in html


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (60, "likely below the bar"),
        (69, "too close to the bar to tell"),
        (71, "too close to the bar to tell"),
        (85, "likely above the bar"),
    ],
)
def test_a_score_says_how_it_stands_to_the_bar(value: int, words: str) -> None:
    html = piece("score", "score(value, 3, 70, words=true)", value=value)
    assert f'<span class="score-words" aria-hidden="true">{words}</span>' in html


def test_a_score_without_value_is_not_a_zero() -> None:
    html = piece("score", "score(none, none, 70, 'too_short')")
    assert "not measured: the answer is too short" in html
    assert "<svg" not in html
    assert "0" not in html


def test_zero_is_a_score() -> None:
    html = piece("score", "score(0, 2, 50)")
    assert '<b aria-hidden="true">0</b>' in html
    assert "not measured" not in html


def test_an_unknown_band_is_said_and_not_drawn() -> None:
    html = piece("score", "score(55, none, 50)")
    assert "band not known" in html
    assert 'class="band"' not in html
    assert "at or above the bar" in html


@given(st.floats(0, 100), st.floats(0, 60), st.none() | st.floats(0, 100))
def test_a_band_stays_on_its_track(value: float, sem: float, bar: float | None) -> None:
    with APP.test_request_context():
        html = piece("score", "score(value, sem, bar)", value=value, sem=sem, bar=bar)
    low, width = map(
        float, re.search(r'"band" x="([\d.]+)%" y="12%" width="([\d.]+)%"', html).groups()
    )
    assert 0 <= low <= value + 0.05
    assert low + width <= 100.1
    assert low + width >= value - 0.1


# ---- measure ----


def test_a_measure_shows_value_unit_and_formula() -> None:
    measure = Measure(name="rate", value=4.126, unit="syllables/s", sem=0.25)
    html = piece("measure", "measure_row(m, 'Articulation rate', 'syllables ÷ time')", m=measure)
    assert "4.13&nbsp;syllables/s" in html
    assert "<summary>" in html
    assert "syllables ÷ time" in html
    assert "Standard error of measurement: 0.25" in html


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (94.0, "%", ">94%<"),
        (14.0, "count", ">14<"),
        (0.0, "wpm", ">0&nbsp;wpm<"),
        (0.81, "ratio", ">0.81<"),
    ],
)
def test_units_stand_as_people_write_them(value: float, unit: str, shown: str) -> None:
    html = piece("measure", "measure_row(m, 'X')", m=Measure(name="x", value=value, unit=unit))
    assert shown in html
    assert "<details>" not in html


def test_a_measure_not_measured_gives_the_reason() -> None:
    known = Measure(name="x", value=None, unit="wpm", reason="no_speech")
    unknown = Measure(name="x", value=None, unit="wpm", reason="fell_off_a_jeepney")
    assert "not measured: no speech was heard" in piece("measure", "measure_row(m, 'X')", m=known)
    assert "not measured: fell off a jeepney" in piece("measure", "measure_row(m, 'X')", m=unknown)


# ---- form ----


class Form(FlaskForm):
    email = StringField("E-mail", [DataRequired("Type an address.")], description="For the link.")
    site = SelectField("Site", choices=[SelectChoice("c", "Cebu")])
    why = TextAreaField("Reason", [DataRequired("Give a reason.")])
    pick = RadioField(
        "Decision", choices=[SelectChoice("s", "Shortlist")], validators=[DataRequired("Choose.")]
    )
    read = BooleanField("I have read it")


@pytest.fixture
def form() -> Form:
    made = Form(meta={"csrf": False}, data={"site": "c"})
    made.validate()
    return made


def test_a_field_links_label_hint_and_error(form: Form) -> None:
    html = piece("field", "field(form.email)", form=form)
    assert '<label for="email">' in html
    assert 'aria-describedby="email-hint email-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="email-hint"' in html
    assert 'id="email-error"' in html
    assert "(optional)" not in html


def test_a_field_without_hint_or_error_claims_none(form: Form) -> None:
    html = piece("field", "field(form.site)", form=form)
    assert "aria-describedby" not in html
    assert "aria-invalid" not in html
    assert "(optional)" in html


def test_radio_buttons_are_a_group_with_a_legend(form: Form) -> None:
    html = piece("field", "field(form.pick)", form=form)
    assert "<legend>Decision</legend>" in html
    assert 'aria-describedby="pick-error"' in html
    assert 'type="radio"' in html


def test_a_checkbox_lies_in_its_label(form: Form) -> None:
    html = piece("field", "field(form.read)", form=form)
    assert re.search(r'<label class="choice"><input id="read"[^>]*type="checkbox"', html)


def test_the_error_summary_leads_to_every_wrong_field(form: Form) -> None:
    html = piece("errors", "error_summary(form)", form=form)
    assert 'tabindex="-1"' in html
    assert 'role="alert"' in html
    assert re.findall(r'href="#([\w-]+)"', html) == ["email", "why", "pick-0"]


def test_no_error_no_summary() -> None:
    form = Form(meta={"csrf": False})
    assert not piece("errors", "error_summary(form)", form=form).strip()
    assert not piece("errors", "error_list([])").strip()


# ---- the other pieces ----


def test_steps_say_where_one_is() -> None:
    steps = [
        SimpleNamespace(name="Check", status="done"),
        SimpleNamespace(name="Typing", status="now"),
        SimpleNamespace(name="Voice", status="todo"),
    ]
    html = piece("steps", "steps_bar(steps)", steps=steps)
    assert '<li class="now" aria-current="step">' in html
    assert "Step 2 of 3: Typing" in html


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(581, "9:41"), (59.2, "1:00"), (0, "0:00"), (-3, "0:00"), (3600, "60:00")],
)
def test_the_clock_never_shows_less_than_is_left(seconds: float, shown: str) -> None:
    assert f">{shown}<" in piece("clock", "clock(seconds)", seconds=seconds).replace("\n", "")


def test_a_clock_that_knows_nothing_is_empty() -> None:
    assert "data-clock></time>" in piece("clock", "clock()")


def test_a_moment_is_shown_in_the_viewers_zone_by_name() -> None:
    at = datetime(2026, 3, 4, 9, 48, tzinfo=UTC)
    html = piece("timeline", "moment(at, 'Invited')", at=at)
    assert "4 Mar 2026 17:48 Philippine Standard Time" in html
    assert 'datetime="2026-03-04T09:48:00+00:00"' in html


CALLS = [
    ("button", "button(evil, attrs={'data-x': evil})"),
    ("button", "link_button(evil, evil)"),
    ("pill", "pill(evil)"),
    ("toast", "toast(evil)"),
    ("toast", "toasts([('error', evil)])"),
    ("empty", "empty(evil, evil, evil, evil)"),
    ("page_head", "page_head(evil, [(evil, evil), (evil, none)], evil)"),
    ("score", "score(50, 2, 50, label=evil)"),
    ("score", "score(none, reason=evil)"),
    ("measure", "measure_row(m, evil, evil)"),
    ("errors", "error_list([evil])"),
    ("timeline", "moment(at, evil, evil, evil)"),
    ("player", "player(evil, evil)"),
    ("table", "sort_head(evil, evil)"),
    ("dialog", "dialog_button('d', evil)"),
    ("steps", "steps_bar([{'name': evil, 'status': 'now'}])"),
]


@pytest.mark.parametrize(("file", "call"), CALLS)
def test_every_piece_escapes_what_it_is_given(file: str, call: str) -> None:
    html = piece(
        file,
        call,
        evil=EVIL,
        m=Measure(name="x", value=None, unit=EVIL, reason=EVIL),
        at=datetime(2026, 3, 4, tzinfo=UTC),
    )
    assert "<script" not in html
    assert '" onload' not in html
    assert "&lt;script&gt;" in html


def test_call_blocks_hold_their_content() -> None:
    for file, opening in {
        "card": "card('Title', id='c')",
        "table": "table('Caption', 'people')",
        "dialog": "dialog('d', 'Title')",
        "player": "player('/sound', 'Answer 1', [0, 0.5, 1])",
        "timeline": "timeline('History')",
        "measure": "measures('Measures')",
        "page_head": "page_head('Title')",
    }.items():
        name = opening.split("(")[0]
        html = render_template_string(
            f'{{% from "components/{file}.html" import {name} %}}'
            f"{{% call {opening} %}}<i>inside</i>{{% endcall %}}"
        )
        assert "<i>inside</i>" in html, file
