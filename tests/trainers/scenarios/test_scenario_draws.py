"""A scenario keeps its place in a parallel set, and its page says where it is drawn."""

from flask.testing import FlaskClient

from assessments.banks import editions
from assessments.kinds.chat.draw import draw_three, parallel_sets
from database import db
from tests.support import factories
from tests.support.scenario_drafts import LIST, SHIPPED, draft_of, edition, published, save


def test_a_copy_keeps_its_place_and_shares_it(theo: FlaskClient) -> None:
    key = draft_of(theo, copy=True)
    page = theo.get(f"{LIST}/{key}").text
    assert "Nowhere yet. Once it is published:" in page
    assert "shares this place with Rice cooker arrived with a cracked pot" in page
    assert theo.post(f"{LIST}/{key}/publish").status_code == 303
    db.session.expire_all()
    own = edition(key).name
    published_copy = editions.offered("chat")[own]
    assert (published_copy.parallel_set, published_copy.slot) == ("A", "routine")
    places = parallel_sets(editions.offered("chat"))
    assert places["A"]["routine"] == [SHIPPED, own]
    drawn = {draw_three(editions.offered("chat"), seed, False) for seed in range(100)}
    assert {customers[0] for customers in drawn} >= {SHIPPED, own}
    assert len({customers[1:] for customers in drawn}) == len(places)


def test_a_new_version_keeps_its_place_and_its_page_says_where_it_is_drawn(
    theo: FlaskClient,
) -> None:
    second = published(theo, "The second")
    assert parallel_sets(editions.offered("chat"))["A"]["routine"] == [second.name]
    page = theo.get(f"{LIST}/{second.public_id}").text
    assert "set A, as the customer of the type “routine”." in page
    assert "One customer: one of 12 from which a test draws." in page
    assert "<li>angry: Six days without internet</li>" in page
    assert "this version is not in use" in theo.get(f"{LIST}/{SHIPPED}").text


def test_the_page_says_what_keeps_a_scenario_from_a_set_of_three(theo: FlaskClient) -> None:
    key = draft_of(theo)
    assert save(theo, key, "customer", form="", slot="").status_code == 303
    assert "it has no place in a parallel set" in theo.get(f"{LIST}/{key}").text
    assert theo.post(f"{LIST}/{key}/publish").status_code == 303
    other = theo.get(f"{LIST}/internet-six-days").text
    assert "The set has no customer of the type “routine”" in other


def test_the_page_says_in_what_a_scenario_differs_from_those_of_its_type(
    theo: FlaskClient,
) -> None:
    key = draft_of(theo)
    assert "It differs" not in theo.get(f"{LIST}/{key}").text
    assert save(theo, key, "customer", time_limit="7m").status_code == 303
    assert "It differs from the other customers of its type in: minutes." in (
        theo.get(f"{LIST}/{key}").text
    )


def test_the_page_names_the_vacancies_that_chose_the_scenario(theo: FlaskClient) -> None:
    vacancy = factories.a_vacancy("chat")
    vacancy.battery = [{**vacancy.battery[0], "chosen": [SHIPPED]}]
    db.session.commit()
    assert "By name, for these open vacancies:" in theo.get(f"{LIST}/{SHIPPED}").text
    assert "By name" not in theo.get(f"{LIST}/internet-six-days").text
