"""Does a database of the fifth schema come through: each message with its alert, those that wait as today's are?"""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import JSON, bindparam, select, text

from monitor.alert.composing import compose
from monitor.config.bundle import bundled
from monitor.core.records.alerts import DeliveryFilter
from monitor.store.alerts.alerts import Alerts
from monitor.store.alerts.outbox import Deliveries
from monitor.store.claims import Leases
from monitor.store.engine import Database
from monitor.store.migrate import current, head, migrate
from monitor.store.schema.columns import Moment
from monitor.store.schema.tables import ALERT, ENTRY
from tests.fakes import NOON, FakeClock
from tests.upgrade.rows import ARTICLE, STORY

_DELIVERY = """
INSERT INTO delivery (id, key, article_id, rule, payload, state, attempts, queued_at, first_seen_at, reason, detail,
  due_at, lane, sent_at)
VALUES (:id, :key, 1, 'csto', :payload, :state, :attempts, :at, :at, :reason, '', :due_at, :lane, :sent_at)
"""
_MANY = """
WITH RECURSIVE numbers (n) AS (SELECT 101 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100100)
INSERT INTO delivery (id, key, article_id, rule, payload, state, attempts, queued_at, first_seen_at, reason, detail,
  due_at, lane, sent_at)
SELECT numbers.n, CAST(numbers.n AS TEXT), article_id, rule, payload, state, attempts, queued_at, first_seen_at, reason,
  detail, due_at, lane, sent_at
FROM numbers JOIN delivery ON delivery.id = 1 + numbers.n % 3
"""
_ARTICLE_FACTS = {"id": 1, "title": "Port", "story": {"id": 7, "articles": 2}}
_MATCH = {"topic": "csto", "name": "CSTO", "field": "text", "sentence": "The CSTO met."}
_OLD = {"schema": 1, "key": "k", "rule": "csto", "article": _ARTICLE_FACTS, "matches": [_MATCH]}
_ITEM = {
    "rule": "csto",
    "kind": "article",
    "article": _ARTICLE_FACTS,
    "matches": [_MATCH],
    "change": None,
    "spike": None,
}


@dataclass
class Old:
    """A database that the fifth schema's program filled: messages 1 (sent), 2 (due, failed once) and 3 (dead)."""

    database: Database

    def fill(self) -> None:
        """Write an article, and the three messages about it."""
        at = bindparam("at", type_=Moment())
        moments = (at, bindparam("due_at", type_=Moment()), bindparam("sent_at", type_=Moment()))
        statement = text(_DELIVERY).bindparams(*moments, bindparam("payload", type_=JSON()))
        with self.database.write() as connection:
            for each in (STORY, ARTICLE):
                connection.execute(text(each).bindparams(at), {"at": NOON})
            for number, state in enumerate(("sent", "due", "dead"), start=1):
                given = {
                    "id": number,
                    "key": f"key {number}",
                    "payload": _OLD,
                    "state": state,
                    "attempts": number - 1,
                    "at": NOON,
                    "due_at": NOON if state == "due" else None,
                    "sent_at": NOON if state == "sent" else None,
                    "reason": "" if state == "sent" else "server_error",
                    "lane": "webhook",
                }
                connection.execute(statement, given)

    @property
    def outbox(self) -> Deliveries:
        """Its messages, as the program of today knows them."""
        return Deliveries(self.database, Leases(FakeClock(), "host/1/a", 60), compose)


@pytest.fixture
def old(empty_database: Database, tmp_path: Path) -> Old:
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    shipped = bundled("alembic")
    known = sorted(path.name for path in (shipped / "versions").glob("000[1-5]_*.py"))
    for name in ("env.py", *(f"versions/{each}" for each in known)):
        (scripts / name).write_bytes((shipped / name).read_bytes())
    migrate(empty_database, scripts)
    assert current(empty_database) == "0005"
    made = Old(empty_database)
    made.fill()
    return made


def test_each_message_has_its_alert(old: Old) -> None:
    migrate(old.database)

    assert current(old.database) == head()
    alerts = Alerts(old.database).list()[::-1]
    assert [(each.alert.key, each.alert.state, each.delivery_id) for each in alerts] == [
        (f"key {number}", "composed", number) for number in (1, 2, 3)
    ]
    (first, *_) = alerts
    assert (first.alert.rule, first.alert.channel, first.alert.story_id, first.alert.facts) == (
        "csto",
        "webhook",
        7,
        _ITEM,
    )
    assert (first.queued_at, first.first_seen_at) == (NOON, NOON)


def test_what_was_sent_waits_or_was_given_up_comes_through_as_that(old: Old) -> None:
    migrate(old.database)

    listed = old.outbox.list(DeliveryFilter())[::-1]
    assert [(each.state, each.attempts, each.reason, each.due_at) for each in listed] == [
        ("sent", 0, "", None),
        ("due", 1, "server_error", NOON),
        ("dead", 2, "server_error", None),
    ]
    assert {(each.kind, each.urgency, each.story_id, each.alerts, each.composed_at) for each in listed} == {
        ("article", "normal", 7, 1, NOON)
    }


def test_what_is_still_to_be_sent_has_todays_payload_and_the_key_it_had(old: Old) -> None:
    migrate(old.database)

    (due,) = old.outbox.claim(5, [])

    whole = old.outbox.get(3)
    assert (due.key, due.payload) == ("key 2", {**_PAYLOAD, "key": "key 2"})
    assert whole.payload == {**_PAYLOAD, "key": "key 3"}
    assert old.outbox.get(1).payload == _OLD  # what was said stays as it was said


_PAYLOAD = {
    "schema": 2,
    "kind": "article",
    "rules": ["csto"],
    "urgency": "normal",
    "thread": None,
    "story": {"id": 7, "articles": 2},
    "items": [_ITEM],
    "count": 1,
    "more": 0,
}


def test_entries_of_before_are_no_backlog(old: Old) -> None:
    feed = """
    INSERT INTO feed (id, name, url, spec, enabled, is_listed, added_at, lane, etag, last_modified, body_hash, title,
      failures, reason, detail)
    VALUES (1, 'a', '', '{}', :no, :no, :at, '', '', '', '', '', 0, '', '')
    """
    entry = """
    INSERT INTO entry (feed_id, key, key_digest, url, title, summary_html, author, language, first_seen_at, state,
      attempts, reason, detail, lane, url_digest)
    VALUES (1, 'k', 'k', '', '', '', '', '', :at, 'due', 0, '', '', '', '')
    """
    with old.database.write() as connection:
        connection.execute(text(feed).bindparams(bindparam("at", type_=Moment())), {"at": NOON, "no": False})
        connection.execute(text(entry).bindparams(bindparam("at", type_=Moment())), {"at": NOON})

    migrate(old.database)

    with old.database.read() as connection:
        assert connection.scalars(select(ENTRY.c.is_backlog)).all() == [False]


def test_a_hundred_thousand_messages_come_through_in_time(old: Old) -> None:
    with old.database.write() as connection:
        connection.execute(text(_MANY))
    began = time.perf_counter()

    migrate(old.database)

    took_s = time.perf_counter() - began
    print(f"100,000 messages came through in {took_s:.1f} s")  # noqa: T201 - a figure for whoever runs it with -s
    with old.database.read() as connection:
        last = connection.execute(select(ALERT.c.delivery_id).order_by(ALERT.c.id.desc()).limit(1)).scalar_one()
    assert (last, took_s < 120) == (100_100, True)
