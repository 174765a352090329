"""What is true of an article, where its witnesses do not agree?

Pure. In: the page's tree, the page with its entry, the text that was read. Out: Said: what the article bears, and
every claim. article.py acts on it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from htmldate import find_date

from monitor.core.dates import Dated
from monitor.core.records.feeds import Entry
from monitor.core.records.pages import Claim, Field, Witness
from monitor.core.urls import join, site_of
from monitor.extract.page import Page
from monitor.extract.witnesses import bylines, headlines, moments
from monitor.extract.witnesses.candidates import Candidate, elect
from monitor.extract.witnesses.claims import Heard, Told, hear_page

_MOST_CLAIMS = 60
_LONGEST_SECTION = 200
_LONGEST_ADDRESS = 2_000
_MOST_BYTES_SEARCHED = 1_000_000  # of a page whose text and markup are searched for a date
_LONGEST_FIRST_LINE = 120
_LAST_DAY = datetime(2199, 12, 31, tzinfo=UTC)

# Whom we trust for the outlet's name, the section and the image, where each speaks for itself alone.
_TRUST = {Witness.OPEN_GRAPH: 0, Witness.JSON_LD: 1, Witness.META: 2, Witness.MICRODATA: 3, Witness.HTML: 4}

Read = TypeVar("Read")
Weighed = tuple[Candidate[Read] | None, list[Candidate[Read]]]


@dataclass(frozen=True, slots=True)
class Said:
    """What the article bears, each of it the chosen claim of its field; "" and None where nobody says anything.

    Args:
        author: names parted by ", ".
        outlet_name: what the outlet calls itself.
        canonical: rel=canonical as written, relative or absolute.
        is_open: False where the page says that reading it costs money.
        claims: what every witness says, at most 60; field by field, the chosen one first.
    """

    title: str = ""
    author: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    section: str = ""
    image: str = ""
    outlet_name: str = ""
    canonical: str = ""
    is_open: bool = True
    claims: tuple[Claim, ...] = ()


def said(tree: Any | None, page: Page, text: str = "") -> Said:  # Any: lxml brings no types
    """Hear all witnesses and choose, field by field, what the article bears.

    What cannot be (a date in the future, the outlet's name as headline) gives way to what can. What is said
    only in part (a headline cut short, a day without the time) gives way to the whole of it. Of what is left,
    that is chosen which most witnesses say; where as many say one thing as another, the most trusted
    one is believed: the feed, JSON-LD, microdata, OpenGraph, other meta elements, what readers see, the address.
    A headline is what readers see: where there is no doubt which heading is the article's, it is believed against all
    others (headlines.choose). Texts made for sharing are one witness of a headline, however often they are repeated. A
    page is searched for any date at all only where nobody names one.

    Args:
        tree: of the page; None for a feed's own text.
        text: of the article, for titled(); "" where it is not known yet.
    """
    heard = Heard((), base=page.url) if tree is None else hear_page(tree, page)
    told = [*_of_feed(page.entry), *heard.told]
    outlet = _plain(told, Field.OUTLET, headlines.line, headlines.words_of)
    # In an application's name, some put the headline.
    names = [each.value for each in outlet[1] if each is outlet[0] or each.witness is not Witness.META]
    called = headlines.called(names, site_of(page.url))
    titles = headlines.stand(_of(told, Field.TITLE), called)
    title = headlines.choose(titles, told), titles
    stood = bylines.stand(_of(told, Field.AUTHOR), called)
    author = elect(stood, bylines.bears_out), stood
    published = _published(told, page, tree)
    changes = moments.stand(_of(told, Field.MODIFIED), page.at)
    changes = moments.not_before(changes, published[0].read if published[0] else None)
    modified = elect(changes, moments.bears_out), changes
    section = _plain(told, Field.SECTION, lambda name: headlines.line(name)[:_LONGEST_SECTION], str.casefold)
    image = _plain(told, Field.IMAGE, lambda address: _absolute(heard.base, address), _picture)
    fields: tuple[Weighed[Any], ...] = (title, author, published, modified, outlet, section, image)  # Any: of each kind
    found = Said(
        title=_value(title),
        author=_value(author).replace(bylines.IN_CLAIM, bylines.IN_ARTICLE),
        published_at=_moment(published),
        modified_at=_moment(modified),
        section=_value(section),
        image=_value(image),
        outlet_name=_value(outlet),
        canonical=heard.canonical,
        is_open=heard.is_open,
        claims=_claims(fields),
    )
    return titled(found, text, Witness.FEED if tree is None else Witness.TRAFILATURA)


def titled(found: Said, text: str, reader: Witness = Witness.TRAFILATURA) -> Said:
    """Take the text's first line for a headline where nobody names one.

    Args:
        reader: who brought the text.
    """
    if found.title or not text:
        return found
    title = text.partition("\n")[0][:_LONGEST_FIRST_LINE].rstrip()
    claim = Claim(Field.TITLE, reader, title, is_chosen=True, note="the first line of the text: nobody names a title")
    return replace(found, title=title, claims=(claim, *found.claims))


def _of_feed(entry: Entry) -> Iterable[Told]:
    if entry.title:
        yield Told(Field.TITLE, Witness.FEED, (entry.title,))
    if entry.author:
        yield Told(Field.AUTHOR, Witness.FEED, (entry.author,))
    if entry.published_at:
        yield Told(Field.PUBLISHED, Witness.FEED, (entry.published_at.isoformat(),))


def _of(told: Sequence[Told], field: Field) -> list[Told]:
    return [each for each in told if each.field is field]


def _published(told: Sequence[Told], page: Page, tree: Any | None) -> Weighed[Dated | None]:  # Any: lxml, no types
    dates = _of(told, Field.PUBLISHED)
    if day := moments.in_address(page.url):
        dates.append(Told(Field.PUBLISHED, Witness.ADDRESS, (day,)))
    found = moments.stand(dates, page.at)
    if tree is not None and not any(each.read for each in found) and len(page.body) <= _MOST_BYTES_SEARCHED:
        date = find_date(tree, extensive_search=False, original_date=True, url="", max_date=page.at or _LAST_DAY)
        searched = [Told(Field.PUBLISHED, Witness.TRAFILATURA, (date,))] if date else []
        found += moments.stand(searched, page.at)
    return elect(found, moments.bears_out), found


def _plain(
    told: Sequence[Told], field: Field, tidied: Callable[[str], str], read: Callable[[str], object]
) -> Weighed[object]:
    """Weigh what is either the same or another thing."""
    found = [
        Candidate(field, each.witness, value, read(value), each.witness.value, _TRUST[each.witness])
        for each in _of(told, field)
        if (value := tidied(each.value))
    ]
    return elect(found, lambda one, other: one.read == other.read), found


def _absolute(base: str, address: str) -> str:
    whole = join(base, address) if len(address) < _LONGEST_ADDRESS else ""
    return whole if len(whole) <= _LONGEST_ADDRESS else ""


def _picture(address: str) -> str:
    """Give what stays of an image's address where it is asked for in another size, or over TLS."""
    return address.partition("://")[2].partition("?")[0]


def _value(weighed: Weighed[Any]) -> str:  # Any: of each kind
    return weighed[0].value if weighed[0] else ""


def _moment(weighed: Weighed[Dated | None]) -> datetime | None:
    chosen = weighed[0]
    return chosen.read.at if chosen and chosen.read else None


def _claims(fields: Sequence[Weighed[Any]]) -> tuple[Claim, ...]:  # Any: of each kind
    """Write claims down, each once; where there are too many, the last that were not chosen go."""
    found: dict[tuple[Field, Witness, str], Claim] = {}
    for chosen, candidates in fields:
        ordered = ([chosen] if chosen else []) + [each for each in candidates if each is not chosen]
        for each in ordered:
            found.setdefault((each.field, each.witness, each.value), each.claim(is_chosen=each is chosen))
    losing = [claim for claim in found.values() if not claim.is_chosen][: _MOST_CLAIMS - len(fields)]
    return tuple(claim for claim in found.values() if claim.is_chosen or claim in losing)
