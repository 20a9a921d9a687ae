"""Data of the measures: see README.md."""
