"""Since when does a receiver put a message off?

Revision 0007: the days for which it may are counted from then on.
Frozen: later changes are later revisions.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("put_off_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("going back is putting the copy made before the upgrade in its place")
