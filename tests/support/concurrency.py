"""Several threads at the same moment on one database."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select

from database import db


def together(*works: Callable[[], Any]) -> list[Any]:
    """Do all at the same moment, each in a thread of its own; the answers in their order."""
    db.session.rollback()
    gate = threading.Barrier(len(works))
    app = current_app._get_current_object()  # type: ignore[attr-defined]

    def run(work: Callable[[], Any]) -> Any:
        with app.app_context():
            gate.wait()
            return work()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(run, work) for work in works]]


def count(model: Any, *conditions: Any) -> int:
    db.session.rollback()
    return int(db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0)


def in_app(app: Flask, work: Callable[[int], None], row: int) -> Callable[[], None]:
    def run() -> None:
        with app.app_context():
            work(row)
            db.session.commit()

    return run
