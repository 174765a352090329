"""What would become of a feed's entries?

Not pure: fetches and reads their pages through covering.py, as the service does, and reads the archive. In: a feed and
its entries. Out: Sampled, one for each of the newest; nothing is kept. `monitor feeds test` shows them.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.core.ports import LinkStore
from monitor.core.records.articles import Article, Covered, Draft, DueEntry
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, FeedSpec
from monitor.core.records.verdicts import Neighbours, Seed, Verdict, VerdictKind
from monitor.corpus import load_corpus
from monitor.covering import Covering
from monitor.dedupe.decide import decide_on
from monitor.dedupe.seeds import known_seed
from monitor.store.articles.archive import Articles
from monitor.store.articles.keeping import is_lesser

_UNREACHED = frozenset(
    {Reason.REFUSED_ADDRESS, Reason.BAD_ADDRESS, Reason.DNS, Reason.CONNECT, Reason.TLS, Reason.HELD}
)
_DAWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sampled:
    """What would become of one entry.

    Args:
        robots: "allowed", "refused", "unknown" where the site could not be reached, or "not asked" where the page is
            not fetched or robots.txt not kept.
        failure: why its page could not be had or read, None where it could.
        draft: the article: the page's, else the feed's own text; None where neither can be read.
        verdict: against the archive and the seeds; None without a draft, and where nothing would change.
        known_as: id of the article that the archive has at this address, 0 for none.
    """

    entry: Entry
    robots: str
    failure: Failed | None = None
    draft: Draft | None = None
    verdict: Verdict | None = None
    known_as: int = 0


class _Unkept:
    """The links that are known, without those that are found out on the way."""

    def __init__(self, links: LinkStore) -> None:
        self._links = links

    def target(self, url: str) -> str | None:
        return self._links.target(url)

    def remember(self, url: str, target: str) -> None:
        """Keep nothing."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """Reads entries as the service would."""

    covering: Covering
    archive: Articles

    async def sample(self, spec: FeedSpec, entries: Sequence[Entry], *, most: int = 3) -> tuple[Sampled, ...]:
        """Read the pages of the newest entries; those without a date count as oldest, and stay in their order."""
        newest = sorted(entries, key=lambda entry: entry.published_at or _DAWN, reverse=True)[:most]
        corpus = await asyncio.to_thread(load_corpus, self.covering.settings.seeds_path)
        return tuple(await asyncio.gather(*(self._sample(spec, entry, corpus.seeds) for entry in newest)))

    async def _sample(self, spec: FeedSpec, entry: Entry, seeds: Sequence[Seed]) -> Sampled:
        covering = replace(self.covering, links=_Unkept(self.covering.links))
        due = DueEntry(0, spec, entry, self.covering.clock.now())
        read = await covering.read(due)
        failure = read if isinstance(read, Failed) else None
        sampled = Sampled(entry, _robots(spec, entry, failure), failure)
        if failure:  # what a page that stays closed would come to
            read = await covering.read_own(due)
        if not isinstance(read, Covered):
            return sampled
        return await asyncio.to_thread(self._judged, sampled, read.draft, seeds)

    def _judged(self, sampled: Sampled, draft: Draft, seeds: Sequence[Seed]) -> Sampled:
        neighbours = self.archive.neighbours(draft)
        for known in neighbours.known:
            own = None if known.is_seed else self.archive.get(int(known.ref))
            if own and own.url == draft.article.canonical_url:
                is_seen_again = known.exact == draft.fingerprint.exact or is_lesser(draft.article.basis, own.basis)
                verdict = None if is_seen_again else _version(own)
                return replace(sampled, draft=draft, verdict=verdict, known_as=own.id)
        return replace(sampled, draft=draft, verdict=verdict_on(draft, neighbours, seeds))


def _version(own: Article) -> Verdict:
    why = f"The archive has another text of this address; this would be version {own.versions + 1}."
    return Verdict(VerdictKind.VERSION, why, of=str(own.id))


def verdict_on(draft: Draft, neighbours: Neighbours, seeds: Sequence[Seed], *, own: str = "") -> Verdict:
    """Judge a draft against the archive and the seeds as their files have them now.

    Args:
        own: ref of the article that the draft is of, which is no copy of itself; "" for none.
    """
    known = tuple(known_seed(seed) for seed in seeds)
    others = tuple(each for each in neighbours.known if not each.is_seed and each.ref != own)
    return decide_on(draft, replace(neighbours, known=known + others))


def _robots(spec: FeedSpec, entry: Entry, failure: Failed | None) -> str:
    if not (spec.fetch_article and spec.obey_robots and entry.url):
        return "not asked"
    if failure and failure.reason in _UNREACHED:
        return "unknown"
    return "refused" if failure and failure.reason is Reason.ROBOTS else "allowed"
