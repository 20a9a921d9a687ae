"""Many chat desks at once against the web server that ``make run`` starts.

Every desk is a signed-in applicant in a form of three customers. It asks as the page does (once a
second, twice while a customer types, with ``If-None-Match``) and sends a message every 8 to 16
seconds. The sittings have begun up to a minute before; the time that is measured begins when every
page is open. Prints JSON lines: ``lines_due`` (lines of customers that fell due, worked out from
the logs after the fact), ``lines_delivered`` (of these, seen by their desk), ``delivery_p95_s``
(from due to seen; the pause between two questions is in it), ``request_p95_s`` (questions and
messages alike), ``not_modified`` (share of the questions that were answered 304), ``requests``,
``failed_requests``, ``reconnected`` (the server had closed a kept connection, which browsers open
again by themselves) and ``cpu_cores`` (of all processes of the product).

Clients and server share the machine: what the clients use of it is in the figures.
"""

import argparse
import http.client
import json
import math
import os
import random
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

from benchmarks._chat_desks import Desk, applicants, due
from benchmarks._figures import print_figure
from benchmarks.start import Start, free_port

EVERY = 1.0  # seconds between two questions of a desk
AWAITED = 0.5  # the same while a customer types or is about to come
SAYS = (
    "Hello, thank you for contacting us. I am sorry about the trouble. May I have your number?",
    "Thank you. I am checking this for you now, one moment please.",
    "I understand how frustrating this is. May I also have your full name?",
    "I can help you with that. It takes three to five working days.",
    "Is there anything else I can help you with today?",
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A connection of one page, kept open, and what every request of it says."""

    line: http.client.HTTPConnection
    headers: dict[str, str]


def main(argv: list[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks chat-desk", description=__doc__)
    parser.add_argument("--desks", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60.0)
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="handa-chat-desk-") as folder:
        instance = Path(folder) / "instance"
        with _running(instance) as start:
            desks = applicants(instance, chosen.desks)
            cpu = _cpu_seconds(start)
            begin, end = _use(desks, start.port, chosen.seconds)
            spent = (_cpu_seconds(start) - cpu) / (time.time() - begin)
        _print(desks, due(instance, desks, begin, end), spent)


@contextmanager
def _running(instance: Path) -> Iterator[Start]:
    start = Start(instance, free_port())
    try:
        start.wait()
        yield start
    finally:
        if start.process.poll() is None:
            start.stop()


def _use(desks: list[Desk], port: int, seconds: float) -> tuple[float, float]:
    """Open every desk, then let each ask and write; return from when and until when (Unix time)."""
    times: list[float] = []
    opened = threading.Barrier(len(desks), lambda: times.append(time.time()))
    with ThreadPoolExecutor(len(desks)) as pool:
        done = [
            pool.submit(_live, desk, _opened(desk, port), opened, seconds, random.Random(number))
            for number, desk in enumerate(desks)
        ]
        for one in done:
            one.result()
    return times[0], times[0] + seconds


def _opened(desk: Desk, port: int) -> Link:
    """Open the page of a desk, as people do one after the other; return what the script needs."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.request("GET", desk.path, headers={"Cookie": f"handa={desk.cookie}"})
    answer = line.getresponse()
    page = answer.read().decode()
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    given = re.search(r"handa=([^;]+)", answer.headers.get("Set-Cookie", ""))
    assert found, answer.status
    assert given, "the page gives the token's session"
    headers = {
        "Cookie": f"handa={given[1]}",
        "X-CSRFToken": found[1],
        "Content-Type": "application/json",
    }
    return Link(line=line, headers=headers)


def _live(
    desk: Desk, link: Link, opened: threading.Barrier, seconds: float, chance: random.Random
) -> None:
    link.line.close()  # the first ones have waited longer than the server keeps a connection
    opened.wait()
    until = time.monotonic() + seconds
    time.sleep(chance.random() * EVERY)
    began = time.monotonic()
    next_message = began + chance.uniform(1, 12)
    while time.monotonic() < until:
        asked = time.monotonic()
        _ask(desk, link)
        if desk.state and time.monotonic() > next_message:
            _write(desk, link, chance)
            next_message = time.monotonic() + chance.uniform(8, 16)
        time.sleep(max(0.0, asked + _pause(desk) - time.monotonic()))
    link.line.close()


def _pause(desk: Desk) -> float:
    """Return the seconds between two questions, as ``Line.pause`` of the page has them."""
    chats = desk.state.get("chats", [])
    if any(chat["typing"] for chat in chats):
        return AWAITED
    elapsed = time.time() - desk.began_at
    coming = [chat["starts_at"] - elapsed for chat in chats if not chat["started"]]
    return min(EVERY, max(AWAITED, min(coming, default=EVERY)))


def _ask(desk: Desk, link: Link) -> None:
    desk.asked += 1
    known = {"If-None-Match": desk.tag} if desk.tag else {}
    status, tag, body = _timed(desk, link, "GET", f"{desk.path}/state", known)
    desk.unchanged += status == 304
    if status == 200:
        desk.tag = tag
        _note(desk, json.loads(body)["state"])


def _write(desk: Desk, link: Link, chance: random.Random) -> None:
    """Answer one of the customers who wait; what was not taken is sent again the next time."""
    here = [one["chat"] for one in desk.state["chats"] if one["started"]]
    waiting = [one["chat"] for one in desk.state["chats"] if one["waiting_since"] is not None]
    chat = chance.choice([number for number in waiting if number in here] or here)
    event = {
        "stream": "benchmark",
        "sequence": desk.sent,
        "kind": "agent_message",
        "data": {"chat": chat, "text": SAYS[desk.sent % len(SAYS)]},
    }
    sent = json.dumps({"sitting": desk.path.rsplit("/", 1)[1], "events": [event]})
    status, _, body = _timed(desk, link, "POST", f"{desk.path}/events", {}, sent)
    if status == 200:
        desk.sent += 1
        desk.tag = ""
        _note(desk, json.loads(body)["state"])


def _timed(
    desk: Desk,
    link: Link,
    method: str,
    path: str,
    more: dict[str, str],
    sent: str | None = None,
) -> tuple[int, str, bytes]:
    """Return the status (0: the line broke), the ETag and the body."""
    began = time.monotonic()
    try:
        answer, body = _answered(desk, link, method, path, more, sent)
    except (OSError, http.client.HTTPException):
        link.line.close()
        desk.failed += 1
        return 0, "", b""
    finally:
        desk.took.append(time.monotonic() - began)
    desk.failed += answer.status not in (200, 304)
    return answer.status, answer.headers.get("ETag", ""), body


def _answered(
    desk: Desk, link: Link, method: str, path: str, more: dict[str, str], sent: str | None
) -> tuple[http.client.HTTPResponse, bytes]:
    """Ask once more, as browsers do, when the server has closed the kept connection meanwhile."""
    for last in (False, True):
        try:
            link.line.request(method, path, body=sent, headers=link.headers | more)
            answer = link.line.getresponse()
            return answer, answer.read()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            link.line.close()
            if last:
                raise
            desk.reconnected += 1
    raise AssertionError("unreachable")


def _note(desk: Desk, state: dict[str, Any]) -> None:
    desk.state = state
    moment = time.time() - desk.began_at
    for chat in state["chats"]:
        for line in chat["lines"]:
            if line["who"] == "customer":
                desk.seen.setdefault((chat["chat"], line["id"]), moment)


def _print(desks: list[Desk], fallen_due: list[dict[tuple[int, str], float]], cores: float) -> None:
    delays = [
        max(0.0, desk.seen[key] - at)
        for desk, lines in zip(desks, fallen_due, strict=True)
        for key, at in lines.items()
        if key in desk.seen
    ]
    took = [one for desk in desks for one in desk.took]
    asked = sum(desk.asked for desk in desks)
    print_figure(
        "lines_due", sum(map(len, fallen_due)), desks=len(desks), machine_cores=os.cpu_count()
    )
    print_figure("lines_delivered", len(delays))
    print_figure("delivery_p95_s", _p95(delays))
    print_figure("request_p95_s", _p95(took))
    print_figure("not_modified", sum(desk.unchanged for desk in desks) / asked if asked else None)
    print_figure("requests", len(took), messages=sum(desk.sent for desk in desks))
    print_figure("failed_requests", sum(desk.failed for desk in desks))
    print_figure("reconnected", sum(desk.reconnected for desk in desks))
    print_figure("cpu_cores", cores)


def _p95(values: list[float]) -> float | None:
    """Return the 95th percentile by the nearest rank, or None without values."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1] if values else None


def _cpu_seconds(start: Start) -> float:
    everyone = [psutil.Process(start.process.pid)]
    everyone += everyone[0].children(recursive=True)
    return float(sum(sum(one.cpu_times()[:4]) for one in everyone))
