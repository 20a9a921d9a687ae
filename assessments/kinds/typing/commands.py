"""Commands for authors of typing items: flask typing record-phrases and check-phrases."""

from collections.abc import Sequence

import click
from flask.cli import AppGroup

from assessments.commands.prompts import list_unclear, load_whisper, record
from assessments.kinds.typing.bank import ITEMS, phrase_texts
from speech.prompts.intelligibility import check_prompts

group = AppGroup("typing", help="For authors of typing items.")


@group.command("record-phrases")
@click.option(
    "--only", default="", help="Name of one sound to render again, such as hear-late-fan-3."
)
def record_phrases(*, only: str) -> None:
    """Render the dictated phrases whose words are new or changed; others stay as they are."""

    def render() -> Sequence[str]:
        # Needs the packages that render speech: development only.
        from assessments.kinds.typing.record_phrases import record_phrases as render_phrases

        return render_phrases(only=only)

    record(render)


@group.command("check-phrases")
def check_phrases() -> None:
    """Transcribe every dictated phrase with Whisper; list those with over 1 word in 10 wrong.

    This takes some minutes. Whisper writes spelt letters and figures in its own way, so read its
    text.
    """
    list_unclear(check_prompts(load_whisper(), ITEMS / "audio", phrase_texts()))
