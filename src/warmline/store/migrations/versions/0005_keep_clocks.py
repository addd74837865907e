"""Keep overrides, the channels of agents, what was heavy, and find who waits without a search."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; whoever was there before takes every channel."""
    _lay_overrides()
    op.add_column("agents", sa.Column("channels", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column(
        "handoffs",
        sa.Column("is_heavy", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_handoffs_requested_at", "handoffs", ["requested_at"])
    op.create_index("ix_conversations_waiting_since", "conversations", ["waiting_since"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_conversations_waiting_since", "conversations")
    op.drop_index("ix_handoffs_requested_at", "handoffs")
    op.drop_column("handoffs", "is_heavy")
    op.drop_column("agents", "channels")
    op.drop_table("overrides")


def _lay_overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("deed", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String()),
        sa.Column("agent_id", sa.String()),
        sa.Column("before", sa.String()),
        sa.Column("after", sa.String()),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name="fk_overrides_agent_id"),
        sa.ForeignKeyConstraint(["by_id"], ["agents.id"], name="fk_overrides_by_id"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_overrides_conversation_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_overrides"),
    )
    op.create_index("ix_overrides_conversation_id", "overrides", ["conversation_id", "at"])
    op.create_index("ix_overrides_at", "overrides", ["at"])
