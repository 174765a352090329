"""Does any of the feeds that there are bring what is asked for?

Pure. In: terms that must hold, or must not, and the feeds of feeds.yaml. Out: whether a feed fits, and a sentence where
none does. contradictions.py asks it of every way in which a query could hold.

A feed is fitted by its name and its country. An outlet is not a feed's: it is that of the article's own address, which
may lead anywhere.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from monitor.core.query.conditions import IsOneOf
from monitor.core.query.nodes import Term
from monitor.core.records.feeds import FeedSpec

#: Fields of which ``Feeds`` knows anything.
FITTED = ("feed", "country")

_MOST_GUESSED = 20


class Feeds:
    """The feeds of feeds.yaml, as terms ask for them.

    Args:
        specs: all of them, those too that are switched off; empty is not checked.
    """

    def __init__(self, specs: Sequence[FeedSpec]) -> None:
        self._names = [spec.name for spec in specs]
        self._all = (1 << len(specs)) - 1
        # By field and value those that have it, one bit each: a query can be taken apart in many ways.
        self._having: dict[tuple[str, str | int], int] = {}
        for number, spec in enumerate(specs):
            for key in (("feed", spec.name), ("country", spec.country)):
                self._having[key] = self._having.get(key, 0) | 1 << number
        self._meant: dict[str, str] = {}

    def fit(self, asked: Iterable[tuple[Term, bool]]) -> bool:
        """Say whether there is a feed for which terms of ``FITTED`` hold (True) or do not (False)."""
        left = self._all
        for term, must_hold in asked:
            with_it = self._with(term)
            left &= with_it if must_hold else ~with_it
        return bool(left) or not self._all

    def none_fits(self, asked: Sequence[tuple[Term, bool]]) -> str:
        """Say in a sentence that no feed does."""
        (term, must_hold), *others = asked
        if others or not must_hold:
            written = " and ".join(f"'{term}'" if must_hold else f"'-{term}'" for term, must_hold in asked)
            return f"No feed of feeds.yaml now fits {written}."
        if term.field == "country":
            return f"No feed of feeds.yaml now has country: {' or '.join(_values(term))}."
        meant = next(filter(None, map(self._nearest, _values(term)[:_MOST_GUESSED])), "")
        return f"No feed of feeds.yaml is now called {' or '.join(map(repr, _values(term)))}.{meant}"

    def _with(self, term: Term) -> int:
        found = 0
        for value in term.condition.values if isinstance(term.condition, IsOneOf) else ():
            found |= self._having.get((term.field, value), 0)
        return found

    def _nearest(self, name: str) -> str:
        if name not in self._meant and len(self._meant) < _MOST_GUESSED:  # each costs a look at all names
            by_folded = {each.casefold(): each for each in self._names}
            near = get_close_matches(name.casefold(), by_folded, n=1)
            self._meant[name] = f" Did you mean '{by_folded[near[0]]}'?" if near else ""
        return self._meant.get(name, "")


#: Where nobody knows which there are.
NO_FEEDS = Feeds(())


def _values(term: Term) -> list[str]:
    """Give what a term asks for, each once, as feeds.yaml is written."""
    written = [value.text.upper() if term.field == "country" else value.text for value in term.values]
    return list(dict.fromkeys(written))
