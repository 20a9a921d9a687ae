"""How well a reply is written: the place where the writing score joins."""

from typing import Final

NOT_YET: Final = "not_yet_measured"


def written_english(text: str, given: str) -> tuple[float | None, str]:
    """Return the score of the written English, 0 to 100, or None with the reason.

    This version measures what a reply says, not how well it is written.

    Args:
        text: the reply.
        given: what stood on the page; copied words are nobody's own English.
    """
    return None, NOT_YET
