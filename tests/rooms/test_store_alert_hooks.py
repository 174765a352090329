"""Is a change announced in the transaction that records it, and a feed's backlog not at all?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from monitor.alert.composing import compose
from monitor.alert.rules import Book, alerts_for
from monitor.core.records.alerts import Alert, AlertKind, AlertState, QueuedAlert, Rule
from monitor.core.records.articles import Article, Covered, Draft, DueEntry
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry
from monitor.core.records.pages import Capture
from monitor.core.records.polls import PollOutcome
from monitor.core.records.rulings import Kept
from monitor.core.records.versions import DueLook, Looked, Revision
from monitor.store.alerts.alerts import Alerts
from monitor.store.alerts.outbox import Deliveries
from monitor.store.articles.looks import Looks
from monitor.store.engine import Database
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import FEED, MENTION_OF_CSTO, Room, alert, as_kept, draft, rulings

HOUR = timedelta(hours=1)
FAILURE = Failed(Reason.SERVER_ERROR, "The server answered 503.", status=503)
GONE = Change(ChangeKind.WITHDRAWN, "The server says that it is gone for good (410).")
EDIT = Change(ChangeKind.STEALTH_EDIT, "One sentence was removed.")
BACK = Change(ChangeKind.RETURNED, "The page is there again.")


@dataclass
class Told:
    """Announces changes, and keeps what it was told of them."""

    articles: list[tuple[Article, tuple[ChangeKind, ...]]]

    def __call__(self, article: Article, changes: Sequence[Change]) -> list[Alert]:
        self.articles.append((article, tuple(each.kind for each in changes)))
        kinds = "+".join(each.kind for each in changes)
        return [replace(alert(article), key=f"{article.id}/{kinds}", kind=AlertKind.CHANGE)]


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


@pytest.fixture
def told() -> Told:
    return Told([])


def keep(room: Room, given: Draft, told: Told, due: DueEntry | None = None) -> Kept:
    """Keep a draft whose page was fetched; every other text is a stealthy edit."""
    due = due or room.entry()
    page = Capture(due.entry.url, room.clock.now(), 200, (), b"<p>" + given.article.text.encode())
    made = replace(
        rulings(compare=lambda _: Revision(is_version=True, changes=(EDIT,)), look_at=lambda _, __: NOON + HOUR),
        announce_changes=told,
    )
    return as_kept(room.articles.keep(Covered(due, given, page), made))


def claimed_look(room: Room) -> tuple[Looks, DueLook]:
    looks = Looks(room.database, room.leases, per_site=60)
    room.clock.advance(3_600)
    (look,) = looks.claim(5, [])
    return looks, look


def queued(room: Room) -> list[QueuedAlert]:
    """All alerts, the oldest first."""
    return Alerts(room.database).list()[::-1]


def test_a_version_is_announced_with_what_changed_as_news_of_the_moment(room: Room, told: Told) -> None:
    first = keep(room, draft(), told)
    room.clock.advance(3_600)

    kept = keep(room, draft(text="The CSTO did not meet.", mentions=(MENTION_OF_CSTO,)), told)

    ((article, kinds),) = told.articles
    assert (first.queued, kept.queued, kinds) == (0, 1, (ChangeKind.STEALTH_EDIT,))
    assert (article.text, article.mentions, article.versions) == ("The CSTO did not meet.", (MENTION_OF_CSTO,), 2)
    assert [(each.alert.key, each.first_seen_at) for each in queued(room)] == [("1/stealth_edit", NOON + HOUR)]


def test_a_page_that_is_gone_is_announced_with_the_whole_article(room: Room, told: Told) -> None:
    keep(room, draft(mentions=(MENTION_OF_CSTO,)), told)
    looks, look = claimed_look(room)

    numbers = [looks.looked(look, Looked(None, 2, (GONE,)), None, told) for _ in range(2)]

    ((article, kinds),) = told.articles
    assert (numbers, kinds) == ([1, None], (ChangeKind.WITHDRAWN,))
    assert (article.mentions, article.text, article.withdrawn_at) == ((MENTION_OF_CSTO,), "The CSTO met.", NOON + HOUR)
    assert [(each.alert.kind, each.first_seen_at) for each in queued(room)] == [(AlertKind.CHANGE, NOON + HOUR)]


def test_a_look_that_finds_no_change_announces_nothing(room: Room, told: Told) -> None:
    keep(room, draft(), told)
    looks, look = claimed_look(room)

    assert (looks.looked(look, Looked(None), None, told), told.articles, queued(room)) == (0, [], [])


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The CSTO met.", (ChangeKind.RETURNED,)),
        ("The CSTO did not meet.", (ChangeKind.RETURNED, ChangeKind.STEALTH_EDIT)),
    ],
    ids=["as it was", "edited"],
)
def test_a_page_that_is_there_again_is_announced(
    room: Room, told: Told, text: str, kinds: tuple[ChangeKind, ...]
) -> None:
    keep(room, draft(), told)
    looks, look = claimed_look(room)
    looks.looked(look, Looked(None, 2, (GONE,)), None)

    kept = keep(room, draft(text=text), told)

    ((article, given),) = told.articles
    assert (kept.queued, given, article.withdrawn_at, article.text) == (1, kinds, None, text)


# --- what was there before ------------------------------------------------------------------------


def poll(room: Room, *entries: Entry) -> list[DueEntry]:
    """Poll the one feed, and claim what is due of it."""
    (feed,) = room.feeds.claim_each()(1, [])
    now = room.clock.now()
    room.feeds.remember(feed, PollOutcome("ok", now, now, took_s=0, entries=entries))
    claimed: list[DueEntry] = []
    while more := room.entries.claim(50, []):
        claimed += more
    return sorted(claimed, key=lambda due: due.id)


def entry(key: str, published_at: datetime | None = None, title: str = "") -> Entry:
    return Entry(key, f"https://site-{key}.example/", title, published_at=published_at)


def test_a_first_poll_marks_as_backlog_what_its_feed_does_not_date_just_now(room: Room) -> None:
    dates = [None, NOON, NOON - HOUR, NOON + HOUR, NOON - HOUR * 1.01, NOON + HOUR * 1.01]

    found = poll(room, *(entry(str(n), at) for n, at in enumerate(dates)))

    assert [due.is_backlog for due in found] == [True, False, False, False, True, True]


def test_what_comes_after_the_first_poll_is_news_whatever_its_date(room: Room) -> None:
    poll(room, entry("a"))

    found = poll(room, entry("b"), entry("c", NOON - 100 * HOUR), entry("a"))

    assert [(due.entry.key, due.is_backlog) for due in found] == [("b", False), ("c", False)]


def test_what_came_in_while_a_feed_was_at_another_address_is_news(room: Room) -> None:
    poll(room, entry("a"))
    room.clock.advance(3 * 86_400)
    room.feeds.sync([replace(FEED, url="https://akorda.example/moved")])

    found = poll(room, entry("a"), entry("b"))

    assert [(due.entry.key, due.is_backlog) for due in found] == [("a", True), ("b", False)]


def test_a_first_poll_that_failed_was_none(room: Room) -> None:
    (feed,) = room.feeds.claim_each()(1, [])
    room.feeds.remember(feed, PollOutcome("failed", NOON, NOON, took_s=0, failure=FAILURE))

    assert [due.is_backlog for due in poll(room, entry("a"))] == [True]


def test_an_edit_makes_no_news_of_backlog_that_we_do_not_have_yet(room: Room) -> None:
    (first,) = poll(room, entry("a"))
    room.clock.advance(60)  # its lease runs out
    (again,) = poll(room, entry("a", title="Edited"))
    room.keep(draft(), again)
    room.clock.advance(4 * 3_600)

    (edited,) = poll(room, entry("a", title="Edited again"))

    assert [due.is_backlog for due in (first, again, edited)] == [True, True, False]


def test_a_look_at_backlog_may_find_news(room: Room, told: Told) -> None:
    (due,) = poll(room, entry("a"))
    keep(room, draft(), told, due)

    _, look = claimed_look(room)

    assert (due.is_backlog, look.due.is_backlog) == (True, False)


def test_backlog_is_kept_and_marked_and_not_announced_and_the_next_new_entry_is(room: Room) -> None:
    rule = Rule("csto", "topic:csto", channels=("log",))
    book = Book.of([rule], ("log",), now=NOON)
    outbox = Deliveries(room.database, room.leases, compose)

    def cover(number: int, due: DueEntry) -> Kept:
        announce = partial(alerts_for, book=book, now=room.clock.now(), is_backlog=due.is_backlog)
        given = draft(number, text=f"The CSTO met {number} times.", mentions=(MENTION_OF_CSTO,))
        return as_kept(room.articles.keep(Covered(due, given), rulings(announce=announce)))

    (old,) = poll(room, entry("a", NOON - 5 * HOUR))
    kept = cover(1, old)
    silent = outbox.claim(5, [])
    (new,) = poll(room, entry("b", NOON - 4 * HOUR), entry("a", NOON - 5 * HOUR))
    news = cover(2, new)

    (message,) = outbox.claim(5, [])

    assert (kept.queued, silent, news.queued) == (0, [], 1)
    assert [each.alert.state for each in queued(room)] == [AlertState.BACKLOG, AlertState.COMPOSED]
    assert [each.alert.article_id for each in outbox.alerts_of(message.id)] == [news.article_id]
