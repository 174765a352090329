"""Which are the newest articles that a saved query means?

Not pure: reads the archive. In: a Query. Out: its newest articles, whole. follow.py asks, again and again for the same
few queries.

What the archive can be asked, it is asked. For the rest the newest articles are held against the query one by one;
where it asks for words, each has to be read whole, half a millisecond each. So what was found out of an article is
remembered for some minutes.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from monitor.core.errors import TryAgainLater
from monitor.core.query.filters import to_filter
from monitor.core.query.parsing import BadQuery
from monitor.core.query.tree import Query
from monitor.core.records.articles import Article, ArticleFilter
from monitor.store.articles.archive import Articles

NEWEST = 50
#: So many articles are held against a query one by one.
LOOKED_AT = 2_000

# What an article has in a list of the archive too.
_LISTED = frozenset(
    {"topic", "lang", "feed", "outlet", "country", "is", "has", "story", "title", "author", "url", "date", "seen"}
)
_AT_ONCE = 2  # long searches; who comes third waits, and not for long: they hold threads that others need
_REMEMBERED = timedelta(minutes=10)
_MOST_QUERIES = 100


class Busy(TryAgainLater):
    """Too much is being searched for at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """The newest articles that a query means.

    Args:
        is_all: whether the whole archive was asked, and not its newest articles only.
    """

    articles: tuple[Article, ...]
    is_all: bool


@dataclass(slots=True)
class _Known:
    """Which articles a query means, of those it was held against since a moment."""

    since: datetime
    means: dict[int, bool] = field(default_factory=dict)


class Searches:
    """The searches of one process.

    Args:
        wait_s: how long one waits for others to end.
    """

    def __init__(self, archive: Articles, *, wait_s: float = 5.0) -> None:
        self._archive = archive
        self._wait_s = wait_s
        self._free = BoundedSemaphore(_AT_ONCE)
        self._known: dict[str, _Known] = {}

    def newest(self, query: Query, now: datetime) -> Found:
        """Give the newest articles that a query means.

        Of an article that has changed, it may be ten minutes until the query knows.

        Raises:
            Busy: too much is being searched for at once.
        """
        try:
            wanted = to_filter(query)
        except BadQuery:
            return Found(tuple(map(self._archive.get, self._search(query, now))), is_all=False)
        listed = self._archive.list(replace(wanted, limit=NEWEST))
        return Found(tuple(self._archive.get(each.id) for each in listed), is_all=True)

    def _search(self, query: Query, now: datetime) -> list[int]:
        listed = self._archive.list(ArticleFilter(limit=LOOKED_AT))
        if query.fields <= _LISTED:
            return [each.id for each in listed if query.matches(each, now)][:NEWEST]
        if not self._free.acquire(timeout=self._wait_s):
            raise Busy("Too much is being searched for. Try again in a few seconds.")
        try:
            return self._search_whole(query, [each.id for each in listed], now)
        finally:
            self._free.release()

    def _search_whole(self, query: Query, ids: list[int], now: datetime) -> list[int]:
        means, found = self._remembered(query.text, now), list[int]()
        for each in ids:
            if each not in means:
                means[each] = query.matches(self._archive.get(each), now)
            if means[each]:
                found.append(each)
            if len(found) == NEWEST:
                break
        return found

    def _remembered(self, text: str, now: datetime) -> dict[int, bool]:
        known = self._known.get(text)
        if known is None or now - known.since > _REMEMBERED:
            if len(self._known) >= _MOST_QUERIES:
                self._known.clear()
            known = self._known[text] = _Known(now)
        return known.means
