"""The self-tests of a scenario file: sample conversations, and what each must come to."""

from typing import Final, Literal

from assessments.kinds.chat.fields import Block, Ending, Name, Seconds

TestKind = Literal["good", "weak", "stuffing", "rude", "silent"]
REQUIRED: Final[tuple[TestKind, ...]] = ("good", "weak", "stuffing", "rude", "silent")
"""The conversations that every scored file rehearses."""


class Move(Block):
    """One thing an agent does in a self-test, after ``wait``.

    Exactly one of ``say``, ``act``, ``edit``, ``article``, ``canned``, ``disposition`` and
    ``close`` is given.
    """

    wait: Seconds = 20
    say: str | None = None
    act: Name | None = None
    values: dict[str, str] = {}
    edit: Name | None = None
    value: str = ""
    article: Name | None = None
    canned: Name | None = None
    disposition: str | None = None
    notes: str = ""
    close: bool = False

    @property
    def given(self) -> int:
        """How many things this move does; one, in a file that is right."""
        named = (self.say, self.act, self.edit, self.article, self.canned, self.disposition)
        return sum(one is not None for one in named) + self.close


class Expected(Block):
    """What a self-test must give; ``score`` is the lowest and highest allowed."""

    goals: tuple[Name, ...]
    end: Ending | None = None
    score: tuple[float, float] | Literal["not_measured"] | None = None


class SelfTest(Block):
    """A sample conversation with its outcome."""

    name: str
    kind: TestKind | None = None
    script: tuple[Move, ...]
    expect: Expected
