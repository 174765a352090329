"""What is there to say against a list of feeds?

Pure: specs, what is known of them and what was found at their addresses in, Findings out. Nothing is asked and nothing
is kept. `monitor feeds check` shows them.

A refusal is no proof: a site that answers 403, or not at all, may do so to this network alone. 404, 410 and a page in
the feed's place are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.config.feed_values import interval
from monitor.core.records.failures import TRAITS, Failed, Reason
from monitor.core.records.feeds import FeedSpec
from monitor.core.urls import host_of, join, site_of
from monitor.inspecting.looking import Looked
from monitor.schedule.durations import spoken

if TYPE_CHECKING:
    from monitor.store.feeds.feed_list import FeedLine

STALE_AFTER = timedelta(days=30)
_LEAST_EVERY_S = 600
_LEAST_PROXIED_S = 900  # what is known of these services' patience
_LEAST_UNCONDITIONAL_S = 3_600
_MOST_UNRESOLVED = 0.5  # of the feeds; where more names are unknown, it is this machine that cannot ask

# Services that make feeds of other people's sites: what they serve is theirs to change or to end.
_PROXIES = {
    "news.google.com": "Google News",
    "www.bing.com": "Bing News",
    "bing.com": "Bing News",
    "feeds.feedburner.com": "FeedBurner",
    "feeds2.feedburner.com": "FeedBurner",
    "feedproxy.google.com": "FeedBurner",
    "rsshub.app": "RSSHub",
    "rss.app": "RSS.app",
    "fetchrss.com": "FetchRSS",
    "feed43.com": "Feed43",
    "politepol.com": "PolitePol",
    "politepaul.com": "PolitePaul",
    "morss.it": "morss",
    "openrss.org": "Open RSS",
    "kill-the-newsletter.com": "Kill the Newsletter",
    "createfeed.fivefilters.org": "FiveFilters",
    "ftr.fivefilters.org": "FiveFilters",
    "api.gdeltproject.org": "GDELT",
}


class FindingKind(StrEnum):
    """What is said against a feed, worst first."""

    DEAD = "dead"
    HTML = "html"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    STALE = "stale"
    DUPLICATE = "duplicate"
    REFUSED_HERE = "refused here"
    MOVED = "moved"
    ALIKE = "alike"
    TOO_OFTEN = "too often"
    NO_VALIDATORS = "no validators"
    PROXIED = "proxied"
    NEVER_POLLED = "never polled"
    DISABLED = "disabled"

    @property
    def is_bad(self) -> bool:
        """Whether the list has to be changed; else it is only worth knowing."""
        return self in _BAD


_BAD = frozenset(
    {
        FindingKind.DEAD,
        FindingKind.HTML,
        FindingKind.EMPTY,
        FindingKind.UNREADABLE,
        FindingKind.STALE,
        FindingKind.DUPLICATE,
    }
)
_ORDER = {kind: place for place, kind in enumerate(FindingKind)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is said against one feed.

    Args:
        detail: one sentence: what was found.
        advice: one sentence: what to do, "" where nothing is to be done.
    """

    feed: str
    kind: FindingKind
    detail: str
    advice: str = ""


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Put what has to be mended before what is only worth knowing."""
    return sorted(findings, key=lambda finding: (_ORDER[finding.kind], finding.feed))


# --- without asking anybody ---------------------------------------------------------------------


def in_list(specs: Sequence[FeedSpec], known: Mapping[str, "FeedLine"]) -> Iterator[Finding]:
    """Say what the list itself shows, and what polls have shown of its feeds.

    Args:
        known: what the database has, by name; empty where there is no database yet, and then nothing is missed.
    """
    for spec in specs:
        line = known.get(spec.name)
        if not spec.enabled:
            yield Finding(spec.name, FindingKind.DISABLED, "feeds.yaml says enabled: false.")
            continue
        if known and (line is None or line.polled_at is None):
            detail = "It has not been polled so far."
            yield Finding(spec.name, FindingKind.NEVER_POLLED, detail, f"Try it: monitor feeds test '{spec.name}'")
        if proxy := proxy_of(spec.url):
            detail = f"It comes from {proxy}, not from the publisher, and may change or end without notice."
            yield Finding(spec.name, FindingKind.PROXIED, detail)
        yield from _too_often(spec, line)
    enabled = [spec for spec in specs if spec.enabled]
    yield from _duplicates(enabled)
    yield from alike((spec, known[spec.name].title) for spec in enabled if spec.name in known)


def alike(feeds: Iterable[tuple[FeedSpec, str]]) -> Iterator[Finding]:
    """Name the feeds of one site that bear the same title: often one feed under two addresses.

    Args:
        feeds: each with the title that it gives itself, "" where unknown.
    """
    first: dict[tuple[str, str], FeedSpec] = {}
    for spec, title in feeds:
        key = (site_of(spec.url), title.casefold())
        other = first.setdefault(key, spec) if title else spec
        if same_address(other.url) != same_address(spec.url):
            detail = f"It is of the same site as '{other.name}' and bears the same title, '{title}'."
            yield Finding(spec.name, FindingKind.ALIKE, detail, "If they hold the same entries, take one of them out.")


def same_address(url: str) -> str:
    """Give what the usual spellings of one address share: http or https, with www. or without, a slash at its end."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{port}{parts.path.rstrip('/')}?{parts.query}"


def proxy_of(url: str) -> str:
    """Name the service that stands between us and the publisher, "" where none is known to."""
    host, parts = host_of(url), urlsplit(url)
    if host.endswith("bing.com") and not parts.path.startswith("/news/"):
        return ""
    if host in _PROXIES:
        return _PROXIES[host]
    if "action=display" in parts.query and "bridge=" in parts.query:
        return "an RSS-Bridge"
    return "an RSSHub" if host.startswith("rsshub.") else ""


def _duplicates(specs: Iterable[FeedSpec]) -> Iterator[Finding]:
    first: dict[str, FeedSpec] = {}
    for spec in specs:
        other = first.setdefault(same_address(spec.url), spec)
        if other is not spec:
            detail = f"'{other.name}', on line {other.line}, has the same address, spelled otherwise: {other.url}"
            yield Finding(spec.name, FindingKind.DUPLICATE, detail, "Take one of the two out.")


def _too_often(spec: FeedSpec, line: "FeedLine | None") -> Iterator[Finding]:
    least_s, why = _LEAST_EVERY_S, "no server likes to be asked so often"
    if proxy_of(spec.url):
        least_s, why = _LEAST_PROXIED_S, "such services shut out who asks so often"
    elif line and line.succeeded_at and not line.has_validators:
        least_s, why = _LEAST_UNCONDITIONAL_S, "it has no validators, so that each poll takes the whole feed"
    if spec.every_s < least_s:
        detail = f"It is polled {_every(spec.every_s)}, and {why}."
        yield Finding(
            spec.name, FindingKind.TOO_OFTEN, detail, f"Set every: {interval(least_s)} or more in feeds.yaml."
        )


# --- by what was found at the addresses ---------------------------------------------------------


def at_addresses(looked: Sequence[Looked], now: datetime) -> Iterator[Finding]:
    """Say what is wrong with what the addresses hold.

    Where most names cannot be resolved, that proves nothing but that this machine cannot resolve them.
    """
    unresolved = sum(one.failure is not None and one.failure.reason is Reason.DNS for one in looked)
    is_offline = unresolved > 1 and unresolved > _MOST_UNRESOLVED * len(looked)
    for one in looked:
        if one.failure:
            yield _failed(one, one.failure, is_offline=is_offline)
        else:
            yield from _weak(one, now)
    yield from alike((one.spec, one.feed.title) for one in looked if one.feed)


def _failed(looked: Looked, failure: Failed, *, is_offline: bool) -> Finding:
    kind = _kind(failure)
    if kind is FindingKind.DEAD and failure.reason is Reason.DNS and is_offline:
        kind = FindingKind.REFUSED_HERE
    if kind is FindingKind.REFUSED_HERE:
        advice = "It proves nothing: look again later, or from another network, before you take it out."
        return Finding(looked.spec.name, kind, _sentence(failure.detail), advice)
    return Finding(looked.spec.name, kind, _sentence(failure.detail), looked.advice)


def _kind(failure: Failed) -> FindingKind:
    traits = TRAITS[failure.reason]
    if traits.proves_dead:
        return FindingKind.DEAD
    if failure.reason is Reason.EMPTY:
        return FindingKind.EMPTY
    if failure.reason is Reason.HTML_PAGE:
        return FindingKind.HTML
    return FindingKind.UNREADABLE if traits.proves_unreadable else FindingKind.REFUSED_HERE


def _weak(looked: Looked, now: datetime) -> Iterator[Finding]:
    spec, answer = looked.spec, looked.answer
    if looked.newest_at and now - looked.newest_at > STALE_AFTER:
        age = spoken((now - looked.newest_at).total_seconds())
        home = join(spec.url, "/") or spec.url
        advice = f"Open {home} in a browser; if there is news: monitor feeds discover {home}"
        yield Finding(spec.name, FindingKind.STALE, f"It can be read, and its newest entry is {age} old.", advice)
    if answer and answer.moved_to:
        detail = f"Its server moved it for good to {answer.moved_to}"
        yield Finding(spec.name, FindingKind.MOVED, detail, f"Set url: {answer.moved_to} in feeds.yaml.")
    if not looked.has_validators and not (looked.feed and looked.feed.parts):
        pace = _every(spec.every_s) if spec.is_paced_by_owner else "once a day at most, then"
        detail = f"It gives neither ETag nor Last-Modified, so that each poll takes all of it: {pace}."
        yield Finding(spec.name, FindingKind.NO_VALIDATORS, detail)


def _sentence(detail: str) -> str:
    return detail[:1].upper() + detail[1:] + ("" if detail.endswith((".", "!", "?")) else ".")


def _every(seconds: float) -> str:
    return f"every {spoken(seconds).removeprefix('1 ')}"
