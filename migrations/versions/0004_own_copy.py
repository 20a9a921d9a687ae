"""the applicant's own copy

Revision: 0004, after: 0003
"""

import sqlalchemy as sa
from alembic import op

import database


revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():

    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("released_at", database.Instant(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("released_by", sa.String(length=120), server_default="", nullable=False)
        )


def downgrade():
    with op.batch_alter_table("application", schema=None) as batch_op:
        batch_op.drop_column("released_by")
        batch_op.drop_column("released_at")
