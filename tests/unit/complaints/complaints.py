"""An ordinary complaint for tests that care for one field of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from warmline.complaints.complaint import Complaint, ComplaintId, ComplaintState, Source
from warmline.complaints.key import make_key
from warmline.conversation.conversation import InboxId
from warmline.conversation.message import ContactId, ConversationId
from warmline.testing import NOON


def a_complaint(**changes: Any) -> Complaint:
    """A complaint that the assistant heard at noon, due in three weeks."""
    complaint = Complaint(
        id=ComplaintId("complaint-1"),
        key=make_key("seed-1"),
        conversation_id=ConversationId("conversation-1"),
        contact_id=ContactId("contact-1"),
        inbox_id=InboxId("web"),
        state=ComplaintState.RECEIVED,
        source=Source.HEARD,
        received_at=NOON,
        first_due_at=NOON + timedelta(days=21, hours=6),
        due_at=NOON + timedelta(days=21, hours=6),
        remind_at=NOON + timedelta(days=16),
    )
    return replace(complaint, **changes)
