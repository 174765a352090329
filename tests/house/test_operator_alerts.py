"""Is the operator told by real parts: the program, Debian's Prometheus and Alertmanager, and a webhook?"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest

from monitor.demo.thread import WorldThread
from monitor.demo.world import World
from tests.house.installation import Installation
from tests.operator_files import ALERTMANAGER, PROMETHEUS, panels, read, rules
from tests.prometheus import Server, alertmanager, free_port, prometheus

#: Panels that may hold nothing where nothing is wrong, or nothing of the kind has happened.
_MAY_BE_EMPTY = {
    "Dark since",
    "Feeds in trouble",
    "Failures a minute, by stage and reason",
    "Changes an hour, by kind",
    "Second looks an hour",
}


@dataclass
class Watched:
    """A service whose webhook takes nothing, and who watches it."""

    world: WorldThread
    prometheus: Server

    def told(self, receiver: str, alertname: str) -> list[dict[str, Any]]:  # Any: JSON
        """Give the alerts that Alertmanager has told a receiver."""
        messages = [each.json for each in self.world.received if each.path == f"/{receiver}"]
        alerts = [alert for message in messages if isinstance(message, dict) for alert in message["alerts"]]
        return [alert for alert in alerts if alert["labels"]["alertname"] == alertname]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder, address = tmp_path_factory.mktemp("watched"), f"127.0.0.1:{free_port()}"
    (folder / "backups").mkdir()
    (folder / "backups" / "monitor.sqlite3").write_text("a backup")
    with ExitStack() as stack:
        world = stack.enter_context(WorldThread(World(is_fresh=True)))
        world.answer_hooks(410)  # to the service and to Alertmanager alike; it notes what came
        world.publish_all()
        manager = stack.enter_context(alertmanager(folder / "alertmanager", _at_once(world)))
        config = _scraping(address, urlsplit(manager.url).netloc)
        watching = stack.enter_context(prometheus(folder / "prometheus", config))
        # After those who watch it: what is given up is told by comparison with before.
        installation = Installation.watching(
            world, folder, MONITOR_BACKUP_DIR=str(folder / "backups"), MONITOR_LISTEN=address
        )
        stack.enter_context(installation.service())
        watching.until(lambda: watching.query("sum(monitor_articles_total) > 30"))
        yield Watched(world, watching)


def _at_once(world: WorldThread) -> dict[str, Any]:  # Any: YAML
    """Give Alertmanager's configuration with all receivers here, and without patience."""
    config: dict[str, Any] = read(ALERTMANAGER / "alertmanager.yml")  # Any: YAML
    base = world.hook_url.removesuffix("/webhook")
    for receiver in config["receivers"]:
        receiver["webhook_configs"][0]["url"] = f"{base}/{receiver['name']}"
    for route in (config["route"], *config["route"]["routes"]):
        route |= {"group_wait": "0s", "group_interval": "1s"}
    return config


def _scraping(service: str, manager: str) -> dict[str, Any]:  # Any: YAML
    """Give Prometheus' configuration with the targets of here, and a second where there were fifteen."""
    config: dict[str, Any] = read(PROMETHEUS / "prometheus.yml")  # Any: YAML
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config["rule_files"] = [str(PROMETHEUS / "monitor.rules.yml")]
    config["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = [manager]
    config["scrape_configs"] = config["scrape_configs"][:1]
    config["scrape_configs"][0]["static_configs"][0]["targets"] = [service]
    return config


def test_a_message_that_is_given_up_is_told_to_the_operator_at_once(watched: Watched) -> None:
    watched.prometheus.until(lambda: watched.told("operator-now", "MonitorMessagesDead"))

    alert = watched.told("operator-now", "MonitorMessagesDead")[0]
    assert (alert["labels"]["channel"], alert["labels"]["severity"], alert["status"]) == (
        "webhook",
        "critical",
        "firing",
    )
    assert alert["annotations"]["runbook_url"] == "docs/runbooks/MonitorMessagesDead.md"


def test_the_dead_mans_signal_reaches_its_receiver(watched: Watched) -> None:
    watched.prometheus.until(lambda: watched.told("dead-man", "Watchdog"))

    assert watched.told("operator", "Watchdog") == watched.told("operator-now", "Watchdog") == []


def test_every_expression_of_the_rules_is_understood(watched: Watched) -> None:
    groups = watched.prometheus.ask("/api/v1/rules")["data"]["groups"]

    loaded = {rule["name"]: rule.get("lastError", "") for g in groups for rule in g["rules"]}
    assert loaded == {rule.get("alert") or rule["record"]: "" for rule in rules()}


def test_every_panel_of_the_dashboard_shows_something(watched: Watched) -> None:
    def empty() -> set[str]:
        found = {title: [watched.prometheus.query(each) for each in given] for title, given in panels().items()}
        return {title for title, results in found.items() if not all(results)}

    watched.prometheus.until(lambda: watched.prometheus.query("monitor_latency_seconds"))

    assert empty() - _MAY_BE_EMPTY == set()
