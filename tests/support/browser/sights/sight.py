"""A page in one state, and the routes that never show a page."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.support.browser.staged import Staged

Then = Callable[[Page], None]


# GET routes that never show a page, and what they give instead.
NOT_PAGES = {
    "static": "our own scripts and styles",
    "assessments.kind_static": "a kind's own scripts and styles",
    "assessments.feed": "JSON for the page of a sitting",
    "assessments.sound": "a recording",
    "assessments.playback": "JSON for the replay of a report",
    "applicants.results_sound": "a recording",
    "applicants.next_step": "leads on to another page",
    "applicants.sound_check_state": "JSON for the device check",
    "applicants.try_line": "an empty answer, to be timed",
    "made_error": "exists only in the tests",
}


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A page in one state.

    Attributes:
        endpoint: the route, or "" for a page that any route may answer with.
        way: ``staged -> (path, cookies)``.
        then: what to do on the page, in the browser, before looking.
        status: of the first answer.
    """

    name: str
    endpoint: str
    way: Callable[[Staged], tuple[str, dict[str, str]]]
    then: Then | None = None
    status: int = 200

    def __str__(self) -> str:
        return self.name
