"""Does the corpus grow by the files that its owner gives, and does each file that is of no use say so?"""

from pathlib import Path

import pytest

from monitor.config.seeds import load_seeds
from monitor.core.errors import MonitorError
from monitor.corpus import add_to_corpus, load_corpus
from monitor.dedupe.seeds import Fate
from tests.unit.seed_texts import EN, SAMPLES

ADDRESS = "https://www.coast.example/world/2026/11/20/ferry-talks"
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>{EN.headline}</title></head><body>
  <nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>{EN.headline}</h1>
  {"".join(f"<p>{line}</p>" for line in EN.text.splitlines())}</article><footer>Imprint</footer></body></html>"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "seeds"
    folder.mkdir()
    return folder


def file(tmp_path: Path, name: str, text: str | bytes) -> Path:
    path = tmp_path / "given" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("name", "text", "title", "url"),
    [
        ("a.txt", EN.text, "", ""),
        ("a.txt", f"{EN.headline}\n{EN.text}", EN.headline, ""),
        ("a.txt", f"{ADDRESS}\n\n{EN.headline}\n\n{EN.text}", EN.headline, ADDRESS),
        ("a.html", PAGE, EN.headline, ""),
        ("a.htm", f"{ADDRESS}\n{PAGE}", EN.headline, ADDRESS),
        ("saved page.txt", f"{ADDRESS}\n{EN.headline}\n{PAGE}", EN.headline, ADDRESS),
    ],
    ids=["text", "headline", "address and headline", "page", "address above", "page as text"],
)
def test_facts_are_read_from_a_text_or_a_page_with_or_without_a_head(
    corpus: Path, tmp_path: Path, name: str, text: str, title: str, url: str
) -> None:
    (placed,) = add_to_corpus(corpus, [file(tmp_path, name, text)])

    (seed,) = load_corpus(corpus).seeds
    assert placed.fate is Fate.ADDED
    assert (seed.title, seed.url, seed.date) == (title, url, "2026-11-20" if url else "")
    assert [line for line in EN.text.splitlines() if line not in seed.text] == []
    assert "Imprint" not in seed.text
    assert seed.text.count(EN.headline) <= 1


def test_duplicates_are_told_among_the_files_and_against_the_corpus_word_for_word_and_nearly(
    corpus: Path, tmp_path: Path
) -> None:
    add_to_corpus(corpus, [file(tmp_path, "known.txt", SAMPLES["ru"].text)])
    given = {
        "one.txt": EN.text,
        "two.txt": EN.text.replace("\n", "\n\n"),
        "three.txt": f"{EN.intro}\n{EN.text}",
        "four.txt": SAMPLES["ru"].text.upper(),
        "five.txt": f"{SAMPLES['ru'].text}\n{SAMPLES['ru'].outro}",
    }

    placed = add_to_corpus(corpus, [file(tmp_path, name, text) for name, text in given.items()])

    assert [(p.fate.value, p.seed, p.why[:22]) for p in placed] == [
        ("added", "one", placed[0].why[:22]),
        ("duplicate", "one", "It has the same words "),
        ("duplicate", "one", placed[2].why[:22]),
        ("duplicate", "known", "It has the same words "),
        ("duplicate", "known", placed[4].why[:22]),
    ]
    assert placed[2].why.endswith(f"Its text came from {tmp_path / 'given' / 'one.txt'}.")
    assert "stands in seed known" in placed[4].why
    assert sorted(path.name for path in corpus.iterdir()) == ["known.json", "known.txt", "one.json", "one.txt"]


def test_a_file_of_no_use_says_why_and_the_others_go_on(corpus: Path, tmp_path: Path) -> None:
    given = [
        file(tmp_path, "binary.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"),
        file(tmp_path, "empty.txt", ""),
        file(tmp_path, "blank.html", "<html><body></body></html>"),
        tmp_path / "given" / "gone.txt",
        file(tmp_path, "cyrillic.txt", SAMPLES["ru"].text.encode("cp1251")),
    ]

    placed = add_to_corpus(corpus, given)

    assert [(Path(p.file).name, p.fate.value) for p in placed] == [
        ("binary.txt", "unreadable"),
        ("empty.txt", "empty"),
        ("blank.html", "empty"),
        ("gone.txt", "unreadable"),
        ("cyrillic.txt", "added"),
    ]
    assert placed[0].why.startswith("It is no text")
    assert placed[3].why == "It can't be read: No such file or directory. Make it readable, or take it away."
    assert load_corpus(corpus).seeds[0].text == SAMPLES["ru"].text


def test_a_file_that_is_given_twice_is_taken_once(corpus: Path, tmp_path: Path) -> None:
    given = file(tmp_path, "one.txt", EN.text)

    assert [p.fate for p in add_to_corpus(corpus, [given, given])] == [Fate.ADDED]


def test_what_was_added_is_there_at_the_next_start_and_gives_nothing_but_its_sketch_away(
    corpus: Path, tmp_path: Path
) -> None:
    add_to_corpus(corpus, [file(tmp_path, "one.txt", EN.text)])
    (corpus / "one.txt").unlink()

    (seed,) = load_corpus(corpus).seeds

    assert (seed.text, seed.words, len(seed.sketch)) == ("", 456, 66)
    assert load_seeds(corpus) == (seed,)


def test_a_text_that_was_written_in_part_only_takes_nothing_from_its_sketch(corpus: Path, tmp_path: Path) -> None:
    add_to_corpus(corpus, [file(tmp_path, "one.txt", EN.text)])
    (corpus / "one.txt").write_text(EN.text[: len(EN.text) // 3], encoding="utf-8")

    loaded = load_corpus(corpus)

    assert [(p.seed, p.fate) for p in loaded.placed] == [("one", Fate.PART)]
    assert loaded.seeds[0].text == ""


def test_a_folder_that_can_not_be_written_to_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (folder / "one.json.part").mkdir()

    with pytest.raises(MonitorError, match="cannot be written to"):
        add_to_corpus(folder, [file(tmp_path, "one.txt", EN.text)])


def test_many_texts_are_told_apart_without_each_being_compared_with_all(corpus: Path, tmp_path: Path) -> None:
    texts = {f"{n}.txt": " ".join(f"{n}word{i}" for i in range(300)) for n in range(150)}

    placed = add_to_corpus(corpus, [file(tmp_path, name, text) for name, text in texts.items()])

    assert {p.fate for p in placed} == {Fate.ADDED}
    assert {p.why for p in placed} == {"Nothing known shares its wording."}
