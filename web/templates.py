"""Render templates without the indentation of their source, which is a tenth of a long page."""

import re

from jinja2.ext import Extension

INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)


class WithoutIndentation(Extension):
    """Drop the spaces at the beginning of each template line; data is left as it is."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source without indentation; line numbers stay true in error messages."""
        return INDENTATION.sub("", source)
