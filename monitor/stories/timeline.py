"""Who had a story first, and how long after that did the others have it?

Pure. In: the articles of a story. Out: Timeline: for each outlet, language and country its first article, and the time
between the first of all and that. The command line, the pages and the API show it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.core.claimed import Moment, moments
from monitor.core.records.stories import Carried, Lag


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
    claim in the story and the earliest of this outlet, language or country, as far as they can be believed: see
    core.claimed. What has no name (an unknown language, a feed without a country) is left out.
    """
    by_sight = sorted(members, key=lambda member: (member.first_seen_at, member.article_id))
    at = moments(members)
    return Timeline(
        _lags(by_sight, at, lambda member: member.outlet),
        _lags(by_sight, at, lambda member: member.language),
        _lags(by_sight, at, lambda member: member.country),
    )


def _lags(
    by_sight: Sequence[Carried], times: Mapping[int, Moment], name_of: Callable[[Carried], str]
) -> tuple[Lag, ...]:
    claims = {article_id: each.at for article_id, each in times.items() if each.is_claimed}
    earliest = min(claims.values(), default=None)
    groups: dict[str, list[Carried]] = {}
    for member in by_sight:
        if name := name_of(member):
            groups.setdefault(name, []).append(member)
    lags = []
    for name, those in groups.items():
        at = min((claims[each.article_id] for each in those if each.article_id in claims), default=None)
        lags.append(_lag(name, those, by_sight[0].first_seen_at, (at, earliest)))
    return tuple(lags)


def _lag(
    name: str, those: Sequence[Carried], first_at: datetime, claims: tuple[datetime | None, datetime | None]
) -> Lag:
    first, (at, earliest) = those[0], claims
    return Lag(
        name,
        first.article_id,
        first.first_seen_at,
        (first.first_seen_at - first_at).total_seconds(),
        at,
        (at - earliest).total_seconds() if at and earliest else None,
        articles=len(those),
    )
