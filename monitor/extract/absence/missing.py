"""Is the article not there, although the server says that all is well?

Pure. In: a page's tree, the text found in it, and what the feed says of the article. Out: a sentence, or "" where an
article is there. article.py acts on it: such a page is a failure (Reason.SOFT_404), and in one that was there before, a
withdrawal. So a page has to say so in its headings, or in next to all of its text, and to have no article beside it.
"""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from monitor.core.charset import fold
from monitor.core.sections import stands_above
from monitor.core.urls import join
from monitor.extract.absence.prose import has_prose, lacks
from monitor.extract.absence.statements import is_advice, is_statement, says_missing

_SENTENCE = 60  # characters of a line that is plainly text
_THIN = 120  # characters of such lines: less is no article
_BRIEF = 400  # characters of such lines that may be a way on: below a heading which says that nothing is there
_HARDLY_ANY = 200  # characters: more may be an article
_WORDS = etree.XPath(
    "(/html/body/descendant::text()[string-length(.) > 5])[position() <= 2000]"
    "[not(ancestor::nav or ancestor::footer or ancestor::aside)]",
    smart_strings=False,
)
_MOST_WORDS = 200
_MOST_HEADINGS = 3  # a page may have one for its logo before that
_TITLES, _HEADINGS = etree.XPath("/html/head/title"), etree.XPath("(//h1)[position() <= 3]")
_OWN_ADDRESSES = etree.XPath(
    "/html/head/link[@rel = 'canonical']/@href | /html/head/meta[@property = 'og:url']/@content", smart_strings=False
)
_LONGEST_NOTICE = 1_500  # characters of a text that may be a notice at all


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for.

    Args:
        url: the page's address, after redirects.
        title: as the feed has it, "" where it has none.
        own: the feed's own text, likewise.
    """

    url: str
    title: str = ""
    own: str = ""


@dataclass(frozen=True, slots=True)
class _Notice:
    """What a page says in the article's place, "" for nothing."""

    words: str = ""
    is_in_text: bool = False


def why_missing(tree: Any, text: str, asked: Asked) -> str:  # Any: lxml brings no types
    """Say how a page tells that its article is not there, "" where it does not.

    Its title or its heading is that statement, the feed's headline is not beside it, and next to no text is; or both
    are that statement, whatever else is there; or the text is, and there is no other; or the page gives itself the
    address of a page above the article, and the feed's headline is nowhere in it. Where the feed's own headline is such
    a statement, the page's headings tell nothing.
    """
    titles, headings = _lines(_TITLES(tree)), _lines(_HEADINGS(tree))
    of_title, of_heading, notice = _first(titles), _first(headings), _notice(tree, text)
    said = of_heading or of_title
    if (said or notice.words) and not says_missing(asked.title):
        others = [line for line in headings if line != said]
        is_shown = bool(asked.title) and not lacks(asked.title, [text, *others])
        is_alone = not _holds(text, _BRIEF if of_heading else _THIN)
        if said and not is_shown and (is_alone or (of_title and of_heading and asked.title)):
            return f'the page says "{said[:120]}", and holds no article'
        if notice.words and not _holds(text, _THIN) and (notice.is_in_text or not is_shown):
            return f'the page says "{notice.words[:120]}" in the article\'s place'
    return _elsewhere(tree, asked, [*titles, *headings, text])


def _lines(elements: list[Any]) -> list[str]:  # Any: as above
    return [line for line in (fold(element.text_content()) for element in elements[:_MOST_HEADINGS]) if line]


def _first(lines: list[str]) -> str:
    return next((line for line in lines if says_missing(line)), "")


def _notice(tree: Any, text: str) -> _Notice:  # Any: as above
    """Find the statement at the head of the text; or, where hardly any was found, anywhere on the page."""
    if len(text) > _LONGEST_NOTICE:
        return _Notice()
    in_text = next((line for line in text.split("\n")[:3] if is_statement(line)), "")
    if in_text or len(text) > _HARDLY_ANY:
        return _Notice(in_text, is_in_text=True)
    return _Notice(next((line for line in map(fold, _WORDS(tree)[:_MOST_WORDS]) if is_statement(line)), ""))


def _holds(text: str, letters: int) -> bool:
    return has_prose(text, letters, at_least=_SENTENCE, is_aside=is_advice)


def _elsewhere(tree: Any, asked: Asked, texts: list[str]) -> str:  # Any: as above
    """Say whether a page gives itself another address than an article's, and shows another headline."""
    own_name = asked.url.rstrip("/").rpartition("/")[2]
    for address in _OWN_ADDRESSES(tree)[:4]:
        if not address.strip() or address.rstrip("/").endswith(own_name):  # nearly all pages say rightly who they are
            continue
        above = stands_above(join(asked.url, address), asked.url)
        if above and lacks(asked.title, texts) and (not asked.own or lacks(asked.own[:_LONGEST_NOTICE], texts)):
            return f"the page says that it is {above}, and the article's headline is not in it"
    return ""
