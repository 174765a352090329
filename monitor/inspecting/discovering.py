"""Which feeds does a site have?

Not pure: asks its servers through looking.py, at most twelve times. In: the address of any page of the site.
Out: Discovered, with the feeds that were found and read, best first. `monitor feeds discover` shows them.

What the page itself names is tried first; the usual paths only where that brings no feed: each try is a request to
somebody else's server.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.core.records.failures import Failed
from monitor.core.records.feeds import FeedSpec, FeedType
from monitor.core.records.fetches import Fetched, FetchKind
from monitor.core.urls import host_of, join
from monitor.extract.charset import page_text
from monitor.inspecting.looking import Looked, Looking
from monitor.parse.discover import links, sitemaps_in_robots, well_known
from monitor.reader import Reader

MOST_REQUESTS = 12
_MOST_SITE_MAPS = 3
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_NAME = 200
_DAWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Discovered:
    """What was found at a site.

    Args:
        feeds: those that can be read, best first.
        refused: those that the page names and that are of no use.
        untried: addresses that the page names beyond the twelve requests.
        requests: how many were sent.
        failure: why the page itself could not be had, None where it could.
        advice: what to do about that.
    """

    feeds: tuple[Looked, ...] = ()
    refused: tuple[Looked, ...] = ()
    untried: tuple[str, ...] = ()
    requests: int = 0
    failure: Failed | None = None
    advice: str = ""


async def discover(looking: Looking, url: str) -> Discovered:
    """Find the feeds of the site that a page is of; an address that is a feed itself is all there is to find."""
    page = await looking.fetch(_spec(url), FetchKind.PAGE)
    if isinstance(page, Failed):
        failed = looking.failed(_spec(url), page)
        if not page.status:  # the server itself is out of reach: its other addresses would be too
            return Discovered(requests=1, failure=failed.failure, advice=failed.advice)
        return replace(await _discover(looking, url, ()), failure=failed.failure, advice=failed.advice)
    itself = await looking.read(_spec(url), page)
    if itself.is_usable:
        return Discovered((itself,), requests=1)
    named = await looking.workers.run(_links, looking.settings.parse_deadline_s, page)
    return await _discover(looking, page.url, () if isinstance(named, Failed) else named)


def to_paste(found: Looked) -> FeedSpec:
    """Give a feed as it would stand in feeds.yaml, named by its title."""
    feed, answer = found.feed, found.answer
    name = " ".join((feed.title if feed else "").split())[:_LONGEST_NAME].rstrip() or host_of(found.spec.url)
    language = feed.language if feed and _LANGUAGE.fullmatch(feed.language) else ""
    is_map = feed is not None and feed.format.startswith("sitemap")
    url = (answer.moved_to if answer else "") or found.spec.url
    return FeedSpec(
        name, url, FeedType.SITEMAP if is_map else FeedType.AUTO, language=language, is_paced_by_owner=False
    )


async def _discover(looking: Looking, url: str, named: Sequence[str]) -> Discovered:
    robots = await looking.fetch(_spec(join(url, "/robots.txt")), FetchKind.ROBOTS)
    maps = () if isinstance(robots, Failed) else _site_maps(robots)
    wanted = list(dict.fromkeys((*named, *maps)))
    left = MOST_REQUESTS - 2
    tried = await _look_at(looking, wanted[:left])
    if not any(_is_feed(each) for each in tried):
        usual = [path for path in well_known(url) if path not in wanted]
        tried += await _look_at(looking, usual[: left - len(tried)])
    return Discovered(
        tuple(_best_first(tried)),
        tuple(each for each in tried if not each.is_usable and each.spec.url in named),
        tuple(wanted[left:]),
        requests=2 + len(tried),
    )


async def _look_at(looking: Looking, urls: Iterable[str]) -> list[Looked]:
    async def look(url: str) -> Looked:
        """Send one request."""
        answer = await looking.fetch(_spec(url))
        return (
            looking.failed(_spec(url), answer) if isinstance(answer, Failed) else await looking.read(_spec(url), answer)
        )

    return list(await asyncio.gather(*map(look, urls)))


def _links(_: Reader, page: Fetched) -> tuple[str, ...]:
    """List what a page names; a worker's job, as the page may be anything."""
    return tuple(found.url for found in links(page_text(page.body, page.content_type), page.url))


def _site_maps(robots: Fetched) -> tuple[str, ...]:
    """Choose the site maps that promise news."""
    found = sitemaps_in_robots(robots.body.decode("utf-8", "replace"))
    return tuple(sorted(found, key=lambda url: "news" not in url.lower()))[:_MOST_SITE_MAPS]


def _best_first(tried: Iterable[Looked]) -> list[Looked]:
    """Order what is usable, each address once: feeds before site maps, those of comments last, the newest first."""
    by_address: dict[str, Looked] = {}
    for each in tried:
        if each.is_usable and each.answer:
            by_address.setdefault(each.answer.url, each)
    return sorted(
        by_address.values(),
        key=lambda each: (_is_feed(each), _has_entries(each), each.newest_at or _DAWN),
        reverse=True,
    )


def _is_feed(looked: Looked) -> bool:
    """Say whether it is what was looked for: a feed of articles rather than of comments, or a site map."""
    feed = looked.feed
    if not looked.is_usable or feed is None or feed.format.startswith("sitemap"):
        return False
    return "comment" not in f"{looked.spec.url} {feed.title}".lower()


def _has_entries(looked: Looked) -> bool:
    return looked.feed is not None and bool(looked.feed.entries)


def _spec(url: str) -> FeedSpec:
    return FeedSpec(name=url, url=url, is_paced_by_owner=False)
