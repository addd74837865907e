"""A signature fits one body, one secret and a short while."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.connectors.signature import TOLERANCE, check, sign
from warmline.errors import SignatureWrong
from warmline.testing import NOON

BODY = b'{"type": "handoff.accepted"}'


@given(body=st.binary(), secret=st.text(st.characters(codec="utf-8"), min_size=1))
def test_what_was_signed_is_accepted(body: bytes, secret: str) -> None:
    """Whatever the body and the secret, until the tolerance is over."""
    signed = sign(body, secret, at=NOON)
    check(signed, body, secret, now=NOON)
    check(signed, body, secret, now=NOON + TOLERANCE)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "t=1,v1=",
        "v1=abc",
        "t=,v1=abc",
        "t=²,v1=abc",
        "nonsense",
        sign(BODY, "other", at=NOON),
        sign(BODY + b" ", "secret", at=NOON),
        sign(BODY, "secret", at=NOON - TOLERANCE - timedelta(seconds=1)),
        sign(BODY, "secret", at=NOON + TOLERANCE + timedelta(seconds=1)),
        sign(BODY, "secret", at=NOON).replace("t=1", "t=2"),
        sign(BODY, "secret", at=NOON).replace("v1=", "v0="),
    ],
)
def test_what_was_not_signed_so_is_refused(value: str) -> None:
    """Other secrets, other bodies, other times and malformed headers."""
    with pytest.raises(SignatureWrong, match="Warmline-Signature"):
        check(value, BODY, "secret", now=NOON)


@given(value=st.text())
def test_any_text_in_the_header_is_answered_by_a_refusal(value: str) -> None:
    """Nothing that a stranger sends breaks the check itself."""
    with pytest.raises(SignatureWrong):
        check(value, BODY, "secret", now=NOON)


@given(seconds=st.text(alphabet="0123456789-+._ e", max_size=30))
def test_a_forged_time_is_refused_even_with_the_secret(seconds: str) -> None:
    """A time that no clock shows is a malformed one."""
    signed = sign(BODY, "secret", at=NOON)
    forged = signed.replace(str(int(NOON.timestamp())), seconds)
    if forged != signed:
        with pytest.raises(SignatureWrong):
            check(forged, BODY, "secret", now=NOON)
