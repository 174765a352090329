"""Which rules were made at a terminal, through the API or on a page?

Not pure: reads and writes rule. In: names and specs, as config/alerts.py reads and writes them. Out: the same. Those of
alerts.yaml are not here; alerting.py puts both together.
"""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import delete, insert, select, update

from monitor.core.ports import Clock
from monitor.store.engine import Database
from monitor.store.schema.columns import to_json
from monitor.store.schema.tables import RULE

_C = RULE.c


class AlertRules:
    """The rules that the database holds."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def list(self) -> list[tuple[str, dict[str, object]]]:
        """List names and specs, in the order in which the rules were made."""
        with self._database.read() as connection:
            return [(name, spec) for name, spec in connection.execute(select(_C.name, _C.spec).order_by(_C.id))]

    def put(self, name: str, spec: Mapping[str, object]) -> None:
        """Make a rule, or give the one of this name another spec."""
        now, this = self._clock.now(), _C.name == name
        with self._database.write() as connection:
            changed = update(RULE).where(this).values(spec=dict(spec), changed_at=now)
            if not connection.execute(changed).rowcount:
                values = {"name": name, "spec": dict(spec), "created_at": now, "changed_at": now}
                connection.execute(insert(RULE).values(values))

    def swap(self, name: str, was: Mapping[str, object] | None, spec: Mapping[str, object]) -> bool:
        """Give a rule another spec where it still has the one that somebody saw; say whether it did.

        Args:
            was: None where there was no rule of this name.
        """
        now, this = self._clock.now(), _C.name == name
        with self._database.write() as connection:
            if was is None:
                row = {"name": name, "spec": dict(spec), "created_at": now, "changed_at": now}
                return self._database.insert_unknown(connection, RULE, [row]) == 1
            if connection.scalar(select(_C.spec).where(this).with_for_update()) != dict(was):
                return False
            connection.execute(update(RULE).where(this).values(spec=dict(spec), changed_at=now))
            return True

    def delete(self, name: str) -> bool:
        """Delete a rule; False where there is none of this name. What it brought stays."""
        with self._database.write() as connection:
            return connection.execute(delete(RULE).where(_C.name == name)).rowcount == 1

    def version(self) -> str:
        """Give a word that is another one as soon as any rule is: so one process learns what another changed."""
        return sha256(to_json(self.list()).encode()).hexdigest()[:16]
