"""Which outlets does the demo world have, and how does each of them publish?

Pure: a list of facts. In: nothing. Out: Outlet values; server.py gives each a port, feeds.py and pages.py
write in its manner.
"""

from dataclasses import dataclass
from enum import StrEnum


class FeedFormat(StrEnum):
    """What a feed is written in, and how much of an article it holds."""

    RSS_SUMMARY = "rss_summary"
    RSS_FULL = "rss_full"
    ATOM = "atom"
    JSON = "json"
    RDF = "rdf"


class Validators(StrEnum):
    """What an outlet sends so that the next request can be conditional."""

    BOTH = "both"
    WEAK_ETAG = "weak_etag"
    LAST_MODIFIED = "last_modified"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher on a port of its own.

    Args:
        name: its key; also the name of its page template and of its feed in feeds.yaml.
        title: its masthead, in its language.
        page_path: path of an article, with ``{id}`` in it.
        charset: of its pages and its feed.
        fetch_article: False where the pages are closed, and the feed holds the whole text.
        base_url: "http://127.0.0.1:PORT", "" before the world has started.
    """

    name: str
    title: str
    language: str
    country: str
    format: FeedFormat
    feed_path: str
    page_path: str
    validators: Validators = Validators.BOTH
    charset: str = "utf-8"
    fetch_article: bool = True
    base_url: str = ""

    @property
    def feed_url(self) -> str:
        """Address of its feed."""
        return self.base_url + self.feed_path

    def article_url(self, article_id: str) -> str:
        """Give the canonical address of one of its articles."""
        return self.base_url + self.page_path.format(id=article_id)

    def article_id(self, path: str) -> str:
        """Give the id of the article that a path names, "" where it names none."""
        before, after = self.page_path.split("{id}")
        is_page = path.startswith(before) and path.endswith(after)
        return path.removeprefix(before).removesuffix(after) if is_page else ""


OUTLETS = (
    Outlet("steppe", "Steppe Courier", "en", "KZ", FeedFormat.RSS_SUMMARY, "/rss.xml", "/news/{id}.html"),
    Outlet("meridian", "Meridian Wire", "en", "GB", FeedFormat.ATOM, "/atom.xml", "/a/{id}", Validators.WEAK_ETAG),
    Outlet("harbour", "Harbour Post", "en", "GB", FeedFormat.JSON, "/feed.json", "/2026/{id}/"),
    Outlet("ledger", "Caspian Ledger", "en", "AZ", FeedFormat.RSS_FULL, "/feed", "/p/{id}", fetch_article=False),
    Outlet(
        "vestnik",
        "Вестник перевала",
        "ru",
        "RU",
        FeedFormat.RSS_SUMMARY,
        "/export/rss.xml",
        "/novosti/{id}.shtml",
        Validators.LAST_MODIFIED,
        charset="windows-1251",
    ),
    Outlet("obzor", "Степной обзор", "ru", "KG", FeedFormat.RSS_FULL, "/rss/all", "/ru/{id}", Validators.NONE),
    Outlet("kyr", "Қыр хабары", "kk", "KZ", FeedFormat.ATOM, "/kk/feed.atom", "/kk/jana/{id}"),
    Outlet("yuanshan", "远山日报", "zh", "CN", FeedFormat.RDF, "/index.rdf", "/xinwen/{id}.htm"),
)
