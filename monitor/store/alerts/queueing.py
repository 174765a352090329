"""How are alerts queued with what they are about, and read again?

Not pure: writes alert, inside the transaction that keeps an article or records what happened to it. In: Alerts. Out:
how many are to be told. outbox.py makes messages of them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from monitor.core.records.alerts import Alert, AlertKind, AlertState, QueuedAlert, Urgency
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.tables import ALERT


def queue(
    database: Database, connection: Connection, alerts: Sequence[Alert], *, now: datetime, first_seen_at: datetime
) -> int:
    """Queue alerts whose keys are not known; give how many of them are to be told, now or later.

    What is only counted, or backlog, is none of those.

    Args:
        first_seen_at: of the news: an article may be older than what makes it news.
    """
    told = [_row(alert, now, first_seen_at) for alert in alerts if alert.state is AlertState.DUE]
    others = [_row(alert, now, first_seen_at) for alert in alerts if alert.state is not AlertState.DUE]
    database.insert_unknown(connection, ALERT, others)
    return database.insert_unknown(connection, ALERT, told)


def queued_alert(row: Row) -> QueuedAlert:
    """Read a row of alert."""
    alert = Alert(
        row["key"],
        row["rule"],
        row["channel"],
        AlertKind(row["kind"]),
        Urgency(row["urgency"]),
        row["article_id"],
        row["story_id"],
        row["facts"],
        row["due_at"] or row["queued_at"],
        row["gather"],
        AlertState(row["state"]),
        row["why"],
    )
    return QueuedAlert(row["id"], alert, row["queued_at"], row["first_seen_at"], row["delivery_id"])


def _row(alert: Alert, now: datetime, first_seen_at: datetime) -> dict[str, object]:
    return {
        "key": alert.key,
        "rule": alert.rule,
        "channel": alert.channel,
        "kind": alert.kind.value,
        "urgency": alert.urgency.value,
        "article_id": alert.article_id,
        "story_id": alert.story_id,
        "facts": dict(alert.facts),
        "gather": alert.gather,
        "state": alert.state.value,
        "why": alert.why,
        "queued_at": now,
        "first_seen_at": first_seen_at,
        "due_at": alert.due_at if alert.state is AlertState.DUE else None,
    }
