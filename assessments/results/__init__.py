"""The results of sittings."""
