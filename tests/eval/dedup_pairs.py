"""Which pairs of texts are verdicts measured with, and what is true of each?

Not pure: reads texts. In: our own texts, and the labelled pairs of the folder that the projects share, where they are.
Out: collections of documents, pairs, and archives in which documents are kept one after another.
"""

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import combinations, pairwise
from pathlib import Path

from tests.eval.dedup_archives import archives
from tests.eval.dedup_edits import EDITS, STRENGTHS, chance_of, edited, embedded, passage
from tests.eval.dedup_records import Collection, Document, Label, Pair
from tests.eval.dedup_texts import LANGUAGES, Article, Phrases, Texts, own_texts

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "eval"

_KIN = {"ae_ac1bfdd4c5": "ae_9cb8224b66"}  # unlabelled: both print the same list of thirty concerts
_PUT_IN = re.compile("~(?:partial|quotes)")
_RUN, _HOST_RUNS = 25, 50  # characters; so many runs are no common phrase
_PASSAGES = (0.52, 0.42, 0.34)


def is_reported(base: str) -> bool:
    """Say whether a text is in the half that figures are reported of, rather than in the one thresholds are set by."""
    return blake2b(base.encode()).digest()[0] % 2 == 0


# --- the folder that the projects share -------------------------------------------------------------


def shared() -> Collection | None:
    """Read the labelled pairs of other people's texts; None where they are not there."""
    if not (SHARED / "dedup_pairs.jsonl").exists():
        return None
    with gzip.open(SHARED / "dedup_docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = {said["id"]: _shared(said) for said in map(json.loads, lines)}
    _find_hosts(documents)
    listed = (SHARED / "dedup_pairs.jsonl").read_text(encoding="utf-8").splitlines()
    pairs = tuple(
        Pair(said["a"], said["b"], said["label"], said["kind"], said["strength"]) for said in map(json.loads, listed)
    )
    kept = archives(documents, pairs, documents)
    return Collection("the projects' shared pairs", documents, pairs, tuple(map(tuple, kept)))


def _shared(said: dict[str, str]) -> Document:
    name, whole = said["id"], said["id"].split("~")[0]
    is_whole = not _PUT_IN.search(name)
    base, donor = (whole, _KIN.get(name, "")) if is_whole else (name, whole)
    return Document(name, base, said["lang"], said["title"], said["text"], _host(name), donor=donor)


def _find_hosts(documents: dict[str, Document]) -> None:
    """Find in which text each part and quotation stands: the files do not say, but the host has most of the words.

    Where the host is none of the documents, the first text that was put into it stands for it.
    """
    runs: dict[str, set[str]] = defaultdict(set)
    put_in = sorted(name for name in documents if _PUT_IN.search(name))
    for name in (*(name for name in documents if "~" not in name), *put_in):
        for run in _runs(documents[name].text):
            runs[run].add(name)
    for name in put_in:
        held = Counter(other for run in _runs(documents[name].text) for other in runs[run])
        known = {other: number for other, number in held.items() if documents[other].donor != documents[name].donor}
        known.pop(documents[name].donor, None)
        # Others that were put in only if no whole text will do.
        host = max(known, key=lambda other: ("~" not in other, known[other]), default="")
        if known.get(host, 0) < _HOST_RUNS:
            host = max(known, key=known.__getitem__, default="")
        found = documents[host].host or host if known.get(host, 0) >= _HOST_RUNS else name
        documents[name] = replace(documents[name], host=found)


def _runs(text: str) -> set[str]:
    """Give every run of so many letters and digits."""
    run = "".join(filter(str.isalnum, text))
    return {run[at : at + _RUN] for at in range(len(run) - _RUN + 1)}


# --- our own ----------------------------------------------------------------------------------------


def own(languages: Iterable[str] = LANGUAGES) -> Collection:
    """Make pairs of our own texts: every edit at every strength of every article, and all that is new to its like."""
    made = _Making()
    for language in languages:
        texts = own_texts(language)
        _copies(made, texts)
        _parts(made, texts)
        _strangers(made, texts)
    kept = archives(made.documents, made.pairs, made.kept)
    return Collection("our own pairs", made.documents, tuple(made.pairs), tuple(map(tuple, kept)))


@dataclass
class _Making:
    """Documents and pairs as they are made, and the names of those that go into archives."""

    documents: dict[str, Document] = field(default_factory=dict)
    pairs: list[Pair] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def put(self, article: Article, *, base: str = "", parts: tuple[str, str] = ("", ""), is_kept: bool = True) -> str:
        """Take a text in, once; give its name."""
        if article.name not in self.documents:
            self.documents[article.name] = Document(
                name=article.name,
                base=base or article.name,
                language=article.language,
                title=article.title,
                text=article.text,
                outlet=article.outlet or _host(article.name),
                host=parts[0],
                donor=parts[1],
            )
            self.kept += [article.name] if is_kept else []
        return article.name

    def pair(self, a: str, b: str, label: Label, kind: str, strength: int = 1) -> None:
        """Note what is true of two texts."""
        self.pairs.append(Pair(a, b, label, kind, strength))


def _copies(made: _Making, texts: Texts) -> None:
    """Pair each article with its edits, and each template's first bulletin with its reprints."""
    for number, article in enumerate(texts.articles):
        made.put(article)
        for at, kind in enumerate(EDITS):
            for strength in STRENGTHS:
                # Each kind of edit of an article goes into an archive at one strength.
                is_kept = strength == STRENGTHS[(number + at) % 3]
                copy = _copy(article, kind, strength, texts.phrases)
                made.put(copy, base=article.name, is_kept=is_kept)
                made.pair(article.name, copy.name, "revision" if kind == "revision" else "dup", kind, strength)
    for issues in texts.bulletins:
        for strength in STRENGTHS:
            copy = _copy(issues[0], "agency", strength, texts.phrases)
            made.put(issues[0])
            made.put(copy, base=issues[0].name)
            made.pair(issues[0].name, copy.name, "dup", "bulletin reprinted", strength)


def _copy(article: Article, kind: str, strength: int, phrases: Phrases) -> Article:
    name = f"{article.name}~{kind}{strength}".replace(" ", "_")
    return Article(name, article.language, article.title, edited(kind, article, phrases, strength))


def _parts(made: _Making, texts: Texts) -> None:
    """Put a third to a half of each article into another one."""
    articles = texts.articles
    for number, host in enumerate(articles):
        donor = articles[(number + 4) % len(articles)]
        for strength, share in zip(STRENGTHS, _PASSAGES, strict=True):
            lines = passage(donor, share, chance_of("part", donor.name, strength))
            name = f"{donor.name}~in_{host.name.split('/')[1]}{strength}"
            part = Article(name, host.language, host.title, embedded(host, lines))
            # One of each host: two would have the host in common.
            made.put(part, parts=(host.name, donor.name), is_kept=strength == STRENGTHS[number % 3])
            made.pair(donor.name, name, "partial", "embedded", strength)


def _strangers(made: _Making, texts: Texts) -> None:
    """Pair what is new to its like: other articles, issues of a bulletin, briefs, and whoever quotes the same."""
    for one, other in (*pairwise(texts.articles), *zip(texts.articles[:-3], texts.articles[3:], strict=True)):
        made.pair(one.name, other.name, "distinct", "other article")
    kinds = [*(("bulletins", issues) for issues in texts.bulletins), ("briefs", texts.briefs)]
    for kind, group in (*kinds, ("same quotation", texts.reports)):
        for article in group:
            made.put(article)
        for one, other in combinations(group, 2):
            made.pair(one.name, other.name, "distinct", kind)
    for number, (one, other) in enumerate(zip(texts.articles[:-1:2], texts.articles[1::2], strict=False)):
        strength = STRENGTHS[number % 3]
        a, b = (made.put(_quoting(each, texts.statement[:strength]), is_kept=False) for each in (one, other))
        made.pair(a, b, "distinct", "same quotation put in", strength)


def _quoting(article: Article, statement: Sequence[str]) -> Article:
    name = f"{article.name}~quoting{len(statement)}"
    return Article(name, article.language, article.title, embedded(article, [f"“{' '.join(statement)}”"]))


def _host(name: str) -> str:
    return f"{blake2b(name.encode(), digest_size=6).hexdigest()}.example"
