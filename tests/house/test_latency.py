"""Does the service say how late articles are, in the API and at a terminal?"""

import json

from monitor.demo.thread import WorldThread
from tests.house.installation import Installation

_STAGES = [
    "published_to_seen",
    "seen_to_fetched",
    "fetched_to_kept",
    "kept_to_queued",
    "queued_to_delivered",
    "whole",
]


def test_the_way_of_an_announced_article_is_told_by_stage(world: WorldThread, installation: Installation) -> None:
    world.publish("en-wire")

    with installation.service() as running:
        running.until_times("alert.sent", 2)  # the log and the webhook
        status, one = running.get("/api/v1/articles/1/latency")
        every = json.loads(running.get("/api/v1/latency")[1])
        (feed,) = {each["feed"] for each in every["stages"] if each["feed"]}
        other = json.loads(running.get("/api/v1/latency?feed=other")[1])
        late = json.loads(running.get("/api/v1/latency?since=2999-01-01T00:00:00Z")[1])
        codes = [
            running.get(f"/api/v1/{path}")[0] for path in ("articles/7/latency", "latency?fed=x", "latency?since=x")
        ]
    shown = installation.run("status", "--json").json()["latency"]

    ledger = json.loads(one)
    assert (status, list(ledger["stages"])) == (200, _STAGES)
    assert all(ledger[f"{moment}_at"] for moment in ("published", "seen", "fetched", "kept", "queued", "delivered"))
    assert [each["stage"] for each in every["stages"]] == _STAGES * 2
    assert ([each["feed"] for each in shown], shown) == ([None] * 6 + [feed] * 6, every["stages"])
    assert (other["articles"], other["stages"], late["articles"]) == (0, [], 0)
    assert codes == [404, 422, 422]


def test_the_screen_shows_all_feeds_and_the_latest(world: WorldThread, installation: Installation) -> None:
    world.publish("en-wire")
    installation.run("poll", "--all")

    rows = [line.split("\t") for line in installation.run("status").out.splitlines()]
    lines = [row for row in rows if len(row) == 5 and row[1] in _STAGES]

    assert [line[1] for line in lines if line[0] == "all feeds"] == _STAGES
    assert [line[:3] for line in lines if line[0] != "all feeds"] == [["meridian", "published_to_seen", "1"]]
