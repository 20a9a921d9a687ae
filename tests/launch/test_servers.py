import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from tests.support import servers


@pytest.mark.postgres
def test_postgres_is_shared_and_the_last_user_stops_it(tmp_path, monkeypatch):
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    with servers.postgres_server(tmp_path) as first:
        with servers.postgres_server(tmp_path) as second:
            assert second.url == first.url
        url = first.create("one")
        with psycopg.connect(url) as link:
            link.execute("CREATE TABLE kept (n integer)")
            assert link.execute("SHOW listen_addresses").fetchone() == ("",)
        copy = first.create("two", template="one")
        with psycopg.connect(copy) as link:
            assert link.execute("SELECT count(*) FROM kept").fetchone() == (0,)
        first.drop("two")
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(copy)
        folder = Path(url.rpartition("host=")[2])
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(first.url)


@pytest.mark.postgres
def test_the_package_serves_where_no_postgres_is_installed(tmp_path, monkeypatch):
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(servers, "system_programs", lambda: None)
    with servers.postgres_server(tmp_path) as server, psycopg.connect(server.url) as link:
        assert link.info.server_version >= 180000


def test_a_given_server_is_used(tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgresql+psycopg://me@host/x")
    with servers.postgres_server(tmp_path) as server:
        assert server.url == "postgresql://me@host/x"


def test_no_postgres_says_why(tmp_path, monkeypatch):
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(servers, "system_programs", lambda: None)
    monkeypatch.setattr(servers, "carried_programs", lambda private: None)
    with (
        pytest.raises(servers.NoPostgresError, match="TEST_DATABASE_URL"),
        servers.postgres_server(tmp_path),
    ):
        pass


@pytest.mark.queue
def test_valkey_keeps_its_data_when_it_is_killed(tmp_path):
    with servers.valkey_server(tmp_path) as server:
        with redis.Redis.from_url(server.url) as link:
            link.set("answer", "42")
            link.execute_command("WAITAOF", 1, 0, 3000)
        server.kill()
        with (
            redis.Redis.from_url(server.url, retry=None) as link,
            pytest.raises(redis.ConnectionError),
        ):
            link.ping()
        server.start()
        with redis.Redis.from_url(server.url) as link:
            assert link.get("answer") == b"42"
            assert link.config_get("port") == {"port": "0"}
            assert link.config_get("appendfsync") == {"appendfsync": "everysec"}


@pytest.mark.queue
def test_valkey_works_in_a_long_folder_with_spaces(tmp_path):
    folder = tmp_path / ("a long name " * 10)
    folder.mkdir()
    with servers.valkey_server(folder) as server:
        socket = Path(server.url.removeprefix("unix://"))
        assert len(os.fsencode(socket)) <= 103
        with redis.Redis.from_url(server.url) as link:
            assert link.config_get("dir")["dir"] == str(folder)
    assert not socket.parent.exists()


def test_the_module_imports_without_any_server():
    done = subprocess.run(
        [sys.executable, "-c", "import tests.support.servers"], cwd=os.getcwd(), check=False
    )
    assert done.returncode == 0
