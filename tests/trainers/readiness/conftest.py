"""Trainers see what recruiters have done: the same rows, the same browsers."""

from tests.support.staff_room import app, apply, rosa, theo, vacancy

__all__ = ["app", "apply", "rosa", "theo", "vacancy"]
