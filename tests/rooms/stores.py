"""Which stores and drafts do the tests of store/ share?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Table, select

from monitor.core.records.alerts import Alert, AlertKind, Urgency
from monitor.core.records.articles import Article, Basis, Covered, Draft, DueEntry, Extracted, Fingerprint
from monitor.core.records.failures import Failed
from monitor.core.records.feeds import Entry, FeedSpec
from monitor.core.records.polls import PollOutcome
from monitor.core.records.rulings import Kept, Rulings, Stale
from monitor.core.records.tags import Mention, Tagged
from monitor.core.records.verdicts import Judged, Neighbours, Verdict, VerdictKind
from monitor.core.records.versions import Revision
from monitor.store.articles.archive import Articles
from monitor.store.claims import Leases
from monitor.store.engine import Database
from monitor.store.feeds.entries import Entries
from monitor.store.feeds.feeds import Feeds
from monitor.store.snapshot import snapshot
from tests.fakes import NOON, FakeClock

NEW = Verdict(VerdictKind.NEW, "Nothing known shares its wording.")
FEED = FeedSpec("akorda", "https://akorda.example/feed")
MENTION_OF_CSTO = Mention("csto", "CSTO", "en", "title", 0, 4, "acronym")


@dataclass
class Room:
    """The stores over one database, and an entry for whoever asks."""

    database: Database
    clock: FakeClock
    entries_made: int = 0

    def __post_init__(self) -> None:
        self.leases = Leases(self.clock, "host/1/a", 60)
        self.articles = Articles(self.database, self.clock)
        self.entries = Entries(self.database, self.leases)
        self.feeds = Feeds(self.database, self.leases)
        self.feeds.sync([FEED])

    def entry(self, feed: FeedSpec = FEED) -> DueEntry:
        """A new entry of the one feed, claimed."""
        self.entries_made += 1
        (claimed,) = self.feeds.claim_each()(1, [])
        entry = Entry(f"k{self.entries_made}", f"https://site{self.entries_made}.example/", "")
        now = self.clock.now()
        self.feeds.remember(claimed, PollOutcome("ok", now, now, took_s=0, entries=(entry,)))
        (due,) = self.entries.claim(1, [])
        return replace(due, feed=feed)

    def keep(self, given: Draft, due: DueEntry | None = None, verdict: Verdict = NEW, *, text: bool = True) -> Kept:
        covered = Covered(due or self.entry(), given)
        return as_kept(self.articles.keep(covered, rulings(judge=lambda _: Judged(verdict, keep_text=text))))

    def neighbours_of(self, given: Draft) -> Neighbours:
        return self.articles.neighbours(given)

    def waiting(self) -> int:
        """How many entries have no article yet."""
        entries = snapshot(self.database, self.clock.now()).entries
        return entries.due + entries.later

    def count(self, table: Table) -> int:
        with self.database.read() as connection:
            return len(connection.execute(select(table)).all())


def draft(
    number: int = 1,
    *,
    text: str = "The CSTO met.",
    sample: Sequence[int] = (16, 32, 48, 64),
    paragraphs: Sequence[int] = (),
    mentions: tuple[Mention, ...] = (),
) -> Draft:
    return Draft(
        Extracted(
            f"CSTO {number}",
            text,
            "en",
            f"https://akorda.example/{number}",
            "akorda.example",
            Basis.FULL,
            "A. B.",
            NOON,
        ),
        Fingerprint(f"exact of {text}", tuple(sample), tuple(sample), tuple(paragraphs), 1),
        Tagged(mentions),
    )


def as_kept(given: Kept | Stale | Failed) -> Kept:
    """What was kept, where something had to be."""
    assert isinstance(given, Kept)
    return given


def rulings(
    *,
    judge: Callable[[Neighbours], Judged] = lambda _: Judged(NEW),
    compare: Callable[[Article], Revision] = lambda _: Revision(is_version=True),
    announce: Callable[[Article], Sequence[Alert]] = lambda _: (),
    look_at: Callable[[Article, bool], datetime | None] = lambda _, __: None,
) -> Rulings:
    """Everything is new, every other text a version; nobody is told, and nobody looks again."""
    return Rulings(judge, compare, announce, look_at)


def announce(*channels: str) -> Callable[[Article], list[Alert]]:
    return lambda article: [alert(article, channel) for channel in channels]


def alert(article: Article, channel: str = "log", rule: str = "all") -> Alert:
    """What a rule has to tell a channel about an article, due at once."""
    facts = {"rule": rule, "kind": "article", "article": {"id": article.id, "title": article.title}}
    key = f"{article.id}/{rule}/{channel}"
    kind, urgency = AlertKind.ARTICLE, Urgency.NORMAL
    return Alert(key, rule, channel, kind, urgency, article.id, article.story_id, facts, article.kept_at)
