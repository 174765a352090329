"""Are articles about one event found together, kept together, and put right by people so that it sticks?"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, event, insert, select, text, update

from monitor.core.errors import NotFound
from monitor.core.records.articles import ArticleFilter, Covered, Draft
from monitor.core.records.feeds import FeedSpec
from monitor.core.records.stories import (
    Place,
    Placement,
    Regrouping,
    RegroupKind,
    StoryFilter,
    StoryPage,
    Surroundings,
    Traits,
)
from monitor.core.records.tags import Mention, Tagged
from monitor.core.records.verdicts import Judged, Verdict, VerdictKind
from monitor.core.words import hash_of
from monitor.store.engine import Database
from monitor.store.schema.tables import ARTICLE, ARTICLE_TOPIC, STORY, TRAIT
from monitor.store.stories import listing
from monitor.store.stories.placing import LIVE, surroundings
from monitor.store.stories.regrouping import CannotRegroup
from monitor.store.stories.stories import Stories
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import NEW, Room, as_kept, draft, rulings

DAY_S = 86_400.0


def telling(number: int, *keys: str, outlet: str = "akorda.example", language: str = "en", topic: str = "") -> Draft:
    """A draft with these traits, at an address of its own."""
    made = draft(number, text=f"Text {number}.", sample=(number,))
    mentions = (Mention(topic, topic, "en", "title", 0, 4, "word"),) if topic else ()
    article = replace(
        made.article,
        outlet=outlet,
        language=language,
        canonical_url=f"https://{outlet}/{number}",
        title=f"No. {number}",
    )
    return replace(made, article=article, tagged=Tagged(mentions), traits=Traits(keys, 1))


def copy_of(number: int) -> Verdict:
    return Verdict(VerdictKind.COPY, "why", str(number), 0.9, 0.9)


@dataclass
class Desk:
    """A room that places articles as it is told."""

    room: Room
    stories: Stories

    def keep(self, given: Draft, story: int | None = None, verdict: Verdict = NEW) -> int:
        """Keep an article in this story, or in one of its own; give its number."""
        place = Placement(story, "told so", 0.5, of=1, shared=("who:tokayev",), rules=1)
        asked = replace(rulings(judge=lambda _: Judged(verdict)), place=lambda _, __: place)
        return as_kept(self.room.articles.keep(Covered(self.room.entry(), given), asked)).article_id

    def around(self, given: Draft, verdict: Verdict = NEW, at: datetime | None = None) -> Surroundings:
        with self.room.database.read() as connection:
            return surroundings(connection, given, verdict, at or self.room.clock.now())

    def story_of(self, article_id: int) -> int | None:
        return self.room.articles.get(article_id).story_id

    def in_story(self, story_id: int) -> list[int]:
        return [member.article_id for member in self.stories.members(story_id)]

    def pinned(self) -> list[int]:
        with self.room.database.read() as connection:
            return list(connection.scalars(select(ARTICLE.c.id).where(ARTICLE.c.is_pinned).order_by(ARTICLE.c.id)))

    def counted(self, story_id: int) -> tuple[int, datetime, datetime]:
        story = self.stories.get(story_id)
        return story.articles, story.first_seen_at, story.last_at

    def add(self, number: int, *, story: int | None = None, **values: object) -> None:
        """Keep so many more articles like article 1, in one story or, without any, in one of its own each."""
        with self.room.database.write() as connection:
            like = dict(connection.execute(select(ARTICLE).where(ARTICLE.c.id == 1)).mappings().one())
            last = connection.scalars(select(ARTICLE.c.id).order_by(ARTICLE.c.id.desc())).first() or 0
            ids = range(last + 1, last + number + 1)
            at = {"opened_at": NOON, "last_at": NOON, "articles": 1}
            if story is None:
                connection.execute(insert(STORY), [at | {"id": n} for n in ids])
            rows = [like | {"id": n, "url_digest": str(n), "story_id": story or n} | values for n in ids]
            connection.execute(insert(ARTICLE), rows)
            connection.execute(insert(ARTICLE_TOPIC), [{"topic": "csto", "article_id": n} for n in ids])


@contextmanager
def work(connection: Connection) -> Iterator[list[int]]:
    """Count what the database does: on SQLite steps of its machine, in hundreds; on PostgreSQL rows that it reads."""
    counted: list[int] = []
    driven = connection.connection.driver_connection
    if isinstance(driven, sqlite3.Connection):
        ticks: list[None] = []
        driven.set_progress_handler(lambda: ticks.append(None), 100)
        try:
            yield counted
        finally:
            driven.set_progress_handler(None, 0)
        counted.append(len(ticks))
        return
    read = text("SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables")
    before = connection.scalar(read) or 0
    yield counted
    counted.append(int(connection.scalar(read) or 0) - int(before))


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> Desk:
    return Desk(Room(database, clock), Stories(database, clock))


# --- what is known of the live stories -------------------------------------------------------------


def test_a_story_that_shares_traits_is_near_and_others_are_not(desk: Desk) -> None:
    desk.keep(telling(1, "who:tokayev", "where:almaty"))
    desk.keep(telling(2, "what:flood"))

    around = desk.around(telling(3, "where:almaty", "number:164"))

    (near,) = around.near
    assert (near.story_id, [member.article_id for member in near.members]) == (1, [1])
    assert near.members[0].traits == Traits(("who:tokayev", "where:almaty"), 1)
    assert (around.counts, around.live, around.copied) == ({"where:almaty": 1}, 2, None)


def test_the_story_that_shares_rarer_traits_comes_first(desk: Desk) -> None:
    for number in range(1, 4):
        desk.keep(telling(number, "who:tokayev"))
    desk.keep(telling(4, "number:164"))

    around = desk.around(telling(5, "who:tokayev", "number:164"))

    assert [near.story_id for near in around.near] == [4, 1, 2, 3]
    assert around.counts == {"who:tokayev": 3, "number:164": 1}


def test_of_a_large_story_the_first_the_last_and_the_most_alike_are_shown(desk: Desk) -> None:
    for number in range(1, 13):
        desk.keep(telling(number, "where:almaty", *(["number:164"] if number == 6 else [])), 1 if number > 1 else None)

    (near,) = desk.around(telling(20, "where:almaty", "number:164")).near

    assert [member.article_id for member in near.members] == [1, 2, 3, 6, 9, 10, 11, 12]


def test_at_most_twelve_stories_are_near(desk: Desk) -> None:
    for number in range(1, 15):
        desk.keep(telling(number, "where:almaty"))

    assert len(desk.around(telling(20, "where:almaty")).near) == 12


def test_of_a_frequent_trait_the_number_is_told_by_the_last_hundred(desk: Desk) -> None:
    """Articles 1 and 41 to 140 have it, and 2 to 40 do not: the last hundred lie in the last hundred."""
    desk.keep(telling(1, "where:almaty"))
    with desk.room.database.write() as connection:
        row = dict(connection.execute(select(ARTICLE)).mappings().one())
        more = [row | {"id": n, "url_digest": str(n), "story_id": 1} for n in range(2, 141)]
        connection.execute(insert(ARTICLE), more)
        traits = [{"hash": hash_of("where:almaty"), "article_id": n} for n in range(41, 141)]
        connection.execute(insert(TRAIT), traits)

    around = desk.around(telling(200, "where:almaty"))

    assert (around.live, around.counts) == (140, {"where:almaty": 140})


def test_a_story_of_thousands_is_not_read_to_show_eight_of_it(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty"))
    desk.add(3_000, story=1)

    with desk.room.database.read() as connection, work(connection) as counted:
        (near,) = surroundings(connection, telling(9_999, "where:almaty"), NEW, NOON).near

    assert [member.article_id for member in near.members] == [1, 2, 3, 2998, 2999, 3000, 3001]
    assert counted[0] < 150


def test_what_waited_long_to_be_covered_does_not_hide_what_was_covered_in_time(desk: Desk) -> None:
    """60 articles that were seen first, at noon, are kept last, a moment before they are not live any more."""
    for number in (1, 2):
        desk.room.clock.advance(60)
        desk.keep(telling(number, "where:almaty"))
    desk.room.clock.advance(LIVE.total_seconds() - 120)
    desk.add(60, first_seen_at=NOON, kept_at=desk.room.clock.now(), traits=[])

    around = desk.around(telling(100, "where:almaty"))

    assert ([near.story_id for near in around.near], around.live) == ([1, 2], 62)
    assert (desk.stories.forget_traits(), desk.room.count(TRAIT)) == (0, 2)


def test_a_story_whose_articles_are_all_old_is_not_near(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty"))
    desk.room.clock.advance(LIVE.total_seconds() + 1)
    desk.keep(telling(2, "where:almaty"))

    around = desk.around(telling(3, "where:almaty"))

    assert [near.story_id for near in around.near] == [2]
    assert around.live == 1


def test_what_came_later_than_an_article_is_not_known_to_it(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.keep(telling(number, "where:almaty"))

    with desk.room.database.read() as connection:
        around = surroundings(connection, telling(2, "where:almaty"), NEW, NOON, before=2)

    assert ([near.story_id for near in around.near], around.counts, around.live) == ([1], {"where:almaty": 1}, 1)


def test_an_old_article_that_is_placed_again_finds_what_was_live_then(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty"))
    desk.keep(telling(2, "where:almaty"))
    desk.room.clock.advance(30 * DAY_S)
    desk.keep(telling(3, "where:almaty"))
    desk.stories.forget_traits()

    with desk.room.database.read() as connection:
        around = surroundings(connection, telling(2, "where:almaty"), NEW, NOON, before=2)

    assert ([near.story_id for near in around.near], around.counts) == ([1], {"where:almaty": 1})


@pytest.mark.parametrize(
    ("verdict", "copied"),
    [
        (copy_of(1), 1),
        (replace(copy_of(1), kind=VerdictKind.EXACT), 1),
        (replace(copy_of(1), kind=VerdictKind.PARTIAL), None),
        (replace(copy_of(1), of="seed:scmp"), None),
        (NEW, None),
    ],
    ids=["copy", "exact", "partial", "of a seed", "new"],
)
def test_the_story_of_what_an_article_copies_is_named(desk: Desk, verdict: Verdict, copied: int | None) -> None:
    desk.keep(telling(1))

    assert desk.around(telling(2), verdict).copied == copied


def test_an_article_without_traits_is_near_nothing(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty"))

    assert desk.around(telling(2)) == Surroundings(NOON, live=1)


def test_an_article_that_gets_another_text_is_found_by_that_ones_traits(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty", "number:164"))
    desk.keep(
        replace(telling(1, "where:almaty", "number:170"), fingerprint=replace(draft().fingerprint, exact="other"))
    )

    assert desk.around(telling(2, "number:164")).near == ()
    assert [near.story_id for near in desk.around(telling(2, "number:170")).near] == [1]


# --- what is forgotten ----------------------------------------------------------------------------


def test_traits_of_articles_that_are_not_live_any_more_are_forgotten_and_the_others_kept(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty", "what:flood"))
    desk.room.clock.advance(LIVE.total_seconds() + 1)
    desk.keep(telling(2, "where:almaty"))

    assert desk.stories.forget_traits() == 2
    assert desk.room.count(TRAIT) == 1


def test_where_nothing_is_live_all_traits_are_forgotten(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty"))
    desk.room.clock.advance(LIVE.total_seconds() + 1)

    assert desk.stories.forget_traits() == 1


def test_an_old_article_that_is_read_again_is_not_found_by_traits(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty"))
    desk.room.clock.advance(LIVE.total_seconds() + 1)
    desk.keep(telling(2))
    desk.stories.forget_traits()

    desk.keep(replace(telling(1, "where:astana"), fingerprint=replace(draft().fingerprint, exact="other")))

    assert desk.room.count(TRAIT) == 0


def test_a_clock_that_was_set_back_makes_nothing_live_forgotten(desk: Desk) -> None:
    """Article 1 was kept days before it was seen, by what the clock said; a later one tells where the live begin."""
    desk.keep(telling(1, "where:almaty"))
    desk.room.clock.advance(60)
    desk.keep(telling(2))
    with desk.room.database.write() as connection:
        connection.execute(update(ARTICLE).where(ARTICLE.c.id == 1).values(kept_at=NOON - 2 * LIVE))

    assert desk.stories.forget_traits() == 0


# --- how an article joins -------------------------------------------------------------------------


def test_a_story_counts_its_articles_and_bears_the_headline_of_the_one_that_was_seen_first(desk: Desk) -> None:
    early = desk.room.entry()
    desk.room.clock.advance(30)
    desk.keep(telling(1))
    desk.room.clock.advance(20)
    desk.keep(telling(2), 1)

    asked = replace(rulings(), place=lambda _, __: Placement(1, "told so"))
    desk.room.articles.keep(Covered(early, telling(3)), asked)

    assert desk.counted(1) == (3, NOON, NOON + timedelta(seconds=50))
    assert (desk.stories.get(1).lead, desk.stories.get(1).title) == (3, "No. 3")
    assert desk.room.articles.get(2).story_articles == 3


def test_an_article_stays_in_its_story_whatever_becomes_of_its_text(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2), 1)

    desk.keep(replace(telling(2), fingerprint=replace(draft().fingerprint, exact="other")), None)

    assert (desk.story_of(2), desk.counted(1)[0], desk.room.count(STORY)) == (1, 2, 1)


def test_an_article_placed_in_a_story_that_was_merged_joins_the_one_it_leads_to(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.keep(telling(number))
    desk.stories.merge(1, 2, "ann")
    desk.stories.merge(2, 3, "ann")

    desk.keep(telling(4), 1)

    assert (desk.story_of(4), desk.counted(3)[0]) == (3, 4)


# --- what is listed -------------------------------------------------------------------------------


def test_a_story_is_shown_with_all_that_its_articles_are(desk: Desk) -> None:
    desk.keep(telling(1, outlet="tass.example", language="ru", topic="csto"))
    desk.room.clock.advance(60)
    desk.keep(telling(2, outlet="kaz.example", language="kk", topic="sco"), 1)

    story = desk.stories.get(1)

    assert (story.id, story.title, story.lead, story.url) == (1, "No. 1", 1, "https://tass.example/1")
    assert (story.outlet, story.language, story.articles, story.outlets) == ("tass.example", "ru", 2, 2)
    assert (story.languages, story.topics) == (("kk", "ru"), ("csto", "sco"))
    assert (story.first_seen_at, story.last_at) == (NOON, NOON + timedelta(minutes=1))
    assert (story.merged_into, story.known) == (None, "")


def test_a_story_in_which_nothing_is_new_says_what_it_carries(desk: Desk) -> None:
    desk.keep(telling(1), verdict=replace(copy_of(1), of="seed:scmp"))
    desk.keep(telling(2), 1, copy_of(1))
    desk.keep(telling(3), verdict=replace(copy_of(1), of="seed:scmp"))
    desk.keep(telling(4), 2, replace(NEW, kind=VerdictKind.PARTIAL, of="3"))

    assert [desk.stories.get(number).known for number in (1, 2)] == ["seed:scmp", ""]


def test_the_story_with_the_newest_article_comes_first_and_pages_go_on(desk: Desk) -> None:
    for number in range(1, 6):
        desk.keep(telling(number))
        desk.room.clock.advance(60)
    desk.keep(telling(6), 2)

    pages = follow(desk, StoryFilter(limit=2))

    assert pages == [[2, 5], [4, 3], [1]]


def follow(desk: Desk, wanted: StoryFilter, *, most: int = 9) -> list[list[int]]:
    """Follow ``next`` from page to page; give the ids on each."""
    pages = []
    for _ in range(most):
        page = desk.stories.list(wanted)
        pages.append(ids(page))
        if page.next is None:
            return pages
        wanted = replace(wanted, after=Place.read(str(page.next)))
    raise AssertionError(pages)


def ids(page: StoryPage) -> list[int]:
    return [story.id for story in page.stories]


@pytest.mark.parametrize(
    "wanted",
    [StoryFilter(), StoryFilter(topic="csto"), StoryFilter(outlet="a.example"), StoryFilter(topic="csto", since=NOON)],
    ids=["all", "topic", "outlet", "topic since"],
)
@pytest.mark.parametrize("what", ["article", "merged"])
def test_a_list_goes_on_where_it_was_whatever_became_of_the_last_story(
    desk: Desk, wanted: StoryFilter, what: str
) -> None:
    for number in range(1, 6):
        desk.keep(telling(number, outlet="a.example", topic="csto"))
        desk.room.clock.advance(60)
    wanted = replace(wanted, limit=2)
    first = desk.stories.list(wanted)

    if what == "article":
        desk.keep(telling(6, outlet="a.example", topic="csto"), 4)
    else:
        desk.stories.merge(4, 5, "ann")

    assert ids(first) == [5, 4]
    assert follow(desk, replace(wanted, after=first.next)) == [[3, 2], [1]]


@pytest.mark.parametrize(
    "wanted", [StoryFilter(limit=None), StoryFilter(topic="csto", limit=None)], ids=["all", "topic"]
)
def test_a_walk_ends_and_meets_every_story_though_stories_move_up_and_are_merged(
    desk: Desk, wanted: StoryFilter
) -> None:
    """Of 202 stories the last two are on the second page; while the first is read, one moves up and one is merged."""
    desk.keep(telling(1, topic="csto"))
    desk.add(201)
    walk = desk.stories.walk(wanted)

    met = [next(walk).id]
    desk.add(1, story=1)
    with desk.room.database.write() as connection:
        connection.execute(update(STORY).where(STORY.c.id == 1).values(last_at=NOON + timedelta(minutes=1)))
    desk.stories.merge(2, 1, "ann")
    met += [story.id for story in walk]

    assert met == [*range(202, 2, -1), 1]


def test_of_a_topic_and_an_outlet_that_have_nothing_in_common_each_article_is_read_once(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.add(1_500)

    with desk.room.database.read() as connection, work(connection) as counted:
        page = listing.list_stories(connection, StoryFilter(topic="csto", outlet="b.example"))

    assert page == StoryPage((), None)
    assert counted[0] < 1_500 * 10


@pytest.mark.parametrize("text", ["", "812", "1-2-3", "-1-2", "1-99999999999999999999", "1-9223372036854775808"])
def test_what_is_no_place_in_a_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no place in a list of stories"):
        Place.read(text)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (StoryFilter(topic="csto"), [2, 3]),
        (StoryFilter(topic="csto", since=NOON), [2, 3]),
        (StoryFilter(topic="csto", language="kk"), [2]),
        (StoryFilter(topic="csto", outlet="b.example"), [2]),
        (StoryFilter(topic="csto", outlet="b.example", since=NOON), [2]),
        (StoryFilter(outlet="a.example"), [3, 1]),
        (StoryFilter(outlet="a.example", language="en"), [1]),
        (StoryFilter(language="ru"), [2, 3]),
        (StoryFilter(since=NOON + timedelta(minutes=3)), [2, 3]),
        (StoryFilter(since=NOON + timedelta(minutes=2), outlet="a.example"), [3]),
        (StoryFilter(topic="csto", limit=1, after=Place(NOON, 5)), [3]),
        (StoryFilter(topic="csto", after=Place(NOON, 4)), []),
        (StoryFilter(topic="csto", since=NOON, after=Place(NOON + timedelta(minutes=4), 2)), [3]),
        (StoryFilter(outlet="a.example", after=Place(NOON, 4)), [1]),
        (StoryFilter(topic="sco"), []),
    ],
    ids=str,
)
def test_stories_are_found_by_what_one_of_their_articles_is(desk: Desk, wanted: StoryFilter, found: list[int]) -> None:
    for given, story in (
        (telling(1, outlet="a.example"), None),
        (telling(2, outlet="b.example", language="kk", topic="csto"), None),
        (telling(3, outlet="a.example", language="ru", topic="csto"), None),
        (telling(4, outlet="a.example", language="ru", topic="csto"), 3),
        (telling(5, outlet="c.example", language="ru", topic="csto"), 2),
    ):
        desk.keep(given, story)
        desk.room.clock.advance(60)

    assert ids(desk.stories.list(wanted)) == found


def test_articles_are_listed_by_story(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2))
    desk.keep(telling(3), 1)

    assert [article.id for article in desk.room.articles.list(ArticleFilter(story=1))] == [3, 1]


def test_the_articles_of_a_story_come_by_first_sight_with_country_words_and_reason(desk: Desk) -> None:
    spec = FeedSpec("akorda", "https://akorda.example/feed", country="KZ")
    desk.room.feeds.sync([spec])
    late = desk.room.entry(spec)
    desk.room.clock.advance(30)
    desk.keep(telling(1))
    asked = replace(rulings(judge=lambda _: Judged(copy_of(1))), place=lambda _, __: Placement(1, "told so", 0.5, 1))
    desk.room.articles.keep(Covered(late, telling(2, outlet="")), asked)

    first, second = desk.stories.members(1)

    assert (first.article_id, first.outlet, first.country, first.words) == (2, "akorda", "KZ", 1)
    assert (first.first_seen_at, first.verdict, first.is_pinned) == (NOON, copy_of(1), False)
    assert first.placement == Placement(1, "told so", 0.5, 1)
    assert (second.article_id, second.outlet) == (1, "akorda.example")


def test_a_storys_articles_are_read_without_their_texts(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.add(3, story=1, text="one two three four five six seven eight")
    asked: list[str] = []

    with desk.room.database.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *given: asked.append(given[2]))
        members = listing.read_members(connection, 1)

    assert [member.words for member in members] == [1, 6, 6, 6]  # 7 and 39 characters
    assert not [each for each in asked if "article.text," in each or "claims" in each or "traits" in each]


@pytest.mark.parametrize(("language", "words"), [("en", 2), ("zh", 10), ("", 2)])
def test_words_are_told_by_the_length_of_a_text(desk: Desk, language: str, words: int) -> None:
    desk.keep(telling(1))
    desk.add(1, text="0123456789", language=language)

    assert [member.words for member in desk.stories.members(2)] == [words]


def test_a_story_that_is_not_there_is_named(desk: Desk) -> None:
    for ask in (desk.stories.get, desk.stories.members, desk.stories.history):
        with pytest.raises(NotFound, match=r"There is no story 7\. `monitor stories`"):
            ask(7)


# --- what people put right ------------------------------------------------------------------------


def test_a_merged_storys_articles_are_in_the_other_and_its_id_leads_there(desk: Desk) -> None:
    desk.keep(telling(1, topic="csto"))
    desk.room.clock.advance(60)
    desk.keep(telling(2))
    desk.room.clock.advance(60)

    done = desk.stories.merge(1, 2, "ann", "the same flood")

    at = NOON + timedelta(minutes=2)
    assert done == Regrouping(1, at, RegroupKind.MERGED, 1, 2, (1,), "ann", "the same flood")
    assert (desk.in_story(2), desk.in_story(1), desk.pinned()) == ([1, 2], [], [1])
    assert desk.counted(2) == (2, NOON, NOON + timedelta(minutes=1))
    merged = desk.stories.get(1)
    assert (merged.merged_into, merged.articles, merged.title, merged.topics) == (2, 0, "No. 1", ())
    assert ids(desk.stories.list(StoryFilter())) == [2]
    assert ids(desk.stories.list(StoryFilter(topic="csto"))) == [2]


def test_later_articles_follow_those_that_were_merged(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty"))
    desk.keep(telling(2))
    desk.stories.merge(1, 2, "ann")

    around = desk.around(telling(3, "where:almaty"), copy_of(1))

    assert ([near.story_id for near in around.near], around.copied) == ([2], 2)


def test_split_articles_are_in_a_new_story_and_later_ones_follow(desk: Desk) -> None:
    desk.keep(telling(1, "where:almaty"))
    desk.room.clock.advance(60)
    desk.keep(telling(2, "where:astana"), 1)

    done = desk.stories.split(1, [2, 2], "ann")

    assert (done.kind, done.story_id, done.to, done.articles) == (RegroupKind.SPLIT, 1, 2, (2,))
    assert (desk.in_story(1), desk.in_story(2), desk.pinned()) == ([1], [2], [2])
    assert desk.counted(1) == (1, NOON, NOON)
    assert desk.counted(2) == (1, NOON + timedelta(minutes=1), NOON + timedelta(minutes=1))
    assert [near.story_id for near in desk.around(telling(3, "where:astana")).near] == [2]


def test_undoing_a_merge_puts_everything_back_but_what_came_later(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2))
    desk.stories.merge(1, 2, "ann")
    desk.keep(telling(3), 2)

    undone = desk.stories.undo(1, "bob", "it was not")

    assert (undone.kind, undone.story_id, undone.to, undone.articles) == (RegroupKind.UNDONE, 2, 1, (1,))
    assert (undone.by, undone.why, undone.undoes) == ("bob", "it was not", 1)
    assert (desk.in_story(1), desk.in_story(2), desk.pinned()) == ([1], [2, 3], [])
    assert (desk.stories.get(1).merged_into, desk.counted(1)[0], desk.counted(2)[0]) == (None, 1, 2)
    assert [each.undone_by for each in desk.stories.history(1)] == [2, None]


def test_undoing_a_split_leaves_the_new_story_leading_back(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2), 1)
    desk.stories.split(1, [2], "ann")

    desk.stories.undo(1, "ann")

    assert (desk.in_story(1), desk.stories.get(2).merged_into, desk.pinned()) == ([1, 2], 1, [])


def test_an_article_stays_pinned_by_what_still_holds(desk: Desk) -> None:
    """Put into story 2 by a person, and then into 3: undoing the second leaves the first."""
    for number in (1, 2, 3):
        desk.keep(telling(number))
    desk.stories.merge(1, 2, "ann")
    desk.stories.merge(2, 3, "ann")

    desk.stories.undo(2, "ann")

    assert (desk.in_story(2), desk.pinned()) == ([1, 2], [1])


@pytest.mark.parametrize(
    ("acts", "says"),
    [
        ([("merge", 1, 1)], "cannot be merged into itself"),
        ([("merge", 1, 2), ("merge", 1, 3)], "Story 1 has no articles any more: they are in story 2. Name that one"),
        ([("merge", 1, 2), ("merge", 3, 1)], "Story 1 has no articles any more"),
        ([("merge", 1, 2), ("split", 1, [1])], "they are in story 2. Split that one instead"),
        ([("split", 1, [1])], "nothing would be left of it"),
        ([("split", 1, [])], "No article was named"),
        ([("split", 1, [2])], "Article 2 is in story 2, not in story 1"),
        ([("merge", 1, 2), ("undo", 1), ("undo", 1)], "Regrouping 1 is undone already, by regrouping 2"),
        ([("merge", 1, 2), ("undo", 1), ("undo", 2)], "Regrouping 2 undid regrouping 1 and cannot be undone itself"),
        ([("merge", 1, 2), ("merge", 2, 3), ("undo", 1)], "Undo that one first: monitor story undo 2"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do_and_nothing_moves(
    desk: Desk, acts: Sequence[tuple[str, int] | tuple[str, int, object]], says: str
) -> None:
    for number in (1, 2, 3):
        desk.keep(telling(number))
    *before, (verb, *last) = acts
    for name, *arguments in before:
        getattr(desk.stories, name)(*arguments, by="ann")
    places = [desk.story_of(number) for number in (1, 2, 3)]

    with pytest.raises(CannotRegroup, match=says) as raised:
        getattr(desk.stories, verb)(*last, by="ann")

    assert raised.value.exit_code == 2
    assert [desk.story_of(number) for number in (1, 2, 3)] == places


def test_a_split_is_not_undone_into_a_story_that_was_merged_since(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2), 1)
    desk.keep(telling(3))
    desk.stories.split(1, [2], "ann")
    desk.stories.merge(1, 2, "ann")

    with pytest.raises(CannotRegroup, match="Undo that first: monitor story undo 2"):
        desk.stories.undo(1, "ann")


def test_what_is_not_there_is_named(desk: Desk) -> None:
    desk.keep(telling(1))

    with pytest.raises(NotFound, match="There is no story 9"):
        desk.stories.merge(1, 9, "ann")
    with pytest.raises(NotFound, match=r"There is no article 9\. `monitor story show 1`"):
        desk.stories.split(1, [9], "ann")
    with pytest.raises(NotFound, match="There is no regrouping 9"):
        desk.stories.undo(9, "ann")


# --- what newer rules move ------------------------------------------------------------------------


def placed(story: int | None) -> Placement:
    return Placement(story, "by newer rules", 0.75, 1, ("where:almaty",), 2)


def test_newer_rules_move_an_article_and_the_history_says_so(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2))

    done = desk.stories.replace_by_rules(2, placed(1))

    assert done == Regrouping(1, NOON, RegroupKind.REPLACED, 2, 1, (2,), "", "by newer rules")
    assert (desk.in_story(1), desk.stories.get(2).merged_into, desk.pinned()) == ([1, 2], 1, [])
    assert desk.room.articles.get(2).placement == placed(1)
    assert desk.stories.history(2) == (done,)


def test_newer_rules_that_come_to_the_same_leave_no_history_but_their_reasons(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2), 1)

    assert desk.stories.replace_by_rules(2, placed(1)) is None
    assert desk.room.articles.get(2).placement == placed(1)
    assert desk.stories.history(1) == ()


def test_an_article_that_is_to_have_a_story_of_its_own_leaves_the_first_one_there(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2), 1)

    assert desk.stories.replace_by_rules(1, placed(None)) is None
    done = desk.stories.replace_by_rules(2, placed(None))

    assert done is not None
    assert (desk.story_of(1), desk.story_of(2), done.to) == (1, 2, 2)
    assert desk.counted(2) == (1, NOON, NOON)


def test_rules_do_not_move_what_a_person_put_somewhere_nor_what_was_there(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.keep(telling(number))
    desk.room.clock.advance(60)
    desk.stories.merge(1, 2, "ann")
    desk.room.clock.advance(60)
    desk.keep(telling(4), 2)

    moved = [desk.stories.replace_by_rules(number, placed(3)) for number in (1, 2, 4)]

    assert [each is not None for each in moved] == [False, False, True]
    assert desk.in_story(2) == [1, 2]


def test_after_an_undoing_the_rules_decide_again(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.keep(telling(number))
    desk.stories.merge(1, 2, "ann")
    desk.stories.undo(1, "ann")

    assert desk.stories.replace_by_rules(1, placed(3)) is not None
    assert desk.stories.replace_by_rules(2, placed(3)) is not None


def test_what_the_rules_moved_a_person_puts_back_for_good(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2))
    desk.stories.replace_by_rules(2, placed(1))

    desk.stories.undo(1, "ann")

    assert (desk.story_of(2), desk.stories.get(2).merged_into, desk.pinned()) == (2, None, [2])
    assert desk.stories.replace_by_rules(2, placed(1)) is None


def test_a_story_id_is_never_given_again(desk: Desk) -> None:
    desk.keep(telling(1))
    desk.keep(telling(2))
    desk.stories.merge(2, 1, "ann")
    desk.keep(telling(3))

    assert desk.story_of(3) == 3
