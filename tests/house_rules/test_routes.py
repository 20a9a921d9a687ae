"""Every route says who may enter; one that forgets is shut."""

import pytest
from flask import Flask

from accounts.permissions import Entrance, access_of


def routes(app: Flask) -> list[tuple[str, str]]:
    return sorted((rule.endpoint, str(rule)) for rule in app.url_map.iter_rules())


def test_every_route_states_its_access(app: Flask) -> None:
    silent = [
        endpoint for endpoint, _ in routes(app) if access_of(app.view_functions[endpoint]) is None
    ]
    assert silent == []


def test_staff_routes_name_a_permission(app: Flask) -> None:
    nameless = []
    for endpoint, _ in routes(app):
        access = access_of(app.view_functions[endpoint])
        if access and access.entrance is Entrance.STAFF and not access.permissions:
            nameless.append(endpoint)
    assert nameless == []


def test_a_route_that_says_nothing_is_shut(settings) -> None:
    from app import create_app

    made = create_app(settings)
    made.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert made.test_client().get("/forgotten").status_code == 403


@pytest.mark.parametrize("entrance", [Entrance.STAFF, Entrance.APPLICANT])
def test_nobody_gets_in_without_a_session(app: Flask, entrance: Entrance) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        access = access_of(app.view_functions[rule.endpoint])
        if access is None or access.entrance is not entrance:
            continue
        values = {
            name: {"slug": "typing", "way": "start", "number": "1"}.get(name, "x")
            for name in rule.arguments
        }
        with app.test_request_context():
            url = app.url_map.bind("localhost").build(rule.endpoint, values)
        for method in sorted(rule.methods - {"OPTIONS"}):
            status = client.open(url, method=method).status_code
            assert status in {401, 302, 404}, (method, url, status)
            assert not (status == 404 and entrance is Entrance.STAFF), (method, url)
