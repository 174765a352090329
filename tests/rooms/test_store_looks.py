"""Is an article looked at again when it should be, and is each change recorded once?"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.core.records.articles import Article, Basis, Covered, Draft, DueEntry, SeenPage
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.pages import Capture
from monitor.core.records.rulings import Kept, Rulings, Stale
from monitor.core.records.versions import ChangeFilter, Looked, Revision
from monitor.store.articles.captures import Captures
from monitor.store.articles.looks import Looks
from monitor.store.engine import Database
from monitor.store.schema.tables import CAPTURE, PAGE
from monitor.store.sizes import sizes
from tests.fakes import NOON, FakeClock
from tests.rooms.stores import FEED, Room, as_kept, draft, rulings

HOUR = timedelta(hours=1)
GONE = Change(ChangeKind.WITHDRAWN, "It is gone.")
BACK = Change(ChangeKind.RETURNED, "The page is there again.")
EDITED = Change(ChangeKind.TEXT, "1 paragraph changed.")


@pytest.fixture
def room(database: Database, clock: FakeClock) -> Room:
    return Room(database, clock)


@pytest.fixture
def looks(room: Room) -> Looks:
    return Looks(room.database, room.leases, per_site=60)


def in_an_hour(*changes: Change) -> Rulings:
    """Each text is a version with these changes; the page is due again an hour after noon."""
    return rulings(compare=lambda _: Revision(is_version=True, changes=changes), look_at=lambda *_: NOON + HOUR)


def read(due: DueEntry, given: Draft, body: bytes = b"<p>") -> Covered:
    seen = SeenPage(NOON, '"v1"', "some day")
    capture = Capture(due.entry.url, NOON, 200, (("Server", "x"), ("Set-Cookie", "a"), ("Set-Cookie", "b")), body)
    return Covered(replace(due, seen=seen), given, capture)


def kept(room: Room, number: int = 1, text: str = "The CSTO met.") -> None:
    room.articles.keep(read(room.entry(), draft(number, text=text)), in_an_hour())


def changes(room: Room) -> list[tuple[int, str, int]]:
    found = room.articles.changes(ChangeFilter())
    return [(each.article_id, each.change.kind.value, each.version) for each in reversed(found)]


def test_an_article_is_due_for_a_look_when_the_ruling_says_so(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room)

    assert looks.claim(5, []) == []
    clock.advance(3_600)
    (look,) = looks.claim(5, [])
    assert (look.article_id, look.looks, look.misses, look.is_withdrawn) == (1, 0, 0, False)
    assert look.due.seen == SeenPage(NOON, '"v1"', "some day", 1, "akorda")
    assert look.due.entry.url == "https://site1.example/"
    assert looks.claim(5, []) == []  # it is in hand


def test_an_article_that_nobody_wants_to_look_at_is_never_due(room: Room, looks: Looks, clock: FakeClock) -> None:
    room.articles.keep(read(room.entry(), draft()), rulings())

    clock.advance(10**7)
    assert looks.claim(5, []) == []


def test_a_look_that_found_nothing_new_plans_the_next(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room)
    clock.advance(3_600)
    (look,) = looks.claim(5, [])

    looks.looked(look, Looked(NOON + 3 * HOUR), SeenPage(clock.now(), '"v2"'))

    assert (looks.claim(5, []), changes(room), room.count(CAPTURE)) == ([], [], 1)
    clock.advance(2 * 3_600)
    (again,) = looks.claim(5, [])
    assert (again.looks, again.due.seen) == (1, SeenPage(NOON + HOUR, '"v2"', "", 1, "akorda"))


def test_a_look_is_closed_once_whoever_comes_second(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room)
    clock.advance(3_600)
    (look,) = looks.claim(5, [])

    closed = [looks.looked(look, Looked(None, 2, (GONE,)), None) for _ in range(2)]

    assert (closed, changes(room)) == ([0, None], [(1, "withdrawn", 1)])


def test_a_withdrawal_and_a_return_stand_in_the_article_and_its_history(
    room: Room, looks: Looks, clock: FakeClock
) -> None:
    kept(room)
    clock.advance(3_600)
    (look,) = looks.claim(5, [])
    looks.looked(look, Looked(NOON + 2 * HOUR, 2, (GONE,)), None)
    withdrawn_at = room.articles.get(1).withdrawn_at
    clock.advance(3_600)
    (look,) = looks.claim(5, [])

    looks.looked(look, Looked(None, 0, (BACK,)), None)

    assert (withdrawn_at, look.is_withdrawn, look.misses) == (NOON + HOUR, True, 2)
    assert room.articles.get(1).withdrawn_at is None
    assert changes(room) == [(1, "withdrawn", 1), (1, "returned", 1)]


def test_another_text_becomes_a_version_with_its_changes_and_its_page(
    room: Room, looks: Looks, clock: FakeClock
) -> None:
    kept(room)
    clock.advance(3_600)
    (look,) = looks.claim(5, [])

    given = as_kept(room.articles.revise(look, read(look.due, draft(text="They met."), b"<p>2"), in_an_hour(EDITED)))

    assert given.changes == (EDITED,)
    assert changes(room) == [(1, "text", 2)]
    assert [(v.n, v.text, v.at, v.capture_id) for v in room.articles.versions(1)] == [
        (1, "The CSTO met.", NOON, 1),
        (2, "They met.", NOON + HOUR, 2),
    ]
    stored = Captures(room.database)
    assert [stored.body(each.sha256) for each in stored.of(1)] == [b"<p>", b"<p>2"]
    assert stored.of(1)[0].headers == (("Server", "x"), ("Set-Cookie", "a"), ("Set-Cookie", "b"))


def test_a_text_that_differs_by_noise_leaves_all_as_it_was(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room)
    clock.advance(3_600)
    (look,) = looks.claim(5, [])
    noise = rulings(compare=lambda _: Revision(is_version=False), look_at=lambda *_: NOON + 2 * HOUR)

    given = room.articles.revise(look, read(look.due, draft(text="The CSTO met. 5 views"), b"<p>2"), noise)

    assert given == Kept(1, None, ())
    assert (changes(room), room.count(CAPTURE), room.count(PAGE)) == ([], 1, 1)
    assert room.articles.get(1).text == "The CSTO met."
    clock.advance(3_600)
    assert [due.looks for due in looks.claim(5, [])] == [1]


def test_an_article_is_compared_with_all_that_is_known_of_it(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room)
    clock.advance(3_600)
    (look,) = looks.claim(5, [])
    asked: list[Article] = []

    def compare(before: Article) -> Revision:
        asked.append(before)
        return Revision(is_version=False)

    room.articles.revise(look, read(look.due, draft(text="Other.")), rulings(compare=compare))

    assert asked == [replace(room.articles.get(1), sightings=())]


def test_a_page_that_gives_way_to_another_article_is_not_there(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room, 1)
    kept(room, 2, text="Another.")
    clock.advance(3_600)
    look = next(each for each in looks.claim(5, []) if each.article_id == 1)

    given = room.articles.revise(look, read(look.due, draft(2, text="Another.")), in_an_hour())

    assert given == Failed(Reason.NOT_FOUND, "Its address leads to article 2 now.")
    assert (changes(room), room.articles.get(1).text) == ([], "The CSTO met.")


def test_a_page_that_is_there_again_with_another_text_says_both(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room)
    clock.advance(3_600)
    (look,) = looks.claim(5, [])
    looks.looked(look, Looked(NOON + HOUR, 2, (GONE,)), None)
    (look,) = looks.claim(5, [])

    room.articles.revise(look, read(look.due, draft(text="Other.")), in_an_hour(EDITED))

    assert sorted(changes(room)) == [(1, "returned", 1), (1, "text", 2), (1, "withdrawn", 1)]
    assert room.articles.get(1).withdrawn_at is None


def test_whatever_goes_wrong_while_a_version_is_stored_leaves_the_look_due(
    room: Room, looks: Looks, clock: FakeClock
) -> None:
    kept(room)
    clock.advance(3_600)
    (look,) = looks.claim(5, [])

    def fail(_: Article, __: bool) -> datetime | None:  # noqa: FBT001 - the shape of Rulings
        raise RuntimeError("a rule is broken")

    with pytest.raises(RuntimeError, match="a rule is broken"):
        room.articles.revise(look, read(look.due, draft(text="Other.")), rulings(look_at=fail))

    clock.advance(61)  # the lease
    assert [each.looks for each in looks.claim(5, [])] == [0]
    assert (room.articles.get(1).versions, changes(room), room.count(CAPTURE)) == (1, [], 1)


def test_the_young_are_looked_at_first(room: Room, looks: Looks, clock: FakeClock) -> None:
    for number in (1, 2, 3):
        kept_at(room, number, NOON + number * HOUR)

    clock.advance(4 * 3_600)
    assert [look.article_id for look in looks.claim(2, [])] == [3, 2]


def kept_at(room: Room, number: int, look_at: datetime) -> None:
    planned = rulings(look_at=lambda *_: look_at)
    room.articles.keep(read(room.entry(), draft(number, text=f"Text {number}.")), planned)


def test_a_site_has_its_share_of_looks_in_an_hour_and_no_more(room: Room, clock: FakeClock) -> None:
    looks = Looks(room.database, room.leases, per_site=2)
    for number in (1, 2, 3):
        one_site(room, number)
    clock.advance(3_600)

    done = [look_once(looks) for _ in range(3)]

    clock.advance(3_601)
    assert (done, look_once(looks)) == ([1, 1, 0], 1)


def one_site(room: Room, number: int) -> None:
    due = room.entry()
    due = replace(due, entry=replace(due.entry, url=f"https://one.example/{number}"))
    room.articles.keep(read(due, draft(number, text=f"Text {number}.")), in_an_hour())


def look_once(looks: Looks) -> int:
    taken = looks.claim(1, [])
    for look in taken:
        looks.looked(look, Looked(None), None)
    return len(taken)


def test_no_share_means_no_looks(room: Room, clock: FakeClock) -> None:
    kept(room)
    clock.advance(3_600)

    assert Looks(room.database, room.leases, per_site=0).claim(5, []) == []


def test_looks_that_nobody_found_time_for_are_given_up(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room)
    clock.advance(3_600 + 2 * 86_400 + 1)

    assert (looks.give_up_stale(), looks.claim(5, [])) == (1, [])


def test_a_person_may_ask_for_a_look_before_it_is_due(room: Room, looks: Looks) -> None:
    kept(room)
    kept(room, 2, text="Another.")

    claim = looks.claim_each([2])

    assert [look.article_id for look in claim(5, [])] == [2]
    assert claim(5, []) == []


def test_an_edit_that_a_feed_brings_makes_the_next_look_sooner(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept_at(room, 1, NOON + 9 * HOUR)

    room.articles.keep(read(room.entry(), draft(text="Other.")), in_an_hour(EDITED))

    clock.advance(3_600)
    assert [look.article_id for look in looks.claim(5, [])] == [1]


def test_the_same_page_is_stored_once_for_two_articles(room: Room) -> None:
    room.articles.keep(read(room.entry(), draft(1)), rulings())
    room.articles.keep(read(room.entry(), draft(2, text="Other.")), rulings())

    assert (room.count(PAGE), room.count(CAPTURE)) == (1, 2)


def test_the_full_text_of_a_teaser_is_a_version_that_says_so(room: Room, looks: Looks, clock: FakeClock) -> None:
    teaser = draft(text="The CSTO")
    room.articles.keep(
        read(room.entry(), replace(teaser, article=replace(teaser.article, basis=Basis.TEASER))), in_an_hour()
    )
    clock.advance(3_600)
    (look,) = looks.claim(5, [])
    completed = Change(ChangeKind.COMPLETED, "The whole text is to be had now.")

    room.articles.revise(look, read(look.due, draft()), in_an_hour(completed))

    assert (changes(room), room.articles.get(1).basis) == ([(1, "completed", 2)], Basis.FULL)


def test_every_entry_that_led_to_an_article_is_one_of_its_sightings(room: Room, clock: FakeClock) -> None:
    kept(room)
    clock.advance(60)
    room.articles.keep(read(room.entry(), draft()), rulings())

    assert [(s.feed, s.url, s.at) for s in room.articles.get(1).sightings] == [
        (FEED.name, "https://site1.example/", NOON),
        (FEED.name, "https://site2.example/", NOON + timedelta(seconds=60)),
    ]


def test_changes_are_found_by_article_kind_and_time(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room, 1)
    kept(room, 2, text="Another.")
    clock.advance(3_600)
    for look in looks.claim(5, []):
        looks.looked(look, Looked(None, 2, (GONE,)), None)

    found = room.articles.changes
    assert [each.article_id for each in found(ChangeFilter(article_id=2))] == [2]
    assert found(ChangeFilter(kind=ChangeKind.TEXT)) == ()
    assert found(ChangeFilter(since=NOON + 2 * HOUR)) == ()
    newest, oldest = found(ChangeFilter(since=NOON))
    assert found(ChangeFilter(after=newest.id)) == (oldest,)


def test_the_room_that_the_archive_takes_is_told_by_part(room: Room) -> None:
    kept(room)

    measured = sizes(room.database)

    assert measured.articles == 1
    assert min(measured.pages, measured.texts, measured.fingerprints, measured.index, measured.rest) > 0
    assert measured.per_article(measured.texts) == measured.texts


def test_an_empty_archive_takes_no_room_for_an_article(room: Room) -> None:
    assert sizes(room.database).per_article(5) == 0


def test_a_page_that_was_fetched_before_the_one_that_is_kept_changes_nothing(room: Room, looks: Looks) -> None:
    kept(room)
    old = read(room.entry(), draft(text="An older text."))
    assert old.capture is not None
    old = replace(old, capture=replace(old.capture, at=NOON - HOUR))

    given = room.articles.keep(old, in_an_hour(EDITED))

    assert (given, room.articles.get(1).text) == (Kept(1, None, ()), "The CSTO met.")


def test_a_look_that_another_process_has_closed_brings_no_version(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room)
    clock.advance(3_600)
    (look,) = looks.claim(5, [])
    looks.looked(look, Looked(None), None)

    given = room.articles.revise(look, read(look.due, draft(text="They met.")), in_an_hour(EDITED))

    assert (given, changes(room), room.articles.get(1).versions) == (Kept(1, None, ()), [], 1)


def test_what_other_rules_read_is_to_be_read_again_before_it_is_compared(room: Room, looks: Looks) -> None:
    kept(room)
    other = draft(text="They met.")
    other = replace(other, article=replace(other.article, rules=7))

    first = room.articles.keep(read(room.entry(), other), rulings(compare=pytest.fail))  # type: ignore[arg-type] # not asked
    last = room.articles.keep(read(room.entry(), other), rulings(compare=pytest.fail), is_last=True)  # type: ignore[arg-type] # not asked

    assert (first, last) == (Stale(1), Kept(1, None, ()))
    assert (room.articles.get(1).text, room.articles.get(1).versions, changes(room)) == ("They met.", 1, [])


def test_a_lease_that_ran_out_long_ago_keeps_no_look_waiting(room: Room, looks: Looks, clock: FakeClock) -> None:
    kept(room)
    clock.advance(3_600)
    looks.claim(5, [])
    clock.advance(10 * 86_400)

    assert looks.give_up_stale() == 1


def test_a_look_that_nothing_was_sent_for_takes_nothing_of_the_sites_share(room: Room, clock: FakeClock) -> None:
    looks = Looks(room.database, room.leases, per_site=1)
    for number in (1, 2):
        one_site(room, number)
    clock.advance(3_600)
    (look,) = looks.claim(1, [])

    looks.looked(look, Looked(None, was_sent=False), None)

    assert len(looks.claim(1, [])) == 1
