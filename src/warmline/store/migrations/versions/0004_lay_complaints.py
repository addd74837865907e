"""Lay the tables of complaints: one for how they stand, one for the log, which only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ENTRY_FIELDS = (
    "number", "complaint_id", "at", "what", "by", "state", "due_at", "outcome", "cause", "seal",
    "previous", "hash",
)  # fmt: skip
"""What no statement may change in an entry; words and salt may be erased, together."""

GUARDS = {
    "sqlite": (
        f"""
        CREATE TRIGGER complaint_entries_stay BEFORE UPDATE OF {", ".join(ENTRY_FIELDS)}
        ON complaint_entries
        BEGIN SELECT RAISE(ABORT, 'the log of complaints only grows'); END
        """,
        """
        CREATE TRIGGER complaint_entries_erase BEFORE UPDATE OF words, salt ON complaint_entries
        WHEN new.words IS NOT NULL OR new.salt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'the log of complaints only grows'); END
        """,
        """
        CREATE TRIGGER complaint_entries_remain BEFORE DELETE ON complaint_entries
        BEGIN SELECT RAISE(ABORT, 'the log of complaints only grows'); END
        """,
    ),
    "postgresql": (
        """
        CREATE FUNCTION complaint_entries_guard() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF tg_op = 'DELETE' THEN
                RAISE EXCEPTION 'the log of complaints only grows';
            END IF;
            IF new.words IS NOT NULL OR new.salt IS NOT NULL
                OR to_jsonb(new) - 'words' - 'salt' IS DISTINCT FROM
                    to_jsonb(old) - 'words' - 'salt'
            THEN RAISE EXCEPTION 'the log of complaints only grows';
            END IF;
            RETURN new;
        END $$
        """,
        """
        CREATE TRIGGER complaint_entries_stay BEFORE UPDATE OR DELETE ON complaint_entries
        FOR EACH ROW EXECUTE FUNCTION complaint_entries_guard()
        """,
    ),
}
"""A mistake of ours is stopped here; who means harm is found by `warmline complaints verify`."""


def upgrade() -> None:
    """Go forward."""
    _lay_complaints()
    _lay_entries()
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Go back."""
    op.drop_table("complaint_entries")
    op.drop_table("complaints")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION complaint_entries_guard()")


def _lay_complaints() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("contact_id", sa.String(), nullable=False),
        sa.Column("inbox_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.String()),
        sa.Column("owner_id", sa.String()),
        sa.Column("cause", sa.String()),
        sa.Column("outcome", sa.String()),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True)),
        sa.Column("assessed_at", sa.DateTime(timezone=True)),
        sa.Column("investigating_at", sa.DateTime(timezone=True)),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("communicated_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("reminded_at", sa.DateTime(timezone=True)),
        sa.Column("late_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_complaints_conversation_id"
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name="fk_complaints_contact_id"),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_complaints_message_id"),
        sa.ForeignKeyConstraint(["owner_id"], ["agents.id"], name="fk_complaints_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_complaints"),
        sa.UniqueConstraint("key", name="uq_complaints_key"),
    )
    op.create_index(
        "ix_complaints_conversation_id", "complaints", ["conversation_id", "received_at"]
    )
    op.create_index("ix_complaints_contact_id", "complaints", ["contact_id"])
    op.create_index("ix_complaints_state", "complaints", ["state", "due_at"])


def _lay_entries() -> None:
    op.create_table(
        "complaint_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("complaint_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String()),
        sa.Column("cause", sa.String()),
        sa.Column("words", sa.String()),
        sa.Column("salt", sa.String()),
        sa.Column("seal", sa.String()),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_complaint_entries_complaint_id"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_complaint_entries"),
    )
    op.create_index(
        "ix_complaint_entries_complaint_id", "complaint_entries", ["complaint_id", "number"]
    )
