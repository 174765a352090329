"""Which article does a page, or a feed's own text, hold?

Pure. In: Page, what was fetched and the entry that led there. Out: Extracted, or Failed with a reason.
pipeline.py acts on it, in a worker process with a deadline and a memory limit; sizes and depths that the
parsers behind it suffer from are refused before they run.
"""

import re
from hashlib import sha256
from typing import Any

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from resiliparse.extract.html2text import extract_plain_text

from monitor.core.charset import clean, fold
from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.feeds import Entry
from monitor.extract.charset import page_text
from monitor.extract.claims import Claims, read
from monitor.extract.frame import without_frame
from monitor.extract.identity import canonical, outlet
from monitor.extract.language import language
from monitor.extract.markup import depth, paragraphs
from monitor.extract.page import Page
from monitor.extract.refuse import refusal

MAX_TAGS = 100_000  # the fullest of 86 real pages has 3,229; 600,000 take 10 s and a gigabyte
MAX_DEPTH = 1_000  # levels; lxml gives up silently at 2,048
_THIN = 120  # characters: below it, somebody else is asked too
_SHORT = 1_500  # characters: below it, menus and teasers weigh too much to be let in
_TEASER = 1_500  # characters: a page that says it costs money and shows less shows a teaser
_SENTENCE = 60  # characters of a line that is plainly text


def extract(page: Page) -> Extracted | Failed:
    """Read the article of a page.

    What the feed says of title, author and date wins over what the page says. Where the feed itself gives
    more than twice the text of the page, the page is a teaser and the feed's text is the article.
    """
    refused = refusal(page.body, page.content_type)
    markup = "" if refused else page_text(page.body, page.content_type)
    refused = refused or _unfit(markup)
    if refused:
        return refused
    tree = _tree(markup)
    if tree is None:
        return Failed(Reason.NO_TEXT, "the page holds no elements that could be read")
    claims = read(tree)
    text = _text(tree, markup, {page.entry.title.lower(), claims.title.lower()})
    own = paragraphs(page.entry.summary_html)
    if len(own) >= _THIN and len(text) < len(own) / 2:
        return _article(page.entry, claims, own, Basis.SUMMARY, page.url)
    if not text:
        return Failed(Reason.NO_TEXT, "no article text was found on the page; it may be drawn by a script")
    basis = Basis.TEASER if not claims.is_open and len(text) < _TEASER else Basis.FULL
    return _article(page.entry, claims, text, basis, page.url)


def from_feed(entry: Entry) -> Extracted | Failed:
    """Take the feed's own text as the article, for outlets whose pages are closed; at least its title."""
    text = paragraphs(entry.summary_html) or entry.title
    if not text:
        return Failed(Reason.NO_TEXT, "the feed gives this entry neither text nor title", is_final=True)
    return _article(entry, Claims(), text, Basis.SUMMARY, entry.url)


def _unfit(markup: str) -> Failed | None:
    """Refuse what the parsers behind would choke on."""
    if depth(markup, MAX_DEPTH) > MAX_DEPTH:
        return Failed(Reason.TOO_DEEP, f"the page nests more than {MAX_DEPTH:,} elements: not read", is_final=True)
    if markup.count("<") > MAX_TAGS:
        return Failed(Reason.TOO_BIG, f"the page has more than {MAX_TAGS:,} tags: not read", is_final=True)
    return None


def _article(entry: Entry, claims: Claims, text: str, basis: Basis, url: str) -> Extracted:
    title = entry.title or claims.title or text.partition("\n")[0][:120].rstrip()
    return Extracted(
        title=title,
        text=text,
        language=language(title, text),
        canonical_url=canonical(url, claims.canonical) if url else _urn(entry),
        outlet=outlet(url),
        basis=basis,
        author=entry.author or claims.author,
        published_at=entry.published_at or claims.published_at,
    )


def _urn(entry: Entry) -> str:
    """Identify an entry without an address, so that two of them are not taken for one article."""
    return f"urn:sha256:{sha256(f'{entry.key} {entry.title}'.encode()).hexdigest()}"


def _tree(markup: str) -> Any | None:  # Any: lxml brings no types
    # huge_tree lifts the limit of 256 levels; ours on size and depth were checked before
    parser = lxml_html.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        collect_ids=False,
        default_doctype=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError:
        return None


def _text(tree: Any, markup: str, titles: set[str]) -> str:  # Any: lxml brings no types
    """Ask trafilatura; where it finds next to nothing, ask resiliparse too. The title is not part of the text."""
    # fast skips the comparison with two other extractors: measured, it costs 40 % of the time and wins nothing
    text = _tidy(trafilatura.extract(tree, include_comments=False, fast=True) or "")
    if len(text) < _THIN:
        second = _second_opinion(markup)
        if len(second) > 2 * len(text):
            text = second
    if text and len(text) < _SHORT:
        text = without_frame(tree, text)
    first, _, rest = text.partition("\n")
    return rest if rest and first.lower() in titles else text


def _second_opinion(markup: str) -> str:
    text = extract_plain_text(
        markup, main_content=True, list_bullets=False, alt_texts=False, comments=False, post_meta=False
    )
    lines = _tidy(text).split("\n")
    plain = sum(len(line) for line in lines if len(line) >= _SENTENCE)
    return "\n".join(lines) if plain >= _THIN else ""


def _tidy(text: str) -> str:
    lines = (fold(line) for line in re.split(r"\n+", clean(text)))
    return "\n".join(line for line in lines if line)
