"""The applicants' pages, from the invitation to the results."""

from typing import Any

from flask import (
    Blueprint,
    abort,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import get_locale
from sqlalchemy import select
from werkzeug.wrappers import Response

from accounts.permissions import applicants_only, open_to_all
from applicants import device, invitations, journey, results_copy, sound_check
from applicants.forms import ConsentForm, StartForm
from applicants.models import Application, Invitation, SoundCheck
from assessments.banks import registry
from assessments.sittings import life
from assessments.views import sound_of
from database import db
from extensions import limiter
from web.bodies import body_as

bp = Blueprint("applicants", __name__)


def present() -> Application:
    """Return the application of the visitor.

    Raises:
        Unauthorized: it no longer exists.
    """
    application = db.session.get(Application, g.application_id)
    if application is None:
        session.pop("application", None)
        abort(401)
    return application


@bp.app_context_processor
def _steps() -> dict[str, Any]:
    application_id = g.get("application_id")
    if application_id is None or request.blueprint not in {"applicants", "assessments"}:
        return {}
    application = db.session.get(Application, application_id)
    if application is None:
        return {}
    here = journey.next_step(application).slug
    return {"steps": journey.steps(application, here)}


@bp.get("/")
@open_to_all
def home() -> str:
    """Explain the site and where to go."""
    return render_template("applicants/home.html")


def _refusal(error: invitations.InvitationError) -> tuple[str, int]:
    status = 404 if isinstance(error, invitations.UnknownInvitationError) else 410
    return render_template("applicants/no_entry.html", why=type(error).__name__), status


@bp.get("/i/<token>")
@open_to_all
@limiter.limit("60 per minute")
def welcome(token: str) -> str | tuple[str, int] | Response:
    """Explain who invites and what happens next; opening the page changes nothing."""
    if results_copy.is_released(token):
        return redirect(url_for("applicants.results", token=token))
    try:
        invitation = invitations.find(token)
    except invitations.InvitationError as error:
        return _refusal(error)
    return render_template(
        "applicants/welcome.html",
        **_about(invitation),
        form=StartForm(),
    )


def _about(invitation: Invitation) -> dict[str, Any]:
    application = invitation.application
    return {
        "application": application,
        "invitation": invitation,
        "kinds": [
            (registry.get(part["slug"]), part["minutes"] * journey.extra_time(application))
            for part in application.battery
        ],
        "minutes": journey.minutes(application),
        "coming_back": application.started_at is not None,
    }


@bp.post("/i/<token>")
@open_to_all
@limiter.limit("30 per minute")
def enter(token: str) -> Response | tuple[str, int]:
    """Let the applicant in."""
    try:
        invitation = invitations.find(token)
    except invitations.InvitationError as error:
        return _refusal(error)
    application = invitations.accept(invitation)
    db.session.commit()
    if session.get("application") != application.id:
        session.clear()
    session["application"] = application.id
    session["invitation"] = invitation.id
    return redirect(url_for("applicants.next_step"), 303)


@bp.get("/next")
@applicants_only
def next_step() -> Response:
    """Redirect to the next step."""
    step = journey.next_step(present())
    if step.place is not journey.Place.ASSESSMENT:
        return redirect(url_for(f"applicants.{step.place}"))
    if step.sitting is not None:
        return redirect(url_for("assessments.take", sitting_id=step.sitting.public_id))
    return redirect(url_for("applicants.instructions", slug=step.slug))


@bp.route("/consent", methods=["GET", "POST"])
@applicants_only
def consent() -> str | Response:
    """Ask for consent, in the words of the version that is stored."""
    application = present()
    form = ConsentForm()
    text = render_template("applicants/consent_text.html", application=application)
    if form.validate_on_submit():
        journey.give_consent(application, text=text, locale=str(get_locale() or "en"))
        db.session.commit()
        return redirect(url_for("applicants.next_step"), 303)
    return render_template("applicants/consent.html", form=form, text=text, application=application)


@bp.get("/device-check")
@applicants_only
def device_check() -> str:
    """Show the check of browser, microphone and sound, before any time limit starts."""
    application = present()
    needs_microphone = any(
        registry.get(part["slug"]).devices.needs_microphone for part in application.battery
    )
    return render_template(
        "applicants/device_check.html",
        needs_microphone=needs_microphone,
        sentence=sound_check.SENTENCE,
    )


@bp.post("/device-check")
@applicants_only
def keep_device() -> Response:
    """Store the result of the device check; a second check replaces the first."""
    record = body_as(device.DeviceRecord)
    application = present()
    application.device = device.record_of(record, sound_check.understanding(application))
    sound_check.forget(application)
    db.session.commit()
    return jsonify({"next": url_for("applicants.next_step")})


def _body(most: int) -> bytes:
    """Read a body of at most ``most`` bytes, before the first database query."""
    request.max_content_length = most
    return request.get_data(cache=False)


@bp.route("/device-check/line", methods=["GET", "POST"])
@applicants_only
@limiter.limit("60 per minute")
def try_line() -> Response:
    """Let the browser time a small response, and an upload that is discarded."""
    _body(device.MOST_LINE_BYTES)
    return Response(status=204)


@bp.post("/device-check/sentence")
@applicants_only
@limiter.limit("6 per minute;40 per hour")
def begin_sound_check() -> tuple[Response, int]:
    """Accept the recorded sentence and start its check."""
    sound = _body(sound_check.MOST_BYTES)
    if not sound:
        abort(400)
    check = sound_check.begin(present(), sound)
    db.session.commit()
    return jsonify({"check": check.public_id}), 201


@bp.get("/device-check/sentence/<public_id>")
@applicants_only
@limiter.limit("240 per minute")
def sound_check_state(public_id: str) -> Response:
    """Return the state of a recorded sentence."""
    check = db.session.scalar(select(SoundCheck).where(SoundCheck.public_id == public_id))
    if check is None or check.application_id != g.application_id:
        abort(404)
    return jsonify(
        {
            "state": check.state,
            "text": check.text,
            "found": check.found,
            "of": sound_check.SENTENCE_WORDS,
        }
    )


@bp.get("/tests/<slug>")
@applicants_only
def instructions(slug: str) -> str | Response:
    """Explain the test, with buttons to practise and to start."""
    application = present()
    step = journey.next_step(application)
    if step.slug != slug or step.sitting is not None:
        return redirect(url_for("applicants.next_step"))
    part = journey.part_of(application, slug)
    assert part is not None
    return render_template(
        "applicants/instructions.html",
        assessment=registry.get(slug),
        form_name=part.get("form", ""),
        policy=part.get("policy", ""),
        count_items=lambda: journey.count_items(part),
        minutes=part["minutes"] * journey.extra_time(application),
        number=application.battery.index(part) + 1,
        count=len(application.battery),
        keyboard=journey.keyboard_notice(application, slug),
        chosen=part.get("form", ""),
        form=StartForm(),
    )


@bp.post("/tests/<slug>/<any(practice, start):way>")
@applicants_only
def start(slug: str, way: str) -> Response:
    """Open the practice or the test; a repeated request opens the same sitting."""
    application = present()
    step = journey.next_step(application)
    if step.slug != slug:
        return redirect(url_for("applicants.next_step"), 303)
    sitting = journey.begin(application, slug, practice=way == "practice")
    db.session.commit()
    if life.is_over(sitting):
        return redirect(url_for("applicants.next_step"), 303)
    return redirect(url_for("assessments.take", sitting_id=sitting.public_id), 303)


@bp.get("/i/<token>/results")
@open_to_all
@limiter.limit("60 per minute")
def results(token: str) -> str | tuple[str, int]:
    """Show applicants their results copy, once it is released."""
    try:
        application = results_copy.find(token)
    except invitations.UnknownInvitationError as error:
        return _refusal(error)
    return render_template(
        "applicants/results.html",
        application=application,
        tests=results_copy.tests_of(application),
        sound_address=lambda recording: url_for(
            "applicants.results_sound", token=token, recording_id=recording
        ),
    )


@bp.get("/i/<token>/results/<recording_id>")
@open_to_all
@limiter.limit("240 per minute")
def results_sound(token: str, recording_id: str) -> Response:
    """Let applicants play one of their own answers, once the results copy is released."""
    try:
        application = results_copy.find(token)
    except invitations.UnknownInvitationError:
        abort(404)
    recording = results_copy.recording_of(application, recording_id)
    if recording is None:
        abort(404)
    return sound_of(recording)


@bp.get("/thank-you")
@applicants_only
def thank_you() -> str | Response:
    """Explain what happens next; the sweep closes the application."""
    application = present()
    if journey.next_step(application).place is not journey.Place.THANK_YOU:
        return redirect(url_for("applicants.next_step"))
    return render_template("applicants/thank_you.html", application=application)
