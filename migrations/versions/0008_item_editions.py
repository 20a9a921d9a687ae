"""items that staff write

Revision: 0008, after: 0007
"""

import sqlalchemy as sa
from alembic import op

import database

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "item_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.String(length=120), nullable=False),
        sa.Column("made_at", database.Instant(timezone=True), nullable=False),
        sa.Column("saved_by", sa.String(length=120), nullable=False),
        sa.Column("saved_at", database.Instant(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_by", sa.String(length=120), nullable=False),
        sa.Column("published_at", database.Instant(timezone=True), nullable=True),
        sa.Column("retired_by", sa.String(length=120), nullable=False),
        sa.Column("retired_at", database.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff.id"], name=op.f("fk_item_edition_made_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["staff.id"], name=op.f("fk_item_edition_published_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_edition")),
        sa.UniqueConstraint("public_id", name=op.f("uq_item_edition_public_id")),
        sa.UniqueConstraint(
            "slug", "item", "version", name=op.f("uq_item_edition_slug_item_version")
        ),
    )
    with op.batch_alter_table("item_edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_edition_item"), ["item"], unique=False)


def downgrade():
    op.drop_table("item_edition")
