"""Evidence: the place in a sitting's log that earned or lost a point."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["characters", "seconds", "keystrokes", "whole"]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One span of one event.

    Attributes:
        event: number of the event in the sitting's log.
        unit: unit of ``start`` and ``end``; "whole" means the event itself.
        start: first position of the span, inclusive.
        end: end of the span, exclusive.
        text: the words of the span, as the applicant gave them.
        rule: name of the rule, key or sample that matched.
    """

    event: int
    unit: Unit = "whole"
    start: float | None = None
    end: float | None = None
    text: str = ""
    rule: str = ""
