"""Is a page asked for once, then only whether it changed, and a wrapped link only where it matters?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from monitor.config.lexicon import default_lexicon
from monitor.config.settings import load
from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.articles import Basis, Covered, Draft, DueEntry, SeenPage, Sighted
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, FeedSpec, OutletSpec
from monitor.core.records.fetches import Fetched, FetchKind
from monitor.core.records.pages import Capture
from monitor.covering import Covering
from monitor.fetch.google_news import GoogleNews
from monitor.reader import Reader
from monitor.store.engine import Database
from monitor.store.feeds.links import Links
from monitor.workers import Workers
from tests.fakes import NOON, FakeClock, FakeFetcher
from tests.rooms.test_google_news import LINK, PAGE, TARGET, answer, reply

TEXT = "The Collective Security Treaty Organization said that its troops would leave Kazakhstan within ten days. " * 8
HTML = f"<html><head><title>CSTO leaves</title></head><body><article><p>{TEXT}</p></article></body></html>"
URL = "https://news.example/1"
DUE = DueEntry(1, FeedSpec("f", "https://news.example/feed"), Entry("k", URL, "CSTO leaves Kazakhstan"), NOON)
SEEN = SeenPage(NOON - timedelta(minutes=30), '"p1"', "Sun, 22 Nov 2026 11:00:00 GMT", 7, "another feed")


OUTLET = OutletSpec("boxed.example", exclude=(".box",))


class NoHabits:
    """Outlets that put nothing on two pages."""

    def of(self, _: str) -> frozenset[int]:
        return frozenset()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers[Reader]]:
    topics = load_topics(default_topics_path())
    made = Workers(partial(Reader, topics, default_lexicon()), count=1, memory_bytes=1 << 30, crashed=print)
    yield made
    made.close()


@pytest.fixture
def links(database: Database, clock: FakeClock) -> Links:
    return Links(database, clock)


def covering(fetcher: FakeFetcher, workers: Workers[Reader], links: Links, **environ: str) -> Covering:
    clock = FakeClock()
    settings, _ = load(environ)
    google = GoogleNews(fetcher, clock, pause_s=0)
    return Covering(fetcher, workers, links, google, clock, settings, NoHabits(), {OUTLET.outlet: OUTLET})


def page(url: str = URL, **more: object) -> Fetched:
    return replace(Fetched(url, 200, HTML.encode(), "text/html; charset=utf-8", '"p1"'), **more)  # type: ignore[arg-type] # Fetched's own fields


async def test_a_page_that_was_read_is_remembered_with_its_validators(workers: Workers[Reader], links: Links) -> None:
    got = await covering(FakeFetcher([page()]), workers, links).read(DUE)

    assert isinstance(got, Covered)
    assert got.due.seen == SeenPage(NOON, '"p1"', "")


async def test_validators_of_a_page_behind_a_redirect_are_not_shown_to_the_redirect(
    workers: Workers[Reader], links: Links
) -> None:
    got = await covering(FakeFetcher([page("https://news.example/moved")]), workers, links).read(DUE)

    assert isinstance(got, Covered)
    assert got.due.seen == SeenPage(NOON)


async def test_a_page_that_another_feed_led_to_within_the_hour_is_not_asked_for(
    workers: Workers[Reader], links: Links
) -> None:
    fetcher = FakeFetcher()

    got = await covering(fetcher, workers, links).read(replace(DUE, seen=SEEN))

    assert (got, fetcher.requests) == (Sighted(replace(DUE, seen=SEEN)), [])


@pytest.mark.parametrize("seen", [replace(SEEN, feed="f"), replace(SEEN, at=NOON - timedelta(hours=2))])
async def test_a_page_that_is_known_is_asked_only_whether_it_changed(
    seen: SeenPage, workers: Workers[Reader], links: Links
) -> None:
    fetcher = FakeFetcher([Fetched(URL, 304, b"")])

    got = await covering(fetcher, workers, links).read(replace(DUE, seen=seen))

    assert got == Sighted(replace(DUE, seen=replace(seen, at=NOON)))  # this was a look, too
    assert (fetcher.requests[0].etag, fetcher.requests[0].last_modified) == (SEEN.etag, SEEN.last_modified)


async def test_a_link_of_google_news_leads_to_the_publishers_page(workers: Workers[Reader], links: Links) -> None:
    due = replace(DUE, entry=replace(DUE.entry, url=LINK))
    fetcher = FakeFetcher([answer(PAGE), answer(reply(TARGET)), page(TARGET)])

    got = await covering(fetcher, workers, links).read(due)

    assert isinstance(got, Covered)
    assert isinstance(got.draft, Draft)
    assert got.draft.article.canonical_url == TARGET
    assert [request.kind for request in fetcher.requests] == [FetchKind.LOOKUP, FetchKind.LOOKUP, FetchKind.PAGE]
    assert links.target(LINK) == TARGET


async def test_google_is_not_asked_twice_for_a_link(workers: Workers[Reader], links: Links) -> None:
    due = replace(DUE, entry=replace(DUE.entry, url=LINK))
    links.remember(LINK, TARGET)
    fetcher = FakeFetcher([page(TARGET)])

    await covering(fetcher, workers, links).read(due)

    assert [request.url for request in fetcher.requests] == [TARGET]


@pytest.mark.parametrize(
    ("title", "environ"),
    [("Cup final ends in a draw", {}), ("CSTO leaves Kazakhstan", {"MONITOR_UNWRAP_GOOGLE": "off"})],
)
async def test_google_is_asked_only_where_the_headline_names_a_topic_and_the_switch_is_on(
    title: str, environ: dict[str, str], workers: Workers[Reader], links: Links
) -> None:
    due = replace(DUE, entry=Entry("k", LINK, title, "A summary that the feed gives of it, long enough to be kept."))
    fetcher = FakeFetcher()

    got = await covering(fetcher, workers, links, **environ).read(due)

    assert isinstance(got, Covered)
    assert isinstance(got.draft, Draft)
    assert (fetcher.requests, got.draft.article.basis, got.draft.article.canonical_url) == ([], Basis.SUMMARY, LINK)


async def test_where_google_refuses_the_entry_is_tried_again_like_any_other(
    workers: Workers[Reader], links: Links
) -> None:
    fetcher = FakeFetcher([Failed(Reason.THROTTLED, "Too many.", status=429)])

    got = await covering(fetcher, workers, links).read(replace(DUE, entry=replace(DUE.entry, url=LINK)))

    assert isinstance(got, Failed)
    assert (got.reason, links.target(LINK)) == (Reason.THROTTLED, None)


async def test_where_google_answers_in_an_unknown_form_the_feeds_own_text_is_kept_with_the_wrapped_link(
    workers: Workers[Reader], links: Links
) -> None:
    entry = Entry("k", LINK, "CSTO leaves Kazakhstan", "A summary that the feed gives of it, long enough to be kept.")
    fetcher = FakeFetcher([answer("<html>Before you continue</html>")])

    got = await covering(fetcher, workers, links).read(replace(DUE, entry=entry))

    assert isinstance(got, Covered)
    assert isinstance(got.draft, Draft)
    assert (got.draft.article.canonical_url, links.target(LINK)) == (LINK, "")


async def test_a_page_is_kept_as_it_came(workers: Workers[Reader], links: Links) -> None:
    headers = (("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"))

    got = await covering(FakeFetcher([page("https://news.example/moved", headers=headers)]), workers, links).read(DUE)

    assert isinstance(got, Covered)
    assert got.capture == Capture("https://news.example/moved", NOON, 200, headers, HTML.encode())


async def test_what_the_owner_knows_of_an_outlet_is_kept_to(workers: Workers[Reader], links: Links) -> None:
    body = HTML.replace("<article>", f'<article><p class="box">{TEXT.replace("troops", "boxes")}</p>').encode()
    due = replace(DUE, entry=replace(DUE.entry, url="https://www.boxed.example/1"))

    got = await covering(FakeFetcher([page(due.entry.url, body=body)]), workers, links).read(due)

    assert isinstance(got, Covered)
    assert "troops" in got.draft.article.text
    assert "boxes" not in got.draft.article.text
