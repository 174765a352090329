"""Who had a story first, and how long after that did the others have it?

Pure. In: the articles of a story. Out: Timeline: for each outlet, language and country its first article, and the time
between the first of all and that. The command line, the pages and the API show it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from monitor.core.records.stories import Carried, Lag

_ABSURD = timedelta(days=30)
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The lags of a story, each part with the first on top."""

    outlets: tuple[Lag, ...] = ()
    languages: tuple[Lag, ...] = ()
    countries: tuple[Lag, ...] = ()

    def parts(self) -> dict[str, tuple[Lag, ...]]:
        """Give each part by its name."""
        return {"outlets": self.outlets, "languages": self.languages, "countries": self.countries}


def timeline(members: Sequence[Carried]) -> Timeline:
    """Say when each outlet, language and country first had a story.

    A lag is counted from first sight, and a second one from the times that the publishers claim: between the earliest
    claim in the story and the earliest of this outlet, language or country. A claim later than we saw the article is a
    clock's lie, one 30 days and more before that another, and midnight only names a day: these are none. What has no
    name (an unknown language, a feed without a country) is left out.
    """
    return Timeline(
        _lags(members, lambda member: member.outlet),
        _lags(members, lambda member: member.language),
        _lags(members, lambda member: member.country),
    )


def claimed(member: Carried) -> datetime | None:
    """Give when an article was published by its own account, None where there is none that can be."""
    at = member.published_at
    if at is None or at.time() == _MIDNIGHT or not timedelta() <= member.first_seen_at - at < _ABSURD:
        return None
    return at


def _lags(members: Iterable[Carried], name_of: Callable[[Carried], str]) -> tuple[Lag, ...]:
    by_sight = sorted(members, key=lambda member: (member.first_seen_at, member.article_id))
    earliest = _earliest_claim(by_sight)
    groups: dict[str, list[Carried]] = {}
    for member in by_sight:
        if name := name_of(member):
            groups.setdefault(name, []).append(member)
    return tuple(_lag(name, those, by_sight[0].first_seen_at, earliest) for name, those in groups.items())


def _lag(name: str, those: Sequence[Carried], first_at: datetime, earliest: datetime | None) -> Lag:
    first = those[0]
    at = _earliest_claim(those)
    return Lag(
        name,
        first.article_id,
        first.first_seen_at,
        (first.first_seen_at - first_at).total_seconds(),
        at,
        (at - earliest).total_seconds() if at and earliest else None,
        articles=len(those),
    )


def _earliest_claim(those: Iterable[Carried]) -> datetime | None:
    return min(filter(None, map(claimed, those)), default=None)
