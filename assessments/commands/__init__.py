"""flask assessments list | new | check | calibrate | …; flask worker run; flask speech …"""

import hashlib
import json
import shutil
import time
from pathlib import Path

import click
from flask.cli import AppGroup

import config
from assessments.banks import item_decisions, registry
from assessments.commands import banks
from assessments.commands.calibration import calibrate
from assessments.commands.new_kind import new_kind
from assessments.commands.speech import analyse
from assessments.contract.assessment import Assessment, ContentError
from assessments.results import rescoring
from assessments.results.sweeps import retry_all
from assessments.results.tasks import load_model, load_writing
from assessments.results.tasks import rescore as rescore_sitting
from database import db
from jobs import QUEUES, SWEEPS, work
from speech.check import check as check_engine
from speech.weights import WeightsError
from speech.whisper import prepare

assessments_group = AppGroup("assessments", help="Kinds of test, their items and their results.")
worker_group = AppGroup("worker", help="Work on the queues.")
speech_group = AppGroup("speech", help="The engine that transcribes.")
speech_group.add_command(analyse)
for command in (*banks.commands, calibrate, new_kind):
    assessments_group.add_command(command)
groups = (assessments_group, worker_group, speech_group)


@assessments_group.command("list")
def list_kinds() -> None:
    """Print every kind of test."""
    for kind in registry.kinds():
        draft = " (draft)" if kind.draft else ""
        click.echo(f"{kind.slug:10} {kind.version:8} {kind.minutes:4g} min  {kind.name}{draft}")


@assessments_group.command("check")
@click.argument("slugs", nargs=-1)
def check(slugs: tuple[str, ...]) -> None:
    """Load and check all kinds, or those named; stop at the first kind with an error."""
    if unknown := set(slugs) - {kind.slug for kind in registry.kinds()}:
        raise click.ClickException(f"there is no kind of test named {', '.join(sorted(unknown))}")
    for kind in registry.kinds():
        if slugs and kind.slug not in slugs:
            continue
        try:
            _check(kind)
        except ContentError as error:
            raise click.ClickException(str(error)) from error


def _check(kind: Assessment) -> None:
    bank = registry.bank(kind.slug)
    for draw in (kind.draw, *(length.draw for length in kind.lengths)):
        for practice in (True, False):
            if missing := set(draw(bank, 1, practice)) - bank.keys():
                raise ContentError(f"{kind.slug}: unknown items in a draw: {missing}")
    for line in kind.authoring.check(bank) if kind.authoring.check else ():
        click.echo(f"  {line}")
    click.echo(f"{kind.slug}: {len(bank)} items, all good")


@assessments_group.command("rescore")
@click.argument("slug")
@click.option("--why", required=True, help="The reason, kept with every new result.")
@click.option("--yes", is_flag=True, help="Store the new results without asking.")
def rescore(slug: str, why: str, yes: bool) -> None:
    """Score every scored sitting of a kind again; each gets a new revision of its result.

    First it scores them without storing anything, and says what would change.
    """
    changes = [rescoring.change_of(sitting_id) for sitting_id in rescoring.scored_sittings(slug)]
    for line in rescoring.summary(changes):
        click.echo(line)
    if not changes or not (yes or click.confirm("Store the new results?")):
        click.echo("Nothing was stored.")
        return
    for change in changes:
        rescore_sitting(change.sitting_id, why=why)
    click.echo(f"{len(changes)} sittings scored again")


@assessments_group.command("approve-parameters")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--version", required=True, help="Names them in the log of every sitting.")
@click.option("--by", required=True, help="Who approves.")
@click.option("--why", required=True, help="What they rest on.")
def approve_parameters(slug: str, file: Path, version: str, by: str, why: str) -> None:
    """Put calibrated parameters in force, from JSON with a, b, c and share by item."""
    try:
        content = json.loads(file.read_text("utf-8"))
        item_decisions.approve(slug, content, version=version, why=why, by_id=None, by=by)
    except (ValueError, AttributeError) as error:
        raise click.ClickException(str(error)) from error
    db.session.commit()
    click.echo(f"{len(content)} items of {slug}: parameters {version} are in force")


@assessments_group.command("retry")
def retry() -> None:
    """Retry everything that needs attention, after the cause has been fixed."""
    click.echo(f"{retry_all()} sent again")


@assessments_group.command("resume")
@click.option("--every", type=click.IntRange(1, 3600), help="Repeat after this many seconds.")
def resume(every: int | None) -> None:
    """Do or send all work that is due according to the database."""
    while True:
        for name, function in SWEEPS.items():
            try:
                if moved := function():
                    click.echo(f"{name}: {moved}")
            except Exception as error:
                db.session.rollback()
                if every is None:
                    raise
                click.echo(f"{name} failed, continuing: {error}", err=True)
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
    if "listening" in queues and (reason := load_model()):
        click.echo(f"recordings have to wait: {reason}", err=True)
    if "scoring" in queues:
        load_writing()
    work(queues, scheduler=scheduler, burst=burst)


@speech_group.command("check")
def check_speech() -> None:
    """Print the model in use and its origin, and transcribe a shipped clip."""
    try:
        found = check_engine(
            config.current().weights_folder,
            config.current().whisper_model,
            places=config.current().weights_places,
            threads=config.current().whisper_threads,
        )
    except WeightsError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"model     {found.model}, from {found.origin}")
    click.echo(f"weights   {found.weights}\nfile      {found.path}")
    click.echo(f"expected  {found.expected}\nheard     {found.spoken.text}")
    click.echo(
        f"seconds   {found.load_seconds:.1f} to load, {found.transcribe_seconds:.1f} to listen"
    )
    if not found.good:
        raise click.ClickException("what was heard is not what the clip says")


@speech_group.command("weights")
@click.option("--download", is_flag=True, help="Let Whisper fetch the model if it is nowhere here.")
@click.option("--mirror", type=click.Path(path_type=Path), help="Also copy the checkpoint there.")
def weights(*, download: bool, mirror: Path | None) -> None:
    """Find and check Whisper's weights, and convert them into the instance folder."""
    try:
        prepared = prepare(
            config.current().whisper_model,
            folder=config.current().weights_folder,
            places=config.current().weights_places,
            download=download,
        )
    except WeightsError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{prepared.model}, from {prepared.origin}: {prepared.path}")
    if mirror:
        mirror.mkdir(parents=True, exist_ok=True)
        copy = Path(shutil.copy2(prepared.path, mirror))
        digest = hashlib.sha256(copy.read_bytes()).hexdigest()
        (mirror / "SHA256SUMS").write_text(f"{digest}  {copy.name}\n")
        click.echo(f"copied to {copy}; name it in WHISPER_MODEL to use it")
