"""HTTP statuses that several rooms answer with."""

INVALID = 422
"""A form that was sent has errors; the page shows them beside the fields."""
