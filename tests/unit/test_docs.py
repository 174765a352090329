"""Do the documents tell the truth about the code?"""

import re
from pathlib import Path

import pytest

from monitor.cli.main import COMMANDS
from monitor.cli.reference import pages
from monitor.observe.metrics import METRICS, Metrics

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize(("file", "text"), pages().items())
def test_what_is_written_from_the_code_is_up_to_date(file: str, text: str) -> None:
    assert (ROOT / "docs" / file).read_text(encoding="utf-8") == text, "run: make docs"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))

    missing = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert missing == []


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"`?\$? ?monitor ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8")))

    assert named - {"watches"} <= set(COMMANDS)


def test_every_metric_is_on_the_page_that_is_scraped() -> None:
    metrics = Metrics("1.2.3")

    page = metrics.page().decode()

    for doc in METRICS:
        assert f"# TYPE {doc.name.removesuffix('_total')}" in page
    assert metrics.value("monitor_build_info", {"version": "1.2.3"}) == 1
