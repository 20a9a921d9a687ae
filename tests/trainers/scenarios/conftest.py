"""Staff on the real kinds of test: scenarios belong to the chat."""

from tests.support.staff_room import rosa, theo

__all__ = ["rosa", "theo"]
