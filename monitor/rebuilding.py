"""How is the archive read again by the rules of today?

Not pure, but it touches the world only through the stores and the workers. In: since when. Out: what is another now,
article by article. `monitor reextract` shows it; a stop loses at most a batch, and the next run goes on there. The
pipeline has an article read again before it compares it with what its page says by newer rules.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.config.settings import Settings
from monitor.core.public import moment
from monitor.core.records.articles import Draft
from monitor.core.records.feeds import Keep, OutletSpec
from monitor.core.records.pages import Capture
from monitor.core.records.rebuilds import Rebuildable, Rebuilt, Reread
from monitor.core.records.verdicts import Judged, Neighbours
from monitor.core.urls import site_of
from monitor.dedupe.decide import decide
from monitor.extract.page import Page
from monitor.reader import Reader
from monitor.store.articles.rebuilds import Rebuilds
from monitor.store.articles.recurring import Recurring
from monitor.store.tasks import Tasks
from monitor.workers import Workers

_BATCH = 32


@dataclass(frozen=True, slots=True)
class Step:
    """How far the walk has come, after one article more.

    Args:
        rebuilt: None where nothing is another.
        counts: articles by what became of them: "same", "changed", "unreadable".
    """

    rebuilt: Rebuilt | None
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """Reads the stored pages of the archive again.

    Args:
        outlets: what the owner knows of outlets' pages, by outlet.
    """

    rebuilds: Rebuilds
    tasks: Tasks
    habits: Recurring
    workers: Workers[Reader]
    settings: Settings
    outlets: Mapping[str, OutletSpec]

    async def refresh(self, article_id: int) -> None:
        """Read one article's stored pages again: what is compared with it then is told apart by the same rules."""
        article = await asyncio.to_thread(self.rebuilds.one, article_id)
        reread = await self._read(article) if article else None
        if reread is not None:
            judge = _Judge(reread.article.due.feed.keep)
            await asyncio.to_thread(self.rebuilds.put, reread, judge, is_trial=False)

    def left(self, since: datetime | None, *, is_fresh: bool = False, is_trial: bool = False) -> tuple[int, int]:
        """Say how many articles an earlier run has done, where one was stopped, and how many a run would read now.

        Args:
            is_fresh: begin at the beginning all the same.
            is_trial: as in ``run``.
        """
        progress = self.tasks.begin(_name(is_trial=is_trial), _wanted(since), is_fresh=is_fresh or is_trial)
        return sum(progress.counts.values()), self.rebuilds.count(since, progress.cursor)

    async def run(self, since: datetime | None, *, is_trial: bool = False) -> AsyncIterator[Step]:
        """Read every article that was first seen since again, and give what became of each, as it goes.

        A run that was stopped with the same ``since`` is gone on with.

        Args:
            is_trial: keep nothing, only say what would be another.
        """
        name = _name(is_trial=is_trial)
        progress = await asyncio.to_thread(self.tasks.begin, name, _wanted(since))
        while batch := await asyncio.to_thread(self.rebuilds.batch, since, progress.cursor, _BATCH):
            for article, reread in zip(batch, await asyncio.gather(*map(self._read, batch)), strict=True):
                rebuilt = None
                if reread is not None:
                    judge = _Judge(article.due.feed.keep)
                    rebuilt = await asyncio.to_thread(self.rebuilds.put, reread, judge, is_trial=is_trial)
                fate = "unreadable" if reread is None else "changed" if rebuilt else "same"
                counts = progress.counts | {fate: progress.counts.get(fate, 0) + 1}
                progress = replace(progress, cursor=article.article_id, counts=counts)
                yield Step(rebuilt, counts)
            await asyncio.to_thread(self.tasks.reach, name, progress)
        await asyncio.to_thread(self.tasks.end, name)

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


def _name(*, is_trial: bool) -> str:
    return "reextract --dry-run" if is_trial else "reextract"


def _wanted(since: datetime | None) -> dict[str, object]:
    return {"since": moment(since)}


@dataclass(frozen=True, slots=True)
class _Judge:
    """Gives a draft's verdict; says of which articles the text is kept."""

    keep: Keep

    def __call__(self, draft: Draft, neighbours: Neighbours) -> Judged:
        verdict = decide(draft.article.text, draft.fingerprint, neighbours)
        return Judged(verdict, keep_text=self.keep is Keep.ALL or bool(draft.tagged.topics))
