"""Does undoing restore what was, whatever has happened since?"""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from monitor.core.records.articles import Covered
from monitor.core.records.stories import Placement
from monitor.core.records.verdicts import Judged, Verdict, VerdictKind
from monitor.store.engine import Database
from monitor.store.stories.regrouping import CannotRegroup
from monitor.store.stories.stories import Stories
from tests.fakes import FakeClock
from tests.rooms.stores import NEW, Room, as_kept, draft, rulings


class Desk:
    """A room whose clock goes on with whatever is done, and that places articles as it is told."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.stories = Stories(room.database, room.clock)

    def keep(self, number: int, story: int | None = None, of: int = 0, verdict: Verdict = NEW) -> None:
        """Keep article ``number`` in a story, because of article ``of``; or in one of its own."""
        self.room.clock.advance(60)
        place = Placement(story, f"with article {of}", 0.5, of=of, rules=1)
        asked = replace(rulings(judge=lambda _: Judged(verdict)), place=lambda _, __: place)
        given = draft(number, text=f"Text {number}.", sample=(number,))
        kept = self.room.articles.keep(Covered(self.room.entry(), given), asked)
        assert as_kept(kept).article_id == number

    def act(self, verb: str, *arguments: object) -> tuple[int, ...]:
        """Merge, split or undo; give what moved."""
        self.room.clock.advance(60)
        done = getattr(self.stories, verb)(*arguments, by="ann")
        return tuple(done.articles)

    def replace_by_rules(self, number: int, story: int, of: int) -> None:
        self.room.clock.advance(60)
        placement = Placement(story, f"with article {of}", 0.5, of=of, rules=2)
        assert self.stories.replace_by_rules(number, placement) is not None

    def places(self, *numbers: int) -> dict[int, list[int]]:
        """Which articles each story has; those without are left out."""
        found: dict[int, list[int]] = {}
        for number in numbers:
            found.setdefault(self.room.articles.get(number).story_id or 0, []).append(number)
        return found


@pytest.fixture
def desk(database: Database, clock: FakeClock) -> Desk:
    """Articles 1 and 2 in story 1, article 3 in story 2."""
    made = Desk(Room(database, clock))
    made.keep(1)
    made.keep(2, 1, of=1)
    made.keep(3)
    return made


# --- one after the other --------------------------------------------------------------------------


def test_what_a_later_regrouping_moved_on_is_undone_the_last_first(desk: Desk) -> None:
    desk.act("merge", 1, 2)
    desk.act("split", 2, [1])

    with pytest.raises(CannotRegroup, match=r"article 1 went .* Undo that one first: monitor story undo 2"):
        desk.act("undo", 1)
    moved = desk.act("undo", 2), desk.act("undo", 1)

    assert moved == ((1,), (1, 2))
    assert desk.places(1, 2, 3) == {1: [1, 2], 2: [3]}


def test_of_several_the_last_is_named_even_where_it_brought_the_article_back(desk: Desk) -> None:
    desk.act("merge", 1, 2)
    desk.act("split", 2, [1])
    desk.act("merge", 3, 2)

    with pytest.raises(CannotRegroup, match="Undo that one first: monitor story undo 3"):
        desk.act("undo", 1)

    assert desk.places(1, 2, 3) == {2: [1, 2, 3]}


def test_what_is_undone_or_moved_others_is_in_no_ones_way(desk: Desk) -> None:
    desk.keep(4, 2, of=3)
    desk.act("merge", 1, 2)
    desk.act("split", 2, [1])
    desk.act("undo", 2)
    desk.act("split", 2, [4])

    assert desk.act("undo", 1) == (1, 2)
    assert desk.places(1, 2, 3, 4) == {1: [1, 2], 2: [3], 4: [4]}


# --- what followed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "back"),
    [(("merge", 2, 1), {1: [1, 2], 2: [3, 4, 5]}), (("split", 1, [2]), {1: [1, 2, 4, 5], 2: [3]})],
    ids=["merge", "split"],
)
def test_what_rules_placed_since_by_a_moved_article_or_by_such_goes_back_too(
    desk: Desk, first: Sequence[object], back: dict[int, list[int]]
) -> None:
    verb, *arguments = first
    (moved,) = desk.act(str(verb), *arguments)
    story = desk.room.articles.get(moved).story_id
    desk.keep(4, story, of=moved)
    desk.keep(5, story, of=4)

    assert desk.act("undo", 1) == (moved, 4, 5)
    assert desk.places(1, 2, 3, 4, 5) == back
    assert [each.articles for each in desk.stories.history(min(back))][-1] == (moved, 4, 5)


def test_a_copy_goes_back_with_what_it_copies(desk: Desk) -> None:
    desk.act("merge", 2, 1)
    desk.keep(4, 1, verdict=Verdict(VerdictKind.COPY, "why", "3", 0.9, 0.9))

    assert desk.act("undo", 1) == (3, 4)


def test_what_newer_rules_brought_to_a_moved_article_goes_back_with_it(desk: Desk) -> None:
    desk.keep(4)
    desk.act("merge", 2, 1)
    desk.room.clock.advance(60)
    desk.replace_by_rules(4, 1, of=3)

    assert desk.act("undo", 1) == (3, 4)
    with pytest.raises(CannotRegroup, match=r"article 4 is not in story 1 any more, as regrouping 3 took"):
        desk.act("undo", 2)


def test_what_followed_another_was_there_before_or_was_put_there_by_a_person_stays(desk: Desk) -> None:
    """Of 1 and 2 in story 1, 2 leaves and is brought back: 4 came because of it before that, 5 by 1, 6 by a person."""
    desk.keep(4, 1, of=2)
    desk.act("split", 1, [2])
    desk.act("merge", 3, 1)
    desk.keep(5, 1, of=1)
    desk.keep(6, None, of=2)
    desk.act("merge", 4, 1)

    assert desk.act("undo", 2) == (2,)
    assert desk.places(1, 2, 3, 4, 5, 6) == {1: [1, 4, 5, 6], 3: [2], 2: [3]}
