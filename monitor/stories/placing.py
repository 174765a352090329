"""Which story does an article belong to?

Pure. In: its verdict, its traits, and the live stories that share some of them. Out: Placement, which says why. The
store keeps it with the article, in the transaction that keeps the article.
"""

from collections.abc import Callable

from monitor.core.records.stories import Placement, Surroundings, Traits
from monitor.core.records.verdicts import Verdict

#: Stored with each placement, so that those by older rules can be found and made again.
RULES = 1


def placing(traits: Traits) -> Callable[[Verdict, Surroundings], Placement]:
    """Give what places an article with these traits."""

    def place(verdict: Verdict, around: Surroundings) -> Placement:
        return place_article(traits, verdict, around)

    return place


def place_article(traits: Traits, verdict: Verdict, around: Surroundings) -> Placement:  # noqa: ARG001 - soon used
    """Place an article: what carries another's text belongs to its story, and anything else opens one."""
    if around.copied is not None:
        return Placement(around.copied, f"It carries the text of article {verdict.of}.", score=1.0, rules=RULES)
    return Placement(None, "No live story is about the same event.", rules=RULES)
