"""Can a person see what one message said, to whom, and what became of it?"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from monitor.demo.thread import WorldThread
from monitor.demo.world import World
from tests.house.asking import Answer, ask
from tests.house.browser import SCHEMES, browser
from tests.house.installation import Installation, Running
from tests.house.news import serve_feed

EVIL = '<img src=x onerror="alert(1)">'
FIRST = "Kazakhstan agrees on a timetable", "Ministers agreed on it. All freight trains of Kazakhstan will keep to one."
SECOND = f"CSTO ends {EVIL} at night", "Rescuers of the CSTO crossed a wide river at night, and nobody was hurt."
THIRD = "ОДКБ построила мост за девять часов", "Инженеры ОДКБ построили мост за девять часов и снова его разобрали."
MANY = 60
ALERTS = """\
channels:
  desk: {webhook: 'HOOK/s3cr3t'}
rules:
  each: {query: 'topic:kazakhstan OR topic:csto', channels: [desk], per_story: none}
  also: {query: 'lang:ru', channels: [desk], per_story: none}
  crowd: {query: 'title:Lighthouse', channels: [log], per_story: none}
"""


@dataclass
class Messages:
    """A service that has told of three articles one by one, of which the first was refused, and of sixty at once."""

    service: Running

    def list(self, **wanted: str) -> list[dict[str, Any]]:  # Any: JSON
        asked = "&".join(f"{name}={value}" for name, value in wanted.items())
        found: list[dict[str, Any]] = ask(self.service, f"/api/v1/alerts/deliveries?{asked}").json()["deliveries"]
        return found

    def page(self, number: object) -> Answer:
        return ask(self.service, f"/alerts/{number}")

    def about(self, headline: str) -> str:
        """The page of the one message with a headline."""
        pages = [self.page(each["id"]).text for each in self.list()]
        (found,) = [page for page in pages if headline in text_of(page)]
        return found


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Messages]:
    with WorldThread(World(is_fresh=True)) as world:
        folder = tmp_path_factory.mktemp("messages")
        (folder / "alerts.yaml").write_text(ALERTS.replace("HOOK", world.hook_url), encoding="utf-8")
        installation = Installation.watching(world, folder, MONITOR_ALERTS=str(folder / "alerts.yaml"))
        crowd = [(f"Lighthouse {n} is painted", f"Lighthouse {n} has {n} steps and {n} lamps.") for n in range(MANY)]
        for name, news, status in (("first", [FIRST], 400), ("rest", [SECOND, THIRD, *crowd], 200)):
            world.answer_hooks(status)
            installation.write_feeds(
                f"feeds:\n- {{name: {name}, url: '{serve_feed(world, news, name)}', every: 24h}}\n"
            )
            installation.run("poll", "--all")
        with installation.service() as service:
            yield Messages(service)


def text_of(page: str) -> str:
    """What a page says, without its tags, each gap one blank."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page)).split())


def test_the_list_leads_to_each_message(messages: Messages) -> None:
    listed = ask(messages.service, "/alerts").text

    for each in messages.list():
        assert f'href="alerts/{each["id"]}"' in listed
    assert re.search(r"From when something might be told until it was: p50 [\d,.]+ s, p95", listed)


def test_a_message_says_what_was_told_and_marks_the_name(messages: Messages) -> None:
    page = messages.about(FIRST[0])

    said = text_of(page)
    assert "<mark>Kazakhstan</mark> agrees on a timetable" in page
    assert "All freight trains of <mark>Kazakhstan</mark> will keep to one." in page
    assert "New coverage: Kazakhstan" in said
    assert re.search(r"English \(en\) · published \d{4}-\d\d-\d\d \d\d:\d\d UTC · seen \d{4}-\d\d-\d\d", said)
    assert re.search(r'href="../story/\d+"', page)
    assert re.search(r'<h3 lang="en" dir="auto"><a href="http://127.0.0.1:\d+/first-1.html" rel="noopener', page)
    assert 'href="rules/each/played"' in page


def test_a_message_that_was_given_up_says_why_and_how_to_send_it_again(messages: Messages) -> None:
    (dead,) = messages.list(state="dead")
    page = messages.page(dead["id"])

    said = text_of(page.text)
    assert page.status == 200
    assert "Given up for desk after 1 try" in said
    assert dead["detail"] in said
    assert f'href="messages/{dead["id"]}/retry"' in page.text
    assert dead["key"] in said
    assert f'href="../api/v1/alerts/deliveries/{dead["id"]}"' in page.text
    assert "s3cr3t" not in page.text


def test_a_message_that_was_told_says_when(messages: Messages) -> None:
    page = messages.about(THIRD[0])

    assert re.search(r"Told over desk at \d{4}-\d\d-\d\d \d\d:\d\d", text_of(page))
    assert '<th scope="row">Tries that failed</th><td class="number">0</td>' in page


def test_text_in_another_language_says_so_and_finds_its_own_direction(messages: Messages) -> None:
    page = messages.about(THIRD[0])

    assert '<h3 lang="ru" dir="auto">' in page
    assert re.search(r'<span lang="ru" dir="auto"><a href="../story/\d+">ОДКБ', page)


def test_an_article_that_two_rules_found_has_one_row_with_both(messages: Messages) -> None:
    page = messages.about(THIRD[0])

    rows = page.partition('id="alerts"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    assert rows.count("<tr>") == 1
    assert re.search(r'<th scope="row">\d+, \d+</th>', rows)
    assert re.findall(r"<bdi>(\w+)</bdi>", rows) == ["each", "also"]
    assert rows.count(THIRD[0]) == 1


def test_a_headline_has_room_among_the_alerts_on_a_narrow_screen(messages: Messages) -> None:
    (many,) = messages.list(rule="crowd")
    with browser() as tab:
        tab.show(width=360, scheme="light")
        tab.open(f"{messages.service.until('web.listening')['address']}/alerts/{many['id']}")

        assert tab.width("[aria-labelledby=alerts] td.text") >= 200


def test_a_message_of_many_says_how_many_more_there_are_and_leads_through_all_its_alerts(messages: Messages) -> None:
    (many,) = messages.list(rule="crowd")
    first = messages.page(many["id"]).text
    (next_page,) = re.findall(r'rel="next" href="([^"#]+)', first)
    second = ask(messages.service, f"/alerts/{next_page}").text

    rows = [re.findall(r'<th scope="row">(\d+)</th>', page) for page in (first, second)]
    assert "and 10 more" in text_of(first)
    assert [len(each) for each in rows] == [50, 10]
    assert len({*rows[0], *rows[1]}) == MANY
    assert 'rel="next"' not in second


@pytest.mark.parametrize(
    "number", ["999999", "0", "9" * 30, "9" * 5_000, "-1", "1.5", "nonsense", "%3Cscript%3E", "%D9%A3"]
)
def test_a_message_that_is_not_there_has_a_page_that_says_so(messages: Messages, number: str) -> None:
    page = messages.page(number)

    assert page.status == 404
    assert "<h1>Not here</h1>" in page.text
    assert 'href="../static/style.css"' in page.text
    assert "<script" not in page.text


@pytest.mark.parametrize("after", ["-1", "x", "9" * 30])
def test_a_place_among_its_alerts_that_cannot_be_is_refused(messages: Messages, after: str) -> None:
    (dead,) = messages.list(state="dead")

    answer = messages.page(f"{dead['id']}?after={after}")
    assert answer.status == 422
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "This address cannot be read: after:" in answer.text


def test_markup_in_a_headline_is_text_and_links_stay_below_any_path(messages: Messages) -> None:
    page = messages.about(SECOND[0])

    assert not re.search(r"<img|<script|<style|style=|<[^>]* on\w+=", page)
    links = re.findall(r'(?:href|src)="([^"]+)"', page)
    assert all(not link.startswith(("//", "/", "javascript:")) for link in links)


# --- as a browser shows it ------------------------------------------------------------------------


def test_the_page_is_seen_by_everyone_on_every_screen(messages: Messages) -> None:
    address = messages.service.until("web.listening")["address"]
    shown = [
        messages.list(state="dead")[0],
        messages.list(rule="crowd")[0],
        *messages.list(channel="desk", state="sent"),
    ]

    with browser() as tab:
        for each in shown:
            for width, scheme in product((360, 1_280), SCHEMES):
                tab.show(width=width, scheme=scheme)
                tab.open(f"{address}/alerts/{each['id']}")

                assert tab.faults() == [], (each["id"], width, scheme)
        assert tab.complaints() == []
