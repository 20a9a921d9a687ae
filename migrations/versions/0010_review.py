"""a person's second reading is a review, of an answer or of a point

Revision: 0010, after: 0009
"""

import sqlalchemy as sa
from alembic import op

import database

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEPT = ("id", "sitting_id", "number", "item", "machine", "saw_score", "note")
RATING = sa.table(
    "rating",
    *(sa.column(name) for name in ("id", "sitting_id", "number", "item")),
    sa.column("levels", sa.JSON),
    sa.column("machine", sa.JSON),
    sa.column("saw_score", sa.Boolean),
    sa.column("note"),
    sa.column("rated_by_id"),
    sa.column("rated_by"),
    sa.column("rated_at", database.Instant),
)
REVIEW = sa.table(
    "review",
    *(sa.column(name) for name in ("id", "sitting_id", "subject", "number", "item")),
    sa.column("levels", sa.JSON),
    sa.column("met", sa.Boolean),
    sa.column("machine", sa.JSON),
    sa.column("saw_score", sa.Boolean),
    sa.column("note"),
    sa.column("reviewed_by_id"),
    sa.column("reviewed_by"),
    sa.column("reviewed_at", database.Instant),
)


def upgrade():
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=True),
        sa.Column("machine", sa.JSON(), nullable=False),
        sa.Column("saw_score", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_by", sa.String(length=120), nullable=False),
        sa.Column("reviewed_at", database.Instant(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(met IS NOT NULL) = (subject = 'point')", name=op.f("ck_review_met_of_points")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["staff.id"], name=op.f("fk_review_reviewed_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["sitting_id"],
            ["sitting.id"],
            name=op.f("fk_review_sitting_id_sitting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_sitting_id"), "review", ["sitting_id"], unique=False)
    copied = [
        {
            **{name: row[name] for name in KEPT},
            "subject": "point" if "met" in row["levels"] else "answer",
            "levels": {} if "met" in row["levels"] else row["levels"],
            "met": bool(row["levels"]["met"]) if "met" in row["levels"] else None,
            "reviewed_by_id": row["rated_by_id"],
            "reviewed_by": row["rated_by"],
            "reviewed_at": row["rated_at"],
        }
        for row in op.get_bind().execute(sa.select(RATING).order_by(RATING.c.id)).mappings()
    ]
    _insert(REVIEW, copied)
    op.drop_table("rating")


def downgrade():
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
    op.create_index(op.f("ix_rating_sitting_id"), "rating", ["sitting_id"], unique=False)
    copied = [
        {
            **{name: row[name] for name in KEPT},
            "levels": row["levels"] if row["met"] is None else {"met": int(row["met"])},
            "rated_by_id": row["reviewed_by_id"],
            "rated_by": row["reviewed_by"],
            "rated_at": row["reviewed_at"],
        }
        for row in op.get_bind().execute(sa.select(REVIEW).order_by(REVIEW.c.id)).mappings()
    ]
    _insert(RATING, copied)
    op.drop_table("review")


def _insert(table, rows):
    """Insert rows with their ids; PostgreSQL then counts on from the highest of them."""
    bind = op.get_bind()
    if rows:
        bind.execute(sa.insert(table), rows)
        if bind.dialect.name == "postgresql":
            highest = max(row["id"] for row in rows)
            bind.execute(
                sa.select(
                    sa.func.setval(sa.func.pg_get_serial_sequence(table.name, "id"), highest)
                )
            )
