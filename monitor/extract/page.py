"""What does extraction get to work on?

Pure: one frozen value. In: what was fetched and the entry that led to it. Out: Page, which pipeline.py
makes and article.py reads.
"""

from dataclasses import dataclass
from datetime import datetime

from monitor.core.records.feeds import Entry, OutletSpec


@dataclass(frozen=True, slots=True)
class Page:
    """A page as fetched, with the entry that named it.

    Args:
        body: decoded as HTTP has it, charset still open.
        content_type: the header's value; "" if absent.
        url: the final address, after redirects.
        entry: what the feed says of the article: a witness beside the page.
        at: when it was fetched, by which dates are called impossible; None where nobody knows.
        outlet: what the owner knows of the outlet's pages, None for nothing.
        recurring: hashes of paragraphs (core.words.paragraph_hash) that recur at the outlet.
    """

    body: bytes
    content_type: str
    url: str
    entry: Entry
    at: datetime | None = None
    outlet: OutletSpec | None = None
    recurring: frozenset[int] = frozenset()
