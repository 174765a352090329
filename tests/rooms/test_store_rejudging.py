"""Do articles get the verdict of today from their stored texts, the same on both databases, and nothing else?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from monitor.core.records.articles import Covered, Draft
from monitor.core.records.rebuilds import Redrafted, Rejudged, Rerulings, Rules
from monitor.core.records.stories import Credit, Placement, RegroupKind, Surroundings, Traits
from monitor.core.records.verdicts import Neighbours, Seed, Span, Verdict, VerdictKind
from monitor.core.records.versions import ChangeFilter
from monitor.store.articles.rejudging import StoredTexts
from monitor.store.articles.shingles import articles_under, index_hashes
from monitor.store.engine import Database
from monitor.store.schema.tables import (
    ARTICLE,
    DELIVERY,
    PARAGRAPH,
    RECURRING,
    REGROUPING,
    SEED,
    SEED_SHINGLE,
    SHINGLE,
)
from monitor.store.seeds import Seeds
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import MENTION_OF_CSTO, NEW, Room, draft, rulings

COPY = Verdict(
    VerdictKind.COPY, "It says the same.", "1", 0.9, 0.8, 0.5, spans=(Span(0, 3, 0, 3),), rules=7, resemblance=0.75
)
TODAY = Rules(verdict=7, fingerprint=2, traits=3, placement=0)


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


@pytest.fixture
def texts(database: Database, clock: FakeClock) -> StoredTexts:
    return StoredTexts(database, clock)


def as_copied(_: Verdict, around: Surroundings) -> Placement:
    """Put what carries another's text with that, and leave all else where it is."""
    return Placement(around.copied or next((story.story_id for story in around.near), None), "It is a copy.", rules=5)


def put(
    texts: StoredTexts,
    given: Draft,
    article_id: int,
    judge: Callable[[Neighbours], Verdict] = lambda _: COPY,
    place: Callable[[Verdict, Surroundings], Placement] = as_copied,
    *,
    is_trial: bool = False,
) -> Rejudged | None:
    kept = texts.one(article_id)
    assert kept is not None
    return texts.put(Redrafted(kept, given), Rerulings(judge, place, TODAY), is_trial=is_trial)


def asked_of(texts: StoredTexts, given: Draft, article_id: int) -> list[str]:
    """What an article is judged against."""
    seen: list[str] = []

    def judge(neighbours: Neighbours) -> Verdict:
        seen.extend(known.ref for known in neighbours.known)
        return NEW

    put(texts, given, article_id, judge)
    return seen


def test_an_article_is_given_as_it_was_extracted(room: Room, texts: StoredTexts) -> None:
    room.keep(draft(paragraphs=(5, 6)))

    kept = texts.one(1)

    assert kept is not None
    assert (kept.article_id, kept.article) == (1, draft().article)


def test_it_is_judged_against_what_came_before_it_and_not_against_itself_or_later_ones(
    room: Room, texts: StoredTexts
) -> None:
    for number in (1, 2, 3):
        room.keep(draft(number, text=f"The CSTO met {number} times."))

    assert asked_of(texts, draft(2, text="The CSTO met 2 times."), 2) == ["1"]


def test_another_verdict_is_stored_with_its_figures_and_the_version_of_its_rules(
    room: Room, texts: StoredTexts
) -> None:
    room.keep(draft(1))
    room.keep(draft(2), verdict=NEW)

    rejudged = put(texts, draft(2), 2)

    assert room.articles.get(2).verdict == COPY
    assert rejudged == Rejudged(2, "CSTO 2", NEW, COPY, 2, 1, ("verdict", "figures", "story"))


def test_text_topics_versions_and_story_stay_and_nobody_is_told(room: Room, texts: StoredTexts) -> None:
    room.keep(draft(1, mentions=(MENTION_OF_CSTO,)))
    before = room.articles.get(1)
    room.clock.advance(3_600)

    put(texts, replace(draft(1), traits=Traits(("who:tokayev",), 3)), 1)

    assert room.articles.get(1) == replace(before, verdict=COPY, placement=Placement(1, "It is a copy.", rules=5))
    assert (room.articles.changes(ChangeFilter()), room.count(DELIVERY)) == ((), 0)


def test_what_finds_groups_and_credits_it_is_made_anew(room: Room, texts: StoredTexts) -> None:
    room.keep(replace(draft(1, sample=(16, 32, 48, 64), paragraphs=(5, 6)), traits=Traits(("who:lee",), 2)))
    again = draft(1, sample=(20, 40), paragraphs=(6, 7))
    again = replace(again, fingerprint=replace(again.fingerprint, exact="0f", version=9))
    again = replace(again, traits=Traits(("who:tokayev",), 3), credits=(Credit("tass", "dateline", "/TASS/"),))

    rejudged = put(texts, again, 1, lambda _: NEW)

    assert rejudged is not None
    assert rejudged.what == ("fingerprint", "traits", "credits")
    assert room.articles.get(1).credits == again.credits
    with room.database.read() as connection:
        assert [found[0] for found in articles_under(connection, index_hashes((16, 32, 48, 64, 20, 40)))] == [1, 1]
        assert connection.scalars(select(PARAGRAPH.c.hash).order_by(PARAGRAPH.c.hash)).all() == [6, 7]
        row = connection.execute(select(ARTICLE)).mappings().one()
    assert (row["exact"], row["fingerprint_version"], row["sketch"]) == ("0f", 9, [])
    assert (row["traits"], row["traits_by"]) == (["who:tokayev"], 3)


def test_newer_rules_that_come_to_the_same_leave_their_version_and_are_no_change(
    room: Room, texts: StoredTexts
) -> None:
    room.keep(draft(1), verdict=replace(NEW, rules=6))

    rejudged = put(texts, draft(1), 1, lambda _: replace(NEW, rules=7))

    assert rejudged is not None
    assert (rejudged.what, room.articles.get(1).verdict.rules) == ((), 7)


# --- stories --------------------------------------------------------------------------------------


def moved(room: Room, article_id: int) -> list[tuple[RegroupKind, int, int]]:
    """When an article came from one story to another, and by what."""
    with room.database.read() as connection:
        rows = connection.execute(select(REGROUPING).order_by(REGROUPING.c.id)).mappings()
        found = [row for row in rows if article_id in row["articles"]]
    return [(RegroupKind(row["kind"]), row["story_id"], row["to_id"]) for row in found]


def test_a_copy_that_was_missed_joins_the_story_of_its_original_and_the_history_says_so(
    room: Room, texts: StoredTexts
) -> None:
    room.keep(draft(1))
    room.keep(draft(2))

    put(texts, draft(2), 2)

    article = room.articles.get(2)
    assert (article.story_id, article.story_articles, moved(room, 2)) == (1, 2, [(RegroupKind.REPLACED, 2, 1)])
    assert article.placement == Placement(1, "It is a copy.", rules=5)


def test_a_copy_follows_its_original_though_its_own_verdict_is_the_same(room: Room, texts: StoredTexts) -> None:
    copy_of_2 = replace(COPY, of="2")
    for number, verdict in ((1, NEW), (2, NEW), (3, copy_of_2)):
        room.keep(draft(number), verdict=verdict)
    put(texts, draft(2), 2)

    rejudged = put(texts, draft(3), 3, lambda _: copy_of_2)

    assert rejudged is not None
    assert (rejudged.what, room.articles.get(3).story_id) == (("story",), 1)


def test_what_is_no_copy_any_more_is_held_against_the_story_that_it_is_in(room: Room, texts: StoredTexts) -> None:
    traits = Traits(("who:tokayev", "where:almaty"), 3)
    room.keep(replace(draft(1), traits=traits))
    room.articles.keep(Covered(room.entry(), draft(2)), replace(rulings(), place=lambda *_: Placement(1, "A copy.")))
    seen: list[Surroundings] = []

    def place(_: Verdict, around: Surroundings) -> Placement:
        seen.append(around)
        return Placement(None, "It is about something else.", rules=5)

    rejudged = put(texts, replace(draft(2), traits=traits), 2, lambda _: NEW, place)

    (around,) = seen
    assert [(story.story_id, [member.article_id for member in story.members]) for story in around.near] == [(1, [1])]
    assert (around.counts["who:tokayev"], rejudged and (rejudged.story_before, rejudged.story_after)) == (1, (1, 2))


def test_what_people_put_into_a_story_stays_there(room: Room, texts: StoredTexts) -> None:
    room.keep(draft(1))
    room.keep(draft(2))
    with room.database.write() as connection:
        connection.execute(update(ARTICLE).where(ARTICLE.c.id == 2).values(is_pinned=True))

    rejudged = put(texts, draft(2), 2)

    assert rejudged is not None
    assert (rejudged.what, room.articles.get(2).story_id, moved(room, 2)) == (("verdict", "figures"), 2, [])


def test_nobody_asks_for_the_story_of_an_article_that_is_as_it_was(room: Room, texts: StoredTexts) -> None:
    room.keep(draft(1))

    rejudged = put(texts, draft(1), 1, lambda _: NEW, pytest.fail)  # type: ignore[arg-type] # not asked

    assert rejudged is not None
    assert rejudged.what == ()


def test_other_rules_for_stories_are_asked_though_the_verdict_is_the_same(room: Room, texts: StoredTexts) -> None:
    room.keep(draft(1))
    with room.database.write() as connection:
        connection.execute(update(ARTICLE).values(story_figures={}))

    put(texts, draft(1), 1, lambda _: NEW)

    assert room.articles.get(1).placement == Placement(1, "It is a copy.", rules=5)


# --- which articles -------------------------------------------------------------------------------


def test_a_trial_says_the_same_and_keeps_nothing(room: Room, texts: StoredTexts) -> None:
    room.keep(draft(1))
    room.keep(draft(2))
    before = room.articles.get(2)

    trial = put(texts, draft(2, sample=(20, 40)), 2, is_trial=True)

    assert (room.articles.get(2), room.count(SHINGLE)) == (before, 2)
    assert put(texts, draft(2, sample=(20, 40)), 2) == trial


def test_a_trial_judges_by_the_seeds_of_the_files_and_keeps_them_as_little(room: Room, texts: StoredTexts) -> None:
    of_before = Seed("old", "scmp.com", "Title", "", "", 9, "exact of old", (16, 32))
    of_today = replace(of_before, name="today", exact="exact of today")
    Seeds(room.database).sync([of_before])
    room.keep(draft(1))
    with room.database.read() as connection:
        before = [connection.execute(select(table)).all() for table in (SEED, SEED_SHINGLE)]
    seen: list[str] = []

    def judge(neighbours: Neighbours) -> Verdict:
        seen.extend(known.ref for known in neighbours.known)
        return NEW

    kept = texts.one(1)
    assert kept is not None
    texts.put(Redrafted(kept, draft(1)), Rerulings(judge, as_copied, TODAY), is_trial=True, trial_seeds=[of_today])

    with room.database.read() as connection:
        after = [connection.execute(select(table)).all() for table in (SEED, SEED_SHINGLE)]
    assert (seen, after) == (["seed:today"], before)


def test_what_recurs_is_as_old_as_the_article_that_is_judged_again(room: Room, texts: StoredTexts) -> None:
    for number in (1, 2, 3, 4):
        room.keep(draft(number, text=f"The CSTO met {number} times.", paragraphs=(7,)))
    assert seen_at(room) == [(7, NOON)]
    room.clock.advance(30 * 86_400)

    put(texts, draft(4, text="The CSTO met 4 times.", paragraphs=(7,)), 4)

    assert seen_at(room) == [(7, NOON)]


def seen_at(room: Room) -> list[tuple[int, datetime | None]]:
    """When which lines were seen last that recur."""
    with room.database.read() as connection:
        return [(row.hash, row.seen_at) for row in connection.execute(select(RECURRING))]


def test_an_article_whose_text_is_not_kept_is_not_judged_again(room: Room, texts: StoredTexts) -> None:
    room.keep(draft(1), text=False)

    assert (texts.one(1), texts.numbers(None, 0, 10)) == (None, [1])


def test_an_article_that_got_another_text_meanwhile_is_left_to_it(room: Room, texts: StoredTexts) -> None:
    room.keep(draft(1))
    kept = texts.one(1)
    assert kept is not None
    room.keep(draft(1, text="The CSTO did not meet."))

    none = Rerulings(pytest.fail, pytest.fail, TODAY)  # type: ignore[arg-type] # none may be called

    assert texts.put(Redrafted(kept, draft(1)), none, is_trial=False) is None
    assert room.articles.get(1).text == "The CSTO did not meet."


def test_articles_are_counted_and_given_from_a_moment_on_and_above_a_number(room: Room, texts: StoredTexts) -> None:
    for number in (1, 2, 3):
        room.keep(draft(number))
        room.clock.advance(3_600)
    since = NOON + timedelta(hours=1)

    assert (texts.count(None), texts.count(since), texts.count(None, 2)) == (3, 2, 1)
    assert (texts.numbers(None, 0, 2), texts.numbers(since, 0, 5), texts.numbers(None, 2, 5)) == ([1, 2], [2, 3], [3])


def test_those_that_other_rules_judged_are_told_by_each_kind_of_rules(room: Room, texts: StoredTexts) -> None:
    for number in (1, 2, 3, 4, 5):
        of_today = draft(number)
        of_today = replace(of_today, fingerprint=replace(of_today.fingerprint, version=2), traits=Traits((), 3))
        room.keep(of_today, verdict=replace(NEW, rules=7), text=number < 5)
    with room.database.write() as connection:
        older = {2: {"fingerprint_version": 1}, 3: {"traits_by": 2}}
        for number, values in older.items():
            connection.execute(update(ARTICLE).where(ARTICLE.c.id == number).values(values))
    room.keep(draft(4, text="Another text."), verdict=replace(NEW, rules=6))

    assert (texts.numbers(None, 0, 10, today=TODAY), texts.count(None, today=TODAY)) == ([2, 3, 4], 3)
