"""Which values travel between the stages?

Pure: frozen values and nothing else, in the order in which an article meets them.
In: nothing. Out: every stage gives one of these back, and the next takes it.

Conventions: times are aware UTC; text is NFC ``str``; addresses are absolute ``str``;
offsets count characters of the text they belong to, the end one past the last.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# --- what the owner asked for -------------------------------------------------------------------


class FeedType(StrEnum):
    """What kind of list an address holds."""

    AUTO = "auto"
    FEED = "feed"
    SITEMAP = "sitemap"


class Keep(StrEnum):
    """Of which articles of a feed the text is stored."""

    ALL = "all"
    MATCHING = "matching"


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """One feed as feeds.yaml names it.

    Args:
        name: unique, the feed's name everywhere.
        every_s: interval between two polls, in seconds, at least 60.
        language: BCP 47 tag the owner expects, or "".
        country: ISO 3166-1 alpha-2 code, or "".
        headers: further request headers, as (name, value) pairs.
        fetch_article: False where the pages are closed: the feed's own text is the article.
        line: where it stands in feeds.yaml, 1 for the first line.
    """

    name: str
    url: str
    type: FeedType = FeedType.AUTO
    every_s: int = 3600
    language: str = ""
    country: str = ""
    group: str = ""
    tags: tuple[str, ...] = ()
    user_agent: str = ""
    accept: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    fetch_article: bool = True
    keep: Keep = Keep.ALL
    enabled: bool = True
    line: int = 0


# --- polling --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed whose poll was claimed, with what is remembered of it.

    Args:
        body_hash: sha256 (hex) of the last body that was parsed, "" before the first.
        failures: polls that failed in a row.
    """

    id: int
    spec: FeedSpec
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    failures: int = 0


class FetchKind(StrEnum):
    """What a request is for: sets its limits, and labels its metrics."""

    FEED = "feed"
    PAGE = "page"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """One request to somebody else's server.

    Args:
        etag: validator of the last answer, sent back byte for byte; "" sends none.
        last_modified: likewise.
        headers: further headers; they win over ours.
        body: bytes to POST; None makes it a GET.
        max_bytes: cap on the decoded body.
        deadline_s: total time for everything, redirects included.
    """

    url: str
    kind: FetchKind
    user_agent: str = ""
    accept: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    etag: str = ""
    last_modified: str = ""
    body: bytes | None = None
    max_bytes: int = 12_000_000
    deadline_s: float = 30.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server answered: 200 with a body, or 304 without.

    Args:
        url: the final address, after redirects.
        body: decoded bytes; b"" for a 304.
        content_type: the header's value in lower case, parameters included; "" if absent.
        received_bytes: bytes of the body on the wire, before decoding.
    """

    url: str
    status: int
    body: bytes
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    received_bytes: int = 0
    took_s: float = 0.0

    @property
    def is_unchanged(self) -> bool:
        """Whether the server said that nothing changed since our validators."""
        return self.status == 304


class Reason(StrEnum):
    """Why something did not work out: a closed list, so that it can label metrics."""

    # between us and the server
    REFUSED_ADDRESS = "refused_address"
    BAD_ADDRESS = "bad_address"
    DNS = "dns"
    CONNECT = "connect"
    TLS = "tls"
    TOO_SLOW = "too_slow"
    TOO_BIG = "too_big"
    CUT_SHORT = "cut_short"
    BAD_ENCODING = "bad_encoding"
    BAD_ANSWER = "bad_answer"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    # what the server said
    NOT_FOUND = "not_found"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    BLOCKED = "blocked"
    THROTTLED = "throttled"
    REFUSED_REQUEST = "refused_request"
    SERVER_ERROR = "server_error"
    # what the body was
    EMPTY = "empty"
    NOT_A_FEED = "not_a_feed"
    BROKEN_FEED = "broken_feed"
    ENTITIES = "entities"
    NOT_A_PAGE = "not_a_page"
    NO_TEXT = "no_text"
    TOO_DEEP = "too_deep"
    # our own worker processes
    WORKER_TOO_SLOW = "worker_too_slow"
    WORKER_OUT_OF_MEMORY = "worker_out_of_memory"
    WORKER_DIED = "worker_died"
    BUG = "bug"


@dataclass(frozen=True, slots=True)
class Failed:
    """Something did not work out; a value, because everything else goes on.

    Args:
        detail: one sentence for a person: what happened and, where it helps, what to do.
        status: the HTTP status that said so, 0 where none did.
        retry_after_s: the server's wish, in seconds, None where it had none.
        is_final: trying again can't help (a 410, an unreadable body of an entry).
    """

    reason: Reason
    detail: str
    status: int = 0
    retry_after_s: int | None = None
    is_final: bool = False
    took_s: float = 0.0

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed, as its publisher wrote it.

    Args:
        key: what identifies it within its feed: its id, else its link, else a hash of its content.
        url: absolute address of the article, "" where the entry has none.
        title: plain text.
        summary_html: the longest text the feed itself gives, as HTML or plain text.
        published_at: the publisher's claim, None where absent or unreadable.
    """

    key: str
    url: str
    title: str
    summary_html: str = ""
    author: str = ""
    language: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed's body held, newest entries first as the feed had them.

    Args:
        format: "rss20", "atom10", "json11", "sitemap" and the like.
        dropped: entries left out because the feed held more than the cap.
    """

    format: str
    title: str
    language: str
    entries: tuple[Entry, ...]
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """How a poll ended, with all that must be remembered of it in one transaction.

    Args:
        outcome: "ok", "unchanged" (304 or the same body), or "failed".
        entries: what the feed held; the store keeps those it does not know.
        due_at: when to poll next.
        failure: set exactly where the outcome is "failed".
    """

    outcome: str
    started_at: datetime
    due_at: datetime
    took_s: float
    received_bytes: int = 0
    status: int = 0
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    feed_title: str = ""
    entries: tuple[Entry, ...] = ()
    failure: Failed | None = None


# --- covering an entry ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DueEntry:
    """An entry whose article was claimed for covering.

    Args:
        attempts: tries so far that failed.
    """

    id: int
    feed: FeedSpec
    entry: Entry
    first_seen_at: datetime
    attempts: int = 0


class Basis(StrEnum):
    """What an article's text rests on."""

    FULL = "full"
    SUMMARY = "summary"
    TEASER = "teaser"


@dataclass(frozen=True, slots=True)
class Extracted:
    """The article that a page (or a feed's own text) holds.

    Args:
        text: paragraphs parted by one line break; never empty.
        language: ISO 639-1 code decided from the text, "" where unknown.
        canonical_url: the address that identifies the article.
        outlet: registrable domain of the publisher, or host:port of a bare address.
    """

    title: str
    text: str
    language: str
    canonical_url: str
    outlet: str
    basis: Basis
    author: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What dedupe/ needs to find and judge a text again; all hashes are signed 64-bit.

    Args:
        exact: sha256 (hex) of the normalised text.
        sample: sampled word-3 shingle hashes, sorted: the look-up index.
        sketch: a second, denser sample, for comparison with seeds that have no text here.
        paragraphs: hash of each paragraph, in order.
        version: of the rules that made it.
    """

    exact: str
    sample: tuple[int, ...]
    sketch: tuple[int, ...]
    paragraphs: tuple[int, ...]
    version: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names a topic, and why we think so.

    Args:
        topic: id of the topic, such as "csto".
        name: the name that matched, as topics.yaml has it.
        language: the language(s) topics.yaml gives for that name.
        field: "title" or "text": what the offsets count in.
        rule: how it matched: "stem", "word", "phrase", "substring", "acronym", "acronym-needs-context".
        evidence: what spoke for it, for a person: the words of context, or "" where the name is enough.
        is_weak: a demonym or adjective: shown, but it never makes an article match.
    """

    topic: str
    name: str
    language: str
    field: str
    start: int
    end: int
    rule: str
    evidence: str = ""
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A name that was found but does not count, and why not.

    Args:
        why: for a person, such as "no evidence; veto: orchestra".
    """

    topic: str
    name: str
    field: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """Every mention of a topic in one article, and what was found but does not count."""

    mentions: tuple[Mention, ...] = ()
    rejected: tuple[Rejected, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """Topics that the article matches: those with a mention that is not weak, sorted."""
        return tuple(sorted({m.topic for m in self.mentions if not m.is_weak}))


@dataclass(frozen=True, slots=True)
class Draft:
    """An article that has been read but not yet judged or kept."""

    article: Extracted
    fingerprint: Fingerprint
    tagged: Tagged


# --- judging --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """A seed or an archived article that a new text may be a copy of.

    Args:
        ref: "seed:NAME" or the article's id as text.
        text: "" for a seed whose text the owner has not supplied: then the sketch is compared.
        sketch: as in Fingerprint.
    """

    ref: str
    text: str
    exact: str
    sketch: tuple[int, ...] = ()

    @property
    def is_seed(self) -> bool:
        """Whether it belongs to the seed corpus rather than to the archive."""
        return self.ref.startswith("seed:")


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All that the store knows that matters for a verdict on one text.

    Args:
        known: candidates sharing enough of the sample, seeds first, then oldest first.
        background: paragraph hashes that recur at the same outlet and so do not count.
    """

    known: tuple[Known, ...] = ()
    background: frozenset[int] = frozenset()


class VerdictKind(StrEnum):
    """What a text is, seen against the seeds and the archive."""

    NEW = "new"
    EXACT = "exact"
    COPY = "copy"
    PARTIAL = "partial"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words that two texts share, as offsets into each."""

    start: int
    end: int
    other_start: int
    other_end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text is, of what, and the figures that say so.

    Args:
        of: ref of the seed or article it copies, "" for new.
        in_other: share of the new text that stands in the other, 0 to 1.
        of_other: share of the other that stands in the new text, 0 to 1.
        numbers_kept: share of the new text's numbers that the other has, None without numbers.
        why: one sentence for a person.
        spans: longest agreeing runs, at most 50; empty where only a sketch was compared.
        rules: version of the rules that decided.
    """

    kind: VerdictKind
    why: str
    of: str = ""
    in_other: float = 0.0
    of_other: float = 0.0
    numbers_kept: float | None = None
    spans: tuple[Span, ...] = ()
    rules: int = 1

    @property
    def is_coverage(self) -> bool:
        """Whether it brings something new, and so may be announced."""
        return self.kind in (VerdictKind.NEW, VerdictKind.PARTIAL)


# --- seeds ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seed:
    """One article of the seed corpus.

    Args:
        name: short and unique, such as "scmp-2022-01-08".
        date: ISO 8601 day, "" where unknown.
        words: number of words of the text the sketch was made from.
        exact: sha256 (hex) of its normalised text.
        sketch: as in Fingerprint.
        text: the full text where its owner supplied it, else "".
    """

    name: str
    outlet: str
    title: str
    date: str
    url: str
    words: int
    exact: str
    sketch: tuple[int, ...]
    authors: tuple[str, ...] = ()
    text: str = ""

    @property
    def ref(self) -> str:
        """How a verdict names it."""
        return f"seed:{self.name}"


# --- keeping and announcing -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Announcement:
    """One message that is due because an article was kept.

    Args:
        key: idempotency key, the same for the same article, rule and channel.
        payload: what the message says, ready for JSON.
    """

    key: str
    rule: str
    channel: str
    payload: dict[str, object] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """What was decided on a draft, given its neighbours.

    Args:
        keep_text: False where the feed keeps text for matching articles only.
    """

    verdict: Verdict
    keep_text: bool = True


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an entry: an article, a version of one, or one more sighting.

    Args:
        verdict: None for a sighting: the article was known with this very text.
        queued: deliveries that were queued with it.
    """

    article_id: int
    verdict: Verdict | None
    topics: tuple[str, ...] = ()
    queued: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the archive shows it."""

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


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles a reader asks the archive for, newest first; None does not filter.

    Args:
        since: first seen at this moment or later.
        limit: at most so many.
        after: id of the last article of the page before; the list goes on from there.
    """

    topic: str | None = None
    since: datetime | None = None
    verdict: VerdictKind | None = None
    outlet: str | None = None
    language: str | None = None
    feed: str | None = None
    limit: int = 50
    after: int | None = None


@dataclass(frozen=True, slots=True)
class DueDelivery:
    """A message whose sending was claimed.

    Args:
        attempts: tries so far that failed.
        queued_at: when the article was kept.
        first_seen_at: when the article's entry was first seen.
    """

    id: int
    key: str
    rule: str
    channel: str
    payload: dict[str, object] = field(hash=False)
    attempts: int
    queued_at: datetime
    first_seen_at: datetime
