"""Does evidence that is exported stand by itself, in another's hands?"""

import io
import json
import os
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from monitor.demo.thread import WorldThread
from tests.house.installation import Installation

ARTICLES = ("en-wire", "ru-plan", "zh-drill")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that has read three articles."""
    with WorldThread() as world:
        for article_id in ARTICLES:
            world.publish(article_id)
        made = Installation.watching(world, tmp_path_factory.mktemp("desk"))
        assert made.run("poll", "--all").code == 0
        yield made


@pytest.fixture
def elsewhere(tmp_path: Path) -> Installation:
    """A receiver: no archive, no feeds, no network."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
    return Installation(tmp_path, plain)


def _export(desk: Installation, what: str, file: Path) -> dict[str, object]:
    done = desk.run("evidence", "export", what, str(file), "--json")
    assert done.code == 0, done.err
    exported: dict[str, object] = done.json()
    return exported


def test_what_is_exported_is_checked_and_listed_where_there_is_no_archive(
    desk: Installation, elsewhere: Installation
) -> None:
    known = {article["id"]: article for article in desk.articles()}
    file = elsewhere.folder / "pack.zip"
    said = _export(desk, "seen:P1D", file)
    assert (said["articles"], said["bytes"]) == (3, file.stat().st_size)

    checked = elsewhere.run("evidence", "verify", "pack.zip", "--head", str(said["head"]))
    assert (checked.code, checked.out, checked.err) == (0, f"fine  {_members(file)} members, head {said['head']}\n", "")

    listed = elsewhere.run("evidence", "show", "pack.zip")
    rows = [line.split("\t") for line in listed.out.splitlines()]
    assert [(int(row[0]), row[2], row[-1]) for row in rows] == [
        (each["id"], each["outlet"], each["title"]) for each in sorted(known.values(), key=lambda each: each["id"])
    ]
    assert "seen:P1D" in listed.err
    assert sorted(path.name for path in elsewhere.folder.iterdir()) == ["pack.zip"]


def test_the_pages_are_those_that_the_articles_were_read_from(desk: Installation, tmp_path: Path) -> None:
    said = _export(desk, "1,2,3", tmp_path / "pack.zip")

    with zipfile.ZipFile(tmp_path / "pack.zip") as opened:
        facts = [json.loads(opened.read(f"articles/{number}/article.json")) for number in (1, 2, 3)]
        warc = opened.read("pages.warc.gz")
    pages = {
        record.rec_headers.get_header("WARC-Record-ID"): (
            record.rec_headers.get_header("WARC-Target-URI"),
            sha256(record.content_stream().read()).hexdigest(),
        )
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
        if record.rec_type == "response"
    }

    captures = [capture for article in facts for capture in article["captures"]]
    assert len(captures) == said["pages"] == 3
    assert pages == {each["warc_record_id"]: (each["url"], each["sha256"]) for each in captures}


def test_a_query_narrows_what_is_exported(desk: Installation, tmp_path: Path) -> None:
    russian = [article["id"] for article in desk.articles() if article["language"] == "ru"]

    said = _export(desk, "lang:ru", tmp_path / "pack.zip")

    assert said["articles"] == len(russian) == 1
    assert f"articles/{russian[0]}/article.json" in zipfile.ZipFile(tmp_path / "pack.zip").namelist()


def test_a_changed_pack_and_another_file_are_told_apart(desk: Installation, elsewhere: Installation) -> None:
    file = elsewhere.folder / "pack.zip"
    _export(desk, "1", file)
    content = bytearray(file.read_bytes())
    content[-300] ^= 1
    file.write_bytes(content)
    (elsewhere.folder / "page.html").write_text("<html>")

    changed = elsewhere.run("evidence", "verify", "pack.zip", "--json")
    other = elsewhere.run("evidence", "verify", "page.html")

    assert changed.code == 1
    assert changed.json()["fine"] is False
    assert len(changed.json()["wrong"]) == 1
    assert "is not as it was exported" in changed.err
    assert other.code == 2
    assert "error: page.html is no evidence pack" in other.err


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("1", "-"), 2, "never to stdout"),
        (("", "pack.zip"), 2, "name the articles"),
        (("999", "pack.zip"), 1, "There is no article 999."),
        (("0", "pack.zip"), 2, "an id is a number from 1 on"),
        (("lang:xx", "pack.zip"), 1, "No article is meant by 'lang:xx'; nothing was written."),
        (("topc:csto", "pack.zip"), 2, "is:, story:, seen:.\n  topc:csto\n  ^\n"),
        (("topic:nato", "pack.zip"), 2, "No topic is called 'nato'"),
        (("beside:tokaev", "pack.zip"), 2, "No state, person or body is called 'tokaev'. Did you mean 'tokayev'?"),
        (("1", "nowhere/pack.zip"), 1, "there is no folder nowhere"),
        (("1", "."), 1, "is no file"),
        (("1", "mine.zip"), 1, "mine.zip exists already, and was left as it is."),
    ],
)
def test_what_cannot_be_exported_is_said_and_leaves_nothing(
    desk: Installation, tmp_path: Path, arguments: tuple[str, str], code: int, says: str
) -> None:
    elsewhere = Installation(tmp_path, desk.environment)
    (tmp_path / "mine.zip").write_text("mine")

    done = elsewhere.run("evidence", "export", *arguments)

    assert (done.code, done.out) == (code, "")
    assert says in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.zip"]
    assert (tmp_path / "mine.zip").read_text() == "mine"


def test_force_writes_over_a_file(desk: Installation, tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_text("mine")

    assert desk.run("evidence", "export", "1", str(tmp_path / "mine.zip"), "--force").code == 0

    assert zipfile.is_zipfile(tmp_path / "mine.zip")


def _members(file: Path) -> int:
    return len(zipfile.ZipFile(file).namelist())
