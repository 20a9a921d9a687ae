"""How the shipped calibrations were made; needs data that is not in this repository."""
