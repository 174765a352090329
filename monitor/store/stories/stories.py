"""Which stories does the archive have, and how do people put them right?

Not pure: reads and writes story, regrouping, trait and article. In: filters, ids, what a person wants. Out: stories,
their articles, their history. The command line, the pages and the API read and regroup through it.
"""

from collections.abc import Iterator, Sequence

from monitor.core.ports import Clock
from monitor.core.records.stories import Carried, Placement, Regrouping, Story, StoryFilter, StoryPage
from monitor.store.engine import Database
from monitor.store.stories import listing, regrouping
from monitor.store.stories.placing import forget_traits

_PARTS = 16  # of all hashes: one transaction each, so that nobody waits long
_PAGE = 200
_LOWEST, _PART = -(2**63), 2**64 // _PARTS


class Stories:
    """Articles about one event, grouped."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def list(self, wanted: StoryFilter) -> StoryPage:
        """List stories, the one with the newest article first.

        Of a topic or an outlet, without ``since``, the one with the newest article of that topic or outlet first: such
        articles are read by their index, the newest first, until enough stories are found for which all else holds. By
        ``since`` and by language alone, stories are read from the newest on, no further than ``since``.
        """
        with self._database.read() as connection:
            return listing.list_stories(connection, wanted)

    def walk(self, wanted: StoryFilter) -> Iterator[Story]:
        """Give stories in the same order, each as it is when its turn comes, however many there are.

        Which there are is settled at the start: what comes in meanwhile moves none of them out of the way. One that was
        merged into another meanwhile is left out.
        """
        with self._database.read() as connection:
            story_ids = listing.list_ids(connection, wanted)
        for start in range(0, len(story_ids), _PAGE):
            with self._database.read() as connection:
                page = listing.read_stories(connection, story_ids[start : start + _PAGE])
            yield from page

    def get(self, story_id: int) -> Story:
        """Give a story; one that was merged into another says so, and keeps its headline.

        Raises:
            NotFound: there is none with this id.
        """
        with self._database.read() as connection:
            return listing.read_story(connection, story_id)

    def members(self, story_id: int) -> tuple[Carried, ...]:
        """Give the articles of a story, by first sight.

        Raises:
            NotFound: there is none with this id.
        """
        with self._database.read() as connection:
            return listing.read_members(connection, story_id)

    def history(self, story_id: int) -> tuple[Regrouping, ...]:
        """Give when articles came to a story from another or left it, the first first.

        Raises:
            NotFound: there is none with this id.
        """
        with self._database.read() as connection:
            regrouping.require(connection, story_id)
            return regrouping.history(connection, story_id)

    def merge(self, story_id: int, into: int, by: str, why: str = "") -> Regrouping:
        """Move all articles of a story into another, where later ones follow; its id leads there from now on.

        Raises:
            NotFound: there is no such story.
            CannotRegroup: they are one, or one of them has no articles any more.
        """
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            return regrouping.merge(connection, story_id, into, self._act(by, why))

    def split(self, story_id: int, article_ids: Sequence[int], by: str, why: str = "") -> Regrouping:
        """Move some articles of a story into a new one, where later ones like them follow.

        Raises:
            NotFound: there is no such story or article.
            CannotRegroup: an article is in another story, or nothing would be left of this one.
        """
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            return regrouping.split(connection, story_id, article_ids, self._act(by, why))

    def undo(self, regrouping_id: int, by: str, why: str = "") -> Regrouping:
        """Put back what a regrouping moved, and with it what rules have placed since because of that.

        Raises:
            NotFound: there is no such regrouping.
            CannotRegroup: it is undone already, or another that holds has moved an article of it on since.
        """
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            return regrouping.undo(connection, regrouping_id, self._act(by, why))

    def replace_by_rules(self, article_id: int, placement: Placement) -> Regrouping | None:
        """Give an article the place that newer rules give it; None where it stays, as where a person put it there."""
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            return regrouping.replace_by_rules(connection, article_id, placement, self._clock.now())

    def forget_traits(self) -> int:
        """Forget by which traits articles were found that are not live any more; give how many traits were."""
        forgotten = 0
        for part in range(_PARTS):
            first = _LOWEST + part * _PART
            with self._database.write() as connection:
                forgotten += forget_traits(connection, (first, first + _PART - 1), self._clock.now())
        return forgotten

    def _act(self, by: str, why: str) -> regrouping.Act:
        return regrouping.Act(by, why, self._clock.now())
