"""How does Alembic reach the database?

Not pure: runs migrations. In: a connection inside a transaction, from monitor/store/migrate.py.
Out: the schema is changed; whoever opened the transaction commits it.
"""

from alembic import context
from sqlalchemy import Connection

from monitor.store.schema.tables import FEED

connection = context.config.attributes.get("connection")
if not isinstance(connection, Connection):
    raise SystemExit("Migrations run from monitor/store/migrate.py, which locks and copies the database first.")
context.configure(connection=connection, target_metadata=FEED.metadata, render_as_batch=True, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
