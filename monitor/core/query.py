"""Which articles does a query mean?

Pure. In: the text of a query, such as ``topic:csto lang:ru seen:P7D``, and the clock's reading. Out: an ArticleFilter,
or BadQuery, which points at the column. The archive's readers act on it: the command line, later the pages and the API.

This is the beginning of the one query grammar: terms ``field:value``, all of which must hold. What the full grammar
will have and this has not yet is refused by a sentence that says so. A new field is one reader in ``_FIELDS``.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches

from monitor.core.errors import MonitorError
from monitor.core.known import no_companion, no_topic
from monitor.core.records.articles import Article, ArticleFilter
from monitor.core.records.verdicts import VerdictKind


class BadQuery(MonitorError):  # noqa: N818 - named by what is wrong, as all of that tree
    """A query cannot be read; its text shows the place.

    Args:
        column: of the first character at fault, from 0.
    """

    exit_code = 2

    def __init__(self, query: str, column: int, what: str) -> None:
        self.column = column
        self.what = what
        shown = "".join(char if char.isprintable() else " " for char in query)
        super().__init__(f"{what}\n  {shown}\n  {' ' * _width(shown[:column])}^")


@dataclass(frozen=True, slots=True)
class _Term:
    """One ``field:value`` of a query; columns count its characters from 0."""

    field: str
    value: str
    column: int
    value_column: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a field's reader may look at beside its value."""

    now: datetime
    topics: Collection[str]
    companions: Collection[str]


class _Wrong(Exception):  # noqa: N818 - never leaves this module
    """A value says nothing its field knows."""


def parse(text: str, *, now: datetime, topics: Collection[str] = (), companions: Collection[str] = ()) -> ArticleFilter:
    """Read a query; an empty one means every article.

    Terms are parted by blanks, and a value with blanks stands in double quotes, in which a backslash takes the next
    character as it is. Fields: ``topic:csto``, ``named:csto`` (be it by an adjective only), ``beside:tokayev``,
    ``lang:ru``, ``feed:"The Astana Times"``, ``outlet:tass.ru``, ``is:new`` (or exact, copy, partial, version),
    ``story:12`` and ``seen:``, since when: ``seen:2026-01-05/``, ``seen:P7D``.

    Args:
        now: what ``seen:P7D`` counts back from.
        topics: ids that ``topic:`` and ``named:`` may name; empty lets them name any.
        companions: ids that ``beside:`` may name; empty lets it name any.

    Raises:
        BadQuery: naming the column.
    """
    found: dict[str, object] = {}
    asked = _Asked(now, topics, companions)
    for term in _terms(text):
        if term.field not in _FIELDS:
            raise BadQuery(text, term.column, _no_field(term.field))
        name, read = _FIELDS[term.field]
        if name in found:
            raise BadQuery(text, term.column, f"'{term.field}:' is there twice; give it once.")
        try:
            found[name] = read(term.value, asked)
        except _Wrong as error:
            raise BadQuery(text, term.value_column, str(error)) from None
    return ArticleFilter(**found)  # type: ignore[arg-type] # each reader of _FIELDS gives its field's type


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read; "" means every article."""

    text: str
    wanted: ArticleFilter

    def matches(self, article: Article, now: datetime) -> bool:  # noqa: ARG002 - what periods count back from
        """Say whether it means an article, given whole."""
        asked = self.wanted
        return (
            (asked.topic is None or asked.topic in article.topics)
            and (asked.language is None or asked.language == article.language)
            and (asked.outlet is None or asked.outlet == article.outlet)
            and (asked.feed is None or asked.feed == article.feed)
        )


def read(text: str, *, now: datetime, topics: Collection[str] = (), companions: Collection[str] = ()) -> Query:
    """Read a query that articles are held against one by one; as ``parse``."""
    return Query(text, parse(text, now=now, topics=topics, companions=companions))


def terms_there_are() -> str:
    """Give an example of each term that a query may have, as a command's help shows them."""
    return " ".join(" ".join(filter(None, (_examples(field), _MORE.get(field)))) for field in _FIELDS)


# --- text to terms --------------------------------------------------------------------------------

_TERM = re.compile(r'(?P<field>[^\W\d]+):(?P<value>"(?:[^"\\]|\\.)*"?|[^\s"()]*)', re.DOTALL)
_WORD = re.compile(r'"(?:[^"\\]|\\.)*"?|[^\s()]+|[()]', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def _terms(text: str) -> Iterator[_Term]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _TERM.match(text, at)
        if found is None:
            raise BadQuery(text, at, _no_term(text, at))
        if found.end() < len(text) and not text[found.end()].isspace():
            raise BadQuery(text, found.end(), _no_end(text[found.end()]))
        yield _Term(found["field"].lower(), _unquoted(text, found), at, found.start("value"))
        at = found.end()


def _unquoted(text: str, found: re.Match[str]) -> str:
    value, at = found["value"], found.start("value")
    if value.startswith('"'):
        if not _is_closed(value):
            raise BadQuery(text, at, "The quotation mark is not closed.")
        value = _ESCAPED.sub(r"\1", value[1:-1])
    if not value.strip():
        raise BadQuery(text, at, f"'{found['field']}:' needs a value, such as {_examples(found['field'].lower())}.")
    return value.strip()


def _is_closed(quoted: str) -> bool:
    return re.fullmatch(r'"(?:[^"\\]|\\.)*"', quoted, re.DOTALL) is not None


def _no_term(text: str, at: int) -> str:
    found = _WORD.match(text, at)
    word = found[0] if found else text[at]
    if word in ("OR", "AND", "NOT", "(", ")"):
        return f"{word} cannot be asked for yet: all terms of a query must hold."
    if word.startswith("-"):
        return "Leaving out (-) cannot be asked for yet: say what an article must have."
    return f"Words of an article cannot be asked for yet. Give terms of the form field:value: {_known()}."


def _no_end(char: str) -> str:
    if char in "()":
        return f"{char} cannot be asked for yet; where it belongs to a name, put the name in double quotes."
    return "A blank belongs between two terms."


def _no_field(name: str) -> str:
    if name in _LATER:
        return f"'{name}:' cannot be asked for yet. There are: {_known()}."
    near = get_close_matches(name, [*_FIELDS, *_LATER], n=1)
    meant = f" Did you mean '{near[0]}:'?" if near else ""
    return f"There is no field '{name}:'.{meant} There are: {_known()}."


# --- values ---------------------------------------------------------------------------------------

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?)?)?")
_PERIOD = re.compile(r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?)?")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")
_NUMBER = re.compile(r"[1-9]\d{0,18}", re.ASCII)
_HIGHEST = 2**63 - 1  # that a database numbers
_SINCE = "Give since when, such as seen:2026-01-05/ or seen:P7D (the last seven days)."


def _as_it_is(value: str, asked: _Asked) -> str:  # noqa: ARG001 - the shape of a reader
    return value


def _outlet(value: str, asked: _Asked) -> str:  # noqa: ARG001 - the shape of a reader
    return value.lower()


def _topic(value: str, asked: _Asked) -> str:
    topic = _one(value).lower()
    if asked.topics and topic not in asked.topics:
        raise _Wrong(no_topic(topic, asked.topics))
    return topic


def _beside(value: str, asked: _Asked) -> str:
    name = _one(value).lower()
    if not _NAME.fullmatch(name):
        raise _Wrong(f"{value!r} is no id of a state, a person or a body: give one such as beside:tokayev.")
    if asked.companions and name not in asked.companions:
        raise _Wrong(no_companion(name, asked.companions))
    return name


def _language(value: str, asked: _Asked) -> str:  # noqa: ARG001 - the shape of a reader
    language = _one(value).lower()
    if not _LANGUAGE.fullmatch(language):
        raise _Wrong(f"{value!r} is no language: give its code of two or three letters, such as lang:ru.")
    return language


def _verdict(value: str, asked: _Asked) -> VerdictKind:  # noqa: ARG001 - the shape of a reader
    kinds = [kind.value for kind in VerdictKind]
    name = _one(value).lower()
    if name in kinds:
        return VerdictKind(name)
    if name == "dup":
        raise _Wrong("'is:dup' means two verdicts, which cannot be asked for at once yet: give is:exact or is:copy.")
    if name in _STATES_LATER:
        raise _Wrong(f"'is:{name}' cannot be asked for yet. There are: {_list(kinds)}.")
    raise _Wrong(f"'is:{name}' means nothing;{_nearest(name, kinds)} there are: {_list(kinds)}.")


def _story(value: str, asked: _Asked) -> int:  # noqa: ARG001 - the shape of a reader
    number = _one(value)
    if not _NUMBER.fullmatch(number) or int(number) > _HIGHEST:
        raise _Wrong(f"{value!r} is no story: give its number, such as story:12.")
    return int(number)


def _since(value: str, asked: _Asked) -> datetime:
    start, slash, end = value.partition("/")
    if start.upper().startswith("P") and not slash:
        return _ago(start.upper(), asked.now)
    if not start or end:
        raise _Wrong(f"An end of the time cannot be asked for yet. {_SINCE}")
    if not _DAY.fullmatch(start):
        raise _Wrong(f"{value!r} is no moment. {_SINCE}")
    if not slash:
        raise _Wrong(f"One day or month alone cannot be asked for yet. Since then is: seen:{start}/")
    try:
        moment = datetime.fromisoformat(start if len(start) > 7 else f"{start}-01-01"[:10])
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise _Wrong(f"There is no such day or hour: {start!r}. {_SINCE}") from None


def _ago(period: str, now: datetime) -> datetime:
    found = _PERIOD.fullmatch(period)
    amounts = {unit: int(number) for unit, number in found.groupdict().items() if number} if found else {}
    if not amounts:
        raise _Wrong(f"{period!r} is no length of time: give weeks, days, hours or minutes, such as P2W, P7D, PT12H.")
    try:
        return now.astimezone(UTC) - timedelta(**amounts)
    except OverflowError:
        raise _Wrong(f"{period!r} goes back further than the calendar. {_SINCE}") from None


def _one(value: str) -> str:
    if "," in value:
        raise _Wrong("Several values at once cannot be asked for yet; give one.")
    return value


# What a query may ask for: its field of ArticleFilter, and who reads the value.
_FIELDS: dict[str, tuple[str, Callable[[str, _Asked], object]]] = {
    "topic": ("topic", _topic),
    "named": ("named", _topic),
    "beside": ("beside", _beside),
    "lang": ("language", _language),
    "feed": ("feed", _as_it_is),
    "outlet": ("outlet", _outlet),
    "is": ("verdict", _verdict),
    "story": ("story", _story),
    "seen": ("since", _since),
}
_EXAMPLES = {
    "topic": "topic:csto",
    "named": "named:kazakhstan",
    "beside": "beside:tokayev",
    "lang": "lang:ru",
    "feed": 'feed:"The Astana Times"',
    "outlet": "outlet:tass.ru",
    "is": "is:new",
    "story": "story:12",
    "seen": "seen:P7D",
}
_MORE = {
    "named": "(be it by an adjective only)",
    "beside": "(named beside a topic)",
    "is": f"(or {', '.join(kind for kind in VerdictKind if kind is not VerdictKind.NEW)})",
    "seen": "(the last seven days) seen:2026-01-05/ (since then)",
}
_LATER = ("date", "title", "url", "country", "has", "author")
_STATES_LATER = ("relevant", "dismissed", "starred", "alerted", "escalating")


def _known() -> str:
    return _list(f"{name}:" for name in _FIELDS)


def _examples(field: str) -> str:
    return _EXAMPLES.get(field, f"{field}:...")


def _list(names: Collection[str] | Iterator[str]) -> str:
    return ", ".join(names)


def _nearest(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f" did you mean {near[0]!r}?" if near else ""


def _width(text: str) -> int:
    """Count the places that a text takes at a terminal: wide letters take two, marks none."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.category(char) in ("Mn", "Me", "Cf") for char in text)
