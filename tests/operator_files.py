"""What do the files in deploy/ for Prometheus, Alertmanager and Grafana hold?

Reads files. In: nothing. Out: rules, expressions and configurations, for the tests that hold them to the program.
"""

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from monitor.observe.metrics import METRICS

ROOT = Path(__file__).resolve().parents[1]
RUNBOOKS = ROOT / "docs" / "runbooks"
PROMETHEUS = ROOT / "deploy" / "prometheus"
ALERTMANAGER = ROOT / "deploy" / "alertmanager"
GRAFANA = ROOT / "deploy" / "grafana"

#: What the Prometheus client library and Prometheus itself give.
_GIVEN = {
    "process_cpu_seconds_total",
    "process_resident_memory_bytes",
    "process_start_time_seconds",
    "up",
    "ALERTS",
}


def read(file: Path) -> Any:  # Any: YAML
    return YAML(typ="safe").load(file.read_text(encoding="utf-8"))


def rules() -> list[dict[str, Any]]:  # Any: YAML
    """Give every rule of Prometheus, alerts and recordings."""
    return [rule for group in read(PROMETHEUS / "monitor.rules.yml")["groups"] for rule in group["rules"]]


def alerts() -> dict[str, dict[str, Any]]:  # Any: YAML
    return {rule["alert"]: rule for rule in rules() if "alert" in rule}


def panels() -> dict[str, list[str]]:
    """Give the expressions of each panel of the dashboard, by its title, over all instances."""
    dashboard = json.loads((GRAFANA / "dashboards" / "monitor.json").read_text(encoding="utf-8"))
    return {
        panel["title"]: [target["expr"].replace("$instance", ".*") for target in panel["targets"]]
        for panel in dashboard["panels"]
        if panel["type"] != "row"
    }


def known_metrics() -> set[str]:
    """Give the names under which Prometheus has what the program measures, and what the rules record."""
    names = {rule["record"] for rule in rules() if "record" in rule} | _GIVEN
    for doc in METRICS:
        names.add(doc.name)
        if doc.buckets:
            names |= {f"{doc.name}_{part}" for part in ("bucket", "sum", "count")}
    return names
