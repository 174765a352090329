"""Is a country asked for, in a rule, a list, a silence and an export, by the whole program?"""

import pytest

from monitor.demo.thread import WorldThread
from tests.house.asking import ask
from tests.house.installation import Installation, announced_urls

RULES = "rules:\n  at-home: {query: 'country:kz', per_story: none}\n"


@pytest.fixture
def told(world: WorldThread, installation: Installation) -> Installation:
    """An installation of which a rule tells what feeds of Kazakhstan bring; one has brought a storm, and one of Britain
    a wire's report.
    """
    (installation.folder / "alerts.yaml").write_text(RULES, encoding="utf-8")
    for article in ("en-storm", "en-wire"):
        world.publish(article)
    done = installation.run("poll", "--all")
    assert done.code == 0, done.err
    return installation


def test_a_rule_on_a_country_tells_what_its_feeds_bring_and_nothing_else(
    world: WorldThread, told: Installation
) -> None:
    storm, wire = world.article_url("en-storm"), world.article_url("en-wire")

    assert announced_urls(world.received) == [storm]
    (message,) = [each.json for each in world.received]
    assert isinstance(message, dict)
    assert message["items"][0]["article"]["country"] == "KZ"
    assert {each["url"]: each["country"] for each in told.articles()} == {storm: "KZ", wire: "GB"}


def test_a_list_and_an_export_hold_the_articles_of_a_country(world: WorldThread, told: Installation) -> None:
    listed = told.run("articles", "list", "--jsonl", "--country", "gb").lines()
    exported = told.run("evidence", "export", "country:gb", "pack.zip")
    with told.service() as service:
        service.until("web.listening")
        asked = ask(service, "/api/v1/articles?country=gb").json()["articles"]

    assert [each["url"] for each in listed] == [world.article_url("en-wire")]
    assert [each["url"] for each in asked] == [world.article_url("en-wire")]
    assert exported.code == 0, exported.err
    assert ["articles", "1"] in [line.split() for line in exported.out.splitlines()]


def test_a_silence_on_a_country_keeps_its_alerts_back(world: WorldThread, told: Installation) -> None:
    silenced = told.run("alerts", "silence", "country:kz", "--until", "1h")
    world.publish("en-grain")
    told.run("poll", "--all")

    assert silenced.code == 0, silenced.err
    assert announced_urls(world.received) == [world.article_url("en-storm")]
    kept_back = told.run("alerts", "list", "--json").json()["rules"]
    assert {rule["name"]: rule["last_7_days"] for rule in kept_back}["at-home"] == {"composed": 2, "silenced": 2}
