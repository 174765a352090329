"""Is each article kept once, with its verdict, its versions and its messages, and found again?"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from monitor.alert.composing import compose
from monitor.core.records.alerts import Alert
from monitor.core.records.articles import Article, ArticleFilter, Basis, Covered, Draft, Sighting
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Keep
from monitor.core.records.pages import Claim, Dropped, Field, Witness
from monitor.core.records.rulings import Kept, Rulings
from monitor.core.records.stories import Placement
from monitor.core.records.tags import Mention
from monitor.core.records.verdicts import Judged, Known, Neighbours, Span, Verdict, VerdictKind
from monitor.core.records.versions import Revision
from monitor.store.alerts.outbox import Deliveries
from monitor.store.engine import Database
from monitor.store.schema.tables import ALERT, ENTRY, MENTION, PARAGRAPH, SHINGLE, VERSION
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import FEED, MENTION_OF_CSTO, NEW, Room, alert, announce, as_kept, draft, rulings


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


# --- a new article --------------------------------------------------------------------------------


def test_a_new_article_is_stored_with_all_that_is_known_of_it(room: Room) -> None:
    due = room.entry()
    room.clock.advance(5)
    verdict = Verdict(
        VerdictKind.PARTIAL, "why", "seed:scmp", 0.4, 0.5, 0.75, spans=(Span(0, 3, 10, 13), Span(4, 8, 20, 24)), rules=2
    )

    kept = room.keep(draft(mentions=(MENTION_OF_CSTO,)), due, verdict)

    assert kept == Kept(1, verdict, ("csto",), story_id=1, has_opened=True)
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
        sightings=(Sighting("akorda", "https://site1.example/", "", NOON),),
        story_id=1,
        placement=Placement(1, "Nothing was asked."),
    )


def test_what_witnesses_say_and_what_was_left_out_is_kept_with_it(room: Room) -> None:
    said = {
        "modified_at": NOON + timedelta(hours=1),
        "section": "World",
        "image": "https://akorda.example/1.jpg",
        "claims": (
            Claim(Field.TITLE, Witness.FEED, "CSTO 1", is_chosen=True),
            Claim(Field.TITLE, Witness.HTML, "The CSTO, 1", note="cut off"),
        ),
        "dropped": (Dropped("Read also", "recurs at this outlet", 1),),
        "recurring": ((0, 3), (4, 8)),
    }
    given = draft()

    room.keep(replace(given, article=replace(given.article, **said)))  # type: ignore[arg-type] # fields of Extracted

    article = room.articles.get(1)
    assert {name: getattr(article, name) for name in said} == said


def test_its_entry_is_covered_and_never_due_again(room: Room) -> None:
    room.keep(draft())

    room.clock.advance(3_600)
    assert (room.waiting(), room.entries.claim(5, [])) == (0, [])


def test_its_messages_are_queued_in_the_same_transaction(room: Room) -> None:
    kept = as_kept(room.articles.keep(Covered(room.entry(), draft()), rulings(announce=announce("log", "webhook"))))

    deliveries = Deliveries(room.database, room.leases, compose).claim(5, [])
    assert kept.queued == 2
    assert [(d.key, d.channel, d.payload["items"], d.first_seen_at) for d in deliveries] == [
        (f"1/all/{channel}", channel, [alert(room.articles.get(1), channel).facts], NOON)
        for channel in ("log", "webhook")
    ]


def test_whatever_goes_wrong_while_announcing_leaves_nothing_behind(room: Room) -> None:
    due = room.entry()

    def fail(_: Article) -> Sequence[Alert]:
        raise RuntimeError("a rule is broken")

    with pytest.raises(RuntimeError, match="a rule is broken"):
        room.articles.keep(Covered(due, draft()), rulings(announce=fail))

    assert (room.articles.list(ArticleFilter()), room.waiting()) == ([], 1)


def test_a_text_that_is_not_kept_is_recognised_all_the_same(room: Room) -> None:
    room.keep(draft(), text=False)

    assert room.articles.get(1).text == ""
    assert room.neighbours_of(draft(2)).known == (
        Known("1", "", "exact of The CSTO met.", (16, 32, 48, 64), shared=4, title="CSTO 1"),
    )


def test_text_that_no_database_holds_is_mended_before_it_is_announced(room: Room) -> None:
    broken = draft(text="a\x00b\udc00c")
    broken = replace(broken, article=replace(broken.article, title="\ud83d!"))

    room.articles.keep(Covered(room.entry(), broken), rulings(announce=announce("log")))

    (delivery,) = Deliveries(room.database, room.leases, compose).claim(1, [])
    article = room.articles.get(1)
    assert (article.text, article.title) == ("a\ufffdb\ufffdc", "\ufffd!")
    assert delivery.payload["items"] == [alert(article).facts]


# --- a known address ------------------------------------------------------------------------------


def test_the_same_address_with_the_same_text_is_a_sighting(room: Room) -> None:
    room.keep(draft(mentions=(MENTION_OF_CSTO,)))

    again = room.articles.keep(Covered(room.entry(), draft()), Rulings(pytest.fail, pytest.fail, pytest.fail))  # type: ignore[arg-type] # none may be called

    assert again == Kept(1, None, ("csto",))
    assert (len(room.articles.list(ArticleFilter())), room.waiting()) == (1, 0)


def test_keeping_an_entry_again_after_a_crash_announces_nothing_twice(room: Room) -> None:
    due = room.entry()
    for _ in range(2):
        room.articles.keep(Covered(due, draft()), rulings(announce=announce("log")))

    assert (room.count(ALERT), len(room.articles.list(ArticleFilter()))) == (1, 1)


def test_the_same_address_with_another_text_is_a_version(room: Room) -> None:
    room.keep(draft(mentions=(MENTION_OF_CSTO,), paragraphs=(1, 2)))
    room.clock.advance(60)
    edited = draft(text="The CSTO met again.", sample=(16, 80), paragraphs=(3,))

    kept = room.keep(edited)

    assert kept.verdict is not None
    assert (kept.verdict.kind, kept.verdict.of) == (VerdictKind.VERSION, "1")
    article = room.articles.get(1)
    assert (article.text, article.versions, article.mentions, article.topics) == ("The CSTO met again.", 2, (), ())
    assert (article.verdict, article.kept_at, article.first_seen_at) == (NEW, NOON, NOON)
    assert [room.count(table) for table in (SHINGLE, PARAGRAPH, MENTION)] == [1, 1, 0]


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

    room.keep(draft(text="Other."), room.entry(replace(FEED, keep=Keep.MATCHING)), text=False)

    assert room.articles.get(1).text == ""


def test_a_version_has_the_verdict_of_the_text_it_has_now(room: Room) -> None:
    long_ago = Verdict(VerdictKind.COPY, "why", "seed:scmp", 0.9, 0.9, spans=(Span(0, 900, 0, 900),))
    fresh = Verdict(VerdictKind.PARTIAL, "why", "seed:scmp", 0.4, 0.1, 0.5, spans=(Span(0, 4, 7, 11),), rules=2)
    room.keep(draft(), verdict=long_ago)

    room.keep(draft(text="Short."), verdict=fresh)

    assert room.articles.get(1).verdict == fresh


def test_a_version_is_judged_without_the_article_itself_and_what_was_taken_from_it(room: Room) -> None:
    room.keep(draft(1, text="original", paragraphs=(7,)))
    room.keep(draft(2, text="copy"), verdict=Verdict(VerdictKind.COPY, "why", of="1"))
    room.keep(draft(3, text="copy of the copy"), verdict=Verdict(VerdictKind.PARTIAL, "why", of="2"))
    room.keep(draft(4, text="a stranger", paragraphs=(7,)))
    room.keep(draft(5, text="another", sample=(), paragraphs=(7,)))
    asked: list[Neighbours] = []

    def judge(found: Neighbours) -> Judged:
        asked.append(found)
        return Judged(NEW)

    room.articles.keep(Covered(room.entry(), draft(1, text="original, edited", paragraphs=(7,))), rulings(judge=judge))

    # It was one of the three by which its outlet's paragraph 7 is known, and stays one.
    assert asked == [
        Neighbours((Known("4", "a stranger", "exact of a stranger", shared=4, title="CSTO 4"),), frozenset({7}))
    ]


def test_a_version_that_is_no_longer_new_stops_telling_what_recurs(room: Room) -> None:
    room.keep(draft(paragraphs=(1, 2)))

    room.keep(draft(text="Other.", paragraphs=(1, 2)), verdict=Verdict(VerdictKind.COPY, "why", of="seed:scmp"))

    assert room.count(PARAGRAPH) == 0


def edit(room: Room, edited: Draft, verdict: Verdict = NEW) -> tuple[int, list[Article]]:
    """Keep a version; give how many messages were queued, and the articles that were to be announced."""
    asked: list[Article] = []

    def remember(article: Article) -> list[Alert]:
        asked.append(article)
        return announce("log", "webhook")(article)

    decided = rulings(judge=lambda _: Judged(verdict), announce=remember)
    kept = as_kept(room.articles.keep(Covered(room.entry(), edited), decided))
    return kept.queued, asked


def test_an_edit_that_first_names_a_topic_is_announced_as_it_is_now(room: Room) -> None:
    room.keep(draft(text="They met."), verdict=Verdict(VerdictKind.COPY, "why", of="seed:scmp"))
    room.clock.advance(3_600)

    queued, asked = edit(room, draft(text="The CSTO met.", mentions=(MENTION_OF_CSTO,)))

    assert (queued, asked) == (2, [replace(room.articles.get(1), sightings=())])
    assert (asked[0].verdict, asked[0].versions, asked[0].first_seen_at) == (NEW, 2, NOON)
    seen = {d.first_seen_at for d in Deliveries(room.database, room.leases, compose).claim(5, [])}
    assert seen == {NOON + timedelta(seconds=3_600)}  # of the entry that brought the news


def test_an_edit_that_names_one_more_topic_is_announced(room: Room) -> None:
    room.keep(draft(mentions=(MENTION_OF_CSTO,)))
    sco = replace(MENTION_OF_CSTO, topic="sco")

    queued, _ = edit(room, draft(text="The CSTO and the SCO met.", mentions=(MENTION_OF_CSTO, sco)))

    assert queued == 2


def test_the_full_text_of_what_was_judged_by_its_teaser_is_announced_once(room: Room) -> None:
    teaser = draft(text="The CSTO", mentions=(MENTION_OF_CSTO,))
    teaser = replace(teaser, article=replace(teaser.article, basis=Basis.TEASER))
    room.articles.keep(Covered(room.entry(), teaser), rulings(announce=announce("log")))

    queued, asked = edit(room, draft(mentions=(MENTION_OF_CSTO,)))

    assert (queued, len(asked), room.count(ALERT)) == (1, 1, 2)  # the log had its message


def test_what_is_announced_has_its_text_even_where_that_is_not_kept(room: Room) -> None:
    asked: list[tuple[str, str]] = []

    def remember(by: str) -> Callable[[Article], Sequence[Alert]]:
        def announcing(article: Article) -> Sequence[Alert]:
            asked.append((by, article.text))
            return ()

        return announcing

    textless = rulings(judge=lambda _: Judged(NEW, keep_text=False), announce=remember("new"))
    told = replace(
        textless,
        announce_edit=remember("edit"),
        announce_changes=lambda article, _: remember("change")(article),
        compare=lambda _: Revision(is_version=True, changes=(Change(ChangeKind.HEADLINE, "It is another."),)),
    )

    room.articles.keep(Covered(room.entry(), draft(text="A harbour\x00.")), told)
    room.articles.keep(Covered(room.entry(), draft(text="A lighthouse.")), told)

    assert asked == [("new", "A harbour\ufffd."), ("edit", "A lighthouse."), ("change", "A lighthouse.")]
    assert room.articles.get(1).text == ""


def test_the_full_text_of_what_was_known_by_its_teaser_is_announced_without_a_topic_too(room: Room) -> None:
    teaser = draft(text="A harbour")
    room.keep(replace(teaser, article=replace(teaser.article, basis=Basis.TEASER)))

    queued, asked = edit(room, draft(text="A harbour has a lighthouse."))

    assert (queued, [each.text for each in asked]) == (2, ["A harbour has a lighthouse."])


@pytest.mark.parametrize("mentions", [(MENTION_OF_CSTO,), ()])
def test_an_ordinary_edit_is_silent(room: Room, mentions: tuple[Mention, ...]) -> None:
    room.keep(draft(mentions=(MENTION_OF_CSTO,)))

    assert edit(room, draft(text="The CSTO met again.", mentions=mentions)) == (0, [])


def test_whatever_goes_wrong_while_announcing_a_version_leaves_the_old_text(room: Room) -> None:
    room.keep(draft())

    def fail(_: Article) -> Sequence[Alert]:
        raise RuntimeError("a rule is broken")

    edited = draft(text="Other.", mentions=(MENTION_OF_CSTO,))
    with pytest.raises(RuntimeError, match="a rule is broken"):
        room.articles.keep(Covered(room.entry(), edited), rulings(announce=fail))

    assert (room.articles.get(1).text, room.count(VERSION), room.count(MENTION)) == ("The CSTO met.", 0, 0)


def test_a_failure_noted_after_keeping_leaves_the_entry_covered(room: Room) -> None:
    due = room.entry()
    room.keep(draft(), due)

    room.entries.fail(due, Failed(Reason.FORBIDDEN, "The page is closed."), NOON)

    with room.database.read() as connection:
        row = connection.execute(select(ENTRY.c.state, ENTRY.c.due_at, ENTRY.c.reason)).one()
    assert tuple(row) == ("covered", None, "forbidden")


def test_a_copy_names_what_its_original_does_not_to_those_who_announce(room: Room) -> None:
    told: list[tuple[str, ...]] = []
    copy = Judged(Verdict(VerdictKind.COPY, "why", of="1"))

    def announcing(article: Article) -> tuple[Alert, ...]:
        told.append(article.added_topics)
        return ()

    room.keep(draft(1))
    for number, mentions in ((2, (MENTION_OF_CSTO,)), (3, ())):
        given = Covered(room.entry(), draft(number, text=f"text {number}", mentions=mentions))
        room.articles.keep(given, rulings(judge=lambda _: copy, announce=announcing))

    assert told == [("csto",), ()]
