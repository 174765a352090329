"""What can be said of bytes alone?

Pure: what the worker processes do. In: an answer, a page, a text. Out: values. polling.py, covering.py and inspecting/
have workers run these.
"""

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from monitor.core.lexicon import Lexicon
from monitor.core.records.articles import Basis, Draft, Extracted
from monitor.core.records.failures import Failed
from monitor.core.records.feeds import Entry, FeedType, ParsedFeed
from monitor.core.records.tags import Spans, Tagged
from monitor.core.topics import Topics
from monitor.extract.page import Page
from monitor.parse.feed import parse

if TYPE_CHECKING:
    from monitor.drafter import Drafter


class Reader:
    """The pure stages, one object a worker process."""

    def __init__(self, topics: Topics, lexicon: Lexicon) -> None:
        self._topics = topics
        self._lexicon = lexicon

    def parse(self, body: bytes, content_type: str, url: str, wanted: FeedType, known: bytes) -> ParsedFeed | Failed:
        """Read a feed's body; the items that are known are left out. See parse.feed.parse."""
        return parse(body, content_type, url, wanted, known)

    def read(self, page: Page) -> Draft | Failed:
        """Read an article's page: extract, fingerprint, tag."""
        return self._drafter.read(page)

    def read_own(
        self,
        entry: Entry,
        *,
        basis: Basis = Basis.SUMMARY,
        at: datetime | None = None,
        recurring: frozenset[int] = frozenset(),
    ) -> Draft | Failed:
        """Read the text that the feed itself gives for an entry; see extract.article.from_feed."""
        return self._drafter.read_own(entry, basis=basis, at=at, recurring=recurring)

    def read_text(self, title: str, text: str, recurring: Spans = (), language: str = "") -> Draft | Failed:
        """Read a plain text that came from nowhere: a file, or the archive; see Drafter.read_text."""
        return self._drafter.read_text(title, text, recurring, language)

    def read_again(self, article: Extracted) -> Draft | Failed:
        """Read the text of an article as it was extracted and is kept: fingerprint, tag."""
        return self._drafter.read_again(article)

    def tag_again(self, article: Extracted) -> Tagged:
        """Say what an article as it is kept names, by the rules and names of today."""
        return self._drafter.tag_again(article)

    def names_a_topic(self, title: str) -> bool:
        """Say whether a headline alone names a topic."""
        return self._drafter.names_a_topic(title)

    @cached_property
    def _drafter(self) -> "Drafter":
        # Loaded with the first article: it takes a second and 60 MB, and polls that bring nothing need none of it.
        from monitor.drafter import Drafter  # noqa: PLC0415 - see above

        return Drafter(self._topics, self._lexicon)
