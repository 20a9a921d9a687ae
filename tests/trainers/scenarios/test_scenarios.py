"""Trainers write scenarios: who may, what is kept and published, what old sittings read."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from accounts.models import Staff
from assessments.banks import editions
from assessments.banks.editions import Edition, EditionState
from assessments.kinds.chat.bank import as_written, load
from assessments.results import tasks
from assessments.sittings import life, log
from assessments.sittings.models import Event, Sitting
from database import db
from tests.support import factories
from tests.support.scenario_drafts import (
    LIST,
    NEXT,
    SHIPPED,
    TOKEN,
    draft_of,
    edition,
    published,
    save,
    sent,
)
from trainers import scenarios
from trainers.scenario_pages import PAGES

# ---- who may ----


@pytest.mark.parametrize("path", ["", f"/{SHIPPED}", f"/{SHIPPED}/play", "/x/edit/customer"])
def test_only_who_writes_items_may_look(
    path: str, client: FlaskClient, rosa: FlaskClient, theo: FlaskClient
) -> None:
    assert rosa.get(LIST + path).status_code == 403
    assert client.get(LIST + path).status_code == 302
    assert theo.get(LIST + path).status_code == (404 if "/x/" in path else 200)


@pytest.mark.parametrize("path", ["draft", "publish", "retire", "play", "edit/customer"])
def test_only_who_writes_items_may_write(
    path: str, client: FlaskClient, rosa: FlaskClient, theo: FlaskClient
) -> None:
    key = draft_of(theo)
    assert rosa.post(f"{LIST}/{key}/{path}").status_code == 403
    assert client.post(f"{LIST}/{key}/{path}").status_code == 401
    assert edition(key).state == EditionState.DRAFT


def test_a_form_without_its_token_of_the_page_is_refused(app: Flask, theo: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert theo.post(f"{LIST}/{SHIPPED}/draft", data={"token": TOKEN}).status_code == 400
    assert db.session.scalars(select(Edition)).all() == []


@pytest.mark.parametrize("path", ["/nothing", "/nothing/play"])
def test_there_is_no_page_of_what_there_is_not(path: str, theo: FlaskClient) -> None:
    assert theo.get(LIST + path).status_code == 404


# ---- drafts ----


def test_pressing_a_button_twice_makes_one_draft(theo: FlaskClient) -> None:
    for copy in (False, True):
        token = f"{TOKEN}-{copy}"
        assert draft_of(theo, copy=copy, token=token) == draft_of(theo, copy=copy, token=token)
    assert draft_of(theo, token="another-token-of-it") == f"{TOKEN}-False"
    items = sorted(draft.item for draft in db.session.scalars(select(Edition)))
    assert items == [SHIPPED, f"{SHIPPED}-2"]


def test_a_draft_names_its_author_and_holds_the_file(theo: FlaskClient) -> None:
    draft = edition(draft_of(theo))
    assert draft.made_by == "Theo Cruz"
    assert draft.version is None
    file = as_written(SHIPPED)
    assert draft.content == {name: file[name] for name in file if name not in ("id", "version")}


def test_saving_keeps_what_was_typed_with_name_and_time(theo: FlaskClient) -> None:
    key = draft_of(theo)
    answer = save(theo, key, "customer", **{"persona.name": "Lorna Reyes"})
    assert answer.status_code == 303
    draft = edition(key)
    assert draft.content["persona"]["name"] == "Lorna Reyes"
    assert (draft.revision, draft.saved_by) == (1, "Theo Cruz")
    assert draft.saved_at is not None
    assert "Everything is in order" in theo.get(answer.location).text


def test_saving_the_same_twice_is_harmless(theo: FlaskClient) -> None:
    key = draft_of(theo)
    data = sent("customer", edition(key).content, title="Once")
    for _ in range(2):
        assert theo.post(f"{LIST}/{key}/edit/customer", data=data).status_code == 303
    assert edition(key).revision == 1


def test_a_page_that_is_older_than_the_draft_is_not_saved_and_loses_no_word(
    theo: FlaskClient,
) -> None:
    key = draft_of(theo)
    assert save(theo, key, "customer", title="The newer title").status_code == 303
    answer = save(theo, key, "customer", title="The older page", revision="0")
    assert answer.status_code == 422
    assert "The older page" in answer.text
    assert "Somebody else changed this draft" in answer.text
    assert edition(key).content["title"] == "The newer title"


def test_a_block_that_cannot_be_read_keeps_its_words_and_says_so_beside_them(
    theo: FlaskClient,
) -> None:
    key = draft_of(theo)
    answer = save(theo, key, "tests", **{"tests-2-script": "- say: [Hello"})
    assert answer.status_code == 422
    assert "- say: [Hello</textarea>" in answer.text
    assert 'href="#tests-2-script"' in answer.text
    assert 'id="tests-2-script-error"' in answer.text
    assert edition(key).revision == 0


@pytest.mark.parametrize(
    "block",
    ["&a [x, x]\n", "a: &a [x]\nb: [*a, *a]", "[" * 5000, "x" * 13_000],
    ids=["anchor", "alias", "deep", "long"],
)
def test_blocks_that_could_grow_are_refused(block: str, theo: FlaskClient) -> None:
    key = draft_of(theo)
    answer = save(theo, key, "tests", **{"tests-1-script": block})
    assert answer.status_code in ({303} if block.startswith("&") else {422})


def test_a_line_of_the_record_without_a_label_is_not_lost(theo: FlaskClient) -> None:
    key = draft_of(theo)
    answer = save(theo, key, "desk", **{"record.customer-1-label": ""})
    assert answer.status_code == 422
    assert 'value="Maricel Dizon"' in answer.text
    assert 'id="record.customer-1-label-error"' in answer.text
    assert edition(key).revision == 0


def test_a_new_order_of_the_record_is_saved(theo: FlaskClient) -> None:
    """As mappings both orders are equal; on the desk they are not."""
    key = draft_of(theo)
    first, second, *_ = edition(key).content["record"]["customer"].items()
    swapped = {
        f"record.customer-{number}-{part}": text
        for number, pair in ((1, second), (2, first))
        for part, text in zip(("label", "value"), pair, strict=True)
    }
    assert save(theo, key, "desk", **swapped).status_code == 303
    db.session.expire_all()
    assert list(edition(key).content["record"]["customer"].items())[:2] == [second, first]


def test_a_scenario_that_is_too_large_is_not_kept(
    theo: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenarios, "MOST_BYTES", 1000)
    key = draft_of(theo)
    answer = save(theo, key, "customer", title="Longer")
    assert answer.status_code == 422
    assert "too large" in answer.text


def test_rows_are_added_taken_out_and_moved_without_saving(theo: FlaskClient) -> None:
    key = draft_of(theo)
    content = edition(key).content
    first, second = content["goals"][0]["label"], content["goals"][1]["label"]

    def labels(wish: str) -> list[str]:
        data = sent("goals", content, do=wish)
        page = theo.post(f"{LIST}/{key}/edit/goals", data=data)
        assert page.status_code == 200
        assert "Not saved yet" in page.text
        return re.findall(r'name="goals-\d+-label"(?: value="([^"]*)")?>', page.text)

    assert labels("add:goals") == [*(goal["label"] for goal in content["goals"]), ""]
    assert labels("drop:goals:1")[0] == second
    assert labels("up:goals:2")[:2] == [second, first]
    assert edition(key).revision == 0


def test_an_empty_row_is_left_out(theo: FlaskClient) -> None:
    key = draft_of(theo)
    assert save(theo, key, "knowledge", **{"canned-rows": "0 1 2 3 4 new new"}).status_code == 303
    assert edition(key).revision == 0


# ---- publishing ----


def test_a_draft_with_a_failing_self_test_is_not_published(theo: FlaskClient) -> None:
    key = draft_of(theo)
    assert save(theo, key, "tests", **{"tests-1-expect.end": "complaint"}).status_code == 303
    answer = theo.post(f"{LIST}/{key}/publish")
    assert answer.status_code == 422
    assert "expected &#39;complaint&#39;" in answer.text
    assert edition(key).is_draft
    assert editions.offered("chat").keys() >= {SHIPPED}


def test_publishing_makes_the_next_version_and_new_sittings_use_it(theo: FlaskClient) -> None:
    second = published(theo, "The second")
    assert (second.version, second.state) == (NEXT, EditionState.PUBLISHED)
    assert (second.published_by, second.published_at is not None) == ("Theo Cruz", True)
    offered = editions.offered("chat")
    assert offered[f"{SHIPPED}@{NEXT}"].title == "The second"
    assert SHIPPED not in offered
    third = published(theo, "The third", token="another-token-of-it")
    assert third.version == NEXT + 1
    assert f"{SHIPPED}@{NEXT + 1}" in editions.offered("chat")
    assert f"{SHIPPED}@{NEXT}" not in editions.offered("chat")


def test_what_is_published_never_changes(theo: FlaskClient) -> None:
    second = published(theo, "The second")
    assert theo.post(f"{LIST}/{second.public_id}/publish").status_code == 303
    data = sent("customer", second.content, title="Changed", revision=str(second.revision))
    assert theo.post(f"{LIST}/{second.public_id}/edit/customer", data=data).status_code == 303
    with pytest.raises(scenarios.SaveError, match="published"):
        scenarios.save(
            second,
            {"title": "x"},
            revision=second.revision,
            by=db.session.scalars(select(Staff)).first(),
        )
    db.session.expire_all()
    assert (edition(second.public_id).content["title"], second.version) == ("The second", NEXT)


def test_a_retired_version_gives_way_to_the_one_before(theo: FlaskClient) -> None:
    second = published(theo, "The second")
    assert theo.post(f"{LIST}/{second.public_id}/retire").status_code == 303
    db.session.expire_all()
    assert (edition(second.public_id).state, edition(second.public_id).retired_by) == (
        "retired",
        "Theo Cruz",
    )
    assert SHIPPED in editions.offered("chat")
    assert f"{SHIPPED}@{NEXT}" not in editions.offered("chat")
    assert "out of use" in theo.get(LIST).text


# ---- sittings ----


def test_an_old_sitting_is_read_and_scored_in_the_version_it_was_drawn_in(
    client: FlaskClient, theo: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = published(theo, "The second")
    invitation = factories.an_invitation(None, "chat")
    factories.walk_to_tests(client, invitation)
    sitting = Sitting(
        public_id="an-old-sitting",
        application_id=invitation.application.id,
        slug="chat",
        deadline=life.now() + life.timedelta(minutes=11),
    )
    db.session.add(sitting)
    db.session.flush()
    opening = {"seed": 1, "form": [second.name], "extra_time": 1.0, "seconds": 660.0}
    log.append_own(sitting, "begun", opening)
    db.session.add(
        Event(
            sitting_id=sitting.id,
            number=1,
            kind="agent_message",
            stream="s",
            sequence=1,
            data={"chat": 1, "text": "Hello, may I have your order number?"},
        )
    )
    db.session.commit()
    published(theo, "The third", token="another-token-of-it")
    theo.post(f"{LIST}/{second.public_id}/retire")
    db.session.expire_all()
    assert life.load(sitting).state()["chats"][0]["record"]["customer"]
    chat = tasks.report_of(sitting.id).detail["chats"][0]
    assert (chat["scenario"], chat["scenario_version"], chat["title"]) == (
        f"{SHIPPED}@{NEXT}",
        NEXT,
        "The second",
    )


def test_a_new_sitting_is_drawn_from_what_was_published(
    client: FlaskClient, theo: FlaskClient
) -> None:
    from assessments.kinds.chat.scenario import Scenario

    published(theo, "The second")
    drawn = set()
    for number in range(12):
        invitation = factories.an_invitation(
            None if number == 0 else db.session.get(factories.Vacancy, 1),
            "chat",
            email=f"a{number}@example.com",
        )
        sitting = life.begin(invitation.application_id, "chat", minutes=11, form="one")
        drawn |= set(life.begun(log.read(sitting)).items)
    offered = editions.offered("chat")
    scored = {name for name, item in offered.items() if isinstance(item, Scenario)}
    assert drawn <= scored
    assert SHIPPED not in drawn


def test_an_edition_that_fails_since_an_upgrade_is_not_offered(
    app: Flask, theo: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    published(theo, "The second")
    app.extensions.pop("handa-editions", None)
    from assessments.banks import registry

    kind = registry.get("chat")
    monkeypatch.setattr(
        "assessments.banks.registry.kinds",
        lambda: (
            __import__("dataclasses").replace(
                kind,
                authoring=__import__("dataclasses").replace(
                    kind.authoring, faults=lambda scenario: ("a new rule",)
                ),
            ),
        ),
    )
    offered = editions.offered("chat")
    assert SHIPPED in offered
    assert f"{SHIPPED}@{NEXT}" not in offered
    assert "a new rule" in caplog.text


# ---- what the pages cost ----


def test_the_list_asks_the_database_no_more_with_more_scenarios(theo: FlaskClient) -> None:
    from sqlalchemy import event

    def queries() -> int:
        asked: list[str] = []

        def note(*args: Any) -> None:
            asked.append(args[2])

        event.listen(db.engine, "before_cursor_execute", note)
        assert theo.get(LIST).status_code == 200
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    published(theo, "The second")
    theo.get(LIST)
    few = queries()
    for number in range(5):
        draft_of(theo, copy=True, token=f"{TOKEN}-{number}")
    assert queries() == few


@pytest.mark.parametrize("part", PAGES)
def test_every_page_of_the_form_is_small(part: str, theo: FlaskClient) -> None:
    key = draft_of(theo)
    page = theo.get(f"{LIST}/{key}/edit/{part}")
    assert page.status_code == 200
    assert len(page.data) < 100_000


def test_the_longest_page_leaves_room_to_add_to_it(theo: FlaskClient) -> None:
    key = draft_of(theo, max(load(), key=lambda name: len(as_written(name)["reactions"])))
    assert len(theo.get(f"{LIST}/{key}/edit/reactions").data) < 72_000
