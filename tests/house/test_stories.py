"""Do people and programs get one row a story, all that is behind it, and the means to put it right?"""

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, insert, select

from monitor.demo.thread import WorldThread
from monitor.store.engine import Database
from monitor.store.schema.tables import ARTICLE, STORY
from tests.house.installation import Done, Installation, Running

WIRE = ("en-wire", "en-wire-harbour", "en-wire-steppe", "en-wire-cut")
PLAN = ("ru-plan", "ru-plan-vestnik")


@dataclass
class Told:
    """Two stories, one of four articles and one of two, each an original and its reprints."""

    world: WorldThread
    installation: Installation

    def run(self, *arguments: str) -> Done:
        return self.installation.run(*arguments)

    def title(self, article_id: str) -> str:
        return next(truth.title for truth in self.world.expected() if truth.article_id == article_id)

    def url(self, article_id: str) -> str:
        return self.world.do(lambda world: world.article_url(article_id))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with WorldThread() as world:
        installation = Installation.watching(world, tmp_path_factory.mktemp("told"))
        for originals in ((WIRE[0], PLAN[0]), (*WIRE[1:], *PLAN[1:])):
            for article_id in originals:
                world.publish(article_id)
            done = installation.run("poll", "--all")
            assert done.code == 0, done.err
        yield Told(world, installation)


@pytest.fixture(scope="module")
def service(told: Told) -> Iterator[Running]:
    with told.installation.service() as running:
        running.until("web.listening")
        yield running


def stories(told: Told) -> dict[str, int]:
    """The numbers of the stories, by the headline of the article that opened them."""
    return {line["title"]: line["id"] for line in told.run("stories", "--jsonl").lines()}


# --- what is listed and shown -----------------------------------------------------------------------


def test_stories_are_listed_with_how_many_more_they_have(told: Told) -> None:
    by_title = {line["title"]: line for line in told.run("stories", "--jsonl").lines()}

    wire, plan = by_title[told.title(WIRE[0])], by_title[told.title(PLAN[0])]
    assert (len(by_title), wire["articles"], wire["outlets"], wire["languages"]) == (2, 4, 4, ["en"])
    assert (plan["articles"], plan["topics"], plan["url"]) == (2, ["csto"], told.url(PLAN[0]))


def test_stories_are_narrowed_and_a_wrong_topic_is_refused(told: Told) -> None:
    sco = told.run("stories", "--topic", "sco", "--language", "en", "--since", "1d", "--limit", "1", "--jsonl")
    refused = told.run("stories", "--topic", "nosuch")

    assert [line["title"] for line in sco.lines()] == [told.title(WIRE[0])]
    assert (refused.code, "no topic is called 'nosuch'" in refused.err) == (2, True)


def test_a_story_says_who_was_first_whose_text_it_is_and_why_each_article_is_in_it(told: Told) -> None:
    number = stories(told)[told.title(WIRE[0])]
    first = next(article for article in told.installation.articles() if article["url"] == told.url(WIRE[0]))

    shown, said = told.run("story", "show", str(number), "--json").json(), told.run("story", "show", str(number)).out

    assert "4 articles = 1 original + 3 reprints" in said
    assert {member["url"] for member in shown["members"]} == set(map(told.url, WIRE))
    (family,) = shown["families"]
    assert (family["original"], len(family["reprints"])) == (first["id"], 3)
    assert {lag["name"] for lag in shown["lags"]["countries"]} == {"GB", "KZ", "AZ"}
    assert [lag["lag_s"] for lag in shown["lags"]["languages"]] == [0]
    assert shown["lags"]["outlets"][0]["article"] == first["id"]
    assert all(member["placement"]["why"] in said for member in shown["members"])


def test_an_article_names_its_story_and_a_storys_articles_can_be_asked_for(told: Told) -> None:
    number = stories(told)[told.title(PLAN[0])]
    plan = [article for article in told.installation.articles() if article["story"]["id"] == number]

    assert {article["url"] for article in plan} == set(map(told.url, PLAN))
    assert {article["story"]["articles"] for article in plan} == {2}
    shown = told.run("articles", "show", str(plan[0]["id"]), "--json").json()
    assert shown["placement"]["why"]


# --- what is put right ------------------------------------------------------------------------------


def test_a_person_merges_splits_and_undoes_and_the_history_keeps_it(told: Told) -> None:
    numbers = stories(told)
    wire, plan = (str(numbers[told.title(article)]) for article in (WIRE[0], PLAN[0]))

    merged = told.run("story", "merge", plan, wire, "--why", "one week", "--by", "ann", "--json").json()
    articles = [str(each) for each in merged["articles"]]
    parted = told.run("story", "split", wire, *articles, "--json").json()
    refused = told.run("story", "undo", str(merged["id"]))
    gone = told.run("story", "show", plan).out
    undone = [told.run("story", "undo", str(each["id"])).code for each in (parted, merged)]

    assert (merged["kind"], merged["by"], merged["why"], len(articles)) == ("merged", "ann", "one week", 2)
    assert (parted["kind"], parted["articles"], bool(parted["by"])) == ("split", merged["articles"], True)
    assert (refused.code, f"Undo that one first: monitor story undo {parted['id']}" in refused.err) == (2, True)
    assert f"Story {plan} was merged into story {wire}\n" in gone
    assert f"monitor story show {wire}" in gone
    assert "0 articles" not in gone
    assert undone == [0, 0]
    assert stories(told) == numbers
    history = told.run("story", "show", wire, "--json").json()["history"]
    assert [each["kind"] for each in history] == ["merged", "split", "undone", "undone"]
    assert told.run("story", "show", str(parted["to"]), "--json").json()["merged_into"] == int(wire)


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("show", "99"), 1, "There is no story 99."),
        (("merge", "1", "1"), 2, "cannot be merged into itself"),
        (("split", "1", "99"), 1, "There is no article 99."),
        (("undo", "99"), 1, "There is no regrouping 99."),
    ],
)
def test_what_cannot_be_is_said(told: Told, arguments: tuple[str, ...], code: int, says: str) -> None:
    done = told.run("story", *arguments)

    assert (done.code, says in done.err) == (code, True), done.err


# --- pages and API ----------------------------------------------------------------------------------


def test_the_first_page_has_one_row_a_story_that_leads_to_the_rest(told: Told, service: Running) -> None:
    number = stories(told)[told.title(WIRE[0])]

    page = html.unescape(service.get("/")[1])

    assert told.title(WIRE[0]) in page
    assert told.title(WIRE[1]) not in page
    assert f'<a class="more" href="story/{number}" aria-label="3 more in this story">+3</a>' in page
    assert page.count("<li>") == 2


def test_a_storys_page_has_every_article_with_its_language_and_no_script(told: Told, service: Running) -> None:
    status, page = service.get(f"/story/{stories(told)[told.title(PLAN[0])]}")

    assert status == 200
    for article in PLAN:
        assert f'href="{told.url(article)}" rel="noopener noreferrer" lang="ru" dir="auto"' in page
        assert told.title(article) in html.unescape(page)
    assert "2 articles = 1 original + 1 reprint" in page
    assert "<script" not in page
    ids = re.findall(r'id="(article-\d+)"', page)
    assert len(ids) == 2
    assert set(re.findall(r'href="#(article-\d+)"', page)) == set(ids)


def test_the_api_gives_what_the_command_line_does(told: Told, service: Running) -> None:
    listed = json.loads(service.get("/api/v1/stories")[1])
    number = str(listed["stories"][0]["id"])

    assert listed == {"stories": told.run("stories", "--jsonl").lines(), "next": None}
    shown = json.loads(service.get(f"/api/v1/stories/{number}")[1])
    assert shown == told.run("story", "show", number, "--json").json()
    articles = json.loads(service.get(f"/api/v1/articles?story={number}")[1])["articles"]
    assert {article["id"] for article in articles} == {member["id"] for member in shown["members"]}


def test_the_api_pages_through_stories_once(told: Told, service: Running) -> None:
    first = json.loads(service.get("/api/v1/stories?limit=1")[1])
    second = json.loads(service.get(f"/api/v1/stories?limit=1&after={first['next']}")[1])

    assert {first["stories"][0]["id"], second["stories"][0]["id"]} == set(stories(told).values())


def test_of_a_story_of_many_articles_the_page_shows_two_hundred_and_says_how_many_more(
    told: Told, service: Running
) -> None:
    with large_story(told.installation, 203) as number:
        page = service.get(f"/story/{number}")[1]

    ids = re.findall(r'id="(article-\d+)"', page)
    assert len(ids) == 200
    assert set(re.findall(r'href="#(article-\d+)"', page)) <= set(ids)
    assert "203 articles = 203 originals + 0 reprints" in page
    assert f'3 more are in this story: <a href="../api/v1/stories/{number}">' in page


@contextmanager
def large_story(installation: Installation, articles: int) -> Iterator[int]:
    """A story of so many articles, which is gone afterwards."""
    (file,) = (installation.folder / "data").glob("*.sqlite3")
    database = Database(f"sqlite:///{file}")
    ids, number = range(10_001, 10_001 + articles), 10_001
    with database.write() as connection:
        like = dict(connection.execute(select(ARTICLE).where(ARTICLE.c.verdict == "new").limit(1)).mappings().one())
        at = like["first_seen_at"]
        connection.execute(insert(STORY).values(id=number, opened_at=at, last_at=at, articles=articles))
        connection.execute(insert(ARTICLE), [like | {"id": n, "url_digest": str(n), "story_id": number} for n in ids])
    try:
        yield number
    finally:
        with database.write() as connection:
            connection.execute(delete(ARTICLE).where(ARTICLE.c.story_id == number))
            connection.execute(delete(STORY).where(STORY.c.id == number))


def test_a_story_that_is_not_there_is_a_page_too(service: Running) -> None:
    status, page = service.get("/story/99")

    assert (status, page.startswith("<!doctype html>")) == (404, True)
    assert "There is no story 99." in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/story/99", 404),
        ("/?after=812", 422),
        ("/api/v1/stories?after=812", 422),
        ("/story/0", 422),
        ("/story/one", 422),
        ("/api/v1/stories/99", 404),
        ("/api/v1/stories/99999999999999999999999", 422),
        ("/api/v1/stories?topic=nosuch", 422),
        ("/api/v1/stories?nonsense=1", 422),
        ("/api/v1/stories?limit=201", 422),
        ("/api/v1/articles?story=0", 422),
    ],
)
def test_bad_questions_get_clear_answers(service: Running, path: str, status: int) -> None:
    answered, body = service.get(path)

    assert answered == status
    assert "Traceback" not in body
