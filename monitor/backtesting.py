"""What would other names change in the archive?

Not pure, but it touches the world only through the store and the workers, and writes nothing. In: since when. Out: what
would be another, article by article from the newest on, and added up. `monitor topics backtest` shows it.
"""

import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from monitor.config.settings import Settings
from monitor.core.records.backtests import Compared, Differing, Shift
from monitor.core.records.failures import Failed
from monitor.core.records.rebuilds import Rejudgeable
from monitor.store.articles.retagging import NamingTexts
from monitor.tag.comparing import Comparer
from monitor.workers import Workers

_AT_ONCE = 16  # articles a job
_JOBS_PER_WORKER = 2  # in hand


@dataclass(frozen=True, slots=True)
class Backtesting:
    """Reads the stored texts of the archive, and compares what they name by two lists of names.

    Args:
        samples: of an article's mentions, at most so many gained and so many lost for each topic.
    """

    texts: NamingTexts
    workers: Workers[Comparer]
    settings: Settings
    samples: int

    async def run(self, since: datetime | None) -> AsyncIterator[Compared]:
        """Compare what every stored text names, the newest articles first, a few at a time."""
        coming: deque[asyncio.Future[list[Compared]]] = deque()
        articles = await asyncio.to_thread(self.texts.texts, since, _AT_ONCE)
        try:
            while articles or coming:
                if articles and len(coming) < self.settings.workers * _JOBS_PER_WORKER:
                    coming.append(asyncio.ensure_future(self._compare(articles)))
                    articles = await asyncio.to_thread(self.texts.texts, since, _AT_ONCE, articles[-1].article_id)
                    continue
                for compared in await coming.popleft():
                    yield compared
        finally:
            for each in coming:
                each.cancel()

    async def _compare(self, articles: Sequence[Rejudgeable]) -> list[Compared]:
        """Have some articles compared; where that takes too long, each by itself."""
        found = await self.workers.run(Comparer.compare, self.settings.read_deadline_s, articles, self.samples)
        if not isinstance(found, Failed):
            return [found]
        if len(articles) == 1:
            return [Compared(failed=1)]
        return [one for each in articles for one in await self._compare([each])]


@dataclass(slots=True)
class Sum:
    """What would become of one topic in all articles that were compared.

    Args:
        before: how many articles match it by the names in use.
        after: how many would by the others.
        names_gained: mentions gained, by the name that makes them.
        names_lost: mentions lost, by the name that makes them now.
        articles: the newest of the articles that it would gain, of those that it would lose, and of the others in which
            it would gain or lose mentions.
    """

    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0
    names_gained: Counter[str] = field(default_factory=Counter)
    names_lost: Counter[str] = field(default_factory=Counter)
    articles: dict[str, list[tuple[Differing, Shift]]] = field(default_factory=dict)


class Trial:
    """Adds up what was compared, and keeps a few articles of each kind: it takes no more room for a longer archive.

    Args:
        samples: how many articles of each kind to keep for each topic.
    """

    def __init__(self, samples: int) -> None:
        self.compared = 0
        self.differing = 0
        self.failed = 0
        self.topics: dict[str, Sum] = {}
        self._samples = samples

    def add(self, given: Compared) -> None:
        """Add what a few articles would name."""
        self.compared += given.articles
        self.failed += given.failed
        self.differing += len(given.differing)
        for topic, number in given.before.items():
            self._of(topic).before += number
        for topic, number in given.after.items():
            self._of(topic).after += number
        for article in given.differing:
            for shift in article.topics:
                self._note(article, shift)

    def _note(self, article: Differing, shift: Shift) -> None:
        of_topic = self._of(shift.topic)
        of_topic.gained += shift.is_matched and not shift.was_matched
        of_topic.lost += shift.was_matched and not shift.is_matched
        of_topic.names_gained.update(shift.gained)
        of_topic.names_lost.update(shift.lost)
        kept = of_topic.articles.setdefault(_kind(shift), [])
        if len(kept) < self._samples:
            kept.append((article, shift))

    def _of(self, topic: str) -> Sum:
        return self.topics.setdefault(topic, Sum())


def _kind(shift: Shift) -> str:
    if shift.was_matched == shift.is_matched:
        return "other"
    return "gained" if shift.is_matched else "lost"
