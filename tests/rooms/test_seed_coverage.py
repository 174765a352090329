"""Is what repeats a seed stored and marked, and never announced, and what only quotes the same statements announced?

On both databases, through the real look-up, the real verdict and the real rules of alerts.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256

import pytest

from monitor.alert.rules import Book, alerts_for, default_rules
from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.articles import Article, Basis, Covered, Draft, Extracted
from monitor.core.records.feeds import Keep
from monitor.core.records.verdicts import VerdictKind
from monitor.dedupe.seeds import SeedFacts, make_seed
from monitor.drafter import Drafter
from monitor.rebuilding import judge
from monitor.store.engine import Database
from monitor.store.seeds import Seeds
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import Room, as_kept, rulings
from tests.unit.seed_texts import FORMS, SAMPLES, Sample, third, with_furniture

BY_TEXT = [make_seed(sample.text, SeedFacts(f"ferry-{language}")) for language, sample in SAMPLES.items()]
BY_SKETCH = [replace(seed, text="") for seed in BY_TEXT]
LANGUAGES = pytest.mark.parametrize("language", SAMPLES)


@cache
def drafter() -> Drafter:
    return Drafter(load_topics(default_topics_path()))


def read(language: str, text: str) -> Draft:
    url = f"https://coast.example/{sha256(text.encode()).hexdigest()}"
    title = SAMPLES[language].headline
    made = drafter().read_again(Extracted(title, text, language, url, "coast.example", Basis.FULL))
    assert isinstance(made, Draft)
    return made


@pytest.fixture(params=[BY_SKETCH, BY_TEXT], ids=["by sketch", "by text"])
def room(request: pytest.FixtureRequest, database: Database, clock: FakeClock) -> Room:
    """An archive with the seeds of our own, known by their sketches or by their texts."""
    Seeds(database).sync(request.param)
    return Room(database, clock)


def keep(room: Room, draft: Draft) -> tuple[Article, int]:
    """Keep an article as the service does; give it as it is stored, and how many messages were queued."""
    book = Book.of(default_rules(draft.tagged.topics), ("log",), now=NOON)
    announce = partial(alerts_for, book=book, now=NOON)
    decided = rulings(judge=partial(judge, draft, Keep.ALL), announce=announce)
    kept = as_kept(room.articles.keep(Covered(room.entry(), draft), decided))
    return room.articles.get(kept.article_id), kept.queued


@LANGUAGES
def test_what_repeats_a_seed_is_stored_and_marked_and_not_announced(room: Room, language: str) -> None:
    sample = SAMPLES[language]

    for form in FORMS:
        article, queued = keep(room, read(language, form(sample.text, sample)))

        assert article.verdict.kind in (VerdictKind.EXACT, VerdictKind.COPY), (form.__name__, article.verdict.why)
        assert (article.verdict.of, queued) == (f"seed:ferry-{language}", 0), form.__name__
        assert article.topics, form.__name__  # it would be announced, were it new
        assert article.text == form(sample.text, sample)


@LANGUAGES
def test_an_article_that_quotes_the_same_statements_is_announced(room: Room, language: str) -> None:
    article, queued = keep(room, read(language, SAMPLES[language].report))

    assert (article.verdict.kind, article.verdict.of, queued) == (VerdictKind.NEW, "", 1)
    assert "kazakhstan" in article.topics


@LANGUAGES
@pytest.mark.parametrize("form", [third, with_furniture], ids=["third", "with furniture"])
def test_a_seed_stays_the_original_though_the_archive_has_a_copy_of_it(
    room: Room, language: str, form: Callable[[str, Sample], str]
) -> None:
    sample = SAMPLES[language]
    keep(room, read(language, sample.text))

    article, _ = keep(room, read(language, form(sample.text, sample)))

    assert article.verdict.of == f"seed:ferry-{language}"
