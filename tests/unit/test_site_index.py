"""Is every site map of an index read that may hold something new, and none that cannot?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry, ParsedFeed, Part
from monitor.core.records.fetches import Fetched
from monitor.core.records.polls import SeenPart
from monitor.site_index import Read, known_parts, read
from tests.fakes import NOON

INDEX = ParsedFeed("sitemapindex", "", "", ())
MISSING = Failed(Reason.NOT_FOUND, "It is not there (404).", status=404)


def part(name: str, days_ago: float | None = 0) -> Part:
    return Part(f"https://n.example/{name}.xml", None if days_ago is None else NOON - timedelta(days=days_ago))


@dataclass
class Site:
    """A site whose children each hold one entry named like them, until told otherwise."""

    answers: Mapping[str, Fetched | Failed] = field(default_factory=dict)
    asked: list[SeenPart] = field(default_factory=list)

    async def ask(self, asked: SeenPart) -> Fetched | Failed:
        self.asked.append(asked)
        return self.answers.get(asked.url, Fetched(asked.url, 200, b"x", etag=f'"{asked.url}"'))

    async def parse(self, answer: Fetched) -> ParsedFeed | Failed:
        return ParsedFeed("sitemap", "", "", (Entry(answer.url, answer.url, ""),), items=b"12345678")

    async def poll(self, listed: list[Part], seen: tuple[SeenPart, ...] = (), now: datetime = NOON) -> Read:
        return await read(INDEX, known_parts(listed, seen), ask=self.ask, parse=self.parse, now=now)

    def names(self) -> list[str]:
        names = [asked.url.rpartition("/")[2].removesuffix(".xml") for asked in self.asked]
        self.asked.clear()
        return names


async def test_every_child_that_changed_lately_is_read() -> None:
    site = Site()

    got = await site.poll([part("politics"), part("economy"), part("world", 1)])

    assert site.names() == ["politics", "economy", "world"]
    assert len(got.feed.entries) == 3


async def test_a_first_sight_does_not_bring_a_sites_past() -> None:
    site = Site()

    await site.poll([part("2026"), part("2025", 300), part("9", None), part("8", None), part("7", None)])

    assert site.names() == ["2026", "9", "8"]


async def test_children_are_asked_whether_they_changed() -> None:
    site = Site()
    first = await site.poll([part("a")])
    site.names()

    await site.poll([part("a")], first.parts)

    assert site.asked[0].etag == '"https://n.example/a.xml"'


async def test_a_child_that_the_index_says_is_as_it_was_is_not_asked_for() -> None:
    site = Site()
    listed = [part("a"), part("b", 5)]
    first = await site.poll(listed)
    site.names()

    await site.poll(listed, first.parts, NOON + timedelta(hours=1))

    assert site.names() == ["a"]  # its day may still go on


async def test_a_dead_child_costs_three_requests_and_none_of_the_others() -> None:
    site = Site({part("dead").url: MISSING})
    seen: tuple[SeenPart, ...] = ()
    for _ in range(5):
        got = await site.poll([part("dead"), part("good")], seen)
        seen = got.parts

    assert site.names() == ["dead", "good"] * 3 + ["good"] * 2
    assert got.failure is None


async def test_a_dead_child_that_changed_by_the_index_is_asked_for_again() -> None:
    dead = SeenPart(part("dead").url, NOON - timedelta(days=1), failures=3)
    site = Site()

    await site.poll([part("dead")], (dead,))

    assert site.names() == ["dead"]


async def test_an_index_none_of_whose_children_can_be_had_is_a_failure() -> None:
    got = await Site({part("dead").url: MISSING}).poll([part("dead")])

    assert got.failure is MISSING


async def test_a_child_that_is_unchanged_brings_nothing_and_is_known_to_be_read() -> None:
    site = Site({part("a").url: Fetched(part("a").url, 304, b"")})

    got = await site.poll([part("a")])

    assert (got.feed.entries, got.parts[0].read_at) == ((), NOON)
