"""Banks of the operator's own: plain or encrypted, outside the repository."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assessments.banks import registry
from assessments.banks.own_banks import OwnBanks, encrypt, new_key, texts_of
from assessments.contract.assessment import ContentError
from config import Settings
from launch.programs import PREPARE_DATABASE
from tests.support.factories import an_invitation, begin, walk_to_tests

KEY, OLD_KEY = new_key(), new_key()
OWN = """items:
  - id: own-item
    form: type_correction
    topic: tense
    rule: past simple
    level: A2
    text: She ___ (call) yesterday.
    accepted: [called]
    reason: It is over – “yesterday”.
"""
TEXTS = {"shares.json": '{"shares": {"own-item": 0.4}}', "tense.yaml": OWN}


@pytest.fixture
def own_banks(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "grammar").mkdir()
    registry.use_banks(OwnBanks(tmp_path))
    yield tmp_path / "grammar"
    registry.use_banks(None)


@pytest.fixture
def encrypted(own_banks: Path) -> Path:
    encrypt(TEXTS, "grammar", own_banks, KEY)
    return own_banks


def use(folder: Path, keys: str) -> None:
    registry.use_banks(OwnBanks(folder.parent, keys))


def refused(keys: str, folder: Path) -> str:
    """Return what is said when the bank is loaded; it must hold no key."""
    use(folder, keys)
    with pytest.raises(ContentError) as caught:
        registry.bank("grammar")
    said = repr(caught.value) + repr(caught.value.__cause__)
    assert all(key not in said for key in keys.split(",") if key.strip())
    return str(caught.value)


def test_a_bank_of_ones_own_stands_for_the_shipped_one(own_banks: Path) -> None:
    (own_banks / "tense.yaml").write_text(OWN)
    (own_banks / "shares.json").write_text(TEXTS["shares.json"])
    (own_banks / "notes.txt").write_text("for us")
    assert list(registry.bank("grammar")) == ["own-item"]
    assert registry.bank("grammar")["own-item"].share == 0.4
    assert len(registry.bank("typing")) > 1


@pytest.mark.parametrize("wrong", ["    share: 1\n", "    form: essay\n", "   : ["])
def test_a_broken_bank_of_ones_own_is_refused(own_banks: Path, wrong: str) -> None:
    (own_banks / "tense.yaml").write_text(OWN + wrong)
    with pytest.raises(ContentError, match=r"tense\.yaml"):
        registry.bank("grammar")


@pytest.mark.parametrize("shares", ['{"shares": {"own-item": 2}}', "{}", "["])
def test_broken_shares_are_refused(own_banks: Path, shares: str) -> None:
    (own_banks / "tense.yaml").write_text(OWN)
    (own_banks / "shares.json").write_text(shares)
    with pytest.raises(ContentError, match=r"shares\.json"):
        registry.bank("grammar")


def test_without_them_the_shipped_bank_is_back() -> None:
    assert "choose-a-few-seats" in registry.bank("grammar")


def test_a_folder_that_is_not_there_is_no_reason_to_use_the_public_bank(tmp_path: Path) -> None:
    assert "there is no folder" in refused("", tmp_path / "unmounted" / "grammar")
    registry.use_banks(None)


def test_what_is_not_text_is_refused(own_banks: Path) -> None:
    (own_banks / "tense.yaml").write_bytes(b"items: \xff")
    assert "not text in UTF-8" in refused("", own_banks)


def test_an_empty_bank_is_refused(own_banks: Path) -> None:
    assert "no item file" in refused("", own_banks)


def test_an_encrypted_bank_is_opened_in_memory(encrypted: Path) -> None:
    names = ["shares.json.enc", "tense.yaml.enc"]
    assert sorted(path.name for path in encrypted.iterdir()) == names
    assert all(b"own-item" not in path.read_bytes() for path in encrypted.iterdir())
    use(encrypted, KEY)
    assert texts_of(encrypted, "grammar", KEY) == TEXTS
    assert registry.bank("grammar")["own-item"].share == 0.4
    assert sorted(path.name for path in encrypted.iterdir()) == names


def test_a_key_that_was_replaced_still_opens(encrypted: Path, tmp_path: Path) -> None:
    newer = new_key()
    use(encrypted, f"{newer}, {KEY}")
    assert list(registry.bank("grammar")) == ["own-item"]
    encrypt(texts_of(encrypted, "grammar", KEY), "grammar", tmp_path / "again", f"{newer},{KEY}")
    assert texts_of(tmp_path / "again", "grammar", newer) == TEXTS


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("", "ITEM_BANKS_KEY is not set"),
        (" , ", "ITEM_BANKS_KEY is not set"),
        (OLD_KEY, r"tense|shares.*does not open it"),
        (KEY[:-3], "is not a key"),
        ("ü" * 44, "is not a key"),
        (f"{KEY},secret", "is not a key"),
    ],
    ids=["none", "only a comma", "another", "cut off", "no base64", "one of two"],
)
def test_without_its_key_it_is_refused(encrypted: Path, keys: str, said: str) -> None:
    assert re.search(said, refused(keys, encrypted))


@pytest.mark.parametrize("place", [0, 30, -20])
def test_a_changed_file_is_refused(encrypted: Path, place: int) -> None:
    file = encrypted / "tense.yaml.enc"
    token = bytearray(file.read_bytes())
    token[place] = ord("A") if token[place] != ord("A") else ord("B")
    file.write_bytes(token)
    assert "tense.yaml.enc: ITEM_BANKS_KEY does not open it" in refused(KEY, encrypted)


def test_a_file_under_another_name_is_refused(encrypted: Path) -> None:
    (encrypted / "tense.yaml.enc").rename(encrypted / "articles.yaml.enc")
    assert "this is grammar/tense.yaml under another name" in refused(KEY, encrypted)


def test_a_file_of_another_kind_is_refused(encrypted: Path) -> None:
    with pytest.raises(ContentError, match="this is grammar/shares"):
        texts_of(encrypted, "typing", KEY)


def test_plain_files_beside_encrypted_ones_are_refused(encrypted: Path) -> None:
    (encrypted / "articles.yaml").write_text(OWN)
    said = refused(KEY, encrypted)
    assert "articles.yaml plain beside encrypted files" in said
    assert "tense" not in said


def test_plain_files_are_refused_where_a_key_is_set(own_banks: Path) -> None:
    (own_banks / "tense.yaml").write_text(OWN)
    assert "ITEM_BANKS_KEY is set, but these files are plain" in refused(KEY, own_banks)


def test_nothing_prints_a_key(tmp_path: Path) -> None:
    settings = Settings(item_banks=tmp_path, item_banks_key=KEY)
    assert KEY not in repr(settings) + str(settings) + settings.model_dump_json()
    assert KEY not in repr(OwnBanks(tmp_path, KEY))


@pytest.fixture
def keyed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An app whose settings have a key."""
    known = app.extensions["handa-settings"].model_copy(
        update={"item_banks_key": Settings(item_banks_key=KEY).item_banks_key}
    )
    monkeypatch.setitem(app.extensions, "handa-settings", known)
    return app


def run(app: Flask, *words: str) -> tuple[int, str]:
    told = app.test_cli_runner().invoke(args=["assessments", *words])
    assert KEY not in told.output
    return told.exit_code, told.output


def test_an_author_encrypts_and_decrypts(keyed: Flask, own_banks: Path, tmp_path: Path) -> None:
    (own_banks / "tense.yaml").write_text(OWN, "utf-8")
    sealed, back = tmp_path / "sealed", tmp_path / "back"
    assert run(keyed, "encrypt-bank", "grammar", str(own_banks), str(sealed))[0] == 0
    assert [path.name for path in sealed.iterdir()] == ["tense.yaml.enc"]
    again = tmp_path / "sealed-again"
    assert run(keyed, "encrypt-bank", "grammar", str(sealed), str(again))[0] == 0
    assert run(keyed, "decrypt-bank", "grammar", str(again), str(back))[0] == 0
    assert (back / "tense.yaml").read_text("utf-8") == OWN
    status, said = run(keyed, "encrypt-bank", "grammar", str(own_banks), str(sealed))
    assert (status, "holds something" in said) == (1, True)


def test_a_broken_bank_is_not_encrypted(keyed: Flask, own_banks: Path, tmp_path: Path) -> None:
    (own_banks / "tense.yaml").write_text("items: [")
    for slug, reason in (("grammar", "tense.yaml"), ("typing", "no kind"), ("essay", "no kind")):
        status, said = run(keyed, "encrypt-bank", slug, str(own_banks), str(tmp_path / "sealed"))
        assert status == 1
        assert reason in said
        assert not (tmp_path / "sealed").exists()


def test_without_a_key_nothing_is_encrypted(app: Flask, own_banks: Path, tmp_path: Path) -> None:
    (own_banks / "tense.yaml").write_text(OWN)
    sealed = tmp_path / "sealed"
    status, said = run(app, "encrypt-bank", "grammar", str(own_banks), str(sealed))
    assert status == 1
    assert "new-bank-key" in said
    assert not sealed.exists()


def test_every_new_key_is_another_and_is_taken(app: Flask, own_banks: Path) -> None:
    key, other = (run(app, "new-bank-key")[1].strip() for _ in range(2))
    assert key != other
    encrypt(TEXTS, "grammar", own_banks, key)
    assert texts_of(own_banks, "grammar", key) == TEXTS


@pytest.mark.parametrize("command", ["open-banks", "check"])
def test_a_start_and_a_check_refuse_what_cannot_be_opened(
    app: Flask, encrypted: Path, command: str
) -> None:
    assert command != "open-banks" or command in PREPARE_DATABASE
    use(encrypted, OLD_KEY)
    status, said = run(app, command)
    assert status == 1
    assert "ITEM_BANKS_KEY does not open it" in said
    assert OLD_KEY not in said


def test_a_start_says_whose_bank_is_used(app: Flask, encrypted: Path) -> None:
    use(encrypted, KEY)
    assert run(app, "open-banks") == (0, "grammar: 1 items of a bank of your own\n")
    registry.use_banks(None)
    assert run(app, "open-banks") == (0, "")


def test_a_sitting_is_served_from_an_encrypted_bank(
    client: FlaskClient, own_banks: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shipped = Path(registry.FOLDER / "grammar" / "items")
    texts = texts_of(shipped, "grammar")
    marked = {name: text.replace("id: choose-", "id: own-") for name, text in texts.items()}
    encrypt(marked, "grammar", own_banks, KEY)
    use(own_banks, KEY)
    walk_to_tests(client, an_invitation(None, "grammar"))
    sitting = begin(client, "grammar")
    page = client.get(f"/sittings/{sitting}/state")
    assert page.status_code == 200
    bank = registry.bank("grammar")
    assert any(name.startswith("own-") for name in bank)
    assert not any(name.startswith("choose-") for name in bank)
    assert KEY not in caplog.text + page.get_data(as_text=True)
