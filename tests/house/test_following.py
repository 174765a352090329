"""Can people follow a saved query in their own reader, and nobody else?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from lxml import etree

from monitor.core.records.feeds import ParsedFeed
from monitor.demo.thread import WorldThread
from monitor.parse.feed import parse
from tests.house.asking import Answer, ask
from tests.house.installation import Installation, Running

ATOM = "{http://www.w3.org/2005/Atom}"
FORMS = pytest.mark.parametrize("form", ["atom", "rss", "json"])


@dataclass
class Followed:
    """A service whose articles people follow."""

    world: WorldThread
    service: Running
    installation: Installation
    read: str
    admin: str
    articles: list[dict[str, Any]]  # Any: JSON

    def get(self, path: str, **asked: Any) -> Answer:  # Any: what ask() takes
        return ask(self.service, path, **{"token": self.read, **asked})

    def entries(self, name: str) -> list[str]:
        """The addresses in a feed, as it has them."""
        feed = etree.fromstring(self.get(f"/follow/{name}.atom").body)
        return [link.get("href") for link in feed.findall(f"{ATOM}entry/{ATOM}link[@rel='alternate']")]

    def urls(self, *topics: str) -> list[str]:
        """The addresses of the articles that match one of the topics, the last kept first."""
        return [article["url"] for article in self.articles if {*topics} & {*article["topics"]}]


SCOPES = ("read", "admin")
QUERIES = {
    "csto": "topic:csto",
    "everything": "",
    "either": "topic:csto OR topic:sco",
    "words": "sidings OR lighthouse",
    "nothing": "outlet:nowhere.example",
}


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Followed]:
    with WorldThread() as world:
        installation = Installation.watching(
            world, tmp_path_factory.mktemp("followed"), MONITOR_BASE_URL="https://monitor.example/news"
        )
        for article_id in ("en-wire", "ru-plan", "en-orchestra"):
            world.publish(article_id)
        assert installation.run("poll", "--all").code == 0
        for name, query in QUERIES.items():
            assert installation.run("queries", "save", name, query).code == 0
        read, admin = (installation.run("token", "create", each, "--scope", each).out.strip() for each in SCOPES)
        with installation.service() as service:
            yield Followed(world, service, installation, read, admin, installation.articles())


# --- who is let in --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/follow/csto.atom", {}),
        ("/follow/csto.atom?token=", {}),
        ("/follow/csto.atom?token=mon_wrong", {}),
        ("/follow/nosuch.atom?token=mon_wrong", {}),
        ("/follow/csto.atom", {"Authorization": "Bearer mon_wrong"}),
        ("/follow/csto.atom", {"Authorization": "Basic bW9u"}),
        ("/follow/csto.atom", {"Authorization": "Bearer"}),
        ("/follow/csto.atom", {"Cookie": "token=mon_wrong"}),
    ],
)
def test_nobody_follows_without_a_token(followed: Followed, path: str, headers: dict[str, str]) -> None:
    answer = ask(followed.service, path, headers=headers)

    assert answer.status == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "monitor token create" in answer.text
    assert "CSTO" not in answer.text


def test_a_token_of_either_scope_in_the_header_or_the_address_will_do(followed: Followed) -> None:
    statuses = [
        ask(followed.service, "/follow/csto.atom", token=followed.read).status,
        ask(followed.service, "/follow/csto.atom", token=followed.admin).status,
        ask(followed.service, f"/follow/csto.atom?token={followed.read}").status,
        ask(followed.service, "/follow/csto.atom", headers={"Authorization": f"bearer  {followed.read}"}).status,
    ]

    assert statuses == [200, 200, 200, 200]


def test_a_revoked_token_is_refused_at_once(followed: Followed) -> None:
    token = followed.installation.run("token", "create", "gone", "--scope", "read").out.strip()
    assert ask(followed.service, "/follow/csto.atom", token=token).status == 200

    assert followed.installation.run("token", "revoke", "gone").code == 0

    assert ask(followed.service, "/follow/csto.atom", token=token).status == 401


def test_no_token_reaches_the_log_or_a_feed(followed: Followed) -> None:
    answer = ask(followed.service, f"/follow/csto.atom?token={followed.read}")

    assert answer.status == 200
    assert followed.read not in answer.text
    assert followed.read not in followed.service.log.read_text()


def test_a_feed_is_kept_by_nobody_on_the_way_and_tells_no_other_site_where_it_is(followed: Followed) -> None:
    headers = followed.get("/follow/csto.atom").headers

    assert headers["cache-control"] == "private"
    assert headers["vary"] == "Authorization"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]


# --- what they get --------------------------------------------------------------------------------


@FORMS
def test_a_reader_gets_the_articles_of_the_query(followed: Followed, form: str) -> None:
    answer = followed.get(f"/follow/csto.{form}")

    types = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
    assert answer.headers["content-type"] == f"{types[form]}; charset=utf-8"
    parsed = parse(answer.body, answer.headers["content-type"], "https://monitor.example/")
    assert isinstance(parsed, ParsedFeed)
    assert [entry.url for entry in parsed.entries] == followed.urls("csto") != []
    titles = {article["url"]: article["title"] for article in followed.articles}
    assert {entry.url: entry.title for entry in parsed.entries}.items() <= titles.items()


def test_an_entry_says_what_matched_where_and_when(followed: Followed) -> None:
    feed = etree.fromstring(followed.get("/follow/csto.atom").body)

    entry = feed.find(f"{ATOM}entry")
    article = next(each for each in followed.articles if each["url"] == followed.urls("csto")[0])
    assert "CSTO" in entry.findtext(f"{ATOM}summary") or "ОДКБ" in entry.findtext(f"{ATOM}summary")
    assert article["outlet"] in entry.findtext(f"{ATOM}author/{ATOM}name")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == article["language"]
    assert len(entry.findall(f"{ATOM}category")) == len(article["topics"])
    assert entry.findtext(f"{ATOM}published") <= article["first_seen_at"]
    story = entry.find(f"{ATOM}link[@rel='related']").get("href")
    assert story == f"https://monitor.example/news/story/{article['story']['id']}"


@pytest.mark.parametrize("name", ["csto", "everything"])
def test_an_entry_says_more_than_its_title(followed: Followed, name: str) -> None:
    entries = etree.fromstring(followed.get(f"/follow/{name}.atom").body).findall(f"{ATOM}entry")

    said = [(entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")) for entry in entries]
    assert len(said) > 0
    assert all(summary and title not in summary for title, summary in said)


def test_an_articles_id_is_the_same_in_every_feed_and_format(followed: Followed) -> None:
    answers = [followed.get(f"/follow/{name}.{form}").text for name in ("csto", "either") for form in ("atom", "json")]

    ids = [set(re.findall(r"tag:monitor\.example,\d{4}-\d\d-\d\d:article/\d+", answer)) for answer in answers]
    assert ids[0] == ids[1]
    assert ids[2] == ids[3]
    assert ids[0] <= ids[2]
    assert len(ids[0]) == len(followed.urls("csto"))


def test_a_feed_names_itself_without_the_token_that_asked_for_it(followed: Followed) -> None:
    feed = etree.fromstring(ask(followed.service, f"/follow/csto.atom?token={followed.read}").body)

    own = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert own == {
        "self": "https://monitor.example/news/follow/csto.atom",
        "alternate": "https://monitor.example/news/",
    }


def test_what_the_archive_cannot_be_asked_is_searched_for_and_the_feed_says_how_far(followed: Followed) -> None:
    asked, searched = (etree.fromstring(followed.get(f"/follow/{name}.atom").body) for name in ("csto", "either"))

    assert followed.entries("either") == followed.urls("csto", "sco")
    assert searched.findtext(f"{ATOM}subtitle").endswith("topic:csto OR topic:sco, of the newest 2,000 that were kept")
    assert asked.findtext(f"{ATOM}subtitle") == "The newest 50 articles that match topic:csto"


def test_words_of_a_text_can_be_followed(followed: Followed) -> None:
    # The one names sidings in its third paragraph, the other a lighthouse; the third article is about a plan.
    told = {followed.world.article_url(name) for name in ("en-wire", "en-orchestra")}

    assert set(followed.entries("words")) == told


def test_an_empty_query_is_everything_and_one_that_matches_nothing_an_empty_feed(followed: Followed) -> None:
    assert followed.entries("everything") == [article["url"] for article in followed.articles]
    assert followed.entries("nothing") == []


# --- what is asked again and again ----------------------------------------------------------------


@FORMS
def test_a_reader_that_has_it_is_told_so(followed: Followed, form: str) -> None:
    first = followed.get(f"/follow/csto.{form}")

    by_tag = followed.get(f"/follow/csto.{form}", headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    by_date = followed.get(f"/follow/csto.{form}", headers={"If-Modified-Since": first.headers["last-modified"]})

    assert [(each.status, each.body, each.headers["etag"]) for each in (by_tag, by_date)] == [
        (304, b"", first.headers["etag"]),
        (304, b"", first.headers["etag"]),
    ]


def test_a_reader_that_has_another_state_gets_this_one(followed: Followed) -> None:
    first = followed.get("/follow/csto.atom")
    unchanged_since = {"If-Modified-Since": first.headers["last-modified"]}

    statuses = [
        followed.get("/follow/csto.atom", headers=headers).status
        for headers in (
            {"If-None-Match": '"other"'},
            {"If-None-Match": '"other"', **unchanged_since},  # the tag is the better witness
            {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
            {"If-Modified-Since": "yesterday"},
            {"If-Modified-Since": "Thu, 01 Jan 2099 00:00:00"},
        )
    ]

    assert statuses == [200, 200, 200, 200, 200]


def test_who_may_not_follow_learns_nothing_from_a_tag(followed: Followed) -> None:
    tag = followed.get("/follow/csto.atom").headers["etag"]

    assert ask(followed.service, "/follow/csto.atom", headers={"If-None-Match": tag}).status == 401


def test_a_head_is_a_get_without_its_body(followed: Followed) -> None:
    get, head = (followed.get("/follow/csto.atom", method=method) for method in ("GET", "HEAD"))

    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_feed_is_only_read(followed: Followed, method: str) -> None:
    answer = followed.get("/follow/csto.atom", method=method)

    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize(
    "name",
    [
        "nosuch.atom",
        "csto",
        "csto.xml",
        "csto.atom.atom",
        ".atom",
        "csto.ATOM",
        "%00.atom",
        "a%0d%0aX-Evil:1.atom",
        "..%2f..%2fetc%2fpasswd",
        "csto.atom%00",
        "%3Cscript%3E.atom",
        "%ff.atom",
        "a" * 5_000 + ".atom",
        "",
    ],
)
def test_odd_names_are_not_found(followed: Followed, name: str) -> None:
    answer = followed.get(f"/follow/{name}")

    assert answer.status == 404
    assert "Traceback" not in answer.text
    assert "x-evil" not in answer.headers
    assert not answer.headers["content-type"].startswith("text/html")


# --- commands -------------------------------------------------------------------------------------


def test_a_query_that_is_saved_says_where_to_follow_it(followed: Followed) -> None:
    done = followed.installation.run("queries", "save", "sco-in-chinese", "topic:sco lang:zh", "--owner", "anna")

    assert done.out.splitlines() == [
        f"https://monitor.example/news/follow/sco-in-chinese.{form}" for form in ("atom", "rss", "json")
    ]
    saved = {each["name"]: each for each in followed.installation.run("queries", "list", "--json").json()}
    assert (saved["sco-in-chinese"]["query"], saved["sco-in-chinese"]["owner"]) == ("topic:sco lang:zh", "anna")
    assert followed.get("/follow/sco-in-chinese.atom").status == 200
    assert followed.installation.run("queries", "remove", "sco-in-chinese").code == 0
    assert followed.get("/follow/sco-in-chinese.atom").status == 404


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("queries", "save", "bad", "topik:csto"), 2, "^"),
        (("queries", "save", "bad", "topic:nosuch"), 2, "nosuch"),
        (("queries", "save", "Bad Name", "topic:csto"), 2, "small letters"),
        (("queries", "remove", "nosuch"), 1, "monitor queries list"),
        (("token", "create", "a/b", "--scope", "read"), 2, "small letters"),
        (("token", "create", "read", "--scope", "admin"), 2, "monitor token revoke read"),
        (("token", "create", "x", "--scope", "root"), 2, "root"),
        (("token", "create", "x"), 2, "--scope"),
        (("token", "revoke", "nosuch"), 1, "monitor token list"),
    ],
)
def test_what_cannot_be_done_is_said(followed: Followed, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = followed.installation.run(*arguments)

    assert (done.code, done.out) == (code, "")
    assert said in done.err


def test_a_token_is_shown_once(followed: Followed) -> None:
    made = followed.installation.run("token", "create", "once", "--scope", "read")

    token = made.out.strip()
    assert re.fullmatch(r"mon_[\w-]{43}", token)
    assert token not in made.err
    listed = followed.installation.run("token", "list", "--json")
    assert token not in listed.out
    once = next(each for each in listed.json() if each["name"] == "once")
    assert (once["scope"], once["used_at"], once["revoked_at"]) == ("read", None, None)
