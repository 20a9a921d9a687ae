"""The pages of an error."""

from tests.support.browser.sights.sight import Sight
from tests.support.browser.sights.ways import to

ERRORS = [
    Sight(name=f"error-{code}", endpoint="", way=to(f"/made/{code}"), status=code)
    for code in (400, 404, 405, 409, 413, 422, 429, 500, 503)
]
