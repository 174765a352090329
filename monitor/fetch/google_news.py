"""Which publisher's address stands behind a link of Google News?

Not pure: asks Google, through the guarded client. In: a link such as news.google.com/rss/articles/ID. Out: the
publisher's address, or Failed. The identifier is opaque, so it takes two steps: the link's own page has a signature
and a time; posted back with the identifier, they are answered with the address.

covering.py asks only for entries whose headline names a topic, and never twice; here the steps are kept apart in time,
and a refusal is followed by a rest, since Google shuts out whoever asks too fast.

Source: no document of Google's; observed by authors of open decoders, as of 2026-09. Expected to break: then the
entry keeps its wrapped link and the feed's own text.
"""

import asyncio
import json
import re
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

from monitor.core.ports import Clock, Fetcher
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.urls import is_web_address

_REST = timedelta(hours=1)  # after a refusal
_PAUSE_S = 2.0
_MAX_BYTES = 2_000_000
# What parse/wrapped.py takes for a link of Google News has an identifier here; a test holds the two together.
_ID = re.compile(r"/(?:__i/)?(?:rss/)?(?:rd/)?(?:articles|read)/([\w=-]{8,2000})/?", re.ASCII)
_SIGNATURE = re.compile(r'data-n-a-sg="([^"]{1,200})"')
_TIME = re.compile(r'data-n-a-ts="([0-9]{1,20})"')
_CALL = "Fbv4je"
_FORM = (("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8"),)


class GoogleNews:
    """Finds the addresses behind links, one at a time.

    Args:
        base: scheme and host to ask, for a stand-in in tests.
        pause_s: between two look-ups, in seconds.
    """

    def __init__(
        self, fetcher: Fetcher, clock: Clock, *, base: str = "https://news.google.com", pause_s: float = _PAUSE_S
    ) -> None:
        self._fetcher = fetcher
        self._clock = clock
        self._base = base
        self._pause_s = pause_s
        self._one = asyncio.Lock()
        self._closed_until: datetime | None = None

    async def target(self, url: str) -> str | Failed:
        """Give the publisher's address."""
        found = _ID.fullmatch(urlsplit(url).path)
        if found is None:
            return Failed(Reason.BAD_ADDRESS, "This link of Google News holds no identifier.", is_final=True)
        async with self._one:
            rest_s = (self._closed_until - self._clock.now()).total_seconds() if self._closed_until else 0
            if rest_s > 0:
                detail = f"Google News refused us; it is left alone until {self._closed_until:%H:%M} UTC."
                return Failed(Reason.HELD, detail, retry_after_s=round(rest_s))
            answer = await self._ask(found[1])
            if isinstance(answer, Failed) and answer.status:
                self._closed_until = self._clock.now() + _REST
            await asyncio.sleep(self._pause_s)
        return answer

    async def _ask(self, article: str) -> str | Failed:
        page = await self._fetcher.fetch(
            FetchRequest(f"{self._base}/rss/articles/{article}", FetchKind.LOOKUP, max_bytes=_MAX_BYTES)
        )
        if isinstance(page, Failed):
            return page
        signature, moment = (pattern.search(_text(page)) for pattern in (_SIGNATURE, _TIME))
        if not signature or not moment:
            return Failed(Reason.BAD_ANSWER, "The page of a Google News link holds no signature: its form has changed.")
        body = f"f.req={quote(_call(article, signature[1], int(moment[1])), safe='')}"
        answer = await self._fetcher.fetch(
            FetchRequest(
                f"{self._base}/_/DotsSplashUi/data/batchexecute",
                FetchKind.LOOKUP,
                headers=_FORM,
                body=body.encode(),
                max_bytes=_MAX_BYTES,
            )
        )
        return answer if isinstance(answer, Failed) else _address(_text(answer))


def _text(answer: Fetched) -> str:
    return answer.body.decode("utf-8", "replace")


def _call(article: str, signature: str, moment: int) -> str:
    """Write the call as Google's own page does; the X stand for facts about a reader that are not needed."""
    reader = ["X", "X", ["X", "X"], None, None, 1, 1, "US:en", None, 1, None, None, None, None, None, 0, 1]
    wish = ["garturlreq", [reader, "X", "X", 1, [1, 1, 1], 1, 1, None, 0, 0, None, 0], article, moment, signature]
    return json.dumps([[[_CALL, json.dumps(wish, separators=(",", ":"))]]], separators=(",", ":"))


def _address(text: str) -> str | Failed:
    """Find the address in the answer: lines of JSON, one of which answers our call."""
    changed = Failed(Reason.BAD_ANSWER, "Google News answered without an address: the form of its answers has changed.")
    for line in text.splitlines():
        if not line.startswith("[["):
            continue
        try:
            for row in json.loads(line):
                if row[:2] == ["wrb.fr", _CALL]:
                    address = json.loads(row[2])[1]
                    return address if isinstance(address, str) and is_web_address(address) else changed
        except (ValueError, TypeError, LookupError, RecursionError):
            return changed
    return changed
