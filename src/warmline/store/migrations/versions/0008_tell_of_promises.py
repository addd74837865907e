"""Keep when contacts were told of their promises; of what was late before, nobody is told anew."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = ("progress_told_at", "tell_late_at", "late_told_at")


def upgrade() -> None:
    """Go forward."""
    for name in COLUMNS:
        op.add_column("promises", sa.Column(name, sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Go back."""
    for name in reversed(COLUMNS):
        op.drop_column("promises", name)
