"""flask voice …: what authors of items do; it may know a kind of test by name."""

import click
from flask.cli import AppGroup

from jobs import settings
from speech.weights import WeightsError
from speech.whisper import Whisper, prepare

group = AppGroup("voice", help="What authors of voice items do.")


@group.command("record-prompts")
@click.option("--voice", type=click.Choice(["heart", "awb"]), help="The voice, for those made now.")
@click.option("--only", default="", help="Id of one item to make again.")
def record_prompts(*, voice: str | None, only: str) -> None:
    """Render the spoken prompts whose text is new or changed; others stay as they are."""
    try:
        # Decodes and encodes sound: no other command should pay for loading that.
        from assessments.voice.prompt_voices import NoVoiceError
        from assessments.voice.record_prompts import record_prompts as render

        made = render(voice=voice or "", only=only)
    except ImportError as error:
        raise click.ClickException(
            f"{error.name} is missing: install requirements-dev.txt, it renders the voices"
        ) from error
    except NoVoiceError as error:
        raise click.ClickException(f"a voice is missing, {error}") from error
    click.echo("\n".join(made) or "every prompt is there already")


@group.command("check-prompts")
def check_prompts() -> None:
    """Listen to every spoken prompt with Whisper; list those with more than one word in ten wrong.

    Takes some minutes. What the machine does not understand, a person may not either: reword it,
    or make it again with the other voice.
    """
    from assessments.voice.check_prompts import MOST_ERRORS
    from assessments.voice.check_prompts import check_prompts as listen_to_all

    try:
        prepared = prepare(
            settings().whisper_model,
            folder=settings().weights_folder,
            places=settings().weights_places,
        )
    except WeightsError as error:
        raise click.ClickException(str(error)) from error
    errors = words = unclear = 0
    for one in listen_to_all(Whisper(prepared, threads=settings().whisper_threads)):
        errors, words = errors + one.errors, words + one.words
        if one.error_rate > MOST_ERRORS:
            unclear += 1
            click.echo(f"{one.error_rate:4.0%}  {one.item} ({one.voice})")
            click.echo(f"      says  {one.expected}\n      heard {one.heard}")
    click.echo(f"{errors} of {words} words wrong; {unclear} prompts are unclear")
