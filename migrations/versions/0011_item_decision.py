"""a decision on an item has one state: used, trial or retired

Revision: 0011, after: 0010
"""

import sqlalchemy as sa
from alembic import op

import database

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "item_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", database.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff.id"], name=op.f("fk_item_decision_made_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_decision")),
    )
    op.create_index(op.f("ix_item_decision_item"), "item_decision", ["item"], unique=False)
    op.execute(
        "INSERT INTO item_decision (id, slug, item, state, reason, made_by_id, made_by, made_at) "
        "SELECT id, slug, item, "
        "CASE WHEN retired THEN 'retired' WHEN trial THEN 'trial' ELSE 'used' END, "
        "reason, made_by_id, made_by, made_at FROM item_retirement"
    )
    _count_on("item_decision")
    op.drop_table("item_retirement")


def downgrade():
    op.create_table(
        "item_retirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", database.Instant(timezone=True), nullable=False),
        sa.Column("trial", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff.id"], name=op.f("fk_item_retirement_made_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_retirement")),
    )
    op.create_index(op.f("ix_item_retirement_item"), "item_retirement", ["item"], unique=False)
    op.execute(
        "INSERT INTO item_retirement "
        "(id, slug, item, retired, trial, reason, made_by_id, made_by, made_at) "
        "SELECT id, slug, item, state = 'retired', state = 'trial', "
        "reason, made_by_id, made_by, made_at FROM item_decision"
    )
    _count_on("item_retirement")
    op.drop_table("item_decision")


def _count_on(table):
    """Let PostgreSQL count on from the highest id that was copied."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) "
            f"FROM {table} HAVING max(id) IS NOT NULL"
        )
