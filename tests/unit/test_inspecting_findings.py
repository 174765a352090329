"""Is what stands against a list of feeds said of the right ones, and only what is proved called bad?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, FeedSpec, ParsedFeed, Part
from monitor.core.records.fetches import Fetched
from monitor.inspecting.findings import Finding, FindingKind, at_addresses, in_list, proxy_of, same_address, worst_first
from monitor.inspecting.looking import Looked

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ADDRESS = "https://steppe.example/rss"
ANSWER = Fetched(ADDRESS, 200, b"", etag='"1"')
ENTRY = Entry("1", "https://steppe.example/1", "One")
FEED = ParsedFeed("rss20", "Steppe", "en", (ENTRY,))


def _spec(name: str, url: str = ADDRESS, **more: object) -> FeedSpec:
    return replace(FeedSpec(name, url), **more)  # type: ignore[arg-type] # fields by name, as the test writes them


def _looked(name: str, reason: Reason | None = None, detail: str = "it failed") -> Looked:
    if reason:
        return Looked(_spec(name), failure=Failed(reason, detail), advice="Do this.")
    return Looked(_spec(name), ANSWER, FEED, newest_at=NOON)


def _kinds(looked: Looked) -> list[FindingKind]:
    return [finding.kind for finding in at_addresses([looked], NOON)]


@pytest.mark.parametrize(
    "other",
    [
        "http://steppe.example/rss",
        "https://www.steppe.example/rss",
        "https://steppe.example/rss/",
        "https://STEPPE.example:443/rss#top",
    ],
)
def test_two_spellings_of_one_address_are_a_duplicate_and_the_second_is_named(other: str) -> None:
    found = list(in_list([_spec("first", line=3), _spec("second", other)], {}))

    (duplicate,) = found
    assert (duplicate.feed, duplicate.kind) == ("second", FindingKind.DUPLICATE)
    assert "'first', on line 3," in duplicate.detail


@pytest.mark.parametrize(
    "other",
    ["https://steppe.example/atom", "https://steppe.example/rss?lang=kk", "https://ru.steppe.example/rss"],
)
def test_other_paths_queries_and_hosts_are_other_feeds(other: str) -> None:
    assert same_address(ADDRESS) != same_address(other)


def test_a_disabled_feed_is_no_duplicate() -> None:
    found = list(in_list([_spec("first"), _spec("second", enabled=False)], {}))

    assert [(each.feed, each.kind) for each in found] == [("second", FindingKind.DISABLED)]


@pytest.mark.parametrize(
    ("url", "proxy"),
    [
        ("https://news.google.com/rss/search?q=CSTO", "Google News"),
        ("https://www.bing.com/news/search?q=CSTO&format=rss", "Bing News"),
        ("https://www.bing.com/account", ""),
        ("https://feeds.feedburner.com/steppe", "FeedBurner"),
        ("https://bridge.example/?action=display&bridge=Steppe&format=Atom", "an RSS-Bridge"),
        ("https://rsshub.example/steppe/news", "an RSSHub"),
        ("https://steppe.example/feedburner", ""),
    ],
)
def test_services_between_us_and_the_publisher_are_known(url: str, proxy: str) -> None:
    assert proxy_of(url) == proxy


def test_nine_minutes_are_too_often_and_ten_are_not() -> None:
    found = in_list([_spec("nine", every_s=540), _spec("ten", "https://ten.example/rss", every_s=600)], {})

    assert [(each.feed, each.kind) for each in found] == [("nine", FindingKind.TOO_OFTEN)]


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (Reason.NOT_FOUND, FindingKind.DEAD),
        (Reason.GONE, FindingKind.DEAD),
        (Reason.DNS, FindingKind.DEAD),
        (Reason.EMPTY, FindingKind.EMPTY),
        (Reason.HTML_PAGE, FindingKind.HTML),
        (Reason.NOT_A_FEED, FindingKind.UNREADABLE),
        (Reason.ENTITIES, FindingKind.UNREADABLE),
        (Reason.FORBIDDEN, FindingKind.REFUSED_HERE),
        (Reason.BLOCKED, FindingKind.REFUSED_HERE),
        (Reason.TOO_SLOW, FindingKind.REFUSED_HERE),
        (Reason.SERVER_ERROR, FindingKind.REFUSED_HERE),
    ],
)
def test_only_what_proves_it_makes_a_feed_bad(reason: Reason, kind: FindingKind) -> None:
    assert _kinds(_looked("one", reason)) == [kind]
    assert kind.is_bad is (kind is not FindingKind.REFUSED_HERE)


def test_where_most_names_cannot_be_resolved_it_is_this_machine_that_cannot_ask() -> None:
    looked = [_looked("one", Reason.DNS), _looked("two", Reason.DNS), _looked("three")]

    assert {each.kind for each in at_addresses(looked, NOON)} == {FindingKind.REFUSED_HERE}


def test_thirty_days_without_an_entry_are_borne_and_thirty_one_are_not() -> None:
    fresh = replace(_looked("one"), newest_at=NOON - timedelta(days=30))
    stale = replace(_looked("one"), newest_at=NOON - timedelta(days=31))

    assert (_kinds(fresh), _kinds(stale)) == ([], [FindingKind.STALE])


def test_a_feed_without_dates_is_not_called_stale() -> None:
    assert _kinds(replace(_looked("one"), newest_at=None)) == []


def test_a_move_for_good_and_missing_validators_are_worth_knowing_and_not_bad() -> None:
    answer = replace(ANSWER, etag="", moved_to="https://new.example/rss")

    found = list(at_addresses([replace(_looked("one"), answer=answer)], NOON))

    assert [each.kind for each in found] == [FindingKind.MOVED, FindingKind.NO_VALIDATORS]
    assert found[0].advice == "Set url: https://new.example/rss in feeds.yaml."
    assert not any(each.kind.is_bad for each in found)


def test_an_index_of_site_maps_needs_no_validators() -> None:
    index = replace(FEED, format="sitemapindex", parts=(Part("https://steppe.example/1.xml"),))
    looked = replace(_looked("one"), answer=replace(ANSWER, etag=""), feed=index)

    assert _kinds(looked) == []


def test_two_feeds_of_one_site_with_one_title_are_named_as_alike() -> None:
    other = replace(_looked("two"), spec=_spec("two", "https://steppe.example/atom"))

    (found,) = at_addresses([_looked("one"), other], NOON)

    assert (found.feed, found.kind) == ("two", FindingKind.ALIKE)
    assert not found.kind.is_bad


def test_what_has_to_be_mended_stands_before_what_is_only_worth_knowing() -> None:
    kinds = [FindingKind.PROXIED, FindingKind.DUPLICATE, FindingKind.DEAD, FindingKind.REFUSED_HERE]

    ordered = worst_first(Finding("one", kind, "") for kind in kinds)

    assert [each.kind for each in ordered] == [
        FindingKind.DEAD,
        FindingKind.DUPLICATE,
        FindingKind.REFUSED_HERE,
        FindingKind.PROXIED,
    ]
