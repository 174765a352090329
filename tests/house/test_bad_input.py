"""Servers lie, stall and vanish: is each a recorded failure, and does everything else go on?"""

import socket
import time

import pytest

from monitor.demo.thread import WorldThread
from tests.house.installation import Installation

# What a feed does, and the reason that is recorded for it.
FEEDS = {
    "not_xml": "not_a_feed",
    "empty": "empty",
    "html_instead": "html_page",
    "not_found": "not_found",
    "gone": "gone",
    "forbidden": "forbidden",
    "challenge": "blocked",
    "server_error": "server_error",
    "throttled": "throttled",
    "unavailable": "server_error",
    "hang": "too_slow",
    "drip": "too_slow",
    "stall": "too_slow",
    "redirect_loop": "too_many_redirects",
    "redirect_far": "too_many_redirects",
    "redirect_private": "refused_address",
    "huge": "too_big",
    "bomb_gzip": "too_big",
    "bomb_stacked": "bad_encoding",
    "truncated": "cut_short",
    "billion_laughs": "entities",
    "closes": "connect",
}
# What a page does, and the reason; its article is then kept from the feed's own text.
PAGES = {
    "empty_page": "no_text",
    "pdf": "not_a_page",
    "not_found": "not_found",
    "huge": "too_big",
    "redirect_private": "refused_address",
}
EMPTY_AT_HEART = "deep"  # 100,000 levels around a few words: it can be read, and the feed says more
DEADLINE = {"MONITOR_FETCH_DEADLINE_S": "3"}


@pytest.fixture
def bad_feeds(world: WorldThread, installation: Installation) -> Installation:
    """Every misdeed as a feed of its own, beside the world's good ones."""
    listed = world.feeds_yaml("1m")
    for kind in FEEDS:
        # A site each: a 429 holds up its whole site, as it should.
        url = world.misbehave(f"/{kind}.xml", kind)
        listed += f"- name: bad-{kind}\n  url: {url}\n  every: 1m\n"
    installation.write_feeds(listed)
    installation.environment |= DEADLINE
    return installation


def test_each_bad_feed_is_one_failure_with_its_reason_and_the_good_ones_go_on(
    world: WorldThread, bad_feeds: Installation
) -> None:
    world.publish_all()

    began = time.monotonic()
    done = bad_feeds.run("poll", "--all", "--json")
    took_s = time.monotonic() - began

    report = done.json()
    reasons = {feed["name"]: feed["reason"] for feed in report["feeds"]}
    assert {kind: reasons[f"bad-{kind}"] for kind in FEEDS} == FEEDS
    assert {reasons[name] for name in world.do(lambda w: w.outlets)} == {None}
    assert len(bad_feeds.articles()) == len(world.expected())
    assert done.code == 4
    assert all(feed["ms"] < 8_000 for feed in report["feeds"])
    assert took_s < 40
    for feed in report["feeds"]:
        if feed["reason"]:
            assert len(feed["detail"]) > 20, feed


def test_each_bad_page_is_recorded_and_its_article_kept_from_the_feeds_own_text(
    world: WorldThread, installation: Installation
) -> None:
    installation.environment |= DEADLINE
    items = ""
    for kind in (*PAGES, EMPTY_AT_HEART):
        url = world.misbehave(f"/page-{kind}.html", kind)
        items += (
            f"<item><title>Kazakhstan opens {kind} bridge</title><link>{url}</link><guid>{kind}</guid>"
            f"<description>A bridge called {kind} was opened in the north of Kazakhstan on Monday.</description></item>"
        )
    feed = f'<rss version="2.0"><channel><title>Odd pages</title>{items}</channel></rss>'
    url = world.serve("/odd.xml", feed, content_type="application/rss+xml")
    installation.write_feeds(f"feeds:\n- name: odd\n  url: {url}\n")

    with installation.service() as service:
        service.until_times("entry.page_failed", len(PAGES))
        service.until_times("article.kept", len(PAGES) + 1)
        seen = [line for line in service.events() if line["event"] == "entry.page_failed"]

    reasons = {line["url"].rpartition("page-")[2].removesuffix(".html"): line["reason"] for line in seen}
    assert reasons == PAGES
    articles = installation.articles()
    assert {article["basis"] for article in articles} == {"summary"}
    assert len(articles) == len(PAGES) + 1
    assert {tuple(article["topics"]) for article in articles} == {("kazakhstan",)}


def test_a_page_in_windows_1251_that_does_not_say_so_is_read_right(
    world: WorldThread, installation: Installation
) -> None:
    world.publish("ru-steel")
    installation.run("poll", "--all")

    (article,) = installation.articles()

    text = installation.run("articles", "show", str(article["id"]), "--json").json()["text"]
    assert article["language"] == "ru"
    assert "\ufffd" not in text
    assert sum("а" <= letter <= "я" for letter in text.lower()) > len(text) / 2


def test_one_bad_feed_in_feeds_yaml_is_named_with_its_line_and_the_others_run(
    world: WorldThread, installation: Installation
) -> None:
    world.publish_all()
    installation.write_feeds(world.feeds_yaml("1m") + "- name: hasty\n  url: http://127.0.0.1:9/feed\n  every: 20s\n")

    checked = installation.run("check")
    polled = installation.run("poll", "--all", "--json")

    assert checked.code == 78
    line = len((installation.folder / "feeds.yaml").read_text().splitlines())
    assert f"line {line}" in checked.err
    assert "'every'" in checked.err
    assert polled.json()["polled"] == len(world.do(lambda w: w.outlets))


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"MONITOR_LISTEN": "nowhere"}, "MONITOR_LISTEN"),
        ({"MONITOR_DOMAIN_PAUSE_S": "-1"}, "MONITOR_DOMAIN_PAUSE_S"),
        ({"MONITOR_FEEDS": "none.yaml"}, "none.yaml"),
        ({"MONITOR_TOPICS": "none.yaml"}, "none.yaml"),
        ({"MONITOR_DATA_DIR": "feeds.yaml"}, "MONITOR_DATA_DIR"),
    ],
)
def test_a_bad_setting_ends_the_program_with_78_and_says_what_to_do(
    installation: Installation, settings: dict[str, str], said: str
) -> None:
    installation.environment |= settings

    done = installation.run("run")

    assert done.code == 78
    assert said in done.err
    assert "Traceback" not in done.err


def test_an_unknown_setting_is_a_warning_that_names_the_nearest_one(installation: Installation) -> None:
    installation.environment["MONITOR_DOMAIN_PAUSES"] = "3"

    done = installation.run("check")

    assert done.code == 0
    assert "MONITOR_DOMAIN_PAUSES" in done.err
    assert "MONITOR_DOMAIN_PAUSE_S" in done.err


def test_private_networks_are_refused_unless_they_are_allowed(world: WorldThread, installation: Installation) -> None:
    world.publish_all()
    installation.environment["MONITOR_ALLOW_NETWORKS"] = ""

    done = installation.run("poll", "--all", "--json")

    assert done.code == 1
    assert {feed["reason"] for feed in done.json()["feeds"]} == {"refused_address"}
    assert world.requests == []


def test_an_address_that_is_taken_is_named_and_nothing_starts(world: WorldThread, installation: Installation) -> None:
    world.publish_all()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        installation.environment["MONITOR_LISTEN"] = f"127.0.0.1:{taken.getsockname()[1]}"

        done = installation.run("run")

    assert done.code == 1
    assert installation.environment["MONITOR_LISTEN"] in done.err
    assert "Traceback" not in done.err
    assert world.requests == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["articles", "show", "99999999999999999999999"],
        ["articles", "list", "--since", "999999999999d"],
        ["articles", "list", "--since", "0001-01-01T00:00+14:00"],
        ["articles", "list", "--since", "soon"],
        ["articles", "list", "--verdict", "nice"],
        ["articles", "list", "--topic", "nosuch"],
        ["poll", "kyr", "--all"],
    ],
)
def test_arguments_that_cannot_be_are_refused_as_such(installation: Installation, arguments: list[str]) -> None:
    done = installation.run(*arguments)

    assert done.code == 2
    assert "Traceback" not in done.err
