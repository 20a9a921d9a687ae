"""flask assessments list | check | rescore | resume; flask worker run; flask speech …"""

import time

import click
from flask.cli import AppGroup
from sqlalchemy import select

from assessments import registry
from assessments.models import Sitting, SittingState
from assessments.tasks import rescore as rescore_sitting
from extensions import db
from jobs import QUEUES, SWEEPS, work

assessments_group = AppGroup("assessments", help="Kinds of test, their items and their results.")
worker_group = AppGroup("worker", help="Work on the queues.")
speech_group = AppGroup("speech", help="The engine that listens.")
groups = (assessments_group, worker_group, speech_group)


@assessments_group.command("list")
def list_kinds() -> None:
    """Print every kind of test."""
    for kind in registry.kinds():
        click.echo(f"{kind.slug:10} {kind.version:8} {kind.minutes:4g} min  {kind.name}")


@assessments_group.command("check")
def check() -> None:
    """Load every item and check it; stop at the first that is wrong."""
    for kind in registry.kinds():
        items = kind.items()
        for practice in (True, False):
            form = kind.draw(items, 1, practice)
            if missing := set(form) - items.keys():
                raise click.ClickException(f"{kind.slug}: unknown items in a form: {missing}")
        click.echo(f"{kind.slug}: {len(items)} items, all good")


@assessments_group.command("rescore")
@click.argument("slug")
@click.option("--why", required=True, help="The reason, kept with every new result.")
def rescore(slug: str, why: str) -> None:
    """Score every scored sitting of a kind again, as a new revision."""
    scored = db.session.scalars(
        select(Sitting.id).where(Sitting.slug == slug, Sitting.state == SittingState.SCORED)
    ).all()
    for sitting_id in scored:
        rescore_sitting(db.session.get_one(Sitting, sitting_id), why=why)
        db.session.commit()
    click.echo(f"{len(scored)} sittings scored again")


@assessments_group.command("resume")
@click.option("--every", type=click.IntRange(1, 3600), help="Go on every so many seconds.")
def resume(every: int | None) -> None:
    """Do or send what the database says is undone."""
    while True:
        for name, function in SWEEPS.items():
            try:
                if moved := function():
                    click.echo(f"{name}: {moved}")
            except Exception as error:
                db.session.rollback()
                if every is None:
                    raise
                click.echo(f"{name} failed, goes on: {error}", err=True)
            db.session.remove()
        if every is None:
            return
        time.sleep(every)


@worker_group.command("run")
@click.argument("queues", nargs=-1, type=click.Choice(QUEUES), required=True)
@click.option("--scheduler", is_flag=True, help="Also send delayed jobs when they are due.")
@click.option("--burst", is_flag=True, help="Stop when the queues are empty.")
def run_worker(queues: tuple[str, ...], *, scheduler: bool, burst: bool) -> None:
    """Run a worker for these queues in the foreground."""
    work(queues, scheduler=scheduler, burst=burst)
