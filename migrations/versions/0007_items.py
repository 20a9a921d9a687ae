"""items as people have left them

Revision: 0007, after: 0006
"""

import sqlalchemy as sa
from alembic import op

import database

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():

    op.create_table(
        "item_parameters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.String(length=120), nullable=False),
        sa.Column("approved_at", database.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_item_parameters_approved_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_parameters")),
        sa.UniqueConstraint("slug", "version", name=op.f("uq_item_parameters_slug_version")),
    )
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
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff.id"], name=op.f("fk_item_retirement_made_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_retirement")),
    )
    with op.batch_alter_table("item_retirement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_retirement_item"), ["item"], unique=False)


def downgrade():
    op.drop_table("item_retirement")
    op.drop_table("item_parameters")
