"""Whether Filipino may be mixed in is the vacancy's choice; it is never an error."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from assessments.banks import registry
from assessments.contract.assessment import Begun, LoggedEvent
from assessments.contract.written import SPELLINGS, spelling_of
from assessments.kinds.chat.languages import OPTIONS, is_english_only
from database import db
from tests.support.chat_cases import log, scenario
from tests.support.factories import an_invitation, walk_to_tests

OWN = (
    "I am sorry that the pot came broken. I will now look at your order and see what we can do "
    "for you today. Please give me one moment while I read the rule about things that break on "
    "the way to a customer."
)
TAGLISH = "Na-order ko na po ang kapalit, darating po sa Lunes."


def scored(text: str, policy: str):
    events = log((20, text))
    opening = events[0].data.model_copy(update={"policy": policy})
    events = [replace(events[0], data=opening), *events[1:]]
    return registry.get("chat").score({scenario().id: scenario()}, events, {})


def test_each_spelling_may_be_asked_for_with_english_only() -> None:
    names = [option.name for option in OPTIONS.options]
    spellings = [option.name for option in SPELLINGS.options]
    assert names == spellings + [f"{name}-english" for name in spellings]
    assert [name for name in names if is_english_only(name)] == names[len(spellings) :]
    assert names[0] == "any"
    assert not is_english_only("")


@pytest.mark.parametrize("policy", [option.name for option in OPTIONS.options])
def test_the_spelling_is_read_from_the_option(policy: str) -> None:
    data = Begun(seed=1, items=("x",), policy=policy)
    events = [LoggedEvent(number=0, type="begun", at=0.0, data=data)]
    assert spelling_of(events) == policy.removesuffix("-english")


def test_english_only_changes_no_score() -> None:
    free, asked = scored(f"{OWN} {TAGLISH}", "any"), scored(f"{OWN} {TAGLISH}", "any-english")
    assert free.score == asked.score
    assert free.measure("english").value == asked.measure("english").value == 100
    assert free.detail["english"]["english_only"] is False
    assert asked.detail["english"]["english_only"] is True
    # na, order, ko, na, po, ang, kapalit; darating, po, sa: 10 of 55 words. Lunes may be a name.
    assert asked.detail["english"]["filipino"] == 10
    assert asked.detail["english"]["filipino_percent"] == 18


@pytest.mark.parametrize(
    ("policy", "says", "silent"),
    [
        ("", "English mixed with Filipino", "English only"),
        ("gb", "English mixed with Filipino", "English only"),
        ("gb-english", "answers in English only", "mixed with Filipino"),
    ],
)
def test_the_applicant_reads_what_is_wanted(
    client: FlaskClient, policy: str, says: str, silent: str
) -> None:
    application = an_invitation(None, "chat").application
    application.battery = [{**application.battery[0], "policy": policy}]
    db.session.commit()
    walk_to_tests(client, application.invitations[0])
    page = client.get("/tests/chat").text
    assert says in page
    assert silent not in page
