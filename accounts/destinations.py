"""The page to redirect to after a form: always a page of this site."""

from urllib.parse import urlsplit

from flask import url_for

from accounts.models import Role

HOME = {Role.RECRUITER: "vacancies.overview", Role.TRAINER: "trainers.readiness"}


def is_own_path(address: str) -> bool:
    r"""Return whether an address is a path of this site.

    Browsers read ``//host`` and ``/\host`` as a host.
    """
    if not address.startswith("/") or address.startswith("//") or "\\" in address:
        return False
    if any(ord(letter) < 33 or ord(letter) == 127 for letter in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def own_path(address: str | None, otherwise: str) -> str:
    """Return the address if it is a path of this site, else ``otherwise``."""
    return address if address and is_own_path(address) else otherwise


def home_of(role: str) -> str:
    """Return the URL of the first page of a role."""
    return url_for(HOME[Role(role)])
