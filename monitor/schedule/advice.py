"""What can a person do about a feed that is not well?

Pure: a kind of health, a failure and a feed in, one sentence out; "" where nothing is to be done.
health.py puts it beside the reason.
"""

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.polls import DueFeed, HealthKind, PollOutcome
from monitor.core.urls import join
from monitor.schedule.durations import spoken

_DISCOVER = "Look for its new address with: monitor feeds discover {home}"
_WAIT = "Nothing yet: it is polled on, if ever more rarely, at least {rarest}."
_OTHER_CLIENT = "Try user_agent: or accept: for it in feeds.yaml, or another network; else ask the site to let us in."
_NEW_BODY = "See what it holds with: monitor feeds test {url}"
_ENDED = f"{_DISCOVER} - or take it out of feeds.yaml."

_ON_FAILURE = {  # without a default: a new Reason wants a sentence of its own, or _WAIT
    Reason.REFUSED_ADDRESS: "If it is meant, add its network to MONITOR_ALLOW_NETWORKS or its port to ports:.",
    Reason.ROBOTS: _WAIT,
    Reason.HELD: _WAIT,
    Reason.BAD_ADDRESS: "Mend url: in feeds.yaml; the server redirects to no proper address, or the address is none.",
    Reason.DNS: "Check the host's name in feeds.yaml; where many feeds fail so, check this machine's name servers.",
    Reason.CONNECT: _WAIT,
    Reason.TLS: "Wait for the site to mend its certificate; nothing is ever fetched from it without one.",
    Reason.TOO_SLOW: _WAIT,
    Reason.TOO_BIG: "Look for a smaller feed of the site with: monitor feeds discover {home}",
    Reason.CUT_SHORT: _WAIT,
    Reason.BAD_ENCODING: _WAIT,
    Reason.BAD_ANSWER: _WAIT,
    Reason.TOO_MANY_REDIRECTS: _DISCOVER,
    Reason.NOT_FOUND: _DISCOVER,
    Reason.GONE: _ENDED,
    Reason.FORBIDDEN: _OTHER_CLIENT,
    Reason.BLOCKED: _OTHER_CLIENT,
    Reason.LOGIN: "Give the credentials under headers: in feeds.yaml, or look for an open feed of the site.",
    Reason.THROTTLED: "Set every: longer for it in feeds.yaml; it is {every} now.",
    Reason.REFUSED_REQUEST: _OTHER_CLIENT,
    Reason.SERVER_ERROR: _WAIT,
    Reason.EMPTY: _NEW_BODY,
    Reason.HTML_PAGE: _DISCOVER,
    Reason.NOT_A_FEED: _DISCOVER,
    Reason.BROKEN_FEED: _NEW_BODY,
    Reason.ENTITIES: "Tell its publisher: a feed must not declare entities, and is not read while it does.",
    # Of pages: no feed fails so.
    **dict.fromkeys((Reason.NOT_A_PAGE, Reason.SOFT_404, Reason.NO_TEXT), _WAIT),
    Reason.WORKER_TOO_SLOW: _NEW_BODY,
    Reason.WORKER_OUT_OF_MEMORY: _NEW_BODY,
    Reason.WORKER_DIED: _NEW_BODY,
    Reason.BUG: "Report it, with the log's lines on it.",
}
_ON_SUCCESS = {
    HealthKind.EMPTY: "Open {url} in a browser; if it stays empty: monitor feeds discover {home}",
    HealthKind.PAGES: "Try monitor feeds test {url}; if the pages stay closed, set fetch_article: false in feeds.yaml.",
    HealthKind.SILENT: "Open {home} in a browser; if there is news: monitor feeds discover {home}",
}
_EVERY = (
    *((60, "1m"), (120, "2m"), (300, "5m"), (600, "10m"), (900, "15m"), (1_200, "20m"), (1_800, "30m")),
    *((3_600, "1h"), (7_200, "2h"), (10_800, "3h"), (14_400, "4h"), (21_600, "6h"), (43_200, "12h")),
)
_WINDOWS_PER_POLL = 3


def on_failure(feed: DueFeed, failure: Failed) -> str:
    """Say what to do about a feed whose poll failed."""
    return _filled(_ON_FAILURE[failure.reason], feed)


def on_success(feed: DueFeed, kind: HealthKind, outcome: PollOutcome) -> str:
    """Say what to do about a feed that was read and is not well."""
    if kind is HealthKind.GONE:
        return _filled(_ENDED, feed)
    if kind is HealthKind.MOVED:
        return f"Set url: {outcome.url} in feeds.yaml."
    if kind is HealthKind.LOSING:
        return _shorter(feed, outcome)
    return _filled(_ON_SUCCESS.get(kind, ""), feed)


def _shorter(feed: DueFeed, outcome: PollOutcome) -> str:
    """Name an interval at which three polls see each entry, as far as feeds.yaml allows one that is shorter."""
    learned, spec = outcome.learned, feed.spec
    window_s = learned.size * (learned.rhythm.gap_s or 0.0)
    fitting = [text for every_s, text in _EVERY if every_s <= (window_s or spec.every_s) / _WINDOWS_PER_POLL]
    shorter = [text for every_s, text in _EVERY if every_s < spec.every_s or not spec.is_paced_by_owner]
    if choice := [text for text in fitting if text in shorter] or shorter[:1]:
        return f"Set every: {choice[-1]} for it in feeds.yaml."
    return "Look for a longer feed of the site, or for one that pushes: it is polled as often as may be."


def _filled(text: str, feed: DueFeed) -> str:
    every = spoken(feed.spec.every_s)
    rarest = "once a day" if feed.spec.every_s <= 86_400 else f"every {every}"
    return text.format(url=feed.address, home=join(feed.address, "/") or feed.address, every=every, rarest=rarest)
