"""Is each article kept once, with its verdict, its versions and its messages, and found again?"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Table, select

from monitor.core.errors import NotFound
from monitor.core.records import (
    Announcement,
    Article,
    ArticleFilter,
    Basis,
    Draft,
    DueEntry,
    Entry,
    Extracted,
    Failed,
    FeedSpec,
    Fingerprint,
    Judged,
    Keep,
    Kept,
    Known,
    Mention,
    Neighbours,
    PollOutcome,
    Reason,
    Seed,
    Span,
    Tagged,
    Verdict,
    VerdictKind,
)
from monitor.store.archive import Articles
from monitor.store.claims import Leases
from monitor.store.deliveries import Deliveries
from monitor.store.engine import Database
from monitor.store.entries import Entries
from monitor.store.feeds import Feeds
from monitor.store.seeds import Seeds
from monitor.store.tables import DELIVERY, ENTRY, MENTION, PARAGRAPH, SHINGLE, VERSION
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
        return self.articles.keep(due or self.entry(), given, lambda _: Judged(verdict, keep_text=text), lambda _: ())

    def neighbours_of(self, given: Draft) -> Neighbours:
        return self.articles.neighbours(given)

    def count(self, table: Table) -> int:
        with self.database.read() as connection:
            return len(connection.execute(select(table)).all())


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


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


def announce(*channels: str) -> Callable[[Article], list[Announcement]]:
    return lambda article: [
        Announcement(f"{article.id}/all/{channel}", "all", channel, {"title": article.title}) for channel in channels
    ]


# --- a new article --------------------------------------------------------------------------------


def test_a_new_article_is_stored_with_all_that_is_known_of_it(room: Room) -> None:
    due = room.entry()
    room.clock.advance(5)
    verdict = Verdict(
        VerdictKind.PARTIAL, "why", "seed:scmp", 0.4, 0.5, 0.75, spans=(Span(0, 3, 10, 13), Span(4, 8, 20, 24)), rules=2
    )

    kept = room.keep(draft(mentions=(MENTION_OF_CSTO,)), due, verdict)

    assert kept == Kept(1, verdict, ("csto",))
    assert room.articles.get(1) == Article(
        id=1,
        url="https://akorda.example/1",
        outlet="akorda.example",
        title="CSTO 1",
        author="A. B.",
        language="en",
        published_at=NOON,
        first_seen_at=NOON,
        kept_at=NOON + timedelta(seconds=5),
        basis=Basis.FULL,
        verdict=verdict,
        topics=("csto",),
        feed="akorda",
        text="The CSTO met.",
        mentions=(MENTION_OF_CSTO,),
    )


def test_its_entry_is_covered_and_never_due_again(room: Room) -> None:
    room.keep(draft())

    room.clock.advance(3_600)
    assert (room.entries.pending(), room.entries.claim(5, [])) == (0, [])


def test_its_messages_are_queued_in_the_same_transaction(room: Room) -> None:
    kept = room.articles.keep(room.entry(), draft(), lambda _: Judged(NEW), announce("log", "webhook"))

    deliveries = Deliveries(room.database, room.leases).claim(5, [])
    assert kept.queued == 2
    assert [(d.key, d.channel, d.payload, d.first_seen_at) for d in deliveries] == [
        ("1/all/log", "log", {"title": "CSTO 1"}, NOON),
        ("1/all/webhook", "webhook", {"title": "CSTO 1"}, NOON),
    ]


def test_whatever_goes_wrong_while_announcing_leaves_nothing_behind(room: Room) -> None:
    due = room.entry()

    def fail(_: Article) -> Sequence[Announcement]:
        raise RuntimeError("a rule is broken")

    with pytest.raises(RuntimeError, match="a rule is broken"):
        room.articles.keep(due, draft(), lambda _: Judged(NEW), fail)

    assert (room.articles.list(ArticleFilter()), room.entries.pending()) == ([], 1)


def test_a_text_that_is_not_kept_is_recognised_all_the_same(room: Room) -> None:
    room.keep(draft(), text=False)

    assert room.articles.get(1).text == ""
    assert room.neighbours_of(draft(2)).known == (Known("1", "", "exact of The CSTO met.", (16, 32, 48, 64)),)


def test_text_that_no_database_holds_is_mended_before_it_is_announced(room: Room) -> None:
    broken = draft(text="a\x00b\udc00c")
    broken = replace(broken, article=replace(broken.article, title="\ud83d!"))

    room.articles.keep(room.entry(), broken, lambda _: Judged(NEW), announce("log"))

    (delivery,) = Deliveries(room.database, room.leases).claim(1, [])
    article = room.articles.get(1)
    assert (article.text, article.title, delivery.payload) == ("a\ufffdb\ufffdc", "\ufffd!", {"title": "\ufffd!"})


# --- a known address ------------------------------------------------------------------------------


def test_the_same_address_with_the_same_text_is_a_sighting(room: Room) -> None:
    room.keep(draft(mentions=(MENTION_OF_CSTO,)))

    again = room.articles.keep(room.entry(), draft(), pytest.fail, pytest.fail)  # type: ignore[arg-type] # neither may be called

    assert again == Kept(1, None, ("csto",))
    assert (len(room.articles.list(ArticleFilter())), room.entries.pending()) == (1, 0)


def test_keeping_an_entry_again_after_a_crash_announces_nothing_twice(room: Room) -> None:
    due = room.entry()
    for _ in range(2):
        room.articles.keep(due, draft(), lambda _: Judged(NEW), announce("log"))

    assert (room.count(DELIVERY), len(room.articles.list(ArticleFilter()))) == (1, 1)


def test_the_same_address_with_another_text_is_a_version_and_not_announced(room: Room) -> None:
    room.keep(draft(mentions=(MENTION_OF_CSTO,), paragraphs=(1, 2)))
    room.clock.advance(60)
    edited = draft(text="The CSTO met again.", sample=(16, 80), paragraphs=(3,))

    kept = room.articles.keep(room.entry(), edited, pytest.fail, pytest.fail)  # type: ignore[arg-type] # neither may be called

    assert kept.verdict is not None
    assert (kept.verdict.kind, kept.verdict.of, kept.queued) == (VerdictKind.VERSION, "1", 0)
    article = room.articles.get(1)
    assert (article.text, article.versions, article.mentions, article.topics) == ("The CSTO met again.", 2, (), ())
    assert (article.verdict, article.kept_at, article.first_seen_at) == (NEW, NOON, NOON)
    assert [room.count(table) for table in (SHINGLE, PARAGRAPH, MENTION)] == [2, 1, 0]


def test_the_old_text_of_a_version_is_kept(room: Room) -> None:
    room.keep(draft(text="First."))
    room.clock.advance(60)
    room.keep(draft(text="Second."))
    room.clock.advance(60)
    room.keep(draft(text="Third."))

    with room.database.read() as connection:
        old = connection.execute(select(VERSION.c.n, VERSION.c.text, VERSION.c.kept_at).order_by(VERSION.c.n)).all()
    assert [tuple(row) for row in old] == [(1, "First.", NOON), (2, "Second.", NOON + timedelta(seconds=60))]
    assert room.articles.get(1).versions == 3


def test_a_teaser_does_not_replace_the_full_text(room: Room) -> None:
    room.keep(draft())
    teaser = draft(text="The CSTO")

    kept = room.keep(replace(teaser, article=replace(teaser.article, basis=Basis.TEASER)))

    assert (kept.verdict, room.articles.get(1).text) == (None, "The CSTO met.")


def test_a_version_that_matches_nothing_is_stored_without_text_where_the_feed_says_so(room: Room) -> None:
    room.keep(draft(), room.entry(replace(FEED, keep=Keep.MATCHING)))

    room.keep(draft(text="Other."), room.entry(replace(FEED, keep=Keep.MATCHING)))

    assert room.articles.get(1).text == ""


def test_a_failure_noted_after_keeping_leaves_the_entry_covered(room: Room) -> None:
    due = room.entry()
    room.keep(draft(), due)

    room.entries.fail(due, Failed(Reason.FORBIDDEN, "The page is closed."), NOON)

    with room.database.read() as connection:
        row = connection.execute(select(ENTRY.c.state, ENTRY.c.due_at, ENTRY.c.reason)).one()
    assert tuple(row) == ("covered", None, "forbidden")


# --- neighbours -----------------------------------------------------------------------------------


def refs(found: Neighbours) -> list[str]:
    return [known.ref for known in found.known]


def test_articles_that_share_two_hashes_are_neighbours(room: Room) -> None:
    room.keep(draft(1, text="one", sample=(16, 32, 160)))
    room.keep(draft(2, text="two", sample=(16, 176)))

    found = room.neighbours_of(draft(3, text="three", sample=(16, 32, 48, 64)))

    assert found.known == (Known("1", "one", "exact of one"),)


def test_a_text_with_few_hashes_needs_to_share_but_one(room: Room) -> None:
    room.keep(draft(1, text="one", sample=(16, 32, 160)))

    assert refs(room.neighbours_of(draft(2, text="two", sample=(16, 48, 64)))) == ["1"]


def test_the_same_words_are_neighbours_without_any_hash(room: Room) -> None:
    room.keep(draft(1, text="...", sample=()))

    assert refs(room.neighbours_of(draft(2, text="...", sample=()))) == ["1"]


def test_the_twenty_that_share_most_are_neighbours_oldest_first(room: Room) -> None:
    for n in range(1, 23):
        room.keep(draft(n, text=f"text {n}", sample=(16, 32, *((48,) if n > 3 else ()))))

    found = room.neighbours_of(draft(99, text="new", sample=(16, 32, 48, 64)))

    assert refs(found) == [str(n) for n in (1, *range(4, 23))]


def test_seeds_come_first_and_bring_their_sketch(room: Room) -> None:
    seed = Seed("scmp", "scmp.com", "Title", "2022-01-08", "https://scmp.com/1", 900, "exact of seed", (8, 16, 32))
    Seeds(room.database).sync([seed])
    room.keep(draft(1, text="one"))

    found = room.neighbours_of(draft(2, text="two"))

    assert found.known == (Known("seed:scmp", "", "exact of seed", (8, 16, 32)), Known("1", "one", "exact of one"))


def test_seeds_and_articles_share_the_twenty_places(room: Room) -> None:
    seeds = [Seed(f"s{n:02}", "", "", "", "", 9, f"exact of seed {n}", (16, 32, 48)) for n in range(15)]
    Seeds(room.database).sync(seeds)
    for n in range(1, 16):
        room.keep(draft(n, text=f"text {n}", sample=(16, 32)))

    found = room.neighbours_of(draft(99, text="new", sample=(16, 32, 48, 64)))

    assert refs(found) == [*(seed.ref for seed in seeds), "1", "2", "3", "4", "5"]


def test_a_paragraph_of_three_new_articles_of_the_outlet_is_background(room: Room) -> None:
    for n in range(1, 4):
        assert room.neighbours_of(draft(9, text="new", paragraphs=(7, 8))).background == frozenset()
        room.keep(draft(n, text=f"text {n}", paragraphs=(7, 7, n)))

    assert room.neighbours_of(draft(9, text="new", paragraphs=(7, 8))).background == {7}


def test_neither_copies_nor_other_outlets_make_background(room: Room) -> None:
    copy = Verdict(VerdictKind.COPY, "why", of="1")
    for n in range(1, 4):
        room.keep(draft(n, text=f"text {n}", paragraphs=(7,)), verdict=copy)
        other = draft(n + 10, text=f"other {n}", paragraphs=(7,))
        room.keep(replace(other, article=replace(other.article, outlet="other.example")))

    assert room.neighbours_of(draft(9, text="new", paragraphs=(7,))).background == frozenset()


def test_two_copies_kept_at_the_same_moment_are_not_both_new(room: Room) -> None:
    both, entries = Barrier(2), (room.entry(), room.entry())

    def judge(found: Neighbours) -> Judged:
        return Judged(Verdict(VerdictKind.EXACT, "why", of=found.known[0].ref) if found.known else NEW)

    def keep(number: int) -> VerdictKind:
        both.wait()
        kept = room.articles.keep(entries[number], draft(number), judge, lambda _: ())
        assert kept.verdict is not None
        return kept.verdict.kind

    with ThreadPoolExecutor(2) as pool:
        verdicts = sorted(pool.map(keep, range(2)))

    assert verdicts == [VerdictKind.EXACT, VerdictKind.NEW]


# --- reading --------------------------------------------------------------------------------------


def ids(found: list[Article]) -> list[int]:
    return [article.id for article in found]


def test_pages_of_a_list_meet_without_gap_or_overlap(room: Room) -> None:
    for n in range(1, 6):
        room.keep(draft(n, text=f"text {n}"))

    first = room.articles.list(ArticleFilter(limit=2))
    second = room.articles.list(ArticleFilter(limit=2, after=first[-1].id))
    third = room.articles.list(ArticleFilter(limit=2, after=second[-1].id))

    assert [ids(first), ids(second), ids(third)] == [[5, 4], [3, 2], [1]]


def test_a_list_leaves_texts_where_they_are(room: Room) -> None:
    room.keep(draft(mentions=(MENTION_OF_CSTO,)))

    (listed,) = room.articles.list(ArticleFilter())

    assert listed == replace(room.articles.get(1), text="", mentions=())


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(ArticleFilter(topic="csto"), [3, 1], id="topic"),
        pytest.param(ArticleFilter(topic="csto", limit=1), [3], id="topic, first page"),
        pytest.param(ArticleFilter(topic="csto", limit=1, after=3), [1], id="topic, next page"),
        pytest.param(ArticleFilter(topic="sco"), [], id="topic of none"),
        pytest.param(ArticleFilter(since=NOON + timedelta(seconds=10)), [3, 2], id="since"),
        pytest.param(ArticleFilter(verdict=VerdictKind.COPY), [2], id="verdict"),
        pytest.param(ArticleFilter(verdict=VerdictKind.VERSION), [1], id="with versions"),
        pytest.param(ArticleFilter(outlet="other.example"), [3], id="outlet"),
        pytest.param(ArticleFilter(language="kk"), [2], id="language"),
        pytest.param(ArticleFilter(feed="akorda"), [3, 2, 1], id="feed"),
        pytest.param(ArticleFilter(topic="csto", outlet="akorda.example", language="en"), [1], id="all of these"),
    ],
)
def test_a_list_holds_just_what_is_asked_for(room: Room, wanted: ArticleFilter, found: list[int]) -> None:
    room.keep(draft(1, text="old"))
    room.keep(draft(1, text="one", mentions=(MENTION_OF_CSTO,)))
    room.clock.advance(10)
    second, third = draft(2, text="two"), draft(3, text="three", mentions=(MENTION_OF_CSTO,))
    room.keep(
        replace(second, article=replace(second.article, language="kk")), verdict=replace(NEW, kind=VerdictKind.COPY)
    )
    room.keep(replace(third, article=replace(third.article, outlet="other.example")))

    assert ids(room.articles.list(wanted)) == found


def test_an_article_that_is_not_there_is_told(room: Room) -> None:
    with pytest.raises(NotFound, match="There is no article 7"):
        room.articles.get(7)


def test_articles_are_counted_by_verdict(room: Room) -> None:
    room.keep(draft(1, text="one"))
    room.keep(draft(2, text="two"))
    room.keep(draft(3, text="three"), verdict=replace(NEW, kind=VerdictKind.COPY))

    assert room.articles.counts() == {"new": 2, "copy": 1}
