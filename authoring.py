"""flask voice …: what authors of items do; it may know a kind of test by name."""

import click
from flask.cli import AppGroup

group = AppGroup("voice", help="What authors of voice items do.")


@group.command("record-prompts")
def record_prompts() -> None:
    """Render the spoken prompts whose text is new or changed; others stay as they are."""
    try:
        # Decodes and encodes sound: no other command should pay for loading that.
        from assessments.voice.record_prompts import record_prompts as render

        made = render()
    except ImportError as error:
        raise click.ClickException(
            f"{error.name} is missing: install requirements-dev.txt, it renders the voices"
        ) from error
    click.echo("\n".join(made) or "every prompt is there already")
