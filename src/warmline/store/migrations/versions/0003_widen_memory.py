"""Widen what is remembered of a contact: where a fact stands, its need, its consent, its source."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward; a consent that was only a yes is from then on one of the day of the note."""
    for column in _added():
        op.add_column("facts", column)
    op.execute("UPDATE facts SET consent_at = noted_at, consent_way = 'import' WHERE has_consent")
    op.drop_column("facts", "has_consent")
    op.create_index("ix_facts_state", "facts", ["state", "expires_at"])
    op.add_column("contacts", sa.Column("erased_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Go back; what was only proposed, declined or is over is gone."""
    op.drop_column("contacts", "erased_at")
    op.drop_index("ix_facts_state", "facts")
    op.execute("DELETE FROM facts WHERE state <> 'kept'")
    op.add_column(
        "facts", sa.Column("has_consent", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute("UPDATE facts SET has_consent = (consent_at IS NOT NULL)")
    for column in reversed(_added()):
        op.drop_column("facts", column.name)


def _added() -> list[sa.Column[object]]:
    """Without foreign keys: SQLite cannot add one to a table that is there."""
    return [
        sa.Column("state", sa.String(), nullable=False, server_default="kept"),
        sa.Column("code", sa.String()),
        sa.Column("value", sa.String()),
        sa.Column("driver", sa.String()),
        sa.Column("language", sa.String()),
        sa.Column("conversation_id", sa.String()),
        sa.Column("span", sa.JSON()),
        sa.Column("consent_at", sa.DateTime(timezone=True)),
        sa.Column("consent_way", sa.String()),
        sa.Column("consent_by", sa.String()),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.String()),
        sa.Column("corrected_from", sa.String()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
    ]
