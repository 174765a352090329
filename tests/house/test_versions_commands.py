"""Can a person see what an article said before, what changed, and what its page says by the rules of today?"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.demo.thread import WorldThread
from tests.house.installation import Done, Installation

TITLE = "Ministers plan an exercise"
ANOTHER = {"id": 1, "title": TITLE, "changed": ["text"], "topics_gained": [], "topics_lost": []}
BEFORE = (
    "Defence ministers of the CSTO met in Bishkek on Monday to talk about next year's joint exercise.",
    "They agreed that four hundred soldiers from five countries will take part, with a field hospital.",
    "Kazakhstan will send an airborne company, its ministry said, and observers are invited.",
)
AFTER = (BEFORE[0], BEFORE[1].replace("four hundred", "nine hundred"), BEFORE[2])


def page(paragraphs: tuple[str, ...]) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html><head><title>{TITLE}</title>
      <meta property="article:modified_time" content="2026-11-20T11:00:00Z"></head>
      <body><nav><a href="/">Home</a></nav><article><h1>{TITLE}</h1>{text}</article></body></html>"""


@dataclass
class Edited:
    """An article that was edited, looked at, and withdrawn."""

    installation: Installation
    looks: list[Done]

    def run(self, *arguments: str) -> Done:
        return self.installation.run(*arguments)


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edited]:
    with WorldThread() as world:
        installation = Installation.watching(world, tmp_path_factory.mktemp("edited"))
        url = world.serve("/story.html", page(BEFORE))
        item = f"<item><guid>s</guid><title>{TITLE}</title><link>{url}</link></item>"
        rss = f'<rss version="2.0"><channel><title>Odd</title>{item}</channel></rss>'
        feed = world.serve("/feed.xml", rss, content_type="application/rss+xml")
        installation.write_feeds(f"feeds:\n- name: odd\n  url: {feed}\n  every: 1h\n")
        done = [installation.run("poll", "--all")]
        assert done[0].code == 0, done[0].err
        done.append(installation.run("look", "1", "--json"))
        world.serve("/story.html", page(AFTER))
        done.append(installation.run("look", "1", "--json"))
        world.misbehave("/story.html", "gone")
        done.append(installation.run("look", "1"))
        yield Edited(installation, done[1:])


def test_a_look_says_what_changed(edited: Edited) -> None:
    same, changed, gone = edited.looks

    assert (same.code, same.json()["looks"][0]["changes"]) == (0, [])
    assert (changed.code, [c["kind"] for c in changed.json()["looks"][0]["changes"]]) == (0, ["stealth_edit"])
    assert (gone.code, "withdrawn" in gone.out) == (4, True)


def test_a_look_at_what_is_not_there_says_so(edited: Edited) -> None:
    done = edited.run("look", "77")

    assert (done.code, "There is no article 77." in done.err) == (1, True)


def test_the_diff_of_two_versions_shows_the_words(edited: Edited) -> None:
    done = edited.run("diff", "1")

    assert done.code == 0, done.err
    assert "[-four-]" in done.out
    assert "{+nine+}" in done.out


def test_a_patch_has_the_paragraphs(edited: Edited) -> None:
    lines = edited.run("diff", "1", "--patch").out.splitlines()

    assert f"-{BEFORE[1]}" in lines
    assert f"+{AFTER[1]}" in lines


def test_changes_are_listed_the_last_first(edited: Edited) -> None:
    kinds = [line["kind"] for line in edited.run("changes", "--jsonl").lines()]

    assert kinds == ["withdrawn", "stealth_edit"]


def test_an_article_shows_that_it_was_withdrawn_and_how_often_it_changed(edited: Edited) -> None:
    shown = edited.run("articles", "show", "1", "--json").json()

    assert shown["withdrawn_at"] is not None
    assert (shown["versions"], shown["modified_at"]) == (2, "2026-11-20T11:00:00Z")
    assert shown["sightings"][0]["feed"] == "odd"
    assert edited.run("articles", "show", "1").out.count("withdrawn") >= 1


def test_pages_are_read_again_and_what_is_another_is_told(edited: Edited) -> None:
    database = Path(edited.installation.environment["MONITOR_DATA_DIR"]) / "monitor.sqlite3"
    with closing(sqlite3.connect(database)) as opened:
        opened.execute("UPDATE article SET text = 'Home'")
        opened.commit()

    trial, real, again = (
        edited.run("reextract", *arguments, "--jsonl") for arguments in (["--dry-run"], [], ["--since", "1d"])
    )

    assert [done.code for done in (trial, real, again)] == [0, 0, 0], (trial.err, real.err)
    assert trial.lines() == real.lines() == [ANOTHER]
    assert again.lines() == []
    assert "1 article read: 0 another now, 1 the same" in again.err


def test_the_room_that_an_article_takes_is_told_by_part(edited: Edited) -> None:
    sizes = edited.run("status", "--sizes", "--json").json()["bytes_per_article"]

    assert sizes.keys() == {"pages", "texts", "fingerprints", "index"}
    assert min(sizes.values()) > 0


def test_programs_get_the_versions_with_their_edits_and_the_changes(edited: Edited) -> None:
    with edited.installation.service() as service:
        service.until("web.listening")
        versions = json.loads(service.get("/api/v1/articles/1/versions")[1])["versions"]
        changes = json.loads(service.get("/api/v1/changes?kind=withdrawn")[1])["changes"]
        refused = [service.get(path)[0] for path in ("/api/v1/articles/77/versions", "/api/v1/changes?kind=odd")]

    (start, end, other_start, other_end) = versions[1]["edits"][0]
    assert (versions[0]["text"][start:end], versions[1]["text"][other_start:other_end]) == ("four", "nine")
    assert [(change["article"], change["kind"]) for change in changes] == [(1, "withdrawn")]
    assert refused == [404, 422]
