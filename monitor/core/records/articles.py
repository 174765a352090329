"""What is known of an article, from its entry to the archive?

Pure: frozen values. The middle of the way: a claimed entry, what was read from its page, what the archive shows.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.core.records.feeds import Entry, FeedSpec
from monitor.core.records.pages import Capture, Claim, Dropped
from monitor.core.records.stories import NO_TRAITS, Credit, Placement, Traits
from monitor.core.records.tags import CoMention, Mention, Spans, Tagged
from monitor.core.records.verdicts import Verdict, VerdictKind


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page that was fetched for an entry, so that it is not asked for again, or only whether it changed.

    Args:
        at: when it was fetched.
        etag: the page's own validator, "" where it gave none.
        last_modified: likewise.
        article_id: the article it became; 0 before it is one.
        feed: name of the feed whose entry led to it.
    """

    at: datetime
    etag: str = ""
    last_modified: str = ""
    article_id: int = 0
    feed: str = ""


@dataclass(frozen=True, slots=True)
class DueEntry:
    """An entry whose article was claimed for covering.

    Args:
        attempts: tries so far that failed.
        seen: the page at its address, where an entry led to it before.
        is_backlog: it was in the feed when that was first polled, and is no news: nobody is told of it.
    """

    id: int
    feed: FeedSpec
    entry: Entry
    first_seen_at: datetime
    attempts: int = 0
    seen: SeenPage | None = None
    is_backlog: bool = False


class Basis(StrEnum):
    """What an article's text rests on.

    FULL: its page. TEASER: a page that shows a part and wants money or a registration for the rest. Of the others
    the text is the feed's own: SUMMARY where no page was asked for or none could be had, LOGIN_WALL and BOT_WALL where
    a wall stood before it.
    """

    FULL = "full"
    SUMMARY = "summary"
    TEASER = "teaser"
    LOGIN_WALL = "login_wall"
    BOT_WALL = "bot_wall"

    @property
    def is_walled(self) -> bool:
        """Whether there is more to be had than was shown to us: worth another try later."""
        return self in (Basis.TEASER, Basis.LOGIN_WALL, Basis.BOT_WALL)


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article that a page (or a feed's own text) holds.

    Args:
        text: paragraphs parted by one line break; never empty.
        language: ISO 639-1 code decided from the text, "" where unknown.
        canonical_url: the address that identifies the article.
        outlet: registrable domain of the publisher, or host:port of a bare address.
        published_at: as claimed, even where that is impossible: ``claims`` says so.
        modified_at: when the page says that it was changed last, None where it does not say.
        claims: what every witness says, the chosen claim of each field first.
        dropped: lines left out of the text because they recur at the outlet.
        recurring: stretches of the text (start, end) that recur at the outlet and are its own words all the same: a
            background paragraph.
        rules: version of the rules that read it.
    """

    title: str
    text: str
    language: str
    canonical_url: str
    outlet: str
    basis: Basis
    author: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    section: str = ""
    image: str = ""
    claims: tuple[Claim, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    recurring: Spans = ()
    rules: int = 0


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What dedupe/ needs to find and judge a text again; all hashes are signed 64-bit.

    Args:
        exact: sha256 (hex) of the normalised text.
        sample: sampled word-3 shingle hashes, sorted: what texts are looked up by, and indexed under a few of.
        sketch: a second, denser sample, for comparison with seeds that have no text here.
        paragraphs: hash of each paragraph, in order, and of the lines that were dropped: what recurs is counted by it.
        version: of the rules that made it.
        frame: of those lines that look like the page around an article rather than the article, figures left out too:
            copies are counted by these, for they may be copies only by them.
        lead: those of the sample that stand in the first words, sorted: summaries are taken from there.
    """

    exact: str
    sample: tuple[int, ...]
    sketch: tuple[int, ...]
    paragraphs: tuple[int, ...]
    version: int
    frame: tuple[int, ...] = ()
    lead: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that has been read but not yet judged or kept.

    Args:
        credits: the agencies that it names as the source of its text.
    """

    article: Extracted
    fingerprint: Fingerprint
    tagged: Tagged
    traits: Traits = NO_TRAITS
    credits: tuple[Credit, ...] = ()


@dataclass(frozen=True, slots=True)
class Covered:
    """An entry whose article has been read.

    Args:
        due: the entry, with the page that was fetched for it, and at the address that it turned out to have.
        capture: that page; None where the text is the feed's own.
    """

    due: DueEntry
    draft: Draft
    capture: Capture | None = None


@dataclass(frozen=True, slots=True)
class Sighted:
    """An entry whose page is known and unchanged: ``due.seen`` says which article it is."""

    due: DueEntry


@dataclass(frozen=True, slots=True)
class Sighting:
    """One entry of a feed that led to an article."""

    feed: str
    url: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the archive shows it.

    Lists leave out what belongs to the text: ``text``, ``mentions``, ``claims``, ``dropped``, ``recurring``,
    ``credits``, ``co_mentions`` and ``sightings`` are empty there.

    Args:
        story_id: the story that it belongs to, None before it has one.
        story_articles: how many articles that story has, this one included.
        placement: why it is in that story; None where nothing placed it.
        added_topics: of those that it matches, what the article whose text it carries does not; only known while it is
            being kept.
        tagged_by: version of the rules and names that made its mentions; "" where nothing has tagged it yet.
        co_mentions: states, people and bodies that it names beside its topics.
        withdrawn_at: since when its page is not there any more, None while it is.
        sightings: every entry that led to it, oldest first.
        country: of its feed, as the owner gave it: ISO 3166-1 alpha-2, or "".
    """

    id: int
    url: str
    outlet: str
    title: str
    author: str
    language: str
    published_at: datetime | None
    first_seen_at: datetime
    kept_at: datetime
    basis: Basis
    verdict: Verdict
    topics: tuple[str, ...]
    feed: str
    text: str = ""
    mentions: tuple[Mention, ...] = ()
    versions: int = 1
    modified_at: datetime | None = None
    section: str = ""
    image: str = ""
    withdrawn_at: datetime | None = None
    claims: tuple[Claim, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    recurring: Spans = ()
    sightings: tuple[Sighting, ...] = ()
    story_id: int | None = None
    story_articles: int = 1
    placement: Placement | None = None
    credits: tuple[Credit, ...] = ()
    added_topics: tuple[str, ...] = ()
    tagged_by: str = ""
    co_mentions: tuple[CoMention, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles a reader asks the archive for, last kept first; None does not filter.

    Args:
        since: first seen at this moment or later; the list then goes by first sight.
        limit: at most so many.
        after: id of the last article of the page before; the list goes on from there.
        named: a topic that is named at all, be it by an adjective or a demonym only.
        beside: id of a state, a person or a body that is named beside a topic.
        country: of its feed, in capitals.
    """

    topic: str | None = None
    named: str | None = None
    beside: str | None = None
    since: datetime | None = None
    verdict: VerdictKind | None = None
    outlet: str | None = None
    language: str | None = None
    feed: str | None = None
    country: str | None = None
    story: int | None = None
    limit: int = 50
    after: int | None = None
