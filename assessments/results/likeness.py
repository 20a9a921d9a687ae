"""Compare an applicant's answers with those of other applicants and record matches.

Spoken answers are compared when a recording is transcribed; key logs and written texts when a
sitting is scored. A match never changes a score; a kind of test may hold its score until a person
has read the texts (``held``).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from assessments.banks import registry
from assessments.results.read import reports
from assessments.sittings.models import Likeness, Recording, RecordingState, Result, Sitting
from database import db
from scoring.likeness import (
    SAME_WORDING,
    Shared,
    same_sound,
    same_text,
    shared_wording,
    words_of,
)
from scoring.report import stored_path
from scoring.rhythm import same_rhythm
from speech.spoken import Spoken

MOST_COMPARED = 1000
"""Only the newest answers to an item are compared: applicants rarely learn older ones by heart."""


def note_likeness(recording: Recording) -> None:
    """Compare an answer in the applicant's own words with other answers to the same item.

    A match is recorded on both recordings. Does not commit; a second call adds nothing.
    """
    assessment = registry.get(recording.sitting.slug)
    item = registry.bank(assessment.slug).get(recording.item)
    likeness = assessment.likeness
    given = likeness.shared_text(item) if likeness and item is not None else None
    spoken = recording.spoken
    if given is None or spoken is None or spoken.rejected or recording.sitting.practice:
        return
    noted = {likeness.other_sitting_id for likeness in recording.likenesses}
    for other_id, text in _others(recording):
        found = shared_wording(spoken.text, text, given=given)
        if found and found.share >= SAME_WORDING:
            other = db.session.get_one(Recording, other_id)
            if other.sitting_id not in noted:
                _note_both(recording, other, found)
    db.session.flush()


def _others(recording: Recording) -> list[tuple[int, str]]:
    rows = db.session.execute(
        select(Recording.id, Recording.heard["text"].as_string())
        .join(Sitting, Sitting.id == Recording.sitting_id)
        .where(
            Recording.item == recording.item,
            Recording.state == RecordingState.HEARD,
            Sitting.slug == recording.sitting.slug,
            Sitting.practice.is_(False),
            Sitting.application_id != recording.sitting.application_id,
        )
        .order_by(Recording.id.desc())
        .limit(MOST_COMPARED)
    )
    return [(number, text or "") for number, text in rows]


def _note_both(recording: Recording, other: Recording, found: Shared) -> None:
    assert recording.spoken is not None
    assert other.spoken is not None
    size = len(found.words)
    played = same_sound(
        _beginnings(recording.spoken)[found.first : found.first + size],
        _beginnings(other.spoken)[found.other : found.other + size],
    )
    for mine, theirs in ((recording, other), (other, recording)):
        mine.likenesses.append(
            Likeness(
                other_sitting_id=theirs.sitting_id,
                share=found.share,
                words=" ".join(found.words),
                same_sound=played,
            )
        )


def _beginnings(spoken: Spoken) -> list[float]:
    """Return the start of each word in seconds, with words split as ``words_of`` splits them."""
    return [word.start for word in spoken.words for _ in words_of(word.text)]


def note_same_rhythm(sitting: Sitting, rhythms: Mapping[str, Sequence[float]]) -> None:
    """Compare the typing rhythm of a sitting with that of other applicants.

    A match is recorded on both sittings. Does not commit; a second call adds nothing.

    Args:
        rhythms: seconds between keys, by item (``Report.rhythms``).
    """
    noted = {likeness.other_sitting_id for likeness in sitting.likenesses}
    for other_id, theirs in _others_with("rhythms", sitting) if rhythms else ():
        same = next(
            (item for item, keys in rhythms.items() if same_rhythm(keys, theirs.get(item, ()))), ""
        )
        if same and other_id not in noted:
            noted.add(other_id)
            _note_sittings(sitting.id, other_id, share=1.0, words=same)
    db.session.flush()


def note_same_texts(sitting: Sitting, texts: Mapping[str, str]) -> tuple[int, ...]:
    """Compare the texts of a sitting with those of other applicants on the same items.

    A match is recorded on both sittings. Does not commit; a second call adds nothing.

    Args:
        texts: the written texts, by item (``Report.texts``).

    Returns:
        The ids of the other sittings that were not matched before.
    """
    likeness = registry.get(sitting.slug).likeness
    bank = registry.bank(sitting.slug)
    given = {item: likeness.shared_text(bank[item]) for item in texts if likeness and item in bank}
    noted = {likeness.other_sitting_id for likeness in sitting.likenesses}
    matched = []
    for other_id, theirs in _others_with("texts", sitting) if texts else ():
        found = [
            shared
            for item, page in given.items()
            if page is not None
            and (shared := same_text(texts[item], theirs.get(item, ""), given=page))
        ]
        if found and other_id not in noted:
            noted.add(other_id)
            matched.append(other_id)
            most = max(found, key=lambda shared: shared.share)
            _note_sittings(sitting.id, other_id, share=most.share, words=" ".join(most.words))
    db.session.flush()
    return tuple(matched)


def _note_sittings(sitting_id: int, other: int, *, share: float, words: str) -> None:
    for mine, theirs in ((sitting_id, other), (other, sitting_id)):
        db.session.add(
            Likeness(
                sitting_id=mine, other_sitting_id=theirs, share=share, words=words, same_sound=False
            )
        )


def _others_with(name: str, sitting: Sitting) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the field ``name`` of other applicants' reports with their sittings, newest first."""
    parts = (Result.sitting_id, Result.content[stored_path(name)])
    rows = db.session.execute(
        reports(sitting.slug, parts=parts)
        .where(Sitting.application_id != sitting.application_id)
        .limit(MOST_COMPARED)
    )
    for other_id, by_item in rows:
        yield other_id, by_item or {}
