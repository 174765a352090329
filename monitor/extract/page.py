"""What does extraction get to work on?

Pure: one frozen value. In: what was fetched and the entry that led to it. Out: Page, which pipeline.py
makes and article.py reads.
"""

from dataclasses import dataclass

from monitor.core.records.feeds import Entry


@dataclass(frozen=True, slots=True)
class Page:
    """A page as fetched, with the entry that named it.

    Args:
        body: decoded as HTTP has it, charset still open.
        content_type: the header's value; "" if absent.
        url: the final address, after redirects.
        entry: what the feed says of the article: a witness beside the page.
    """

    body: bytes
    content_type: str
    url: str
    entry: Entry
