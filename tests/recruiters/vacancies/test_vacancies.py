import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from applicants.models import Vacancy
from assessments.banks import registry
from assessments.contract.assessment import ClientOptions, Devices, Length, Option
from database import db
from tests.support.staff_room import FORM, KINDS, Apply


def newest() -> Vacancy:
    db.session.expire_all()
    return db.session.scalars(select(Vacancy).order_by(Vacancy.id.desc())).first()  # type: ignore[return-value]


def test_a_vacancy_is_described_with_its_tests_in_order(rosa: FlaskClient) -> None:
    assert rosa.get("/vacancies/new").status_code == 200
    answer = rosa.post("/vacancies/new", data=FORM)
    made = newest()
    assert (answer.status_code, answer.location) == (303, f"/vacancies/{made.public_id}")
    assert (made.title, made.employer, made.bar) == ("Voice support, Davao", "Bayan Care", 65)
    assert made.battery == [
        {"slug": "beta", "weight": 37.5, "minutes": 12.0, "bar": 70.0},
        {"slug": "alpha", "weight": 20.0, "minutes": 8.0, "bar": None},
    ]


def test_no_test_gets_less_time_than_an_honest_applicant_needs(
    rosa: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    slower = (replace(KINDS[0], least_minutes=8.5), KINDS[1])
    monkeypatch.setattr(registry, "kinds", lambda: slower)
    answer = rosa.post("/vacancies/new", data=FORM)
    assert answer.status_code == 422
    assert "Enter 8.5 to 180 minutes." in answer.text
    assert rosa.post("/vacancies/new", data={**FORM, "alpha_minutes": "8.5"}).status_code == 303


def test_a_draft_is_offered_only_to_a_vacancy_that_has_it_already(
    rosa: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = rosa.post("/vacancies/new", data=FORM).headers["Location"]
    monkeypatch.setattr(registry, "kinds", lambda: (replace(KINDS[0], draft=True), KINDS[1]))
    assert "Alpha test" in rosa.get(f"{address}/edit").text
    page = rosa.get("/vacancies/new").text
    assert "Beta test" in page
    assert "Alpha test" not in page


def test_a_test_in_several_lengths_asks_for_one(
    rosa: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    long, short = (
        Length(name=name, label=name, minutes=least, least_minutes=least, draw=KINDS[0].draw)
        for name, least in (("long", 20.0), ("short", 5.0))
    )
    kinds = (replace(KINDS[0], lengths=(long, short)), KINDS[1])
    monkeypatch.setattr(registry, "kinds", lambda: kinds)
    page = rosa.get("/vacancies/new").text
    assert "long: 20 minutes or more" in page
    # The minutes that stand there fit the length that is chosen at first.
    assert '"20"' in page[page.index('name="alpha_minutes"') :].split(">")[0]
    answer = rosa.post("/vacancies/new", data={**FORM, "alpha_form": "long"})
    assert "Enter 20 to 180 minutes." in answer.text
    assert rosa.post("/vacancies/new", data={**FORM, "alpha_form": "huge"}).status_code == 422
    assert rosa.post("/vacancies/new", data={**FORM, "alpha_form": "short"}).status_code == 303
    beta, alpha = newest().battery
    assert (alpha["form"], "form" in beta) == ("short", False)
    # The page needs no length for a test that is not chosen.
    data = {name: value for name, value in FORM.items() if not name.startswith("alpha")}
    assert rosa.post("/vacancies/new", data=data).status_code == 303


def test_a_test_that_is_not_chosen_is_not_checked(rosa: FlaskClient) -> None:
    data = {**FORM, "alpha_weight": "none", "alpha_minutes": "-1"}
    del data["alpha_use"]
    assert rosa.post("/vacancies/new", data=data).status_code == 303
    assert [part["slug"] for part in newest().battery] == ["beta"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": " "}, "Say which role it is"),
        ({"employer": ""}, "Say who the employer is"),
        ({"bar": "101"}, "between 0 and 100"),
        ({"alpha_weight": "0"}, "above 0"),
        ({"alpha_weight": "-5"}, "above 0"),
        ({"alpha_weight": "nan"}, "above 0"),
        ({"alpha_weight": "inf"}, "above 0"),
        ({"alpha_weight": "much"}, "Enter a number"),
        ({"alpha_weight": ""}, "Enter a number"),
        ({"alpha_minutes": "0"}, "1 to 180 minutes"),
        ({"alpha_minutes": "9999"}, "1 to 180 minutes"),
        ({"alpha_place": "1.5"}, "Enter a whole number"),
        ({"beta_bar": "abc"}, "Enter a number"),
        ({"alpha_use": None, "beta_use": None}, "Choose at least one test"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    rosa: FlaskClient, change: dict[str, str | None], says: str
) -> None:
    data = {key: value for key, value in (FORM | change).items() if value is not None}
    answer = rosa.post("/vacancies/new", data=data)
    assert answer.status_code == 422
    assert says in answer.text
    assert 'role="alert"' in answer.text
    assert 'value="37.5"' in answer.text
    assert db.session.scalar(select(Vacancy)) is None


def test_weights_and_bars_change_after_an_invitation_and_tests_do_not(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply
) -> None:
    apply("Ana", alpha=70)
    address = f"/vacancies/{vacancy.public_id}/edit"
    page = rosa.get(address).text
    assert "1 person was invited" in page
    assert '<input type="hidden" name="alpha_minutes" value="10' in page
    kept = {
        **FORM,
        "alpha_place": "1",
        "alpha_minutes": "10",
        "beta_place": "2",
        "beta_minutes": "20",
    }
    assert rosa.post(address, data={**kept, "alpha_minutes": "11"}).status_code == 422
    assert rosa.post(address, data={**kept, "alpha_place": "3"}).status_code == 422
    fewer = {key: value for key, value in kept.items() if key != "alpha_use"}
    refused = rosa.post(address, data=fewer)
    assert refused.status_code == 422
    assert "must stay as they are" in refused.text
    assert rosa.post(address, data=kept).status_code == 303
    assert [(part["weight"], part["bar"]) for part in newest().battery] == [(20, None), (37.5, 70)]


def test_what_the_form_shows_can_be_sent_back_unchanged(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply
) -> None:
    apply("Ana")
    before = [dict(part) for part in vacancy.battery]
    page = rosa.get(f"/vacancies/{vacancy.public_id}/edit").text
    inputs = re.findall(r"<input[^>]*>", page)
    data = {}
    for tag in inputs:
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and name[1] not in {"csrf_token", "back"}:
            data[name[1]] = value[1] if value else ""
    assert rosa.post(f"/vacancies/{vacancy.public_id}/edit", data=data).status_code == 303
    assert newest().battery == before


def test_a_vacancy_says_whether_a_phone_will_do(
    rosa: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        registry,
        "kinds",
        lambda: (replace(KINDS[0], devices=Devices(needs_keyboard=True)), KINDS[1]),
    )
    page = rosa.get("/vacancies/new").text
    assert "phones may take it; only the text is scored" in page
    assert 'name="beta_touch"' not in page
    assert rosa.post("/vacancies/new", data=FORM).status_code == 303
    assert [part.get("touch") for part in newest().battery] == [None, False]
    assert rosa.post("/vacancies/new", data={**FORM, "alpha_touch": "y"}).status_code == 303
    assert newest().battery[1]["touch"] is True


def test_a_vacancy_from_before_there_were_forms_can_still_be_changed(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its ten minutes are fewer than are needed now, and it names no form."""
    apply("Ana")
    usual = Length(name="usual", label="usual", minutes=15, least_minutes=12, draw=KINDS[0].draw)
    other = replace(usual, name="other")
    kinds = (
        replace(KINDS[0], lengths=(usual, other), devices=Devices(needs_keyboard=True)),
        KINDS[1],
    )
    monkeypatch.setattr(registry, "kinds", lambda: kinds)
    address = f"/vacancies/{vacancy.public_id}/edit"
    kept = {
        **FORM,
        "alpha_place": "1",
        "alpha_minutes": "10",
        "alpha_form": "usual",
        "beta_place": "2",
        "beta_minutes": "20",
    }
    assert rosa.post(address, data={**kept, "alpha_form": "other"}).status_code == 422
    assert rosa.post(address, data={**kept, "alpha_touch": "y"}).status_code == 422
    assert rosa.post(address, data=kept).status_code == 303
    assert newest().battery[0]["weight"] == 20


def test_a_test_with_policies_asks_for_one_and_keeps_it_once_somebody_is_invited(
    rosa: FlaskClient, vacancy: Vacancy, apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The vacancy was made before there were policies: the usual one is what it had."""
    policies = (Option(name="leave", label="leave it"), Option(name="count", label="count it"))
    kinds = (
        replace(KINDS[0], client_options=ClientOptions(about="spelling", options=policies)),
        KINDS[1],
    )
    monkeypatch.setattr(registry, "kinds", lambda: kinds)
    page = rosa.get("/vacancies/new").text
    assert "Alpha test: spelling" in page
    assert "count it" in page
    assert rosa.post("/vacancies/new", data={**FORM, "alpha_policy": "x"}).status_code == 422
    data = {**FORM, "alpha_place": "1", "alpha_minutes": "10", "beta_place": "2"}
    data |= {"beta_minutes": "20", "alpha_policy": "count"}
    address = f"/vacancies/{vacancy.public_id}/edit"
    apply("Ana")
    assert rosa.post(address, data=data).status_code == 422
    assert rosa.post(address, data={**data, "alpha_policy": "leave"}).status_code == 303
    assert 'name="alpha_policy" value="leave"' in rosa.get(address).text
    assert rosa.post("/vacancies/new", data=data).status_code == 303
    alpha, beta = newest().battery
    assert (alpha["policy"], "policy" in beta) == ("count", False)


def test_an_unknown_vacancy_is_not_found(rosa: FlaskClient) -> None:
    for address in ("/vacancies/none", "/vacancies/none/edit", "/vacancies/none/invite"):
        assert rosa.get(address).status_code == 404


def test_the_list_counts_people(rosa: FlaskClient, vacancy: Vacancy, apply: Apply) -> None:
    assert "Chat support, Cebu" in rosa.get("/vacancies").text
    apply("Ana", alpha=1, beta=2)
    apply("Ben", alpha=1)
    page = rosa.get("/vacancies").text
    assert '<td class="r">2</td>' in page
    assert '<td class="r">1</td>' in page


def test_no_vacancy_yet_says_what_to_do(rosa: FlaskClient) -> None:
    page = rosa.get("/vacancies").text
    assert "No vacancy yet" in page
    assert "/vacancies/new" in page
