"""The staff room of the tests: two plain kinds of test, a vacancy, and people who are signed in."""

from tests.support.staff_room import app, apply, rosa, theo, vacancy

__all__ = ["app", "apply", "rosa", "theo", "vacancy"]
