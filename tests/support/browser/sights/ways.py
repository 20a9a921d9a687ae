"""Ways to a page in the staged installation: its path, and the cookies of who goes there."""

from collections.abc import Callable

from sqlalchemy import select

from accounts.models import Role, Staff
from database import db
from tests.support.browser.staged import Staged
from trainers import scenarios


def to(path: str, who: str = "") -> Callable[[Staged], tuple[str, dict[str, str]]]:
    """Go to a path in which {main}, {ana} … stand for public ids, signed in as ``who``."""

    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        return path.format(**stage.vacancies, **stage.people), stage.cookies.get(who, {})

    return way


def draft(page: str) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    """Go to a page of a trainer's draft, which is begun if it is not there yet."""

    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        token = "the-draft-of-the-tests"

        def begin() -> None:
            trainer = db.session.scalars(select(Staff).where(Staff.role == Role.TRAINER)).first()
            assert trainer is not None
            scenarios.new_version("cracked-rice-cooker", token=token, by=trainer)

        stage.do(begin)
        return f"/trainers/scenarios/{token}{page}", stage.cookies["trainer"]

    return way


def invitation_link(key: str) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    return lambda stage: (stage.links[key], {})


def instructions(
    slug: str, form: str = "", policy: str = ""
) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    return lambda stage: (f"/tests/{slug}", stage.at_the_test(slug, form=form, policy=policy))


def sitting(
    slug: str, begin: str = "start", form: str = ""
) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        cookies = stage.at_the_test(slug, begin=begin, form=form)
        return stage.sitting_path(cookies, practice=begin == "practice"), cookies

    return way


def three_chats(ago: float) -> Callable[[Staged], tuple[str, dict[str, str]]]:
    """Three customers at once, begun so many seconds ago: they come at 0, 40 and 90 seconds."""

    def way(stage: Staged) -> tuple[str, dict[str, str]]:
        cookies = stage.at_the_test("chat", begin="start", form="three")
        path = stage.sitting_path(cookies)
        stage.draws(path, "cracked-rice-cooker", "internet-six-days", "promo-fare-back", ago=ago)
        return path, cookies

    return way
