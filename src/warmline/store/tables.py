"""
The tables, one per noun, with every constraint and index named.

A change here needs a migration beside it; a test holds the two together.
"""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
)

from warmline.store.columns import Time, Vector, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", String, primary_key=True),
    Column("created_at", Time, nullable=False),
    Column("name", Words),
    Column("language", Words),
    Column("country", Words),
    Column("external_id", Words),
    Column("origin", Words),
    Column("erased_at", Time),
    UniqueConstraint("origin", "external_id", name="uq_contacts_origin"),
)

facts = Table(
    "facts",
    metadata,
    Column("id", String, primary_key=True),
    Column("contact_id", String, ForeignKey("contacts.id"), nullable=False),
    Column("what", Words, nullable=False),
    Column("kind", String, nullable=False),
    Column("source", Words, nullable=False),
    Column("noted_at", Time, nullable=False),
    Column("expires_at", Time),
    Column("state", String, nullable=False),
    Column("code", String),
    Column("value", Words),
    Column("driver", String),
    Column("language", Words),
    Column("conversation_id", String),
    Column("span", JSON(none_as_null=True)),
    Column("consent_at", Time),
    Column("consent_way", String),
    Column("consent_by", String),
    Column("asked_at", Time),
    Column("decided_at", Time),
    Column("decided_by", String),
    Column("corrected_from", String),
    Column("version", Integer, nullable=False),
    Index("ix_facts_contact_id", "contact_id", "noted_at"),
    Index("ix_facts_state", "state", "expires_at"),
)

agents = Table(
    "agents",
    metadata,
    Column("id", String, primary_key=True),
    Column("sign_in", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("role", String, nullable=False),
    Column("languages", JSON, nullable=False),
    Column("skills", JSON, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("availability", String, nullable=False),
    Column("channels", JSON, nullable=False),
    Column("limits", JSON, nullable=False),
    Column("password_hash", String, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("sign_in", name="uq_agents_sign_in"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("agent_id", String, ForeignKey("agents.id"), nullable=False),
    Column("expires_at", Time, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String, primary_key=True),
    Column("inbox_id", Words, nullable=False),
    Column("contact_id", String, ForeignKey("contacts.id"), nullable=False),
    Column("channel", String, nullable=False),
    Column("status", String, nullable=False),
    Column("speaker", String, nullable=False),
    Column("priority", String, nullable=False),
    Column("started_at", Time, nullable=False),
    Column("changed_at", Time, nullable=False),
    Column("language", Words),
    Column("assignee_id", String, ForeignKey("agents.id")),
    Column("waiting_since", Time),
    Column("snoozed_until", Time),
    Column("resolved_at", Time),
    Column("is_watched", Boolean, nullable=False, server_default=false()),
    Column("version", Integer, nullable=False),
    Index("ix_conversations_is_watched", "is_watched", "started_at"),
    Index("ix_conversations_contact_id", "contact_id", "started_at"),
    Index("ix_conversations_changed_at", "changed_at"),
    Index("ix_conversations_waiting_since", "waiting_since"),
    Index("ix_conversations_snoozed_until", "snoozed_until"),
)

messages = Table(
    "messages",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False),
    Column("conversation_id", String, ForeignKey("conversations.id"), nullable=False),
    Column("author", String, nullable=False),
    Column("text", Words, nullable=False),
    Column("sent_at", Time, nullable=False),
    Column("agent_id", String, ForeignKey("agents.id")),
    Column("client_id", Words),
    Column("language", Words),
    Column("masks", JSON, nullable=False),
    Column("source", Words),
    Column("notice", String),
    Column("is_helpful", Boolean, nullable=False),
    UniqueConstraint("id", name="uq_messages_id"),
    UniqueConstraint("conversation_id", "client_id", name="uq_messages_conversation_id"),
    Index("ix_messages_conversation_id", "conversation_id", "position"),
    sqlite_autoincrement=True,
)

translations = Table(
    "translations",
    metadata,
    Column("message_id", String, ForeignKey("messages.id"), primary_key=True),
    Column("language", String, primary_key=True),
    Column("text", Words),
    Column("made_at", Time, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("message_id", String, ForeignKey("messages.id"), primary_key=True),
    Column("reading", JSON, nullable=False),
    Column("vector", Vector, nullable=False),
    Column("similar", Float, nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("message_id", String, ForeignKey("messages.id"), primary_key=True),
    Column("step", String, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("policy_version", String, nullable=False),
    Column("emergency_kind", String),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation_id", String, ForeignKey("conversations.id"), nullable=False),
    Column("state", String, nullable=False),
    Column("priority", String, nullable=False),
    Column("language", Words, nullable=False),
    Column("skills", JSON, nullable=False),
    Column("reason_code", String, nullable=False),
    Column("requested_at", Time, nullable=False),
    Column("agent_id", String, ForeignKey("agents.id")),
    Column("offer_number", Integer, nullable=False),
    Column("offer_expires_at", Time),
    Column("declined_by", JSON, nullable=False),
    Column("promised_for", Time),
    Column("accepted_at", Time),
    Column("ended_at", Time),
    Column("disposition", Words),
    Column("is_heavy", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_handoffs_requested_at", "requested_at"),
    Index("ix_handoffs_conversation_id", "conversation_id", "requested_at"),
    Index("ix_handoffs_state", "state", "requested_at"),
    Index("ix_handoffs_agent_id", "agent_id"),
)

promises = Table(
    "promises",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation_id", String, ForeignKey("conversations.id"), nullable=False),
    Column("contact_id", String, ForeignKey("contacts.id"), nullable=False),
    Column("owner_id", String, ForeignKey("agents.id")),
    Column("what", Words, nullable=False),
    Column("due_at", Time),
    Column("remind_at", Time),
    Column("state", String, nullable=False),
    Column("made_at", Time, nullable=False),
    Column("message_id", String, ForeignKey("messages.id")),
    Column("span", JSON(none_as_null=True)),
    Column("reminded_at", Time),
    Column("late_at", Time),
    Column("ended_at", Time),
    Column("progress_told_at", Time),
    Column("tell_late_at", Time),
    Column("late_told_at", Time),
    Column("version", Integer, nullable=False),
    Index("ix_promises_contact_id", "contact_id", "made_at"),
    Index("ix_promises_state", "state", "due_at"),
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", Time, nullable=False),
    Column("by_id", String, ForeignKey("agents.id"), nullable=False),
    Column("deed", String, nullable=False),
    Column("why", Words, nullable=False),
    Column("conversation_id", String, ForeignKey("conversations.id")),
    Column("agent_id", String, ForeignKey("agents.id")),
    Column("before", String),
    Column("after", String),
    Index("ix_overrides_conversation_id", "conversation_id", "at"),
    Index("ix_overrides_at", "at"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", String, primary_key=True),
    Column("conversation_id", String, ForeignKey("conversations.id"), nullable=False),
    Column("message_id", String, ForeignKey("messages.id"), nullable=False),
    Column("reviewer_id", String, ForeignKey("agents.id"), nullable=False),
    Column("verdict", String, nullable=False),
    Column("needed_at_id", String, ForeignKey("messages.id")),
    Column("is_blind", Boolean, nullable=False),
    Column("given_at", Time, nullable=False),
    UniqueConstraint("message_id", "reviewer_id", name="uq_reviews_message_id"),
    Index("ix_reviews_conversation_id", "conversation_id", "given_at"),
)

complaints = Table(
    "complaints",
    metadata,
    Column("id", String, primary_key=True),
    Column("key", String, nullable=False),
    Column("conversation_id", String, ForeignKey("conversations.id"), nullable=False),
    Column("contact_id", String, ForeignKey("contacts.id"), nullable=False),
    Column("inbox_id", String, nullable=False),
    Column("state", String, nullable=False),
    Column("source", String, nullable=False),
    Column("received_at", Time, nullable=False),
    Column("first_due_at", Time, nullable=False),
    Column("due_at", Time, nullable=False),
    Column("remind_at", Time, nullable=False),
    Column("message_id", String, ForeignKey("messages.id")),
    Column("owner_id", String, ForeignKey("agents.id")),
    Column("cause", String),
    Column("outcome", String),
    Column("extensions", Integer, nullable=False),
    Column("acknowledged_at", Time),
    Column("assessed_at", Time),
    Column("investigating_at", Time),
    Column("answered_at", Time),
    Column("communicated_at", Time),
    Column("ended_at", Time),
    Column("reminded_at", Time),
    Column("late_at", Time),
    Column("version", Integer, nullable=False),
    UniqueConstraint("key", name="uq_complaints_key"),
    Index("ix_complaints_conversation_id", "conversation_id", "received_at"),
    Index("ix_complaints_contact_id", "contact_id"),
    Index("ix_complaints_state", "state", "due_at"),
)

complaint_entries = Table(
    "complaint_entries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("complaint_id", String, ForeignKey("complaints.id"), nullable=False),
    Column("at", Time, nullable=False),
    Column("what", String, nullable=False),
    Column("by", String, nullable=False),
    Column("state", String, nullable=False),
    Column("due_at", Time, nullable=False),
    Column("outcome", String),
    Column("cause", String),
    Column("words", Words),
    Column("salt", String),
    Column("seal", String),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False),
    Index("ix_complaint_entries_complaint_id", "complaint_id", "number"),
)

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False),
    Column("at", Time, nullable=False),
    Column("conversation_id", String),
    Column("subject_id", String),
    Column("details", JSON, nullable=False),
    Index("ix_events_conversation_id", "conversation_id", "seq"),
    sqlite_autoincrement=True,
)

cursors = Table(
    "cursors",
    metadata,
    Column("name", String, primary_key=True),
    Column("seq", Integer, nullable=False),
)
