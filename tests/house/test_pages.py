"""Do people, programs and supervisors get their answers from the running service?"""

import html
import json
import re
import urllib.request  # noqa: TID251 - a test asks the service's own web part
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from monitor.demo.thread import WorldThread
from monitor.observe.metrics import METRICS
from tests.house.installation import Installation, Running

_EVIL = '<img src=x onerror="alert(1)">'


@dataclass
class Served:
    """A service that has covered a few articles and goes on running."""

    world: WorldThread
    service: Running
    installation: Installation


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with WorldThread() as world:
        installation = Installation.watching(world, tmp_path_factory.mktemp("served"))
        for article_id in ("en-wire", "ru-plan", "en-orchestra"):
            world.publish(article_id)
        evil = (
            '<rss version="2.0"><channel><title>Evil</title>'
            f"<item><title>Kazakhstan {html.escape(html.escape(_EVIL))}</title><guid>1</guid>"
            "<description>A short note on Kazakhstan and its many rivers, without an address.</description></item>"
            "<item><title>Kazakhstan and a link that is a script</title><guid>2</guid>"
            "<link>javascript:alert(1)</link>"
            "<description>Another note on Kazakhstan; its link is none.</description></item></channel></rss>"
        )
        url = world.serve("/evil.xml", evil, content_type="application/rss+xml")
        installation.write_feeds(world.feeds_yaml("1m") + f"- name: evil\n  url: {url}\n")
        with installation.service() as service:
            service.until_times("article.kept", 5)
            yield Served(world, service, installation)


def test_a_supervisor_hears_that_it_is_alive_and_ready(served: Served) -> None:
    assert served.service.get("/livez") == (200, '{"alive":true}')
    assert served.service.get("/readyz") == (200, '{"ready":true,"problems":{}}')


def test_prometheus_gets_every_metric_that_is_documented(served: Served) -> None:
    status, page = served.service.get("/metrics")

    assert status == 200
    assert all(f"# TYPE {doc.name.removesuffix('_total')}" in page for doc in METRICS)
    assert 'monitor_articles_total{verdict="new"} 5.0' in page
    assert 'monitor_build_info{version="' in page


def test_the_first_page_leads_to_all_that_came_in(served: Served) -> None:
    status, first = served.service.get("/")

    stories = set(re.findall(r'href="(story/\d+)"', first))
    page = first + "".join(served.service.get(f"/{story}")[1] for story in stories)
    assert status == 200
    for truth in served.world.expected():
        assert html.escape(truth.title) in page or truth.title in page
        assert f'href="{truth.url}"' in page
    assert 'lang="ru" dir="auto"' in page


def test_the_first_page_can_be_narrowed_to_a_topic(served: Served) -> None:
    _, page = served.service.get("/?topic=csto")

    stories = json.loads(served.service.get("/api/v1/stories")[1])["stories"]
    titles = {story["title"] for story in stories if "csto" in story["topics"]}
    assert 0 < len(titles) < len(stories)
    assert set(map(html.unescape, re.findall(r'dir="auto">(.*?)</a>', page))) == titles


def test_markup_in_a_feed_is_shown_as_text_and_a_script_is_no_link(served: Served) -> None:
    stories = json.loads(served.service.get("/api/v1/stories")[1])["stories"]
    page = "".join(served.service.get(path)[1] for path in ("/", *(f"/story/{story['id']}" for story in stories)))

    assert _EVIL not in page
    assert "<img" not in page
    assert "Kazakhstan and a link that is a script" in page
    assert "javascript:" not in page


def test_every_answer_forbids_scripts_and_frames(served: Served) -> None:
    address = served.service.until("web.listening")["address"]
    for path in ("/", "/api/v1/articles", "/livez", "/nowhere"):
        request = urllib.request.Request(address + path)  # noqa: S310, TID251 - our own service
        try:
            headers = urllib.request.urlopen(request, timeout=10).headers  # noqa: S310, TID251 - our own service
        except urllib.error.HTTPError as error:
            headers = error.headers
            error.close()
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path


def test_the_api_lists_and_shows_what_the_command_line_does(served: Served) -> None:
    listed = json.loads(served.service.get("/api/v1/articles")[1])["articles"]

    assert listed == served.installation.articles()
    shown = json.loads(served.service.get(f"/api/v1/articles/{listed[0]['id']}")[1])
    assert shown == served.installation.run("articles", "show", str(listed[0]["id"]), "--json").json()


def test_the_api_pages_through_everything_once(served: Served) -> None:
    ids, after = [], ""
    while True:
        page = json.loads(served.service.get(f"/api/v1/articles?limit=2{after}")[1])
        ids += [article["id"] for article in page["articles"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"

    assert ids == [article["id"] for article in served.installation.articles()]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/articles/999999", 404),
        ("/api/v1/articles?limit=0", 422),
        ("/api/v1/articles?nonsense=1", 422),
        ("/api/v1/articles?topic=nosuch", 422),
        ("/api/v1/articles?since=yesterday", 422),
        ("/api/v1/articles/99999999999999999999999", 422),
        ("/api/v1/articles?since=0001-01-01T00:00:00%2B14:00", 422),
        ("/?topic=%3Cscript%3E", 200),
        ("/static/../../../etc/passwd", 404),
    ],
)
def test_bad_questions_get_clear_answers(served: Served, path: str, status: int) -> None:
    answered, body = served.service.get(path)

    assert answered == status
    assert "Traceback" not in body
    assert "<script>" not in body
