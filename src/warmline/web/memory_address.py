"""
The address of the contact's own memory page, as it stands in a message: with its key or without.

A message is stored with the bare address. The key is put in when the contact itself looks, by its
chat or its own token; whoever else reads the message, the database or a backup finds no key.
"""

import re
from datetime import timedelta

from warmline.conversation.message import ContactId, Message
from warmline.web.memory_token import memory_token
from warmline.web.tokens import Signer

NOTICE = "memory.link"
PLACE = "/memory/"
ADDRESS = re.compile(r"(https?://\S+/memory/)[A-Za-z]*")


def bare_address(base_url: str) -> str:
    """What is stored: where the page is, for nobody in particular."""
    return f"{base_url.rstrip('/')}{PLACE}"


def without_key(message: Message) -> str:
    """The text for everybody but its contact."""
    return ADDRESS.sub(r"\1", message.text) if message.notice == NOTICE else message.text


def with_key(message: Message, contact_id: ContactId, signer: Signer, *, lasts: timedelta) -> str:
    """The text for its contact: the address opens the page until its time is over."""
    if message.notice != NOTICE:
        return message.text
    token = memory_token(signer, contact_id, expires_at=message.sent_at + lasts)
    return ADDRESS.sub(lambda found: f"{found[1]}{token}", message.text)
