"""Ordinary values for tests that need one of each noun and care for one field of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from warmline.agents.agent import Agent, Availability, Role
from warmline.complaints.complaint import Complaint, ComplaintId, ComplaintState, Source
from warmline.complaints.key import make_key
from warmline.contacts.contact import Contact
from warmline.contacts.promise import Promise, PromiseId, PromiseState
from warmline.conversation.conversation import (
    Channel,
    Conversation,
    InboxId,
    Priority,
    Speaker,
    Status,
)
from warmline.conversation.message import (
    AgentId,
    Author,
    ContactId,
    ConversationId,
    Message,
    MessageId,
)
from warmline.handoff.handoff import Handoff, HandoffId, HandoffState
from warmline.ports import Store
from warmline.testing import NOON


def a_contact(**changes: Any) -> Contact:
    """A contact named contact-1."""
    return replace(Contact(id=ContactId("contact-1"), created_at=NOON), **changes)


def an_agent(**changes: Any) -> Agent:
    """An agent named agent-1, online."""
    agent = Agent(
        id=AgentId("agent-1"),
        sign_in="ana",
        name="Ana",
        role=Role.AGENT,
        languages=("en", "zh"),
        skills=frozenset({"power", "billing"}),
        capacity=3,
        availability=Availability.ONLINE,
    )
    return replace(agent, **changes)


def a_conversation(**changes: Any) -> Conversation:
    """A conversation that the assistant has."""
    conversation = Conversation(
        id=ConversationId("conversation-1"),
        inbox_id=InboxId("web"),
        contact_id=ContactId("contact-1"),
        channel=Channel.WEB,
        status=Status.PENDING,
        speaker=Speaker.ASSISTANT,
        priority=Priority.MEDIUM,
        started_at=NOON,
        changed_at=NOON,
    )
    return replace(conversation, **changes)


def a_message(**changes: Any) -> Message:
    """A contact's first message."""
    message = Message(
        id=MessageId("message-1"),
        conversation_id=ConversationId("conversation-1"),
        author=Author.CONTACT,
        text="The power is out again.",
        sent_at=NOON,
    )
    return replace(message, **changes)


def a_handoff(**changes: Any) -> Handoff:
    """A handoff for which nobody has been asked yet."""
    handoff = Handoff(
        id=HandoffId("handoff-1"),
        conversation_id=ConversationId("conversation-1"),
        state=HandoffState.REQUESTED,
        priority=Priority.HIGH,
        language="en",
        skills=frozenset({"power"}),
        reason_code="friction.asked-for-person",
        requested_at=NOON,
    )
    return replace(handoff, **changes)


def a_promise(**changes: Any) -> Promise:
    """A promise of agent-1, due six hours after noon."""
    promise = Promise(
        id=PromiseId("promise-1"),
        conversation_id=ConversationId("conversation-1"),
        contact_id=ContactId("contact-1"),
        owner_id=AgentId("agent-1"),
        what="I'll call you before 6 pm today",
        due_at=NOON + timedelta(hours=6),
        remind_at=NOON + timedelta(hours=5),
        state=PromiseState.OPEN,
        made_at=NOON,
    )
    return replace(promise, **changes)


def a_complaint(**changes: Any) -> Complaint:
    """A complaint that the assistant heard at noon and that is due in three weeks."""
    complaint = Complaint(
        id=ComplaintId("complaint-1"),
        key=make_key("seed-1"),
        conversation_id=ConversationId("conversation-1"),
        contact_id=ContactId("contact-1"),
        inbox_id=InboxId("web"),
        state=ComplaintState.ACKNOWLEDGED,
        source=Source.HEARD,
        received_at=NOON,
        first_due_at=NOON + timedelta(days=21, hours=6),
        due_at=NOON + timedelta(days=21, hours=6),
        remind_at=NOON + timedelta(days=16),
    )
    return replace(complaint, **changes)


def lay(store: Store) -> None:
    """Put the contact, the agent and the conversation that the other values name."""
    with store.transaction() as tx:
        tx.contacts.add(a_contact())
        tx.agents.add(an_agent())
        tx.conversations.add(a_conversation())
