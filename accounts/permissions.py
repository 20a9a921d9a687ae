"""Access to routes: every route declares who may use it; without a declaration it is closed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import (
    Flask,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from accounts.sessions import current_staff

View = TypeVar("View", bound=Callable[..., Any])


class Permission(StrEnum):
    """An action that a role may allow."""

    VIEW_APPLICANTS = "view_applicants"
    INVITE = "invite"
    DECIDE = "decide"
    MANAGE_VACANCIES = "manage_vacancies"
    VIEW_COHORTS = "view_cohorts"
    MANAGE_ITEMS = "manage_items"
    WRITE_ITEMS = "write_items"
    APPROVE_PARAMETERS = "approve_parameters"


GRANTS: dict[str, frozenset[Permission]] = {
    "recruiter": frozenset(
        {
            Permission.VIEW_APPLICANTS,
            Permission.INVITE,
            Permission.DECIDE,
            Permission.MANAGE_VACANCIES,
            Permission.MANAGE_ITEMS,
            Permission.APPROVE_PARAMETERS,
        }
    ),
    "trainer": frozenset(
        {Permission.VIEW_COHORTS, Permission.MANAGE_ITEMS, Permission.WRITE_ITEMS}
    ),
}


NEVER_SHOWN_AGAIN = frozenset({"accounts.password"})
"""Endpoints whose form fields no page may display again."""


class Entrance(StrEnum):
    """The groups of people that a route can admit."""

    PUBLIC = "public"
    APPLICANT = "applicant"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Access:
    """The access rule of a route; staff need at least one of ``permissions``."""

    entrance: Entrance
    permissions: frozenset[Permission] = frozenset()


def _declare(access: Access) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.__dict__["access"] = access
        return view

    return mark


open_to_all = _declare(Access(entrance=Entrance.PUBLIC))
applicants_only = _declare(Access(entrance=Entrance.APPLICANT))


def staff_only(*permissions: Permission) -> Callable[[View], View]:
    """Admit staff who have at least one of the permissions."""
    return _declare(Access(entrance=Entrance.STAFF, permissions=frozenset(permissions)))


def may(permission: str) -> bool:
    """Return whether the signed-in person has a permission; False if no one is signed in."""
    staff = current_staff()
    return staff is not None and permission in GRANTS.get(staff.role, frozenset())


def access_of(view: Any) -> Access | None:
    """Return the access rule of a view function, or None when it declares none."""
    access = getattr(view, "access", None)
    return access if isinstance(access, Access) else None


def _ask_to_sign_in() -> Response:
    """Send staff to the sign-in page; the page keeps a submitted form so it can be sent again.

    The CSRF check runs first, so the form was filled in on a page in this browser.
    """
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if request.is_json or request.headers.get("X-Requested-With") == "fetch":
        abort(401)
    typed = [(name, text) for name, text in request.form.items(multi=True) if name != "csrf_token"]
    if request.endpoint in NEVER_SHOWN_AGAIN:
        typed = []
    return make_response(render_template("accounts/signed_out.html", typed=typed), 401)


def let_in() -> Response | None:
    """Reject a request that its route does not admit."""
    if request.endpoint is None:
        return None
    access = access_of(current_app.view_functions[request.endpoint])
    if access is None:
        abort(403)
    if access.entrance is Entrance.APPLICANT:
        g.application_id = current_app.extensions["handa-admits"]()
        if g.application_id is None:
            abort(401)
    if access.entrance is Entrance.STAFF:
        if current_staff() is None:
            return _ask_to_sign_in()
        if not any(may(permission) for permission in access.permissions):
            abort(403)
    return None


def install(app: Flask, *, admits: Callable[[], int | None]) -> None:
    """Guard every route of the app.

    Args:
        app: the app with all its routes.
        admits: returns the id of the application that the current request belongs to, or None.
            It is passed in because ``applicants`` lies above this package.
    """
    app.extensions["handa-admits"] = admits
    app.view_functions["static"].__dict__["access"] = Access(entrance=Entrance.PUBLIC)
    app.before_request(let_in)
    app.context_processor(lambda: {"may": may, "staff": current_staff()})
