"""Does a pack hold all that the archive says, the same each time, and leave nothing behind where it fails?"""

import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.core.errors import MonitorError
from monitor.evidence.exhibit import Exhibit
from monitor.evidence.pack import Occasion, write_pack
from tests.unit.evidence_samples import AFTER, BEFORE, OCCASION, PAGES, bodies, exhibit, pack, plain_exhibit


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "pack.zip"


def test_a_pack_holds_every_version_page_and_difference(file: Path) -> None:
    written = pack(file)

    with zipfile.ZipFile(file) as opened:
        assert opened.namelist() == [
            "README.txt",
            "articles/7/article.json",
            "articles/7/text-1.txt",
            "articles/7/text-2.txt",
            "articles/7/diff-1-2.txt",
            "articles/9/article.json",
            "articles/9/text-1.txt",
            "pages.warc.gz",
            "manifest.json",
        ]
        assert opened.read("articles/7/text-1.txt").decode() == BEFORE
        assert opened.read("articles/7/text-2.txt").decode() == AFTER
        assert opened.read("articles/7/diff-1-2.txt").decode() == "[-Monday-]{+Tuesday+}\n"
    assert (written.articles, written.pages, written.size) == (2, 2, file.stat().st_size)


def test_an_articles_facts_are_all_that_the_archive_says(file: Path) -> None:
    pack(file)

    with zipfile.ZipFile(file) as opened:
        facts = json.loads(opened.read("articles/7/article.json"))

    assert (facts["id"], facts["text"], facts["verdict"], facts["first_seen_at"]) == (
        7,
        AFTER,
        "new",
        "2026-11-22T12:00:00Z",
    )
    assert facts["claims"] == [
        {"field": "title", "witness": "json-ld", "value": "CSTO meets", "chosen": True, "note": ""}
    ]
    assert facts["dropped"] == [{"text": "Read also", "why": "recurs at this outlet", "after": 1}]
    assert facts["mentions"][0]["recurring"] is True
    assert facts["sightings"][0]["at"] == "2026-11-22T12:00:00Z"
    assert facts["changes"] == [
        {
            "at": "2026-11-22T12:00:00Z",
            "version": 2,
            "kind": "stealth_edit",
            "detail": "The text changed, its date did not.",
            "topic": "",
        }
    ]
    assert [(text["version"], text["file"], text["capture"]) for text in facts["texts"]] == [
        (1, "text-1.txt", 1),
        (2, "text-2.txt", 2),
    ]
    assert facts["texts"][0]["sha256"] == sha256(BEFORE.encode()).hexdigest()
    assert [each["sha256"] for each in facts["captures"]] == [sha256(page).hexdigest() for page in PAGES]
    assert facts["captures"][0]["headers"][2] == ["X-Title", "Жаңалық"]


def test_the_manifest_says_what_was_exported_and_ends_with_the_head(file: Path) -> None:
    written = pack(file)

    with zipfile.ZipFile(file) as opened:
        raw = opened.read("manifest.json")
        said = json.loads(raw)
        assert opened.comment.decode() == (
            f"monitor evidence pack 1; sha256 of manifest.json: {sha256(raw).hexdigest()}"
        )
    assert said["exported"] == {
        "asked": "topic:csto",
        "at": "2026-11-22T12:00:00Z",
        "program": "monitor 1.2.3",
        "articles": 2,
        "pages": 2,
    }
    readme = said["members"][0]
    assert readme["chain"] == sha256(f"{'0' * 64}README.txt{readme['sha256']}".encode()).hexdigest()
    assert said["head"] == written.head


def test_the_same_export_makes_the_same_bytes(tmp_path: Path) -> None:
    pack(tmp_path / "one.zip")
    pack(tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@pytest.mark.parametrize("other", [replace(OCCASION, asked="topic:sco"), replace(OCCASION, program="monitor 9")])
def test_the_head_stands_for_what_was_asked_too(tmp_path: Path, other: Occasion) -> None:
    written = pack(tmp_path / "one.zip")

    exhibits = [exhibit(), plain_exhibit()]
    differs = write_pack(tmp_path / "two.zip", exhibits, bodies(*PAGES), other, may_replace=False)

    assert differs.head != written.head


def test_the_readmes_own_commands_find_a_pack_right_and_a_changed_file_wrong(file: Path, tmp_path: Path) -> None:
    written = pack(file)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(file) as opened:
        opened.extractall(folder)
    readme = (folder / "README.txt").read_text(encoding="utf-8")
    compare, head = (re.search(rf"^{number}\. [^$]*?\n\n((?:  .*\n)+)", readme, re.MULTILINE) for number in (2, 3))
    assert compare
    assert head

    def run(script: str) -> tuple[int, str]:
        done = subprocess.run(["/bin/sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    code, listed = run(compare[1])
    assert code == 0
    assert len(listed.splitlines()) == 8
    assert all(line.endswith(": OK") for line in listed.splitlines())
    assert run(head[1]) == (0, f"{written.head}\n")

    (folder / "articles/7/text-1.txt").write_text("x", encoding="utf-8")
    assert run(compare[1])[0] == 1


def test_nothing_found_makes_a_pack_without_articles(file: Path) -> None:
    assert pack(file, []).articles == 0

    with zipfile.ZipFile(file) as opened:
        assert opened.namelist() == ["README.txt", "pages.warc.gz", "manifest.json"]


def test_one_article_at_a_time_is_asked_for(file: Path) -> None:
    taken: list[str] = []

    def exhibits() -> Iterator[Exhibit]:
        for each in (exhibit(7), exhibit(8)):
            taken.append(f"article {each.article.id}")
            yield each

    def body(digest: str) -> bytes:
        taken.append("page")
        return bodies(*PAGES)(digest)

    write_pack(file, exhibits(), body, OCCASION, may_replace=False)

    assert taken == ["article 7", "page", "page", "article 8", "page", "page"]


# --- where it fails ---------------------------------------------------------------------------------


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError, MonitorError, RuntimeError])
def test_a_pack_that_is_not_finished_leaves_nothing_behind(file: Path, error: type[BaseException]) -> None:
    def exhibits() -> Iterator[Exhibit]:
        yield exhibit()
        assert len(list(file.parent.iterdir())) == 1
        raise error("in the middle")

    with pytest.raises(MonitorError if error is OSError else error):
        write_pack(file, exhibits(), bodies(*PAGES), OCCASION, may_replace=True)

    assert list(file.parent.iterdir()) == []


def test_a_file_that_exists_is_left_as_it_is(file: Path) -> None:
    file.write_text("mine")

    with pytest.raises(MonitorError, match=r"exists already, and was left as it is\. .* --force"):
        pack(file)

    assert file.read_text() == "mine"
    assert pack(file, may_replace=True).size == file.stat().st_size


def test_a_pack_that_was_not_finished_leaves_the_old_one(file: Path) -> None:
    pack(file, [exhibit()])
    before = file.read_bytes()

    with pytest.raises(KeyError):
        write_pack(file, [exhibit()], bodies(), OCCASION, may_replace=True)

    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_appears_meanwhile_is_left_as_it_is(file: Path) -> None:
    def exhibits() -> Iterator[Exhibit]:
        file.write_text("mine")
        yield exhibit()

    with pytest.raises(MonitorError, match="exists already"):
        write_pack(file, exhibits(), bodies(*PAGES), OCCASION, may_replace=False)

    assert file.read_text() == "mine"


def test_a_page_that_is_not_what_was_kept_is_not_shown_as_evidence(file: Path) -> None:
    with pytest.raises(MonitorError, match=r"A page of article 7 is not what it was .* no pack was written"):
        write_pack(file, [exhibit()], lambda _: b"another page", OCCASION, may_replace=False)

    assert list(file.parent.iterdir()) == []


def test_no_folder_and_no_device_is_written_over(tmp_path: Path) -> None:
    with pytest.raises(MonitorError, match="is no file"):
        pack(tmp_path, may_replace=True)
    with pytest.raises(MonitorError, match="is no file"):
        pack(Path("/dev/null"), may_replace=True)
    with pytest.raises(MonitorError, match="there is no folder"):
        pack(tmp_path / "nowhere" / "pack.zip")


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.zip", tmp_path / "link.zip"
    target.write_text("old")
    link.symlink_to(target)

    pack(link, may_replace=True)

    assert link.is_symlink()
    assert zipfile.is_zipfile(target)
