"""What has the demo world published so far, and in which order?

No network; it keeps its state in memory. In: ids to publish, edit and withdraw, with the moment. Out: what each
outlet's feed and pages hold, and the truth about it. world.py serves it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.core.records.verdicts import VerdictKind
from monitor.demo.articles import DemoArticle, DemoText, Expect, load_articles
from monitor.demo.bulletin import write_bulletin

_LISTED = 50
_FRESHLY = 1 / 30  # of the time that lies between articles: a day's are then those of 48 minutes


@dataclass(frozen=True, slots=True)
class Published:
    """An article that is out, as readers see it now.

    Args:
        edition: 1 for the first text, 2 once it was edited.
        is_withdrawn: it has left the feed, and its page is gone.
    """

    article: DemoArticle
    text: DemoText
    published_at: datetime
    updated_at: datetime
    edition: int = 1
    is_withdrawn: bool = False


class Newsroom:
    """The state of the world: what is out, in the order in which it came out.

    Args:
        is_fresh: whether articles are dated within the hour before the start rather than within the day, in the same
            order: so they are news, and not backlog, to whoever polls a feed for the first time.
    """

    def __init__(self, started_at: datetime, *, is_fresh: bool = False) -> None:
        self.started_at = started_at
        self._pace = _FRESHLY if is_fresh else 1.0
        self.articles = {article.id: article for article in load_articles()}
        self._out: dict[str, Published] = {}
        self._truth: list[tuple[str, DemoText]] = []
        self._changes: dict[str, int] = {}

    def publish(self, article_id: str, at: datetime | None = None) -> None:
        """Bring an article out, dated ``at`` or by its offset from the start; a second time changes nothing.

        Raises:
            KeyError: no article has that id.
        """
        article = self.articles[article_id]
        if article_id in self._out:
            return
        moment = at or self.started_at + timedelta(minutes=article.at_min) * self._pace
        self._out[article_id] = Published(article, article.first, moment, moment)
        self._record(article, article.first)

    def edit(self, article_id: str, at: datetime | None = None) -> None:
        """Put an article's second text in the place of its first, at the same address.

        Raises:
            KeyError: the article is not out.
            ValueError: it has no second text.
        """
        old = self._out[article_id]
        if old.article.edited is None:
            raise ValueError(f"Article {article_id!r} has no second text: give it 'edited' in its YAML file.")
        if old.edition == 1:
            moment = at or old.published_at + timedelta(hours=6) * self._pace
            self._out[article_id] = replace(old, text=old.article.edited, updated_at=moment, edition=2)
            self._record(old.article, old.article.edited)

    def withdraw(self, article_id: str) -> None:
        """Take an article out of its feed and its page off the site; the truth about it stays.

        Raises:
            KeyError: the article is not out.
        """
        old = self._out[article_id]
        self._out[article_id] = replace(old, is_withdrawn=True)
        self._changes[old.article.outlet] += 1

    def write_bulletin(self) -> str:
        """Write one more bulletin of rates with figures of its own, and give its id: the supply never ends."""
        number = 1 + sum(article_id.startswith("en-fixing-") for article_id in self.articles)
        article = write_bulletin(number)
        self.articles[article.id] = article
        return article.id

    def waiting(self) -> list[str]:
        """Ids of the articles that are not out, oldest first."""
        return [article_id for article_id in self.articles if article_id not in self._out]

    def editable(self) -> list[str]:
        """Ids of the articles that are out in their first text and have a second."""
        return [
            article_id
            for article_id, out in self._out.items()
            if out.article.edited and out.edition == 1 and not out.is_withdrawn
        ]

    def find(self, article_id: str) -> Published | None:
        """Give an article as it is out now, None where it never was."""
        return self._out.get(article_id)

    def listed(self, outlet: str) -> list[Published]:
        """Give what an outlet's feed lists: the newest 50, newest first."""
        mine = [out for out in self._out.values() if out.article.outlet == outlet and not out.is_withdrawn]
        return sorted(mine, key=lambda out: (out.updated_at, out.article.id), reverse=True)[:_LISTED]

    def modified_at(self, outlet: str) -> datetime:
        """Say when an outlet's feed last changed.

        Counted, a second a change from the day before the start: by the clock, two changes within one
        second would have the same Last-Modified, and the second would be lost on a client.
        """
        return (self.started_at - timedelta(days=1) + timedelta(seconds=self._changes.get(outlet, 0))).replace(
            microsecond=0
        )

    def truth(self) -> list[tuple[str, DemoText]]:
        """Give each text that came out, with its article's id and what it is beside those before it.

        Whatever of a family of copies came out first is new, and the others copy that one. How they copy it
        (wholly, in part) is as the YAML files say, which is sure only where the original came first.
        """
        firsts: dict[str, tuple[str, Expect]] = {}
        told = []
        for article_id, text in self._truth:
            expect = text.expect
            if expect.verdict is not VerdictKind.VERSION:
                first_id, first = firsts.setdefault(expect.of or article_id, (article_id, expect))
                is_first = first_id == article_id
                verdict = VerdictKind.NEW if is_first else (expect if expect.of else first).verdict
                expect = replace(expect, verdict=verdict, of="" if is_first else first_id)
            told.append((article_id, replace(text, expect=expect)))
        return told

    def _record(self, article: DemoArticle, text: DemoText) -> None:
        self._truth.append((article.id, text))
        self._changes[article.outlet] = self._changes.get(article.outlet, 0) + 1
