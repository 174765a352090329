"""Can the operator bring an archive up to the rules of today, kill that at any moment, and see what it came to?"""

import json
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.thread import WorldThread
from tests.house.installation import Installation

PAIRS = 20
BY_OLDER_RULES = {"why": "By older rules.", "of": "", "in_other": 0.0, "of_other": 0.0, "numbers_kept": None}


def story(number: int) -> str:
    """A brief in words that no other has."""
    words = " ".join(sha256(f"{number}, {n}".encode()).hexdigest()[:7] for n in range(40))
    return words.translate(str.maketrans("0123456789", "ghijklmnop"))


@dataclass
class Archive:
    """An archive of twenty stories with a copy of each, of which older rules knew none."""

    installation: Installation

    @property
    def database(self) -> Path:
        return Path(self.installation.environment["MONITOR_DATA_DIR"]) / "monitor.sqlite3"

    def spoil(self) -> None:
        """Store what older rules would have said."""
        figures = json.dumps(BY_OLDER_RULES | {"spans": [], "rules": 1})
        with closing(sqlite3.connect(self.database)) as opened:
            opened.execute("UPDATE article SET verdict = 'new', verdict_figures = ?", (figures,))
            opened.commit()

    def seeds(self) -> list[str]:
        with closing(sqlite3.connect(self.database)) as opened:
            return [name for (name,) in opened.execute("SELECT name FROM seed ORDER BY name")]

    def verdicts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for article in self.installation.articles():
            found[article["verdict"]] = found.get(article["verdict"], 0) + 1
        return found


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with WorldThread() as world:
        folder = tmp_path_factory.mktemp("rededup")
        (folder / "seeds").mkdir()
        installation = Installation.watching(world, folder, MONITOR_WORKERS="1", MONITOR_SEEDS=str(folder / "seeds"))
        items = "".join(
            f'<item><guid isPermaLink="false">{copy}{n}</guid><title>Village {n}</title>'
            f"<description>{story(n)}{copy}</description></item>"
            for copy in ("", " More will follow.")
            for n in range(PAIRS)
        )
        rss = f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>'
        feed = world.serve("/feed.xml", rss, content_type="application/rss+xml")
        installation.write_feeds(f"feeds:\n- name: odd\n  url: {feed}\n  every: 1h\n")
        done = installation.run("poll", "--all")
        assert done.code == 0, done.err
        yield Archive(installation)


def test_a_run_that_is_killed_goes_on_and_reports_all_of_it(archive: Archive) -> None:
    before = archive.verdicts()
    archive.spoil()
    killed = subprocess.Popen(
        [sys.executable, "-m", "monitor", "rededup"],
        env=archive.installation.environment,
        cwd=archive.installation.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert killed.stderr
    with killed.stderr:
        assert killed.stderr.readline().startswith("judging: 4 of 40")
        killed.send_signal(signal.SIGKILL)
        assert killed.wait(10) == -signal.SIGKILL

    halfway = archive.verdicts()
    done = archive.installation.run("rededup", "--jsonl")

    assert done.code == 0, done.err
    assert before == {"new": PAIRS, "copy": PAIRS}
    assert halfway["new"] > PAIRS
    assert archive.verdicts() == before
    assert "Going on where an earlier run was stopped, after " in done.err
    assert "40 articles: 20 have another verdict" in done.err
    assert [line.split() for line in done.err.splitlines()[-1:]] == [["new", "->", "copy", "20"]]


def test_a_trial_tells_what_would_change_and_changes_nothing(archive: Archive) -> None:
    archive.spoil()

    trial = archive.installation.run("rededup", "--dry-run")
    after_trial = archive.verdicts()
    real = archive.installation.run("rededup")

    assert (trial.code, real.code, after_trial) == (0, 0, {"new": 40})
    assert "40 articles: 20 would have another verdict" in trial.err
    assert trial.out == real.out
    assert len(trial.out.splitlines()) == PAIRS
    assert "new -> copy of " in trial.out


def test_only_what_older_rules_judged_is_judged_again_where_that_is_asked_for(archive: Archive) -> None:
    archive.installation.run("rededup")

    done = archive.installation.run("rededup", "--older-rules")

    assert (done.code, done.out) == (0, "")
    assert "0 articles: " in done.err


def test_the_rules_of_a_verdict_are_shown(archive: Archive) -> None:
    shown, told = (archive.installation.run("articles", "show", "1", *option) for option in (["--json"], []))

    assert shown.json()["verdict_figures"]["rules"] >= 3
    assert f"(by rules {shown.json()['verdict_figures']['rules']})" in told.out


def test_seeds_that_were_added_since_count_for_a_trial_too_which_does_not_keep_them(archive: Archive) -> None:
    (archive.installation.folder / "village.txt").write_text(story(7), encoding="utf-8")
    assert archive.installation.run("seeds", "add", "village.txt").code == 0

    before = archive.seeds()
    trial = archive.installation.run("rededup", "--dry-run", "--jsonl")
    after_trial = archive.seeds()
    done = archive.installation.run("rededup", "--jsonl")

    assert (before, after_trial, archive.seeds()) == ([], [], ["village"])
    assert [told(run.lines()) for run in (trial, done)] == [
        [("copy", "copy", "seed:village"), ("new", "exact", "seed:village")]
    ] * 2


def told(lines: list[dict[str, Any]]) -> list[tuple[str, str, str]]:  # Any: whatever the JSON has
    return sorted(
        (line["before"]["verdict"], line["after"]["verdict"], line["after"]["duplicate_of"]) for line in lines
    )
