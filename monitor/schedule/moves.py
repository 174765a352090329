"""Where does a feed live by now?

Pure: what redirects said before and say now in, an address out. In: DueFeed, the address that this answer named.
learning.py remembers it; the owner's feeds.yaml is never changed, and its address is fallen back on.
"""

from dataclasses import dataclass

from monitor.core.records.polls import DueFeed, Learned

BELIEVED_AFTER = 2  # equal answers in a row
_GIVEN_UP_AFTER = 3  # failures in a row at the new address


@dataclass(frozen=True, slots=True)
class Residence:
    """Where a feed is asked for next.

    Args:
        url: as DueFeed.url: "" is feeds.yaml's own address.
        moved_to: as Learned.moved_to.
        moved_times: as Learned.moved_times.
    """

    url: str
    moved_to: str = ""
    moved_times: int = 0


def after_answer(feed: DueFeed, moved_to: str) -> Residence:
    """Believe a permanent redirect once two answers in a row have named the same address, and each held the feed.

    Args:
        moved_to: the address that this answer came from by permanent redirects alone, "" without one.

    Source: RFC 9110, sections 15.4.2 and 15.4.9.
    """
    if not moved_to:
        return Residence(feed.url)
    times = feed.learned.moved_times + 1 if moved_to == feed.learned.moved_to else 1
    if times < BELIEVED_AFTER:
        return Residence(feed.url, moved_to, times)
    return Residence("" if moved_to == feed.spec.url else moved_to)


def after_failure(feed: DueFeed) -> Residence:
    """Keep an address through a bad hour, and fall back on feeds.yaml's where it fails three times in a row."""
    return Residence("") if feed.url and feed.failures + 1 >= _GIVEN_UP_AFTER else as_it_was(feed)


def as_it_was(feed: DueFeed) -> Residence:
    """Learn nothing: no answer came, good or bad."""
    learned: Learned = feed.learned
    return Residence(feed.url, learned.moved_to, learned.moved_times)
