"""Does any of the feeds that there are bring what is asked for?

Pure. In: terms that must hold, or must not, and the feeds of feeds.yaml. Out: whether a feed fits, and a sentence where
none does. contradictions.py asks it of every way in which a query could hold.

A feed is fitted by its name and its country. An outlet is not a feed's: it is that of the article's own address, which
may lead anywhere. So of outlets only a guess is offered, to whoever asks for guesses.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import cached_property

from monitor.core.query.conditions import IsOneOf
from monitor.core.query.nodes import Term
from monitor.core.records.feeds import FeedSpec
from monitor.core.urls import site_of

#: Fields of which ``Feeds`` knows anything.
FITTED = ("feed", "country")
OUTLET = "outlet"

_MOST_GUESSED = 20
# Sites of which a feed brings what others publish; so does each site of Google's.
_PASS_ON = frozenset({"bing.com", "duckduckgo.com", "facebook.com", "feedburner.com", "vk.com"})


class Feeds:
    """The feeds of feeds.yaml, as terms ask for them.

    Args:
        specs: all of them, those too that are switched off; empty is not checked.
        guesses: whether ``doubt`` says anything.
    """

    def __init__(self, specs: Sequence[FeedSpec], *, guesses: bool = False) -> None:
        self._names = [spec.name for spec in specs]
        self._all = (1 << len(specs)) - 1
        # By field and value those that have it, one bit each: a query can be taken apart in many ways.
        self._having: dict[tuple[str, str | int], int] = {}
        for number, spec in enumerate(specs):
            for key in (("feed", spec.name), ("country", spec.country)):
                self._having[key] = self._having.get(key, 0) | 1 << number
        self._guesses = guesses
        self._doubts: dict[str, str] = {}
        self._meant: dict[str, str] = {}
        self._specs = specs
        self._sites = frozenset(site_of(spec.url) for spec in specs) if guesses else frozenset()
        if any(site in _PASS_ON or site.startswith("google.") for site in self._sites):
            self._sites = frozenset()

    @cached_property
    def guessing(self) -> "Feeds":
        """The same feeds, which offer guesses too."""
        return Feeds(self._specs, guesses=True)

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
            return f"No feed of feeds.yaml fits {written}."
        if term.field == "country":
            return f"No feed of feeds.yaml has country: {' or '.join(_values(term))}."
        meant = next(filter(None, map(self._nearest, _values(term)[:_MOST_GUESSED])), "")
        return f"No feed of feeds.yaml is called {' or '.join(map(repr, _values(term)))}.{meant}"

    def doubt(self, term: Term) -> str:
        """Say in a sentence why nothing may ever come from the outlets that a term names; "" where it may."""
        why = [self._doubt_of(outlet) for outlet in _values(term)] if self._guesses else [""]
        return why[0] if all(why) else ""

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

    def _doubt_of(self, outlet: str) -> str:
        if outlet not in self._doubts:
            self._doubts[outlet] = self._doubt_anew(outlet)
        return self._doubts[outlet]

    def _doubt_anew(self, outlet: str) -> str:
        sites = [site_of(address) for address in (f"https://{outlet}", f"http://{outlet}", outlet)]
        if outlet not in sites:
            meant = next(filter(None, reversed(sites)), "")
            mend = f" Did you mean '{meant}'?" if meant else ""
            return f"An outlet goes by its site, such as bbc.co.uk, and '{outlet}' is none.{mend}"
        if not self._sites or outlet in self._sites:
            return ""
        return f"No feed of feeds.yaml is at '{outlet}': its articles come only where another's feed leads there."


def _values(term: Term) -> list[str]:
    """Give what a term asks for, each once, as feeds.yaml and outlets are written."""
    cased = {"country": str.upper, OUTLET: str.lower}.get(term.field, str)
    return list(dict.fromkeys(cased(value.text) for value in term.values))
