"""Many chat desks at once against the web server that ``make run`` starts.

Every desk is a signed-in applicant with three customers. It asks as the page does (once a second,
twice while a customer types, with ``If-None-Match``) and sends a message every 8 to 16 seconds. The
sittings began up to a minute before; the time that is measured begins when every page is open. It
prints JSON lines: ``lines_due`` (customers' lines that fell due, computed from the logs
afterwards), ``lines_delivered`` (those of them that arrived at their desk), ``delivery_p95_s``
(from due to delivered; the pause between two questions is in it), ``request_p95_s`` (questions and
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
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._chat_desks import Desk, LineKey, applicants, due
from benchmarks._figures import Conditions, print_figure, print_progress
from benchmarks.start import started

EVERY = 1.0
"""Seconds between two questions of a desk."""

AWAITED = 0.5
"""The same while a customer types or is about to come."""

MESSAGES = (
    "Hello, thank you for contacting us. I am sorry about the trouble. May I have your number?",
    "Thank you. I am checking this for you now, one moment please.",
    "I understand how frustrating this is. May I also have your full name?",
    "I can help you with that. It takes three to five working days.",
    "Is there anything else I can help you with today?",
)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A connection of one page, kept open, and the headers of all its requests."""

    connection: http.client.HTTPConnection
    headers: dict[str, str]


def main(argv: Sequence[str]) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks chat-desk", description=__doc__)
    parser.add_argument("--desks", type=int, default=100, help="applicants at once (100)")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long (60)")
    chosen = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="handa-chat-desk-") as folder:
        instance = Path(folder) / "instance"
        with started(instance) as start:
            start.wait()
            desks = applicants(instance, chosen.desks)
            print_progress(f"{chosen.desks} desks for {chosen.seconds:g} s")
            cpu = start.cpu_seconds()
            begin, end = _use(desks, start.port, chosen.seconds)
            cores = (start.cpu_seconds() - cpu) / (time.time() - begin)
        _print(desks, due(instance, desks, begin, end), cores, chosen.seconds)


def _use(desks: Sequence[Desk], port: int, seconds: float) -> tuple[float, float]:
    """Open every desk, then let each ask and write; return beginning and end in Unix time."""
    times: list[float] = []
    opened = threading.Barrier(len(desks), lambda: times.append(time.time()))
    with ThreadPoolExecutor(len(desks)) as pool:
        visits = [
            pool.submit(_live, desk, _opened(desk, port), opened, seconds, random.Random(number))
            for number, desk in enumerate(desks)
        ]
        for visit in visits:
            visit.result()
    return times[0], times[0] + seconds


def _opened(desk: Desk, port: int) -> Link:
    """Open a desk's page, one desk after the other as people do, and return its connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", desk.path, headers={"Cookie": f"handa={desk.cookie}"})
    answer = connection.getresponse()
    page = answer.read().decode()
    token = re.search(r'name="csrf-token" content="([^"]+)"', page)
    session = re.search(r"handa=([^;]+)", answer.headers.get("Set-Cookie", ""))
    assert token, answer.status
    assert session, "the page sets the token's session"
    headers = {
        "Cookie": f"handa={session[1]}",
        "X-CSRFToken": token[1],
        "Content-Type": "application/json",
    }
    return Link(connection=connection, headers=headers)


def _live(
    desk: Desk, link: Link, opened: threading.Barrier, seconds: float, chance: random.Random
) -> None:
    link.connection.close()  # the first desks have waited longer than the server keeps a connection
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
    link.connection.close()


def _pause(desk: Desk) -> float:
    """Return the seconds between two questions, as ``Line.pause`` of the page has them."""
    chats = desk.state.get("chats", [])
    if any(chat["typing"] for chat in chats):
        return AWAITED
    elapsed = time.time() - desk.began_at
    coming = [chat["starts_at"] - elapsed for chat in chats if not chat["started"]]
    return min(EVERY, max(AWAITED, min(coming, default=EVERY)))


def _ask(desk: Desk, link: Link) -> None:
    desk.questions += 1
    condition = {"If-None-Match": desk.tag} if desk.tag else {}
    status, tag, body = _timed(desk, link, "GET", f"{desk.path}/state", condition)
    desk.unchanged += status == 304
    if status == 200:
        desk.tag = tag
        _note(desk, json.loads(body)["state"])


def _write(desk: Desk, link: Link, chance: random.Random) -> None:
    """Answer a customer who waits; a message that the server did not take is sent again."""
    chats = desk.state["chats"]
    here = [chat["chat"] for chat in chats if chat["started"]]
    waiting = [chat["chat"] for chat in chats if chat["waiting_since"] is not None]
    answered = chance.choice([number for number in waiting if number in here] or here)
    event = {
        "stream": "benchmark",
        "sequence": desk.sent,
        "kind": "agent_message",
        "data": {"chat": answered, "text": MESSAGES[desk.sent % len(MESSAGES)]},
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
    more: Mapping[str, str],
    sent: str | None = None,
) -> tuple[int, str, bytes]:
    """Return the status (0: the connection broke), the ETag and the body."""
    began = time.monotonic()
    try:
        answer, body = _answered(desk, link, method, path, more, sent)
    except (OSError, http.client.HTTPException):
        link.connection.close()
        desk.failed += 1
        return 0, "", b""
    finally:
        desk.request_seconds.append(time.monotonic() - began)
    desk.failed += answer.status not in (200, 304)
    return answer.status, answer.headers.get("ETag", ""), body


def _answered(
    desk: Desk, link: Link, method: str, path: str, more: Mapping[str, str], sent: str | None
) -> tuple[http.client.HTTPResponse, bytes]:
    """Ask once more, as browsers do, when the server has closed the kept connection meanwhile."""
    for last in (False, True):
        try:
            link.connection.request(method, path, body=sent, headers={**link.headers, **more})
            answer = link.connection.getresponse()
            return answer, answer.read()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            link.connection.close()
            if last:
                raise
            desk.reconnected += 1
    raise AssertionError("unreachable")


def _note(desk: Desk, state: Mapping[str, Any]) -> None:
    desk.state = state
    moment = time.time() - desk.began_at
    for chat in state["chats"]:
        for line in chat["lines"]:
            if line["who"] == "customer":
                desk.received_at.setdefault((chat["chat"], line["id"]), moment)


def _print(
    desks: Sequence[Desk],
    fallen_due: Sequence[Mapping[LineKey, float]],
    cores: float,
    seconds: float,
) -> None:
    delays = [
        max(0.0, desk.received_at[key] - at)
        for desk, lines in zip(desks, fallen_due, strict=True)
        for key, at in lines.items()
        if key in desk.received_at
    ]
    requests = [taken for desk in desks for taken in desk.request_seconds]
    questions = sum(desk.questions for desk in desks)
    unchanged = sum(desk.unchanged for desk in desks)
    messages = sum(desk.sent for desk in desks)
    about: Conditions = {"desks": len(desks), "seconds": seconds, "machine_cores": os.cpu_count()}
    print_figure("lines_due", sum(map(len, fallen_due)), "lines", **about)
    print_figure("lines_delivered", len(delays), "lines", **about)
    late = "" if delays else "no line was delivered"
    print_figure("delivery_p95_s", _p95(delays), "s", reason=late, **about)
    silent = "" if requests else "no request was made"
    print_figure("request_p95_s", _p95(requests), "s", reason=silent, **about)
    share = unchanged / questions if questions else None
    silent = "" if questions else "no question was asked"
    print_figure("not_modified", share, "share of questions", reason=silent, **about)
    print_figure("requests", len(requests), "requests", messages=messages, **about)
    print_figure("failed_requests", sum(desk.failed for desk in desks), "requests", **about)
    reconnected = sum(desk.reconnected for desk in desks)
    print_figure("reconnected", reconnected, "connections", **about)
    print_figure("cpu_cores", cores, "cores", **about)


def _p95(values: Sequence[float]) -> float | None:
    """Return the 95th percentile by the nearest rank, or None without values."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1] if values else None
