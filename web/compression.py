"""Compress our own scripts and styles to about a third of their size, for slow connections.

Pages are never compressed: an attacker who can put text into a page that holds a secret could
guess the secret from the page's compressed length (BREACH).
"""

import gzip
from functools import lru_cache

from flask import Response, request

from web.headers import OWN_FILES

COMPRESSIBLE = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")


def compress(response: Response) -> Response:
    """Compress a response that is one of our own files if the browser accepts gzip."""
    if request.endpoint not in OWN_FILES or response.mimetype not in COMPRESSIBLE:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    response.set_data(_compressed(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag:
        # Two encodings of one file are equivalent but not byte for byte equal.
        response.set_etag(tag, weak=True)
    return response


@lru_cache(maxsize=128)
def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, 6, mtime=0)
