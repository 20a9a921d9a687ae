"""What a customer has said: which wording comes next, and when it has been typed."""

from collections.abc import Sequence

from assessments.kinds.chat.customer.thread import CustomerLine
from assessments.kinds.chat.scenario import Typing


class LineBook:
    """The customer's lines in order; the next wording depends on how often it was used."""

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
        """The line said last; there is one as soon as the chat is open."""
        return self._lines[-1]

    def next_use(self, key: str) -> int:
        """Return how often ``key`` was used before, and count this use."""
        count = self._uses.get(key, 0)
        self._uses[key] = count + 1
        return count

    def choose(self, wordings: Sequence[str], key: str) -> str:
        """Return the next wording that is not the very line said last."""
        count = self.next_use(key)
        turned = [wordings[(count + ahead) % len(wordings)] for ahead in range(len(wordings))]
        last = self._lines[-1].text if self._lines else None
        return next((one for one in turned if one != last), turned[0])

    def typed(
        self, text: str, *, at: float, cause: str, key: str = "", answers: int | None = None
    ) -> float:
        """Say ``text`` after the time it takes to type; return when it is shown."""
        seconds = len(text.split()) / self._typing.words_per_minute * 60
        start = max(at, self._lines[-1].due) if self._lines else at
        due = start + min(max(seconds, self._typing.min), self._typing.max)
        return self.at_once(text, at=due, cause=cause, key=key, answers=answers)

    def at_once(
        self, text: str, *, at: float, cause: str, key: str = "", answers: int | None = None
    ) -> float:
        """Say ``text`` at ``at``, or when the line before is shown; return that time."""
        # Sums of decimal fractions differ in the last bits; a millisecond is exact enough.
        due = round(max(at, self._lines[-1].due) if self._lines else at, 3)
        self._lines.append(
            CustomerLine(text=text, due=due, cause=cause, key=key or cause, answers=answers)
        )
        return due
