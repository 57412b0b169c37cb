"""A complaint that she stopped is put away for an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whatever is there is being told."""
    with op.batch_alter_table("drafts") as drafts:
        drafts.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """What was put away is erased: there it would be told again."""
    op.execute("DELETE FROM drafts WHERE cancelled_at IS NOT NULL")
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_column("cancelled_at")
