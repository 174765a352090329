"""How is the archive read again by the rules of today?

Not pure, but it touches the world only through the stores and the workers. In: since when. Out: what is another now,
article by article. `monitor reextract` shows it; after a stop the next run goes on there. The
pipeline has an article made anew before it compares it with what its page says by newer rules or names.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from monitor.config.settings import Settings
from monitor.core.records.articles import Draft
from monitor.core.records.feeds import Keep, OutletSpec
from monitor.core.records.pages import Capture
from monitor.core.records.rebuilds import Rebuildable, Rebuilt, Reread, Step, Wish
from monitor.core.records.rulings import Stale
from monitor.core.records.verdicts import Judged, Neighbours
from monitor.core.urls import site_of
from monitor.dedupe.decide import RULES as RULES_OF_VERDICTS
from monitor.dedupe.decide import decide_on
from monitor.dedupe.fingerprint import VERSION
from monitor.extract.article import RULES as RULES_OF_READING
from monitor.extract.page import Page
from monitor.reader import Reader
from monitor.retagging import Retagging
from monitor.store.articles.rebuilds import Rebuilds
from monitor.store.articles.recurring import Recurring
from monitor.store.tasks import Tasks
from monitor.stories.traits import RULES as RULES_OF_TRAITS
from monitor.walking import Walk
from monitor.workers import Workers

_TODAY = f"{RULES_OF_READING}.{RULES_OF_VERDICTS}.{VERSION}.{RULES_OF_TRAITS}"


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """Reads the stored pages of the archive again.

    Args:
        outlets: what the owner knows of outlets' pages, by outlet.
        retagging: tags stored texts again, which is all that is to be done where only the names are others.
        rules: versions of the rules that pages are read and judged by; those that they are tagged by are retagging's.
    """

    rebuilds: Rebuilds
    tasks: Tasks
    habits: Recurring
    workers: Workers[Reader]
    settings: Settings
    outlets: Mapping[str, OutletSpec]
    retagging: Retagging
    rules: str = _TODAY

    async def refresh(self, stale: Stale) -> None:
        """Make an article anew from what is stored: what is compared with it then is told apart by the same rules.

        Where its pages cannot be read, its text is tagged again at least.
        """
        reread = None if stale.by_names else await self._reread(stale.article_id)
        if reread is None:
            await self.retagging.refresh(stale.article_id)
        else:
            await asyncio.to_thread(self.rebuilds.put, reread, judge, is_trial=False)

    def begin(self, wish: Wish, *, is_fresh: bool = False) -> tuple[int, int]:
        """Begin a run, or find the one that was stopped; say how many articles are done, and how many are left.

        Args:
            is_fresh: begin at the beginning all the same.
        """
        return self._walk.begin(wish, is_fresh=is_fresh)

    def run(self, wish: Wish) -> AsyncIterator[Step[Rebuilt]]:
        """Read every article that is wished for again, and give what became of each, as it goes."""

        def put(reread: Reread | None) -> tuple[str, Rebuilt | None]:
            """Store what is another, and say what became of the article."""
            if reread is None:
                return "unreadable", None
            rebuilt = self.rebuilds.put(reread, judge, is_trial=wish.is_trial)
            return "changed" if rebuilt else "same", rebuilt

        return self._walk.steps(wish, self._reread, put)

    @property
    def _walk(self) -> Walk:
        count, numbers = self.rebuilds.count, self.rebuilds.numbers
        rules = f"{self.rules}.{self.retagging.rules}"
        return Walk("reextract", self.tasks, count, numbers, self.settings.workers, rules)

    async def _reread(self, article_id: int) -> Reread | None:
        article = await asyncio.to_thread(self.rebuilds.one, article_id)
        return await self._read(article) if article else None

    async def _read(self, article: Rebuildable) -> Reread | None:
        """Have an article's pages read; None where the one that it has now cannot be."""
        drafts: list[tuple[int, Draft]] = []
        for n, capture in article.captures:
            draft = await self._draft(article, capture)
            if draft is not None:
                drafts.append((n, draft))
        has_current = bool(drafts) and drafts[-1][0] == article.versions
        return Reread(article, tuple(drafts)) if has_current else None

    async def _draft(self, article: Rebuildable, capture: Capture) -> Draft | None:
        outlet = site_of(capture.url)
        recurring = await asyncio.to_thread(self.habits.of, outlet)
        content_type = next((value for name, value in capture.headers if name.lower() == "content-type"), "").lower()
        page = Page(
            capture.body,
            content_type,
            capture.url,
            article.due.entry,
            capture.at,
            self.outlets.get(outlet),
            recurring,
        )
        draft = await self.workers.run(Reader.read, self.settings.read_deadline_s, page)
        return draft if isinstance(draft, Draft) else None


def judge(draft: Draft, keep: Keep, neighbours: Neighbours) -> Judged:
    """Give a draft's verdict, and say whether its text is kept: of each article, or of those that match."""
    verdict = decide_on(draft, neighbours)
    return Judged(verdict, keep_text=keep is Keep.ALL or bool(draft.tagged.topics))
