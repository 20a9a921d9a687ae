"""flask voice record-prompts | check-prompts: for authors of voice items."""

from collections.abc import Sequence

import click
from flask.cli import AppGroup

from assessments.commands.prompts import list_unclear, load_whisper, record
from assessments.kinds.voice.check_prompts import check_prompts as transcribe_prompts

group = AppGroup("voice", help="For authors of voice items.")


@group.command("record-prompts")
@click.option("--voice", type=click.Choice(["heart", "awb"]), help="The voice of the new prompts.")
@click.option("--only", default="", help="Id of one item to make again.")
def record_prompts(*, voice: str | None, only: str) -> None:
    """Render the spoken prompts whose text is new or changed; leave the others as they are."""

    def render() -> Sequence[str]:
        # Needs the packages that render speech, which only a development machine has.
        from assessments.kinds.voice.record_prompts import record_prompts as render_prompts

        return render_prompts(voice=voice or "", only=only)

    record(render)


@group.command("check-prompts")
def check_prompts() -> None:
    """Transcribe every spoken prompt with Whisper; list those with more than 1 word in 10 wrong.

    Takes some minutes. Applicants may not understand a prompt that the machine does not understand:
    reword it, or record it again with the other voice.
    """
    list_unclear(transcribe_prompts(load_whisper()))
