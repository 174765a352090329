"""What of a query can the archive be asked for?

Pure. In: a Query. Out: an ArticleFilter, or BadQuery, which points at what only rules can ask yet. Lists act on it: the
command line, later the pages and the API.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime

from monitor.core.query.conditions import Lately, Lies
from monitor.core.query.nodes import Term, terms_of
from monitor.core.query.parsing import BadQuery, read
from monitor.core.query.terms import EXAMPLES, Asked, listed
from monitor.core.query.tokens import Kind, Token, tokens
from monitor.core.query.tree import Query
from monitor.core.records.articles import ArticleFilter
from monitor.core.records.verdicts import VerdictKind


def parse_filter(
    text: str, *, now: datetime, topics: Collection[str] = (), companions: Collection[str] = ()
) -> ArticleFilter:
    """Read a query that the archive is to be asked; as ``parse``, and as ``to_filter``."""
    return to_filter(read(text, Asked(now, topics, companions, offered=tuple(_FIELDS))))


def to_filter(query: Query) -> ArticleFilter:
    """Give what the archive is asked for.

    It knows terms of one value that must all hold, of the fields that ``terms_there_are`` gives.

    Raises:
        BadQuery: something else is asked for; it points at the column.
    """
    for token in tokens(query.text):
        refusal = _refusal(query.text, token)
        if refusal is not None:
            raise BadQuery(query.text, token.column, refusal)
    found: dict[str, object] = {}
    for term in terms_of(query.root):
        if term.field not in _FIELDS:
            what = f"'{term.field}:' cannot be asked for yet. There are: {_known()}."
            raise BadQuery(query.text, term.column, what)
        name, give = _FIELDS[term.field]
        if name in found:
            raise BadQuery(query.text, term.column, f"'{term.field}:' is there twice; give it once.")
        try:
            found[name] = give(term, query.read_at)
        except _NotYet as error:
            raise BadQuery(query.text, term.values[0].column, str(error)) from None
    return ArticleFilter(**found)  # type: ignore[arg-type] # each reader of _FIELDS gives its field's type


def terms_there_are() -> str:
    """Give an example of each term that a list may be asked for, as a command's help shows them."""
    return " ".join(" ".join(filter(None, (EXAMPLES[field], _MORE.get(field)))) for field in _FIELDS)


class _NotYet(Exception):  # noqa: N818 - never leaves this module
    """A value asks for more than the archive can be asked for."""


def _refusal(text: str, token: Token) -> str | None:
    if token.kind is Kind.MINUS:
        return "Leaving out (-) cannot be asked for yet: say what an article must have."
    if token.kind is Kind.WORD:
        return f"Words of an article cannot be asked for yet. Give terms of the form field:value: {_known()}."
    if token.kind in (Kind.OPEN, Kind.CLOSE, Kind.OR):
        written = "OR" if token.kind is Kind.OR else text[token.column]
        return f"{written} cannot be asked for yet: all terms of a query must hold."
    return None


def _lower(term: Term, read_at: datetime) -> str:  # noqa: ARG001 - the shape of a reader
    return _one(term).lower()


def _upper(term: Term, read_at: datetime) -> str:  # noqa: ARG001 - the shape of a reader
    return _one(term).upper()


def _as_it_is(term: Term, read_at: datetime) -> str:  # noqa: ARG001 - the shape of a reader
    return _one(term)


def _verdict(term: Term, read_at: datetime) -> VerdictKind:  # noqa: ARG001 - the shape of a reader
    name = _one(term).lower()
    if name not in set(VerdictKind):
        raise _NotYet(
            f"'is:{name}' means two verdicts, which cannot be asked for at once yet: give is:exact or is:copy."
        )
    return VerdictKind(name)


def _story(term: Term, read_at: datetime) -> int:  # noqa: ARG001 - the shape of a reader
    return int(_one(term))


_SINCE = "Give since when, such as seen:2026-01-05/ or seen:P7D (the last seven days)."


def _since(term: Term, read_at: datetime) -> datetime:
    written, asked = _one(term), term.condition
    assert isinstance(asked, Lies)  # noqa: S101 - terms.py reads seen: to nothing else
    (time,) = asked.times
    if isinstance(time, Lately):
        return read_at.astimezone(UTC) - time.length
    if "/" not in written:
        raise _NotYet(f"One day or month alone cannot be asked for yet. Since then is: seen:{written}/")
    if time.start is None or time.end is not None:
        raise _NotYet(f"An end of the time cannot be asked for yet. {_SINCE}")
    return time.start


def _one(term: Term) -> str:
    if len(term.values) > 1:
        raise _NotYet("Several values at once cannot be asked for yet; give one.")
    return term.values[0].text


# What the archive may be asked for: the field of ArticleFilter, and who reads the term.
_FIELDS: dict[str, tuple[str, Callable[[Term, datetime], object]]] = {
    "topic": ("topic", _lower),
    "named": ("named", _lower),
    "beside": ("beside", _lower),
    "lang": ("language", _lower),
    "feed": ("feed", _as_it_is),
    "outlet": ("outlet", _lower),
    "country": ("country", _upper),
    "is": ("verdict", _verdict),
    "story": ("story", _story),
    "seen": ("since", _since),
}
_MORE = {
    "named": "(be it by an adjective only)",
    "beside": "(named beside a topic)",
    "is": f"(or {', '.join(kind for kind in VerdictKind if kind is not VerdictKind.NEW)})",
    "seen": "(the last seven days) seen:2026-01-05/ (since then)",
}


def _known() -> str:
    return listed(f"{name}:" for name in _FIELDS)
