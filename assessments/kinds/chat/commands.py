"""flask chat new | play | test: commands for authors of chat scenarios; no database is needed."""

import shlex
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import click
import yaml
from flask.cli import AppGroup

from assessments.contract.assessment import ContentError
from assessments.kinds.chat.authoring.rehearsal import PlayError, Rehearsal, move_of
from assessments.kinds.chat.bank import ScenarioError, parsed, read_scenario
from assessments.kinds.chat.fields import seconds_of
from assessments.kinds.chat.scenario import Scenario
from scoring.report import Point

group = AppGroup("chat", help="Write, play and check chat scenarios.")

HELP = """Type as the agent; the customer answers. Other things an agent does:
  /action ID field=value …    do something in the record: /action refund order=A-1 amount="1,890"
  /edit FIELD VALUE           change a field of the record
  /article ID   /canned ID    open an article; take a prepared reply
  /wait SECONDS               let time pass, as 30, 45s or 1m30s
  /close                      close the chat
  /wrap DISPOSITION NOTES     save the wrap-up
And for you, the author:
  /desk     what the agent sees: record, articles, prepared replies, actions, dispositions
  /score    goals, blocks and evidence, if the chat were handed in now
  /moves    this chat as the script of a self-test
  /help     this list      /quit    leave"""


@group.command("new")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def new(file: Path) -> None:
    """Write a starting scenario to FILE, with comments; it passes its own self-tests."""
    text = (
        files("assessments.kinds.chat.authoring")
        .joinpath("starting-scenario.yaml")
        .read_text(encoding="utf-8")
    )
    try:
        with file.open("x", encoding="utf-8") as new_file:
            new_file.write(text)
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already; name another file") from error
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    click.echo(f"{file} written. Change it, then: flask chat play {file}")


@group.command("test")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_file(file: Path) -> None:
    """Check FILE and run its self-tests."""
    try:
        scenario = read_scenario(_text(file), file.name)
    except ContentError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{scenario.title}: {len(scenario.tests)} conversations, each as expected")


@group.command("play")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--real-time", is_flag=True, help="The customer types and waits as in life.")
def play(file: Path, *, real_time: bool) -> None:
    """Chat with the customer of FILE; its self-tests need not pass yet."""
    rehearsal = Rehearsal(_readable(file))
    session = _Session(rehearsal, real_time=real_time)
    click.echo(f"{rehearsal.scenario.title}. /help lists what you can do.")
    session.show()
    while True:
        began = time.monotonic()
        try:
            typed = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            click.echo()
            return
        if typed == "/quit":
            return
        if real_time:
            rehearsal.wait(time.monotonic() - began)
            session.show()
        try:
            session.take(typed)
        except PlayError as error:
            click.echo(f"! {error}")
        session.show()


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} cannot be read: {error}") from error


def _readable(file: Path) -> Scenario:
    try:
        return parsed(yaml.load(_text(file), Loader=yaml.BaseLoader))  # noqa: S506
    except yaml.YAMLError as error:
        raise click.ClickException(f"this is not readable YAML: {error}") from error
    except ScenarioError as error:
        raise click.ClickException("\n".join(error.problems)) from error


class _Session:
    """A rehearsal in a terminal: carries out typed lines and prints the customer's."""

    def __init__(self, rehearsal: Rehearsal, *, real_time: bool) -> None:
        self.rehearsal = rehearsal
        self.real_time = real_time
        self.printed = 0
        self.end_printed = False
        self.commands: dict[str, Callable[[str], None]] = {
            "action": self._action,
            "edit": self._edit,
            "article": lambda rest: self._do(article=rest),
            "canned": lambda rest: self._do(canned=rest),
            "wait": self._wait,
            "close": lambda _: self._do(close=True),
            "wrap": self._wrap,
            "desk": lambda _: _show_desk(self.rehearsal.scenario),
            "score": lambda _: _show_score(self.rehearsal),
            "moves": lambda _: _show_moves(self.rehearsal),
            "help": lambda _: click.echo(HELP),
        }

    def take(self, typed: str) -> None:
        """Carry out a typed line: a command, or a message to the customer."""
        if not typed:
            return
        if not typed.startswith("/"):
            if self.rehearsal.over:
                raise PlayError("the chat has ended; /wrap and /score are left")
            self._do(say=typed)
            return
        name, _, rest = typed[1:].partition(" ")
        command = self.commands.get(name)
        if command is None:
            raise PlayError(f"there is no /{name}; /help lists what there is")
        command(rest.strip())

    def show(self) -> None:
        """Print the customer's new lines; in real time, wait until each is due."""
        rehearsal = self.rehearsal
        thread, now = rehearsal.thread, rehearsal.now
        start = rehearsal.log[-1].at
        for line in thread.lines[self.printed :]:
            if line.due > now:
                break
            if self.real_time and line.due > start and line.answers is not None:
                time.sleep(min(line.due - start, 15.0))
                start = line.due
            click.echo(f"[{_clock(line.due)}] {rehearsal.scenario.persona.name}: {line.text}")
            self.printed += 1
        if rehearsal.over and not self.end_printed:
            click.echo(
                f"The chat has ended: {thread.ended.replace('_', ' ')}. /score, /wrap, /quit"
            )
            self.end_printed = True

    def _do(self, **given: object) -> None:
        self.rehearsal.do(move_of(**given))

    def _action(self, rest: str) -> None:
        try:
            name, *pairs = shlex.split(rest)
        except ValueError as error:
            raise PlayError("say which action, and close every quotation mark") from error
        if odd := [pair for pair in pairs if "=" not in pair]:
            raise PlayError(f"write each value as field=value, not {odd[0]!r}")
        values = dict(pair.split("=", 1) for pair in pairs)
        self._do(act=name, values=values)
        actions = self.rehearsal.thread.actions
        last = actions[-1] if actions else None
        for box, fault in last.faults if last else ():
            click.echo(f"  {box}: {fault.replace('_', ' ')}")
        click.echo("  done, and right" if last and last.right else "  done, but not right")

    def _edit(self, rest: str) -> None:
        name, _, value = rest.partition(" ")
        self._do(edit=name, value=value.strip())

    def _wait(self, rest: str) -> None:
        try:
            seconds = seconds_of(rest if rest.endswith(("s", "m")) else f"{rest}s")
        except ValueError as error:
            raise PlayError(str(error)) from error
        self.rehearsal.wait(seconds)

    def _wrap(self, rest: str) -> None:
        name, _, notes = rest.partition(" ")
        self._do(disposition=name, notes=notes.strip())


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _show_desk(scenario: Scenario) -> None:
    for part in (scenario.record.customer, *scenario.record.orders):
        click.echo("  " + "; ".join(f"{label}: {value}" for label, value in part.items()))
    for field in scenario.record.editable:
        click.echo(f"  can be changed: {field.id} ({field.field})")
    for article in scenario.knowledge:
        click.echo(f"  article {article.id}: {article.title}")
    for canned in scenario.canned:
        click.echo(f"  prepared reply {canned.id}: {canned.text}")
    for action in scenario.actions:
        boxes = ", ".join(box.id for box in action.fields)
        click.echo(f"  action {action.id} ({boxes}): {action.label}")
    for key, label in scenario.wrap_up.disposition.options.items():
        click.echo(f"  disposition {key}: {label}")


def _show_score(rehearsal: Rehearsal) -> None:
    report, thread = rehearsal.report(), rehearsal.thread
    for goal in rehearsal.scenario.goals:
        met = "met   " if thread.has_met(goal.id) else "missed"
        click.echo(f"  {met} {goal.id}: {goal.label}")
    if report.score is None:
        click.echo(f"Not measured: {report.not_measured.replace('_', ' ')}")
        return
    click.echo(f"Score {report.score:g}")
    for name, value in report.detail["chats"][0]["blocks"].items():
        click.echo(f"  {name:15} {'not measured' if value is None else value}")
    for point in report.points:
        click.echo(f"  {point.earned:5.1f} of {point.possible:4.1f}  {_named(point)}{_why(point)}")


def _named(point: Point) -> str:
    return point.label or point.criterion.replace("_", " ").replace(".", ": ")


def _why(point: Point) -> str:
    words = [f"“{evidence.text}”" for evidence in point.evidence if evidence.text]
    return f": {', '.join(dict.fromkeys(words))}" if words else ""


def _show_moves(rehearsal: Rehearsal) -> None:
    script = [
        {**move.model_dump(exclude_defaults=True, exclude={"wait"}), "wait": f"{move.wait:g}s"}
        for move in rehearsal.moves
    ]
    click.echo(yaml.safe_dump(script, allow_unicode=True, sort_keys=False, width=1000).rstrip())
