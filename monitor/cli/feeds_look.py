"""monitor feeds test, discover: what is at this address, and what else is there?

Not pure: asks the site. In: an address, or a feed's name. Out: what would be stored and tagged; the feeds of a site.
Nothing is kept, and no folder is made.
"""

import asyncio
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.config.settings import Settings
    from monitor.core.records.feeds import FeedSpec
    from monitor.inspecting.discovering import Discovered
    from monitor.inspecting.looking import Looked
    from monitor.inspecting.sampling import Sampled


@click.command("test")
@click.argument("what", metavar="URL|NAME")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def test(what: str, *, as_json: bool) -> None:
    """Try a feed: fetch it, read its three newest entries, and say what would be stored and tagged.

    URL is fetched as the service would fetch it; NAME is a feed of feeds.yaml, with its own headers and settings.
    Nothing is written. Exit code 1 where it is of no use as a feed.
    """
    from monitor.cli import feeds_facts

    settings = environment.settings(quiet=True)
    spec = _named(settings, what)
    looked, samples = asyncio.run(_test(settings, spec))
    if as_json:
        terminal.as_json({**feeds_facts.looked(looked), "samples": [feeds_facts.sampled(each) for each in samples]})
    elif looked.is_usable:
        _print(looked)
        for number, sample in enumerate(samples, 1):
            _print_sample(number, sample)
    if not looked.is_usable:
        _print_failure(looked)
        raise click.exceptions.Exit(1)


@click.command("discover")
@click.argument("url", metavar="URL")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def discover(url: str, *, as_json: bool) -> None:
    """Find the feeds of a site: those that its page names, else those at the usual paths. Best first.

    At most twelve requests are sent. For the best feed, the lines for feeds.yaml follow on stderr. Exit code 1 where
    none was found. In a pipe the columns are parted by tabs: address, format, entries, newest, title.
    """
    from monitor.config.feed_file import to_yaml
    from monitor.inspecting.discovering import to_paste

    settings = environment.settings(quiet=True)
    address = _address(url if "://" in url else f"https://{url}", "URL")
    found = asyncio.run(_discover(settings, address))
    lines = to_yaml([to_paste(found.feeds[0])]).partition("\n")[2] if found.feeds else ""
    if as_json:
        terminal.as_json(_discovered(address, found, lines))
    else:
        _print_found(found, lines)
    if not found.feeds:
        raise click.exceptions.Exit(1)


def _named(settings: "Settings", what: str) -> "FeedSpec":
    """Give the feed of feeds.yaml that has the name, else one that feeds.yaml does not have."""
    from monitor.config.feeds import load_feeds
    from monitor.core.records.feeds import FeedSpec
    from monitor.store.feeds.feeds import missing

    if "://" in what:
        return FeedSpec(name=what, url=_address(what, "URL|NAME"), is_paced_by_owner=False)
    by_name = {spec.name: spec for spec in load_feeds(settings.feeds_path)[0]}
    missing(by_name, [what])
    return by_name[what]


def _address(url: str, argument: str) -> str:
    from monitor.core.urls import is_web_address

    if not is_web_address(url):
        text = f"{url!r} is no http or https address; give one such as https://example.org/feed.xml"
        raise click.BadParameter(text, param_hint=argument)
    return url


async def _test(settings: "Settings", spec: "FeedSpec") -> "tuple[Looked, tuple[Sampled, ...]]":
    from monitor.cli import feeds_reading

    async with feeds_reading.service(settings, with_archive=True) as service:
        looked = await service.looking.look(spec)
        if not looked.is_usable or looked.feed is None:
            return looked, ()
        return looked, await service.sampling.sample(spec, looked.feed.entries)


async def _discover(settings: "Settings", url: str) -> "Discovered":
    from monitor.cli import feeds_reading
    from monitor.inspecting.discovering import discover as discover_at

    async with feeds_reading.service(settings) as service:
        return await discover_at(service.looking, url)


def _print_failure(looked: "Looked") -> None:
    terminal.note(f"error: {looked.spec.url} is of no use as a feed: {looked.failure.detail if looked.failure else ''}")
    if looked.advice:
        terminal.note(f"help: {looked.advice}")


# --- test -----------------------------------------------------------------------------------------


def _print(looked: "Looked") -> None:
    from monitor.core.public import moment

    answer, feed = looked.answer, looked.feed
    if answer is None or feed is None:
        return
    validators = [name for name, value in (("ETag", answer.etag), ("Last-Modified", answer.last_modified)) if value]
    terminal.heading(feed.title or looked.spec.url)
    terminal.fact("address", looked.spec.url)
    if answer.url != looked.spec.url:
        terminal.fact("found at", f"{answer.url}{' (moved for good)' if answer.moved_to else ''}")
    terminal.fact("format", f"{feed.format}, {answer.received_bytes:,} bytes in {answer.took_s:.1f} s")
    terminal.fact("language", feed.language or "not said")
    left_out = f" ({feed.dropped:,} more were left out)" if feed.dropped else ""
    terminal.fact("entries", f"{len(feed.entries):,}{left_out}, the newest of {moment(looked.newest_at) or 'no date'}")
    terminal.fact("validators", " and ".join(validators) or "none")
    if feed.hubs:
        terminal.fact("hubs", feed.hubs)
    for text in _warnings(looked):
        terminal.fact("careful", text)


def _warnings(looked: "Looked") -> list[str]:
    """Say what will trouble a feed that can be read."""
    from monitor.inspecting.findings import at_addresses
    from monitor.observe.clock import SystemClock

    found = [f"{each.detail} {each.advice}".strip() for each in at_addresses([looked], SystemClock().now())]
    if looked.feed and looked.feed.is_cut_short:
        found.append("The body broke off: entries are missing at its end.")
    if looked.feed and looked.feed.is_expired:
        found.append("It says that it has ended: it would be polled once, and no more.")
    return found


def _print_sample(number: int, sample: "Sampled") -> None:
    from monitor.core.public import moment

    draft = sample.draft
    article = draft.article if draft else None
    click.echo()
    terminal.heading(f"{number}. {(article.title if article else '') or sample.entry.title or sample.entry.url}")
    terminal.fact("address", (article.canonical_url if article else "") or sample.entry.url or None)
    terminal.fact("date", moment((article.published_at if article else None) or sample.entry.published_at) or "unknown")
    terminal.fact("robots.txt", sample.robots)
    if sample.failure:
        terminal.fact("page", sample.failure.detail)
    if draft is None:
        terminal.fact("would be", "nothing: neither its page nor the feed itself has a text")
        return
    text = f"{len(draft.article.text):,} characters, {draft.article.basis}"
    terminal.fact("text", f"{text}{' from the feed itself' if sample.failure else ''}")
    terminal.fact("language", draft.article.language or "unknown")
    terminal.fact("outlet", draft.article.outlet or None)
    terminal.fact("would be", _would_be(sample))
    terminal.fact("topics", ", ".join(draft.tagged.topics) or "none")
    terminal.mentions(draft.tagged.mentions)


def _would_be(sample: "Sampled") -> str:
    if sample.verdict is None:
        return f"seen again: it is article {sample.known_as} already"
    of = f" of {sample.verdict.of}" if sample.verdict.of else ""
    return f"{sample.verdict.kind}{of}: {sample.verdict.why}"


# --- discover -------------------------------------------------------------------------------------


def _print_found(found: "Discovered", lines: str) -> None:
    if found.feeds:
        _print_feeds(found.feeds)
    for looked in found.refused:
        terminal.note(f"named, but of no use: {looked.spec.url}: {looked.failure.detail if looked.failure else ''}")
    if found.untried:
        terminal.note(f"{len(found.untried)} more are named and were not tried: {' '.join(found.untried)}")
    if found.feeds:
        terminal.note("", "To watch the first, put this into feeds.yaml:", "", *lines.split("\n"))
        return
    requests = "one request" if found.requests == 1 else f"{found.requests} requests"
    terminal.note(f"error: no feed was found with {requests}")
    if found.failure:
        terminal.note(f"error: the page itself: {found.failure.detail}")
    terminal.note(f"help: {found.advice or 'Give another page of the site, such as its section of news.'}")


def _print_feeds(feeds: "Sequence[Looked]") -> None:
    """Print the feeds; for a person the address comes last, where it has the most room, and is never cut."""
    from monitor.core.public import moment

    rows = []
    for looked in feeds:
        feed = looked.feed
        size = feed and (len(feed.entries) or f"{len(feed.parts)} maps")
        row = (feed and feed.format, size, moment(looked.newest_at), feed and feed.title)
        rows.append((*row, looked.spec.url) if terminal.is_terminal() else (looked.spec.url, *row))
    terminal.table(("FORMAT", "ENTRIES", "NEWEST", "TITLE", "URL"), rows, wrap=True)


def _discovered(url: str, found: "Discovered", lines: str) -> dict[str, object]:
    from monitor.cli import feeds_facts

    return {
        "url": url,
        "requests": found.requests,
        "reason": found.failure.reason if found.failure else None,
        "detail": found.failure.detail if found.failure else None,
        "advice": found.advice or None,
        "feeds": [feeds_facts.looked(each) for each in found.feeds],
        "refused": [feeds_facts.looked(each) for each in found.refused],
        "untried": list(found.untried),
        "yaml": lines or None,
    }
