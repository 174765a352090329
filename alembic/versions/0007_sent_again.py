"""When did a person last have a message sent again?

Revision 0007: the days for which a receiver may put a message off are counted from then on.
Frozen: later changes are later revisions.
"""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    op.add_column("delivery", sa.Column("revived_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("going back is putting the copy made before the upgrade in its place")
