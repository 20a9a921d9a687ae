"""The language of a page: the browser's on applicants' pages, English on staff pages."""

from flask import current_app, has_request_context, request
from werkzeug.datastructures import LanguageAccept

TRANSLATED_ROOMS = frozenset({"applicants", "assessments"})


def choose_locale(offered: str) -> str | None:
    """Return the best of the offered languages (codes separated by commas) for this request.

    Outside a request, for example in a worker that writes an e-mail, return None for the default.
    """
    if not has_request_context():
        return None
    if request.blueprint and _room_of(request.blueprint) not in TRANSLATED_ROOMS:
        return "en"
    accepted = [
        ("fil" if code.split("-")[0] == "tl" else code, quality)
        for code, quality in request.accept_languages
    ]
    return LanguageAccept(accepted).best_match(offered.replace(" ", "").split(","), "en")


def _room_of(blueprint: str) -> str:
    return current_app.blueprints[blueprint].import_name.partition(".")[0]
