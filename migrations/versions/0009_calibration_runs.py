"""estimates of item parameters, and items on trial

Revision: 0009, after: 0008
"""

import sqlalchemy as sa
from alembic import op

import database

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "calibration_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("watch", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("against", sa.String(length=40), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        sa.Column("begun_by", sa.String(length=120), nullable=False),
        sa.Column("begun_at", database.Instant(timezone=True), nullable=False),
        sa.Column("ended_at", database.Instant(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", database.Instant(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", database.Instant(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["begun_by_id"], ["staff.id"], name=op.f("fk_calibration_run_begun_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff.id"], name=op.f("fk_calibration_run_decided_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_run")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calibration_run_public_id")),
    )
    with op.batch_alter_table("calibration_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calibration_run_slug"), ["slug"], unique=False)
        batch_op.create_index(batch_op.f("ix_calibration_run_state"), ["state"], unique=False)
    with op.batch_alter_table("item_retirement", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("trial", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade():
    with op.batch_alter_table("item_retirement", schema=None) as batch_op:
        batch_op.drop_column("trial")
    op.drop_table("calibration_run")
