"""The lines that a customer has said: the choice of wording and the time it takes to type."""

from collections.abc import Sequence

from assessments.kinds.chat.customer.thread import CustomerLine
from assessments.kinds.chat.scenario import Typing


class LineBook:
    """The customer's lines in order; the next wording depends on how often its key was used."""

    def __init__(self, typing: Typing) -> None:
        self._typing = typing
        self._uses: dict[str, int] = {}
        self._lines: list[CustomerLine] = []

    @property
    def all(self) -> tuple[CustomerLine, ...]:
        """Every line so far."""
        return tuple(self._lines)

    @property
    def last(self) -> CustomerLine:
        """The last line; an open chat has at least the opening."""
        return self._lines[-1]

    def next_use(self, key: str) -> int:
        """Return how often ``key`` was used before, and count this use."""
        count = self._uses.get(key, 0)
        self._uses[key] = count + 1
        return count

    def choose(self, wordings: Sequence[str], key: str) -> str:
        """Return the next wording that differs from the last line."""
        count = self.next_use(key)
        rotated = [wordings[(count + ahead) % len(wordings)] for ahead in range(len(wordings))]
        last = self._lines[-1].text if self._lines else None
        return next((wording for wording in rotated if wording != last), rotated[0])

    def typed(
        self, text: str, *, at: float, cause: str, key: str = "", answers: int | None = None
    ) -> float:
        """Add ``text`` after the time it takes to type; return when it appears, in seconds."""
        seconds = len(text.split()) / self._typing.words_per_minute * 60
        start = max(at, self._lines[-1].due) if self._lines else at
        due = start + min(max(seconds, self._typing.min), self._typing.max)
        return self.at_once(text, at=due, cause=cause, key=key, answers=answers)

    def at_once(
        self, text: str, *, at: float, cause: str, key: str = "", answers: int | None = None
    ) -> float:
        """Add ``text`` at ``at``, or when the line before appears if later; return that time."""
        # Sums of decimal fractions differ in the last bits; milliseconds are precise enough.
        due = round(max(at, self._lines[-1].due) if self._lines else at, 3)
        self._lines.append(
            CustomerLine(text=text, due=due, cause=cause, key=key or cause, answers=answers)
        )
        return due
