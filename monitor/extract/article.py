"""Which article does a page, or a feed's own text, hold?

Pure. In: Page, what was fetched and the entry that led there. Out: Extracted, or Failed with a reason.
pipeline.py acts on it, in a worker process with a deadline and a memory limit; tree.py and reading.py see to it that
what parsers suffer from seldom comes near them.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any

from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry
from monitor.extract.absence.missing import Asked, why_missing
from monitor.extract.absence.teasers import wall_lines
from monitor.extract.absence.walls import Known, basis_of
from monitor.extract.body.reading import read_text
from monitor.extract.body.recurring import Parted, leave_out, link_lines, part
from monitor.extract.charset import page_text
from monitor.extract.identity import canonical, outlet
from monitor.extract.language import language
from monitor.extract.markup import paragraphs
from monitor.extract.page import Page
from monitor.extract.refuse import refusal
from monitor.extract.tree import build
from monitor.extract.witnesses.weigh import Said, said, titled

#: Version of the rules that read an article; raised where they would read a stored page otherwise.
RULES = 2

_THIN = 120  # characters: a feed that gives fewer gives no article


def extract(page: Page) -> Extracted | Failed:
    """Read the article of a page.

    What feed and page say of title, author and dates is weighed. Where a wall stands before the page, or the feed
    itself gives more than twice its text, the feed's text is the article, and the feed's word is all that counts. A
    teaser is kept without the wall's own words.
    """
    refused = refusal(page.body, page.content_type)
    if refused:
        return refused
    markup = page_text(page.body, page.content_type)
    tree = build(markup)
    if tree is None:
        return Failed(Reason.NO_TEXT, "the page holds no elements that could be read")
    return _read(page, tree, markup)


def _read(page: Page, tree: Any, markup: str) -> Extracted | Failed:  # Any: lxml brings no types
    heard = said(tree, page)
    whole = read_text(tree, markup, heard.claims, page.outlet)
    text = part(whole, page.recurring, partial(link_lines, tree))
    own = part(paragraphs(page.entry.summary_html), page.recurring)
    missing = why_missing(tree, whole, Asked(page.url, page.entry.title, own.text))
    if missing:
        return Failed(Reason.SOFT_404, missing)
    basis = basis_of(tree, text.text, Known(page.entry.title, own.text, heard.is_open, markup))
    if isinstance(basis, Failed):
        return basis
    if basis in (Basis.LOGIN_WALL, Basis.BOT_WALL):
        return from_feed(page.entry, basis=basis, at=page.at, recurring=page.recurring)
    if not text.text and len(own.text) < _THIN:
        return Failed(Reason.NO_TEXT, "no article text was found on the page; it may be drawn by a script")
    if len(text.text) < len(own.text) / 2:
        # what its page says of itself is not said of this text: it may be a wall that nothing gave away
        heard_of_feed = replace(said(None, _unread(page.url, page.entry, page.at), own.text), canonical=heard.canonical)
        return _article(page.entry, heard_of_feed, own, Basis.SUMMARY, page.url)
    if basis is Basis.TEASER:
        text = leave_out(text, wall_lines(tree, text.text), "wall")
    return _article(page.entry, heard, text, basis, page.url)


def from_feed(
    entry: Entry, *, basis: Basis = Basis.SUMMARY, at: datetime | None = None, recurring: frozenset[int] = frozenset()
) -> Extracted | Failed:
    """Take the feed's own text as the article, where its page is closed or walled; at least its title.

    Args:
        entry: what the feed says.
        basis: why it has to do.
        at: when it is read, by which dates are called impossible; None where nobody knows.
        recurring: as in Page.
    """
    text = paragraphs(entry.summary_html) or entry.title
    if not text:
        return Failed(Reason.NO_TEXT, "the feed gives this entry neither text nor title", is_final=True)
    heard = said(None, _unread(entry.url, entry, at), text)
    return _article(entry, heard, part(text, recurring), basis, entry.url)


def _unread(url: str, entry: Entry, at: datetime | None) -> Page:
    return Page(b"", "", url, entry, at)


def _article(entry: Entry, heard: Said, parted: Parted, basis: Basis, url: str) -> Extracted:
    text = parted.text
    heard = titled(heard, text)
    return Extracted(
        title=heard.title,
        text=text,
        language=language(heard.title, text),
        canonical_url=canonical(url, heard.canonical) if url else _urn(entry),
        outlet=outlet(url),
        basis=basis,
        author=heard.author,
        published_at=heard.published_at,
        modified_at=heard.modified_at,
        section=heard.section,
        image=heard.image,
        claims=heard.claims,
        dropped=parted.dropped,
        recurring=parted.recurring,
        rules=RULES,
    )


def _urn(entry: Entry) -> str:
    """Identify an entry without an address, so that two of them are not taken for one article."""
    return f"urn:sha256:{sha256(f'{entry.key} {entry.title}'.encode()).hexdigest()}"
