"""flask assessments calibrate: estimate item parameters from applicants' answers."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from assessments.banks.registry import UnknownKindError
from assessments.calibration.material import estimates_as_json, estimates_of, material, proposal
from scoring.calibrate import Calibration, CalibrationError


@click.command("calibrate")
@click.argument("slug")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a proposal.")
def calibrate(slug: str, out: Path | None) -> None:
    """Estimate item parameters from scored sittings; nothing is in force until it is approved."""
    try:
        before = material(slug)
        found = estimates_of(before)
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
        content = proposal(slug, estimates_as_json(found, before)["items"])
        out.write_text(json.dumps(content, indent=1, sort_keys=True), "utf-8")
        click.echo(f"written to {out}; `flask assessments approve-parameters` puts it in force")


def table(found: Calibration) -> Sequence[str]:
    """Return the estimates as lines of a table, flagged questions first."""
    rows = sorted(found.items.items(), key=lambda pair: (not pair[1].flags, pair[0]))
    lines = [
        f"{'question':48} {'n':>5} model {'a':>5} {'b':>6} {'se b':>5} {'c':>4}"
        f" {'infit':>5} {'outfit':>6} {'drift':>6}"
    ]
    for name, estimate in rows:
        drift = "" if estimate.drift is None else f"{estimate.drift:+.1f}"
        lines.append(
            f"{name:48} {estimate.n:5} {estimate.model:5} {estimate.a:5.2f} {estimate.b:6.2f}"
            f" {estimate.se_b:5.2f} {estimate.c:4.2f} {estimate.infit:5.2f} {estimate.outfit:6.2f}"
            f" {drift:>6} {' '.join(estimate.flags)}"
        )
    return lines
