"""
Signs a body, and checks a signed one: HMAC with SHA-256 over the time and the body.

The time is signed too, so that a delivery that somebody has overheard cannot be sent again later.
Source: the scheme of Stripe's webhooks, `t=…,v1=…`.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from warmline.errors import SignatureWrong

HEADER = "Warmline-Signature"
# Long enough for clocks that differ, short enough to make an overheard delivery useless.
TOLERANCE = timedelta(minutes=5)


def sign(body: bytes, secret: str, *, at: datetime) -> str:
    """The value of the header for this body, at this time."""
    seconds = str(int(at.timestamp()))
    return f"t={seconds},v1={_digest(body, secret, seconds)}"


def check(value: str, body: bytes, secret: str, *, now: datetime) -> None:
    """
    Accept a body that whoever knows the secret has signed lately.

    Args:
        value: of the header.
        body: the bytes as received.
        secret: the one that both sides know.
        now: the time of arrival.

    Raises:
        SignatureWrong: the signature is malformed, does not fit, or is too old.
    """
    parts = dict(part.split("=", 1) for part in value.split(",") if "=" in part)
    seconds, signature = parts.get("t", ""), parts.get("v1", "")
    fits = hmac.compare_digest(
        _digest(body, secret, seconds).encode(), signature.encode("utf-8", "replace")
    )
    if not fits or not seconds.isascii() or not seconds.isdigit() or len(seconds) > len("9" * 11):
        raise _wrong()
    if abs(now - datetime.fromtimestamp(int(seconds), UTC)) > TOLERANCE:
        raise _wrong()


def _digest(body: bytes, secret: str, seconds: str) -> str:
    signed = seconds.encode("utf-8", "replace") + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def _wrong() -> SignatureWrong:
    return SignatureWrong(
        field=HEADER,
        limit=int(TOLERANCE.total_seconds()),
        remedy="Sign the time, a dot and the bytes of the body with the shared secret.",
    )
