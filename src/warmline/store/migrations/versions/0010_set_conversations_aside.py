"""Keep until when a conversation is set aside, and find those without a search."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column("conversations", sa.Column("snoozed_until", sa.DateTime(timezone=True)))
    op.create_index("ix_conversations_snoozed_until", "conversations", ["snoozed_until"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_conversations_snoozed_until", "conversations")
    op.drop_column("conversations", "snoozed_until")
