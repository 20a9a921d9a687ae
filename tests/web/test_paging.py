"""Pages of lists in memory and of a select's rows."""

import pytest
from flask import Flask
from sqlalchemy import event, select

from applicants.models import Vacancy
from database import db
from web.paging import paginate_list, paginate_rows


@pytest.mark.parametrize(
    ("number", "shown", "rows"),
    [
        (1, 1, ["a", "b"]),
        (2, 2, ["c", "d"]),
        (3, 3, ["e"]),
        (0, 1, ["a", "b"]),
        (-7, 1, ["a", "b"]),
        (4, 3, ["e"]),
        (10**12, 3, ["e"]),
    ],
)
def test_a_page_out_of_range_shows_the_nearest_page(
    number: int, shown: int, rows: list[str]
) -> None:
    page = paginate_list("abcde", number, 2)
    assert (page.page, page.items, page.total, page.pages) == (shown, rows, 5, 3)
    assert (page.has_prev, page.has_next) == (shown > 1, shown < 3)


def test_an_empty_list_has_an_empty_page() -> None:
    page = paginate_list((), 5, 2)
    assert (page.page, page.items, page.total) == (1, [], 0)
    assert not page.has_prev
    assert not page.has_next


def test_rows_keep_all_their_columns_and_take_one_query(app: Flask) -> None:
    db.session.add_all(
        Vacancy(public_id=f"v{number}", title=f"Role {number}", employer="E", battery=[])
        for number in range(5)
    )
    db.session.commit()
    queries: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: queries.append(given[2]))
    rows = select(Vacancy.title, Vacancy.public_id).order_by(Vacancy.id)
    page = paginate_rows(rows, 9, total=5, per_page=2)
    assert [tuple(row) for row in page.items] == [("Role 4", "v4")]
    assert (page.page, page.pages, page.total) == (3, 3, 5)
    assert len([query for query in queries if query.startswith("SELECT")]) == 1
