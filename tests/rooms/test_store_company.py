"""Is it counted who is named beside a topic, in articles and in stories?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.records.articles import Covered, Draft
from monitor.core.records.stories import Placement
from monitor.core.records.tags import Beside, CoMention, Companion, Mention, Tagged
from monitor.store.company import Company
from monitor.store.engine import Database
from monitor.store.stories.stories import Stories
from tests.fakes import FakeClock
from tests.rooms.stores import Room, as_kept, draft, rulings

PUTIN, UN = CoMention(Companion.PERSON, "putin", 3), CoMention(Companion.BODY, "un", 1)


@pytest.fixture
def room(database: Database) -> Room:
    return Room(database, FakeClock())


def naming(number: int, topic: str, *co_mentions: CoMention) -> Draft:
    mention = Mention(topic, topic, "en", "title", 0, 4, "word")
    return replace(draft(number, text=f"{number}"), tagged=Tagged((mention,), co_mentions=co_mentions))


def keep_in(room: Room, story: int | None, given: Draft) -> int | None:
    """Keep an article in this story, or in one of its own; give the story."""
    asked = replace(rulings(), place=lambda _, __: Placement(story, "told so"))
    kept = as_kept(room.articles.keep(Covered(room.entry(), given), asked))
    return room.articles.get(kept.article_id).story_id


def test_an_article_has_whom_it_names_the_most_frequent_first(room: Room) -> None:
    article_id = room.keep(naming(1, "csto", UN, PUTIN)).article_id

    assert room.articles.get(article_id).co_mentions == (PUTIN, UN)


def test_another_text_of_it_has_its_own(room: Room) -> None:
    room.keep(naming(1, "csto", PUTIN))
    article_id = room.keep(replace(naming(2, "csto", UN), article=draft(1, text="other").article)).article_id

    assert (article_id, room.articles.get(article_id).co_mentions) == (1, (UN,))


def test_those_in_most_articles_of_a_topic_come_first(room: Room) -> None:
    for number, named in enumerate([(PUTIN,), (UN,), (UN,)], 1):
        room.keep(naming(number, "csto", *named))
    room.keep(naming(4, "sco", PUTIN))

    assert Company(room.database).beside("csto", None, 9) == (
        Beside(Companion.BODY, "un", articles=2, mentions=2),
        Beside(Companion.PERSON, "putin", articles=1, mentions=3),
    )


def test_only_articles_first_seen_since_then_are_counted(room: Room) -> None:
    room.keep(naming(1, "csto", PUTIN))
    room.clock.advance(3_600)
    room.keep(naming(2, "csto", UN))

    since = room.clock.now() - timedelta(minutes=1)
    assert [each.name for each in Company(room.database).beside("csto", since, 9)] == ["un"]


def test_a_story_counts_whom_its_articles_name(room: Room) -> None:
    story = None
    for number in (1, 2):
        story = keep_in(room, story, naming(number, "csto", PUTIN))
    room.keep(naming(3, "csto", UN))

    assert story is not None
    assert Stories(room.database, room.clock).get(story).beside == (
        Beside(Companion.PERSON, "putin", articles=2, mentions=6),
    )


def test_only_one_kind_is_counted_where_it_is_asked_for(room: Room) -> None:
    room.keep(naming(1, "csto", PUTIN, UN))

    assert [each.name for each in Company(room.database).beside("csto", None, 9, Companion.BODY)] == ["un"]


def test_a_topic_is_not_named_beside_itself_and_another_is(room: Room) -> None:
    csto, kazakhstan = CoMention(Companion.BODY, "csto", 2), CoMention(Companion.STATE, "kazakhstan", 4)
    room.keep(naming(1, "csto", csto, kazakhstan))

    assert Company(room.database).beside("csto", None, 9) == (
        Beside(Companion.STATE, "kazakhstan", articles=1, mentions=4),
    )


def test_a_story_counts_its_topics_too(room: Room) -> None:
    story = keep_in(room, None, naming(1, "csto", CoMention(Companion.BODY, "csto", 2)))

    assert story is not None
    assert [each.name for each in Stories(room.database, room.clock).get(story).beside] == ["csto"]


def test_of_a_huge_topic_the_newest_articles_are_counted(room: Room) -> None:
    for number, named in enumerate([(PUTIN,), (UN,), (UN,)], 1):
        room.keep(naming(number, "csto", *named))
    room.keep(naming(4, "sco", PUTIN))

    assert [each.name for each in Company(room.database, newest=2).beside("csto", None, 9)] == ["un"]
