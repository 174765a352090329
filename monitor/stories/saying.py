"""How are shared keys told to a person?

Pure. In: keys, the most telling first. Out: a few words. placing.py says by them why an article is in a story.
"""

from collections.abc import Sequence

_SAID = {
    "who": "{}",
    "where": "{}",
    "land": "{}",
    "what": "{}",
    "about": "{}",
    "name": "a name that sounds like “{}”",
    "sound": "a name with the sounds “{}”",
    "number": "the figure {}",
    "date": "the day {}",
    "word": "the word “{}…”",
}
_NAMED = frozenset({"who", "where", "land", "what", "about"})
_TOLD = 6


def named(keys: Sequence[str]) -> str:
    """Name the first of some keys, and how many more there are."""
    told = [_one(key) for key in keys[:_TOLD]]
    more = len(keys) - len(told)
    if more > 0:
        return f"{', '.join(told)} and {more} more"
    return " and ".join((", ".join(told[:-1]), told[-1])) if len(told) > 1 else told[0]


def _one(key: str) -> str:
    kind, _, value = key.partition(":")
    if kind == "word":
        value = value.partition(":")[2]
    if kind == "figure":
        unit, _, count = value.partition("=")
        return f"{count} {unit.replace('-', ' ')}"
    return _SAID.get(kind, "{}").format(value.replace("-", " ") if kind in _NAMED else value)
