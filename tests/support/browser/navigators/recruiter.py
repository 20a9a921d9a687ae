"""The steps of a recruiter, in the words of the job."""

from playwright.sync_api import Page, expect


class RecruiterWalk:
    """A recruiter with one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def signs_in(self, address: str, email: str, password: str) -> None:
        self.page.goto(f"{address}/staff/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Vacancies")).to_be_visible()

    def opens_the_shortlist(self, title: str) -> None:
        self.page.get_by_role("link", name=title).first.click()
        expect(self.page.get_by_role("heading", name=title)).to_be_visible()

    def waits_until_scored(self, applicant: str, *, seconds: int) -> None:
        row = self.page.get_by_role("row", name=applicant)
        for _ in range(seconds // 2):
            if "Scored" in row.inner_text():
                return
            self.page.wait_for_timeout(2000)
            self.page.reload()
        raise AssertionError(f"not scored after {seconds} s: {row.inner_text()}")

    def opens_the_report(self, applicant: str) -> None:
        self.page.get_by_role("link", name=applicant).click()
        expect(self.page.get_by_role("heading", name=applicant)).to_be_visible()

    def decides(self, verdict: str, reason: str) -> None:
        card = self.page.locator("#decide")
        card.get_by_label(verdict, exact=True).check()
        card.get_by_label("Reason").fill(reason)
        card.get_by_role("button").click()
