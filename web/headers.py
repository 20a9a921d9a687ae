"""Security headers of every response: a strict content security policy, no framing, no caching."""

from flask import Response, request

OWN_FILES = frozenset({"static", "assessments.kind_static"})
"""Endpoints of scripts and styles; only these may be cached."""


def protect(response: Response) -> Response:
    """Set the security headers that the view has not set itself."""
    response.headers.setdefault(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "media-src 'self' blob:; connect-src 'self'; font-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'",
    )
    response.headers.setdefault(
        "Permissions-Policy", "microphone=(self), camera=(), geolocation=()"
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Frame-Options", "DENY")
    if request.endpoint not in OWN_FILES:
        response.headers.setdefault("Cache-Control", "no-store")
    return response
