"""How does the archive get other mentions by other names and rules?

Not pure, but it touches the world only through the stores and the workers. In: since when. Out: what is another now,
article by article. `monitor retag` shows it; after a stop the next run goes on there. rebuilding.py has one article
tagged again before an edit of it is told.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from monitor.config.settings import Settings
from monitor.core.records.failures import Failed
from monitor.core.records.rebuilds import Relabelled, Retagged, Step, Wish
from monitor.reader import Reader
from monitor.store.articles.retagging import NamingTexts
from monitor.store.tasks import Tasks
from monitor.walking import Walk
from monitor.workers import Workers

_ANOTHER, _BESIDE, _SAME, _LEFT, _FAILED = "another", "beside", "same", "left", "failed"
_GAINED, _LOST = "+", "-"
_ARTICLES, _MENTIONS = "articles", "mentions"


@dataclass(frozen=True, slots=True)
class Swing:
    """What a run did to one topic."""

    articles_gained: int = 0
    articles_lost: int = 0
    mentions_gained: int = 0
    mentions_lost: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """What a run came to.

    Args:
        another: articles that have other topics, or mentions at other places.
        beside: articles of which only figures are another: a mention's part or reason, or what is named beside topics.
        left: articles left as they were: their texts are not stored, or another came meanwhile.
        failed: articles left as they were: they could not be tagged in time.
        topics: what became of each topic that gained or lost anything, sorted by its id.
    """

    another: int = 0
    beside: int = 0
    same: int = 0
    left: int = 0
    failed: int = 0
    topics: Mapping[str, Swing] = field(default_factory=dict)

    @property
    def articles(self) -> int:
        """How many articles there were."""
        return self.another + self.beside + self.same + self.left + self.failed


@dataclass(frozen=True, slots=True)
class Retagging:
    """Tags the stored texts of the archive again.

    Args:
        rules: version of the rules and names of today.
    """

    texts: NamingTexts
    tasks: Tasks
    workers: Workers[Reader]
    settings: Settings
    rules: str

    async def refresh(self, article_id: int) -> None:
        """Tag one article's stored text again, if it has one: what is compared with it then goes by the same names."""
        given = await self._tag(article_id)
        if isinstance(given, Relabelled):
            await asyncio.to_thread(self.texts.put, given, is_trial=False)

    def begin(self, wish: Wish, *, is_fresh: bool = False) -> tuple[int, int]:
        """Begin a run, or find the one that was stopped; say how many articles are done, and how many are left.

        Args:
            is_fresh: begin at the beginning all the same.
        """
        return self._walk(wish).begin(wish, is_fresh=is_fresh)

    def run(self, wish: Wish) -> AsyncIterator[Step[Retagged]]:
        """Tag every article that is wished for again, and give what became of each, as it goes."""

        def put(given: Relabelled | Failed | None) -> tuple[str, Retagged | None]:
            """Store what is another, and say what became of the article."""
            if given is None or isinstance(given, Failed):
                return _LEFT if given is None else _FAILED, None
            retagged = self.texts.put(given, is_trial=wish.is_trial)
            return _fate(retagged), retagged if retagged and retagged.what else None

        return self._walk(wish).steps(wish, self._tag, put, _figures)

    async def _tag(self, article_id: int) -> Relabelled | Failed | None:
        kept = await asyncio.to_thread(self.texts.one, article_id)
        if kept is None:
            return None
        tagged = await self.workers.run(Reader.tag_again, self.settings.read_deadline_s, kept.article)
        return tagged if isinstance(tagged, Failed) else Relabelled(kept, tagged)

    def _walk(self, wish: Wish) -> Walk:
        today = self.rules if wish.is_older else None
        count, numbers = partial(self.texts.count, today=today), partial(self.texts.numbers, today=today)
        return Walk("retag", self.tasks, count, numbers, self.settings.workers, self.rules)


def report(counts: Mapping[str, int]) -> Report:
    """Say what a run came to, given what its last step counted."""
    swings: dict[str, Counter[str]] = {}
    for name, number in counts.items():
        if name.startswith((_GAINED, _LOST)):
            what, topic = name[1:].split()
            swings.setdefault(topic, Counter())[f"{what}_{'gained' if name.startswith(_GAINED) else 'lost'}"] += number
    return Report(
        counts.get(_ANOTHER, 0),
        counts.get(_BESIDE, 0),
        counts.get(_SAME, 0),
        counts.get(_LEFT, 0),
        counts.get(_FAILED, 0),
        {topic: Swing(**swings[topic]) for topic in sorted(swings)},
    )


def _fate(retagged: Retagged | None) -> str:
    """Say in a word what became of an article: what a run counts."""
    if retagged is None:
        return _LEFT
    if not retagged.what:
        return _SAME
    return _BESIDE if {"topics", "mentions"}.isdisjoint(retagged.what) else _ANOTHER


def _figures(retagged: Retagged) -> Counter[str]:
    """Count what an article gained and lost, by topic."""
    figures: Counter[str] = Counter()
    for sign, what, topics in (
        (_GAINED, _ARTICLES, retagged.gained),
        (_LOST, _ARTICLES, retagged.lost),
        (_GAINED, _MENTIONS, retagged.mentions_gained),
        (_LOST, _MENTIONS, retagged.mentions_lost),
    ):
        figures.update(f"{sign}{what} {topic}" for topic in topics)
    return figures
