"""The customer's record: the values on the desk, the fields and actions, and what is right."""

import re
from collections.abc import Mapping
from typing import Final, Literal

from pydantic import Field

from assessments.kinds.chat.fields import Block, Name

Fault = Literal["missing", "wrong", "no_amount", "over_limit"]
"""The fault of a value; ``over_limit`` is more than policy lets an agent give."""

_RANGE: Final = re.compile(r"^\s*([\d.,]+)\s*\.\.\s*([\d.,]+)\s*$")
_AMOUNT: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")


class Step(Block):
    """Something that can be done in the record.

    The goals in ``needs`` must be met first; done rightly, it meets the goal ``fulfils``.
    """

    id: Name
    needs: tuple[Name, ...] = ()
    fulfils: Name | None = None


class Editable(Step):
    """A field of the record that the agent can change in place.

    ``field`` is a label in the customer's part, or in order number ``order``, from 1. Without
    ``correct`` there is no reason to change the field, and changing it is a wrong step.
    """

    field: str
    order: int | None = Field(default=None, ge=1)
    options: tuple[str, ...] = ()
    correct: str = ""

    def right(self, value: str) -> bool:
        """Return whether ``value`` is a correct value for the field."""
        return bool(self.correct) and _same(value, self.correct)


class Record(Block):
    """The customer's data on the desk; the keys are the labels that people read."""

    customer: dict[str, str]
    orders: tuple[dict[str, str], ...] = ()
    editable: tuple[Editable, ...] = ()

    def part(self, field: Editable) -> Mapping[str, str] | None:
        """Return the part of the record that a field belongs to, or None without such a part."""
        if field.order is None:
            return self.customer
        return self.orders[field.order - 1] if field.order <= len(self.orders) else None

    def field(self, name: str) -> Editable | None:
        """Return the editable field of that id, or None."""
        return next((field for field in self.editable if field.id == name), None)


class Box(Block):
    """A value that an action asks for; ``at_most`` is the highest amount that policy allows."""

    id: Name
    label: str
    options: tuple[str, ...] = ()
    kind: Literal["text", "amount"] = "text"
    at_most: str | None = None


class Action(Step):
    """A button of the desk; ``due`` is False for an action that this case does not call for.

    A value of ``correct`` may list alternatives, ``a|b``; for an amount, also a range,
    ``500..800``.
    """

    label: str
    confirm: str
    done: str
    fields: tuple[Box, ...] = ()
    correct: dict[str, str] = {}
    due: bool = True
    escalation: bool = False

    def faults(self, values: Mapping[str, str]) -> tuple[tuple[str, Fault], ...]:
        """Return (id of the field, fault) for every value that is not right."""
        faults = []
        for box in self.fields:
            fault = _fault(box, values.get(box.id, ""), self.correct.get(box.id))
            if fault:
                faults.append((box.id, fault))
        return tuple(faults)


def _fault(box: Box, value: str, wanted: str | None) -> Fault | None:
    if not value.strip():
        return "missing"
    if box.kind == "amount":
        given, limit = amount(value), amount(box.at_most or "")
        if given is None:
            return "no_amount"
        if limit is not None and given > limit:
            return "over_limit"
        if wanted is not None and not any(_in(given, choice) for choice in wanted.split("|")):
            return "wrong"
        return None
    return "wrong" if wanted is not None and not _same(value, wanted) else None


def amount(text: str) -> float | None:
    """Return the only number in ``text`` (``₱1,890.00`` is 1890), or None for none or several."""
    numbers = _AMOUNT.findall(text)
    return float(numbers[0].replace(",", "")) if len(numbers) == 1 else None


def _in(given: float, wanted: str) -> bool:
    limits = _RANGE.match(wanted)
    if limits:
        low, high = amount(limits[1]), amount(limits[2])
        return low is not None and high is not None and low <= given <= high
    return given == amount(wanted)


def plain_value(value: str) -> str:
    """Return a value for comparison, without case, spaces, . , - # and currency."""
    folded = value.casefold().removesuffix(".00")
    for ignored in (" ", ",", ".", "-", "₱", "php", "#", "pesos"):
        folded = folded.replace(ignored, "")
    return folded


def _same(value: str, wanted: str) -> bool:
    return plain_value(value) in {plain_value(choice) for choice in wanted.split("|")}
