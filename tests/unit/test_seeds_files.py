"""Are the files of the seed corpus read and written whole, and is what is wrong with one said where?"""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.config.seeds import load_seeds, load_texts, read_text, texts_below, write_seed, write_text
from monitor.core.errors import BadConfiguration
from monitor.core.records.verdicts import Seed

SEED = Seed(
    name="canal-2022",
    outlet="example.org",
    title="Канал “reopens”",
    date="2022-01-09",
    url="https://example.org/canal",
    words=400,
    exact="0f" * 32,
    sketch=(-(2**63), -8, 16, 2**63 - 1),
    authors=("A. Writer", "Б. Писатель"),
)


def test_a_seed_that_was_written_is_read_back(tmp_path: Path) -> None:
    write_seed(tmp_path, SEED)

    assert load_seeds(tmp_path) == (SEED,)


def test_the_text_is_never_written(tmp_path: Path) -> None:
    path = write_seed(tmp_path, replace(SEED, text="A sentence of its publisher's."))

    assert "sentence" not in path.read_text(encoding="utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["canal-2022.json"]


def test_a_file_has_one_line_for_each_fact(tmp_path: Path) -> None:
    lines = write_seed(tmp_path, SEED).read_text(encoding="utf-8").splitlines()

    assert len(lines) == 11
    assert lines[3] == '  "title": "Канал “reopens”",'
    assert lines[9] == '  "sketch": [-9223372036854775808, -8, 16, 9223372036854775807]'


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a seed's name is"):
        write_seed(tmp_path, replace(SEED, name="../canal"))


def test_seeds_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        write_seed(tmp_path, replace(SEED, name=name))

    assert [seed.name for seed in load_seeds(tmp_path)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ('"words": 400', '"words": "many"', 8, "'words': The value should be a number of words."),
        ('"words": 400', '"words": true', 8, "'words': The value should be a number of words."),
        ('"sketch": [', '"sketch": [0.5, ', 10, "'sketch': The value should be a list of signed 64-bit numbers."),
        ('"sketch": [', f'"sketch": [{2**63}, ', 10, "'sketch': The value should be a list of signed 64-bit"),
        ('"date": "2022-01-09"', '"date": "9 January"', 6, "'date': The value should be a day such as 2022-01-08"),
        ('"name": "canal-2022"', '"name": "../canal"', 2, "'name': The value should be a short name"),
        ('"authors": ["A. Writer", "Б. Писатель"]', '"authors": "A. Writer"', 5, "a list of names"),
        ('"outlet"', '"publisher"', 3, "'publisher': The file has no use for this key."),
        ('"words": 400,', '"words": 400', 9, "It is no JSON:"),
    ],
)
def test_a_file_that_can_not_be_used_is_named_with_line_and_key(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    path = write_seed(tmp_path, SEED)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    with pytest.raises(BadConfiguration) as caught:
        load_seeds(tmp_path)

    assert f"canal-2022.json, line {line}" in str(caught.value)
    assert what in str(caught.value)
    assert all(problem.mend for problem in caught.value.problems)


def test_every_file_at_fault_is_named_not_the_first_only(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    (tmp_path / "b.json").write_bytes(b"\xff\xfe")
    (tmp_path / "c.json").write_text("{}", encoding="utf-8")

    with pytest.raises(BadConfiguration) as caught:
        load_seeds(tmp_path)

    assert {Path(problem.file).name for problem in caught.value.problems} == {"a.json", "b.json", "c.json"}
    assert "'sketch': The key is missing." in str(caught.value)


def test_two_seeds_of_one_name_are_refused(tmp_path: Path) -> None:
    write_seed(tmp_path, SEED).rename(tmp_path / "other.json")
    write_seed(tmp_path, SEED)

    with pytest.raises(BadConfiguration, match="Another seed has this name"):
        load_seeds(tmp_path)


def test_a_folder_that_is_not_there_is_a_bad_configuration(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="There is no such folder"):
        load_seeds(tmp_path / "nowhere")


def test_dropped_texts_are_read_by_name_and_nothing_else_is(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes("Канал\r\nоткрыт".encode("utf-8-sig"))
    (tmp_path / "a.HTML").write_bytes('<meta charset="windows-1251"><p>Канал открыт для всех</p>'.encode("cp1251"))
    (tmp_path / "README.md").write_text("no text", encoding="utf-8")
    write_seed(tmp_path, SEED)

    texts = load_texts(tmp_path)

    assert list(texts) == ["a.HTML", "b.txt"]
    assert "Канал открыт для всех" in texts["a.HTML"]
    assert texts["b.txt"].splitlines() == ["Канал", "открыт"]


def test_a_folder_that_is_not_there_holds_no_texts(tmp_path: Path) -> None:
    assert load_texts(tmp_path / "nowhere") == {}


def test_a_text_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()

    with pytest.raises(BadConfiguration, match=r"folder\.txt: It can't be read"):
        load_texts(tmp_path)


def test_a_text_is_written_beside_its_sketch(tmp_path: Path) -> None:
    path = write_text(tmp_path, replace(SEED, text="Канал открыт."))

    assert (path.name, read_text(path)) == ("canal-2022.txt", "Канал открыт.")


def test_texts_are_found_in_folders_within_folders_in_the_order_of_their_paths(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.html", "a/b/d.TXT", "a/e.pdf", "a/.hidden.txt", "z.txt/f.htm"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")

    found = [path.relative_to(tmp_path).as_posix() for path in texts_below(tmp_path)]

    assert found == ["a/.hidden.txt", "a/b/d.TXT", "a/c.html", "b.txt", "z.txt/f.htm"]


@pytest.mark.parametrize(
    "body",
    [
        "Каналы открыты для всех судов с понедельника.".encode("cp1251"),
        "Каналы открыты для всех судов с понедельника.".encode("koi8-r"),
        "Каналы открыты для всех судов с понедельника.".encode("utf-16"),
        "Каналы открыты для всех судов с понедельника.".encode() + "é".encode("latin-1"),
    ],
    ids=["windows-1251", "koi8-r", "utf-16", "utf-8 with a broken end"],
)
def test_a_text_is_read_whatever_its_encoding(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(body)

    assert read_text(tmp_path / "a.txt").startswith("Каналы открыты для всех судов с понедельника.")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"%PDF-1.7\n\x00\x01\x02stream", "It is no text, but a picture, a PDF"),
        (bytes(range(256)) * 40, "It is no text, but a picture, a PDF"),
        ("Канал открыт. ".encode() + b"\x03\x02\x1b" * 20, "It can't be read in any encoding"),
    ],
    ids=["PDF", "all bytes", "control characters"],
)
def test_what_is_no_text_is_named_as_that(tmp_path: Path, body: bytes, what: str) -> None:
    (tmp_path / "a.txt").write_bytes(body)

    with pytest.raises(BadConfiguration, match=what):
        read_text(tmp_path / "a.txt")


@pytest.mark.parametrize("name", ["a.pdf", "a.DOCX", "a.odt"])
@pytest.mark.parametrize("body", [b"", b"%PDF-1.7\n"])
def test_of_a_document_that_is_never_a_text_it_is_said_what_is_read(tmp_path: Path, name: str, body: bytes) -> None:
    (tmp_path / name).write_bytes(body)

    with pytest.raises(BadConfiguration, match=r"Only \.txt and \.html files are read, and no \.(pdf|docx|odt)\."):
        read_text(tmp_path / name)


def test_what_is_too_large_for_an_article_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(20_000_001)

    with pytest.raises(BadConfiguration, match="more than 20 MB"):
        read_text(tmp_path / "a.txt")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")

    with pytest.raises(BadConfiguration, match="no ordinary file"):
        read_text(tmp_path / "a.txt")
