"""Does an address lead to a page above an article, in the article's place?

Pure. In: paths with their queries. Out: what stands there: a home page, a section's, a page for what is not there.
fetch/ acts on it where redirects led there, extract/ where a page says that this is its own address.
"""

import re
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from monitor.core.addresses import identity_key, segments_of

# An article's own part of a path has digits, or many words, or many letters: a headline.
_SECTION_NAME = re.compile(r"[^\W\d_]{1,24}(?:[-_][^\W\d_]{1,24}){0,2}")
_LONGEST_SECTION = 32
_LONGEST_IN_HAN = 6  # characters: a headline may have no more than that of each of its words
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH_OR_DAY = re.compile(r"\d{1,2}")
_OF_AN_ARTICLE = frozenset(
    "comments comment page photo photos foto gallery galereya video slideshow feed embed share all full".split()  # noqa: SIM905 - words read better in one string
)
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|jsp|cgi|cfm|do|pl)$", re.IGNORECASE)
_NUMBER_IN_QUERY = re.compile(
    r"(?:^|&)(?:p|a|n|id|aid|nid|sid|mid|tid|news_?id|article_?id|post_?id|story_?id|item_?id|art|article|news|story|item"
    r"|post|doc|view|show)=\d+(?:$|&)",
    re.IGNORECASE,
)
_NOT_FOUND = re.compile(
    r"(?:(?:error|err|page|status|http)?[-_]?(?:404|410)(?:[-_]?(?:error|err|page|not[-_]?found))?"
    r"|(?:page|article|news|post|content|error)?[-_]?not[-_]?found|page[-_]?(?:missing|gone)|404;.*)",
    re.IGNORECASE | re.DOTALL,
)
_NOT_FOUND_QUERY = re.compile(
    r"(?:^|&)(?:(?:e|err|error|code|status|msg)=)?(?:404|not[-_]?found)(?:$|&)|(?:^|&)aspxerrorpath=", re.IGNORECASE
)
_ERROR = re.compile(r"errors?|err|oops|(?:error|err)[-_]?(?:page|\d{3})|5\d\d", re.IGNORECASE)


class Above(StrEnum):
    """What kind of page stands where an article should."""

    HOME = "its home page"
    SECTION = "a section's page"
    NOT_FOUND = "its page for what is not there"
    ERROR = "its page for errors"


def page_above(path: str, asked: str) -> Above | None:
    """Say what page is at ``path`` if it is not the article that is at ``asked``; None where it may well be.

    A section's page is one that stands above the article's own address, by names or dates and not by a headline: an
    article that moves from /2022/01/05/slug to /news/slug stays one, and so does one that moves to /news/7 from
    /news/7/slug. An article that keeps the last part of its address keeps all.

    Args:
        path: with its query; what it has to do with tracking does not count.
        asked: the article's own, likewise; a home page has none above it.
    """
    (here, query), (own, own_query) = _parts(path), _parts(asked)
    if not own and not own_query:
        return None
    if not here and not query:
        return Above.HOME
    if here[-1:] == own[-1:] and here:
        is_bare = len(here) == len(own) and not query and _is_numbered(own, own_query)
        return Above.SECTION if is_bare else None
    wrong = _wrong(here, query)
    if wrong or query:
        return wrong
    return Above.SECTION if _is_section_of(here, own) else None


def stands_above(url: str, asked: str) -> Above | None:
    """Say the same of two whole addresses."""
    return page_above(_path_of(url), _path_of(asked))


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def _parts(path: str) -> tuple[list[str], str]:
    """Give the names in a path, and what its query says of an article."""
    path, _, query = path.partition("?")
    # any host will do: the key's rules say which parameters count
    _, _, query = identity_key(f"https://host.invalid/?{query}").partition("?")
    return [unquote(segment) for segment in segments_of(path)], query


def _wrong(here: list[str], query: str) -> Above | None:
    names = [_SCRIPT.sub("", name) for name in (here[0], here[-1])] if here else []
    if any(map(_NOT_FOUND.fullmatch, names)) or _NOT_FOUND_QUERY.search(query):
        return Above.NOT_FOUND
    if len(here) <= 2 and any(map(_ERROR.fullmatch, names)):
        return Above.ERROR
    return None


def _is_numbered(own: list[str], query: str) -> bool:
    """Say whether it is only the query that says which article, and not a headline in the path."""
    name = own[-1]
    is_program = _SCRIPT.search(name) is not None
    return (is_program or _is_section_name(name)) and _NUMBER_IN_QUERY.search(query) is not None


def _is_section_of(here: list[str], own: list[str]) -> bool:
    if len(here) == 1 < len(own) and len(here[0]) == 2 and here[0].isascii() and here[0].isalpha():
        return True  # the home page in a language
    rest = own[len(here) :]
    if not rest or own[: len(here)] != here or rest[0].lower() in _OF_AN_ARTICLE:
        return False
    return _is_section_name(here[-1]) or _is_date(here)


def _is_section_name(name: str) -> bool:
    longest = _LONGEST_IN_HAN if _HAN.search(name) else _LONGEST_SECTION
    return len(name) <= longest and _SECTION_NAME.fullmatch(name) is not None


def _is_date(here: list[str]) -> bool:
    """Say whether a path ends in a year, a month or a day."""
    name = next((name for name in reversed(here) if not _MONTH_OR_DAY.fullmatch(name)), "")
    return _YEAR.fullmatch(name) is not None
