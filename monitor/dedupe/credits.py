"""Which agencies does an article name as those whose text it carries, where, and in which form?

Pure. In: an article as it was read. Out: Credits, in the order of the text. direction.py goes by them; the command
line, the pages and the API show them. In agencies/, forms.py says what a credit looks like, known.py whom it can name.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, islice

from monitor.core.records.articles import Extracted
from monitor.core.records.pages import Field
from monitor.core.records.stories import Credit
from monitor.core.urls import site_of
from monitor.core.words import fold
from monitor.dedupe.agencies.forms import FAR, FORMS, NEAR, Line, Spot
from monitor.dedupe.agencies.known import AGENCIES, ALSO_PEOPLE, BY_LANGUAGE, agency_of

_MOST = 8
_WHOLE, _TAIL = 3_000, 1_500  # characters: of a longer text, so many of its head and of its tail
_LINE, _LAST_LINE, _DROPPED_LINE = 900, 600, 200  # characters of a long text's lines that are looked at
_DROPPED, _SPOTS = 40, 12
_LEAD, _LEAD_CJK = 60, 20  # characters: a shorter line is a headline, a place, a byline


def _any_of(names: Iterable[str]) -> str:
    """Give a pattern for names, the longest first; told apart by their first character, so that few are tried."""
    by_first = groupby(sorted(names, key=lambda name: (name[0], -len(name))), key=lambda name: name[0])
    return "|".join(f"{re.escape(first)}(?:{'|'.join(re.escape(n[1:]) for n in those)})" for first, those in by_first)


_BY_NAME = {name: agency.id for agency in AGENCIES for name in agency.names}
_BY_FOLDED = {fold(name): agency for name, agency in _BY_NAME.items() if fold(name) not in ALSO_PEOPLE}
_NAME = re.compile(_any_of(_BY_NAME))
_CJK = re.compile("[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
# Written into texts by systems, and in Arabic ones around every Latin word.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_DOT = re.compile(r"\.(?<=[A-Za-z0-9]\.)(?=[A-Za-z]{2,6}(?![\w-]|\.\w))")
_BEFORE_DOT = re.compile(r"(?:https?://)?(?:www\.)?([A-Za-z0-9](?:[A-Za-z0-9.-]{0,60}[A-Za-z0-9])?)$")
_BEHIND_DOT = re.compile(r"(\.[A-Za-z]{2,6})(?:/[^\s,;)]*)?")
_BETWEEN_AUTHORS = re.compile(r"\s*[;,/|&·•]\s*|\s+(?:and|и|және|та|und|et|y)\s+")
_AROUND_AUTHOR = re.compile(
    r"^(?:by|from|агентство|информагентство|иа|миа)\s+"
    r"|(?:\s+(?:news\s+agency|staff(?:\s+writers?)?|newsroom|correspondents?|reporters?))+$",
    re.IGNORECASE,
)


def credits(article: Extracted) -> tuple[Credit, ...]:  # noqa: A001 - the standard term; the site module's word is no API
    """Find the agencies that an article credits for its text, each once a form, at most eight.

    A dateline, a byline, a source line or a copyright says whose text it is. So does "reports TASS" in the lead or in
    the last paragraph, in the languages that have the custom; an outlet that is named so by its domain is credited as
    an agency is, with the domain for its id. An agency named in the middle, or as one that is cited, is the source of
    a statement and not of the text. Only head and tail are read, and lines that were left out of the text: the time
    does not grow with it.
    """
    found = [*_of_authors(article), *_of_lines(article)]
    first: dict[tuple[str, str], Credit] = {}
    for credit in found:
        agency = BY_LANGUAGE.get((credit.agency, article.language), credit.agency)
        first.setdefault((agency, credit.form), replace(credit, agency=agency))
    return tuple(first.values())[:_MOST]


def _of_authors(article: Extracted) -> Iterator[Credit]:
    """Find agencies among the authors; what the witnesses say beside the chosen author counts too."""
    said = (claim.value for claim in article.claims if claim.field is Field.AUTHOR)
    for given in dict.fromkeys((article.author, *said)):
        for author in _BETWEEN_AUTHORS.split(given[:_DROPPED_LINE]):
            agency = _BY_FOLDED.get(fold(_AROUND_AUTHOR.sub("", author.strip(" .()[]«»\"'"))))
            if agency:
                yield Credit(agency, "byline", given[:_DROPPED_LINE].strip())


def _of_lines(article: Extracted) -> Iterator[Credit]:
    for line in _lines(article):
        for spot in _spots(line):
            for form, shown in FORMS:
                text = shown(spot)
                if text:
                    yield Credit(spot.agency, form, text)
                    break


def _lines(article: Extracted) -> Iterator[Line]:
    """Give the lines of head and tail that may bear a credit, then those that were left out."""
    text = article.text
    if len(text) <= _WHOLE:
        whole = list(_plain(text.split("\n")))
        places = [(line, n, len(whole) - n - 1) for n, line in enumerate(whole)]
        places = places if len(whole) <= 2 * NEAR else [*places[:NEAR], *places[-NEAR:]]
    else:
        head = islice(_plain(text[:_WHOLE].split("\n")), NEAR)
        tail = islice(_plain(reversed(text[-_TAIL:].split("\n"))), NEAR)
        places = [(line[:_LINE], n, FAR) for n, line in enumerate(head)]
        places += [(line[-_LAST_LINE:], FAR, n) for n, line in enumerate(tail)]
    lead = next((n for line, n, _ in places if n < NEAR and _is_paragraph(line)), 0)
    for line, from_start, from_end in places:
        yield Line(line, from_start, from_end, is_lead=from_start == lead)
    for line in _plain(left_out.text[:_DROPPED_LINE] for left_out in article.dropped[:_DROPPED]):
        yield Line(line, is_dropped=True)


def _is_paragraph(line: str) -> bool:
    return len(line) >= _LEAD or (len(line) >= _LEAD_CJK and _CJK.search(line) is not None)


def _spots(line: Line) -> Iterator[Spot]:
    """Find where a line names an agency, or an outlet by its domain; a dozen of each at most."""
    text, ends = line.text, [0]
    for found in islice(_NAME.finditer(text), _SPOTS):
        if _is_apart(text, found.start(), found.end()):
            ends.append(found.end())
            yield Spot(line, found.start(), found.end(), _BY_NAME[found[0]])
    for dot in islice(_DOT.finditer(text), _SPOTS):
        before = _BEFORE_DOT.search(text, max(0, dot.start() - 80), dot.start())
        behind = _BEHIND_DOT.match(text, dot.start())
        if before and behind and not any(before.start() < end <= behind.end() for end in ends):
            site = site_of(f"https://{before[1]}{behind[1]}".lower())
            yield Spot(line, before.start(), behind.end(), agency_of(site) or site, is_site=True)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Whether a name stands by itself, as it need not where words are not parted by blanks."""
    if _CJK.match(text, start):
        return True
    return not (text[start - 1 : start].isalnum() if start else False) and not text[end : end + 1].isalnum()


def _plain(lines: Iterable[str]) -> Iterator[str]:
    return filter(None, (_INVISIBLE.sub("", line).strip() for line in lines))
