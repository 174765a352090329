"""What does the service say of a pair: alone, and in an archive full of other texts?

Not pure: keeps articles in a database of its own, and measures CPU time on this machine. In: a collection. Out: an
outcome a pair, and how often a known text was among the candidates. dedup.py prints them.
"""

import gc
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from tempfile import TemporaryDirectory

from monitor.config.settings import load
from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.articles import Covered, Draft, DueEntry, Fingerprint
from monitor.core.records.feeds import Entry, FeedSpec
from monitor.core.records.rulings import Kept, Rulings
from monitor.core.records.verdicts import Judged, Known, Neighbours, Verdict
from monitor.core.records.versions import Revision
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import fingerprint
from monitor.drafter import Drafter
from monitor.store.opening import Stores, open_stores
from tests.eval.dedup_pairs import is_reported
from tests.eval.dedup_records import Collection, Document, Pair
from tests.eval.dedup_scoring import Outcome, Told, told_by
from tests.fakes import NOON, FakeClock

_FEED = FeedSpec("eval", "https://eval.example/feed")
_MOSTLY_CUT = 3  # the strength at which about a third is left
_ROUNDS = 3  # of each measured text; the quickest counts, as noise only ever adds


# --- alone ------------------------------------------------------------------------------------------


class Alone:
    """Judges texts as if one other were all that is known."""

    def __init__(self, documents: dict[str, Document]) -> None:
        self._documents = documents
        self._fingerprints: dict[str, Fingerprint] = {}

    def outcomes(self, pairs: Iterable[Pair]) -> Iterator[Outcome]:
        """Judge each pair, then the same pair the other way round.

        A text that comes after the third of it which a cut copy holds is not known: more than half of it is news, and
        what a pair calls a copy is a part when seen from there.
        """
        for pair in pairs:
            document = self._documents[pair.a]
            half = is_reported(document.base)
            for known, new in ((pair.a, pair.b), (pair.b, pair.a)):
                verdict = self.judge(known, new)
                is_reversed = known == pair.b
                seen = replace(pair, label="partial") if is_reversed and _is_mostly_cut(pair) else pair
                yield Outcome(seen, told_by(verdict), verdict, document.language, is_reversed, half)

    def judge(self, known: str, new: str) -> Verdict:
        """Judge a text, given one that is known; outlets have no habits yet."""
        other = Known(known, self._documents[known].text, self._fingerprint(known).exact)
        return decide(self._documents[new].text, self._fingerprint(new), Neighbours((other,)))

    def _fingerprint(self, name: str) -> Fingerprint:
        if name not in self._fingerprints:
            self._fingerprints[name] = fingerprint(self._documents[name].text)
        return self._fingerprints[name]


def _is_mostly_cut(pair: Pair) -> bool:
    return pair.kind == "truncated" and pair.strength >= _MOSTLY_CUT


def documents_per_s(collection: Collection) -> float:
    """Say how many documents get their fingerprint and, beside one that is known, their verdict in a second of CPU."""
    judging, spent_s, number = Alone(collection.documents), 0.0, 0
    gc.collect()
    for pair in collection.pairs[::7]:
        text, quickest = collection.documents[pair.b].text, float("inf")
        judging.judge(pair.a, pair.b)  # what is known has its fingerprint
        for _ in range(_ROUNDS):
            began = time.process_time()
            fingerprint(text)
            judging.judge(pair.a, pair.b)
            quickest = min(quickest, time.process_time() - began)
        spent_s, number = spent_s + quickest, number + 1
    return number / spent_s


# --- in an archive ----------------------------------------------------------------------------------


@dataclass
class Archive:
    """The real stores over a database of their own.

    Args:
        names: of the document behind each article, by the article's id as verdicts have it.
        judged_s: CPU seconds of each verdict, without what the store does for it.
    """

    stores: Stores
    drafter: Drafter
    names: dict[str, str] = field(default_factory=dict)
    judged_s: list[float] = field(default_factory=list)

    def keep(self, document: Document) -> Verdict:
        """Keep a document as the pipeline would; give the verdict on it."""
        draft, said = self._draft(document), list[Verdict]()

        def judge(found: Neighbours) -> Judged:
            began = time.process_time()
            said.append(decide(draft.article.text, draft.fingerprint, found))
            self.judged_s.append(time.process_time() - began)
            return Judged(said[-1])

        rulings = Rulings(judge, lambda _: Revision(is_version=True), lambda _: ())
        entry = Entry(document.name, draft.article.canonical_url, document.title)
        kept = self.stores.articles.keep(Covered(DueEntry(0, _FEED, entry, NOON), draft), rulings)
        if not isinstance(kept, Kept) or not said:
            raise AssertionError(f"{document.name} was not judged: {kept}")
        self.names[str(kept.article_id)] = document.name
        return said[-1]

    def candidates(self, document: Document) -> set[str]:
        """Name the documents that this one would be compared with."""
        found = self.stores.articles.neighbours(self._draft(document))
        return {self.names[known.ref] for known in found.known}

    def _draft(self, document: Document) -> Draft:
        draft = self.drafter.read_text(document.title, document.text)
        if not isinstance(draft, Draft):
            raise TypeError(f"{document.name} could not be read: {draft}")
        # The name as a host: one article an address, and no two documents at one.
        url = f"https://{document.outlet}/{len(self.names)}/{document.name.encode().hex()}"
        return replace(draft, article=replace(draft.article, canonical_url=url, outlet=document.outlet))


@contextmanager
def archive() -> Iterator[Archive]:
    """Open an empty archive, and throw it away in the end."""
    with TemporaryDirectory() as folder:
        settings, _ = load({"MONITOR_DATA_DIR": folder})
        stores = open_stores(settings, FakeClock())
        stores.feeds.sync([_FEED])
        try:
            yield Archive(stores, Drafter(load_topics(default_topics_path())))
        finally:
            stores.database.close()


@dataclass(frozen=True, slots=True)
class Mixed:
    """What became of the pairs of a collection in its archives.

    Args:
        judged_s: CPU seconds of each verdict.
        masked: pairs of which nothing was said in any archive, as another text had more of the second's words.
    """

    outcomes: list[Outcome]
    judged_s: list[float]
    masked: set[Pair]


def mixed(collection: Collection) -> Mixed:
    """Keep the texts of each archive one after another, and see what was said of the later one of each pair.

    What a verdict names is an answer to a pair if it is the pair's other text, or has that text's words too; else the
    pair was told to be distinct. Who is named without any right is a pair of its own, a "stranger". Of a pair that is
    judged in several archives, the wrong answer counts.
    """
    outcomes: dict[Pair, Outcome] = {}
    judged_s: list[float] = []
    masked: set[Pair] = set()
    for names in collection.archives:
        with archive() as kept:
            said = {name: kept.keep(collection.documents[name]) for name in names}
            answers = _Answers(collection, said, kept.names)
            for outcome in (*answers.to_pairs(), *answers.strangers()):
                if outcome.pair not in outcomes or not outcome.is_right:
                    outcomes[outcome.pair] = outcome
            masked |= answers.masked
            judged_s += kept.judged_s
    return Mixed(list(outcomes.values()), judged_s, masked - set(outcomes))


class _Answers:
    """What the verdicts of one archive, in the order in which they fell, tell of pairs and of strangers.

    Args:
        names: of the document behind each article.
    """

    def __init__(self, collection: Collection, said: dict[str, Verdict], names: dict[str, str]) -> None:
        self._documents, self._said = collection.documents, said
        self._places = {name: place for place, name in enumerate(said)}
        self._pairs = [pair for pair in collection.pairs if pair.a in said and pair.b in said]
        self._named = {name: names[verdict.of] for name, verdict in said.items() if verdict.of}
        self.masked: set[Pair] = set()

    def to_pairs(self) -> Iterator[Outcome]:
        """Answer pairs. Where a text rightly is a copy of another one with its host, nothing is said of its part."""
        for pair in self._pairs:
            earlier, later = sorted((pair.a, pair.b), key=self._places.__getitem__)
            named, base = self._documents.get(self._named.get(later, "")), self._base(earlier)
            is_answer = named is not None and named.base == base
            host = self._documents[later].host
            if named and not is_answer and host in named.words_of:
                self.masked.add(pair)
                continue
            is_answer |= named is not None and pair.label == "partial" and named.donor == base
            yield self._outcome(pair, told_by(self._said[later]) if is_answer else "distinct", later)

    def strangers(self) -> Iterator[Outcome]:
        """Give what was named without any right, and in no pair."""
        paired = {frozenset((pair.a, pair.b)) for pair in self._pairs}
        for later, earlier in self._named.items():
            is_stranger = self._documents[later].words_of.isdisjoint(self._documents[earlier].words_of)
            if is_stranger and not paired & {frozenset((earlier, later)), frozenset((self._base(earlier), later))}:
                pair = Pair(earlier, later, "distinct", "stranger")
                yield self._outcome(pair, told_by(self._said[later]), later)

    def _outcome(self, pair: Pair, told: Told, later: str) -> Outcome:
        document = self._documents[pair.a]
        is_reversed = later == pair.a
        return Outcome(pair, told, self._said[later], document.language, is_reversed, is_reported(document.base))

    def _base(self, name: str) -> str:
        return self._documents[name].base


# --- candidates -------------------------------------------------------------------------------------


def candidates_found(collection: Collection, pairs: Sequence[Pair]) -> dict[Pair, bool]:
    """Say of each pair whether its first text is a candidate for the second, in an archive of all first texts."""
    with archive() as kept:
        for name in dict.fromkeys(pair.a for pair in pairs):
            kept.keep(collection.documents[name])
        found = {name: kept.candidates(collection.documents[name]) for name in {pair.b for pair in pairs}}
    return {pair: pair.a in found[pair.b] for pair in pairs}


def one_of_each(pairs: Iterable[Pair]) -> list[Pair]:
    """Take one pair of each first text, of as many kinds as there are, and turn it round."""
    by_first: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_first.setdefault(pair.a, []).append(pair)
    some = (group[number % len(group)] for number, group in enumerate(by_first.values()))
    return [replace(pair, a=pair.b, b=pair.a) for pair in some]


def mean_characters(collection: Collection) -> float:
    """Say how long a document is."""
    lengths = [len(document.text) for document in collection.documents.values()]
    return sum(lengths) / len(lengths)
