"""Every job's queue has a worker; the models equal the migrations."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from config import Settings
from database import Base, db
from jobs import JOBS, QUEUES
from tests.support.apps import settings_for

ROOT = Path(__file__).parents[2]


def test_every_job_has_a_queue_and_every_queue_a_worker(app: Flask) -> None:
    assert JOBS
    assert {job.__dict__["queue"] for job in JOBS.values()} <= set(QUEUES)
    started = "".join(path.read_text() for path in ROOT.glob("launch/*.py"))
    for queue in QUEUES:
        assert re.search(rf'"{queue}"', started), f"no worker of the launcher takes {queue}"


def test_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    app = create_app(settings_for(tmp_path))
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        db.engine.dispose()


def test_a_job_ends_before_its_lease_does() -> None:
    """Else a second worker would take the row while the first still works on it."""
    lease = Settings.model_fields["job_lease_seconds"].default
    assert {name for name, job in JOBS.items() if job.__dict__["timeout"] >= lease} == set()
