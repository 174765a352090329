"""Which articles and pages do the tests of evidence packs share?"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from monitor.core.records.articles import Article, Basis, Sighting
from monitor.core.records.changes import Change, ChangeKind
from monitor.core.records.pages import Claim, Dropped, Field, StoredCapture, Witness
from monitor.core.records.tags import Mention
from monitor.core.records.verdicts import Verdict, VerdictKind
from monitor.core.records.versions import RecordedChange, Version
from monitor.evidence.exhibit import Exhibit
from monitor.evidence.pack import Occasion, Written, write_pack
from tests.fakes import NOON

OCCASION = Occasion("topic:csto", NOON, "monitor 1.2.3")
URL = "https://news.example/қазақ?id=7"
BEFORE, AFTER = "The CSTO met on Monday.\nNothing was said.", "The CSTO met on Tuesday.\nNothing was said."
PAGES = (b"<p>The CSTO met on Monday.</p>" * 9, b"<p>The CSTO met on Tuesday.</p>" * 9)
HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("X-Title", "Жаңалық"),
    ("Content-Length", "61"),
    ("Set-Cookie", "a=1"),
    ("Set-Cookie", "b=2"),
)


def capture(number: int, page: bytes, *, headers: tuple[tuple[str, str], ...] = HEADERS) -> StoredCapture:
    """The page as the archive holds it, fetched so many hours after noon."""
    at = NOON + timedelta(hours=number)
    return StoredCapture(number, 7, sha256(page).hexdigest(), len(page), URL, at, 200, headers)


def article(number: int = 7) -> Article:
    return Article(
        id=number,
        url=URL,
        outlet="news.example",
        title="CSTO meets",
        author="A. Writer",
        language="en",
        published_at=NOON,
        first_seen_at=NOON,
        kept_at=NOON,
        basis=Basis.FULL,
        verdict=Verdict(VerdictKind.NEW, "Nothing known shares its wording."),
        topics=("csto",),
        feed="news",
        text=AFTER,
        mentions=(Mention("csto", "CSTO", "en", "text", 4, 8, "acronym", is_recurring=True),),
        versions=2,
        claims=(Claim(Field.TITLE, Witness.JSON_LD, "CSTO meets", is_chosen=True),),
        dropped=(Dropped("Read also", "recurs at this outlet", 1),),
        sightings=(Sighting("news", URL, "CSTO meets", NOON),),
    )


def exhibit(number: int = 7) -> Exhibit:
    """An article with two versions, read from two pages."""
    versions = (
        Version(1, NOON, "CSTO meets", BEFORE, Basis.FULL, capture_id=1),
        Version(2, NOON + timedelta(hours=2), "CSTO meets", AFTER, Basis.FULL, capture_id=2),
    )
    change = RecordedChange(3, number, NOON, 2, Change(ChangeKind.STEALTH_EDIT, "The text changed, its date did not."))
    captures = (capture(1, PAGES[0]), capture(2, PAGES[1]))
    return Exhibit(article(number), versions, ("[-Monday-]{+Tuesday+}\n",), (change,), captures)


def plain_exhibit(number: int = 9) -> Exhibit:
    """An article with one version, read from its feed alone."""
    known = replace(article(number), text=BEFORE, versions=1, basis=Basis.SUMMARY)
    return Exhibit(known, (Version(1, NOON, "CSTO meets", BEFORE, Basis.SUMMARY),))


def bodies(*pages: bytes) -> Callable[[str], bytes]:
    """A store of pages by their hash."""
    return {sha256(page).hexdigest(): page for page in pages}.__getitem__


def pack(file: Path, exhibits: Sequence[Exhibit] | None = None, *, may_replace: bool = False) -> Written:
    """Write the pack of two articles and two pages, or of others."""
    given = [exhibit(), plain_exhibit()] if exhibits is None else exhibits
    return write_pack(file, given, bodies(*PAGES), OCCASION, may_replace=may_replace)
