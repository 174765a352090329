"""Can anything ever be what is asked for?

Pure. In: a node of a query, and perhaps the feeds that there are. Out: a sentence that says why nothing can, or None.
tree.py offers it; whoever writes a rule is told.

The query is taken apart into all the ways in which it could hold, each of them a row of terms that must hold and of
terms that must not. It is impossible if each way is: its terms ask one field for things that exclude each other, or for
an outlet by what is no outlet's name. What would take too long to find out is let pass, and so is what only several
fields together exclude: nothing that is possible is ever called impossible.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from math import inf

from monitor.core.query.conditions import ALL_STANDINGS, AddressHolds, HasOneOf, IsOneOf, Lately, Lies, Says, Span
from monitor.core.query.feeds import FITTED, Feeds
from monitor.core.query.nodes import And, Node, Not, Or, Term
from monitor.core.query.outlets import no_outlet
from monitor.core.query.phrases import Phrase

_MOST_COMPARISONS, _MOST_WAYS_AT_ONCE, _MOST_IN_PAIRS = 50_000, 50, 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What an article has one of, as a sentence calls it; and all that a field can be, where that is known.
_HAS_ONE = {
    "lang": "language",
    "feed": "feed",
    "outlet": "outlet",
    "country": "country",
    "is": "verdict",
    "story": "story",
}
_ALL: dict[str, frozenset[str | int]] = {"is": frozenset(ALL_STANDINGS)}


def contradiction_in(node: Node, feeds: Feeds | None = None) -> str | None:
    """Say in a sentence or two why nothing can ever be this; None where something may.

    Args:
        feeds: given, what none of them brings cannot be either.
    """
    reasons = _Search(feeds).closes([(node, True)], (), 0)
    if reasons is None:
        return None
    distinct = list(dict.fromkeys(reasons))
    return distinct[0] if len(distinct) == 1 else f"Nothing that OR stands between can hold: {' '.join(distinct[:3])}"


@dataclass(frozen=True, slots=True)
class _Literal:
    """A term that must hold, or one that must not."""

    term: Term
    must_hold: bool

    def __str__(self) -> str:
        return f"'{self.term}'" if self.must_hold else f"'-{self.term}'"


_Literals = Sequence[_Literal]
_Clash = tuple[_Literal, ...]


class _Search:
    """Looks for a way in which something could hold."""

    def __init__(self, feeds: Feeds | None) -> None:
        self._feeds = feeds
        self._comparisons_left = _MOST_COMPARISONS

    def closes(self, pending: list[tuple[Node, bool]], given: tuple[_Literal, ...], depth: int) -> list[str] | None:
        """Give why each way is impossible; None where one may be possible, or it takes too long to say.

        Args:
            pending: nodes that must hold (True) or must not (False), beside what is given.
            depth: how many choices were made before.
        """
        found = list(given)
        choices: list[tuple[Node, bool]] = []
        while pending:
            node, must_hold = pending.pop()
            if isinstance(node, Term):
                found.append(_Literal(node, must_hold))
            elif isinstance(node, Not):
                pending.append((node.part, not must_hold))
            elif isinstance(node, And) is must_hold:
                pending += [(part, must_hold) for part in reversed(node.parts)]
            else:
                choices.append((node, must_hold))
        clash = self._clash(found)
        why = _sentence(clash) if clash else self._no_site(found) or self._brought_by_none(found)
        if why:
            return [why]
        if not choices or depth == _MOST_WAYS_AT_ONCE or self._comparisons_left <= 0:
            return None
        (node, must_hold), *later = choices
        return self._each_closes(_parts(node), must_hold, later, (tuple(found), depth + 1))

    def _each_closes(
        self,
        parts: Iterable[Node],
        must_hold: bool,  # noqa: FBT001 - of the pair that a pending node is
        later: list[tuple[Node, bool]],
        so_far: tuple[tuple[_Literal, ...], int],
    ) -> list[str] | None:
        reasons: list[str] = []
        for part in parts:
            why = self.closes([*reversed(later), (part, must_hold)], *so_far)
            if why is None:
                return None
            reasons += why
        return reasons

    def _clash(self, literals: _Literals) -> _Clash:
        """Give those that exclude each other, the first such; none where none are seen to."""
        by_kind: dict[str, list[_Literal]] = {}
        for literal in literals:
            by_kind.setdefault(_kind(literal.term), []).append(literal)
        for of_a_kind in by_kind.values():
            self._comparisons_left -= 1 + _comparisons(of_a_kind)
            if self._comparisons_left < 0:
                return ()
            clash = _clash_of(of_a_kind)
            if clash:
                return clash
        return ()

    def _no_site(self, literals: _Literals) -> str:
        """Say in a sentence that one of them asks for outlets of which none can be; "" where there may be such."""
        for term in (each.term for each in literals if each.must_hold and each.term.field == "outlet"):
            self._comparisons_left -= len(term.values)
            if self._comparisons_left < 0:
                return ""
            why = [no_outlet(value.text) for value in term.values]
            if all(why):
                return why[0]
        return ""

    def _brought_by_none(self, literals: _Literals) -> str:
        """Say in a sentence why no feed brings what all of them ask for; "" where one may."""
        feeds = self._feeds
        if feeds is None:
            return ""
        asked = [each for each in literals if each.term.field in FITTED]
        self._comparisons_left -= sum(len(each.term.values) for each in asked)
        if self._comparisons_left < 0:
            return ""
        clash = _fewest(asked, lambda some: not feeds.fit((each.term, each.must_hold) for each in some))
        in_order = sorted(clash, key=lambda each: each.term.column)
        return feeds.none_fits([(each.term, each.must_hold) for each in in_order]) if in_order else ""


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, And | Or) else (node,)


def _kind(term: Term) -> str:
    """Name what excludes each other: words of the headline are words of the article too."""
    return "word" if term.field == "title" else term.field


def _comparisons(literals: _Literals) -> int:
    values = [
        sum(len(each.term.values) for each in literals if each.must_hold is must_hold) for must_hold in (True, False)
    ]
    return values[0] * max(values[1], 1)


def _clash_of(literals: _Literals) -> _Clash:
    left_out = {each.term.condition: each for each in literals if not each.must_hold}
    for each in literals:
        if each.must_hold and each.term.condition in left_out:
            return (each, left_out[each.term.condition])
    condition = literals[0].term.condition
    if isinstance(condition, IsOneOf):
        return _fewest(literals, _none_is_left)
    if isinstance(condition, Lies):
        return _fewest(literals, _no_time_is_left)
    return next(filter(None, (_all_left_out(each, literals) for each in literals if each.must_hold)), ())


def _fewest(literals: _Literals, is_impossible: Callable[[_Literals], bool]) -> _Clash:
    """Of terms that exclude each other give one or two that do already, where there are such."""
    if not is_impossible(literals):
        return ()
    if len(literals) <= _MOST_IN_PAIRS:
        for number in (1, 2):
            for some in combinations(literals, number):
                if is_impossible(some):
                    return some
    return tuple(literals)


def _sentence(clash: _Clash) -> str:
    first, *_ = in_order = sorted(clash, key=lambda each: each.term.column)
    written = [str(each) for each in dict.fromkeys(in_order)]
    if len(written) == 1:
        is_time = isinstance(first.term.condition, Lies) and first.must_hold
        return f"{written[0]} can never hold{': it ends before it begins' if is_time else ''}."
    one = _HAS_ONE.get(first.term.field, "") if all(each.must_hold for each in clash) else ""
    all_of_them = f"{', '.join(written[:-1])} and {written[-1]} can never {'both' if len(written) == 2 else 'all'} hold"
    return f"{all_of_them}: an article has one {one}." if one else f"{all_of_them}."


# --- what excludes each other ---------------------------------------------------------------------


def _none_is_left(literals: _Literals) -> bool:
    """Say whether an article can have none of what it has one of."""
    left: frozenset[str | int] | None = _ALL.get(literals[0].term.field)
    for literal in sorted(literals, key=lambda each: not each.must_hold):
        condition = literal.term.condition
        if not isinstance(condition, IsOneOf):
            continue
        if not literal.must_hold:
            left = left if left is None else left - condition.values
        else:
            left = condition.values if left is None else left & condition.values
    return left is not None and not left


def _all_left_out(wanted: _Literal, literals: _Literals) -> _Clash:
    """Give what leaves out all that would do, with what wants it; nothing where something is left."""
    used: list[_Literal] = []
    for value in _singles(wanted.term):
        by = next(
            (each for each in literals if not each.must_hold and _leaves_out(each.term, wanted.term, value)), None
        )
        if by is None:
            return ()
        used.append(by)
    return (wanted, *dict.fromkeys(used))


def _singles(term: Term) -> Iterator[object]:
    condition = term.condition
    if isinstance(condition, HasOneOf):
        yield from condition.values
    elif isinstance(condition, Says):
        yield from condition.phrases
    elif isinstance(condition, AddressHolds):
        yield from condition.parts


def _leaves_out(left_out: Term, wanted: Term, value: object) -> bool:
    """Say whether whatever has this value is left out."""
    condition = left_out.condition
    if isinstance(condition, HasOneOf):
        return value in condition.values
    if isinstance(condition, AddressHolds):
        return isinstance(value, str) and any(part in value for part in condition.parts)
    if not isinstance(condition, Says) or (left_out.field == "title" != wanted.field):
        return False  # what the text says may be missing from the headline
    return any(_is_said_with(phrase, value) for phrase in condition.phrases)


def _is_said_with(phrase: object, other: object) -> bool:
    if not isinstance(phrase, Phrase) or not isinstance(other, Phrase):
        return False
    return phrase.is_in(other.text, goes_on=other.is_beginning)


# --- times ----------------------------------------------------------------------------------------

# Stretches of an axis, each from its start up to and without its end, in seconds.
_Stretches = list[tuple[float, float]]


def _no_time_is_left(literals: _Literals) -> bool:
    """Say whether an article's moment can lie nowhere.

    Spans are compared with spans, and periods with periods: what lies between the two kinds only the clock can tell.
    """
    return any(_is_nowhere(literals, kind) for kind in (Span, Lately))


def _is_nowhere(literals: _Literals, kind: type[Span] | type[Lately]) -> bool:
    has_moment = literals[0].term.field == "seen"  # an article need not have a date, but it has been seen
    left: _Stretches = [(-inf, inf)]
    for literal in literals:
        condition = literal.term.condition
        if not isinstance(condition, Lies):
            continue
        stretches = [_stretch(time) for time in condition.times if isinstance(time, kind)]
        if not literal.must_hold:
            for stretch in stretches:
                left = _without(left, stretch)
        elif len(stretches) == len(condition.times):
            left = [common for one in left for other in stretches if (common := _common(one, other))]
        has_moment = has_moment or literal.must_hold
    return has_moment and not left


def _stretch(time: Span | Lately) -> tuple[float, float]:
    if isinstance(time, Lately):
        return -time.length.total_seconds(), inf
    start = -inf if time.start is None else (time.start - _EPOCH).total_seconds()
    return start, inf if time.end is None else (time.end - _EPOCH).total_seconds()


def _common(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float] | None:
    start, end = max(one[0], other[0]), min(one[1], other[1])
    return (start, end) if start < end else None


def _without(stretches: _Stretches, gap: tuple[float, float]) -> _Stretches:
    if gap[0] >= gap[1]:
        return stretches
    beside = ((-inf, gap[0]), (gap[1], inf))
    return [common for one in stretches for side in beside if (common := _common(one, side))]
