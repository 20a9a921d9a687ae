"""Alembic's entry: takes the app's engine and tables."""

from alembic import context
from flask import current_app

from database import db

config = context.config


def run_online() -> None:
    """Migrate the database of the running app."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=db.metadata, **options)
        with context.begin_transaction():
            context.run_migrations()


run_online()
