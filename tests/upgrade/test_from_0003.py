"""Does a database of the third schema come through, with stories for its articles, and does it find them again?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import TextClause, bindparam, insert, select, text

from monitor.config.bundle import bundled
from monitor.core.words import folded
from monitor.dedupe.fingerprint import fingerprint, shingle_hashes
from monitor.store.articles.archive import Articles
from monitor.store.articles.shingles import FULL, articles_under, index_hashes, put_into_index, take_from_index
from monitor.store.engine import Database
from monitor.store.migrate import current, head, migrate
from monitor.store.schema.columns import Moment
from monitor.store.schema.tables import ARTICLE, SHINGLE, STORY
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import draft

_ARTICLE = """
INSERT INTO article (id, url, url_digest, outlet, title, author, language, first_seen_at, kept_at, changed_at, feed,
  basis, text, exact, sketch, fingerprint_version, verdict, verdict_figures, topics, versions)
VALUES (:id, :digest, :digest, 'a.example', 'Port', '', 'en', :at, :at, :at, 'akorda', 'full', :text, :digest, '[]', 1,
  :verdict, :figures, '[]', 1)
"""
_SEED = """
INSERT INTO seed (id, name, outlet, title, date, url, words, exact, sketch, authors, text)
VALUES (1, 'steppe', 's.example', 'Port', '', '', 9, 'exact', '[]', '[]', '')
"""


@dataclass
class Old:
    """A database that the third schema's program filled."""

    database: Database
    articles: int = 0
    texts: dict[int, str] = field(default_factory=dict)

    def keep(self, words: str, at: datetime = NOON, verdict: str = "new", of: int = 0) -> int:
        self.articles += 1
        self.texts[self.articles] = words
        given = {"id": self.articles, "digest": str(self.articles), "at": at, "text": words, "verdict": verdict}
        figures = f'{{"why": "", "of": "{of or ""}", "spans": []}}'
        with self.database.write() as connection:
            connection.execute(_with_moment(_ARTICLE), given | {"figures": figures})
            rows = [{"hash": h, "id": self.articles} for h in _sample(words)]
            connection.execute(text("INSERT INTO shingle (hash, article_id) VALUES (:hash, :id)"), rows)
        return self.articles

    def refs_for(self, words: str) -> list[str]:
        """What a text is held against after the migration."""
        given = replace(draft(text=words), fingerprint=fingerprint(words))
        return [known.ref for known in Articles(self.database, FakeClock()).neighbours(given).known]


def _with_moment(statement: str) -> TextClause:
    return text(statement).bindparams(bindparam("at", type_=Moment()))


def _sample(words: str) -> Sequence[int]:
    """The hashes that a text was indexed under by the rules of that time."""
    hashes = shingle_hashes(folded(words))
    for share, enough in ((16, 16), (4, 4)):
        some = [h for h in hashes if h % share == 0]
        if len(some) >= enough:
            return some
    return hashes


def words(number: int, chance: int) -> str:
    drawn = Random(chance)
    return " ".join(f"word{drawn.randrange(20_000)}" for _ in range(number))


@pytest.fixture
def old(empty_database: Database, tmp_path: Path) -> Old:
    scripts = tmp_path / "scripts"
    (scripts / "versions").mkdir(parents=True)
    shipped = bundled("alembic")
    for name in ("env.py", *(f"versions/{n}.py" for n in ("0001_first_schema", "0002_polling", "0003_versions"))):
        (scripts / name).write_bytes((shipped / name).read_bytes())
    migrate(empty_database, scripts)
    return Old(empty_database)


@pytest.mark.parametrize("number", [5, 60, 400, 3_000])
def test_an_article_is_found_again_by_a_copy(old: Old, number: int) -> None:
    old.keep(words(100, 1))
    old.keep(words(number, 2))

    migrate(old.database)

    assert current(old.database) == head()
    assert old.refs_for(f"{words(number, 2)} and more") == ["2"]


@pytest.mark.parametrize("number", [60, 150])
def test_a_text_that_was_sampled_as_today_is_indexed_as_today(old: Old, number: int) -> None:
    old.keep(words(number, 1))

    migrate(old.database)

    with old.database.write() as connection:
        migrated = connection.execute(select(SHINGLE)).all()
        take_from_index(connection, 1)
        put_into_index(connection, 1, replace(fingerprint(words(number, 1)), lead=()))
        assert connection.execute(select(SHINGLE)).all() == migrated


def test_a_background_paragraph_leads_to_the_first_articles_only_and_each_is_found_by_its_own_words(old: Old) -> None:
    closing = words(60, 1)
    for n in range(1, FULL + 11):
        old.keep(f"{words(50, 100 + n)} {closing}")

    migrate(old.database)

    with old.database.read() as connection:
        found = articles_under(connection, index_hashes(fingerprint(closing).sample))
    assert max(Counter((column, value) for _, column, value in found).values()) == FULL
    assert old.refs_for(words(50, 100 + FULL + 10)) == [str(FULL + 10)]


def test_a_seed_is_found_again_by_its_sketch(old: Old) -> None:
    of_seed = words(300, 1)
    with old.database.write() as connection:
        connection.execute(text(_SEED))
        rows = [{"hash": h} for h in fingerprint(of_seed).sketch]
        connection.execute(text("INSERT INTO seed_shingle (hash, seed_id) VALUES (:hash, 1)"), rows)

    migrate(old.database)

    assert old.refs_for(f"{of_seed} and more") == ["seed:steppe"]


def test_each_copy_shares_the_story_of_what_it_copies_from_the_first_seen_of_them_on(old: Old) -> None:
    hour = timedelta(hours=1)
    original = old.keep("The port reopened", NOON)
    copy = old.keep("The port has reopened", NOON + 2 * hour, "copy", original)
    old.keep("Rain in the north", NOON + hour, "partial", original)
    old.keep("The port is open again", NOON - hour, "exact", copy)
    old.keep("Of a seed", NOON, "copy")

    migrate(old.database)

    with old.database.read() as connection:
        stories = connection.scalars(select(ARTICLE.c.story_id).order_by(ARTICLE.c.id)).all()
        told = [tuple(row) for row in connection.execute(select(STORY).order_by(STORY.c.id))]
    assert stories == [1, 1, 3, 1, 5]
    assert told == [
        (1, NOON - hour, NOON + 2 * hour, 3, None),
        (3, NOON + hour, NOON + hour, 1, None),
        (5, NOON, NOON, 1, None),
    ]


def test_a_story_of_today_gets_a_number_that_none_of_before_has(old: Old) -> None:
    old.keep("The port reopened")

    migrate(old.database)

    with old.database.write() as connection:
        opened = insert(STORY).values(opened_at=NOON, last_at=NOON, articles=1).returning(STORY.c.id)
        assert connection.execute(opened).scalar_one() == 2


def test_an_article_has_neither_traits_nor_credits_yet(old: Old) -> None:
    old.keep("The port reopened")

    migrate(old.database)

    article = Articles(old.database, FakeClock()).get(1)
    assert (article.text, article.story_id, article.placement, article.credits) == ("The port reopened", 1, None, ())
