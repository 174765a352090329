"""Do articles get the verdicts of today from their stored texts, also after a stop, without anybody being told?"""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from monitor.core.records.articles import Article
from monitor.core.records.rebuilds import Rejudged, Step, Wish
from monitor.core.records.verdicts import VerdictKind
from monitor.core.records.versions import ChangeFilter
from monitor.demo.world import World
from monitor.rejudging import Report, report
from monitor.store.schema.tables import ARTICLE, TASK
from tests.manners.test_looks import RSS, page
from tests.manners.watch import Watch

FERRY = (
    "The ferry to the northern shore sails twice a day again, now that the ice has gone from the harbour.",
    "Its captain said that nine hundred people had waited for it, among them the whole of the school choir.",
    "Tickets cost as much as before the winter, and bicycles travel free until the end of June.",
)
GEESE = (
    "Volunteers counted eleven thousand geese on the lake, a third more than in the spring of the year before.",
    "They say that the mild winter kept them from leaving, and that the reeds have not been cut for years.",
    "The next count is planned for the last week of October, when the cranes pass through the valley.",
)
STORIES = (FERRY, (*FERRY, "The harbour office confirmed it on Tuesday."), GEESE, GEESE[:2])


@pytest.fixture
async def judged(watching: Callable[..., Watch], world: World) -> Watch:
    """A service that has read a story and a copy of it, twice."""
    watch = watching(MONITOR_COVER_SLOTS="1")  # one after the other: the copies come second
    links = [world.serve(f"/{n}.html", page(*story)) for n, story in enumerate(STORIES)]
    items = "".join(f"<item><guid>{n}</guid><title>{n}</title><link>{url}</link></item>" for n, url in enumerate(links))
    feed = f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>'
    watch.watch("odd", world.serve("/feed.xml", feed, content_type=RSS), every="24h")
    await watch.poll()
    assert verdicts(watch) == ["new", "copy 1", "new", "copy 3"]
    return watch


def verdicts(watch: Watch) -> list[str]:
    return [f"{article.verdict.kind} {article.verdict.of}".strip() for article in watch.articles()]


def archive(watch: Watch) -> list[Article]:
    return [watch.service.stores.articles.get(each.id) for each in watch.articles()]


def spoil(watch: Watch, article_id: int, kind: str, **figures: object) -> None:
    """Store the verdict that older, poorer rules would have given."""
    given = {"why": "By older rules.", "of": "", "in_other": 0.0, "of_other": 0.0, "numbers_kept": None}
    values = {"verdict": kind, "verdict_figures": given | {"spans": [], "rules": 1} | figures}
    with watch.service.stores.database.write() as connection:
        connection.execute(update(ARTICLE).where(ARTICLE.c.id == article_id).values(**values))


async def run(watch: Watch, wish: Wish | None = None, *, most: int = 100) -> list[Step[Rejudged]]:
    """Run; break off after so many articles, as a stop would."""
    steps: list[Step[Rejudged]] = []
    async for step in watch.service.rejudging.run(wish or Wish()):
        steps.append(step)
        if len(steps) == most:
            break
    return steps


async def test_an_archive_that_was_judged_by_the_rules_of_today_stays_as_it_is(judged: Watch) -> None:
    before = archive(judged)

    steps = await run(judged)

    assert (steps[-1].counts, [step.found for step in steps]) == ({"same": 4}, [None] * 4)
    assert archive(judged) == before


async def test_what_older_rules_missed_or_mistook_gets_the_verdict_of_today(judged: Watch) -> None:
    good = archive(judged)
    spoil(judged, 2, "new")
    spoil(judged, 3, "copy", of="1")
    spoil(judged, 4, "partial", of="3", in_other=0.4)

    steps = await run(judged)

    assert archive(judged) == good
    assert report(steps[-1].counts) == Report(
        {
            (VerdictKind.NEW, VerdictKind.COPY): 1,
            (VerdictKind.COPY, VerdictKind.NEW): 1,
            (VerdictKind.PARTIAL, VerdictKind.COPY): 1,
        },
        moved=0,
        beside=0,
        same=1,
        left=0,
    )


async def test_the_earlier_of_two_copies_stays_the_original(judged: Watch) -> None:
    spoil(judged, 1, "copy", of="2")
    spoil(judged, 2, "new")

    await run(judged)

    assert verdicts(judged)[:2] == ["new", "copy 1"]


async def test_other_figures_of_the_same_verdict_are_stored_and_counted_apart(judged: Watch) -> None:
    good = archive(judged)
    spoil(judged, 2, "copy", of="1", in_other=0.7)

    steps = await run(judged)

    assert (steps[-1].counts, archive(judged)) == ({"same": 3, "beside": 1}, good)


async def test_judging_again_is_no_edit_and_announces_nothing(judged: Watch) -> None:
    for article_id in (1, 3):
        spoil(judged, article_id, "copy", of="2")
    sent = len(judged.world.received)

    await run(judged)
    await judged.poll()

    assert verdicts(judged) == ["new", "copy 1", "new", "copy 3"]
    assert judged.service.stores.articles.changes(ChangeFilter()) == ()
    assert len(judged.world.received) == sent


async def test_a_trial_says_the_same_and_keeps_nothing(judged: Watch) -> None:
    spoil(judged, 2, "new")
    spoil(judged, 4, "new")

    trial, after_trial = await run(judged, Wish(is_trial=True)), verdicts(judged)
    real = await run(judged)

    assert ([step.found for step in trial], after_trial) == ([step.found for step in real], ["new"] * 4)


async def test_a_run_that_was_stopped_goes_on_where_it_was_and_reports_all_of_it(judged: Watch) -> None:
    spoil(judged, 2, "new")
    spoil(judged, 4, "new")
    await run(judged, most=2)

    left = judged.service.rejudging.begin(Wish())
    steps = await run(judged)

    assert left == (2, 2)
    assert [step.counts for step in steps] == [
        {"same": 2, "new > copy": 1},
        {"same": 2, "new > copy": 2},
    ]
    with judged.service.stores.database.read() as connection:
        assert connection.execute(select(TASK)).all() == []


async def test_a_run_over_older_verdicts_is_not_gone_on_with_by_one_over_all(judged: Watch) -> None:
    for article_id in (1, 2, 4):
        spoil(judged, article_id, "new")
    await run(judged, Wish(is_older=True), most=2)

    assert judged.service.rejudging.begin(Wish(is_older=True)) == (2, 1)
    assert judged.service.rejudging.begin(Wish()) == (0, 4)


async def test_a_run_that_was_stopped_before_an_upgrade_begins_anew(judged: Watch) -> None:
    today = judged.service.rejudging.today

    for rules in fields(today):
        upgraded = replace(judged.service.rejudging, today=replace(today, **{rules.name: 99}))
        await run(judged, most=2)
        assert (judged.service.rejudging.begin(Wish()), upgraded.begin(Wish())) == ((2, 2), (0, 4))


async def test_only_articles_seen_since_are_judged_again(judged: Watch) -> None:
    spoil(judged, 2, "new")
    later = judged.clock.now() + timedelta(hours=1)

    assert await run(judged, Wish("1h", later)) == []
    assert verdicts(judged)[1] == "new"


async def test_articles_whose_text_is_not_stored_are_left_as_they_were(
    watching: Callable[..., Watch], world: World
) -> None:
    watch = watching()
    url = world.serve("/ferry.html", page(*FERRY, title="The ferry sails"))
    feed = f'<rss version="2.0"><channel><title>Odd</title><item><link>{url}</link></item></channel></rss>'
    watch.watch("odd", world.serve("/feed.xml", feed, content_type=RSS), keep="matching")
    await watch.poll()
    before = archive(watch)

    steps = await run(watch)

    assert [article.text for article in before] == [""]
    assert (steps[-1].counts, archive(watch)) == ({"left": 1}, before)


def test_a_report_counts_verdicts_and_stories_apart() -> None:
    counts = {"new > copy": 3, "new > copy, moved": 2, "beside, moved": 1, "copy > copy": 1, "same": 5, "left": 4}

    found = report(counts)

    assert found == Report(
        {(VerdictKind.NEW, VerdictKind.COPY): 5, (VerdictKind.COPY, VerdictKind.COPY): 1},
        moved=3,
        beside=1,
        same=5,
        left=4,
    )
    assert found.articles == 16
