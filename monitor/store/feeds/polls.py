"""What is written when a poll has ended?

Not pure: writes feed, poll, entry and event, inside one transaction of feeds.py: nothing seen is ever forgotten, and
nothing forgotten is ever unseen. In: the feed as it was claimed, and the outcome. Out: the number of new entries.
"""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from sqlalchemy import Boolean, Connection, and_, bindparam, case, func, insert, null, select, update

from monitor.core.records.polls import DueFeed, Event, PollOutcome
from monitor.core.urls import site_of
from monitor.store.engine import Database
from monitor.store.failures import said
from monitor.store.feeds.sightings import remember_entries
from monitor.store.rows import learned_from_json, learned_to_json
from monitor.store.schema.columns import Moment
from monitor.store.schema.tables import EVENT, FEED, POLL


def remember(database: Database, connection: Connection, feed: DueFeed, outcome: PollOutcome) -> int:
    """Write a poll, what it taught us of the feed, and the entries that are not known; give their number."""
    new = remember_entries(database, connection, feed, outcome.entries, outcome.started_at) if outcome.entries else 0
    connection.execute(_INSERT_POLL, _poll_row(feed, outcome, new))
    record(connection, feed.id, outcome.events)
    if outcome.outcome == "pushed":
        _learn_from_push(connection, feed, outcome)
    else:
        connection.execute(_UPDATE_FEED, _after(feed, outcome))
    return new


def _learn_from_push(connection: Connection, feed: DueFeed, outcome: PollOutcome) -> None:
    """Note that something new came; all else is a poll's to say, and one may have ended since the feed was read."""
    this = FEED.c.id == feed.id
    now = learned_from_json(connection.scalar(select(FEED.c.learned).where(this).with_for_update()) or {})
    now = replace(now, rhythm=outcome.learned.rhythm, newest_at=outcome.learned.newest_at)
    connection.execute(update(FEED).where(this).values(learned=learned_to_json(now)))


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
    """Give the values for ``_UPDATE_FEED``: each column anew, or as it was when the feed was claimed."""
    is_success, is_sent = outcome.failure is None, outcome.outcome != "put_off"
    values: dict[str, object] = {
        "feed": feed.id,
        "asked": feed.spec.url,
        "next_at": outcome.due_at,
        "new_title": outcome.feed_title,
        "polled_at": outcome.started_at if is_sent else feed.polled_at,
        "succeeded_at": outcome.started_at if is_success else feed.succeeded_at,
        "failures": 0 if is_success else feed.failures + is_sent,
        "learned": learned_to_json(outcome.learned),
        "health": outcome.health.kind.value,
        "health_since": outcome.health.since,
        "health_why": outcome.health.why,
        "health_advice": outcome.health.advice,
        "moved_url": outcome.url,
        "lane": site_of(outcome.url or feed.spec.url),
        "is_sent": is_sent,
        **said(outcome.failure),
    }
    return values | _seen(feed, outcome)


def _seen(feed: DueFeed, outcome: PollOutcome) -> dict[str, object]:
    """Give validators and body: a failure leaves all as it was, the same body its hashes, a 304 what it leaves out."""
    old, new = (
        {"etag": each.etag, "last_modified": each.last_modified, "body_hash": each.body_hash, "items": each.items}
        for each in (feed, outcome)
    )
    if outcome.failure is not None:
        return dict(old)
    kept = {"ok": (), "unchanged": tuple(old) if outcome.status == HTTPStatus.NOT_MODIFIED else ("body_hash", "items")}
    return {name: new[name] or (old[name] if name in kept[outcome.outcome] else new[name]) for name in old}


_SAME_NAME = (
    *("polled_at", "succeeded_at", "failures", "learned", "moved_url", "lane"),
    *("health", "health_since", "health_why", "health_advice", "etag", "last_modified", "body_hash", "items"),
)
_WHY = ("reason", "detail")
_INSERT_POLL = insert(POLL)
# Made once: a poll that found nothing new costs little else.
_UPDATE_FEED = (
    update(FEED)
    # Not where the address was changed meanwhile: the validators would be another feed's.
    .where(FEED.c.id == bindparam("feed"), FEED.c.url == bindparam("asked"))
    .values(
        {
            **{name: bindparam(name, type_=FEED.c[name].type) for name in _SAME_NAME},
            # A poll that was put off says nothing of why the last one failed.
            **{name: case((bindparam("is_sent", type_=Boolean), bindparam(name)), else_=FEED.c[name]) for name in _WHY},
            # As it is now: a person may have paused it meanwhile.
            "due_at": case(
                (and_(FEED.c.enabled, FEED.c.paused_at.is_(None)), bindparam("next_at", type_=Moment)), else_=null()
            ),
            "title": func.coalesce(func.nullif(bindparam("new_title"), ""), FEED.c.title),
            "leased_until": None,
            "leased_by": None,
        }
    )
)
