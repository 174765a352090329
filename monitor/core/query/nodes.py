"""What does a query consist of, once it is read?

Pure: frozen values. parsing.py makes them; tree.py holds articles against them. Their text is a query again, which
reads to the same nodes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as kept  # a Term has a field of its own
from datetime import datetime
from operator import attrgetter

from monitor.core.query.conditions import Condition, Subject
from monitor.core.query.tokens import Value

#: The field of words and phrases, which stand without one.
WORD = "word"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for.

    Args:
        field: such as "lang", or "word".
        values: one or more; either will do.
        condition: what they were read to.
        column: where it stands in the query.
    """

    field: str
    values: tuple[Value, ...] = kept(compare=False)
    condition: Condition
    column: int = kept(default=0, compare=False)

    @property
    def cost(self) -> int:
        """About how much work it is to hold an article against it."""
        return self.condition.cost

    def holds(self, subject: Subject, now: datetime) -> bool:
        """Say whether an article has it."""
        return self.condition.holds(subject, now)

    def __str__(self) -> str:
        values = ",".join(map(str, self.values))
        return values if self.field == WORD else f"{self.field}:{values}"


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    part: "Node"

    @property
    def cost(self) -> int:
        """About how much work it is to hold an article against it."""
        return self.part.cost

    def holds(self, subject: Subject, now: datetime) -> bool:
        """Say whether it does not."""
        return not self.part.holds(subject, now)

    def __str__(self) -> str:
        return f"-{self.part}" if isinstance(self.part, Term) else f"-({self.part})"


@dataclass(frozen=True, slots=True)
class And:
    """What must all hold; two parts or more."""

    parts: tuple["Node", ...]
    cost: int = kept(init=False, compare=False, repr=False)
    _cheap_first: tuple["Node", ...] = kept(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cheap_first", _sorted(self.parts))
        object.__setattr__(self, "cost", sum(part.cost for part in self.parts))

    def holds(self, subject: Subject, now: datetime) -> bool:
        """Say whether all do."""
        return all(part.holds(subject, now) for part in self._cheap_first)

    def __str__(self) -> str:
        return " ".join(f"({part})" if isinstance(part, And | Or) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """Of what one must hold; two parts or more."""

    parts: tuple["Node", ...]
    cost: int = kept(init=False, compare=False, repr=False)
    _cheap_first: tuple["Node", ...] = kept(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_cheap_first", _sorted(self.parts))
        object.__setattr__(self, "cost", sum(part.cost for part in self.parts))

    def holds(self, subject: Subject, now: datetime) -> bool:
        """Say whether one does."""
        return any(part.holds(subject, now) for part in self._cheap_first)

    def __str__(self) -> str:
        return " OR ".join(f"({part})" if isinstance(part, Or) else str(part) for part in self.parts)


Node = Term | Not | And | Or


def all_of(parts: Iterable[Node]) -> Node:
    """Join nodes that must all hold; one stays itself, and brackets that change nothing go."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Node]) -> Node:
    """Join nodes of which one must hold; as all_of."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def terms_of(node: Node | None) -> Iterator[Term]:
    """Give the terms of a query from left to right, those too that must not hold."""
    if isinstance(node, Term):
        yield node
    elif isinstance(node, Not):
        yield from terms_of(node.part)
    elif node is not None:
        for part in node.parts:
            yield from terms_of(part)


def _sorted(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    return tuple(sorted(parts, key=attrgetter("cost")))
