"""What do all tables have in common?

Not pure: one collection of tables that grows as they are declared. In: nothing. Out: METADATA, and the class that the
tables of feed_tables.py and article_tables.py derive from.
"""

from sqlalchemy import Index, MetaData, literal_column
from sqlalchemy.orm import declared_attr
from sqlmodel import SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Declared(SQLModel):
    """A table, named as its class is, in lower case with underscores."""

    metadata = METADATA

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy calls it on the class
        return "".join(f"_{c.lower()}" if c.isupper() else c for c in cls.__name__).removeprefix("_")


def some_rows(name: str, *columns: str, where: str) -> Index:
    """Index only the rows that anyone looks for."""
    return Index(name, *columns, sqlite_where=literal_column(where), postgresql_where=literal_column(where))
