"""
What the demo's other desk tells of: conversations of an inbox in shadow, as an integrator passes
them on. They go through the same actions as real ones, and nobody is answered.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from warmline.actions.receive import receive
from warmline.actions.record import record, record_resolution
from warmline.actions.start import start_conversation
from warmline.actions.workplace import Workplace
from warmline.contacts.contact import Contact
from warmline.conversation.conversation import Channel, InboxId
from warmline.conversation.message import Author, ContactId

INBOX = InboxId("beside")


def tell_of_beside(work: Workplace, path: Path, *, now: datetime) -> None:
    """Pass on what another desk has said and heard of late."""
    for line in path.read_text(encoding="utf-8").splitlines():
        _tell(work, json.loads(line), now)


def _tell(work: Workplace, story: Mapping[str, Any], now: datetime) -> None:
    at = now - timedelta(minutes=story["minutes_ago"])
    contact = Contact(
        id=ContactId(work.new_id()),
        created_at=at,
        name=story["name"],
        language=story["language"],
        country=work.house.country,
    )
    id = start_conversation(
        work,
        inbox_id=INBOX,
        contact=contact,
        language=story["language"],
        channel=Channel.API,
        started_at=at,
    ).id
    for turn in story["turns"]:
        at += timedelta(seconds=turn["after_seconds"])
        author, text = Author(turn["author"]), turn["text"]
        if author is Author.CONTACT:
            receive(work, conversation_id=id, text=text, sent_at=at)
        else:
            record(work, conversation_id=id, author=author, text=text, sent_at=at)
    if story["is_resolved"]:
        record_resolution(work, conversation_id=id, at=at + timedelta(minutes=1))
