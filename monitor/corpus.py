"""How does the folder of the seeds become the corpus, and how does it grow?

Not pure: reads and writes the folder. In: a folder, texts. Out: Corpus; files beside the sketches.
It joins config/ (the files), extract/ (text out of HTML) and dedupe/ (which text is which seed's), which do not know
one another; service.py hands the seeds to the store, and `monitor seeds` shows them.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from monitor.config.seeds import load_seeds, load_texts, read_text, write_seed, write_text
from monitor.core.errors import BadConfiguration, MonitorError
from monitor.core.records.failures import Failed
from monitor.core.records.feeds import Entry
from monitor.core.urls import is_web_address
from monitor.dedupe.seeds import Corpus, Fate, Placed, attach_texts
from monitor.extract.page import Page

_HEAD = 1_000
_PAGE = re.compile(r"<!doctype html|<html[\s>]", re.IGNORECASE)


def load_corpus(folder: Path) -> Corpus:
    """Read the seed corpus, with the texts that its owner dropped beside the sketches.

    Raises:
        BadConfiguration: a file of it cannot be used.
    """
    return attach_texts(load_seeds(folder), _plain(load_texts(folder)))


def add_to_corpus(folder: Path, files: Sequence[Path]) -> tuple[Placed, ...]:
    """Take texts (.txt, .html) into the corpus, and say what became of each, in the order given.

    A text goes beside the sketch it belongs to; one that belongs to none becomes a seed with a sketch of its own.
    A file that cannot be read says so, and the others go on.

    Raises:
        BadConfiguration: a file of the corpus itself cannot be used.
        MonitorError: the folder of the seeds cannot be written to.
    """
    raw: dict[str, str] = {}
    placed: dict[str, Placed] = {}
    for file in map(str, files):
        try:
            raw[file] = read_text(Path(file))
        except BadConfiguration as error:
            (problem,) = error.problems
            placed[file] = Placed(file, "", Fate.UNREADABLE, f"{problem.what} {problem.mend}")
    corpus = attach_texts(load_corpus(folder).seeds, _plain(raw))
    placed |= {each.file: each for each in corpus.placed}
    _write(folder, corpus)
    return tuple(placed[file] for file in dict.fromkeys(map(str, files)))


def _write(folder: Path, corpus: Corpus) -> None:
    """Write down the seeds and texts that were added."""
    by_name = {seed.name: seed for seed in corpus.seeds}
    try:
        for placed in corpus.placed:
            if placed.fate is Fate.ADDED:
                write_seed(folder, by_name[placed.seed])
            if placed.fate in (Fate.ADDED, Fate.ATTACHED):
                write_text(folder, by_name[placed.seed])
    except OSError as error:
        raise MonitorError(
            f"The folder of the seeds, {folder}, cannot be written to: {error.strerror}. "
            "Set MONITOR_SEEDS to a folder of your own, with a copy of the seeds in it."
        ) from error


def _plain(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: _text_of(text) if _is_page(name, text) else text for name, text in texts.items()}


def _is_page(name: str, text: str) -> bool:
    """Say whether a file is HTML, by its name or, where somebody saved a page as text, by how it begins."""
    return name.lower().endswith((".html", ".htm")) or _PAGE.search(text[:_HEAD]) is not None


def _text_of(given: str) -> str:
    """Give a page's headline and text below what somebody wrote above the page: its address, as a rule."""
    # Loaded with the first page: few corpora have one, and what reads pages takes a fifth of a second and 40 MB.
    from monitor.extract.article import extract  # noqa: PLC0415 - see above

    start = given.find("<")
    above = given[: max(start, 0)].strip() if start < _HEAD else ""
    address = next(iter(above.split()), "")
    url = address if is_web_address(address) else ""
    page = given[start:] if above else given
    article = extract(Page(page.encode(), "text/html; charset=utf-8", url, Entry("", url, "")))
    if isinstance(article, Failed):
        return ""
    return "\n".join(filter(None, (above, article.title, article.text)))
