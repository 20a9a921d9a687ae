"""Pages to sign in, sign out and change the password."""

import hashlib
import math
import time

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from accounts import sessions, staff
from accounts.destinations import home_of, own_path
from accounts.forms import PasswordForm, SignInForm
from accounts.models import Staff
from accounts.passwords import BusyError
from accounts.permissions import Permission, open_to_all, staff_only
from database import db
from extensions import limiter

bp = Blueprint("accounts", __name__, url_prefix="/staff")
bp.after_app_request(sessions.note_seen)

WRONG = 401
TRIES_BY_ADDRESS = "30 per 5 minutes;120 per hour"
"""A whole office may sign in from one address; only failed attempts count."""
TRIES_BY_BOTH = "6 per 5 minutes;20 per hour"
"""Per e-mail address and IP address, so that guessing elsewhere does not lock the owner out."""
TRIES_BY_EMAIL = "60 per 15 minutes"
"""Per e-mail address from anywhere: at most 5,760 guesses a day at a chosen password."""


def _email_tried() -> str:
    """Return the rate-limit key of the e-mail address, without storing the address itself."""
    email = staff.normal(request.form.get("email", ""))
    return "sign-in-" + hashlib.sha256(email.encode()).hexdigest()


def _both_tried() -> str:
    """Return the rate-limit key of the e-mail address together with the IP address."""
    return f"{_email_tried()}-{get_remote_address()}"


def _failed(response: Response) -> bool:
    return response.status_code == WRONG


@bp.get("/sign-in")
@open_to_all
def sign_in() -> str | Response:
    """Show the sign-in form."""
    member = sessions.current_staff()
    if member is not None:
        return redirect(own_path(request.args.get("next"), home_of(member.role)))
    return render_template(
        "accounts/sign_in.html", form=SignInForm(next=request.args.get("next", ""))
    )


@bp.post("/sign-in")
@open_to_all
@limiter.limit(TRIES_BY_ADDRESS, key_func=get_remote_address, deduct_when=_failed)
@limiter.limit(TRIES_BY_BOTH, key_func=_both_tried, deduct_when=_failed)
@limiter.limit(TRIES_BY_EMAIL, key_func=_email_tried, deduct_when=_failed)
def let_staff_in() -> tuple[str, int] | Response:
    """Sign a person in; the message is the same whatever was wrong."""
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422
    member = staff.authenticate(form.email.data, form.password.data)
    if member is None:
        refused = _("This e-mail address and password do not belong together.")
        return render_template("accounts/sign_in.html", form=form, refused=refused), WRONG
    return _enter(member, own_path(form.next.data, home_of(member.role)))


def _enter(member: Staff, path: str) -> Response:
    """Open a session with a new token and redirect to a path."""
    token = sessions.start(member)
    db.session.commit()
    session.pop("names_hidden", None)
    return sessions.set_cookie(redirect(path, 303), token)


@bp.post("/sign-out")
@open_to_all
def sign_out() -> Response:
    """Revoke the session; a second call changes nothing."""
    sessions.revoke_current()
    db.session.commit()
    session.pop("names_hidden", None)
    return sessions.drop_cookie(redirect(url_for("accounts.sign_in"), 303))


@bp.route("/password", methods=["GET", "POST"])
@staff_only(*Permission)
@limiter.limit("20 per 5 minutes", methods=["POST"])
def password() -> str | tuple[str, int] | Response:
    """Let a person change their own password; all other browsers are signed out."""
    member = sessions.current_staff()
    assert member is not None
    form, staff_id = PasswordForm(), member.id
    if not form.validate_on_submit():
        return render_template("accounts/password.html", form=form), 422 if form.errors else 200
    if not staff.is_own_password(member, form.present.data):
        form.present.errors = [_("This is not the password that you use now.")]
        return render_template("accounts/password.html", form=form), 422
    changed = staff.set_password(staff_id, form.new.data)
    flash(_("Your password is changed. Other browsers were signed out."), "good")
    return _enter(changed, home_of(changed.role))


@bp.errorhandler(429)
def too_many(error: TooManyRequests) -> tuple[str, int, dict[str, str]]:
    """Answer with the time after which to try again."""
    limit = limiter.current_limit
    seconds = max(1, math.ceil(limit.reset_at - time.time())) if limit else 60
    # The library's reset time is a whole second late; 5 minutes must not appear as 6.
    minutes = max(1, math.ceil((seconds - 1) / 60))
    page = render_template("accounts/too_many.html", minutes=minutes)
    return page, 429, {"Retry-After": str(seconds)}


@bp.errorhandler(BusyError)
def too_busy(error: BusyError) -> tuple[str, int, dict[str, str]]:
    """Ask to try again soon, so that password checks do not occupy every web server thread."""
    db.session.rollback()
    return render_template("errors/problem.html", code=503), 503, {"Retry-After": "3"}
