"""The customer's record: what the desk shows, what may be changed there, and what is right."""

import re
from collections.abc import Mapping
from typing import Final, Literal

from pydantic import Field

from assessments.kinds.chat.fields import Block, Name

Fault = Literal["missing", "wrong", "no_amount", "over_limit"]
"""What is wrong with a value; ``over_limit`` is more than policy lets an agent give."""

_RANGE: Final = re.compile(r"^\s*([\d.,]+)\s*\.\.\s*([\d.,]+)\s*$")
_AMOUNT: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")


class Step(Block):
    """Something that can be done in the record: ``needs`` goals first, ``fulfils`` one if right."""

    id: Name
    needs: tuple[Name, ...] = ()
    fulfils: Name | None = None


class Editable(Step):
    """A field of the record that the agent can change in place.

    ``field`` is a label in the customer's part, or in the ``order``-th order. Without ``correct``
    there is no reason to change it here, and changing it is a wrong step.
    """

    field: str
    order: int | None = Field(default=None, ge=1)
    options: tuple[str, ...] = ()
    correct: str = ""

    def right(self, value: str) -> bool:
        """Return whether ``value`` is what the field should come to."""
        return bool(self.correct) and _same(value, self.correct)


class Record(Block):
    """What the desk shows of the customer; the keys are the labels that people read."""

    customer: dict[str, str]
    orders: tuple[dict[str, str], ...] = ()
    editable: tuple[Editable, ...] = ()

    def part(self, field: Editable) -> Mapping[str, str] | None:
        """Return the part of the record in which a field stands; None when there is none."""
        if field.order is None:
            return self.customer
        return self.orders[field.order - 1] if field.order <= len(self.orders) else None

    def field(self, name: str) -> Editable | None:
        """Return the editable field of that id, or None."""
        return next((one for one in self.editable if one.id == name), None)


class Box(Block):
    """One value that an action asks for; ``at_most`` is the most that policy allows here."""

    id: Name
    label: str
    options: tuple[str, ...] = ()
    kind: Literal["text", "amount"] = "text"
    at_most: str | None = None


class Action(Step):
    """A button of the desk; ``due`` is False for one that this case does not call for.

    A value of ``correct`` may hold several, ``a|b``, and of an amount a range, ``500..800``.
    """

    label: str
    confirm: str
    done: str
    fields: tuple[Box, ...] = ()
    correct: dict[str, str] = {}
    due: bool = True
    escalation: bool = False

    def faults(self, values: Mapping[str, str]) -> tuple[tuple[str, Fault], ...]:
        """Return the fields whose values are not right, each with what is wrong."""
        found = []
        for box in self.fields:
            fault = _fault(box, values.get(box.id, ""), self.correct.get(box.id))
            if fault:
                found.append((box.id, fault))
        return tuple(found)


def _fault(box: Box, value: str, wanted: str | None) -> Fault | None:
    if not value.strip():
        return "missing"
    if box.kind == "amount":
        reached, most = amount(value), amount(box.at_most or "")
        if reached is None:
            return "no_amount"
        if most is not None and reached > most:
            return "over_limit"
        if wanted is not None and not any(_in(reached, one) for one in wanted.split("|")):
            return "wrong"
        return None
    return "wrong" if wanted is not None and not _same(value, wanted) else None


def amount(text: str) -> float | None:
    """Return the one number in ``text`` (``₱1,890.00`` is 1890), or None."""
    found = _AMOUNT.findall(text)
    return float(found[0].replace(",", "")) if len(found) == 1 else None


def _in(reached: float, wanted: str) -> bool:
    limits = _RANGE.match(wanted)
    if limits:
        low, high = amount(limits[1]), amount(limits[2])
        return low is not None and high is not None and low <= reached <= high
    return reached == amount(wanted)


def plain_value(value: str) -> str:
    """Return a value as it is compared: no case, spaces, stops, commas, hyphens or currency."""
    folded = value.casefold().removesuffix(".00")
    for sign in (" ", ",", ".", "-", "₱", "php", "#", "pesos"):
        folded = folded.replace(sign, "")
    return folded


def _same(value: str, wanted: str) -> bool:
    return plain_value(value) in {plain_value(one) for one in wanted.split("|")}
