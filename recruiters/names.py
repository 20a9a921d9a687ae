"""Names on the recruiters' pages: of the tests, and of applicants unless they are hidden."""

from typing import Any

from flask import session

from assessments.banks import registry


def names_hidden() -> bool:
    """Return True if this recruiter chose to see numbers instead of applicants' names."""
    return bool(session.get("names_hidden"))


def hide_names(*, hidden: bool) -> None:
    """Hide or show applicants' names in this browser."""
    session["names_hidden"] = hidden


def page_names() -> dict[str, Any]:
    """Return what every template of the recruiters knows of names; a context processor."""
    return {
        "names_hidden": names_hidden(),
        "kind_names": {kind.slug: kind.name for kind in registry.kinds()},
    }
