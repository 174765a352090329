"""Is what a page shows the article, a part of it, or something that stands in its place?

Pure. In: a page's tree, the text found in it, and what else is known. Out: the Basis that the text is to be kept with,
or Failed where the site is closed for repairs. article.py acts on it: behind a wall the feed's own text is the article.
A free article with a login form in its header, or below a layer about cookies, is full all the same.
"""

from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from monitor.core.charset import fold
from monitor.core.records.articles import Basis
from monitor.core.records.failures import Failed, Reason
from monitor.extract.absence.prose import has_prose, lacks, weight
from monitor.extract.absence.seen import TEXTS, is_visible
from monitor.extract.absence.teasers import SHORT, is_part
from monitor.extract.absence.wall_words import KINDS, is_marked, is_titled, says, titled_as

_SENTENCE = 40  # letters of a line that may be an article's
_THIN = 60  # letters of such lines: less is no article
_BARE = 3_000  # letters that a page may show at most to be nothing but a wall
_SUSPECT = 600  # letters that a page shows which is a wall if anything in it is the sign of one
_MOST_MARKUP = 50_000
_MOST_NAMES = 20
_MOST_HEADS = 6

_PASSWORD = etree.XPath("//input[translate(@type, 'PASWORD', 'pasword') = 'password']")
_IS_ARTICLE = etree.XPath(
    "boolean(//article | //*[contains(@itemprop, 'articleBody')] "
    "| //meta[@property = 'og:type' and @content = 'article']"
    " | //script[contains(@type, 'ld+json') and (contains(., 'Article\"') or contains(., 'BlogPosting\"'))])"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article beside its page's text.

    Args:
        title: as the feed has it, "" where it has none.
        own: the feed's own text, as paragraphs.
        is_open: False where the page says that reading it costs money.
        markup: what the tree was built from; scripts are seen there alone.
    """

    title: str = ""
    own: str = ""
    is_open: bool = True
    markup: str = ""


def basis_of(tree: Any, text: str, known: Known) -> Basis | Failed:  # Any: lxml brings no types
    """Say what the text of a page rests on: FULL, TEASER, LOGIN_WALL or BOT_WALL; or why there is none at present.

    A wall stands where a page says so in its title or its heading, and the feed's headline is nowhere in it; or in its
    few words, and no article is beside them. A question for consent, and a refusal by region, are BOT_WALL: they are
    put to where a reader comes from, and a person may get past them. Where a site says that it is closed for repairs,
    the page is a failure that passes, SERVER_ERROR: it should have been sent with a status of 503, and proves nothing
    of the article. What is a teaser, teasers.py says.
    """
    stated = _stated(tree, text, known) if len(text) < _BARE else ""
    if stated == "down":
        return Failed(Reason.SERVER_ERROR, "the page says that the site is closed for repairs; it will be tried again")
    wall = Basis.LOGIN_WALL if stated == "login" else Basis.BOT_WALL if stated else None
    if wall is None and len(text) < SHORT and weight(text) < SHORT:
        wall = _wall(tree, text, known)
    if wall:
        return wall
    return Basis.TEASER if is_part(tree, text, own=known.own, is_open=known.is_open) else Basis.FULL


def _stated(tree: Any, text: str, known: Known) -> str:  # Any: as above
    """Say what kind of wall's name a page bears, or its few words are a sign of, in place of the feed's headline.

    Beside an article's markup a name says less: a layer about cookies may have the page's first heading. Where the feed
    has no headline, what is no wall's words may be an article's.
    """
    heads = [fold(each.text_content()) for each in islice(tree.iter("title", "h1"), _MOST_HEADS)]
    kind = next((kind for kind in map(titled_as, heads) if kind), "")
    is_short = len(text) <= _SUSPECT
    if not (kind or is_short) or not _is_other(known.title, [*heads, text]) or titled_as(known.title):
        return ""
    if not known.title and (not kind or _holds_prose(text)):
        return ""
    if _IS_ARTICLE(tree):
        may_be = is_short and bool(known.title) and (kind != "login" or bool(_PASSWORD(tree)))
        return kind if may_be and kind != "consent" else ""
    return kind or _sign(_shown(tree), heads, text, known.markup)


def _sign(shown: list[str], heads: list[str], text: str, markup: str) -> str:
    if sum(map(weight, shown)) > _SUSPECT:
        return ""
    kinds = [kind for kind in KINDS if kind != "consent" or not _holds_prose(text)]  # many an article is below a layer
    signs = (kind for kind in kinds for line in (*heads, *shown) if says(line, kind))
    return next(signs, "challenge" if is_marked(markup[:_MOST_MARKUP], " ".join(shown)) else "")


def _is_other(headline: str, texts: list[str]) -> bool:
    return not headline or lacks(headline, texts)


def _wall(tree: Any, text: str, known: Known) -> Basis | None:  # Any: as above
    if _holds_prose(text):
        return None
    shown = _shown(tree)
    if sum(map(weight, shown)) > _BARE:
        return None
    names = [fold(each.text_content()) for each in islice(tree.iter("title", "h1", "h2"), _MOST_NAMES)]
    is_other = _is_other(known.title, [*names, text])
    if is_other and _is_challenge(tree, names, shown, known.markup):
        return Basis.BOT_WALL
    # a headline on the page leaves it to the page's own words: another heading may be that of a form in the frame
    return Basis.LOGIN_WALL if _is_login(tree, names if is_other else [], shown) else None


def _shown(tree: Any) -> list[str]:  # Any: as above
    return [fold(str(each)) for each in TEXTS(tree) if is_visible(each.getparent())]


def _holds_prose(text: str) -> bool:
    return has_prose(text, _THIN, at_least=_SENTENCE, is_aside=_is_of_wall)


def _is_of_wall(line: str) -> bool:
    return any(says(line, what) for what in (*KINDS, "plea"))


def _is_challenge(tree: Any, names: list[str], shown: list[str], markup: str) -> bool:  # Any: as above
    if any(is_titled(name, "challenge") for name in names[:3]):
        return True
    if any(says(line, what) for line in shown for what in ("challenge", "region")):
        return True
    said = fold(" ".join([*names, *shown]))
    # what stands in noscript is all that some of them say
    said = said or fold(" ".join(each.text_content() for each in tree.iter("noscript")))
    return weight(said) < SHORT and is_marked(markup[:_MOST_MARKUP], said)


def _is_login(tree: Any, names: list[str], shown: list[str]) -> bool:  # Any: as above
    if any(says(line, "login") for line in shown):
        return True
    return bool(_PASSWORD(tree)) and any(is_titled(name, "login") for name in names)
