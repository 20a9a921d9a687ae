"""ratings

Revision: 0003, after: 0002
"""

import sqlalchemy as sa
from alembic import op

import database


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():

    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("machine", sa.JSON(), nullable=False),
        sa.Column("saw_score", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("rated_by_id", sa.Integer(), nullable=False),
        sa.Column("rated_by", sa.String(length=120), nullable=False),
        sa.Column("rated_at", database.Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["rated_by_id"], ["staff.id"], name=op.f("fk_rating_rated_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name=op.f("fk_rating_sitting_id_sitting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rating_sitting_id"), ["sitting_id"], unique=False)


def downgrade():
    op.drop_table("rating")
