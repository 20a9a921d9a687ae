"""sound checks

Revision: 0002, after: 0001
"""

import sqlalchemy as sa
from alembic import op

import database


revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():

    op.create_table(
        "sound_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("created_at", database.Instant(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", database.Instant(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_sound_check_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sound_check")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sound_check_public_id")),
    )
    with op.batch_alter_table("sound_check", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_sound_check_application_id"), ["application_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_sound_check_created_at"), ["created_at"], unique=False
        )


def downgrade():
    op.drop_table("sound_check")
