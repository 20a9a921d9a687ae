"""What the typing page shows now."""

from collections.abc import Sequence
from typing import Any

from assessments.base import Bank, LoggedEvent, begun
from assessments.typing.run import read_run
from scoring.keystrokes import replay


def state(bank: Bank, events: Sequence[LoggedEvent], now: float) -> dict[str, Any]:
    """Return the passage, the text typed so far and the time left by the server's clock.

    The time of the passage is its own limit or what the sitting has left, whichever is less.
    ``page`` names the page that may type (empty before the first key), ``elapsed`` and
    ``seconds_left`` are seconds of the passage, ``last`` the time of the last stroke.
    """
    opening = begun(events)
    passage = bank[opening.form[0]]
    run = read_run(events, passage)
    limit = run.limit
    if run.started is None and opening.seconds is not None:
        limit = min(limit, max(0.0, opening.seconds - now))
    elapsed = 0.0 if run.started is None else min(max(now - run.started, 0.0), limit)
    return {
        "item": passage.id,
        "title": passage.title,
        "practice": passage.practice,
        "passage": passage.text,
        "typed": replay(run.edits).text,
        "page": run.page,
        "started": run.started is not None,
        "elapsed": round(elapsed, 3),
        "last": run.last,
        "limit": limit,
        "seconds_left": round(limit - elapsed, 3),
        "finished": run.over(now) or events[-1].kind in {"submitted", "expired"},
    }
