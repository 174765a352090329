"""Do articles get the mentions of today's names from their stored texts, after a stop too, and is nobody told?"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import zstandard
from sqlalchemy import func, select, update

from monitor.backtesting import Backtesting, Trial
from monitor.config.topics import load_topics
from monitor.core.records.articles import Article
from monitor.core.records.rebuilds import Retagged, Step, Wish
from monitor.core.records.rulings import Stale
from monitor.core.records.versions import ChangeFilter
from monitor.demo.world import World
from monitor.retagging import Report, Swing, report
from monitor.store.schema.tables import ARTICLE, DELIVERY, PAGE, TASK
from monitor.tag.comparing import Comparer
from monitor.workers import Workers
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
TRAINS = (
    "Night trains to the capital will carry two sleeping cars more from the first week of December on.",
    "The railway says that they were full on every weekend of the summer, and that nobody wants to fly.",
    "Whoever has a ticket for a seat may change it for a bed at any station, for the price of a meal.",
)
BREAD = (
    "Bakers of the old town have agreed to bake one kind of rye loaf by the recipe of their grandfathers.",
    "It keeps for two weeks, they say, and tastes best on the third day with nothing but salt and butter on it.",
)
AT_FIRST = {"boats": "stem: [ferry]", "birds": "word: [geese]"}
LATER = {"boats": "stem: [ferry, captain]", "birds": "word: [swans]", "rails": "word: [night trains, railway]"}


def names(topics: dict[str, str]) -> str:
    """A topics.yaml."""
    return "topics:\n" + "".join(
        f"  {topic}:\n    label: {topic}\n    names:\n      en:\n        {kind}\n" for topic, kind in topics.items()
    )


@dataclass
class Named:
    """A service over three articles, and the file with its names."""

    watch: Watch
    file: Path

    async def rename(self, topics: dict[str, str]) -> None:
        """Give the service other names."""
        self.file.write_text(names(topics), encoding="utf-8")
        await self.watch.restart()

    def archive(self) -> list[Article]:
        return [self.watch.service.stores.articles.get(each.id) for each in self.watch.articles()]

    def topics(self) -> list[tuple[str, ...]]:
        return [article.topics for article in self.watch.articles()]

    async def run(self, wish: Wish | None = None, *, most: int = 100) -> list[Step[Retagged]]:
        """Run; break off after so many articles, as a stop would."""
        steps: list[Step[Retagged]] = []
        async for step in self.watch.service.retagging.run(wish or Wish()):
            steps.append(step)
            if len(steps) == most:
                break
        return steps

    async def compare(self, topics: dict[str, str], samples: int = 3) -> Trial:
        """Say what other names would change."""
        new = self.file.with_name("new.yaml")
        new.write_text(names(topics), encoding="utf-8")
        make = partial(Comparer, load_topics(self.file), load_topics(new))
        workers = Workers(make, count=1, memory_bytes=1 << 30, crashed=lambda error: pytest.fail(str(error)))
        backtesting = Backtesting(self.watch.service.stores.naming, workers, self.watch.settings, samples)
        trial = Trial(samples)
        try:
            async for compared in backtesting.run(None):
                trial.add(compared)
        finally:
            workers.close()
        return trial


@pytest.fixture
def first_names(tmp_path: Path) -> Path:
    """A topics.yaml that looks for boats and birds."""
    file = tmp_path / "topics.yaml"
    file.write_text(names(AT_FIRST), encoding="utf-8")
    return file


@pytest.fixture
async def named(watching: Callable[..., Watch], world: World, tmp_path: Path) -> Named:
    """A service that has read of a ferry, of geese and of trains, and looks for boats and birds."""
    file = tmp_path / "topics.yaml"
    file.write_text(names(AT_FIRST), encoding="utf-8")
    watch = watching(MONITOR_TOPICS=str(file), MONITOR_COVER_SLOTS="1")
    links = [
        world.serve(f"/{n}.html", page(*story, title=f"Day {n}")) for n, story in enumerate((FERRY, GEESE, TRAINS))
    ]
    items = "".join(
        f"<item><guid>{n}</guid><title>Day {n}</title><link>{url}</link></item>" for n, url in enumerate(links)
    )
    feed = f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>'
    watch.watch("odd", world.serve("/feed.xml", feed, content_type=RSS), every="24h")
    await watch.poll()
    made = Named(watch, file)
    assert made.topics() == [("boats",), ("birds",), ()]
    return made


async def test_an_archive_that_was_tagged_by_the_names_of_today_stays_as_it_is(named: Named) -> None:
    before = named.archive()

    steps = await named.run()

    assert (steps[-1].counts, [step.found for step in steps]) == ({"same": 3}, [None] * 3)
    assert named.archive() == before


async def test_other_names_bring_and_take_topics_and_the_report_counts_them(named: Named) -> None:
    await named.rename(LATER)

    steps = await named.run()

    assert named.topics() == [("boats",), (), ("rails",)]
    assert {article.tagged_by for article in named.archive()} == {named.watch.service.retagging.rules}
    assert report(steps[-1].counts) == Report(
        another=3,
        topics={
            "birds": Swing(articles_lost=1, mentions_lost=1),
            "boats": Swing(mentions_gained=1),
            "rails": Swing(articles_gained=1, mentions_gained=2),
        },
    )


async def test_articles_come_in_and_are_retagged_alike(named: Named) -> None:
    await named.rename(LATER)
    await named.run()
    retagged = named.archive()

    steps = [step async for step in named.watch.service.rebuilding.run(Wish())]

    assert (steps[-1].counts, named.archive()) == ({"same": 3}, retagged)


async def test_tagging_again_is_no_edit_and_announces_nothing(named: Named) -> None:
    sent = len(named.watch.world.received)
    await named.rename(LATER)

    await named.run()
    await named.watch.poll()

    assert named.watch.service.stores.articles.changes(ChangeFilter()) == ()
    assert (len(named.watch.world.received), {article.versions for article in named.archive()}) == (sent, {1})


async def test_a_trial_says_the_same_and_keeps_nothing(named: Named) -> None:
    before = named.archive()
    await named.rename(LATER)

    trial, after_trial = await named.run(Wish(is_trial=True)), named.archive()
    real = await named.run()

    assert ([step.found for step in trial], after_trial) == ([step.found for step in real], before)


async def test_a_run_that_was_stopped_goes_on_where_it_was_and_reports_all_of_it(named: Named) -> None:
    await named.rename(LATER)
    await named.run(most=2)

    left = named.watch.service.retagging.begin(Wish())
    steps = await named.run()

    assert (left, len(steps)) == ((2, 1), 1)
    assert report(steps[-1].counts).topics["birds"] == Swing(articles_lost=1, mentions_lost=1)
    assert report(steps[-1].counts).articles == 3
    with named.watch.service.stores.database.read() as connection:
        assert connection.execute(select(TASK)).all() == []


async def test_a_run_that_was_stopped_before_the_names_changed_begins_anew(named: Named) -> None:
    await named.run(most=2)
    retagging = named.watch.service.retagging

    assert (retagging.begin(Wish()), replace(retagging, rules="9.zzz").begin(Wish())) == ((2, 1), (0, 3))


async def test_only_what_other_names_tagged_is_tagged_again_where_that_is_asked_for(named: Named) -> None:
    await named.rename(LATER)
    await named.run(most=2)
    await named.run(Wish(is_trial=True), most=1)

    assert named.watch.service.retagging.begin(Wish(is_older=True)) == (0, 1)
    assert [step.counts["another"] for step in await named.run(Wish(is_older=True))] == [1]


async def test_only_articles_seen_since_are_tagged_again(named: Named) -> None:
    await named.rename(LATER)

    assert await named.run(Wish("1h", named.watch.clock.now() + timedelta(hours=1))) == []
    assert named.topics() == [("boats",), ("birds",), ()]


async def test_articles_whose_text_is_not_stored_are_left_as_they_were(
    watching: Callable[..., Watch], world: World, tmp_path: Path
) -> None:
    file = tmp_path / "topics.yaml"
    file.write_text(names(AT_FIRST), encoding="utf-8")
    watch = watching(MONITOR_TOPICS=str(file))
    url = world.serve("/trains.html", page(*TRAINS))
    feed = f'<rss version="2.0"><channel><title>Odd</title><item><link>{url}</link></item></channel></rss>'
    watch.watch("odd", world.serve("/feed.xml", feed, content_type=RSS), keep="matching")
    await watch.poll()
    named = Named(watch, file)
    await named.rename(LATER)

    steps = await named.run()

    assert (report(steps[-1].counts), named.topics()) == (Report(left=1), [()])
    assert await named.run(Wish(is_older=True)) == []


async def test_an_edit_after_the_names_changed_is_told_without_what_only_we_changed(named: Named) -> None:
    """The page named the railway before; that this is a topic now is our doing."""
    await named.rename(LATER)
    watch = named.watch
    edited = (TRAINS[0].replace("two", "three"), TRAINS[1], "They leave from the new hall.", TRAINS[2])
    watch.world.serve("/2.html", page(*edited, title="Day 2", modified="2026-11-22T11:30:00+00:00"))

    await watch.service.look_at([3])

    kinds = [each.change.kind.value for each in watch.service.stores.articles.changes(ChangeFilter(3))]
    assert (named.archive()[2].versions, named.topics()[2], "mention_added" in kinds) == (2, ("rails",), False), kinds


def of_feed(text: str, guid: str = "1") -> str:
    """A feed whose one article is its own text."""
    item = f"<guid isPermaLink='false'>{guid}</guid><title>Day 2</title><link>http://127.0.0.1:9/x.html</link>"
    item = f"<item>{item}<description>{text}</description></item>"
    return f'<rss version="2.0"><channel><title>Odd</title>{item}</channel></rss>'


def count_alerts(watch: Watch) -> int:
    """Say how many messages were ever queued."""
    with watch.service.stores.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(DELIVERY)) or 0


async def edit_after_other_names(watch: Watch, file: Path, story: tuple[str, ...], hall: str) -> list[tuple[str, str]]:
    """Read a feed's own text, change the names, then the text; give what was recorded of that."""
    url = watch.world.serve("/feed.xml", of_feed(" ".join(story)), content_type=RSS)
    watch.watch("odd", url, every="1h", fetch_article="false")
    await watch.poll()
    await Named(watch, file).rename(LATER)
    watch.world.serve("/feed.xml", of_feed(" ".join((*story, hall)), "2"), content_type=RSS)
    await watch.poll_after(7_300)
    changes = watch.service.stores.articles.changes(ChangeFilter())
    return [(each.change.kind.value, each.change.topic) for each in changes]


async def test_an_edit_of_a_feeds_own_text_is_told_without_what_only_we_changed(
    watching: Callable[..., Watch], first_names: Path
) -> None:
    watch = watching(MONITOR_TOPICS=str(first_names))

    changes = await edit_after_other_names(watch, first_names, TRAINS, "They leave from the new hall.")

    (article,) = watch.articles()
    assert (article.versions, article.topics, changes) == (2, ("rails",), [("text", "")])
    assert count_alerts(watch) == 0


async def test_what_the_publisher_adds_is_told_though_the_names_changed_meanwhile(
    watching: Callable[..., Watch], first_names: Path
) -> None:
    watch = watching(MONITOR_TOPICS=str(first_names))

    changes = await edit_after_other_names(watch, first_names, BREAD, "The railway will carry it to the mountains.")

    assert (watch.articles()[0].topics, changes) == (("rails",), [("mention_added", "rails"), ("text", "")])
    assert count_alerts(watch) == 1


async def matching_only(watch: Watch, file: Path, story: tuple[str, ...], topics: dict[str, str]) -> Named:
    """A service that keeps texts that match only, has read one page, and then got other names."""
    url = watch.world.serve("/0.html", page(*story))
    feed = f'<rss version="2.0"><channel><title>Odd</title><item><link>{url}</link></item></channel></rss>'
    watch.watch("odd", watch.world.serve("/feed.xml", feed, content_type=RSS), keep="matching", every="24h")
    await watch.poll()
    named = Named(watch, file)
    await named.rename(topics)
    return named


def edit(named: Named, story: tuple[str, ...]) -> None:
    """Have the publisher put a line into it."""
    edited = page(*story[:2], "They leave from the new hall.", story[2], modified="2026-11-22T11:30:00+00:00")
    named.watch.world.serve("/0.html", edited)


async def test_where_no_text_is_stored_other_names_bring_topics_and_tell_nobody(
    watching: Callable[..., Watch], first_names: Path
) -> None:
    named = await matching_only(watching(MONITOR_TOPICS=str(first_names)), first_names, TRAINS, LATER)
    edit(named, TRAINS)

    await named.watch.service.look_at([1])

    (article,) = named.archive()
    assert (article.versions, article.topics, "new hall" in article.text) == (1, ("rails",), True)
    assert named.watch.service.stores.articles.changes(ChangeFilter()) == ()
    assert count_alerts(named.watch) == 0


async def test_a_text_that_is_kept_is_never_dropped_by_reading_it_again(
    watching: Callable[..., Watch], first_names: Path
) -> None:
    named = await matching_only(
        watching(MONITOR_TOPICS=str(first_names)), first_names, FERRY, {"rails": "word: [railway]"}
    )

    steps = [step async for step in named.watch.service.rebuilding.run(Wish())]

    (article,) = named.archive()
    assert ([step.found.what for step in steps if step.found], article.topics) == ([("topics", "mentions")], ())
    assert article.text.split("\n") == list(FERRY)


async def test_an_edit_after_a_topic_was_taken_out_keeps_the_text_of_before(
    watching: Callable[..., Watch], first_names: Path
) -> None:
    named = await matching_only(
        watching(MONITOR_TOPICS=str(first_names)), first_names, FERRY, {"rails": "word: [railway]"}
    )
    edit(named, FERRY)

    await named.watch.service.look_at([1])

    before = named.watch.service.stores.articles.versions(1)[0]
    assert (named.archive()[0].versions, before.text.split("\n")) == (2, list(FERRY))


async def test_where_a_stored_page_cannot_be_read_its_text_is_tagged_again_at_least(named: Named) -> None:
    with named.watch.service.stores.database.write() as connection:
        connection.execute(update(PAGE).values(body=zstandard.ZstdCompressor().compress(b"")))
        connection.execute(update(ARTICLE).values(extracted_by=0))
    await named.rename(LATER)

    await named.watch.service.rebuilding.refresh(Stale(3))

    article = named.archive()[2]
    assert (article.topics, article.tagged_by) == (("rails",), named.watch.service.retagging.rules)


async def test_another_label_leaves_nothing_to_tag_again(named: Named) -> None:
    file = named.file
    file.write_text(file.read_text(encoding="utf-8").replace("label: boats", "label: Boats"), encoding="utf-8")
    await named.watch.restart()

    assert named.watch.service.retagging.begin(Wish(is_older=True)) == (0, 0)


# --- what other names would change ----------------------------------------------------------------


async def test_a_trial_of_other_names_counts_what_each_topic_gains_and_loses_and_writes_nothing(named: Named) -> None:
    before = named.archive()

    trial = await named.compare(LATER)

    assert (trial.compared, trial.differing, trial.failed) == (3, 3, 0)
    counted = {topic: (s.before, s.after, s.gained, s.lost) for topic, s in trial.topics.items()}
    assert counted == {"boats": (1, 1, 0, 0), "birds": (1, 0, 0, 1), "rails": (0, 1, 1, 0)}
    by_name = {topic: (dict(s.names_gained), dict(s.names_lost)) for topic, s in trial.topics.items()}
    assert by_name == {
        "boats": ({"captain": 1}, {}),
        "birds": ({}, {"geese": 1}),
        "rails": ({"night trains": 1, "railway": 1}, {}),
    }
    assert named.archive() == before


async def test_it_shows_articles_with_what_is_gained_or_lost_in_its_sentence(named: Named) -> None:
    trial = await named.compare(LATER)

    shown = {topic: s.articles for topic, s in trial.topics.items()}
    ((article, shift),) = shown["birds"]["lost"]
    (sample,) = shift.samples
    assert (article.article_id, article.title) == (2, "Day 1")
    assert (sample.before, sample.written) == ("Volunteers counted eleven thousand ", "geese")
    assert sample.after == " on the lake, a third more than in the spring of the year before."
    assert (sample.is_gained, sample.why) == (False, "no name")
    assert [(kind, [a.article_id for a, _ in found]) for kind, found in shown["boats"].items()] == [("other", [1])]


async def test_it_keeps_no_more_articles_than_are_asked_for_the_newest_first(named: Named) -> None:
    everywhere = AT_FIRST | {"words": "word: [captain, volunteers, railway]"}

    trial = await named.compare(everywhere, samples=2)

    assert (trial.topics["words"].gained, trial.topics["words"].names_gained.total()) == (3, 3)
    assert [article.article_id for article, _ in trial.topics["words"].articles["gained"]] == [3, 2]


def test_a_report_tells_articles_from_figures() -> None:
    counts = {"another": 2, "beside": 1, "same": 4, "left": 3, "failed": 1}
    figures = {"+articles csto": 2, "-articles sco": 1, "+mentions csto": 7, "-mentions csto": 5}

    found = report(counts | figures)

    assert found == Report(2, 1, 4, 3, 1, {"csto": Swing(2, 0, 7, 5), "sco": Swing(0, 1, 0, 0)})
    assert found.articles == 11
