"""
One turn of a conversation as a decision sees it: who spoke, what was read in it, how it went.

Turns hold no text: what rules need of the words stands in the reading and in the figures below, so
the same fold serves the live desk, the replay of an archive and the generated states of the tests.
"""

from dataclasses import dataclass
from datetime import datetime

from warmline.conversation.message import Author, MessageId
from warmline.reading.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message, without its words."""

    message_id: MessageId
    author: Author
    at: datetime | None = None
    """None in archives that kept no times."""
    reading: Reading | None = None
    """Of the contact's turns only: agents are never read."""
    similar: float = 0.0
    """Of a contact's turn: highest cosine, in [0, 1], with an earlier turn of the contact."""
    accepts_person: bool = False
    """Of a contact's turn: True when it takes up the person whom the answer before had offered."""
    is_helpful: bool = True
    """Of an assistant's turn: False when it did not know, did not understand or repeated itself."""
    notice: str | None = None
    """The wording key of a notice, as in `Message.notice`."""
