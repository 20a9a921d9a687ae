"""Mail by a real worker: refused once, then sent by the scheduler without anybody's help."""

from collections.abc import Iterator

import pytest

from applicants.models import MailState
from database import db
from tests.support.factories import an_invitation
from tests.support.mail import Postman
from tests.support.waiting import wait_for

pytestmark = pytest.mark.queue


def test_a_refused_letter_is_sent_after_the_back_off(
    install, postman: Iterator[tuple[Postman, int]]
) -> None:
    taker, port = postman
    taker.refuses = 1
    here = install(smtp_host="127.0.0.1", smtp_port=port)
    here.worker("scoring", "mail", scheduler=True)
    invitation = an_invitation(send_mail=True)

    def sent() -> bool:
        db.session.rollback()
        return invitation.mail_state == MailState.SENT

    wait_for(sent, "the letter", 60)
    assert invitation.attempts == 2
    assert len(taker.letters) == 1
    assert "451" in here.said()
