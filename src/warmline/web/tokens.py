"""
Tokens that prove something without a table: a contact's own conversation, a form's own session.

They are keyed hashes (HMAC-SHA256) over what they stand for. A token of one purpose never fits
another, since the purpose is part of what is hashed.
"""

import hashlib
import hmac
from dataclasses import dataclass

from warmline.conversation.message import ConversationId
from warmline.errors import TokenWrong


@dataclass(frozen=True, slots=True)
class Signer:
    """Makes and checks tokens with one secret."""

    secret: bytes

    def sign(self, purpose: str, subject: str) -> str:
        """The token of a purpose for a subject."""
        words = f"{purpose}\x00{subject}".encode()
        return hmac.new(self.secret, words, hashlib.sha256).hexdigest()

    def fits(self, purpose: str, subject: str, token: str) -> bool:
        """Whether a token is the one for this purpose and subject, in constant time."""
        return hmac.compare_digest(self.sign(purpose, subject).encode(), token.encode())

    def contact_token(self, conversation_id: ConversationId) -> str:
        """What a contact's browser shows to come back to its own conversation."""
        return f"{conversation_id}.{self.sign('contact', conversation_id)}"

    def conversation_of(self, token: str) -> ConversationId:
        """
        The conversation that a contact's token opens.

        Raises:
            TokenWrong: it was not made here.
        """
        conversation_id, _, signature = token.rpartition(".")
        if not conversation_id or not self.fits("contact", conversation_id, signature):
            raise TokenWrong(
                what="contact's token", remedy="Start a conversation to get a new one."
            )
        return ConversationId(conversation_id)


def hash_token(token: str) -> str:
    """What is stored of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()
