"""An answer to danger overtakes what else waits for her."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What waits now waits in its order."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """The order of arrival again."""
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("urgent")
