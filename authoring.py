"""flask voice … and flask typing …: what authors of items do; it may know a kind by name."""

from collections.abc import Callable, Iterable, Sequence

import click
from flask.cli import AppGroup

from jobs import settings
from speech.prompts.hearing import MOST_ERRORS, Understood
from speech.weights import WeightsError
from speech.whisper import Whisper, prepare

voice_group = AppGroup("voice", help="What authors of voice items do.")
typing_group = AppGroup("typing", help="What authors of typing items do.")
groups = (voice_group, typing_group)


@voice_group.command("record-prompts")
@click.option("--voice", type=click.Choice(["heart", "awb"]), help="The voice, for those made now.")
@click.option("--only", default="", help="Id of one item to make again.")
def record_prompts(*, voice: str | None, only: str) -> None:
    """Render the spoken prompts whose text is new or changed; others stay as they are."""

    def render() -> Sequence[str]:
        # Decodes and encodes sound: no other command should pay for loading that.
        from assessments.voice.record_prompts import record_prompts as make

        return make(voice=voice or "", only=only)

    _record(render)


@voice_group.command("check-prompts")
def check_prompts() -> None:
    """Listen to every spoken prompt with Whisper; list those with more than one word in ten wrong.

    Takes some minutes. What the machine does not understand, a person may not either: reword it,
    or make it again with the other voice.
    """
    from assessments.voice.check_prompts import check_prompts as listen_to_all

    _list_unclear(listen_to_all(_whisper()))


@typing_group.command("record-phrases")
@click.option("--only", default="", help="Name of one sound to make again, as hear-late-fan-3.")
def record_phrases(*, only: str) -> None:
    """Render the dictated phrases whose words are new or changed; others stay as they are."""

    def render() -> Sequence[str]:
        from assessments.typing.record_phrases import record_phrases as make

        return make(only=only)

    _record(render)


@typing_group.command("check-phrases")
def check_phrases() -> None:
    """Listen to every dictated phrase with Whisper; list those with over one word in ten wrong.

    Takes some minutes. Whisper writes spelt letters and figures as it likes, so read what it heard.
    """
    from assessments.typing.check_phrases import check_phrases as listen_to_all

    _list_unclear(listen_to_all(_whisper()))


def _record(render: Callable[[], Sequence[str]]) -> None:
    try:
        from speech.prompts.voices import NoVoiceError

        made = render()
    except ImportError as error:
        raise click.ClickException(
            f"{error.name} is missing: install requirements-dev.txt, it renders the voices"
        ) from error
    except NoVoiceError as error:
        raise click.ClickException(f"a voice is missing, {error}") from error
    click.echo("\n".join(made) or "every prompt is there already")


def _whisper() -> Whisper:
    try:
        prepared = prepare(
            settings().whisper_model,
            folder=settings().weights_folder,
            places=settings().weights_places,
        )
    except WeightsError as error:
        raise click.ClickException(str(error)) from error
    return Whisper(prepared, threads=settings().whisper_threads)


def _list_unclear(prompts: Iterable[Understood]) -> None:
    errors = words = unclear = 0
    for one in prompts:
        errors, words = errors + one.errors, words + one.words
        if one.error_rate > MOST_ERRORS:
            unclear += 1
            click.echo(f"{one.error_rate:4.0%}  {one.name} ({one.voice})")
            click.echo(f"      says  {one.expected}\n      heard {one.heard}")
    click.echo(f"{errors} of {words} words wrong; {unclear} prompts are unclear")
