"""Requests by which trainers write scenarios: take a draft, save a page of it, publish it."""

from typing import Any

from flask.testing import FlaskClient

from assessments.banks.editions import Edition
from assessments.kinds.chat.bank import as_written
from database import db
from trainers import scenarios
from trainers.scenario_form import Row, fields_of, places
from trainers.scenario_pages import PAGES

LIST = "/trainers/scenarios"
SHIPPED = "cracked-rice-cooker"
NEXT = int(as_written(SHIPPED)["version"]) + 1
TOKEN = "a-token-of-the-page-1"


def draft_of(
    client: FlaskClient, key: str = SHIPPED, *, copy: bool = False, token: str = TOKEN
) -> str:
    data = {"token": token, **({"as": "copy"} if copy else {})}
    answer = client.post(f"{LIST}/{key}/draft", data=data)
    assert answer.status_code == 303
    return answer.location.rsplit("/", 1)[1]


def edition(key: str) -> Edition:
    found = scenarios.find(key)
    assert found is not None
    return found


def sent(part: str, content: dict[str, Any], **changes: str) -> dict[str, str]:
    """Return the data that a form page sends when only ``changes`` were typed."""
    data = _typed(fields_of(PAGES[part], content), "")
    filled = {name: text for name, text in data.items() if text}
    return {**filled, "do": "save", "revision": "0", **changes}


def _typed(row: Row, prefix: str) -> dict[str, str]:
    data = {prefix + path: text for path, text in row.boxes.items()}
    for key, rows in row.rows.items():
        data[f"{prefix}{key}-rows"] = places(rows)
        for number, inner in enumerate(rows, 1):
            data |= _typed(inner, f"{prefix}{key}-{number}-")
    return data


def save(client: FlaskClient, key: str, part: str, **changes: str) -> Any:
    draft = edition(key)
    data = sent(part, draft.content, **{"revision": str(draft.revision), **changes})
    return client.post(f"{LIST}/{key}/edit/{part}", data=data)


def published(client: FlaskClient, title: str, *, token: str = TOKEN) -> Edition:
    key = draft_of(client, token=token)
    assert save(client, key, "customer", title=title).status_code == 303
    assert client.post(f"{LIST}/{key}/publish").status_code == 303
    db.session.expire_all()
    return edition(key)
