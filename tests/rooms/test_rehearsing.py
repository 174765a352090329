"""Is a rule played over the articles that are meant, one by one, at a cost that can be borne?"""

import gc
import weakref
from datetime import timedelta
from functools import partial
from time import monotonic

import pytest

from monitor.core.query.parsing import BadQuery
from monitor.core.records.alerts import Rule
from monitor.core.records.articles import Article
from monitor.rehearsing import Span, facts, rehearse, span_since, what_if
from monitor.store.articles.archive import Articles
from monitor.store.engine import Database
from monitor.web.alerts_playing import Stage
from monitor.web.searching import Busy
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import MENTION_OF_CSTO, Room, draft

MINUTE = timedelta(minutes=1)
RULE = Rule("csto", "topic:csto")


class _Kept(Article):
    """An article that can be watched going away."""

    __slots__ = ("__weakref__",)


class WatchedArticles(Articles):
    """The archive, which notes how many articles that it gave are still in memory."""

    def __init__(self, database: Database, clock: FakeClock) -> None:
        super().__init__(database, clock)
        self.given: list[weakref.ref[Article]] = []
        self.most_alive = 0

    def get(self, article_id: int) -> Article:
        found = super().get(article_id)
        whole = _Kept(**{name: getattr(found, name) for name in Article.__dataclass_fields__})
        self.given.append(weakref.ref(whole))
        gc.collect()
        self.most_alive = max(self.most_alive, sum(each() is not None for each in self.given))
        return whole


@pytest.fixture
def archive(database: Database, clock: FakeClock) -> WatchedArticles:
    """Five articles, the first seen at noon, each other a minute later; the second and the fifth name the CSTO.

    The first was in its feed before that was first polled.
    """
    room = Room(database, clock)
    for number in range(1, 6):
        mentions = (MENTION_OF_CSTO,) if number in (2, 5) else ()
        room.keep(draft(number, text=f"Text {number}.", sample=(number * 64,), mentions=mentions))
        clock.advance(60)
    return WatchedArticles(database, clock)


def test_all_articles_since_a_moment_are_taken_in_the_order_in_which_they_were_kept(archive: Articles) -> None:
    assert span_since(archive, NOON + 2 * MINUTE) == Span(NOON + 2 * MINUTE, (3, 4, 5))


def test_of_more_than_are_wanted_the_newest_are_taken_and_that_is_said(archive: Articles) -> None:
    assert span_since(archive, NOON, most=2) == Span(NOON, (4, 5), 2)
    assert span_since(archive, NOON, most=5) == Span(NOON, (2, 3, 4, 5), None)


def test_what_a_feed_held_before_it_was_first_polled_is_left_out(archive: Articles) -> None:
    assert archive.get(1).first_seen_at == NOON
    assert span_since(archive, NOON).ids == (2, 3, 4, 5)


def test_it_is_said_what_would_have_been_sent(archive: Articles) -> None:
    played = rehearse(archive, RULE, span_since(archive, NOON))

    assert (played.found.articles, played.found.matched, played.until) == (4, 2, None)
    assert facts(played) == {
        "rule": "csto",
        "query": "topic:csto",
        "since": "2026-11-22T12:00:00Z",
        "newest": None,
        "until": None,
        "articles": 4,
        "matched": 2,
        "messages": [
            {"at": "2026-11-22T12:01:00Z", "kind": "article", "alerts": 1, "titles": ["CSTO 2"]},
            {"at": "2026-11-22T12:04:00Z", "kind": "article", "alerts": 1, "titles": ["CSTO 5"]},
        ],
        "put_off": {},
        "days": [{"day": "2026-11-22", "matched": 2, "messages": 2}],
        "remark": None,
    }


def test_when_the_time_is_up_no_further_article_is_read_and_it_is_said_how_far_it_came(archive: Articles) -> None:
    played = rehearse(archive, RULE, span_since(archive, NOON), within_s=0)

    assert (played.found.articles, played.until) == (1, NOON + MINUTE)


def test_each_article_is_counted_as_it_comes_and_none_is_held(archive: WatchedArticles) -> None:
    done: list[int] = []

    rehearse(archive, RULE, span_since(archive, NOON), each=lambda: done.append(1))

    assert (len(done), len(archive.given)) == (4, 4)
    assert archive.most_alive <= 2  # the one that is read, and the one before


def test_a_query_takes_the_place_of_a_rules_own_be_it_the_empty_one() -> None:
    rule, asked = Rule("mine", "topic:csto", story_pause_min=5), partial(what_if, now=NOON, topics=["csto"])

    assert asked(rule, None) is rule
    assert asked(rule, "") == Rule("mine", "", story_pause_min=5)
    assert asked(None, "trains") == Rule("query", "trains")


@pytest.mark.parametrize(("query", "said"), [("topic:", "topic"), ("topic:nato", "csto"), ("x" * 2_001, "2,000")])
def test_a_query_that_cannot_be_asked_is_refused_before_anything_is_read(query: str, said: str) -> None:
    with pytest.raises(BadQuery, match=said):
        what_if(None, query, now=NOON, topics=["csto"])


def test_who_asks_what_nobody_can_answer_keeps_nobody_else_waiting(archive: Articles) -> None:
    stage = Stage(archive)
    for _ in range(3):
        with pytest.raises(BadQuery):
            stage.play(Rule("bad", "topic:"), NOON)

    assert stage.play(RULE, NOON).found.matched == 2


def test_who_comes_while_another_rule_is_played_is_asked_at_once_to_come_back(archive: Articles) -> None:
    stage, began = Stage(archive), monotonic()
    with stage._free, pytest.raises(Busy, match="Try again"):
        stage.play(RULE, NOON)

    assert monotonic() - began < 1  # it holds no thread that others need


def test_a_page_plays_a_rule_over_the_newest_articles_alone(archive: Articles) -> None:
    played = Stage(archive, most=2).play(RULE, NOON)

    assert (played.found.articles, played.found.matched, played.span.most) == (2, 1, 2)
