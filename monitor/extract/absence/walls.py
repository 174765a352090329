"""Is what a page shows the article, a part of it, or a wall before it?

Pure. In: a page's tree, the text found in it, and what else is known. Out: the Basis that the text is to be kept with.
article.py acts on it: behind a wall the feed's own text is the article. No teaser may pass for a full text; but a free
article with a box that asks to subscribe, or with a login form in its header, is full all the same.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from monitor.core.charset import fold
from monitor.core.records.articles import Basis
from monitor.extract.absence.prose import has_prose, lacks, weight
from monitor.extract.absence.wall_words import about_money, is_marked, is_titled, leads_on, says

_SHORT = 1_500  # letters: a page that says it costs money and shows less shows a teaser
_SENTENCE = 40  # letters of a line that may be an article's
_THIN = 60  # letters of such lines: less is no article
_BARE = 3_000  # letters that a page may show at most to be nothing but a wall
_PLEA = 600  # letters of an element that asks for money; with more, it holds the article
_MOST_MARKUP = 50_000
_MOST_SELECTORS = 5
_MOST_NAMES = 20
_MOST_PLEAS = 50
_WHOLE = 0.6  # of the words that a page counts: with fewer, there is more behind the wall

_PASSWORD = etree.XPath("//input[translate(@type, 'PASWORD', 'pasword') = 'password']")
_NAMES = etree.XPath("(//@*[name() = 'class' or name() = 'id'])[position() <= 20000]", smart_strings=False)
_SCRIPTS = etree.XPath("//script[contains(@type, 'ld+json')]/text()", smart_strings=False)
_SEEN = (
    "(/html/body/descendant::text()[string-length(.) > 5 and not(parent::script or parent::style)])[position() <= 2000]"
)
_TEXTS, _LINES = etree.XPath(_SEEN), etree.XPath(_SEEN, smart_strings=False)  # with their elements, and without
_BEARING = etree.XPath("(//*[contains(@class, $name) or contains(@id, $name)])[position() <= 50]")


class _Kind(NamedTuple):
    """By which names elements are known; every name holds one of a few parts, and those are found much faster."""

    whole: re.Pattern[str]
    parts: tuple[str, ...]


# An element that stands where an article goes on only for money; and one that fades it out.
_WALL = _Kind(
    re.compile(
        r"(?:pay|reg|subscri\w{0,9}|premium|meter|login|member|content)[-_]?(?:ed)?(?:wall|gate|barrier)|tinypass"
        r"|piano-(?:offer|inline|container)|tp-container|subscri\w{0,9}[-_](?:required|only|block|lock|offer|needed)"
        r"|(?:premium|paid|locked|restricted|closed)[-_](?:content|article|text|message|block|lock|offer)"
        r"|content[-_]?lock(?:ed)?|pmpro_content_message|mepr[-_]unauthorized",
        re.IGNORECASE,
    ),
    ("wall", "gate", "barrier", "lock", "tinypass", "piano-", "tp-cont", "subscri", "premium", "paid", "restricted",
     "closed", "pmpro", "mepr"),
)  # fmt: skip
_FADE = _Kind(
    re.compile(
        r"(?:text|content|article|body|story|teaser)[-_]{0,2}(?:fade\w{0,4}|gradient|truncated?|blur\w{0,3}|clipped"
        r"|cropped)|fade[-_]?(?:out|text|content)|is-truncated",
        re.IGNORECASE,
    ),
    ("fade", "gradient", "truncate", "blur", "clipped", "cropped"),
)
_NOT_IN_PLACE = re.compile(
    r"header|footer|\bnav|menu|banner|sidebar|widget|newsletter|modal|popup|overlay|dialog|cookie|promo|login-link|toolbar",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?<![\w-])(?:hide|hidden|d-none|is-hidden|visually-hidden|invisible)(?![\w-])", re.IGNORECASE)
_UNSHOWN = frozenset({"template", "noscript", "script", "style", "head"})
_INLINE = frozenset({"a", "b", "strong", "i", "em", "u", "span", "font", "small", "mark"})
_FRAME = frozenset({"header", "footer", "nav", "aside", "dialog"})
_SELECTORS = re.compile(r"\"cssSelector\"\s{0,9}:\s{0,9}(\"[^\"]{1,200}\"|\[[^\]]{1,500}\])")
_SELECTED = re.compile(r"([.#])([\w-]{2,80})")
_WORD_COUNT = re.compile(r"\"wordCount\"\s{0,9}:\s{0,9}\"?(\d{1,6})\b")


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


def basis_of(tree: Any, text: str, known: Known) -> Basis:  # Any: lxml brings no types
    """Say what the text of a page rests on: FULL, TEASER, LOGIN_WALL or BOT_WALL.

    A wall stands where a page says so in its title, its heading or its few words, and no article beside them. A teaser
    is what a page shows that says it costs money, where that is short, or without the part that costs, or far from the
    number of words it gives; or a short text that asks for money to be read on, breaks off where it fades, or is the
    beginning of what the feed has.
    """
    if len(text) < _SHORT and weight(text) < _SHORT:
        wall = _wall(tree, text, known)
        if wall:
            return wall
    is_part = _is_part_of_closed(tree, text) if not known.is_open else _is_part(tree, text, known)
    return Basis.TEASER if is_part else Basis.FULL


def _wall(tree: Any, text: str, known: Known) -> Basis | None:  # Any: as above
    if has_prose(text, _THIN, at_least=_SENTENCE, is_aside=_is_of_wall):
        return None
    shown = [fold(str(each)) for each in _TEXTS(tree) if _is_visible(each.getparent())]
    if sum(map(weight, shown)) > _BARE:
        return None
    names = [fold(each.text_content()) for each in islice(tree.iter("title", "h1", "h2"), _MOST_NAMES)]
    is_other = not known.title or lacks(known.title, [*names, text])
    if is_other and _is_challenge(tree, names, shown, known.markup):
        return Basis.BOT_WALL
    # a headline on the page leaves it to the page's own words: another heading may be that of a form in the frame
    return Basis.LOGIN_WALL if _is_login(tree, names if is_other else [], shown) else None


def _is_of_wall(line: str) -> bool:
    return any(says(line, what) for what in ("challenge", "login", "plea"))


def _is_challenge(tree: Any, names: list[str], shown: list[str], markup: str) -> bool:  # Any: as above
    if any(is_titled(name, "challenge") for name in names[:3]) or any(says(line, "challenge") for line in shown):
        return True
    said = fold(" ".join([*names, *shown]))
    # what stands in noscript is all that some of them say
    said = said or fold(" ".join(each.text_content() for each in tree.iter("noscript")))
    return weight(said) < _SHORT and is_marked(markup[:_MOST_MARKUP], said)


def _is_login(tree: Any, names: list[str], shown: list[str]) -> bool:  # Any: as above
    if any(says(line, "login") for line in shown):
        return True
    return bool(_PASSWORD(tree)) and any(is_titled(name, "login") for name in names)


def _is_part_of_closed(tree: Any, text: str) -> bool:  # Any: as above
    if weight(text) < _SHORT:
        return True
    scripts = [each for each in _SCRIPTS(tree) if "cssSelector" in each or "wordCount" in each]
    closed = [part for script in scripts for part in islice(_closed(tree, script), _MOST_SELECTORS)]
    if closed and not any(_holds(part, text) for part in closed if part is not None):
        return True
    counts = [int(found) for script in scripts for found in _WORD_COUNT.findall(script)]
    if counts and len(text.split()) < _WHOLE * max(counts):
        return True
    return _asks(tree)


def _closed(tree: Any, script: str) -> Any:  # Any: as above
    """Give the elements that a page names as those which cost money; None for one that is not there."""
    for found in _SELECTORS.findall(script):
        for selector in re.findall(r"[^\"\[\],]+", found):
            last = selector.replace(">", " ").split()[-1:]
            marks = _SELECTED.findall(last[0]) if last else []
            if marks:
                tests = " and ".join(
                    f"@id = '{name}'" if kind == "#" else f"contains(concat(' ', @class, ' '), ' {name} ')"
                    for kind, name in marks
                )
                yield next(iter(tree.xpath(f"//*[{tests}]")), None)


def _holds(part: Any, text: str) -> bool:  # Any: as above
    inside = fold(part.text_content())
    return any(fold(line) in inside for line in text.split("\n") if weight(line) >= _SENTENCE)


def _is_part(tree: Any, text: str, known: Known) -> bool:  # Any: as above
    if len(text) >= 2 * _SHORT:
        return False
    size, lines = weight(text), text.split("\n")
    breaks_off = leads_on(lines[-1])
    if size < _SHORT and (_asks(tree) or _pleads(tree)):
        return True
    if breaks_off and (_named(tree, _FADE) or _named(tree, _WALL)):
        return True
    own = fold(known.own)
    begun = fold(text).rstrip("….[] ")
    return breaks_off and len(own) > len(begun) > 0 and own.startswith(begun)


def _asks(tree: Any) -> bool:  # Any: as above
    """Say whether an element that is named for it asks for money, where a reader sees it."""
    for element in _named(tree, _WALL):
        words = fold(element.text_content())
        if 0 < weight(words) <= _PLEA and (says(words, "plea") or says(words, "money")):
            return True
    return False


def _pleads(tree: Any) -> bool:  # Any: as above
    """Say whether the page asks for money to be read on, anywhere that a reader sees."""
    about = set(about_money(_LINES(tree)))
    if not about:
        return False
    said = (each for each in _TEXTS(tree) if " ".join(each.split()).lower() in about)
    for element in map(_block_of, islice(said, _MOST_PLEAS)):
        if says(fold(element.text_content()), "plea") and _is_in_place(element):
            return True
    return False


def _block_of(text: Any) -> Any:  # Any: as above
    """Give the element whose sentence a piece of text is part of: links and emphasis only part it."""
    element = text.getparent()
    while (element.tag in _INLINE or text.is_tail) and element.getparent() is not None:
        element = element.getparent()
        if element.tag not in _INLINE:
            break
    return element


def _named(tree: Any, kind: _Kind) -> list[Any]:  # Any: as above
    names = {each for each in _NAMES(tree) if any(part in each.lower() for part in kind.parts)}  # of most pages none
    found = {each for name in names for each in kind.whole.findall(name)}
    bearing = (each for said in islice(found, _MOST_NAMES) for each in _BEARING(tree, name=said))
    return [each for each in bearing if _is_in_place(each)]


def _is_visible(element: Any) -> bool:  # Any: as above
    while element is not None:
        style = (element.get("style") or "").replace(" ", "").lower()
        if element.tag in _UNSHOWN or element.get("hidden") is not None or "display:none" in style:
            return False
        if element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("class") or ""):
            return False
        element = element.getparent()
    return True


def _is_in_place(element: Any) -> bool:  # Any: as above
    """Say whether an element is seen, and stands where the article does: not in the frame around it."""
    if not _is_visible(element):
        return False
    while element is not None and element.tag not in ("body", "html"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if element.tag in _FRAME or (_NOT_IN_PLACE.search(names) and next(element.iter("h1"), None) is None):
            return False
        element = element.getparent()
    return True
