"""One page of a long list."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

Row = TypeVar("Row")

SIZE = 50


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Rows of a page, with its number (from 1) and how many rows there are in all."""

    number: int
    total: int
    rows: tuple[Row, ...] = ()
    size: int = SIZE

    @classmethod
    def place(cls, number: int, total: int, size: int = SIZE) -> "Page[Row]":
        """Return the empty page of that number; the nearest one when there is none."""
        last = max(1, -(-total // size))
        return cls(number=min(max(number, 1), last), total=total, size=size)

    @property
    def offset(self) -> int:
        """How many rows stand on the pages before."""
        return (self.number - 1) * self.size

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    def holding(self, rows: Iterable[Row]) -> "Page[Row]":
        """Return the page with its rows."""
        return replace(self, rows=tuple(rows))
