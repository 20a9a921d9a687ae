"""Shared parts of the commands for spoken prompts: render, load Whisper, list unclear prompts."""

from collections.abc import Callable, Iterable, Sequence

import click

import config
from speech.prompts.intelligibility import MOST_ERRORS, PromptCheck
from speech.prompts.manifest import NoVoiceError
from speech.weights import WeightsError
from speech.whisper import Whisper, prepare


def record(render: Callable[[], Sequence[str]]) -> None:
    """Render prompts and print their names.

    Args:
        render: renders the missing sounds and returns their names. It imports packages of
            requirements-dev.txt, which a production machine does not have.
    """
    try:
        names = render()
    except ImportError as error:
        raise click.ClickException(
            f"{error.name} is missing: install requirements-dev.txt, it renders the voices"
        ) from error
    except NoVoiceError as error:
        raise click.ClickException(f"a voice is missing, {error}") from error
    click.echo("\n".join(names) or "every prompt is there already")


def load_whisper() -> Whisper:
    """Load the Whisper model that the settings name."""
    settings = config.current()
    try:
        prepared = prepare(
            settings.whisper_model,
            folder=settings.weights_folder,
            places=settings.weights_places,
        )
    except WeightsError as error:
        raise click.ClickException(str(error)) from error
    return Whisper(prepared, threads=settings.whisper_threads)


def list_unclear(prompts: Iterable[PromptCheck]) -> None:
    """Print the prompts with a word error rate above ``MOST_ERRORS``, and the totals."""
    errors = words = unclear = 0
    for prompt in prompts:
        errors, words = errors + prompt.errors, words + prompt.words
        if prompt.error_rate > MOST_ERRORS:
            unclear += 1
            click.echo(f"{prompt.error_rate:4.0%}  {prompt.name} ({prompt.voice})")
            click.echo(f"      says  {prompt.expected}\n      heard {prompt.transcript}")
    click.echo(f"{errors} of {words} words wrong; {unclear} prompts are unclear")
