"""Do real feeds come in, and articles, tags and alerts go out?"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.demo.thread import WorldThread
from monitor.demo.world import World
from tests.house.installation import Done, Installation, announced_urls


@dataclass
class Covered:
    """A world whose articles have all come in, in two passes: the originals, then what copies them."""

    world: WorldThread
    installation: Installation
    passes: tuple[Done, Done]


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Covered]:
    with WorldThread(World(is_fresh=True)) as world:
        installation = Installation.watching(world, tmp_path_factory.mktemp("covered"))
        installation.tell_at_once()
        for article_id in _originals(world):
            world.publish(article_id)
        first = installation.run("poll", "--json")
        world.publish_all()
        second = installation.run("poll", "--all", "--json")
        yield Covered(world, installation, (first, second))


def _originals(world: WorldThread) -> list[str]:
    """Whichever of a family comes in first is rightly new: so the originals come first."""
    return [a.id for a in world.do(lambda w: list(w.newsroom.articles.values())) if not a.first.expect.of]


def test_every_article_is_kept_with_the_right_verdict_and_topics(covered: Covered) -> None:
    kept = {article["url"]: article for article in covered.installation.articles()}

    truths = {truth.url: truth for truth in covered.world.expected()}
    assert [done.code for done in covered.passes] == [0, 0], [done.err for done in covered.passes]
    assert kept.keys() == truths.keys()
    families = {str(kept[url]["id"]): truth.family for url, truth in truths.items()}
    for url, truth in truths.items():
        article = kept[url]
        assert (article["verdict"], article["topics"]) == (truth.verdict, list(truth.topics)), truth.article_id
        if truth.of:
            assert families[article["duplicate_of"]] == truth.family, truth.article_id


def test_new_coverage_of_a_topic_is_announced_once_and_copies_are_not(covered: Covered) -> None:
    matching = [a for a in covered.installation.articles() if a["topics"] and a["verdict"] in ("new", "partial")]
    assert sorted(announced_urls(covered.world.received)) == sorted(article["url"] for article in matching)


@pytest.mark.parametrize(
    ("settings", "is_shown"), [({}, True), ({"MONITOR_LOG_LEVEL": "warning"}, False)], ids=["info", "warning"]
)
def test_a_pass_shows_what_it_announces_and_keeps_to_the_level_that_is_set(
    world: WorldThread, tmp_path: Path, settings: dict[str, str], *, is_shown: bool
) -> None:
    installation = Installation.watching(world, tmp_path, MONITOR_WEBHOOK_URL="", **settings)
    world.publish("en-wire")

    done = installation.run("poll", "--all", "--json")

    report, lines = done.json(), [json.loads(line) for line in done.err.splitlines()]
    assert report["alerts_sent"] == 1
    assert [(line["event"], line["url"], line["topics"]) for line in lines] == (
        [("alert.announced", world.article_url("en-wire"), ["kazakhstan", "sco"])] if is_shown else []
    )
    assert all(line["title"] and line["outlet"] for line in lines)


def test_a_pass_over_what_is_due_polls_nothing_within_the_interval(covered: Covered) -> None:
    assert covered.installation.run("poll", "--json").json()["polled"] == 0


def test_a_second_pass_finds_nothing_new(covered: Covered) -> None:
    before = covered.installation.articles()

    again = covered.installation.run("poll", "--all", "--json").json()

    assert (again["new"], again["articles"], again["alerts_sent"]) == (0, {}, 0)
    assert again["polled"] == len(covered.world.do(lambda w: w.outlets))
    assert covered.installation.articles() == before


def test_lists_go_to_pipes_as_plain_lines(covered: Covered) -> None:
    lines = covered.installation.run("articles", "list").out.splitlines()

    assert len(lines) == len(covered.world.expected())
    assert {line.count("\t") for line in lines} == {8}
    assert not any("\x1b" in line for line in lines)


def test_a_list_can_be_narrowed_by_topic_verdict_and_time(covered: Covered) -> None:
    installation = covered.installation
    every = installation.articles()

    csto_copies = installation.run("articles", "list", "--topic", "csto", "--verdict", "copy", "--jsonl").lines()
    recent = installation.run("articles", "list", "--since", "1h", "--limit", "5", "--jsonl").lines()
    later = installation.run("articles", "list", "--since", "2999-01-01", "--jsonl").lines()

    assert csto_copies == [a for a in every if "csto" in a["topics"] and a["verdict"] == "copy"] != []
    seen = [article["first_seen_at"] for article in recent]
    assert (len(recent), seen) == (5, sorted((a["first_seen_at"] for a in every), reverse=True)[:5])
    assert later == []


def test_an_article_is_explained_with_the_reason_of_each_topic(covered: Covered) -> None:
    url = covered.world.article_url("en-wire")
    article = next(a for a in covered.installation.articles() if a["url"] == url)

    by_id = covered.installation.run("explain", str(article["id"]), "--json").json()
    by_url = covered.installation.run("explain", url, "--json").json()

    assert by_id["topics"] == by_url["topics"] == ["kazakhstan", "sco"]
    assert (by_url["verdict"]["verdict"], by_url["verdict"]["duplicate_of"]) == ("exact", str(article["id"]))
    assert all(mention["name"] and mention["rule"] for mention in by_id["mentions"])


def test_an_edited_article_becomes_a_version_and_not_new_coverage(
    world: WorldThread, installation: Installation
) -> None:
    world.publish("en-flood")
    installation.run("poll", "--all")
    alerts = len(world.received)
    world.do(lambda w: w.edit("en-flood"))

    report = installation.run("poll", "--all", "--json").json()

    assert report["articles"] == {"version": 1}
    (article,) = installation.articles()
    assert installation.run("articles", "show", str(article["id"]), "--json").json()["versions"] == 2
    assert len(world.received) == alerts


def test_the_same_pass_on_postgresql_gives_the_same_archive(
    world: WorldThread, installation: Installation, postgresql_url: str
) -> None:
    on_postgresql = Installation(
        installation.folder, {**installation.environment, "MONITOR_DATABASE_URL": postgresql_url}
    )
    for article_id in _originals(world):
        world.publish(article_id)
    reports = [made.run("poll", "--all", "--json") for made in (installation, on_postgresql)]
    world.publish_all()
    reports += [made.run("poll", "--all", "--json") for made in (installation, on_postgresql)]

    assert [report.code for report in reports] == [0, 0, 0, 0], [report.err for report in reports]
    facts = [
        sorted((a["url"], a["verdict"], a["topics"], a["title"], a["language"]) for a in made.articles())
        for made in (installation, on_postgresql)
    ]
    assert facts[0] == facts[1]
    assert len(facts[0]) == len(world.expected())


def test_feeds_by_name_are_polled_alone_and_an_unknown_name_is_refused(
    world: WorldThread, installation: Installation
) -> None:
    world.publish_all()

    named = installation.run("poll", "kyr", "steppe", "--json").json()
    unknown = installation.run("poll", "nowhere")

    assert [feed["name"] for feed in named["feeds"]] == ["kyr", "steppe"]
    assert unknown.code == 1
    assert "'nowhere'" in unknown.err


def test_the_scottish_chamber_orchestra_is_not_the_sco(installation: Installation) -> None:
    text = (
        "The Scottish Chamber Orchestra (SCO) opens its season in Edinburgh on Friday.\n"
        "The SCO plays two symphonies and a new work for strings; the conductor joins the SCO after a tour."
    )
    (installation.folder / "concert.txt").write_text(text, encoding="utf-8")

    explained = installation.run("explain", "concert.txt", "--json").json()

    assert explained["topics"] == []
    assert {rejected["topic"] for rejected in explained["rejected"]} == {"sco"}
    assert explained["verdict"]["verdict"] == "new"


@pytest.mark.parametrize("command", [["articles", "list"], ["status"], ["seeds", "list"], ["check"], ["version"]])
def test_every_command_answers_on_a_fresh_installation(installation: Installation, command: list[str]) -> None:
    done = installation.run(*command)

    assert done.code == 0, done.err
