"""Who may enter: every route says it, and a route that says nothing is shut."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for
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


GRANTS: dict[str, frozenset[Permission]] = {
    "recruiter": frozenset(
        {
            Permission.VIEW_APPLICANTS,
            Permission.INVITE,
            Permission.DECIDE,
            Permission.MANAGE_VACANCIES,
        }
    ),
    "trainer": frozenset({Permission.VIEW_COHORTS}),
}


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


def let_in() -> Response | None:
    """Stop a request that its route does not admit."""
    if request.endpoint is None:
        return None
    access = access_of(current_app.view_functions[request.endpoint])
    if access is None:
        abort(403)
    if access.entrance is Entrance.APPLICANT:
        g.application_id = session.get("application")
        if g.application_id is None:
            abort(401)
    if access.entrance is Entrance.STAFF:
        if current_staff() is None:
            if request.method in {"GET", "HEAD"}:
                return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
            abort(401)
        if not any(may(permission) for permission in access.permissions):
            abort(403)
    return None


def install(app: Flask) -> None:
    """Guard every route of the app."""
    app.view_functions["static"].__dict__["access"] = Access(entrance=Entrance.PUBLIC)
    app.before_request(let_in)
    app.context_processor(lambda: {"may": may, "staff": current_staff()})
