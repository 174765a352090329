"""Can people and programs see what a rule would have sent, and what it would have with another query?"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest

from monitor.demo.thread import WorldThread
from monitor.demo.world import World
from tests.house.asking import Answer, ask
from tests.house.browser import SCHEMES, Page, Scheme, browser
from tests.house.installation import Installation, Running
from tests.house.news import serve_feed

EVIL = '<img src=x onerror="alert(1)">'
NEWS = (
    ("Kazakhstan agrees on a timetable", "Ministers of Kazakhstan agreed on one timetable for all freight trains."),
    (f"CSTO ends {EVIL} at night", "Rescuers of the CSTO crossed a wide river at night, and nobody was hurt."),
    ("ОДКБ построила мост за девять часов", "Инженеры ОДКБ построили мост за девять часов и снова его разобрали."),
    ("A lighthouse is painted", "The lighthouse of the old harbour is red and white again after a long summer."),
)
ALERTS = "defaults: keep\nrules:\n  at-night: {query: 'topic:csto', quiet: '00:00-23:59', zone: Asia/Almaty}\n"
ALERTS += "  of-the-day: {query: 'title:lighthouse', at: 'daily 07:30'}\n"


@dataclass
class Playing:
    """A service that has covered four articles, of which it has told."""

    world: WorldThread
    service: Running
    installation: Installation

    @property
    def address(self) -> str:
        return str(self.service.until("web.listening")["address"])

    def page(self, path: str) -> Answer:
        return ask(self.service, f"/alerts/{path}")

    def api(self, path: str) -> Answer:
        return ask(self.service, f"/api/v1/alerts/{path}")

    def told(self) -> dict[str, Any]:  # Any: JSON
        found: dict[str, Any] = ask(self.service, "/api/v1/alerts/deliveries").json()
        return found


@pytest.fixture(scope="module")
def playing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playing]:
    with WorldThread(World(is_fresh=True)) as world:
        folder = tmp_path_factory.mktemp("playing")
        (folder / "alerts.yaml").write_text(ALERTS, encoding="utf-8")
        installation = Installation.watching(world, folder, MONITOR_ALERTS=str(folder / "alerts.yaml"))
        installation.write_feeds(f"feeds:\n- {{name: river, url: '{serve_feed(world, NEWS)}', every: 24h}}\n")
        done = installation.run("poll", "--all")
        assert done.code == 0, done.err
        with installation.service() as service:
            yield Playing(world, service, installation)


def text_of(page: str) -> str:
    """What a page says, without its tags, each gap one blank."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


# --- for programs ---------------------------------------------------------------------------------


def test_a_program_gets_what_the_command_line_gives(playing: Playing) -> None:
    by_api = playing.api("rules/kazakhstan/played?since=1d").json()
    by_command = playing.installation.run("alerts", "backtest", "kazakhstan", "--since", "1d", "--json").json()

    assert {**by_api, "since": ""} == {**by_command, "since": ""}  # each counts from its own now
    assert (by_api["rule"], by_api["query"]) == ("kazakhstan", "topic:kazakhstan")
    assert (by_api["articles"], by_api["matched"], by_api["newest"], by_api["until"]) == (4, 1, None, None)
    assert [each["titles"] for each in by_api["messages"]] == [[NEWS[0][0]]]
    assert [(each["matched"], each["messages"]) for each in by_api["days"]] == [(1, 1)]


def test_a_query_stands_in_place_of_the_rules_own_and_needs_no_rule(playing: Playing) -> None:
    of_rule = playing.api("rules/kazakhstan/played?query=lighthouse").json()
    alone = playing.api("played?query=lighthouse").json()
    of_nothing = playing.api("played?query=").json()

    assert (of_rule["rule"], of_rule["query"], of_rule["matched"]) == ("kazakhstan", "lighthouse", 1)
    assert (alone["rule"], [each["titles"] for each in alone["messages"]]) == ("query", [[NEWS[3][0]]])
    assert of_nothing["matched"] == 3  # all that name a topic


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("rules/nosuch/played", 404, "nosuch"),
        ("rules/csto/played?query=topic:", 422, "^"),
        ("played?query=topic:nosuch", 422, "nosuch"),
        ("played?query=" + "x" * 2_001, 422, "2,000"),
        ("played?query=csto&since=yesterday", 422, "no moment"),
        ("played?query=csto&since=9999w", 200, ""),
        ("played?query=csto&since=0001-01-01T00:00:00%2B14:00", 422, "no moment"),
        ("played?query=csto&since=2999-01-01", 200, ""),
        ("played?query=csto&nonsense=1", 422, "nonsense"),
    ],
)
def test_a_program_that_asks_badly_is_told_why(playing: Playing, path: str, status: int, said: str) -> None:
    answer = playing.api(path)

    assert answer.status == status
    assert said in answer.text
    assert "Traceback" not in answer.text


# --- for people -----------------------------------------------------------------------------------


def test_a_person_sees_how_many_messages_a_rule_would_have_sent_and_which(playing: Playing) -> None:
    page = playing.page("rules/csto/played?since=7d")

    said = text_of(page.text)
    assert page.status == 200
    assert "Of 4 articles first seen since" in said
    assert "it is about 2. It would have sent 2 messages." in said
    assert '<option value="7d" selected>' in page.text
    assert re.search(r'<span lang="ru" dir="auto"><a href="../../../story/\d+">' + NEWS[2][0], page.text)
    assert NEWS[0][0] not in page.text


def test_what_is_put_off_is_said_with_what_puts_it_off(playing: Playing) -> None:
    said = text_of(playing.page("rules/at-night/played").text)

    assert "2 alerts: Quiet hours" in said
    assert "days are those of Asia/Almaty" in said


def test_a_person_can_try_another_query_and_the_form_keeps_it(playing: Playing) -> None:
    page = playing.page("rules/csto/played?since=90d&query=title:lighthouse")

    assert page.status == 200
    assert "With this query instead of its own" in text_of(page.text)
    assert "\ntitle:lighthouse</textarea>" in page.text
    assert '<option value="90d" selected>' in page.text
    assert NEWS[3][0] in page.text
    assert "since=90d&amp;query=title%3Alighthouse" in page.text  # to the same in JSON


def test_without_a_rule_there_is_a_form_and_with_a_query_its_messages(playing: Playing) -> None:
    form, played = playing.page("played"), playing.page("played?query=lighthouse&since=30d")

    assert (form.status, "<textarea" in form.text, "would have sent 0" in text_of(form.text)) == (200, True, False)
    assert (played.status, NEWS[3][0] in played.text) == (200, True)


def test_a_rule_on_changes_says_what_cannot_be_played(playing: Playing) -> None:
    said = text_of(playing.page("rules/withdrawn-or-edited/played").text)

    assert "A rule on changes cannot be played" in said
    assert "It would have sent none." in said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lang:ru lang:kk", "Its query can never match: "),
        ("country:uz", "Its query means nothing of what the feeds bring: No feed of feeds.yaml now has country: "),
    ],
)
def test_a_query_that_cannot_match_is_pointed_out_to_people_and_programs(
    playing: Playing, query: str, said: str
) -> None:
    pages = [text_of(playing.page(f"{path}?query={quote(query)}").text) for path in ("played", "rules/csto/played")]
    by_api = playing.api(f"played?query={quote(query)}").json()["remark"]
    by_command = playing.installation.run("alerts", "backtest", "--query", query, "--since", "1d")
    as_json = playing.installation.run("alerts", "backtest", "--query", query, "--since", "1d", "--json").json()

    assert all(said in page for page in pages)
    assert by_api.startswith(said)
    assert said in by_command.err
    assert as_json["remark"] == by_api


def test_of_a_query_that_can_match_nothing_is_pointed_out(playing: Playing) -> None:
    assert playing.api("played?query=lang:ru").json()["remark"] is None
    assert playing.api("rules/withdrawn-or-edited/played").json()["remark"].startswith("A rule on changes")


def test_the_page_of_alerts_counts_what_waits_for_its_digest(playing: Playing) -> None:
    said = text_of(ask(playing.service, "/alerts").text)

    # One article, over two channels.
    assert "On the way No message waits; 2 alerts are told later (story pauses, quiet hours, digests)." in said


def test_a_query_that_cannot_be_read_is_shown_with_a_mark_below_the_place(playing: Playing) -> None:
    page = playing.page("rules/csto/played?query=" + quote("topic:csto AND lang:"))

    written, mark = html.unescape(page.text.partition("<pre ")[2].partition(">")[2].partition("</pre>")[0]).splitlines()
    assert page.status == 422
    assert "topic:csto AND lang:" in written
    assert mark.strip() == "^"
    assert "\ntopic:csto AND lang:</textarea>" in page.text  # to be mended


@pytest.mark.parametrize("path", ["rules/nosuch/played", "rules/%3Cscript%3E/played"])
def test_a_rule_that_is_not_there_has_a_page_that_says_so(playing: Playing, path: str) -> None:
    page = playing.page(path)

    assert page.status == 404
    assert "There is no rule" in page.text
    assert 'href="../../../static/style.css"' in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize("since", ["yesterday", "<b>", "1" * 400])
def test_a_period_that_is_none_is_refused_on_the_page(playing: Playing, since: str) -> None:
    page = playing.page(f"rules/csto/played?since={quote(since)}")

    assert page.status == 422
    assert "is no moment" in page.text
    assert "<b>" not in page.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("rules/csto/played", 200),
        ("played?query=csto", 200),
        ("played?query=" + quote(f"title:{EVIL}"), 422),
        ("played?query=" + quote(f"lang:{EVIL}</pre></textarea>"), 422),
    ],
)
def test_markup_in_headlines_and_queries_is_text_and_links_stay_below_any_path(
    playing: Playing, path: str, status: int
) -> None:
    page = playing.page(path)

    assert page.status == status
    assert html.escape(EVIL).replace("&quot;", "&#34;") in page.text
    assert not re.search(r"<img|<script|<style|style=|<[^>]* on\w+=", page.text)
    links = re.findall(r'(?:href|src|action)="([^"]+)"', page.text)
    assert '<meta name="robots" content="noindex, nofollow">' in page.text
    assert links
    assert all(not link.startswith(("//", "/")) for link in links)
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_playing_sends_nothing_and_writes_nothing(playing: Playing) -> None:
    before, messages = playing.told(), len(playing.world.received)

    playing.page("rules/csto/played")
    playing.api("rules/csto/played")

    assert playing.told() == before
    assert len(playing.world.received) == messages


# --- as a browser shows it ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with browser() as opened:
        yield opened


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [360, 1_280])
@pytest.mark.parametrize(
    "path",
    [
        "rules/csto/played",
        "rules/at-night/played?query=" + "topic:csto%20OR%20" * 40 + "lang:",
        "played",
        "rules/nosuch/played",
    ],
)
def test_the_page_is_seen_by_everyone_on_every_screen(
    playing: Playing, tab: Page, path: str, width: int, scheme: Scheme
) -> None:
    address = f"{playing.address}/alerts/{path}"

    tab.show(width=width, scheme=scheme)
    tab.open(address)

    assert tab.faults() == []
    assert [each for each in tab.complaints() if "/played" not in each] == []  # that 404 is its own status, it may say
    assert tab.asked()
    assert all(each.startswith(playing.address) for each in tab.asked())


def test_a_person_plays_another_query_by_the_form_alone(playing: Playing, tab: Page) -> None:
    tab.open(f"{playing.address}/alerts/rules/csto/played")

    tab.type("query", "title:lighthouse")
    tab.choose("since", "90d")
    tab.follow("button")

    assert tab.url().endswith("/alerts/rules/csto/played?query=title%3Alighthouse&since=90d")
    assert NEWS[3][0] in tab.text()
