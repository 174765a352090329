"""Where in a folded text do web and mail addresses stand?

Pure. In: Folded. Out: Addresses, which says of a place whether it is inside one. match.py asks, since a name in
an address says where a text lies, not what it is about.

In scripts without spaces text goes on right behind an address, so that one ends there: a Chinese or Thai name in
an address still counts. A full stop without a space behind it makes no address of two sentences: a bare host must
end in a small-lettered top-level domain of two letters, or one listed here.
"""

import re
from bisect import bisect_right

from monitor.core.text import Folded

_DOMAINS = frozenset(
    {
        *("com", "org", "net", "info", "gov", "edu", "int", "mil", "biz", "name", "pro", "asia", "world", "global"),
        *("news", "media", "press", "today", "live", "digital", "online", "site", "website", "blog", "agency"),
        *("store", "space", "travel", "рф", "қаз", "укр", "бел", "срб", "мкд"),
    }
)
_LETTERS = r"a-z0-9_\-\u00df-\u024f\u0400-\u052f"
_LABEL = rf"[{_LETTERS}]++"
_HOST = rf"{_LABEL}(?:\.{_LABEL})++"
_NO_SPACES = r"\u0e00-\u0e7f\u3000-\u30ff\u3400-\u9fff\U00020000-\U0003ffff"
_PATH = rf"[^\s<>\"«»“”„()\[\]{{}}|\\^{_NO_SPACES}]"
# No part of it gives back what it took, and none begins inside a word: the time is linear in the text.
_ADDRESS = re.compile(
    rf"(?:https?|ftp)://{_PATH}++"
    rf"|(?<![{_LETTERS}])www\.{_PATH}++"
    rf"|(?<![{_LETTERS}.+])[{_LETTERS}.+]++@{_HOST}"
    rf"|(?<![{_LETTERS}])(?P<host>{_HOST})(?::[0-9]{{1,5}})?(?:/{_PATH}*+)?"
)

_DOT = re.compile(r"\.[^\W\d]")
_BLANK = re.compile("[ \n]")
# No longer address is read from its beginning; bounds the work on a text without spaces.
_LONGEST = 10_000


class Addresses:
    """The addresses of one text, sought around the places asked for: most texts name nothing, and need none."""

    __slots__ = ("_begin", "_end", "_ends", "_folded", "_has_any", "_starts")

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self._has_any: bool | None = None
        # What was read last, from blank to blank: names are asked for in order, and several in one long address.
        self._begin = self._end = -1
        self._starts: list[int] = []
        self._ends: list[int] = []

    def may_be(self) -> bool:
        """Whether the text has what every address has; read once, and for most texts the whole answer."""
        if self._has_any is None:
            text = self._folded.text
            self._has_any = _DOT.search(text) is not None or "://" in text
        return self._has_any

    def hold(self, start: int) -> bool:
        """Whether the character at ``start`` of the folded text is part of an address."""
        if not self.may_be():
            return False
        if not self._begin <= start < self._end:
            self._read(start)
        if not self._starts:
            return False
        last = bisect_right(self._starts, start) - 1
        return last >= 0 and start < self._ends[last]

    def _read(self, start: int) -> None:
        text, first = self._folded.text, max(0, start - _LONGEST)
        self._begin = max(text.rfind(" ", first, start), text.rfind("\n", first, start), first - 1) + 1
        blank = _BLANK.search(text, start + 1)
        self._end = blank.start() if blank else len(text)
        found: list[re.Match[str]] = []
        if text.find(".", self._begin, self._end - 1) >= 0 or text.find("://", self._begin, self._end) >= 0:
            found = list(filter(self._is_address, _ADDRESS.finditer(text, self._begin, self._end)))
        self._starts = [match.start() for match in found]
        self._ends = [match.end() for match in found]

    def _is_address(self, match: re.Match[str]) -> bool:
        host = match["host"]
        if host is None:
            return True
        domain = host.rpartition(".")[2]
        if domain not in _DOMAINS and not (len(domain) == 2 and domain.isascii() and domain.isalpha()):
            return False
        end = match.end("host")
        return self._folded.slice(end - len(domain), end).islower()
