"""Which of a feed's entries are new, which are edited, and which are known?

Not pure: reads and writes entry, inside the transaction of polls.py. In: the entries of a body whose content was not
known. Out: how many were new. An entry is known by its key; but feeds reuse keys, and edit what they have published.
What a feed lists when it is first polled is backlog, not news: kept, but not announced. At another address
it is the same feed, and what came in meanwhile is news.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from monitor.core.records.feeds import Entry
from monitor.core.records.polls import DueFeed
from monitor.core.urls import place_of, site_of
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.columns import digest
from monitor.store.schema.tables import ENTRY

_OF_NEW_ENTRIES = (
    *(("state", "'due'"), ("attempts", "0"), ("reason", "''"), ("detail", "''")),
    *(("page_etag", "''"), ("page_last_modified", "''")),
)
_CHUNK = 5_000  # SQLite takes 32,766 values in a statement
_YOUNG = timedelta(days=2)  # an older entry that is edited is hardly news
_JUST_NOW = timedelta(hours=1)
_LOOK_AGAIN = timedelta(hours=3)  # after the last look: some feeds edit all they have at each poll
_C = ENTRY.c


def remember_entries(
    database: Database, connection: Connection, feed: DueFeed, entries: Sequence[Entry], seen_at: datetime
) -> int:
    """Insert the entries that are new, take up the edits of those that are known; give the number of new ones.

    Args:
        seen_at: the start of the poll.
    """
    is_first = feed.succeeded_at is None and not _has_any(connection, feed)
    known = _known(connection, feed, [entry.key for entry in entries]) if feed.succeeded_at else {}
    keyed = _keyed(entries, known)
    if extended := [key for key, entry in keyed.items() if key != entry.key and feed.succeeded_at]:
        known |= _known(connection, feed, extended)
    new, edits = [], []
    for key, entry in keyed.items():
        row = _row(key, entry, feed, seen_at) | {"is_backlog": is_first and not _is_fresh(entry, seen_at)}
        if (old := known.get(str(row["key_digest"]))) is None:
            new.append(row)
        elif edit := _edit(old, entry, seen_at):
            edits.append(edit)
    if edits:
        connection.execute(_EDIT, edits)
    return database.insert_unknown(connection, ENTRY, new, _OF_NEW_ENTRIES)


def _has_any(connection: Connection, feed: DueFeed) -> bool:
    """Say whether a feed has entries: one that never succeeded may have them from an address that it had before."""
    return connection.scalar(select(_C.id).where(_C.feed_id == feed.id).limit(1)) is not None


def _known(connection: Connection, feed: DueFeed, keys: Sequence[str]) -> dict[str, Row]:
    digests = list({digest(key) for key in keys})
    found: dict[str, Row] = {}
    for start in range(0, len(digests), _CHUNK):
        mine = select(ENTRY).where(_C.feed_id == feed.id, _C.key_digest.in_(digests[start : start + _CHUNK]))
        found |= {row["key_digest"]: row for row in connection.execute(mine).mappings()}
    return found


def _keyed(entries: Sequence[Entry], known: Mapping[str, Row]) -> dict[str, Entry]:
    """Give each entry a key that no other has: the address beside its own where that stands for another article."""
    keyed: dict[str, Entry] = {}
    for entry in entries:
        row = known.get(digest(entry.key)) if known else None
        other = keyed.get(entry.key)
        is_reused = other is not None and entry.shares_key_with(other)
        if is_reused or (row and _is_elsewhere(row["url"], entry.url)):
            beside = entry.title if entry.key == entry.url else entry.url
            keyed.setdefault(f"{entry.key} {beside}", entry)
        else:
            keyed.setdefault(entry.key, entry)
    return keyed


def _is_elsewhere(url: str, other: str) -> bool:
    """Say whether two addresses are of two articles: a query or a scheme may change with each poll."""
    return bool(url and other) and place_of(url) != place_of(other)


def _row(key: str, entry: Entry, feed: DueFeed, seen_at: datetime) -> dict[str, object]:
    return {
        "feed_id": feed.id,
        "key": key,
        "key_digest": digest(key),
        "first_seen_at": seen_at,
        "due_at": seen_at,
        **_said(entry),
        "lane": site_of(entry.url) or site_of(feed.address),
    }


def _is_fresh(entry: Entry, seen_at: datetime) -> bool:
    """Say whether an entry of a feed's first poll is news all the same: its feed dates it just now."""
    return entry.published_at is not None and abs(seen_at - entry.published_at) <= _JUST_NOW


def _said(entry: Entry) -> dict[str, object]:
    return {
        "url": entry.url,
        "url_digest": digest(entry.url),
        "title": entry.title,
        "summary_html": entry.summary_html,
        "author": entry.author,
        "language": entry.language,
        "published_at": entry.published_at,
    }


def _edit(row: Row, entry: Entry, seen_at: datetime) -> dict[str, object] | None:
    """Give the values of an edit; None where nothing that matters was edited, or it comes too late to matter."""
    is_same = (row["title"], row["summary_html"]) == (entry.title, entry.summary_html)
    if is_same or seen_at - row["first_seen_at"] > _YOUNG:
        return None
    due_at, state = row["due_at"], row["state"]
    if state != "due":
        looked_at = row["page_at"] or row["first_seen_at"]
        due_at, state = max(seen_at, looked_at + _LOOK_AGAIN), "due"
    # What an edit brings into an article that we have is news; one that we do not have yet is as old as it was.
    is_backlog = row["is_backlog"] and row["state"] != "covered"
    values = {**_said(entry), "due_at": due_at, "state": state, "is_backlog": is_backlog}
    return {f"new_{name}": value for name, value in values.items()} | {"row": row["id"]}


_OF_ENTRY = ("url", "url_digest", "title", "summary_html", "author", "language", "published_at")
_EDITED = (*_OF_ENTRY, "due_at", "state", "is_backlog")
_EDIT = (
    update(ENTRY)
    .where(_C.id == bindparam("row"))
    .values({name: bindparam(f"new_{name}", type_=_C[name].type) for name in _EDITED} | {"attempts": 0})
)
