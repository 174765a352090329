"""What does a term of a query ask for?

Pure. In: a token such as ``lang:ru,kk``, and which topics and companions there are. Out: a Term with its Condition, or
Wrong, which says what may stand there and in which column. parsing.py asks. A new field is one reader in ``_FIELDS``.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from itertools import chain

from monitor.core.known import no_companion, no_topic
from monitor.core.query.conditions import (
    HAVABLE,
    AddressHolds,
    Condition,
    HasOneOf,
    IsOneOf,
    Lies,
    Says,
    address_of,
    standings,
)
from monitor.core.query.moments import NoTime, time_of
from monitor.core.query.nodes import WORD, Term
from monitor.core.query.phrases import Phrase, phrase_of, word_of
from monitor.core.query.tokens import Kind, Token, Value, Wrong, shown
from monitor.core.records.verdicts import VerdictKind


@dataclass(frozen=True, slots=True)
class Asked:
    """What a field's reader may look at beside its values.

    Args:
        topics: ids that may be named; empty lets any.
        companions: likewise.
        offered: fields that errors list as those that there are; None for all.
    """

    now: datetime
    topics: Collection[str] = ()
    companions: Collection[str] = ()
    offered: Collection[str] | None = None


def term_of(token: Token, asked: Asked) -> Term:
    """Read a word, a phrase, or a field with its values.

    Raises:
        Wrong: there is no such field, or a value says nothing that it knows.
    """
    if token.kind is Kind.WORD:
        return Term(WORD, token.values, Says(WORD, tuple(map(_phrase, token.values))), token.column)
    name = token.field
    if name not in _FIELDS:
        raise Wrong(token.column, _no_field(name, asked.offered))
    for number, value in enumerate(token.values):
        if not value.text:
            what = "needs a value" if number == 0 else "needs one more value after the comma"
            raise Wrong(value.column, f"'{name}:' {what}, such as {EXAMPLES[name]}.")
    return Term(name, token.values, _FIELDS[name](name, token.values, asked), token.column)


def listed(names: Iterable[str]) -> str:
    """Give names in a row, as errors list what there is."""
    return ", ".join(names)


# --- readers --------------------------------------------------------------------------------------

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_NUMBER = re.compile(r"[1-9]\d{0,18}", re.ASCII)
_HIGHEST = 2**63 - 1  # that a database numbers
_DUPLICATE = "dup"
_STATES_LATER = ("relevant", "dismissed", "starred", "alerted", "escalating")

_Values = tuple[Value, ...]


def _topics(name: str, values: _Values, asked: Asked) -> Condition:
    return HasOneOf(name, frozenset(_topic(value, asked) for value in values))


def _topic(value: Value, asked: Asked) -> str:
    topic = value.text.lower()
    if asked.topics and topic not in asked.topics:
        raise Wrong(value.column, no_topic(_cut(topic), asked.topics))
    return topic


def _companions(name: str, values: _Values, asked: Asked) -> Condition:
    return HasOneOf(name, frozenset(_companion(value, asked) for value in values))


def _companion(value: Value, asked: Asked) -> str:
    name = value.text.lower()
    if not _NAME.fullmatch(name):
        what = f"{shown(value.text)} is no id of a state, a person or a body: give one such as beside:tokayev."
        raise Wrong(value.column, what)
    if asked.companions and name not in asked.companions:
        raise Wrong(value.column, no_companion(_cut(name), asked.companions))
    return name


def _languages(name: str, values: _Values, asked: Asked) -> Condition:  # noqa: ARG001 - the shape of a reader
    for value in values:
        if not _LANGUAGE.fullmatch(value.text):
            what = f"{shown(value.text)} is no language: give its code of two or three letters, such as lang:ru."
            raise Wrong(value.column, what)
    return IsOneOf(name, frozenset(value.text.lower() for value in values))


def _feeds(name: str, values: _Values, asked: Asked) -> Condition:  # noqa: ARG001 - the shape of a reader
    return IsOneOf(name, frozenset(value.text for value in values))


def _outlets(name: str, values: _Values, asked: Asked) -> Condition:  # noqa: ARG001 - the shape of a reader
    return IsOneOf(name, frozenset(value.text.lower() for value in values))


def _countries(name: str, values: _Values, asked: Asked) -> Condition:  # noqa: ARG001 - the shape of a reader
    for value in values:
        if not _COUNTRY.fullmatch(value.text):
            what = f"{shown(value.text)} is no country: give its code of two letters, such as country:kz."
            raise Wrong(value.column, what)
    return IsOneOf(name, frozenset(value.text.upper() for value in values))  # as feeds.yaml is read


def _stories(name: str, values: _Values, asked: Asked) -> Condition:  # noqa: ARG001 - the shape of a reader
    return IsOneOf(name, frozenset(map(_story, values)))


def _story(value: Value) -> int:
    if not _NUMBER.fullmatch(value.text) or int(value.text) > _HIGHEST:
        raise Wrong(value.column, f"{shown(value.text)} is no story: give its number, such as story:12.")
    return int(value.text)


def _states(name: str, values: _Values, asked: Asked) -> Condition:  # noqa: ARG001 - the shape of a reader
    return IsOneOf(name, frozenset(chain.from_iterable(map(_state, values))))


def _state(value: Value) -> frozenset[str]:
    name, kinds = value.text.lower(), [kind.value for kind in VerdictKind]
    if name in kinds:
        return standings(VerdictKind(name))
    if name == _DUPLICATE:
        return standings(VerdictKind.EXACT) | standings(VerdictKind.COPY)
    there_are = [*kinds, _DUPLICATE]
    if name in _STATES_LATER:
        raise Wrong(value.column, f"'is:{name}' cannot be asked for yet. There are: {listed(there_are)}.")
    meant = _nearest(name, there_are)
    raise Wrong(value.column, f"'is:{_cut(name)}' means nothing;{meant} there are: {listed(there_are)}.")


def _havings(name: str, values: _Values, asked: Asked) -> Condition:  # noqa: ARG001 - the shape of a reader
    for value in values:
        if value.text.lower() not in HAVABLE:
            meant = _nearest(value.text.lower(), HAVABLE)
            what = f"'has:{_cut(value.text)}' means nothing;{meant} there are: {listed(HAVABLE)}."
            raise Wrong(value.column, what)
    return HasOneOf(name, frozenset(value.text.lower() for value in values))


def _sayings(name: str, values: _Values, asked: Asked) -> Condition:  # noqa: ARG001 - the shape of a reader
    return Says(name, tuple(map(_phrase, values)))


def _phrase(value: Value) -> Phrase:
    if not value.is_quoted and (star := value.text.find("*")) >= 0 and star < len(value.text) - 1:
        raise Wrong(value.column + star, "A * stands at the end of a word only, where it leaves the ending open.")
    phrase = phrase_of(value.text) if value.is_quoted else word_of(value.text)
    if phrase is None:
        nothing = f"{shown(value.text)} has no letter and no digit" if value.text else "Nothing stands in these quotes"
        raise Wrong(value.column, f"{nothing}; give a word to look for.")
    return phrase


def _addresses(name: str, values: _Values, asked: Asked) -> Condition:  # noqa: ARG001 - the shape of a reader
    return AddressHolds(tuple(address_of(value.text) for value in values))


def _times(name: str, values: _Values, asked: Asked) -> Condition:
    times = []
    for value in values:
        try:
            times.append(time_of(value.text, asked.now))
        except NoTime as error:
            raise Wrong(value.column, str(error)) from None
    return Lies(name, tuple(times))


_FIELDS: dict[str, Callable[[str, _Values, Asked], Condition]] = {
    "topic": _topics,
    "named": _topics,
    "headline": _topics,
    "beside": _companions,
    "lang": _languages,
    "feed": _feeds,
    "outlet": _outlets,
    "country": _countries,
    "is": _states,
    "has": _havings,
    "story": _stories,
    "title": _sayings,
    "author": _sayings,
    "url": _addresses,
    "date": _times,
    "seen": _times,
}
#: One term of each field that there is.
EXAMPLES = {
    "topic": "topic:csto",
    "named": "named:kazakhstan",
    "headline": "headline:kazakhstan",
    "beside": "beside:tokayev",
    "lang": "lang:ru",
    "feed": 'feed:"The Astana Times"',
    "outlet": "outlet:tass.ru",
    "country": "country:kz",
    "is": "is:new",
    "has": "has:image",
    "story": "story:12",
    "title": 'title:"state visit"',
    "author": "author:Ivanov",
    "url": "url:/politics/",
    "date": "date:2026-01-05",
    "seen": "seen:P7D",
}


def _no_field(name: str, offered: Collection[str] | None) -> str:
    there_are = f"There are: {listed(f'{each}:' for each in offered or _FIELDS)}."
    near = get_close_matches(name, list(_FIELDS), n=1)
    meant = f" Did you mean '{near[0]}:'?" if near else ""
    quotes = "" if offered else " Where a word is meant, put it in double quotes."
    return f"There is no field '{_cut(name)}:'.{meant} {there_are}{quotes}"


def _nearest(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f" did you mean {near[0]!r}?" if near else ""


def _cut(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:57]}..."
