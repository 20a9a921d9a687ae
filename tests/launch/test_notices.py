import re

import pytest

from launch.programs import HOME

PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
FILES = sorted(HOME.glob("requirements*.txt"))


def pins(name: str) -> dict[str, str]:
    return dict(PINNED.findall((HOME / name).read_text()))


@pytest.mark.parametrize("name", [f.name for f in FILES if "dev" not in f.name])
def test_every_installed_package_is_named_with_its_licence(name):
    notices = (HOME / "THIRD_PARTY_NOTICES.md").read_text()
    missing = [
        f"{package} {version}"
        for package, version in pins(name).items()
        if not re.search(rf"^\| {re.escape(package)} \| {re.escape(version)} \| \w", notices, re.M)
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_holds_what_was_asked_for(name):
    asked = {k.lower(): v for k, v in pins(f"{name}.in").items()}
    locked = {k.lower(): v for k, v in pins(f"{name}.txt").items()}
    assert asked.items() <= locked.items()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_pins_one_version(path):
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    assert all(re.match(r"[\w.-]+==[\w.]+( --hash=sha256:[0-9a-f]{64})?$", line) for line in lines)


def test_weights_are_hashed():
    for path in HOME.glob("requirements-weights*.txt"):
        text = path.read_text()
        assert len(PINNED.findall(text)) == text.count("--hash=sha256:")


def test_every_setting_is_in_the_operators_table():
    from config import Settings

    table = (HOME / "docs" / "operations.md").read_text()
    names = {
        str(field.validation_alias or name).upper() for name, field in Settings.model_fields.items()
    }
    assert sorted(name for name in names if f"`{name}`" not in table) == []
