"""HTTP statuses that several rooms use."""

INVALID = 422
"""A form that was sent has errors; the page shows them beside the fields."""
