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


class Addresses:
    """The addresses of one text, sought when first asked for: most texts name nothing, and need none."""

    __slots__ = ("_ends", "_folded", "_starts")

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self._starts: list[int] | None = None
        self._ends: list[int] = []

    def hold(self, start: int) -> bool:
        """Whether the character at ``start`` of the folded text is part of an address."""
        if self._starts is None:
            found = [match for match in _ADDRESS.finditer(self._folded.text) if self._is_address(match)]
            self._starts = [match.start() for match in found]
            self._ends = [match.end() for match in found]
        last = bisect_right(self._starts, start) - 1
        return last >= 0 and start < self._ends[last]

    def _is_address(self, match: re.Match[str]) -> bool:
        host = match["host"]
        if host is None:
            return True
        domain = host.rpartition(".")[2]
        if domain not in _DOMAINS and not (len(domain) == 2 and domain.isascii() and domain.isalpha()):
            return False
        end = match.end("host")
        return self._folded.slice(end - len(domain), end).islower()
