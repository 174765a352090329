"""Do articles get the mentions of today from their stored texts, the same on both databases, and nothing else?"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Table, select, update

from monitor.core.records.articles import ArticleFilter, Covered, DueEntry, SeenPage
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.feeds import Keep
from monitor.core.records.pages import Capture
from monitor.core.records.rebuilds import Rebuildable, Rebuilt, Relabelled, Reread, Retagged
from monitor.core.records.rulings import Kept, Stale
from monitor.core.records.stories import StoryFilter
from monitor.core.records.tags import CoMention, Companion, Mention, Part, Tagged
from monitor.core.records.verdicts import Judged
from monitor.core.records.versions import ChangeFilter, Revision
from monitor.store.articles.rebuilds import Rebuilds
from monitor.store.articles.retagging import NamingTexts
from monitor.store.engine import Database
from monitor.store.schema.tables import ARTICLE, ARTICLE_TOPIC, CO_MENTION, DELIVERY, MENTION
from monitor.store.stories.stories import Stories
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import MENTION_OF_CSTO, NEW, Room, announce, draft, rulings

BEFORE, TODAY = "1.abc", "2.def"
IN_TEXT = Mention("csto", "CSTO", "en", "text", 4, 8, "acronym", part=Part.LEAD)
SCO = Mention("sco", "SCO", "en", "text", 4, 8, "acronym-needs-context", "beside: summit", part=Part.LEAD)
TOKAYEV = CoMention(Companion.PERSON, "tokayev", 2)
RUSSIA = CoMention(Companion.STATE, "russia", 1)


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


@pytest.fixture
def texts(database: Database, clock: FakeClock) -> NamingTexts:
    return NamingTexts(database, clock)


def keep(room: Room, number: int = 1, *mentions: Mention, text: str = "The CSTO met.", has_text: bool = True) -> None:
    """Keep an article that was tagged by older rules."""
    given = draft(number, text=text)
    room.keep(
        replace(given, tagged=Tagged(mentions, co_mentions=(TOKAYEV,) * bool(mentions), rules=BEFORE)), text=has_text
    )


def put(texts: NamingTexts, tagged: Tagged, article_id: int = 1, *, is_trial: bool = False) -> Retagged | None:
    kept = texts.one(article_id)
    assert kept is not None
    return texts.put(Relabelled(kept, replace(tagged, rules=TODAY)), is_trial=is_trial)


def rows(room: Room, table: Table, *columns: str) -> list[tuple[object, ...]]:
    with room.database.read() as connection:
        found = connection.execute(select(*(table.c[name] for name in columns)))
        return sorted((tuple(row) for row in found), key=repr)


def figures(room: Room) -> list[tuple[object, ...]]:
    return rows(room, ARTICLE_TOPIC, "topic", "article_id", "count", "first", "prominence")


def test_an_article_is_given_as_it_is_tagged(room: Room, texts: NamingTexts) -> None:
    given = draft()
    room.keep(replace(given, article=replace(given.article, recurring=((0, 3),))))

    kept = texts.one(1)

    assert kept is not None
    article = kept.article
    assert (kept.article_id, article.title, article.text) == (1, "CSTO 1", "The CSTO met.")
    assert (article.language, article.outlet, article.recurring) == ("en", "akorda.example", ((0, 3),))


def test_other_mentions_are_stored_with_all_that_hangs_on_them(room: Room, texts: NamingTexts) -> None:
    keep(room, 1, MENTION_OF_CSTO, IN_TEXT)

    retagged = put(texts, Tagged((SCO,), co_mentions=(RUSSIA,)))

    article = room.articles.get(1)
    assert (article.topics, article.mentions, article.co_mentions) == (("sco",), (SCO,), (RUSSIA,))
    assert article.tagged_by == TODAY
    assert figures(room) == [("sco", 1, 1, 4, 0.3)]  # the lead: .3
    assert retagged == Retagged(
        1,
        "CSTO 1",
        gained=("sco",),
        lost=("csto",),
        mentions_gained=("sco",),
        mentions_lost=("csto", "csto"),
        what=("topics", "mentions", "figures", "co-mentions"),
    )


def test_text_verdict_story_and_history_stay_and_nobody_is_told(room: Room, texts: NamingTexts) -> None:
    keep(room, 1, MENTION_OF_CSTO)
    before = room.articles.get(1)
    room.clock.advance(3_600)

    put(texts, Tagged((SCO,)))

    now = replace(before, topics=("sco",), mentions=(SCO,), co_mentions=(), tagged_by=TODAY)
    assert room.articles.get(1) == now
    assert (room.articles.changes(ChangeFilter()), room.count(DELIVERY)) == ((), 0)


def test_lists_and_stories_of_a_topic_follow(room: Room, texts: NamingTexts) -> None:
    keep(room, 1, IN_TEXT)
    stories = Stories(room.database, room.clock)

    put(texts, Tagged((SCO,)))

    of_topics = {
        topic: [article.id for article in room.articles.list(ArticleFilter(topic=topic))] for topic in ("csto", "sco")
    }
    with_topics = {
        topic: [story.topics for story in stories.walk(StoryFilter(topic=topic))] for topic in ("csto", "sco")
    }
    assert (of_topics, with_topics) == ({"csto": [], "sco": [1]}, {"csto": [], "sco": [("sco",)]})


def test_other_articles_keep_what_they_name(room: Room, texts: NamingTexts) -> None:
    keep(room, 1, IN_TEXT)
    keep(room, 2, IN_TEXT, text="The CSTO met again.")
    before = room.articles.get(2)

    put(texts, Tagged())

    assert (room.articles.get(2), [row[1] for row in figures(room)]) == (before, [2])
    assert (room.count(MENTION), room.count(CO_MENTION)) == (1, 1)


def test_newer_rules_that_come_to_the_same_leave_their_version_and_are_no_change(
    room: Room, texts: NamingTexts
) -> None:
    keep(room, 1, IN_TEXT)
    before = room.articles.get(1)

    retagged = put(texts, Tagged((IN_TEXT,), co_mentions=(TOKAYEV,)))

    assert retagged == Retagged(1, "CSTO 1")
    assert room.articles.get(1) == replace(before, tagged_by=TODAY)


@pytest.mark.parametrize(
    ("now", "what"),
    [
        pytest.param(replace(IN_TEXT, end=9), ("figures",), id="a longer name at the same place"),
        pytest.param(replace(IN_TEXT, part=Part.BODY), ("figures",), id="another part"),
        pytest.param(replace(IN_TEXT, evidence="beside: summit"), ("figures",), id="another reason"),
        pytest.param(replace(IN_TEXT, is_weak=True), ("topics", "mentions", "figures"), id="an adjective now"),
        pytest.param(replace(IN_TEXT, start=9, end=13), ("mentions", "figures"), id="another place"),
    ],
)
def test_what_is_another_is_told_apart(room: Room, texts: NamingTexts, now: Mention, what: tuple[str, ...]) -> None:
    keep(room, 1, IN_TEXT)

    retagged = put(texts, Tagged((now,), co_mentions=(TOKAYEV,)))

    assert retagged is not None
    assert (retagged.what, room.articles.get(1).mentions) == (what, (now,))


def test_figures_of_a_topic_that_an_upgrade_could_not_know_are_made(room: Room, texts: NamingTexts) -> None:
    keep(room, 1, IN_TEXT)
    with room.database.write() as connection:
        connection.execute(update(ARTICLE_TOPIC).values(prominence=0.0))

    retagged = put(texts, Tagged((IN_TEXT,), co_mentions=(TOKAYEV,)))

    assert retagged is not None
    assert (retagged.what, figures(room)) == (("figures",), [("csto", 1, 1, 4, 0.3)])


def test_what_is_named_beside_is_compared_in_no_order(room: Room, texts: NamingTexts) -> None:
    beside = tuple(CoMention(Companion.PERSON, name, 1) for name in ("a-b", "aa", "a-c"))
    given = draft()
    room.keep(replace(given, tagged=Tagged((IN_TEXT,), co_mentions=beside, rules=BEFORE)))

    assert put(texts, Tagged((IN_TEXT,), co_mentions=beside)) == Retagged(1, "CSTO 1")


def test_a_trial_says_the_same_and_keeps_nothing(room: Room, texts: NamingTexts) -> None:
    keep(room, 1, IN_TEXT)
    before = room.articles.get(1), figures(room)

    trial = put(texts, Tagged((SCO,)), is_trial=True)

    assert (room.articles.get(1), figures(room)) == before
    assert put(texts, Tagged((SCO,))) == trial


def test_a_trial_keeps_no_writer_waiting(room: Room, texts: NamingTexts) -> None:
    keep(room, 1, IN_TEXT)

    with ThreadPoolExecutor(1) as beside, room.database.write() as connection:
        room.database.serialise_judging(connection)
        trial = beside.submit(put, texts, Tagged((SCO,)), is_trial=True).result(10)

    assert trial is not None
    assert trial.gained == ("sco",)


# --- which articles -------------------------------------------------------------------------------


def test_an_article_whose_text_is_not_kept_is_not_tagged_again(room: Room, texts: NamingTexts) -> None:
    keep(room, has_text=False)

    assert (texts.one(1), texts.numbers(None, 0, 10), texts.count_texts(None), texts.texts(None, 9)) == (
        None,
        [1],
        0,
        [],
    )


def test_an_article_that_got_another_text_meanwhile_is_left_to_it(room: Room, texts: NamingTexts) -> None:
    keep(room, 1, IN_TEXT)
    kept = texts.one(1)
    assert kept is not None
    keep(room, 1, MENTION_OF_CSTO, text="It did not meet.")

    assert texts.put(Relabelled(kept, Tagged((IN_TEXT,), rules=TODAY)), is_trial=False) is None
    assert (room.articles.get(1).mentions, room.articles.get(1).tagged_by) == ((MENTION_OF_CSTO,), BEFORE)


def test_articles_are_counted_and_given_from_a_moment_on_and_above_a_number(room: Room, texts: NamingTexts) -> None:
    for number in (1, 2, 3):
        keep(room, number, text=f"The CSTO met {number} times.")
        room.clock.advance(3_600)
    since = NOON + timedelta(hours=1)

    assert (texts.count(None), texts.count(since), texts.count(None, 2)) == (3, 2, 1)
    assert (texts.numbers(None, 0, 2), texts.numbers(since, 0, 5), texts.numbers(None, 2, 5)) == ([1, 2], [2, 3], [3])


def test_those_that_other_rules_or_names_tagged_are_told_where_they_have_a_text(room: Room, texts: NamingTexts) -> None:
    for number in (1, 2, 3):
        keep(room, number, text=f"The CSTO met {number} times.", has_text=number < 3)
    put(texts, Tagged(), 1)

    assert (texts.numbers(None, 0, 10, today=TODAY), texts.count(None, today=TODAY)) == ([2], 1)


def test_texts_are_read_from_the_newest_on(room: Room, texts: NamingTexts) -> None:
    for number in (1, 2, 3, 4):
        keep(room, number, text=f"The CSTO met {number} times.", has_text=number != 3)
        room.clock.advance(3_600)

    def numbers(limit: int, before: int, hours: int = 0) -> Sequence[int]:
        """Give the numbers of the texts that were first seen so many hours after noon or later."""
        return [each.article_id for each in texts.texts(NOON + timedelta(hours=hours), limit, before)]

    assert (numbers(2, 99), numbers(2, 2), numbers(9, 99, hours=1)) == ([4, 2], [1], [4, 2])
    assert (texts.count_texts(None), texts.count_texts(NOON + timedelta(hours=1))) == (3, 2)


# --- other ways to other mentions -----------------------------------------------------------------


def read(due: DueEntry, text: str, tagged: Tagged) -> Covered:
    """A page that was read, and what it names."""
    capture = Capture(due.entry.url, NOON, 200, (), b"<p>")
    return Covered(replace(due, seen=SeenPage(NOON)), replace(draft(text=text), tagged=tagged), capture)


def test_a_page_that_is_read_again_brings_all_of_its_mentions_and_tells_of_its_topics(room: Room) -> None:
    room.articles.keep(read(room.entry(), "The CSTO met.", Tagged((IN_TEXT,), (), (TOKAYEV,), BEFORE)), rulings())
    now = replace(draft(), tagged=Tagged((SCO,), (), (RUSSIA,), TODAY))
    rebuilds = Rebuilds(room.database, room.clock)
    due = replace(room.entry(), feed=replace(room.entry().feed, keep=Keep.ALL))

    rebuilt = rebuilds.put(Reread(Rebuildable(1, due, 1, ()), ((1, now),)), lambda *_: Judged(NEW), is_trial=False)

    article = room.articles.get(1)
    assert rebuilt == Rebuilt(1, "CSTO 1", ("topics", "mentions", "co-mentions"), gained=("sco",), lost=("csto",))
    assert (article.topics, article.mentions, article.co_mentions) == (("sco",), (SCO,), (RUSSIA,))
    assert (article.tagged_by, figures(room)) == (TODAY, [("sco", 1, 1, 4, 0.3)])


def test_a_version_brings_all_of_its_mentions(room: Room) -> None:
    keep(room, 1, IN_TEXT)
    given = draft(text="The SCO met.")

    tagged = replace(given, tagged=Tagged((SCO,), (), (RUSSIA,), TODAY))
    room.articles.keep(Covered(room.entry(), tagged), rulings(), is_last=True)

    article = room.articles.get(1)
    assert (article.versions, article.mentions, article.co_mentions) == (2, (SCO,), (RUSSIA,))
    assert (article.tagged_by, figures(room)) == (TODAY, [("sco", 1, 1, 4, 0.3)])


def test_what_was_tagged_by_other_names_is_to_be_tagged_again_before_an_edit_is_compared(room: Room) -> None:
    room.articles.keep(read(room.entry(), "The CSTO met.", Tagged((IN_TEXT,), rules=BEFORE)), rulings())
    edited = read(room.entry(), "The SCO met.", Tagged((SCO,), rules=TODAY))

    first = room.articles.keep(edited, rulings(compare=pytest.fail))  # type: ignore[arg-type] # not asked
    room.articles.keep(edited, rulings(), is_last=True)

    assert (first, room.articles.get(1).versions, room.articles.get(1).topics) == (Stale(1, by_names=True), 2, ("sco",))


def test_what_other_names_alone_name_is_neither_recorded_nor_announced(room: Room) -> None:
    """Where the text could not be tagged again in time."""
    room.articles.keep(read(room.entry(), "The CSTO met.", Tagged((IN_TEXT,), rules=BEFORE)), rulings())
    edits = (Change(ChangeKind.TEXT, "One."), Change(ChangeKind.MENTION_ADDED, "sco: once.", "sco"))
    asked = rulings(compare=lambda _: Revision(is_version=True, changes=edits), announce=announce("log"))

    edited = read(room.entry(), "The SCO met.", Tagged((SCO,), rules=TODAY))
    kept = room.articles.keep(edited, asked, is_last=True)

    assert isinstance(kept, Kept)
    assert (kept.changes, kept.queued, kept.topics) == (edits[:1], 0, ("sco",))
    assert [each.change for each in room.articles.changes(ChangeFilter())] == [edits[0]]


def test_the_same_text_by_other_names_is_a_sighting(room: Room) -> None:
    room.articles.keep(read(room.entry(), "The CSTO met.", Tagged((IN_TEXT,), rules=BEFORE)), rulings())

    room.articles.keep(read(room.entry(), "The CSTO met.", Tagged((SCO,), rules=TODAY)), rulings())

    with room.database.read() as connection:
        assert connection.execute(select(ARTICLE.c.tagged_by, ARTICLE.c.versions)).all() == [(BEFORE, 1)]
