"""Read keystrokes in the spellings of other programs into edits."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scoring.keystrokes import Edit

BACKWARDS = frozenset({"backspace", "bksp", "\b", "\x7f", "⌫"})
FORWARDS = frozenset({"delete", "del"})
MOVES = frozenset({"arrowleft", "arrowright", "arrowup", "arrowdown", "home", "end"})
CHARACTERS = {"space": " ", "spacebar": " ", "enter": "\n", "return": "\n", "tab": "\t"}
TIMES = ("t", "ms", "time", "timestamp", "at")
KEYS = ("key", "k", "char", "character", "code")
UPS = frozenset({"up", "keyup", "release"})
DOWNS = frozenset({"down", "keydown", "press", "keypress"})


@dataclass
class Stream:
    """A list of keystrokes as edits of a text.

    Attributes:
        edits: the changes of the text, in order.
        fixes: F, keys that fix.
        timed: whether every keystroke has a time.
        presses: physical keys, where the list names them: seconds, down, code.
    """

    edits: list[Edit] = field(default_factory=list)
    fixes: int = 0
    timed: bool = True
    presses: list[tuple[float, bool, str]] = field(default_factory=list)
    _length: int = 0
    _cursor: int = 0

    def take_edit(self, ms: float, start: int, end: int, text: str) -> None:
        """Take a stroke of our own log."""
        if not 0 <= start <= end <= self._length:
            raise ValueError(f"an edit of {start}-{end} in a text of {self._length} characters")
        self.fixes += not text and end > start
        self._put(ms, start, end, text)

    def take_key(self, ms: float, key: str) -> None:
        """Take a key by name: a character, ``Backspace``, ``ArrowLeft`` …; ignore other keys."""
        name = key.lower()
        if name in BACKWARDS or name in FORWARDS:
            self.fixes += 1
            before, after = (1, 0) if name in BACKWARDS else (0, 1)
            start, end = max(0, self._cursor - before), min(self._length, self._cursor + after)
            if start < end:
                self._put(ms, start, end, "")
        elif name in MOVES:
            self.fixes += 1
            self._move(name)
        elif len(key) == 1 or name in CHARACTERS:
            self._put(ms, self._cursor, self._cursor, CHARACTERS.get(name, key))

    def _move(self, name: str) -> None:
        to = {
            "arrowleft": self._cursor - 1,
            "arrowright": self._cursor + 1,
            "home": 0,
            "end": self._length,
        }.get(name, self._cursor)
        self._cursor = min(max(to, 0), self._length)

    def _put(self, ms: float, start: int, end: int, text: str) -> None:
        self.edits.append(Edit(seconds=ms / 1000, start=start, end=end, text=text))
        self._length += len(text) - (end - start)
        self._cursor = start + len(text)


def read(text: str | None) -> Stream | None:
    """Read the column ``keystrokes``; None when it is empty.

    Raises:
        ValueError: the text is not JSON, or not a list of keystrokes; the message says why.
    """
    if not (text or "").strip():
        return None
    strokes: Any = json.loads(text or "")
    while isinstance(strokes, Mapping):
        strokes = next((value for value in strokes.values() if isinstance(value, list)), None)
    if strokes is None:
        return None
    if not isinstance(strokes, list):
        raise ValueError("keystrokes are not a list")
    stream = Stream()
    for place, stroke in enumerate(strokes):
        try:
            _take(stream, stroke)
        except (TypeError, ValueError, IndexError) as error:
            raise ValueError(f"keystroke {place}: {error}") from error
    return stream if strokes else None


def _take(stream: Stream, stroke: Any) -> None:
    if isinstance(stroke, str):
        stream.timed = False
        stream.take_key(0.0, stroke)
    elif isinstance(stroke, Mapping):
        _take_named(stream, stroke)
    elif isinstance(stroke, Sequence) and len(stroke) >= 2:
        _take_list(stream, stroke)
    else:
        raise ValueError(f"{str(stroke)[:40]!r} is neither a list nor an object")


def _take_list(stream: Stream, stroke: Sequence[Any]) -> None:
    first, second, *rest = stroke
    if isinstance(first, str) and not isinstance(second, str):
        first, second = second, first
    ms = _number(first)
    if second == "edit" and len(rest) >= 3:
        stream.take_edit(ms, int(rest[0]), int(rest[1]), str(rest[2]))
    elif second in {"down", "up"} and rest:
        code = str(rest[0])
        stream.presses.append((ms / 1000, second == "down", code))
        stream.fixes += second == "down" and code.lower() in MOVES
    elif second != "note":
        stream.take_key(ms, str(second))


def _take_named(stream: Stream, stroke: Mapping[str, Any]) -> None:
    named = {str(name).lower(): value for name, value in stroke.items()}
    time = next((named[name] for name in TIMES if named.get(name) is not None), None)
    kind = str(named.get("type") or named.get("event") or "").lower()
    if time is None:
        stream.timed = False
    ms = 0.0 if time is None else _number(time)
    if {"start", "end", "text"} <= named.keys():
        stream.take_edit(ms, int(named["start"]), int(named["end"]), str(named["text"]))
        return
    key = next((str(named[name]) for name in KEYS if named.get(name) is not None), None)
    if key is None:
        raise ValueError("no key is named")
    if kind in UPS | DOWNS:
        stream.presses.append((ms / 1000, kind in DOWNS, key))
    if kind not in UPS:
        stream.take_key(ms, key)


def _number(value: Any) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no time")
    return number


def sorted_by_time(edits: Iterable[Edit]) -> bool:
    """Whether times never fall."""
    times = [edit.seconds for edit in edits]
    return times == sorted(times)
