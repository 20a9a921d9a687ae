"""A bad line between a browser and the app: cuts a request at a chosen byte, and counts.

A small TCP proxy, so that the browser sees what it would see in life: a connection that is reset.
The server behind answers one request a connection (HTTP/1.0, as werkzeug's does).
"""

import contextlib
import re
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

BLOCK = 65_536
REQUEST = "request"
"""Cut before anything of the request has reached the server."""
ANSWER = "answer"
"""Let the whole request through and lose the answer."""


@dataclass(frozen=True, kw_only=True)
class Cut:
    """Where a request is cut, once.

    Attributes:
        request: pattern of "METHOD /path".
        at: so many bytes of the body reach the server; or ``REQUEST``, or ``ANSWER``.
        skip: so many matching requests pass before.
    """

    request: str
    at: int | str
    skip: int = 0


@dataclass
class BadLine:
    """Counts of what went up, and the cuts that are still to come."""

    address: str = ""
    cuts: list[Cut] = field(default_factory=list)
    made: int = 0
    spent: dict[str, int] = field(default_factory=dict)
    """Bytes that the browser sent (request line, headers and body), by "METHOD /first-part"."""
    _seen: dict[Cut, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next_cut(self, request: str) -> Cut | None:
        """Return the cut for a request, if one is planned, and forget it."""
        with self._lock:
            for cut in self.cuts:
                if not re.search(cut.request, request):
                    continue
                seen = self._seen.get(cut, 0)
                self._seen[cut] = seen + 1
                if seen == cut.skip:
                    self.cuts.remove(cut)
                    self.made += 1
                    return cut
            return None

    def count(self, request: str, size: int) -> None:
        """Add to what the browser sent."""
        method, path = request.split(" ")[:2]
        kind = "recordings" if "/recordings" in path else path.split("/")[1]
        with self._lock:
            name = f"{method} {kind}"
            self.spent[name] = self.spent.get(name, 0) + size

    @property
    def spent_on_recordings(self) -> int:
        """Bytes that went up to create, fill and complete recordings, headers included."""
        return sum(size for name, size in self.spent.items() if name.endswith(" recordings"))


def _reset(*ends: socket.socket) -> None:
    """Close as a line does that goes away: without a farewell."""
    for end in ends:
        with contextlib.suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        end.close()


def _read_head(client: socket.socket) -> tuple[bytes, bytes]:
    """Return the head with its empty line, and the beginning of the body."""
    data = b""
    while b"\r\n\r\n" not in data:
        block = client.recv(BLOCK)
        if not block:
            return b"", b""
        data += block
    head, _, body = data.partition(b"\r\n\r\n")
    return head + b"\r\n\r\n", body


def _length(head: bytes) -> int:
    found = re.search(rb"\r\ncontent-length: *(\d+)", head, re.I)
    return int(found[1]) if found else 0


def _body(client: socket.socket, begun: bytes, length: int) -> bytes:
    body = begun
    while len(body) < length:
        block = client.recv(min(BLOCK, length - len(body)))
        if not block:
            break
        body += block
    return body


def _carry(line: BadLine, client: socket.socket, port: int) -> None:
    head, begun = _read_head(client)
    if not head:
        return
    request = head.split(b"\r\n", 1)[0].decode("latin-1")
    body = _body(client, begun, _length(head))
    line.count(request, len(head) + len(body))
    cut = line.next_cut(request.rsplit(" ", 1)[0])
    if cut is not None and cut.at == REQUEST:
        _reset(client)
        return
    with socket.create_connection(("127.0.0.1", port)) as server:
        if cut is not None and isinstance(cut.at, int):
            server.sendall(head + body[: cut.at])
            _reset(client, server)
            return
        server.sendall(head + body)
        while block := server.recv(BLOCK):
            if cut is None:
                client.sendall(block)
    if cut is not None:
        _reset(client)


@contextlib.contextmanager
def bad_line(address: str) -> Iterator[BadLine]:
    """Stand between browsers and the server at an address until the end of the block."""
    port = urlsplit(address).port
    assert port is not None
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        line = BadLine(address=f"http://127.0.0.1:{listener.getsockname()[1]}")

        def serve_one(client: socket.socket) -> None:
            with client, contextlib.suppress(OSError):
                _carry(line, client, port)

        def serve() -> None:
            while True:
                try:
                    client, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=serve_one, args=(client,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield line
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
