"""Does a database of the second schema come through, and find its articles by every spelling of their addresses?"""

from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from monitor.config.bundle import bundled
from monitor.core.addresses import identity_key
from monitor.store.engine import Database
from monitor.store.migrate import current, head, migrate
from monitor.store.schema.columns import digest
from monitor.store.schema.tables import ARTICLE

_ARTICLE = """
INSERT INTO article (id, url, url_digest, outlet, title, author, language, published_at, first_seen_at, kept_at, feed,
  basis, text, exact, sketch, fingerprint_version, verdict, verdict_figures, topics, versions, changed_at)
VALUES (:id, :url, :digest, 'a.example', 'Port', '', 'en', NULL, '2026-11-01 10:00:00+00:00',
  '2026-11-01 10:00:00+00:00', 'akorda', 'full', 'The port reopened.', :digest, '[]', 1, 'new', '{}', '[]', 1,
  '2026-11-01 10:00:00+00:00')
"""
ALONE = (
    "https://www.a.example/2022/port/?b=2&a=1",
    "https://m.a.example/amp/2022/storm?from=rss",
    "http://A.example:8080/новости/порт.html",
    "https://қазақ.example/жаңалық?п=1+2#!/7",
    "https://a.example/print.php?id=7&print=1",
    "https://a.example/%d0%bf%D0%BE/../%EF%EE//x/index.html;jsessionid=1",
    "https://www-a-example.cdn.ampproject.org/c/s/www.a.example/8?usqp=mq331AQ",
    "https://yandex.ru/turbo/a.example/s/9",
    "https://a.example/n/print:page,1,7-port.html?amp;utm_source=x&mod=rss_main&mod=7",
    "https://a.example/m/x/7.amp.html/print/index.php;sid=8?pk_article=7&pk_kwd=x&cmp=share_btn_tw&trk=7&mod=main",
    "https://a.example/x.pdf.html?at_custom1=7&at_id=7&cid=social&oly_id=7&oly_enc_id=7",
    "https://www.bing.com/amp/s/yandex.ru/turbo/a.example/s/10",
    "https://a.example/joined\u200d/?utm_source=rss",
    "https://www.a\u3002example/11?utm_source=rss",
    "https://www.a_b-.example:0/12?utm_source=rss",
    "https://www.[a.example/13?utm_source=rss",
    "http://www.[::1]/14?utm_source=rss",
    "urn:sha256:00ff",
)
REFUSED = ("https://a.example/joined\u200d/?utm_source=rss", "https://www.a\u3002example/11?utm_source=rss")


@pytest.fixture
def old(empty_database: Database, tmp_path: Path) -> Database:
    """A database that the second schema's program made."""
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    shipped = bundled("alembic")
    for name in ("env.py", "versions/0001_first_schema.py", "versions/0002_polling.py"):
        (scripts / name).write_bytes((shipped / name).read_bytes())
    migrate(empty_database, scripts)
    return empty_database


def _fill(connection: Connection, urls: Iterable[str]) -> None:
    for number, url in enumerate(urls, start=1):
        connection.execute(text(_ARTICLE), {"id": number, "url": url, "digest": digest(url)})


def _digests(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.scalars(select(ARTICLE.c.url_digest).order_by(ARTICLE.c.id)))


def test_articles_are_found_by_the_key_that_the_program_gives_their_addresses(old: Database) -> None:
    with old.write() as connection:
        _fill(connection, ALONE)

    migrate(old)

    assert current(old) == head()
    assert _digests(old) == [digest(identity_key(url)) for url in ALONE]


def test_what_the_program_takes_for_no_address_stays_as_it_was(old: Database) -> None:
    with old.write() as connection:
        _fill(connection, REFUSED)

    migrate(old)

    assert _digests(old) == [digest(url) for url in REFUSED]


def test_of_two_that_are_one_the_older_has_the_key_and_the_later_stays_as_it_was(old: Database) -> None:
    urls = ["https://www.a.example/7", "https://a.example/8", "https://a.example/7", "https://m.a.example/7/?utm_id=1"]
    with old.write() as connection:
        _fill(connection, urls)

    migrate(old)

    assert identity_key(urls[0]) == identity_key(urls[2]) == identity_key(urls[3]) == "a.example/7"
    assert _digests(old) == [digest("a.example/7"), digest("a.example/8"), digest(urls[2]), digest(urls[3])]
