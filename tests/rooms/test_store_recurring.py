"""Is it known after a few articles what an outlet puts on all of its pages, and is nothing else taken for it?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.articles import Basis, Covered, Draft, Extracted
from monitor.core.records.feeds import Entry
from monitor.core.records.verdicts import Judged, Neighbours, Span, Verdict, VerdictKind
from monitor.dedupe.decide import decide
from monitor.drafter import Drafter
from monitor.extract.body.recurring import part
from monitor.extract.page import Page
from monitor.store.articles.recurring import Recurring
from monitor.store.engine import Database
from monitor.store.schema.tables import PARAGRAPH, RECURRING
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import Room, as_kept, draft, rulings

OUTLET = "akorda.example"
NEW, COPY, EXACT, PARTIAL = VerdictKind.NEW, VerdictKind.COPY, VerdictKind.EXACT, VerdictKind.PARTIAL

MENU = ("Home", "Politics", "Economy", "Society", "Culture", "Sport", "Opinion", "Video", "Weather", "Currency rates")
PLEA = "Subscribe to our Telegram channel so that you do not miss the most important news of the day."
RIGHTS = "© Steppe Courier. Using our articles is allowed only with a link to the source."
BACKGROUND = (
    "The Collective Security Treaty Organization unites Armenia, Belarus, Kazakhstan, Kyrgyzstan, Russia and"
    " Tajikistan; its members have met once a year since the treaty was signed in Tashkent in 1992, and its secretariat"
    " sits in Moscow, where the permanent representatives of the member states prepare the sessions of its councils."
)
BRIEFS = (
    "A bridge over the Ishim was closed for repairs. Drivers are sent over the northern road.",
    "The city library bought four hundred books. Most of them were written for children.",
    "Snow fell in three southern districts. Schools there opened two hours later than planned.",
    "The museum shows kettles of the last century. Entry is free until the end of March.",
    "A baker in Aktau won the regional prize. He has baked rye loaves for thirty years.",
    "The river port hired forty sailors. Navigation begins in the second week of April.",
)


class Newsroom:
    """One outlet whose texts are parted, judged, tagged and kept as the service does it."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.habits = Recurring(room.database)
        self.drafter = Drafter(load_topics(default_topics_path()))
        self.published = 0

    def read(self, *lines: str, outlet: str = OUTLET) -> Draft:
        self.published += 1
        parted = part("\n".join(lines), self.habits.of(outlet))
        article = Extracted(
            f"Report {self.published}",
            parted.text,
            "en",
            f"https://{outlet}/{self.published}",
            outlet,
            Basis.FULL,
            dropped=parted.dropped,
            recurring=parted.recurring,
        )
        found = self.drafter._draft(article)
        assert isinstance(found, Draft)
        return found

    def read_page(self, *lines: str) -> Draft:
        """The same from a page that gives no hint which of its paragraphs are the article."""
        self.published += 1
        url = f"https://{OUTLET}/{self.published}"
        body = "".join(f"<p>{line}</p>" for line in lines)
        page = Page(
            f"<html><body><article>{body}</article></body></html>".encode(),
            "text/html; charset=utf-8",
            url,
            Entry(url, url, f"Report {self.published}"),
            recurring=self.habits.of(OUTLET),
        )
        found = self.drafter.read(page)
        assert isinstance(found, Draft)
        return found

    def keep(self, given: Draft) -> VerdictKind:
        def judge(found: Neighbours) -> Judged:
            return Judged(decide(given.article.text, given.fingerprint, found))

        kept = as_kept(self.room.articles.keep(Covered(self.room.entry(), given), rulings(judge=judge)))
        assert kept.verdict is not None
        return kept.verdict.kind

    def publish(self, *lines: str) -> tuple[VerdictKind, str]:
        read = self.read(*lines)
        return self.keep(read), read.article.text


@pytest.fixture
def newsroom(database: Database, clock: FakeClock) -> Newsroom:
    return Newsroom(Room(database, clock))


# --- what a few articles teach --------------------------------------------------------------------


def test_a_brief_stands_alone_from_the_fourth_on_and_is_never_a_copy_by_its_menu(newsroom: Newsroom) -> None:
    found = [newsroom.publish(*MENU, brief, PLEA, RIGHTS) for brief in BRIEFS]

    assert [text == brief for (_, text), brief in zip(found, BRIEFS, strict=True)] == [False] * 3 + [True] * 3
    assert [kind for kind, _ in found] == [NEW] * 6


def test_the_same_holds_of_pages(newsroom: Newsroom) -> None:
    drafts = []
    for brief in BRIEFS:
        drafts.append(newsroom.read_page(*MENU, brief, PLEA, RIGHTS))
        newsroom.keep(drafts[-1])

    assert [each.article.text for each in drafts[3:]] == list(BRIEFS[3:])


def test_what_was_dropped_is_kept_with_the_article(newsroom: Newsroom) -> None:
    for brief in BRIEFS[:4]:
        newsroom.publish("Economy", brief, PLEA)

    article = newsroom.room.articles.get(4)

    assert [(each.text, each.after) for each in article.dropped] == [("Economy", 0), (PLEA, 1)]
    assert (article.text, article.recurring) == (BRIEFS[3], ())


def test_briefs_above_one_background_are_new_before_it_is_known_to_recur(newsroom: Newsroom) -> None:
    found = [newsroom.publish(brief, BACKGROUND) for brief in BRIEFS]

    assert [kind for kind, _ in found] == [NEW] * 6
    assert all(text == f"{brief}\n{BACKGROUND}" for (_, text), brief in zip(found, BRIEFS, strict=True))


def test_strangers_that_share_background_and_footer_only_are_both_new(newsroom: Newsroom) -> None:
    for brief in BRIEFS[:3]:
        newsroom.publish(brief, BACKGROUND, RIGHTS)

    one, other = (newsroom.read(brief, BACKGROUND, RIGHTS) for brief in BRIEFS[3:5])

    assert [newsroom.keep(one), newsroom.keep(other)] == [NEW, NEW]
    assert len(newsroom.room.neighbours_of(other).known) > 1  # it was compared, and what they share was passed over


def test_a_topic_in_the_background_alone_makes_no_match_once_it_recurs(newsroom: Newsroom) -> None:
    topics = []
    for brief in BRIEFS:
        read = newsroom.read(brief, BACKGROUND)
        newsroom.keep(read)
        topics.append(read.tagged.topics)

    kept = newsroom.room.articles.get(4).mentions
    assert topics == [("csto", "kazakhstan")] * 3 + [()] * 3
    assert {(each.topic, each.is_recurring) for each in kept} >= {("csto", True), ("kazakhstan", True)}


def test_a_topic_that_the_report_names_itself_matches_though_it_recurs_below(newsroom: Newsroom) -> None:
    for brief in BRIEFS[:3]:
        newsroom.publish(brief, BACKGROUND)

    read = newsroom.read("The CSTO will meet in Astana in May, its secretary general said today.", BACKGROUND)

    assert read.tagged.topics == ("csto",)


# --- what teaches nothing -------------------------------------------------------------------------


STATEMENT = (
    "The ministry of water has agreed with its neighbours on how much each may take from the river this summer.",
    "Rice growers will get a fifth less than last year, and are paid for what they leave unsown.",
    "The shares will be looked at again in July, when it is known how much snow has melted in the mountains.",
)
DISTRICTS = ("Arys", "Kegen", "Martuk", "Sozak", "Taskala")


def test_a_statement_that_an_outlet_prints_at_many_addresses_stays_a_copy(newsroom: Newsroom) -> None:
    found = [newsroom.publish(*STATEMENT, f"Akimat of {district}") for district in DISTRICTS]

    assert [kind for kind, _ in found] == [NEW] + [COPY] * 4
    assert newsroom.habits.of(OUTLET) == frozenset()


def test_the_frame_of_pages_is_learnt_from_copies_too(newsroom: Newsroom) -> None:
    newsroom.keep(newsroom.read(*STATEMENT, outlet="agency.example"))

    found = [newsroom.publish(*STATEMENT, PLEA, f"Akimat of {district}") for district in DISTRICTS[:4]]

    assert [kind for kind, _ in found] == [COPY] * 4
    assert [PLEA in text for _, text in found] == [True, True, True, False]


def test_the_same_words_at_another_address_count_for_nothing(newsroom: Newsroom) -> None:
    found = [newsroom.publish(BRIEFS[0], BACKGROUND) for _ in range(4)]

    assert [kind for kind, _ in found] == [NEW, EXACT, EXACT, EXACT]
    assert newsroom.habits.of(OUTLET) == frozenset()


def test_what_recurs_at_one_outlet_is_the_own_text_of_another(newsroom: Newsroom) -> None:
    for brief in BRIEFS[:3]:
        newsroom.publish(brief, BACKGROUND)

    assert newsroom.read(BRIEFS[3], BACKGROUND, outlet="other.example").article.recurring == ()


# --- the tables -----------------------------------------------------------------------------------


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


def of(room: Room) -> frozenset[int]:
    return Recurring(room.database).of(OUTLET)


@pytest.mark.parametrize(
    ("verdict", "known"),
    [
        pytest.param(Verdict(NEW, "why"), {7, 8}, id="new"),
        pytest.param(Verdict(PARTIAL, "why", of="1"), {7, 8}, id="partial"),
        pytest.param(Verdict(COPY, "why", of="1"), {8}, id="copy by sketch"),
        pytest.param(Verdict(COPY, "why", of="1", spans=(Span(0, 6, 0, 6),)), {8}, id="copy"),
        pytest.param(Verdict(COPY, "why", of="1", spans=(Span(5, 6, 5, 6),)), {7, 8}, id="copy with an own paragraph"),
        pytest.param(Verdict(EXACT, "why", of="1"), set(), id="exact"),
    ],
)
def test_the_verdict_says_which_lines_count(room: Room, verdict: Verdict, known: set[int]) -> None:
    for n in range(1, 4):
        one = draft(n, text=f"text {n}", paragraphs=(7, 8))
        assert of(room) == frozenset()
        room.keep(replace(one, fingerprint=replace(one.fingerprint, frame=(8,))), verdict=verdict)

    assert of(room) == known


def test_the_versions_of_an_article_count_as_one(room: Room) -> None:
    for n in range(1, 5):
        room.keep(draft(1, text=f"text {n}", paragraphs=(7,)))

    assert of(room) == frozenset()
    assert room.count(PARAGRAPH) == 1


def test_what_is_known_to_recur_is_counted_no_further(room: Room) -> None:
    for n in range(1, 6):
        room.keep(draft(n, text=f"text {n}", paragraphs=(7,)))

    assert (room.count(PARAGRAPH), room.count(RECURRING)) == (3, 1)


def test_a_line_of_the_frame_that_one_article_had_does_not_count_for_the_next_verdict(room: Room) -> None:
    one, other = draft(1, text="one", paragraphs=(7, 8)), draft(2, text="two", paragraphs=(7, 8))
    framed = replace(other, fingerprint=replace(other.fingerprint, frame=(8,)))
    room.keep(replace(one, fingerprint=replace(one.fingerprint, frame=(8,))))

    assert room.neighbours_of(framed).background == {8}
    assert room.neighbours_of(other).background == frozenset()


def test_of_very_many_lines_those_that_came_last_are_given(room: Room, clock: FakeClock) -> None:
    rows = [{"outlet": OUTLET, "hash": n, "seen_at": NOON + timedelta(seconds=n)} for n in range(2_000)]
    with room.database.write() as connection:
        connection.execute(insert(RECURRING), [*rows, {"outlet": OUTLET, "hash": -1, "seen_at": None}])

    assert of(room) == frozenset(range(2_000))

    clock.moment = NOON + timedelta(days=8)
    room.keep(draft(1, paragraphs=(-1, 0)))

    assert of(room) == {-1, *range(2_000)} - {1}


def test_a_line_that_goes_on_coming_is_written_once_a_week(room: Room, clock: FakeClock) -> None:
    since = []
    for n in range(1, 7):
        room.keep(draft(n, text=f"text {n}", paragraphs=(7,)))
        with room.database.read() as connection:
            since.append(connection.scalar(select(RECURRING.c.seen_at)))
        clock.moment += timedelta(days=4)

    days = [each and (each - NOON).days for each in since]
    assert days == [None, None, 8, 8, 16, 16]
