"""Our own scripts and styles go over the wire compressed; a slow line has a third to carry.

Pages are never compressed: from the length of a page that holds a secret and what somebody else
put into it, the secret can be guessed (BREACH).
"""

import gzip
from functools import lru_cache

from flask import Response, request

OWN_FILES = ("static", "assessments.kind_static")
PACKED = ("text/css", "text/javascript", "application/javascript", "image/svg+xml")


def pack(response: Response) -> Response:
    """Compress the answer if it is one of our own files and the browser takes gzip."""
    if request.endpoint not in OWN_FILES or response.mimetype not in PACKED:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings["gzip"]:
        return response
    response.direct_passthrough = False
    response.set_data(_packed(response.get_data()))
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag:
        # The same file in two encodings: alike, not byte for byte the same.
        response.set_etag(tag, weak=True)
    return response


@lru_cache(maxsize=128)
def _packed(content: bytes) -> bytes:
    return gzip.compress(content, 6, mtime=0)
