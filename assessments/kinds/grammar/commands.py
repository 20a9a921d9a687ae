"""flask grammar import: what authors of grammar items do, without a database."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import click
import yaml
from flask.cli import AppGroup

from assessments.kinds.grammar.imports import READERS, Imported, decoded, imported
from assessments.kinds.grammar.imports.draft import Told, UnfitError
from assessments.kinds.grammar.question import LEVELS, Level, Question, Topic

group = AppGroup("grammar", help="What authors of grammar items do.")

HEAD = """# Drafts, imported from {name!r}. Before they are asked, somebody must read each one,
# write its reason and the mistakes of its wrong options, and set topic, rule and level.
# Then put the file into a bank and run: flask assessments check
"""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("drafts", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "form", type=click.Choice(sorted(READERS)), required=True)
@click.option("--topic", type=click.Choice(get_args(Topic)), required=True, help="Of all of them.")
@click.option("--level", type=click.Choice(LEVELS), required=True, help="Of all of them.")
@click.option("--rule", required=True, help="The point of grammar, of all of them.")
@click.option("--prefix", default="imported", help="Begins the id of each.")
def import_file(
    file: Path, drafts: Path, form: str, topic: Topic, level: Level, rule: str, prefix: str
) -> None:
    """Read the questions of FILE and write those that fit to DRAFTS, as an item file.

    What does not fit is listed with its line and the reason.
    """
    told = Told(topic=topic, rule=rule, level=level, prefix=prefix)
    try:
        found = imported(decoded(file.read_bytes()), form, told)
    except UnfitError as error:
        raise click.ClickException(f"{file}: {error}") from error
    _list_problems(file, found)
    if not found.questions:
        raise click.ClickException("no question of this file fits; nothing was written")
    try:
        with drafts.open("x", encoding="utf-8") as made:
            made.write(_written(file, found.questions))
    except FileExistsError as error:
        raise click.ClickException(f"{drafts} is there already; name another file") from error
    except OSError as error:
        raise click.ClickException(f"{drafts} cannot be written: {error.strerror}") from error
    click.echo(f"{len(found.questions)} drafts in {drafts}, {len(found.problems)} left out")


def _list_problems(file: Path, found: Imported) -> None:
    for one in found.problems:
        title = f" ({one.title[:60]})" if one.title else ""
        click.echo(f"{file.name}, line {one.line}{title}: {one.why}", err=True)


def _written(file: Path, questions: Sequence[Question]) -> str:
    items: list[dict[str, Any]] = [
        one.model_dump(mode="json", exclude_defaults=True) | {"form": one.form} for one in questions
    ]
    written = yaml.safe_dump({"items": items}, allow_unicode=True, sort_keys=False, width=100)
    return HEAD.format(name=file.name) + written
