"""answers that are alike

Revision: 0005, after: 0004
"""

import sqlalchemy as sa
from alembic import op


revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():

    op.create_table(
        "likeness",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("other_sitting_id", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("same_sound", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_sitting_id"],
            ["sitting.id"],
            name=op.f("fk_likeness_other_sitting_id_sitting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_likeness_recording_id_recording"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness")),
        sa.UniqueConstraint(
            "recording_id",
            "other_sitting_id",
            name=op.f("uq_likeness_recording_id_other_sitting_id"),
        ),
    )
    with op.batch_alter_table("likeness", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_likeness_other_sitting_id"), ["other_sitting_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_likeness_recording_id"), ["recording_id"], unique=False
        )


def downgrade():
    op.drop_table("likeness")
