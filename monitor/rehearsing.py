"""What would a rule have sent over the archive?

Not pure: reads the archive article by article, and writes nothing. In: a rule, and how far back. Out: Rehearsed, and
the same in JSON. The command line, the API and the pages play rules through it.
"""

import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alert.backtest import Simulated, simulate
from monitor.alert.rules import Book
from monitor.config.alerts_hints import never
from monitor.config.alerts_rules import as_written
from monitor.config.alerts_values import LONGEST_QUERY
from monitor.config.lexicon import default_lexicon
from monitor.core.known import companions
from monitor.core.public import moment
from monitor.core.query.feeds import Feeds
from monitor.core.query.parsing import BadQuery, parse
from monitor.core.records.alerts import Rule
from monitor.core.records.articles import Article, ArticleFilter
from monitor.store.articles.archive import Articles

_PAGE = 500
_UNNAMED = Rule("query")


@dataclass(frozen=True, slots=True)
class Span:
    """The articles that a rule is held against, in the order in which they were kept.

    Args:
        most: the newest so many, where there were more since; None where these are all.
    """

    since: datetime
    ids: tuple[int, ...]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rule would have sent.

    Args:
        until: when the last article was kept that was read, where the time ran out before the others.
    """

    rule: Rule
    span: Span
    found: Simulated
    until: datetime | None = None


def what_if(rule: Rule | None, query: str | None, *, now: datetime, topics: Collection[str]) -> Rule:
    """Give a rule that asks something else, where a query is given; without a rule, an ordinary one.

    Args:
        topics: ids that the query may name.

    Raises:
        BadQuery: the query cannot be read.
    """
    asked = rule or _UNNAMED
    if query is None:
        return asked
    if len(query) > LONGEST_QUERY:
        raise BadQuery(query, LONGEST_QUERY, f"A query may have {LONGEST_QUERY:,} characters.")
    parse(query, now=now, topics=topics, companions=companions(default_lexicon()))
    return replace(asked, query=query)


def span_since(archive: Articles, since: datetime, *, most: int | None = None) -> Span:
    """Find the articles first seen since a moment.

    What its feed held before that was first polled is left out, as it is not announced.

    Args:
        most: only the newest so many are looked at; None for all.
    """
    ids: list[int] = []
    for article_id in _ids(archive, since):
        if len(ids) == most:
            return _span(archive, since, ids, most)
        ids.append(article_id)
    return _span(archive, since, ids, None)


def rehearse(
    archive: Articles,
    rule: Rule,
    span: Span,
    *,
    each: Callable[[], None] = lambda: None,
    within_s: float | None = None,
) -> Rehearsed:
    """Play a rule over articles, as the service would; over one channel, without silences and snoozes.

    Only one article is in memory at a time, and what is told of those that match.

    Args:
        each: called after each article.
        within_s: no further article is read after so many seconds; None for no such end.

    Raises:
        BadQuery: the rule asks what nobody can answer.
    """
    reading = _Reading(archive, span.ids, each, within_s)
    found = simulate(rule, Book((), ()), reading.articles())
    return Rehearsed(rule, span, found, reading.until)


def note_on(rule: Rule, feeds: Feeds) -> str:
    """Say that a rule can never tell anything, or not of what the feeds bring now; "" where it can.

    Args:
        feeds: those of feeds.yaml.
    """
    return next(iter(never(as_written(rule), feeds) or ()), "")


def facts(given: Rehearsed, note: str = "") -> dict[str, object]:
    """Give what a rule would have sent, ready for JSON; the names are a promise to users, as those of core/public.py.

    ``newest`` is null where all articles since were taken, ``until`` where all that were taken were read.

    Args:
        note: of ``note_on``.
    """
    found = given.found
    return {
        "rule": given.rule.name,
        "query": given.rule.query,
        "since": moment(given.span.since),
        "newest": given.span.most,
        "until": moment(given.until),
        "articles": found.articles,
        "matched": found.matched,
        "messages": [
            {"at": moment(m.at), "kind": m.kind, "alerts": m.alerts, "titles": list(m.titles)} for m in found.messages
        ],
        "put_off": dict(found.held_back),
        "days": [{"day": day, "matched": each.matched, "messages": each.messages} for day, each in found.days.items()],
        "remark": " ".join(filter(None, (note, found.remark))) or None,
    }


def _span(archive: Articles, since: datetime, ids: list[int], most: int | None) -> Span:
    return Span(since, tuple(sorted(archive.without_backlog(ids))), most)


def _ids(archive: Articles, since: datetime) -> Iterator[int]:
    """Give the ids of the articles first seen since, the last seen first."""
    after: int | None = None
    while page := archive.list(ArticleFilter(since=since, limit=_PAGE, after=after)):
        yield from (article.id for article in page)
        after = page[-1].id


@dataclass(slots=True)
class _Reading:
    """Articles that are read one by one, until the time is up."""

    archive: Articles
    ids: tuple[int, ...]
    each: Callable[[], None]
    within_s: float | None
    until: datetime | None = None

    def articles(self) -> Iterator[Article]:
        """Read them whole, in the order in which they were kept."""
        began, last = time.monotonic(), None
        for article_id in self.ids:
            if self.within_s is not None and last and time.monotonic() - began > self.within_s:
                self.until = last.kept_at
                return
            last = self.archive.get(article_id)
            yield last
            self.each()
