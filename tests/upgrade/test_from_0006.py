"""Does a database of the sixth schema come through: is what was given up still there, and sent again when asked?"""

from pathlib import Path

import pytest
from sqlalchemy import JSON, bindparam, text

from monitor.alert.composing import compose
from monitor.alert.rendering.forms import Form
from monitor.alert.rendering.renderer import Renderer
from monitor.config.bundle import bundled
from monitor.store.alerts.outbox import Deliveries
from monitor.store.claims import Leases
from monitor.store.engine import Database
from monitor.store.migrate import current, head, migrate
from monitor.store.schema.columns import Moment
from tests.fakes import NOON, FakeClock
from tests.upgrade.rows import ARTICLE, STORY

_DELIVERY = """
INSERT INTO delivery (id, key, article_id, rule, payload, state, attempts, queued_at, composed_at, first_seen_at,
  reason, detail, lane, kind, urgency, alerts)
VALUES (1, 'key', 1, 'csto', :payload, 'dead', 8, :at, :at, :at, 'server_error', 'Away.', 'webhook', 'article',
  'normal', 1)
"""
_MATCH = {"topic": "csto", "name": "CSTO", "field": "text", "sentence": "The CSTO met.", "at": [4, 8]}
_ITEM = {
    "rule": "csto",
    "kind": "article",
    "article": {"id": 1, "title": "Port", "url": "https://a.example/1", "topics": ["csto"]},
    "matches": [_MATCH],
    "change": None,
    "spike": None,
}
_PAYLOAD = {"schema": 2, "key": "key", "kind": "article", "rules": ["csto"], "urgency": "normal", "thread": None}
_WHOLE = {**_PAYLOAD, "story": None, "items": [_ITEM], "count": 1, "more": 0}


@pytest.fixture
def old(empty_database: Database, tmp_path: Path) -> Database:
    """A database that the sixth schema's program filled: one message, given up."""
    (tmp_path / "scripts" / "versions").mkdir(parents=True)
    shipped = bundled("alembic")
    known = sorted(path.name for path in (shipped / "versions").glob("000[1-6]_*.py"))
    for name in ("env.py", *(f"versions/{each}" for each in known)):
        (tmp_path / "scripts" / name).write_bytes((shipped / name).read_bytes())
    migrate(empty_database, tmp_path / "scripts")
    assert current(empty_database) == "0006"
    statement = text(_DELIVERY).bindparams(bindparam("at", type_=Moment()), bindparam("payload", type_=JSON()))
    with empty_database.write() as connection:
        for each in (STORY, ARTICLE):
            connection.execute(text(each).bindparams(bindparam("at", type_=Moment())), {"at": NOON})
        connection.execute(statement, {"at": NOON, "payload": _WHOLE})
    return empty_database


def test_a_message_that_was_given_up_is_sent_again_as_it_was_composed(old: Database) -> None:
    migrate(old)

    assert current(old) == head()
    outbox = Deliveries(old, Leases(FakeClock(), "host/1/a", 60), compose)
    assert outbox.retry(1)
    (due,) = outbox.claim(5, [])
    assert (due.key, due.payload, due.attempts, due.put_off_since) == ("key", _WHOLE, 0, None)
    assert "The *CSTO* met." in Renderer({"csto": "CSTO"}).render(due.payload, Form.PLAIN).body
