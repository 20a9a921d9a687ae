"""Whether the browser's clock can be believed: what it says of the keys, and when they came.

A slowed clock lets somebody type five minutes and say that it were two. A line that is down also
lets keys come late, and an honest applicant must not lose by it. The two look different:

* After an honest delay the batches that waited come together, and the next ones are on time
  again. The lag (server's time less browser's time of a batch's last stroke) falls back.
* Under a slowed clock the batches come one by one, as they are made, and the lag grows.

The lag of a batch is taken over the least lag so far, because the server counts from the arrival
of the first key, which may itself have been held up. Two bounds:

* ``STEADY_SECONDS`` where batches have come as they were made for ``CALM_SECONDS``, so that the
  line explains nothing;
* ``WIDE_SECONDS`` at the last batch, whatever the line did: beyond it, nobody can tell an
  honest line from a slowed clock behind a line that was cut on purpose.

An applicant whose line was down over the end of the passage and for more than ``WIDE_SECONDS``
after the last key is not scored either: it is said why, and a person may invite again. Opening
the page again excuses nothing, for the page takes the server's time when it comes back, and
strokes that were kept from before are late by what was true before. What stays possible is a gain
of up to a minute by cutting the line on purpose; the signal ``clock_slow`` shows it to a person.
"""

from collections.abc import Sequence
from itertools import pairwise

from assessments.kinds.typing.run import Arrival

STEADY_SECONDS = 20.0
"""A batch is made every 2 seconds; 20 are room for a slow line and a busy server."""

WIDE_SECONDS = 60.0

CALM_SECONDS = 10.0

OUTAGE_SECONDS = 10.0
"""If the lag grows by so much from one batch to the next, the line (or the computer) was away."""

QUEUED_SHARE = 0.5
"""A batch that follows the one before it in less than this share of the time that lay between
their strokes stood in a queue behind it."""


def contradict(arrivals: Sequence[Arrival]) -> bool:
    """Return whether the two clocks contradict each other too much for a score."""
    origin = Arrival(came=0.0, said=0.0)
    least = latest = calm_since = 0.0
    for before, batch in pairwise((origin, *arrivals)):
        lag = batch.came - batch.said
        least = min(least, lag)
        latest = lag - least
        if not _came_as_made(before, batch):
            calm_since = batch.came
        elif latest > STEADY_SECONDS and batch.came - calm_since >= CALM_SECONDS:
            return True
    return latest > WIDE_SECONDS


def _came_as_made(before: Arrival, batch: Arrival) -> bool:
    said, came = batch.said - before.said, batch.came - before.came
    return QUEUED_SHARE * said <= came <= said + OUTAGE_SECONDS
