"""Keep which conversations are only watched, and find those of a day."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.add_column(
        "conversations",
        sa.Column("is_watched", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_conversations_is_watched", "conversations", ["is_watched", "started_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_conversations_is_watched", "conversations")
    op.drop_column("conversations", "is_watched")
