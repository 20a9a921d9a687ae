"""logs of keys that are alike

Revision: 0006, after: 0005
"""

import sqlalchemy as sa
from alembic import op


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("likeness", schema=None) as batch_op:
        batch_op.alter_column("recording_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("sitting_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_likeness_sitting_id_sitting"),
            "sitting",
            ["sitting_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_likeness_sitting_id_other_sitting_id"),
            ["sitting_id", "other_sitting_id"],
        )
        batch_op.create_index(batch_op.f("ix_likeness_sitting_id"), ["sitting_id"], unique=False)


def downgrade():
    op.execute("DELETE FROM likeness WHERE recording_id IS NULL")
    with op.batch_alter_table("likeness", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_likeness_sitting_id"))
        batch_op.drop_constraint(
            batch_op.f("uq_likeness_sitting_id_other_sitting_id"), type_="unique"
        )
        batch_op.drop_constraint(batch_op.f("fk_likeness_sitting_id_sitting"), type_="foreignkey")
        batch_op.drop_column("sitting_id")
        batch_op.alter_column("recording_id", existing_type=sa.Integer(), nullable=False)
