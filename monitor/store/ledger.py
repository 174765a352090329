"""When was each article published, seen, fetched, kept, queued and delivered?

Not pure: reads article, entry, capture, alert and delivery. In: how far back, and how many at most. Out: Ledgers.
core/latency.py reckons with them. However large the archive is, no more rows are looked at than were asked for.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, Subquery, func, select

from monitor.core.errors import NotFound
from monitor.core.latency import NEWEST
from monitor.core.records.alerts import AlertKind, AlertState
from monitor.core.records.ledgers import Ledger
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.tables import ALERT, ARTICLE, CAPTURE, DELIVERY, ENTRY

_ANNOUNCED = [state.value for state in (AlertState.DUE, AlertState.COMPOSED, AlertState.HELD)]


def ledgers(database: Database, since: datetime, *, feed: str | None = None, limit: int = NEWEST) -> list[Ledger]:
    """Read the ledgers of the newest articles, newest first.

    Args:
        since: articles kept before are left out.
        feed: of this feed alone.
        limit: how many articles are looked at, before ``since`` is asked.
    """
    newest = select(*_COLUMNS).order_by(ARTICLE.c.id.desc()).limit(limit)
    if feed is not None:
        newest = newest.where(ARTICLE.c.feed == feed)
    return _read(database, newest.subquery("newest"), since)


def ledger(database: Database, article_id: int) -> Ledger:
    """Read the ledger of one article.

    Raises:
        NotFound: there is no such article.
    """
    found = _read(database, select(*_COLUMNS).where(ARTICLE.c.id == article_id).subquery("newest"), None)
    if not found:
        raise NotFound(f"There is no article {article_id}. `monitor articles list` shows the ids.")
    return found[0]


_COLUMNS = (ARTICLE.c.id, ARTICLE.c.feed, ARTICLE.c.published_at, ARTICLE.c.first_seen_at, ARTICLE.c.kept_at)


def _read(database: Database, newest: Subquery, since: datetime | None) -> list[Ledger]:
    rows = select(
        newest,
        _fetched(newest.c.id).label("fetched_at"),
        _queued(newest.c.id).label("queued_at"),
        _delivered(newest.c.id).label("delivered_at"),
        _backlog(newest.c.id).label("is_backlog"),
    ).order_by(newest.c.id.desc())
    if since is not None:
        rows = rows.where(newest.c.kept_at >= since)
    with database.read() as connection:
        return [_ledger(row) for row in connection.execute(rows).mappings()]


def _fetched(article_id: ColumnElement[int]) -> ScalarSelect[datetime]:
    return select(func.min(CAPTURE.c.at)).where(CAPTURE.c.article_id == article_id).scalar_subquery()


def _queued(article_id: ColumnElement[int]) -> ScalarSelect[datetime]:
    """When it was first announced: what happened to it later is another news, and what nobody is told is none."""
    c = ALERT.c
    announced = (c.article_id == article_id, c.kind == AlertKind.ARTICLE.value, c.state.in_(_ANNOUNCED))
    return select(func.min(c.queued_at)).where(*announced).scalar_subquery()


def _delivered(article_id: ColumnElement[int]) -> ScalarSelect[datetime]:
    c = ALERT.c
    told = select(func.min(DELIVERY.c.sent_at)).join_from(ALERT, DELIVERY, DELIVERY.c.id == c.delivery_id)
    return told.where(c.article_id == article_id, c.kind == AlertKind.ARTICLE.value).scalar_subquery()


def _backlog(article_id: ColumnElement[int]) -> ScalarSelect[bool]:
    first = select(ENTRY.c.is_backlog).where(ENTRY.c.article_id == article_id).order_by(ENTRY.c.id).limit(1)
    return first.scalar_subquery()


def _ledger(row: Row) -> Ledger:
    return Ledger(
        article_id=row["id"],
        feed=row["feed"],
        published_at=row["published_at"],
        seen_at=row["first_seen_at"],
        fetched_at=row["fetched_at"],
        kept_at=row["kept_at"],
        queued_at=row["queued_at"],
        delivered_at=row["delivered_at"],
        is_backlog=bool(row["is_backlog"]),
    )
