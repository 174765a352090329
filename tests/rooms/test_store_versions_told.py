"""Does an ordinary edit reach whoever asked for versions, once a version, and nobody else?"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pytest

from monitor.alert.rules import VERSIONS, Book, alerts_for, alerts_for_changes
from monitor.core.records.alerts import AlertKind, QueuedAlert, Rule
from monitor.core.records.articles import Covered, Draft, DueEntry
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.rulings import Kept
from monitor.core.records.tags import Mention
from monitor.core.records.verdicts import VerdictKind
from monitor.core.records.versions import Revision
from monitor.store.alerts.alerts import Alerts
from monitor.store.engine import Database
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import MENTION_OF_CSTO, Room, as_kept, draft, rulings

BOOK = Book.of(
    [
        Rule("plain", "topic:csto"),
        Rule("versions", "topic:csto", includes=frozenset({VERSIONS})),
        Rule("of-the-sco", "topic:sco", includes=frozenset({VERSIONS})),
        Rule("copies", "topic:csto", includes=frozenset({"copies"})),
        Rule("off", "topic:csto", includes=frozenset({VERSIONS}), is_enabled=False),
        Rule("edits", "topic:csto", on=AlertKind.CHANGE, changes=(ChangeKind.STEALTH_EDIT,)),
        Rule("spike", "topic:csto", on=AlertKind.SPIKE),
    ],
    ["log"],
    now=NOON,
)
MENTION_OF_SCO = replace(MENTION_OF_CSTO, topic="sco", name="SCO")
EDIT = Change(ChangeKind.STEALTH_EDIT, "One sentence was removed.")


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


def told(room: Room) -> list[QueuedAlert]:
    """All that rules on articles and changes have to tell, the oldest first."""
    return [each for each in Alerts(room.database).list()[::-1] if each.alert.channel]


def edition(text: str, *mentions: Mention) -> Draft:
    return draft(text=text, mentions=mentions or (MENTION_OF_CSTO,))


def keep(room: Room, given: Draft, *changes: Change, is_version: bool = True, due: DueEntry | None = None) -> Kept:
    """Keep an edition of the one article by the rules above."""
    now = room.clock.now()
    announce = partial(alerts_for, book=BOOK, now=now)
    made = replace(
        rulings(compare=lambda _: Revision(is_version=is_version, changes=changes), announce=announce),
        announce_edit=announce,
        announce_changes=lambda article, found: alerts_for_changes(article, found, BOOK, now),
    )
    return as_kept(room.articles.keep(Covered(due or room.entry(), given), made))


def rules(alerts: Sequence[QueuedAlert]) -> list[str]:
    return sorted(each.alert.rule for each in alerts)


def test_each_version_of_an_article_is_told_once_to_whoever_asked_for_versions(room: Room) -> None:
    kept = [keep(room, edition(f"The CSTO met {n} times.")) for n in range(3)]
    again = keep(room, edition("The CSTO met 2 times."))  # the same text once more: a sighting

    queued = told(room)
    assert [each.queued for each in (*kept, again)] == [3, 1, 1, 0]
    assert [each.verdict.kind if each.verdict else None for each in kept] == [
        VerdictKind.NEW,
        VerdictKind.VERSION,
        VerdictKind.VERSION,
    ]
    assert rules(queued[:3]) == ["copies", "plain", "versions"]
    assert rules(queued[3:]) == ["versions", "versions"]
    assert len({each.alert.key for each in queued}) == 5
    assert {each.alert.article_id for each in queued} == {1}


def test_what_is_told_of_a_version_says_that_it_is_one(room: Room) -> None:
    keep(room, edition("The CSTO met."))
    room.clock.advance(3_600)

    keep(room, edition("The CSTO did not meet."))

    version = told(room)[-1]
    article = version.alert.facts["article"]
    assert isinstance(article, dict)
    assert (article["verdict"], article["duplicate_of"], article["id"]) == ("version", "1", 1)
    assert (version.alert.kind, version.queued_at) == (AlertKind.ARTICLE, room.clock.now())
    assert room.articles.get(1).verdict.kind is VerdictKind.NEW  # the article itself stays what it was


def test_an_edit_of_the_page_that_is_none_of_the_text_is_told_to_nobody(room: Room) -> None:
    keep(room, edition("The CSTO met."))

    kept = keep(room, edition("The CSTO met. Read more."), is_version=False)

    assert (kept.queued, len(told(room))) == (0, 3)


def test_a_stealthy_edit_is_told_as_a_change_and_as_a_version_to_those_who_asked(room: Room) -> None:
    keep(room, edition("The CSTO met."))

    kept = keep(room, edition("The CSTO did not meet."), EDIT)

    assert kept.queued == 2
    assert [(each.alert.rule, each.alert.kind) for each in told(room)[3:]] == [
        ("versions", AlertKind.ARTICLE),
        ("edits", AlertKind.CHANGE),
    ]


def test_an_edit_that_names_a_topic_for_the_first_time_is_news_of_it_to_all(room: Room) -> None:
    keep(room, edition("The CSTO met."))

    keep(room, edition("The CSTO met the SCO.", MENTION_OF_CSTO, MENTION_OF_SCO))

    assert rules(told(room)[3:]) == ["of-the-sco", "versions"]


def test_an_edit_of_what_no_rule_asks_for_is_told_to_nobody(room: Room) -> None:
    keep(room, edition("Nobody met.", replace(MENTION_OF_CSTO, topic="kazakhstan")))

    kept = keep(room, edition("Somebody met.", replace(MENTION_OF_CSTO, topic="kazakhstan")))

    assert (kept.queued, told(room)) == (0, [])
