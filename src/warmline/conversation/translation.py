"""
What a message says in another language, beside what was written and never instead of it.

The reader reads what was written, and whoever looks sees both.
"""

from dataclasses import dataclass
from datetime import datetime

from warmline.conversation.message import MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """One message in one other language."""

    message_id: MessageId
    language: str
    """BCP 47, of the translation."""
    text: str | None
    """None when it could not be made; then the original stands alone, and it is tried again."""
    made_at: datetime


def primary(language: str) -> str:
    """A language whatever the region: 'zh-TW' is 'zh' here."""
    return language.replace("_", "-").split("-")[0].lower()
