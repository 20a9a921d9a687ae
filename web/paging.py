"""Pages of a long list. A page number that does not exist shows the nearest page that does."""

from collections.abc import Sequence
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select

from database import db

PER_PAGE = 50


class ListPagination(Pagination):
    """A page of rows in memory, for an order that the database cannot compute."""

    def _query_items(self) -> list[Any]:
        rows = self._query_args["rows"]
        return list(rows[self._query_offset : self._query_offset + self.per_page])

    def _query_count(self) -> int:
        return len(self._query_args["rows"])


class RowPagination(Pagination):
    """A page of the rows of a select with all columns: ``db.paginate`` returns only the first."""

    def _query_items(self) -> list[Any]:
        rows = self._query_args["select"].limit(self.per_page).offset(self._query_offset)
        return list(db.session.execute(rows))

    def _query_count(self) -> int:
        return int(self._query_args["total"])


def paginate_list(rows: Sequence[Any], number: int, per_page: int = PER_PAGE) -> Pagination:
    """Return page ``number`` (from 1) of rows that are in memory."""
    return ListPagination(page=_nearest(number, len(rows), per_page), per_page=per_page, rows=rows)


def paginate_rows(
    select: Select[*tuple[Any, ...]], number: int, *, total: int, per_page: int = PER_PAGE
) -> Pagination:
    """Return page ``number`` (from 1) of the ``total`` rows of a select, in one query."""
    return RowPagination(
        page=_nearest(number, total, per_page), per_page=per_page, select=select, total=total
    )


def _nearest(number: int, total: int, per_page: int) -> int:
    """Return the nearest page that exists; an empty list has one page."""
    last = max(1, -(-total // per_page))
    return min(max(number, 1), last)
