"""Does a query mean an article?

Pure. In: a Query, which parsing.py made, an Article, given whole, and the clock's reading. Out: yes or no; and whether
there can be such an article at all, or one that it does not mean. Rules act on both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.core.query.conditions import Subject
from monitor.core.query.contradictions import contradiction_in
from monitor.core.query.feeds import Feeds
from monitor.core.query.nodes import Node, Not, Term, terms_of
from monitor.core.records.articles import Article


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read.

    Args:
        text: as it was given.
        root: what it asks for; None asks for nothing, and means every article.
        read_at: when it was read.
    """

    text: str
    root: Node | None
    read_at: datetime

    def matches(self, article: Article, now: datetime) -> bool:
        """Say whether it means an article, given whole: a list's article has no text and no mentions.

        Args:
            now: what periods such as ``seen:P7D`` count back from.
        """
        return self.root is None or self.root.holds(Subject(article), now)

    def holds(self, subject: Subject, now: datetime) -> bool:
        """As ``matches``, for whoever holds one article against many queries: it is folded once for all of them."""
        return self.root is None or self.root.holds(subject, now)

    @property
    def fields(self) -> frozenset[str]:
        """Names of the fields that it asks for; "word" for words of the headline and the text."""
        return frozenset(term.field for term in self.terms())

    @property
    def is_everything(self) -> bool:
        """Whether it means every article: nothing is asked, or what all have, as ``is:new OR -is:new``."""
        return self.root is None or contradiction_in(Not(self.root)) is not None

    def terms(self) -> Iterator[Term]:
        """Give its terms from left to right, those too that must not hold."""
        return terms_of(self.root)

    def contradiction(self, feeds: Feeds | None = None) -> str | None:
        """Say in a sentence or two why it can never mean an article, whatever the clock says.

        None where it can, and where that cannot be told: it never accuses wrongly.

        Args:
            feeds: given, it is about articles that they bring.
        """
        return None if self.root is None else contradiction_in(self.root, feeds)

    def __str__(self) -> str:
        """Give it as it could have been written shortest; that reads to the same query."""
        return "" if self.root is None else str(self.root)
