"""Which address identifies an article, and whose is it?

Pure. In: the address a page was fetched from, and what the page itself declares. Out: the canonical
address, for people. article.py acts on it; the store knows an article again by the key of that address
(core.addresses.identity_key).
"""

from monitor.core.addresses import published
from monitor.core.sections import stands_above
from monitor.core.urls import join, site_of


def canonical(url: str, declared: str) -> str:
    """Give the address that identifies an article.

    A page's rel=canonical is believed only within its own site, and never where an article declares the home page,
    a section's page or a page for errors. Either address is given as it was published: out of an AMP cache, and
    without what only says how a reader came; path and the other parameters stay byte for byte, in their order.

    Args:
        url: where the page was fetched, after redirects.
        declared: rel=canonical as the page has it, relative or absolute; "" for none.

    Source: RFC 6596.
    """
    own = published(url)
    said = published(join(own, declared)) if declared.strip() else ""
    if not said or site_of(said) != site_of(own) or stands_above(said, own):
        return own
    if own.startswith("https:") and said.startswith("http:"):
        return f"https:{said.removeprefix('http:')}"
    return said


def outlet(url: str) -> str:
    """Name the outlet that an address belongs to: its registrable domain, or the one behind an AMP cache."""
    return site_of(published(url))
