"""Can the owner of the seed corpus add files and folders, and see what became of each?"""

import os
from pathlib import Path

import pytest

from tests.house.installation import Installation
from tests.unit.seed_texts import EN, SAMPLES


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    """An installation with an empty corpus of its own."""
    (tmp_path / "seeds").mkdir()
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MONITOR_", "PYTHON"))}
    return Installation(tmp_path, {**inherited, "MONITOR_SEEDS": str(tmp_path / "seeds")})


def give(installation: Installation, **files: str | bytes) -> None:
    """Put files into folders below "given"; a double underscore parts folder from file."""
    for name, text in files.items():
        path = installation.folder / "given" / f"{name.replace('__', '/')}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)


def told(out: str) -> list[tuple[str, str, str]]:
    """What became of which file, and of which seed."""
    return [
        (Path(file).name, became, seed) for file, became, seed, _ in (line.split("\t") for line in out.splitlines())
    ]


def test_folders_are_added_with_all_below_them_and_what_is_of_no_use_is_told(installation: Installation) -> None:
    give(
        installation,
        ferry=EN.text,
        russian__ferry=SAMPLES["ru"].text,
        russian__deep__again=f"{SAMPLES['ru'].text}\n{SAMPLES['ru'].outro}",
        russian__deep__empty="",
        picture=b"\x89PNG\r\n\x1a\n\x00\x00",
    )

    done = installation.run("seeds", "add", "given")

    assert (done.code, told(done.out)) == (
        4,
        [
            ("ferry.txt", "added", "ferry"),
            ("picture.txt", "unreadable", ""),
            ("again.txt", "added", "again"),
            ("empty.txt", "empty", ""),
            ("ferry.txt", "duplicate", "again"),
        ],
    )
    assert done.err.splitlines()[-1] == "2 added, 1 unreadable, 1 empty, 1 duplicate"
    listed = installation.run("seeds", "list").out
    assert [line.split("\t")[0] for line in listed.splitlines()] == ["again", "ferry"]
    assert installation.run("seeds", "verify").code == 0


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a": EN.text}, 0),
        ({"a": EN.text, "b": EN.text}, 0),
        ({"a": EN.text, "b": ""}, 4),
        ({"a": "", "b": b"\x00\x01"}, 1),
        ({}, 1),
    ],
    ids=["added", "a duplicate", "in part", "nothing", "no files"],
)
def test_the_exit_code_says_whether_all_could_be_used(
    installation: Installation, files: dict[str, str | bytes], code: int
) -> None:
    (installation.folder / "given").mkdir()
    give(installation, **files)

    assert installation.run("seeds", "add", "given").code == code


def test_of_a_pdf_it_is_said_what_is_read(installation: Installation) -> None:
    (installation.folder / "x.pdf").touch()

    done = installation.run("seeds", "add", "x.pdf")

    assert (done.code, told(done.out)) == (1, [("x.pdf", "unreadable", "")])
    assert "Only .txt and .html files are read, and no .pdf." in done.out


def test_a_part_of_a_seed_that_is_known_by_its_sketch_is_told_and_left_out(installation: Installation) -> None:
    give(installation, whole=EN.text, part=EN.text[: len(EN.text) // 2])
    installation.run("seeds", "add", "given/whole.txt")
    (installation.folder / "seeds" / "whole.txt").unlink()

    done = installation.run("seeds", "add", "given/part.txt")

    assert (done.code, told(done.out)) == (1, [("part.txt", "part", "whole")])
