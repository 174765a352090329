"""Which tokens hold, and which queries are saved?

Not pure: reads and writes token and saved_query; tokens are drawn here. In: names; a token that somebody shows.
Out: whether it holds; queries. The command line makes both, web/ asks for them.
"""

import hmac
import secrets
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, select, update

from monitor.core.errors import MonitorError, NotFound, TryAgainLater
from monitor.core.ports import Clock
from monitor.core.records.following import NAMES, SavedQuery, Scope, Token, is_name
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.tables import SAVED_QUERY, TOKEN

_PREFIX = "mon_"  # so that people, and programs that look for leaked secrets, know one when they see it
_BYTES = 32
_LONGEST = 200  # characters of what somebody shows that are worth a hash
_NOTED_EVERY = timedelta(minutes=1)


class BadName(MonitorError):  # noqa: N818 - named by what is wrong, as all of that tree
    """Nothing may be called so, or something else is."""

    exit_code = 2


class Tokens:
    """The rights that were given away. Of each token a SHA-256 is kept, and nothing else of it.

    A plain hash will do: what is hashed are 256 bits of chance, which nobody guesses, fast as he may be.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, name: str, scope: Scope) -> str:
        """Make a token, and give it: this is the only time that it is known.

        The name of a revoked token may be given again.

        Raises:
            BadName: nothing may be called so, or a token that holds is.
        """
        _require_name(name)
        token = _PREFIX + secrets.token_urlsafe(_BYTES)
        row = {"name": name, "digest": _digest(token), "scope": scope.value, "created_at": self._clock.now()}
        with self._database.write() as connection:
            connection.execute(delete(TOKEN).where(TOKEN.c.name == name, TOKEN.c.revoked_at.is_not(None)))
            if not self._database.insert_unknown(connection, TOKEN, [row]):
                raise BadName(f"There is a token {name} already. Revoke it first: monitor token revoke {name}")
        return token

    def check(self, token: str, scope: Scope) -> bool:
        """Say whether a token allows what is asked, and note that it was used.

        The note is made once a minute at most, and where the database cannot take it just now, not at all: who only
        reads must not have to wait for who writes.
        """
        if len(token) > _LONGEST or not token.startswith(_PREFIX):
            return False
        digest = _digest(token)
        with self._database.read() as connection:
            row = connection.execute(select(TOKEN).where(TOKEN.c.digest == digest)).mappings().first()
        if row is None or not hmac.compare_digest(row["digest"], digest):
            return False
        if row["revoked_at"] is not None or not Scope(row["scope"]).covers(scope):
            return False
        self._note_use(row)
        return True

    def list(self) -> list[Token]:
        """Give all, those that were revoked too, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(TOKEN).order_by(TOKEN.c.name)).mappings()
            return [
                Token(row["name"], Scope(row["scope"]), row["created_at"], row["used_at"], row["revoked_at"])
                for row in rows
            ]

    def revoke(self, name: str) -> bool:
        """Refuse a token from now on; False where none of this name holds."""
        holding = update(TOKEN).where(TOKEN.c.name == name, TOKEN.c.revoked_at.is_(None))
        with self._database.write() as connection:
            return connection.execute(holding.values(revoked_at=self._clock.now())).rowcount > 0

    def _note_use(self, row: Row) -> None:
        now = self._clock.now()
        if row["used_at"] is not None and now - row["used_at"] < _NOTED_EVERY:
            return
        with suppress(TryAgainLater), self._database.write() as connection:
            connection.execute(update(TOKEN).where(TOKEN.c.id == row["id"]).values(used_at=now))


class SavedQueries:
    """The queries that people follow."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def put(self, name: str, query: str, owner: str = "") -> SavedQuery:
        """Save a query under a name, in place of the one that the name had; the caller has read it.

        Raises:
            BadName: nothing may be called so.
        """
        _require_name(name)
        saved = SavedQuery(name, query, owner, self._clock.now())
        values = {"query": query, "owner": owner, "created_at": saved.saved_at}
        with self._database.write() as connection:
            # Inserted first: on PostgreSQL that waits for another who saves the same name, and then knows of it.
            if not self._database.insert_unknown(connection, SAVED_QUERY, [{"name": name, **values}]):
                connection.execute(update(SAVED_QUERY).where(SAVED_QUERY.c.name == name).values(values))
        return saved

    def get(self, name: str) -> SavedQuery:
        """Give a query.

        Raises:
            NotFound: none has this name.
        """
        with self._database.read() as connection:
            row = _row(connection, name)
        if row is None:
            raise NotFound(f"There is no saved query {name!r}. `monitor queries list` shows the names.")
        return _saved_query(row)

    def list(self) -> list[SavedQuery]:
        """Give all, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(SAVED_QUERY).order_by(SAVED_QUERY.c.name)).mappings()
            return [_saved_query(row) for row in rows]

    def delete(self, name: str) -> bool:
        """Forget a query; False where none has this name."""
        with self._database.write() as connection:
            return connection.execute(delete(SAVED_QUERY).where(SAVED_QUERY.c.name == name)).rowcount > 0


def _require_name(name: str) -> None:
    if not is_name(name):
        raise BadName(f"{name!r} can be no name: give {NAMES}.")


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _row(connection: Connection, name: str) -> Row | None:
    return connection.execute(select(SAVED_QUERY).where(SAVED_QUERY.c.name == name)).mappings().first()


def _saved_query(row: Row) -> SavedQuery:
    return SavedQuery(row["name"], row["query"], row["owner"], row["created_at"])
