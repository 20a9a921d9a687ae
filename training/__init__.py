"""Scripts that fitted the shipped calibrations; they need data that is not in this repository."""
