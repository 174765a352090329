"""Killed at any moment: is nothing lost, and nothing kept twice?"""

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing

import pytest

from monitor.demo.thread import WorldThread
from monitor.demo.world import World
from tests.house.installation import Installation, announced_urls

_KILLS = 8


def _settle(installation: Installation) -> None:
    """Let one last pass finish whatever the kills left behind."""
    done = installation.run("poll", "--all", "--json")
    assert done.code == 0, done.err + done.out


@pytest.fixture(scope="module")
def battered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WorldThread, Installation]]:
    """A service that was killed again and again while articles came in, and then left in peace."""
    chance = random.Random(20220105)
    with WorldThread(World(is_fresh=True)) as world:
        installation = Installation.watching(world, tmp_path_factory.mktemp("battered"))
        installation.tell_at_once()
        ids = list(world.do(lambda w: w.newsroom.articles))
        for n in range(_KILLS):
            for article_id in ids[n::_KILLS]:
                world.publish(article_id)
            with installation.service() as service:
                service.until("service.started")
                time.sleep(chance.uniform(0.0, 1.5))
                service.kill()
        _settle(installation)
        yield world, installation


def test_nothing_is_lost_or_kept_twice_by_kills(battered: tuple[WorldThread, Installation]) -> None:
    world, installation = battered

    articles = installation.articles()

    assert Counter(a["url"] for a in articles) == Counter(truth.url for truth in world.expected())
    with closing(sqlite3.connect(installation.folder / "data" / "monitor.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        assert database.execute("SELECT state, count(*) FROM entry GROUP BY state").fetchall() == [
            ("covered", len(articles))
        ]


def test_every_alert_is_delivered_and_a_kill_repeats_at_most_the_one_in_hand(
    battered: tuple[WorldThread, Installation],
) -> None:
    world, installation = battered

    received = Counter(message.headers["Idempotency-Key"] for message in world.received)

    matching = [a for a in installation.articles() if a["topics"] and a["verdict"] in ("new", "partial")]
    assert sorted(announced_urls(world.received)) == sorted(a["url"] for a in matching)
    assert sum(received.values()) - len(received) <= _KILLS


def test_a_killed_service_goes_on_at_once_when_it_is_started_again(
    world: WorldThread, installation: Installation
) -> None:
    world.publish("en-wire")
    page = world.article_url("en-wire")
    world.misbehave(page, "hang")
    with installation.service() as service:
        world.until(lambda w: bool(w.asked(page)))
        service.kill()  # while its page was being fetched: the entry is leased to a process that is gone
    world.misbehave(page, None)

    with installation.service() as service:
        kept = service.until("article.kept", timeout_s=10)

    assert kept["url"] == page


def test_the_service_ends_within_ten_seconds_and_commits_what_it_has(
    world: WorldThread, installation: Installation
) -> None:
    world.publish_all()
    world.misbehave(world.feed_url("steppe"), "hang")
    with installation.service() as service:
        service.until("article.kept")

        began = time.monotonic()
        code = service.terminate(15)

        assert code == 0
        assert time.monotonic() - began < 10
        kept = [line["article_id"] for line in service.events() if line["event"] == "article.kept"]
    assert {article["id"] for article in installation.articles()} >= set(kept)


def test_a_signal_for_the_whole_group_loses_nothing(world: WorldThread, installation: Installation) -> None:
    world.publish_all()
    with installation.service() as service:
        service.until("article.kept")
        os.killpg(service.process.pid, signal.SIGTERM)  # as systemd and a closing terminal send it
        assert service.process.wait(15) == 0
    _settle(installation)

    articles = installation.articles()
    assert Counter(a["url"] for a in articles) == Counter(truth.url for truth in world.expected())
    assert sum(a["basis"] == "summary" for a in articles) == sum(
        truth.outlet == "ledger" for truth in world.expected()
    )  # the outlet whose pages are closed, and no other


def test_a_pass_on_a_locked_database_says_try_again(world: WorldThread, installation: Installation) -> None:
    world.publish("en-wire")
    assert installation.run("status").code == 0
    with closing(sqlite3.connect(installation.folder / "data" / "monitor.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        done = installation.run("poll", "--all")

    assert done.code == 75
    assert "locked" in done.err
    assert "Traceback" not in done.err
    assert installation.run("poll", "--all").code == 0
    assert len(installation.articles()) == 1


def test_explaining_a_text_changes_nothing(world: WorldThread, installation: Installation) -> None:
    installation.run("poll", "--all")
    before = installation.run("status", "--json").json()["feeds"]
    (installation.folder / "note.txt").write_text("A note on Kazakhstan.", encoding="utf-8")
    elsewhere = Installation(installation.folder, {**installation.environment, "MONITOR_FEEDS": ""})
    elsewhere.write_feeds("feeds:\n- name: other\n  url: http://127.0.0.1:9/feed\n")

    assert elsewhere.run("explain", "note.txt").code == 0

    assert installation.run("status", "--json").json()["feeds"] == before


def test_two_services_on_one_database_announce_each_article_once(
    world: WorldThread, installation: Installation
) -> None:
    installation.tell_at_once()
    with installation.service() as one, installation.service() as other:
        one.until("service.started")
        other.until("service.started")
        world.publish_all()
        assert installation.run("poll", "--all").code == 0
        one.terminate(15)
        other.terminate(15)
    _settle(installation)

    received = Counter(message.headers["Idempotency-Key"] for message in world.received)
    matching = [a for a in installation.articles() if a["topics"] and a["verdict"] in ("new", "partial")]
    assert set(received.values()) == {1}
    assert sorted(announced_urls(world.received)) == sorted(a["url"] for a in matching)


def test_alerts_wait_for_a_receiver_that_is_away(world: WorldThread, installation: Installation) -> None:
    world.publish("en-wire")
    world.answer_hooks(503)
    assert installation.run("poll", "--all").code == 4
    world.answer_hooks(200)
    refused = len(world.received)

    with installation.service() as service:
        service.until("alert.sent", timeout_s=40)

    assert refused >= 1
    assert len({message.headers["Idempotency-Key"] for message in world.received}) == 1


@pytest.mark.parametrize("signals", [1, 2])
def test_an_interrupt_ends_the_service_cleanly(world: WorldThread, installation: Installation, signals: int) -> None:
    with installation.service() as service:
        service.get("/livez")
        for _ in range(signals):
            service.process.send_signal(2)
            time.sleep(0.02)

        assert service.process.wait(10) in ((0,) if signals == 1 else (0, 130))
