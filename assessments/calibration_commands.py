"""flask assessments calibrate: what applicants' answers say about the items of a kind."""

import json
from collections import Counter
from pathlib import Path

import click

from assessments.calibration import estimated, proposal, table
from assessments.registry import UnknownKindError
from scoring.calibrate import CalibrationError


@click.command("calibrate")
@click.argument("slug")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a proposal.")
def calibrate(slug: str, out: Path | None) -> None:
    """Estimate item parameters from scored sittings; nothing is in force until it is approved."""
    try:
        found = estimated(slug)
    except UnknownKindError as error:
        raise click.ClickException(f"there is no kind of test named {slug!r}") from error
    except CalibrationError as error:
        raise click.ClickException(str(error)) from error
    for line in table(found):
        click.echo(line)
    left = Counter(found.left_out.values())
    click.echo(
        f"{found.people} people; {len(found.items)} questions estimated; left out: "
        + (", ".join(f"{count} {why}" for why, count in sorted(left.items())) or "none")
    )
    if found.link:
        click.echo(
            f"linked by {len(found.link.anchors)} approved questions: "
            f"{found.link.slope:.3f} x + {found.link.shift:.3f}"
        )
    else:
        click.echo("a new scale: these applicants are taken as N(0, 1)")
    if out:
        out.write_text(json.dumps(proposal(slug, found), indent=1, sort_keys=True), "utf-8")
        click.echo(f"written to {out}; `flask assessments approve-parameters` puts it in force")
