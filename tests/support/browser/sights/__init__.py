"""Every page that a person can see, and how to get there in a filled installation."""

from tests.support.browser.sights.applicants import APPLICANTS
from tests.support.browser.sights.errors import ERRORS
from tests.support.browser.sights.sight import NOT_PAGES, Sight
from tests.support.browser.sights.sittings import SITTINGS, THREE_CHATS, TYPING
from tests.support.browser.sights.staff import STAFF

__all__ = ["NOT_PAGES", "SIGHTS", "Sight"]

SIGHTS = [*APPLICANTS, *SITTINGS, *THREE_CHATS, *TYPING, *STAFF, *ERRORS]
