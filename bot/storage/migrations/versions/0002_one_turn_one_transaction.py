"""One turn, one transaction: raw updates, replies beside their cause, lanes, and whose installation this is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What waits in the first tables' inbox and outbox goes on waiting: its words need no key here."""
    with op.batch_alter_table("inbox", table_kwargs={"sqlite_autoincrement": True}) as inbox:
        inbox.drop_index("ix_inbox_open")
        inbox.drop_constraint("uq_inbox_key", type_="unique")
        inbox.alter_column("incoming_sealed", new_column_name="body_sealed")
        inbox.alter_column("chat_trace", existing_type=sa.String(64), nullable=True)
        inbox.alter_column("key", existing_type=sa.String(80), type_=sa.String(120))
        inbox.add_column(sa.Column("digest", sa.String(64), nullable=False, server_default=""))
        inbox.add_column(sa.Column("kind", sa.String(32), nullable=False, server_default="incoming"))
        inbox.add_column(sa.Column("closed_at", sa.DateTime(timezone=True)))
        inbox.add_column(sa.Column("deaths", sa.Integer(), nullable=False, server_default="0"))
        inbox.drop_column("lease_owner")
        inbox.drop_column("lease_until")
    with op.batch_alter_table("inbox", table_kwargs={"sqlite_autoincrement": True}) as inbox:
        inbox.create_unique_constraint("uq_inbox_key_digest", ["key", "digest"])
        inbox.create_index("ix_inbox_open", ["state", "chat_trace", "id"])
    op.execute("UPDATE inbox SET closed_at = received_at WHERE state <> 'open'")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index("ix_outbox_state")
        outbox.alter_column("reply_sealed", new_column_name="content_sealed", nullable=True, existing_type=sa.LargeBinary())
        outbox.add_column(sa.Column("inbox_id", sa.Integer()))
        outbox.add_column(sa.Column("number", sa.Integer()))
        outbox.add_column(sa.Column("news", sa.String(24)))
        outbox.add_column(sa.Column("reference", sa.String(16)))
        outbox.add_column(sa.Column("form", sa.String(8), nullable=False, server_default="whole"))
        outbox.add_column(sa.Column("closed_at", sa.DateTime(timezone=True)))
        outbox.drop_column("lease_owner")
        outbox.drop_column("lease_until")
    with op.batch_alter_table("outbox") as outbox:
        outbox.create_unique_constraint("uq_outbox_inbox_id_number", ["inbox_id", "number"])
        outbox.create_index("ix_outbox_open", ["state", "chat_trace", "id"])
    op.execute("UPDATE outbox SET content_sealed = NULL, closed_at = created_at WHERE state <> 'queued'")
    with op.batch_alter_table("centres") as centres:
        centres.add_column(sa.Column("group_lost_at", sa.DateTime(timezone=True)))
    with op.batch_alter_table("staff") as staff:
        staff.add_column(sa.Column("mail_seen_at", sa.DateTime(timezone=True)))
    op.create_table(
        "lanes",
        sa.Column("way", sa.String(4), nullable=False),
        sa.Column("chat_trace", sa.String(64), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("way", "chat_trace", name="pk_lanes"),
    )
    op.create_index("ix_lanes_owner", "lanes", ["owner"])
    op.create_table(
        "processes",
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name="pk_processes"),
    )
    op.create_table(
        "unreadable",
        sa.Column("noun", sa.String(16), nullable=False),
        sa.Column("row_trace", sa.String(64), nullable=False),
        sa.Column("error", sa.String(80), nullable=False),
        sa.Column("noticed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("noun", "row_trace", name="pk_unreadable"),
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.String(32), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_installation"),
    )


def downgrade() -> None:
    """The first tables again. News that was not yet delivered has no words there and goes."""
    op.drop_table("installation")
    op.drop_table("unreadable")
    op.drop_table("processes")
    op.drop_index("ix_lanes_owner", "lanes")
    op.drop_table("lanes")
    with op.batch_alter_table("staff") as staff:
        staff.drop_column("mail_seen_at")
    with op.batch_alter_table("centres") as centres:
        centres.drop_column("group_lost_at")
    op.execute("DELETE FROM outbox WHERE news IS NOT NULL OR content_sealed IS NULL")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index("ix_outbox_open")
        outbox.drop_constraint("uq_outbox_inbox_id_number", type_="unique")
        outbox.alter_column("content_sealed", new_column_name="reply_sealed", nullable=False, existing_type=sa.LargeBinary())
        for name in ("inbox_id", "number", "news", "reference", "form", "closed_at"):
            outbox.drop_column(name)
        outbox.add_column(sa.Column("lease_owner", sa.String(40)))
        outbox.add_column(sa.Column("lease_until", sa.DateTime(timezone=True)))
    with op.batch_alter_table("outbox") as outbox:
        outbox.create_index("ix_outbox_state", ["state", "not_before"])
    op.execute("DELETE FROM inbox WHERE chat_trace IS NULL OR kind <> 'incoming'")
    with op.batch_alter_table("inbox") as inbox:
        inbox.drop_index("ix_inbox_open")
        inbox.drop_constraint("uq_inbox_key_digest", type_="unique")
        inbox.alter_column("body_sealed", new_column_name="incoming_sealed", existing_type=sa.LargeBinary())
        inbox.alter_column("chat_trace", existing_type=sa.String(64), nullable=False)
        for name in ("digest", "kind", "closed_at", "deaths"):
            inbox.drop_column(name)
        inbox.add_column(sa.Column("lease_owner", sa.String(40)))
        inbox.add_column(sa.Column("lease_until", sa.DateTime(timezone=True)))
    with op.batch_alter_table("inbox") as inbox:
        inbox.create_unique_constraint("uq_inbox_key", ["key"])
        inbox.create_index("ix_inbox_open", ["state", "chat_trace", "id"])
