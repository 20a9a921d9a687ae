"""Data files of the measures: see README.md."""
