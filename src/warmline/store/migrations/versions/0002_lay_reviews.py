"""Lay the table of reviews: what people say afterwards about a turn."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("reviewer_id", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("needed_at_id", sa.String()),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_reviews_conversation_id"
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name="fk_reviews_message_id"),
        sa.ForeignKeyConstraint(["needed_at_id"], ["messages.id"], name="fk_reviews_needed_at_id"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["agents.id"], name="fk_reviews_reviewer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
        sa.UniqueConstraint("message_id", "reviewer_id", name="uq_reviews_message_id"),
    )
    op.create_index("ix_reviews_conversation_id", "reviews", ["conversation_id", "given_at"])


def downgrade() -> None:
    """Go back."""
    op.drop_table("reviews")
