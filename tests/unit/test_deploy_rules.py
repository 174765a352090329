"""Is the operator told of what breaks, by the right way, and of nothing else?

promtool and amtool judge their own files; these tests hold the files to the program and to the runbooks.
"""

import re
from pathlib import Path

import pytest

from tests.operator_files import (
    ALERTMANAGER,
    GRAFANA,
    PROMETHEUS,
    ROOT,
    RUNBOOKS,
    alerts,
    known_metrics,
    panels,
    read,
    rules,
)
from tests.prometheus import run

EXPRESSIONS = [
    *((rule.get("alert") or rule["record"], rule["expr"]) for rule in rules()),
    *((title, expression) for title, expressions in panels().items() for expression in expressions),
]
TESTS = ("monitor.rules.test.yml", "monitor.rules.days.test.yml")
_METRIC = re.compile(r"\b(?:monitor|process)[_:][a-z0-9_:]+|\b(?:up|ALERTS)\b")
_SELECTED = re.compile(r"\{[^}]*\}|\"[^\"]*\"|\b(?:by|without|on|ignoring) \([^)]*\)")
_SECTIONS = ("## What it means", "## How to check", "## What to do")


def test_prometheus_takes_its_configuration_and_its_rules() -> None:
    done = run("promtool", "check", "config", "prometheus.yml", folder=PROMETHEUS)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", TESTS)
def test_each_rule_fires_when_it_should_and_keeps_quiet_when_it_should(file: str) -> None:
    done = run("promtool", "test", "rules", file, folder=PROMETHEUS)

    assert done.returncode == 0, done.stdout + done.stderr


def test_no_rule_is_left_untried() -> None:
    tried: set[tuple[str, bool]] = set()
    for file in TESTS:
        for test in read(PROMETHEUS / file)["tests"]:
            tried |= {(each["alertname"], bool(each["exp_alerts"])) for each in test["alert_rule_test"]}

    wanted = {(name, fires) for name in alerts() for fires in (True, False)} - {("Watchdog", False)}
    assert tried == wanted


@pytest.mark.parametrize("name", alerts())
def test_an_alert_says_how_grave_it_is_what_broke_and_what_to_do(name: str) -> None:
    alert = alerts()[name]

    assert alert["labels"].keys() == {"severity", "team"}
    assert (alert["labels"]["severity"], alert["labels"]["team"]) in {
        *((severity, "operator") for severity in ("critical", "warning", "none"))
    }
    assert alert["annotations"].keys() == {"summary", "description", "runbook_url"}
    assert (ROOT / alert["annotations"]["runbook_url"]).name == f"{name}.md"


def test_every_alert_has_its_runbook_and_every_runbook_its_alert() -> None:
    assert {file.stem for file in RUNBOOKS.glob("*.md")} - {"README"} == alerts().keys()


@pytest.mark.parametrize("name", alerts())
def test_a_runbook_says_what_it_means_how_to_check_and_what_to_do(name: str) -> None:
    text = (RUNBOOKS / f"{name}.md").read_text(encoding="utf-8")

    assert text.startswith(f"# {name}\n")
    assert [line for line in text.splitlines() if line.startswith("## ")] == list(_SECTIONS)
    assert f"({name}.md)" in (RUNBOOKS / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("where", "expression"), EXPRESSIONS, ids=lambda text: text[:50])
def test_an_expression_asks_only_for_what_the_program_measures(where: str, expression: str) -> None:
    named = set(_METRIC.findall(_SELECTED.sub("", expression)))

    assert named or expression == "vector(1)", where
    assert named <= known_metrics()


def test_what_the_runbooks_name_is_measured() -> None:
    named = {
        name
        for file in RUNBOOKS.glob("*.md")
        for name in re.findall(r"`(monitor_[a-z0-9_]+)", file.read_text(encoding="utf-8"))
    }

    assert named - known_metrics() == set()


def test_alertmanager_takes_its_configuration() -> None:
    done = run("amtool", "check-config", "alertmanager.yml", folder=ALERTMANAGER)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        (("alertname=Watchdog", "severity=none", "team=operator"), "dead-man"),
        (("alertname=MonitorDown", "severity=critical", "team=operator"), "operator-now"),
        (("alertname=MonitorFeedSilent", "severity=warning", "team=operator"), "operator"),
        (("alertname=coverage", "severity=critical", "service=monitor", "story=7"), "readers"),
        (("alertname=Other", "severity=warning"), "operator"),
    ],
    ids=lambda given: given if isinstance(given, str) else given[0],
)
def test_each_alert_goes_to_whom_it_concerns(labels: tuple[str, ...], receiver: str) -> None:
    arguments = ("config", "routes", "test", "--config.file=alertmanager.yml", f"--verify.receivers={receiver}")
    done = run("amtool", *arguments, *labels, folder=ALERTMANAGER)

    assert done.returncode == 0, done.stdout + done.stderr


def test_what_mutes_others_and_what_is_muted_are_alerts_that_there_are() -> None:
    matchers = [
        matcher
        for rule in read(ALERTMANAGER / "alertmanager.yml")["inhibit_rules"]
        for matcher in rule["source_matchers"] + rule["target_matchers"]
    ]

    named = {name for matcher in matchers for name in re.findall(r"\bMonitor[A-Za-z]+", matcher)}
    assert named - alerts().keys() == set()


def test_grafana_is_given_a_dashboard_and_the_prometheus_it_asks() -> None:
    (source,) = read(GRAFANA / "provisioning" / "datasources" / "monitor.yml")["datasources"]
    (provider,) = read(GRAFANA / "provisioning" / "dashboards" / "monitor.yml")["providers"]

    assert (source["type"], provider["type"]) == ("prometheus", "file")
    assert len(panels()) > 20
    assert Path(provider["options"]["path"]).is_absolute()
