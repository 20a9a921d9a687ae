"""Decide whether the browser's clock can be trusted: compare its times with the arrival times.

A slowed clock lets an applicant type for five minutes and report two. A lost connection also makes
keys arrive late, and an honest applicant must not lose by it. The two look different:

* After an honest delay the waiting batches arrive together, and the next ones are on time again.
  The lag (server's time minus browser's time of a batch's last stroke) falls back.
* With a slowed clock the batches arrive one by one, as the page makes them, and the lag grows.

The lag of a batch is measured relative to the least lag so far, because the server counts from the
arrival of the first key, which may itself have been delayed. There are two bounds:

* ``STEADY_SECONDS`` if batches have arrived as they were made for ``CALM_SECONDS``, so that the
  connection does not explain the lag;
* ``WIDE_SECONDS`` at the last batch, whatever the connection did: beyond it, an honest connection
  cannot be distinguished from a slowed clock with a connection that was cut on purpose.

An applicant whose connection was lost over the end of the passage and for more than
``WIDE_SECONDS`` after the last key is not scored either: the report gives the reason, and staff may
invite again. Opening the page again is no excuse, because the page takes the server's time when it
returns, and strokes stored before are late by their old lag. A gain of up to a minute by cutting
the connection on purpose remains possible; the flag ``clock_slow`` shows it to a person.
"""

from collections.abc import Sequence
from itertools import pairwise

from assessments.kinds.typing.run import Arrival

STEADY_SECONDS = 20.0
"""The page makes a batch every 2 seconds; 20 allow for a slow connection and a busy server."""

WIDE_SECONDS = 60.0

CALM_SECONDS = 10.0

OUTAGE_SECONDS = 10.0
"""If the lag grows by this much between two batches, the connection or the computer was away."""

QUEUED_SHARE = 0.5
"""A batch that arrives after less than this share of the time between its strokes and those of the
batch before has waited in a queue."""


def contradict(arrivals: Sequence[Arrival]) -> bool:
    """Whether the two clocks contradict each other too much for a score."""
    origin = Arrival(server=0.0, browser=0.0)
    least = latest = calm_since = 0.0
    for before, batch in pairwise((origin, *arrivals)):
        lag = batch.server - batch.browser
        least = min(least, lag)
        latest = lag - least
        if not _came_as_made(before, batch):
            calm_since = batch.server
        elif latest > STEADY_SECONDS and batch.server - calm_since >= CALM_SECONDS:
            return True
    return latest > WIDE_SECONDS


def _came_as_made(before: Arrival, batch: Arrival) -> bool:
    browser, server = batch.browser - before.browser, batch.server - before.server
    return QUEUED_SHARE * browser <= server <= browser + OUTAGE_SECONDS
