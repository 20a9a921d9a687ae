"""The voice test: read aloud, repeat a sentence, answer a caller; recorded and listened to."""

from assessments.base import N_, Assessment
from assessments.voice.bank import draw, items
from assessments.voice.events import EVENTS
from assessments.voice.scorer import score
from assessments.voice.state import state

ASSESSMENT = Assessment(
    slug="voice",
    name=N_("Voice"),
    skills=(N_("Reading aloud"), N_("Listening and repeating"), N_("Answering a caller")),
    version="2",
    minutes=6.0,
    least_minutes=5.0,  # three minutes to prepare, listen and speak (one item twice), two to read
    items=items,
    draw=draw,
    events=EVENTS,
    state=state,
    score=score,
    needs_microphone=True,
)
