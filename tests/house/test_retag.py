"""Can the operator try other names, apply them, kill that at any moment, and see what it came to?"""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

import pytest

from monitor.demo.thread import WorldThread
from tests.house.installation import Installation

ARTICLES = 60
AT_FIRST = """
topics:
  herons:
    label: Herons
    names:
      en: {word: [heron]}
  ports:
    label: Ports
    names:
      en: {word: [harbour]}
"""
LATER = """
topics:
  geese:
    label: Geese
    names:
      en: {word: [goose]}
  ports:
    label: Ports
    names:
      en: {word: [harbour, quay]}
"""


def story(number: int) -> str:
    """A brief in words that no other has; of three one names a heron, one a goose, and one a quay."""
    words = " ".join(sha256(f"{number}, {n}".encode()).hexdigest()[:7] for n in range(40))
    bird = ("heron", "goose", "quay")[number % 3]
    return f"A {bird} was seen. {words.translate(str.maketrans('0123456789', 'ghijklmnop'))}"


@dataclass
class Archive:
    """An archive of sixty briefs, tagged by the names of then."""

    installation: Installation
    current: str = AT_FIRST

    @property
    def names(self) -> Path:
        return self.installation.folder / "topics.yaml"

    def tagged_by(self, names: str) -> None:
        """Have all articles tagged by these names, if they are not."""
        self.names.write_text(names, encoding="utf-8")
        if names != self.current:
            done = self.installation.run("retag")
            assert done.code == 0, done.err
            self.current = names

    def rename(self, names: str) -> None:
        """Put other names in place, by which the test is to tag."""
        self.names.write_text(names, encoding="utf-8")
        self.current = names

    def new_names(self, names: str = LATER) -> str:
        """Write names to try, and give their path."""
        file = self.installation.folder / "new.yaml"
        file.write_text(names, encoding="utf-8")
        return str(file)

    def topics(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for article in self.installation.articles():
            for topic in article["topics"] or ["none"]:
                found[topic] = found.get(topic, 0) + 1
        return found

    def start(self, *arguments: str, stdout: int = subprocess.PIPE) -> "subprocess.Popen[str]":
        """Start a command that is to be stopped: it heeds Ctrl-C even if a shell runs the tests in the background."""
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return subprocess.Popen(
                [sys.executable, "-m", "monitor", *arguments],
                env=self.installation.environment,
                cwd=self.installation.folder,
                stdout=stdout,
                stderr=subprocess.PIPE,
                text=True,
            )
        finally:
            signal.signal(signal.SIGINT, before)


def until(stream: IO[str] | None, begin: str) -> None:
    """Read lines until one that begins so."""
    assert stream
    for line in stream:
        if line.startswith(begin):
            return
    pytest.fail(f"It ended before {begin!r}.")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with WorldThread() as world:
        folder = tmp_path_factory.mktemp("retag")
        names = folder / "topics.yaml"
        names.write_text(AT_FIRST, encoding="utf-8")
        one_by_one = {"MONITOR_WORKERS": "1", "MONITOR_COVER_SLOTS": "1"}  # so that numbers follow the feed's order
        installation = Installation.watching(world, folder, MONITOR_TOPICS=str(names), **one_by_one)
        items = "".join(
            f'<item><guid isPermaLink="false">{n}</guid><title>Village {n}</title>'
            f"<description>{story(n)}</description></item>"
            for n in range(ARTICLES)
        )
        rss = f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>'
        feed = world.serve("/feed.xml", rss, content_type="application/rss+xml")
        installation.write_feeds(f"feeds:\n- name: odd\n  url: {feed}\n  every: 1h\n")
        done = installation.run("poll", "--all")
        assert done.code == 0, done.err
        yield Archive(installation)


def test_a_run_that_is_killed_goes_on_and_reports_all_of_it(archive: Archive) -> None:
    archive.tagged_by(AT_FIRST)
    before = archive.topics()
    archive.rename(LATER)
    with archive.start("retag") as killed:
        until(killed.stderr, "tagging: 6 of 60")
        killed.send_signal(signal.SIGKILL)

    halfway = archive.topics()
    done = archive.installation.run("retag", "--jsonl")

    assert done.code == 0, done.err
    assert before == {"herons": 20, "none": 40}
    assert 0 < halfway["herons"] < 20
    assert archive.topics() == {"geese": 20, "ports": 20, "none": 20}
    assert "Going on where an earlier run was stopped, after " in done.err
    told = [line.split() for line in done.err.splitlines()[-4:]]
    # Decision 0020: the article at which the run was killed comes again, and may count as the same then.
    uncounted = 60 - int(told[0][2])
    assert (told[0][:2], told[0][3:5]) == (["60", "articles:"], ["have", "other"])
    assert [line[0] for line in told[1:]] == ["geese", "herons", "ports"]
    gained_and_lost = [abs(int(line[1])) for line in told[1:]]
    assert [line[1][0] for line in told[1:]] == ["+", "-", "+"]
    assert uncounted in (0, 1)
    assert all(20 - uncounted <= number <= 20 for number in gained_and_lost)
    assert done.lines()[-2:] == [
        {
            "id": number,
            "title": f"Village {number - 1}",
            "changed": ["topics", "mentions", "figures"],
            "topics_gained": [topic],
            "topics_lost": [],
            "mentions_gained": {topic: 1},
            "mentions_lost": {},
        }
        for number, topic in ((59, "geese"), (60, "ports"))
    ]


def test_a_trial_tells_what_would_change_and_changes_nothing(archive: Archive) -> None:
    archive.tagged_by(AT_FIRST)
    archive.rename(LATER)

    trial = archive.installation.run("retag", "--dry-run")
    after_trial = archive.topics()
    real = archive.installation.run("retag")

    assert (trial.code, real.code, after_trial) == (0, 0, {"herons": 20, "none": 40})
    assert "60 articles: 60 would have other topics" in trial.err
    assert trial.out == real.out
    assert trial.out.splitlines()[0].split() == ["1", "-herons,", "-1", "mentions:", "Village", "0"]


def test_only_what_other_names_tagged_is_tagged_again_where_that_is_asked_for(archive: Archive) -> None:
    archive.tagged_by(LATER)

    done = archive.installation.run("retag", "--older-rules")

    assert (done.code, done.out) == (0, "")
    assert "0 articles: " in done.err


def test_the_version_of_the_names_is_shown_with_an_article(archive: Archive) -> None:
    archive.tagged_by(LATER)

    shown, told = (archive.installation.run("articles", "show", "2", *option) for option in (["--json"], []))

    assert shown.json()["tagged_by"]
    assert f"geese (by rules {shown.json()['tagged_by']})" in told.out


def test_lists_of_a_named_topic_are_to_be_had_and_a_topic_that_is_gone_is_refused(archive: Archive) -> None:
    archive.tagged_by(LATER)

    listed = archive.installation.run("articles", "list", "--named", "geese", "--jsonl")
    refused = archive.installation.run("articles", "list", "--named", "herons")

    assert len(listed.lines()) == 20
    assert (refused.code, "--named" in refused.err) == (2, True)


# --- monitor topics backtest ----------------------------------------------------------------------


def test_a_backtest_shows_what_other_names_would_gain_and_lose_and_writes_nothing(archive: Archive) -> None:
    archive.tagged_by(AT_FIRST)

    done = archive.installation.run("topics", "backtest", archive.new_names(), "--samples", "2")

    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[:3] == [
        "geese\t0\t20\t20\t0\t20\t0\tnew",
        "herons\t20\t0\t0\t20\t0\t20\tgone",
        "ports\t0\t20\t20\t0\t20\t0\t",
    ]
    assert lines[3:7:3] == ["geese + by goose 20", lines[6]]
    assert [line.split(" ")[3] for line in lines if line.startswith("ports + article")] == ["60", "57"]
    assert any(line.startswith("    A [-heron-] was seen.") for line in lines)
    assert any(line.startswith("    A {+goose+} was seen.") for line in lines)
    assert done.err.splitlines()[-1] == "60 articles compared: 60 would name something else; nothing was changed"
    assert archive.topics() == {"herons": 20, "none": 40}


def test_a_backtest_as_json_has_an_object_for_each_article_that_differs(archive: Archive) -> None:
    archive.tagged_by(AT_FIRST)
    new = archive.new_names(AT_FIRST.replace("[harbour]", "[harbour, quay]"))

    done = archive.installation.run("topics", "backtest", new, "--jsonl")

    found = done.lines()
    assert (len(found), {topic["topic"] for each in found for topic in each["topics"]}) == (20, {"ports"})
    assert found[0]["id"] == 60
    (topic,) = found[0]["topics"]
    assert (topic["matched"], topic["would_match"], topic["mentions_gained"]) == (False, True, {"quay": 1})
    assert topic["samples"][0]["written"] == "quay"
    assert "ports: 0 -> 20 articles (+20 -0), mentions +20 -0" in done.err


def test_a_backtest_of_the_names_in_use_says_so(archive: Archive) -> None:
    done = archive.installation.run("topics", "backtest", str(archive.names))

    assert (done.code, done.out) == (0, "")
    assert "These are the names in use" in done.err


def test_a_backtest_of_a_file_that_is_wrong_names_the_line(archive: Archive) -> None:
    done = archive.installation.run("topics", "backtest", archive.new_names("topics:\n  geese:\n    label: Geese\n"))

    assert done.code == 78
    assert "new.yaml, line 2: 'geese'" in done.err


def test_a_backtest_works_while_the_service_runs(archive: Archive) -> None:
    archive.tagged_by(AT_FIRST)
    with archive.installation.service() as running:
        running.until("service.started")

        done = archive.installation.run("topics", "backtest", archive.new_names(), "--samples", "0")

    assert (done.code, len(done.out.splitlines())) == (0, 6), done.err  # the table, and by which names


def test_a_backtest_that_is_broken_off_shows_what_it_has_and_says_so(archive: Archive) -> None:
    archive.tagged_by(AT_FIRST)
    near, far = os.pipe()
    # It waits when that is full, among the first sixteen articles: all that it says has 40 kB.
    fcntl.fcntl(near, fcntl.F_SETPIPE_SZ, 4_096)
    with (
        archive.start("topics", "backtest", archive.new_names(), "--jsonl", stdout=far) as stopped,
        os.fdopen(near, "rb", buffering=0) as told,
    ):
        os.close(far)
        told.read(1)
        stopped.send_signal(signal.SIGINT)
        told.read()
        _, err = stopped.communicate(timeout=30)

    assert stopped.returncode == 130, err
    *_, interrupted, whole = err.splitlines()
    assert interrupted == "Interrupted: what is shown is of the newest articles only."
    assert 0 < int(whole.split()[0]) < ARTICLES
