"""What is written when a poll has ended?

Not pure: writes feed, poll, entry and event, inside one transaction of feeds.py: nothing seen is ever forgotten, and
nothing forgotten is ever unseen. In: the feed as it was claimed, and the outcome. Out: the number of new entries.
"""

from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus

from sqlalchemy import Connection, and_, case, insert, literal, null, select, update

from monitor.core.records.feeds import Entry
from monitor.core.records.polls import DueFeed, Event, PollOutcome
from monitor.core.urls import site_of
from monitor.store.columns import Moment, digest
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.rows import learned_to_json
from monitor.store.tables import ENTRY, EVENT, FEED, POLL

_CHUNK = 5_000  # SQLite takes 32,766 values in a statement


def remember(database: Database, connection: Connection, feed: DueFeed, outcome: PollOutcome, now: datetime) -> int:
    """Write a poll, what it taught us of the feed, and the entries that are not known; give their number."""
    new = _insert_entries(database, connection, feed, outcome, now) if outcome.entries else 0
    connection.execute(insert(POLL).values(_poll_row(feed, outcome, new)))
    record(connection, feed.id, outcome.events)
    # Not where the address was changed meanwhile: the validators would be another feed's.
    asked = and_(FEED.c.id == feed.id, FEED.c.url == feed.spec.url)
    connection.execute(update(FEED).where(asked).values(_after(feed, outcome)))
    return new


def record(connection: Connection, feed_id: int | None, events: Sequence[Event]) -> None:
    """Write lines of history."""
    rows = [
        {
            "feed_id": feed_id,
            "at": event.at,
            "kind": event.kind.value,
            "scope": event.scope,
            "detail": event.detail,
            "number": event.number,
        }
        for event in events
    ]
    if rows:
        connection.execute(insert(EVENT), rows)


def _insert_entries(
    database: Database, connection: Connection, feed: DueFeed, outcome: PollOutcome, now: datetime
) -> int:
    entries = {digest(entry.key): entry for entry in reversed(outcome.entries)}
    keys, known = list(reversed(entries)), set[str]()
    for start in range(0, len(keys), _CHUNK):
        chunk = ENTRY.c.key_digest.in_(keys[start : start + _CHUNK])
        known.update(connection.scalars(select(ENTRY.c.key_digest).where(ENTRY.c.feed_id == feed.id, chunk)))
    rows = [
        _entry_row(entries[key], feed, outcome.started_at) | {"key_digest": key, "due_at": now}
        for key in keys
        if key not in known
    ]
    return database.insert_unknown(connection, ENTRY, rows)


def _entry_row(entry: Entry, feed: DueFeed, first_seen_at: datetime) -> dict[str, object]:
    return {
        "feed_id": feed.id,
        "key": entry.key,
        "url": entry.url,
        "url_digest": digest(entry.url),
        "title": entry.title,
        "summary_html": entry.summary_html,
        "author": entry.author,
        "language": entry.language,
        "published_at": entry.published_at,
        "first_seen_at": first_seen_at,
        "state": "due",
        "attempts": 0,
        "reason": "",
        "detail": "",
        "lane": site_of(entry.url) or site_of(feed.address),
        "page_etag": "",
        "page_last_modified": "",
    }


def _poll_row(feed: DueFeed, outcome: PollOutcome, new: int) -> dict[str, object]:
    return {
        "feed_id": feed.id,
        "outcome": outcome.outcome,
        "started_at": outcome.started_at,
        "took_s": outcome.took_s,
        "received_bytes": outcome.received_bytes,
        "status": outcome.status,
        "entries": outcome.size,
        "new": new,
        **said(outcome.failure),
    }


def _after(feed: DueFeed, outcome: PollOutcome) -> dict[str, object]:
    """Give the columns of a feed after a poll."""
    if outcome.outcome == "pushed":  # polls go on as they were
        return {"learned": learned_to_json(outcome.learned)}
    may_run = and_(FEED.c.enabled, FEED.c.paused_at.is_(None))  # as it is now: a person may just have paused it
    values: dict[str, object] = {
        "polled_at": outcome.started_at,
        "due_at": case((may_run, literal(outcome.due_at, Moment)), else_=null()),
        "leased_until": None,
        "leased_by": None,
        "learned": learned_to_json(outcome.learned),
        "health": outcome.health.kind.value,
        "health_since": outcome.health.since,
        "health_why": outcome.health.why,
        "health_advice": outcome.health.advice,
        **said(outcome.failure),
    }
    if outcome.url != feed.url:  # after failures too: then it is back at the owner's address
        values |= {"moved_url": outcome.url, "lane": site_of(outcome.url or feed.spec.url)}
    if outcome.outcome == "put_off":  # nothing was sent: nothing failed
        del values["polled_at"]
        return values
    if outcome.failure is not None:
        return values | {"failures": FEED.c.failures + 1}
    seen: dict[str, object] = {
        "etag": outcome.etag,
        "last_modified": outcome.last_modified,
        "body_hash": outcome.body_hash,
        "items": outcome.items,
    }
    if outcome.outcome == "unchanged":  # the body stands, and what a 304 leaves out
        given = () if outcome.status == HTTPStatus.NOT_MODIFIED else ("etag", "last_modified")
        seen = {name: value for name, value in seen.items() if value or name in given}
    if outcome.feed_title:
        seen["title"] = outcome.feed_title
    return values | seen | {"failures": 0, "succeeded_at": outcome.started_at}
