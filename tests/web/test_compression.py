"""Our own files go out compressed, pages never do."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).parents[2]
OWN = {
    "/static/app.css": ROOT / "static/app.css",
    "/kinds/typing/keys.js": ROOT / "assessments/kinds/typing/static/keys.js",
}


@pytest.mark.parametrize("address", sorted(OWN))
def test_a_script_or_style_is_compressed_for_who_takes_it(
    client: FlaskClient, address: str
) -> None:
    with client.get(address) as answer:
        plain = answer.data
        assert "Content-Encoding" not in answer.headers
    with client.get(address, headers={"Accept-Encoding": "gzip, br"}) as packed:
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert gzip.decompress(packed.data) == plain == OWN[address].read_bytes()
        assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain) / 2
    known = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    with client.get(address, headers=known) as again:
        assert again.status_code == 304


def test_a_page_is_not(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": "gzip"}).headers
