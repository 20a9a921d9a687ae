"""The routes of every kind of test. Kinds have none of their own."""

import hashlib
import json
from typing import Any, Final

from flask import (
    Blueprint,
    abort,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    send_file,
    send_from_directory,
    url_for,
)
from sqlalchemy import select
from werkzeug.wrappers import Response

from accounts.permissions import Permission, applicants_only, open_to_all, staff_only
from assessments.banks import registry
from assessments.results import tasks
from assessments.sittings import life, recordings
from assessments.sittings.incoming import Batch, HandIn
from assessments.sittings.models import Recording, RecordingState, Sitting
from database import db, now, read_only
from extensions import limiter
from jobs import after_commit
from web.bodies import body_as

bp = Blueprint("assessments", __name__)
CLOCK_SET_EVERY: Final = 30.0
"""Seconds after which a polling page gets a full response even if nothing has happened."""


def own_sitting(public_id: str) -> Sitting:
    """Return the applicant's own sitting, or answer 404."""
    sitting = db.session.scalar(select(Sitting).where(Sitting.public_id == public_id))
    if sitting is None or sitting.application_id != g.application_id:
        abort(404)
    return sitting


def own_recording(public_id: str) -> Recording:
    """Return the applicant's own recording, or answer 404."""
    recording = db.session.scalar(select(Recording).where(Recording.public_id == public_id))
    if recording is None or recording.sitting.application_id != g.application_id:
        abort(404)
    return recording


def page_state(sitting_id: str, opened: life.Opened | None = None) -> dict[str, Any]:
    """Return the state and clock of a sitting for the page's script. Blocks no writer.

    Args:
        opened: the sitting, if this request has loaded it already.
    """
    with read_only():
        sitting = own_sitting(sitting_id)
        opened = opened or life.load(sitting)
        over = life.is_over(sitting)
        return {
            "state": opened.state(),
            "over": over,
            "seconds_left": None if over else life.seconds_left(sitting),
            "elapsed": life.elapsed(sitting),
        }


def etag_of(answer: dict[str, Any]) -> str:
    """Return an ETag of ``page_state``.

    It ignores the clock but changes every ``CLOCK_SET_EVERY`` seconds, so that the page can
    correct its own clock.
    """
    compared = [answer["state"], answer["over"], int(answer["elapsed"] // CLOCK_SET_EVERY)]
    return hashlib.sha256(json.dumps(compared, sort_keys=True).encode()).hexdigest()[:20]


@bp.app_context_processor
def _kind_files() -> dict[str, Any]:
    return {"kind_static": kind_static_url}


def kind_static_url(slug: str, name: str) -> str | None:
    """Return the URL of a kind's static file, or None if the file does not exist."""
    if not (registry.static_folder(slug) / name).is_file():
        return None
    return url_for("assessments.kind_static", slug=slug, name=name)


@bp.get("/kinds/<slug>/<path:name>")
@open_to_all
@limiter.exempt
def kind_static(slug: str, name: str) -> Response:
    """Serve a kind's static file."""
    try:
        return send_from_directory(registry.static_folder(slug), name)
    except registry.UnknownKindError:
        abort(404)


@bp.get("/sittings/<sitting_id>")
@applicants_only
def take(sitting_id: str) -> str | Response:
    """Show the page of the test in its present state."""
    sitting = own_sitting(sitting_id)
    if life.is_over(sitting):
        return redirect(url_for("applicants.next_step"))
    return render_template(
        f"{sitting.slug}/take.html",
        sitting=sitting,
        assessment=registry.get(sitting.slug),
        seconds_left=life.seconds_left(sitting),
        elapsed=life.elapsed(sitting),
        state=life.load(sitting).state(),
        next_url=url_for("applicants.next_step"),
        kind_css=kind_static_url(sitting.slug, f"{sitting.slug}.css"),
    )


@bp.get("/sittings/<sitting_id>/state")
@applicants_only
@limiter.limit("240 per minute")
def feed(sitting_id: str) -> Response:
    """Return the present state to the page's script; 304 if the script has it already."""
    answer = page_state(sitting_id)
    response = jsonify(answer)
    response.set_etag(etag_of(answer))
    return response.make_conditional(request)


@bp.post("/sittings/<sitting_id>/events")
@applicants_only
def append(sitting_id: str) -> tuple[Response, int]:
    """Append events from the browser to the log."""
    batch = body_as(Batch)
    appended = life.append(own_sitting(sitting_id), batch)
    db.session.commit()
    refused = [list(refusal) for refusal in appended.refused]
    answer = {**page_state(sitting_id, appended.opened), "refused": refused}
    if appended.late:
        return jsonify({**answer, "code": "late"}), 409
    return jsonify(answer), 422 if appended.refused else 200


@bp.post("/sittings/<sitting_id>/submit")
@applicants_only
def submit(sitting_id: str) -> Response:
    """Submit the sitting; a repeated request changes nothing.

    Parts left untouched have to be confirmed: without ``{"confirmed": true}`` the answer is 409
    ``untouched``, with their number.
    """
    confirmed = bool(request.get_data()) and body_as(HandIn).confirmed
    sitting = own_sitting(sitting_id)
    if life.submit(sitting, confirmed=confirmed):
        tasks.send_if_ready(sitting)
    db.session.commit()
    return jsonify({"next": url_for("applicants.next_step")})


@bp.post("/sittings/<sitting_id>/media/<item>")
@applicants_only
def media(sitting_id: str, item: str) -> Response:
    """Send a spoken prompt if the test allows it now; each delivery is logged.

    A POST, because each delivery counts: it cannot be reopened by its URL or served from a cache.
    """
    sitting = own_sitting(sitting_id)
    place = registry.sound(sitting.slug, item)
    if place is None or life.is_over(sitting):
        abort(404)
    given = life.give_prompt(sitting, item)
    db.session.commit()
    if not given:
        abort(403)
    answer = send_file(place, conditional=False, max_age=0)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/sittings/<sitting_id>/recordings")
@applicants_only
def start_recording(sitting_id: str) -> tuple[Response, int]:
    """Open an upload."""
    new = body_as(recordings.NewRecording)
    recording, created = recordings.create(own_sitting(sitting_id), new)
    db.session.commit()
    answer = jsonify({"recording": recording.public_id, "offset": recordings.offset(recording)})
    place = url_for("assessments.recording_offset", recording_id=recording.public_id)
    answer.headers["Location"] = place
    return answer, 201 if created else 200


def _offset_answer(offset: int, status: int = 204) -> Response:
    return Response(status=status, headers={"Upload-Offset": str(offset)})


@bp.route("/recordings/<recording_id>", methods=["HEAD"])
@applicants_only
def recording_offset(recording_id: str) -> Response:
    """Return the number of bytes stored, and whether the upload is complete."""
    recording = own_recording(recording_id)
    answer = _offset_answer(recordings.offset(recording), 200)
    if recording.state in recordings.OPEN:
        answer.headers["Upload-Defer-Length"] = "1"
    else:
        answer.headers["Upload-Length"] = str(recording.bytes)
    return answer


@bp.patch("/recordings/<recording_id>")
@applicants_only
def append_chunk(recording_id: str) -> Response:
    """Append a chunk at its offset."""
    if request.mimetype != "application/offset+octet-stream":
        abort(415)
    recording = own_recording(recording_id)
    try:
        at = int(request.headers["Upload-Offset"])
    except (KeyError, ValueError):
        abort(400)
    recording.touched_at = now()
    db.session.flush()
    # Detached: reading an attribute would otherwise open a transaction, and hold the lock, while
    # the chunk is written to disk.
    db.session.expunge(recording)
    db.session.commit()
    return _offset_answer(recordings.append(recording, at, request.get_data()))


@bp.post("/recordings/<recording_id>/complete")
@applicants_only
def complete_recording(recording_id: str) -> Response:
    """Complete an upload; from now on the answer cannot be lost."""
    completion = body_as(recordings.Completion)
    recording = own_recording(recording_id)
    recordings.complete(recording, completion)
    if recording.state == RecordingState.RECEIVED and not recording.sitting.practice:
        after_commit(tasks.listen, recording.id, attempt=recording.attempts)
    sitting_id = recording.sitting.public_id
    db.session.commit()
    return jsonify(page_state(sitting_id))


@bp.get("/sittings/<sitting_id>/playback")
@staff_only(Permission.VIEW_APPLICANTS)
def playback(sitting_id: str) -> Response:
    """Return the data of a sitting's replay to staff."""
    with read_only():
        sitting = db.session.scalar(select(Sitting).where(Sitting.public_id == sitting_id))
        if sitting is None or not life.is_over(sitting):
            abort(404)
        replay = life.load(sitting).playback()
        if replay is None:
            abort(404)
        return jsonify(replay)


@bp.get("/recordings/<recording_id>/sound")
@staff_only(Permission.VIEW_APPLICANTS)
def sound(recording_id: str) -> Response:
    """Send the sound of a recording to staff; byte ranges are supported."""
    recording = db.session.scalar(select(Recording).where(Recording.public_id == recording_id))
    if recording is None:
        abort(404)
    return sound_of(recording)


def sound_of(recording: Recording) -> Response:
    """Return the sound of a recording, or the requested byte range; answer 404 if it is gone."""
    if recording.store_key is None:
        abort(404)
    place = recordings.store().path(recording.store_key)
    if not place.is_file():
        abort(404)
    mime = recording.mime.partition(";")[0]
    safe = mime if mime.startswith("audio/") else "application/octet-stream"
    return send_file(place, mimetype=safe, conditional=True)
