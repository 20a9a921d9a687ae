"""Build and sign the link of an invitation."""

from flask import current_app
from itsdangerous import URLSafeSerializer

import config
from applicants.models import Invitation


def signer() -> URLSafeSerializer:
    """Return the serializer that signs and checks the token of a link."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="invitation")


def link(invitation: Invitation) -> str:
    """Return the address that the applicant opens."""
    return f"{config.current().address}/i/{signer().dumps(invitation.nonce)}"
