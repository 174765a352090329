"""What may be fetched under a robots.txt?

Pure. In: the body of a robots.txt, or how asking for it ended. Out: Rules, asked for an address and a user agent.
gate.py keeps one for each origin and acts on it.

Of our own rather than protego's, which departs from the RFC where it matters: a group named "mon" would bind
"monitor", one named "monitor/2" would not, an unknown line ends a group, ``/a$`` matches "/a$b" too, and "%2F" in a
query is never "/".

Source: RFC 9309.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes, unquote_to_bytes

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched

MOST_BYTES = 500 * 1024  # of a body that are read: what the RFC asks for at least
MOST_DELAY_S = 60.0

_FIRST_RETRY_S = 600
_FIRST_RECALL_S = 60
_LAST_RETRY_S = 6 * 3600
_LONGEST_WISH_S = 86_400
# What comparing one path with patterns that hold a "*" may cost, each at the path's length times its own: some 10 ms at
# the worst. 2,000 patterns of 25 letters come to half of it, with a path of 200.
_MOST_COMPARED = 20_000_000
_SHORTEST_PATH = 200  # taken for that long, as many stars cost something with a short path too

_FIELDS = {
    **dict.fromkeys(("user-agent", "useragent", "user agent"), "user-agent"),
    **dict.fromkeys(("disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"), "disallow"),
    **dict.fromkeys(("crawl-delay", "crawl delay", "crawldelay"), "crawl-delay"),
    "allow": "allow",
}
_LINE_END = re.compile(r"\r\n?|\n")
_TOKEN = re.compile(r"[^\s/;,(*]+")
_EVERYBODY = re.compile(r"\*(\s|$)")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{0,9})?|\.[0-9]{1,9}", re.ASCII)
_BLANK = " \t\f\v\0"  # not str.strip's own choice: in bytes read as Latin-1 it would cut letters in two
_RESERVED = "/:?#[]@!&'()+,;="  # without "*" and "$", which mean something in a rule


@dataclass(frozen=True, slots=True)
class Rule:
    """One Allow or Disallow.

    Args:
        pattern: in the one spelling that all addresses and patterns are compared in; "*" and a final "$" have their
            meaning.
        start: what a path must begin with: the pattern up to its first "*", without a final "$".
    """

    pattern: str
    is_allow: bool
    start: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", self.pattern.removesuffix("$").partition("*")[0])

    def matches(self, path: str) -> bool:
        """Say whether a path, spelled likewise, begins as the pattern does."""
        if not path.startswith(self.start):
            return False
        _, *parts = self.pattern.removesuffix("$").split("*")
        is_whole = self.pattern.endswith("$")
        if not parts:
            return not is_whole or path == self.start
        at = len(self.start)
        last = parts.pop() if is_whole else ""
        for part in parts:
            found = path.find(part, at)
            if found < 0:
                return False
            at = found + len(part)
        return len(path) - len(last) >= at and path.endswith(last)

    def __str__(self) -> str:
        return f"{'Allow' if self.is_allow else 'Disallow'}: {self.pattern}"


@dataclass(frozen=True, slots=True)
class Group:
    """What holds for one product token.

    Args:
        rules: the longest first, Allow before Disallow of the same length.
        delay_s: the Crawl-delay, in seconds, None where there is none.
    """

    rules: tuple[Rule, ...] = ()
    delay_s: float | None = None

    def rule_for(self, path: str) -> Rule | None:
        """Give the first rule that matches.

        Beyond what may be compared, a Disallow with a "*" forbids all that begins as it does, and an Allow nothing
        more: a file that would hold everybody up is read too strictly, rather than too freely.
        """
        left = _MOST_COMPARED
        for rule in self.rules:
            if not path.startswith(rule.start):
                continue
            if "*" in rule.pattern:
                left -= max(len(path), _SHORTEST_PATH) * len(rule.pattern)
                if left < 0:
                    if rule.is_allow:
                        continue
                    return rule
            if rule.matches(path):
                return rule
        return None


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a robots.txt says about what may be fetched; without arguments: everything is allowed.

    Args:
        groups: by product token in lower case; "*" for everybody who is not named.
    """

    groups: dict[str, Group] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many rules there are, over all groups."""
        return sum(len(group.rules) for group in self.groups.values())

    def allows(self, url: str, user_agent: str) -> bool:
        """Say whether an absolute address may be fetched.

        Source: RFC 9309, sections 2.2.1 to 2.2.3.
        """
        rule = self.rule_for(url, user_agent)
        return rule is None or rule.is_allow

    def rule_for(self, url: str, user_agent: str) -> Rule | None:
        """Give the rule that decides about an address: the longest that matches, Allow on a tie; None for no rule."""
        path = _path(url)
        if path == "/robots.txt":
            return None
        return self._group(user_agent).rule_for(path)

    def crawl_delay_s(self, user_agent: str) -> float | None:
        """Give the pause between two pages that the site wishes, at most 60 s; None where it has no wish."""
        return self._group(user_agent).delay_s

    def _group(self, user_agent: str) -> Group:
        token = product_token(user_agent)
        return (self.groups.get(token) if token else None) or self.groups.get("*") or Group()


def product_token(user_agent: str) -> str:
    """Give the name that a User-Agent goes by: "monitor" for "monitor/1.2 (+https://...)", "" where it has none."""
    found = _TOKEN.match(user_agent.strip())
    return found[0].lower() if found else ""


def parse(body: bytes) -> Rules:
    """Read a robots.txt, whatever it holds; what is past the first 500 KiB is left out.

    Lines that say nothing we know of change nothing: neither do they end a group.

    Args:
        body: UTF-8 as the RFC wants it, with or without a mark at its beginning; UTF-16 is read too.

    Source: RFC 9309, sections 2.1, 2.2 and 2.5.
    """
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = body.decode("utf-16", "replace").encode()
    is_cut = len(body) > MOST_BYTES
    # Read as Latin-1, so that each octet stays what it is: rules are compared octet by octet.
    lines = _LINE_END.split(body[:MOST_BYTES].lstrip(b"\xef\xbb\xbf").decode("latin-1"))
    reading = _Reading()
    for line in lines[:-1] if is_cut else lines:  # half a rule forbids, or allows, more than it should
        reading.take(*_pair(line.partition("#")[0].strip(_BLANK)))
    return reading.rules()


def verdict_for(answer: Fetched | Failed) -> Rules | None:
    """Say what holds after asking for a robots.txt; None where nothing may be fetched for now.

    What was answered is read. Where there is none (4xx, or redirects without end) everything is allowed. Where nobody
    knows (429, 5xx, a bot wall, no answer at all) nothing is.

    Source: RFC 9309, section 2.3.1; 429 is with 5xx, as it says nothing about the file.
    """
    if isinstance(answer, Fetched):
        return parse(answer.body)
    if answer.reason is Reason.TOO_MANY_REDIRECTS or (400 <= answer.status < 500 and answer.status != 429):
        return Rules()
    if answer.reason is Reason.BAD_ANSWER and 200 <= answer.status < 300:  # such as a 204
        return Rules()
    return None


def retry_in_s(failures: int, wish_s: int | None, *, has_answered: bool) -> int:
    """Say when to ask again for a robots.txt that could not be had.

    After ten minutes where the server said that it has trouble, after one where nothing was heard of it; then after
    twice as long each time, up to 6 h.

    Args:
        failures: tries in a row that failed, at least 1.
        wish_s: the server's Retry-After; kept where it is longer, up to a day.
    """
    first_s = _FIRST_RETRY_S if has_answered else _FIRST_RECALL_S
    own_s = min(first_s << min(failures - 1, 16), _LAST_RETRY_S)
    return max(own_s, min(wish_s or 0, _LONGEST_WISH_S))


@dataclass(slots=True)
class _Draft:
    rules: dict[Rule, None] = field(default_factory=dict)  # a set that keeps the order
    delay_s: float | None = None

    def done(self) -> Group:
        return Group(tuple(sorted(self.rules, key=lambda r: (-len(r.pattern), not r.is_allow))), self.delay_s)


class _Reading:
    """Collects lines into groups."""

    def __init__(self) -> None:
        self._drafts: dict[str, _Draft] = {}
        self._current: dict[str, _Draft] = {}
        self._has_rules = False  # so that the next User-agent begins a new group

    def take(self, name: str, value: str) -> None:
        if name == "user-agent":
            self._name(value)
        elif name in ("allow", "disallow"):
            self._rule(value, is_allow=name == "allow")
        elif name == "crawl-delay":
            self._delay(value)

    def rules(self) -> Rules:
        return Rules({token: draft.done() for token, draft in self._drafts.items()})

    def _name(self, value: str) -> None:
        if self._has_rules:
            self._current, self._has_rules = {}, False
        # "*bot" is nobody's name; taken for "*" it would bind everybody.
        token = "*" if _EVERYBODY.match(value) else product_token(value)
        self._current[token] = self._drafts.setdefault(token, _Draft())

    def _rule(self, value: str, *, is_allow: bool) -> None:
        self._has_rules = True
        if not value:
            return  # an empty pattern matches nothing
        rule = Rule(_pattern(value), is_allow)
        for draft in self._current.values():
            draft.rules[rule] = None

    def _delay(self, value: str) -> None:
        if not _NUMBER.fullmatch(value):
            return
        delay_s = min(float(value), MOST_DELAY_S)
        for draft in self._current.values():
            draft.delay_s = max(draft.delay_s or 0.0, delay_s)


def _pair(line: str) -> tuple[str, str]:
    """Split a line into the field's usual name and its value; a blank will do for a missing colon."""
    name, colon, value = line.partition(":")
    if not colon:
        name, _, value = line.partition(" ")
    return _FIELDS.get(name.strip(_BLANK).lower(), ""), value.strip(_BLANK)


def _path(url: str) -> str:
    """Give path and query of an absolute address in the one spelling."""
    rest = url.partition("#")[0].partition("://")[2]
    at = min((n for n in (rest.find("/"), rest.find("?")) if n >= 0), default=len(rest))
    path = rest[at:]
    return _spelled(path.encode()) if path.startswith("/") else "/" + _spelled(path.encode())


def _pattern(value: str) -> str:
    is_whole = value.endswith("$")
    parts = value.removesuffix("$").split("*")
    inner = (part for part in parts[1:-1] if part)  # several stars in a row are one
    ends = parts if len(parts) == 1 else [parts[0], *inner, parts[-1]]
    return "*".join(_spelled(part.encode("latin-1")) for part in ends) + "$" * is_whole


def _spelled(raw: bytes) -> str:
    """Spell octets in one way: what is percent-encoded and what is not is the same octet."""
    return quote_from_bytes(unquote_to_bytes(raw), safe=_RESERVED)
