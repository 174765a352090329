"""Does a database of the first schema come through with all it knew?"""

from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from monitor.config.bundle import bundled
from monitor.core.records.polls import HealthKind, Learned
from monitor.store.claims import Leases
from monitor.store.engine import Database
from monitor.store.feeds.feed_list import FeedList
from monitor.store.feeds.feeds import Feeds
from monitor.store.migrate import current, head, migrate
from monitor.store.schema.columns import digest
from monitor.store.schema.tables import ENTRY
from tests.fakes import FakeClock

_URLS = ("https://akorda.example/1", "https://akorda.example/қазақ")
_FEED = """
INSERT INTO feed (id, name, url, enabled, is_listed, spec, added_at, due_at, lane, etag, last_modified, body_hash,
  title, failures, reason, detail, polled_at, succeeded_at)
VALUES (1, 'akorda', 'https://akorda.example/feed', true, true,
  '{"name": "akorda", "url": "https://akorda.example/feed", "every_s": 900, "type": "auto", "keep": "all"}',
  '2026-11-01 10:00:00+00:00', '2026-11-22 11:00:00+00:00', 'akorda.example', '"v1"', 'some day', 'b1', 'Akorda',
  2, 'too_slow', 'It took over 30 s.', '2026-11-22 10:00:00+00:00', '2026-11-21 10:00:00+00:00')
"""
_ENTRY = """
INSERT INTO entry (feed_id, key, key_digest, url, title, summary_html, author, language, first_seen_at, state, attempts,
  reason, detail, due_at, lane)
VALUES (1, :key, :key, :url, '', '', '', '', '2026-11-01 10:00:00+00:00', 'due', 0, '', '',
  '2026-11-01 10:00:00+00:00', 'akorda.example')
"""


@pytest.fixture
def old(empty_database: Database, tmp_path: Path) -> Database:
    """A database that the first schema's program filled."""
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    shipped = bundled("alembic")
    for name in ("env.py", "versions/0001_first_schema.py"):
        (scripts / name).write_bytes((shipped / name).read_bytes())
    migrate(empty_database, scripts)
    with empty_database.write() as connection:
        _fill(connection)
    return empty_database


def _fill(connection: Connection) -> None:
    connection.execute(text(_FEED))
    for number, url in enumerate(_URLS):
        connection.execute(text(_ENTRY), {"key": f"k{number}", "url": url})


def test_a_feed_keeps_what_was_known_and_has_learned_nothing_yet(old: Database) -> None:
    migrate(old)

    (feed,) = Feeds(old, Leases(FakeClock(), "host/1/a", 60)).claim(5, [])
    assert (current(old), feed.etag, feed.body_hash, feed.failures) == (head(), '"v1"', "b1", 2)
    assert (feed.learned, feed.items, feed.address) == (Learned(), b"", "https://akorda.example/feed")
    assert [line.health.kind for line in FeedList(old).lines()] == [HealthKind.NEVER]


def test_entries_can_be_found_by_their_address(old: Database) -> None:
    migrate(old)

    with old.read() as connection:
        digests = connection.scalars(select(ENTRY.c.url_digest).order_by(ENTRY.c.id)).all()
    assert list(digests) == [digest(url) for url in _URLS]
