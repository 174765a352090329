"""Do articles come out of their stored pages again, by the rules of today, without anything being called an edit?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from monitor.core.records.rebuilds import Rebuilt, Step, Wish
from monitor.core.records.versions import ChangeFilter
from monitor.demo.world import World
from monitor.store.schema.tables import ARTICLE, PARAGRAPH, RECURRING, TASK, VERSION
from tests.manners.test_looks import HOUR, LEAD, MINUTE, RSS, STORY, Story, page
from tests.manners.watch import Watch


@pytest.fixture
async def read(watching: Callable[..., Watch], world: World) -> Watch:
    """A service that has read three pages."""
    watch = watching()
    links = [world.serve(f"/{n}.html", page(*(f"{p} Day {n}." for p in STORY))) for n in range(3)]
    items = "".join(f"<item><guid>{n}</guid><title>Day {n}</title><link>{u}</link></item>" for n, u in enumerate(links))
    feed = f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>'
    watch.watch("odd", world.serve("/feed.xml", feed, content_type=RSS), every="24h")
    await watch.poll()
    assert len(watch.articles()) == 3
    return watch


def spoil(watch: Watch, article_id: int, **values: object) -> None:
    """Store what older, poorer rules would have made of a page."""
    with watch.service.stores.database.write() as connection:
        connection.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(**values))


async def run(watch: Watch, *, is_trial: bool = False, most: int = 100) -> list[Step[Rebuilt]]:
    steps: list[Step[Rebuilt]] = []
    async for step in watch.service.rebuilding.run(Wish(is_trial=is_trial)):
        steps.append(step)
        if len(steps) == most:
            break
    return steps


def another(steps: list[Step[Rebuilt]]) -> dict[int, tuple[str, ...]]:
    return {step.found.article_id: step.found.what for step in steps if step.found}


async def test_an_archive_that_was_read_by_the_rules_of_today_stays_as_it_is(read: Watch) -> None:
    before = [read.service.stores.articles.get(a.id) for a in read.articles()]

    steps = await run(read)

    assert (steps[-1].counts, another(steps)) == ({"same": 3}, {})
    assert [read.service.stores.articles.get(a.id) for a in read.articles()] == before


async def test_what_older_rules_made_of_a_page_is_made_anew_and_told(read: Watch) -> None:
    good = read.service.stores.articles.get(2)
    spoil(read, 2, text="Home\nWorld", title="Odd", topics=[], language="")

    steps = await run(read)

    assert steps[-1].counts == {"same": 2, "changed": 1}
    assert set(another(steps)) == {2}
    assert {"text", "title", "topics", "language"} <= set(another(steps)[2])
    assert read.service.stores.articles.get(2) == good


async def test_reading_again_is_no_edit_and_announces_nothing(read: Watch) -> None:
    spoil(read, 2, text="Home\nWorld", topics=[])
    sent = len(read.world.received)

    await run(read)
    await read.poll()

    article = read.service.stores.articles.get(2)
    assert (article.versions, read.service.stores.articles.changes(ChangeFilter())) == (1, ())
    assert len(read.world.received) == sent


async def test_a_trial_says_the_same_and_keeps_nothing(read: Watch) -> None:
    menu = "Home\nWorld\n" * 12  # a text of a few words would be compared by its headline, which the others resemble
    spoil(read, 2, text=menu)

    trial, after_trial = another(await run(read, is_trial=True)), read.service.stores.articles.get(2).text
    real = another(await run(read))

    assert (trial, after_trial) == (real, menu)


async def stop_after(watch: Watch, wish: Wish, number: int) -> None:
    """Begin a run, and stop it after so many articles."""
    done = 0
    async for _ in watch.service.rebuilding.run(wish):
        done += 1
        if done == number:
            return


async def test_a_run_that_was_stopped_goes_on_where_it_was(read: Watch) -> None:
    await stop_after(read, Wish(), 2)

    left = read.service.rebuilding.begin(Wish())
    steps = await run(read)

    assert left == (2, 1)
    assert [step.counts for step in steps] == [{"same": 3}]
    with read.service.stores.database.read() as connection:
        assert connection.execute(select(TASK)).all() == []


async def test_the_same_words_go_on_although_they_mean_another_moment_by_now(read: Watch) -> None:
    now = read.clock.now()
    await stop_after(read, Wish("24h", now - timedelta(hours=24)), 2)

    assert read.service.rebuilding.begin(Wish("24h", now)) == (2, 1)


async def test_a_run_with_another_wish_begins_at_the_beginning(read: Watch) -> None:
    await stop_after(read, Wish(), 2)

    assert read.service.rebuilding.begin(Wish("7d", read.clock.now())) == (0, 3)
    assert read.service.rebuilding.begin(Wish("7d", read.clock.now()), is_fresh=True) == (0, 3)


async def test_a_run_that_was_stopped_before_an_upgrade_begins_anew(read: Watch) -> None:
    await stop_after(read, Wish(), 2)
    rebuilding = read.service.rebuilding

    assert replace(rebuilding, rules=f"{rebuilding.rules}, and one more").begin(Wish()) == (0, 3)


async def test_a_run_that_was_stopped_before_the_names_changed_begins_anew(read: Watch) -> None:
    await stop_after(read, Wish(), 2)
    rebuilding = read.service.rebuilding

    assert replace(rebuilding, retagging=replace(rebuilding.retagging, rules="9.zzz")).begin(Wish()) == (0, 3)


async def test_what_recurs_is_as_old_as_the_article_that_is_read_again(read: Watch) -> None:
    with read.service.stores.database.write() as connection:
        (outlet,) = connection.scalars(select(ARTICLE.c.outlet).distinct())
        hashes = connection.scalars(select(PARAGRAPH.c.hash).distinct()).all()
        before = read.clock.now()
        connection.execute(insert(RECURRING), [{"outlet": outlet, "hash": h, "seen_at": before} for h in hashes])
    read.clock.advance(30 * 24 * HOUR)

    await run(read)

    with read.service.stores.database.read() as connection:
        assert set(connection.scalars(select(RECURRING.c.seen_at))) == {before}


async def test_the_first_pages_date_of_publication_stays(watching: Callable[..., Watch], world: World) -> None:
    story = Story(watching(MONITOR_LOOKS_PER_SITE_PER_H="60"), world)
    await story.watch.poll()
    claimed = story.watch.articles()[0].published_at
    edited = page(LEAD, "Nothing else was agreed on, and the ministers left without a word.", STORY[2])
    story.says(edited.replace("2026-11-22T10:30", "2026-11-22T12:20"))
    await story.after(30 * MINUTE)

    await run(story.watch)

    assert (story.watch.articles()[0].versions, story.watch.articles()[0].published_at) == (2, claimed)


async def test_the_texts_of_earlier_versions_are_made_anew_too(watching: Callable[..., Watch], world: World) -> None:
    story = Story(watching(MONITOR_LOOKS_PER_SITE_PER_H="60"), world)
    await story.watch.poll()
    story.says(page(LEAD, "Nothing else was agreed on, and the ministers left without a word to the press.", STORY[2]))
    await story.after(30 * MINUTE)
    first = story.watch.service.stores.articles.versions(1)[0]
    with story.watch.service.stores.database.write() as connection:
        connection.execute(update(VERSION).values(text="Home"))

    steps = await run(story.watch)

    assert another(steps) == {1: ("earlier versions",)}
    assert story.watch.service.stores.articles.versions(1)[0] == first


async def test_an_article_that_got_another_version_meanwhile_is_left_to_it(
    watching: Callable[..., Watch], world: World
) -> None:
    story = Story(watching(MONITOR_LOOKS_PER_SITE_PER_H="60"), world)
    await story.watch.poll()
    rebuilding = story.watch.service.rebuilding
    reread = await rebuilding._reread(1)
    story.says(page(LEAD, "Nothing else was agreed on, and the ministers left without a word to the press.", STORY[2]))
    await story.after(HOUR)

    assert reread is not None
    assert rebuilding.rebuilds.put(reread, pytest.fail, is_trial=False) is None  # type: ignore[arg-type] # not asked
    assert "Nothing else" in story.text
