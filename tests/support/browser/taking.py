"""An applicant in a test on a real page, and what the server has of it."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from assessments.sittings.models import Event, Sitting
from database import db, now
from tests.support.browser.staged import Staged


class Taking:
    """An applicant in a test, and what the server knows of it."""

    def __init__(self, stage: Staged, profile: BrowserContext, slug: str, **more: Any) -> None:
        self.stage = stage
        self.profile = profile
        cookies = stage.at_the_test(slug, begin="start", **more)
        self.path = stage.sitting_path(cookies)
        profile.add_cookies(
            [{"name": k, "value": v, "url": stage.address} for k, v in cookies.items()]
        )

    def open(self) -> Page:
        page = self.profile.new_page()
        page.goto(self.stage.address + self.path)
        page.locator("main[data-ready]").wait_for()
        return page

    def sitting(self) -> Sitting:
        """Inside ``stage.do`` only."""
        return db.session.query(Sitting).filter_by(public_id=self.path.rsplit("/", 1)[1]).one()

    def events(self, kind: str = "", *, late: bool = False) -> list[dict[str, object]]:
        """The data of what the browser recorded, in the server's order."""

        def read() -> list[dict[str, object]]:
            rows = db.session.query(Event).filter_by(sitting_id=self.sitting().id, late=late)
            return [
                {"kind": row.kind, **row.data}
                for row in rows.order_by(Event.number)
                if row.stream != "server" and kind in ("", row.kind)
            ]

        return self.stage.do(read)

    def state(self) -> str:
        return self.stage.do(lambda: str(self.sitting().state))

    def ends_in(self, seconds: float) -> None:
        def shorten() -> None:
            self.sitting().deadline = now() + timedelta(seconds=seconds)

        self.stage.do(shorten)


def says(page: Page, status: str) -> None:
    place = page.locator("[data-save-state]")
    expect(place).to_have_attribute("data-status", status, timeout=30_000)
    assert place.inner_text() == place.get_attribute(f"data-{status}")
