"""Who may enter: every route says it, and a route that says nothing is shut."""

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
    """What a member of staff may do."""

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
"""Forms whose fields no page may repeat."""


class Entrance(StrEnum):
    """The three ways into a page."""

    PUBLIC = "public"
    APPLICANT = "applicant"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a route demands; staff need any one of ``permissions``."""

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
    """Let in staff who hold at least one of the permissions."""
    return _declare(Access(entrance=Entrance.STAFF, permissions=frozenset(permissions)))


def may(permission: str) -> bool:
    """Whether the signed-in person holds a permission; False for nobody."""
    staff = current_staff()
    return staff is not None and permission in GRANTS.get(staff.role, frozenset())


def access_of(view: Any) -> Access | None:
    """Return what a view function demands, or None when it forgot to say."""
    found = getattr(view, "access", None)
    return found if isinstance(found, Access) else None


def _ask_to_sign_in() -> Response:
    """Lead staff to the sign-in; what they were sending is kept on the page, to be sent again.

    The CSRF check comes first: what the page shows was typed into a page of this browser.
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
    """Stop a request that its route does not admit."""
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
        admits: says whose application the present request belongs to, or None: the applicants'
            room knows that, and this room lies below it.
    """
    app.extensions["handa-admits"] = admits
    app.view_functions["static"].__dict__["access"] = Access(entrance=Entrance.PUBLIC)
    app.before_request(let_in)
    app.context_processor(lambda: {"may": may, "staff": current_staff()})
