"""The layouts: what a sitting gives its scripts, what staff see, how an error reads."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import render_template

from tests.support.bare_app import APP

EVIL = "<script>alert('x')</script>\" onload=\"x"
LONG = "Maria Concepcion Villanueva-Dimaculangan de los Santos y Buenaventura"


@pytest.fixture(autouse=True)
def _request() -> Iterator[None]:
    with APP.test_request_context():
        yield


def sitting_page(**context: object) -> str:
    return render_template(
        "take.html",
        **{
            "sitting": SimpleNamespace(public_id="abc", practice=False),
            "assessment": SimpleNamespace(slug="typing", name="Typing"),
            "state": {"text": EVIL},
            "next_url": "/next",
            "seconds_left": 581.0,
            "kind_static": lambda slug, name: f"/kinds/{slug}/{name}",
            **context,
        },
    )


def test_a_sitting_gives_the_scripts_what_they_look_for() -> None:
    html = sitting_page()
    for hook in (
        'data-sitting="abc"',
        'data-base="/sittings/abc"',
        'data-next="/next"',
        'data-seconds-left="581.0"',
        'data-saved="Saved"',
        'data-left-300="5 minutes left"',
        "<dialog data-time-up",
        "<noscript>",
        '<script type="module" src="/kinds/typing/typing.js"></script>',
    ):
        assert hook in html
    assert "<script>" not in html
    assert "Practice" not in html


def test_practice_is_named_in_words() -> None:
    html = sitting_page(sitting=SimpleNamespace(public_id="abc", practice=True))
    assert "This is practice. It is not scored." in html


@pytest.mark.parametrize(("left", "shown"), [(None, ""), (0.0, "0")])
def test_no_limit_is_not_no_time(left: float | None, shown: str) -> None:
    assert f'data-seconds-left="{shown}"' in sitting_page(seconds_left=left)


def test_staff_see_only_the_rooms_they_may_enter() -> None:
    html = render_template(
        "staff.html",
        may=lambda permission: permission == "view_cohorts",
        staff=SimpleNamespace(name=LONG),
        current="trainers",
    )
    assert 'href="/trainers/readiness" aria-current="page"' in html
    assert "Vacancies" not in html
    assert LONG in html
    assert 'action="/accounts/sign_out"' in html
    assert 'name="csrf_token"' in html


def test_a_page_speaks_the_language_of_its_reader() -> None:
    html = render_template("base.html", locale="fil_PH")
    assert '<html lang="fil-PH">' in html
    assert '<meta name="csrf-token" content="' in html
    assert 'href="#main"' in html


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 410, 413, 418, 422, 429, 500, 503])
def test_an_error_page_says_what_to_do_with_nobody_signed_in(code: int) -> None:
    html = render_template("errors/problem.html", code=code)
    assert f"Error {code}" in html
    title = re.search(r"<h1>(.+)</h1>", html).group(1)
    assert title != "None"
    assert len(re.search(r'class="lead">(.+)</p>', html).group(1)) > 20


def test_an_error_page_offers_the_way_on() -> None:
    html = render_template(
        "errors/error.html", title=EVIL, message=EVIL, action_url="/", action_label="Home"
    )
    assert '<a class="btn primary" href="/">Home</a>' in html
    assert "<script>alert" not in html
