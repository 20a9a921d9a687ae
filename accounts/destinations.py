"""Where to go after a form: only ever to a page of this site."""

from urllib.parse import urlsplit

from flask import url_for

from accounts.models import Role

HOME = {Role.RECRUITER: "vacancies.overview", Role.TRAINER: "trainers.readiness"}


def is_own_path(place: str) -> bool:
    r"""Whether an address is a path here; browsers read ``//host`` and ``/\host`` as a host."""
    if not place.startswith("/") or place.startswith("//") or "\\" in place:
        return False
    if any(ord(letter) < 33 or ord(letter) == 127 for letter in place):
        return False
    parts = urlsplit(place)
    return not parts.scheme and not parts.netloc


def own_path(place: str | None, otherwise: str) -> str:
    """Return a path of this site; ``otherwise`` when it is none."""
    return place if place and is_own_path(place) else otherwise


def home_of(role: str) -> str:
    """Return the first page of a role."""
    return url_for(HOME[Role(role)])
