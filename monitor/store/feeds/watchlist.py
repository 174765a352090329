"""How do the feeds in the database follow feeds.yaml?

Not pure: reads and writes feed. In: the specs of feeds.yaml. Out: what was added, changed and put aside.
Feeds.sync calls it at each start; nothing is deleted, since entries and articles refer to their feed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from monitor.core.records.feeds import FeedSpec
from monitor.core.urls import site_of
from monitor.store.engine import Database
from monitor.store.rows import Row, spec_from_json, spec_to_json
from monitor.store.schema.tables import FEED


@dataclass(frozen=True, slots=True)
class Synced:
    """How many feeds are new, changed, and gone from feeds.yaml."""

    added: int = 0
    changed: int = 0
    removed: int = 0


def follow(database: Database, specs: Sequence[FeedSpec], now: datetime) -> Synced:
    """Bring the table in line: new feeds are due at once, those gone from the file are never due again.

    A feed that changed its address begins anew, without validators. One that is polled more often from now on need
    not wait out its old interval.
    """
    with database.write() as connection:
        known = {row["name"]: row for row in connection.execute(select(FEED)).mappings()}
        added = [_new_row(spec, now) for spec in specs if spec.name not in known]
        number = database.insert_unknown(connection, FEED, added)
        changed = sum(_change(connection, known[spec.name], spec, now) for spec in specs if spec.name in known)
        removed = _remove(connection, known.keys() - {spec.name for spec in specs})
    return Synced(number, changed, removed)


def _new_row(spec: FeedSpec, now: datetime) -> dict[str, object]:
    return {
        "name": spec.name,
        "url": spec.url,
        "lane": site_of(spec.url),
        "enabled": spec.enabled,
        "is_listed": True,
        "spec": spec_to_json(spec),
        "added_at": now,
        "due_at": now if spec.enabled else None,
        "title": "",
        "paused_at": None,
        **_BLANK,
    }


_BLANK: dict[str, object] = {
    "etag": "",
    "last_modified": "",
    "body_hash": "",
    "failures": 0,
    "reason": "",
    "detail": "",
    "polled_at": None,
    "succeeded_at": None,
    "leased_until": None,
    "leased_by": None,
    "moved_url": "",
    "items": b"",
    "learned": {},
    "page_failures": 0,
    "health": "never",
    "health_since": None,
    "health_why": "",
    "health_advice": "",
}


def _change(connection: Connection, row: Row, spec: FeedSpec, now: datetime) -> bool:
    old = spec_from_json(row["spec"])
    if replace(old, line=spec.line) == spec and row["is_listed"]:  # a feed that only stands on another line is the same
        return False
    values: dict[str, object] = {
        "spec": spec_to_json(spec),
        "is_listed": True,
        "enabled": spec.enabled,
        "due_at": _due_at(row, old, spec, now),
    }
    if spec.url != row["url"]:
        values |= {"url": spec.url, "lane": site_of(spec.url), **_BLANK}
    connection.execute(update(FEED).where(FEED.c.id == row["id"]).values(values))
    return True


def _due_at(row: Row, old: FeedSpec, spec: FeedSpec, now: datetime) -> datetime | None:
    if not spec.enabled or row["paused_at"]:
        return None
    due_at: datetime | None = row["due_at"]
    if spec.url != row["url"]:
        return now
    if due_at is None and row["enabled"] and row["is_listed"]:
        return None  # it is gone: only another address, or `monitor feeds resume`, brings it back
    if due_at is None:  # it was disabled or put aside; who puts it back need not wait, nor poll it at once again
        return max(now, row["polled_at"] + timedelta(seconds=spec.every_s)) if row["polled_at"] else now
    if spec.every_s < old.every_s and not row["failures"]:
        return min(due_at, now + timedelta(seconds=spec.every_s))
    return due_at


def _remove(connection: Connection, names: set[str]) -> int:
    """Put feeds aside one by one: they are few, and a list of names may be too long for one statement."""
    gone = update(FEED).values(is_listed=False, enabled=False, due_at=None)
    return sum(connection.execute(gone.where(FEED.c.name == name, FEED.c.is_listed)).rowcount for name in sorted(names))
