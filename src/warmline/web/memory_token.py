"""
The signed link to what is remembered of a contact: for one contact, for a time, for this alone.

The whole token is letters, so that nothing that masks numbers in a message can break it. It proves
itself without a table; whom it is for is looked up after that, and an erased contact has no page.
"""

import base64
import binascii
from datetime import UTC, datetime

from warmline.conversation.message import ContactId
from warmline.errors import TokenWrong
from warmline.web.tokens import Signer

PURPOSE = "memory"
SIGNATURE_BYTES = 16
"""128 bits: as hard to guess as the ids."""

_TO_LETTERS = str.maketrans("234567", "abcdef")
_FROM_LETTERS = str.maketrans("abcdef", "234567")


def memory_token(signer: Signer, contact_id: ContactId, *, expires_at: datetime) -> str:
    """The token of a contact until a time."""
    subject = f"{int(expires_at.timestamp()):x}.{contact_id}"
    packed = _signature(signer, subject) + subject.encode()
    return base64.b32encode(packed).decode().rstrip("=").translate(_TO_LETTERS)


def contact_of(signer: Signer, token: str, *, now: datetime) -> ContactId:
    """
    Whose token it is.

    Raises:
        TokenWrong: it was not made here, or its time is over; which of the two is not said.
    """
    try:
        padded = token.translate(_FROM_LETTERS) + "=" * (-len(token) % 8)
        packed = base64.b32decode(padded)
        subject = packed[SIGNATURE_BYTES:].decode()
        until, _, contact_id = subject.partition(".")
        expires_at = datetime.fromtimestamp(int(until, 16), UTC)
    except (binascii.Error, ValueError, OverflowError, OSError) as error:
        raise _wrong() from error
    is_ours = signer.fits(PURPOSE, subject, _whole(signer, subject, packed[:SIGNATURE_BYTES]))
    if not is_ours or expires_at <= now:
        raise _wrong()
    return ContactId(contact_id)


def _signature(signer: Signer, subject: str) -> bytes:
    return bytes.fromhex(signer.sign(PURPOSE, subject))[:SIGNATURE_BYTES]


def _whole(signer: Signer, subject: str, shown: bytes) -> str:
    """The shown half of a signature with our own second half, to be compared in constant time."""
    return shown.hex() + signer.sign(PURPOSE, subject)[2 * SIGNATURE_BYTES :]


def _wrong() -> TokenWrong:
    return TokenWrong(what="link", remedy="Ask us for a new one in the chat.")
