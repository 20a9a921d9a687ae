"""The items that Handa ships, for tests that look at them before there is an app."""

from assessments.banks import registry
from assessments.contract.assessment import Bank


def shipped(slug: str) -> Bank:
    """Return the shipped items of an assessment.

    To read a bank checks and rehearses every item, which takes seconds: all tests of a process
    share what the registry keeps. Call it when a module is loaded, before any test has an app
    with a bank of its own.
    """
    return registry.bank(slug)
