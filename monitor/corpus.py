"""How does the folder of the seeds become the corpus, and how does it grow?

Not pure: reads and writes the folder. In: a folder, texts. Out: Corpus; files beside the sketches.
It joins config/ (the files), extract/ (text out of HTML) and dedupe/ (which text is which seed's), which do not know
one another; service.py hands the seeds to the store, and `monitor seeds` shows them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from monitor.config.seeds import load_seeds, load_texts, read_text, write_seed
from monitor.core.errors import MonitorError
from monitor.core.records.failures import Failed
from monitor.core.records.feeds import Entry
from monitor.core.records.verdicts import Neighbours, Seed, VerdictKind
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import fingerprint
from monitor.dedupe.seeds import Corpus, Fate, Placed, attach_texts, known_seed
from monitor.extract.page import Page


def load_corpus(folder: Path) -> Corpus:
    """Read the seed corpus, with the texts that its owner dropped beside the sketches.

    Raises:
        BadConfiguration: a file of it cannot be used.
    """
    return attach_texts(load_seeds(folder), _plain(load_texts(folder)))


def add_to_corpus(folder: Path, files: Sequence[Path]) -> tuple[Placed, ...]:
    """Take texts (.txt, .html) into the corpus, and say what became of each.

    A text goes beside the sketch it belongs to; one that belongs to none becomes a seed with a sketch of its own.

    Raises:
        BadConfiguration: a file cannot be read.
        MonitorError: the folder of the seeds cannot be written to.
    """
    corpus = attach_texts(load_corpus(folder).seeds, _plain({str(file): read_text(file) for file in files}))
    by_name = {seed.name: seed for seed in corpus.seeds}
    try:
        for placed in corpus.placed:
            seed = by_name.get(placed.seed)
            if seed is None or placed.fate not in (Fate.ADDED, Fate.ATTACHED):
                continue
            if placed.fate is Fate.ADDED:
                write_seed(folder, seed)
            (folder / f"{seed.name}.txt").write_text(seed.text, encoding="utf-8")
    except OSError as error:
        raise MonitorError(
            f"The folder of the seeds, {folder}, cannot be written to: {error.strerror}. "
            "Set MONITOR_SEEDS to a folder of your own, with a copy of the seeds in it."
        ) from error
    return corpus.placed


def repeated(seeds: Sequence[Seed]) -> list[tuple[Seed, str]]:
    """Find the seeds that are copies of an earlier one, by text where both have it, else by sketch; and say why."""
    found = []
    for number, seed in enumerate(seeds):
        made = replace(fingerprint(seed.text), exact=seed.exact, sketch=seed.sketch)
        others = [known_seed(other if seed.text else replace(other, text="")) for other in seeds[:number]]
        verdict = decide(seed.text, made, Neighbours(tuple(others)))
        if verdict.kind in (VerdictKind.EXACT, VerdictKind.COPY):
            found.append((seed, verdict.why))
    return found


def _plain(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: _text_of(text) if name.lower().endswith((".html", ".htm")) else text for name, text in texts.items()}


def _text_of(page: str) -> str:
    # Loaded with the first page: few corpora have one, and what reads pages takes a fifth of a second and 40 MB.
    from monitor.extract.article import extract  # noqa: PLC0415 - see above

    article = extract(Page(page.encode(), "text/html; charset=utf-8", "", Entry("", "", "")))
    return "" if isinstance(article, Failed) else f"{article.title}\n{article.text}"
