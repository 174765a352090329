"""What recurs at an outlet?

Not pure: reads and writes paragraph and recurring. In: an article as it is kept, with its verdict; the name of an
outlet. Out: hashes of lines. keeping.py has each article counted in the transaction that keeps it; candidates.py leaves
what recurs out of verdicts; the pipeline hands it to extraction with each page.

``paragraph`` counts: which articles of an outlet had a line. A line that three have had moves on to ``recurring`` and
is counted no further; ``seen_at`` is brought forward about once a week as long as the line goes on coming, so that the
latest of them are those that an outlet uses now, however long it has used them.
"""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, insert, nulls_last, or_, select, update

from monitor.core.records.articles import Draft
from monitor.core.records.verdicts import Span, Verdict, VerdictKind
from monitor.store.engine import Database
from monitor.store.schema.tables import PARAGRAPH, RECURRING

#: Of one article only so many lines are counted, the lowest hashes, whatever its page holds.
LINES_MAX = 5_000

_RECURS = 3
_LATEST = 2_000
_FRESH = timedelta(days=7)


class Recurring:
    """What outlets put on many of their pages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, outlet: str) -> frozenset[int]:
        """Give the hashes of the lines that recur at an outlet; of more than 2,000, those that came last."""
        c = RECURRING.c
        latest = nulls_last(c.seen_at.desc())
        statement = select(c.hash).where(c.outlet == outlet).order_by(latest, c.hash).limit(_LATEST)
        with self._database.read() as connection:
            return frozenset(connection.scalars(statement))


def background(connection: Connection, draft: Draft, version_of: int | None = None) -> frozenset[int]:
    """Give which lines of a draft do not count for its verdict.

    Those that recur at its outlet; and of those that look like the frame of a page, each that any other article there
    had: a menu must not make a copy of the second brief, whereas sentences wait for the third.

    Args:
        version_of: the article whose new text the draft is: what it alone had does not count.
    """
    outlet, c = draft.article.outlet, PARAGRAPH.c
    frame = sorted(set(draft.fingerprint.frame))[:LINES_MAX]
    seen = select(c.hash).where(c.outlet == outlet, c.hash.in_(frame)).distinct()
    if version_of is not None:
        seen = seen.where(c.article_id != version_of)
    found = connection.scalars(seen).all() if frame else ()
    return _recurring(connection, outlet, draft.fingerprint.paragraphs).union(found)


def note(connection: Connection, article_id: int, draft: Draft, verdict: Verdict, now: datetime) -> None:
    """Count the lines of an article that is kept, and have those recur from now on that three articles have had.

    All lines of new and partly new articles count, and of a copy that brings a paragraph of its own: two short briefs
    may be copies of one another only by the background below them. Of other copies only the lines count that look
    like the frame of a page (Fingerprint.frame): a menu may be all that makes them copies, whereas a statement that an
    outlet prints at ten addresses is not its background. An article with just the words of another counts for nothing.

    Source: docs/decisions/0014.
    """
    outlet, fingerprint = draft.article.outlet, draft.fingerprint
    lines = set(sorted({*fingerprint.paragraphs, *fingerprint.frame})[:LINES_MAX])
    if verdict.kind is VerdictKind.EXACT or not lines:
        return
    known = _recurring(connection, outlet, lines)
    _refresh(connection, outlet, known, now)
    if verdict.kind is VerdictKind.COPY and not _brings_its_own(draft, verdict, known):
        lines &= set(fingerprint.frame)
    counted = sorted(lines - known)
    if not counted:
        return
    values = [{"outlet": outlet, "hash": hash_, "article_id": article_id} for hash_ in counted]
    connection.execute(insert(PARAGRAPH), values)
    c = PARAGRAPH.c
    often = select(c.hash).where(c.outlet == outlet, c.hash.in_(counted)).group_by(c.hash)
    found = connection.scalars(often.having(func.count() >= _RECURS)).all()
    if found:
        connection.execute(insert(RECURRING), [{"outlet": outlet, "hash": hash_, "seen_at": now} for hash_ in found])


def _recurring(connection: Connection, outlet: str, hashes: Collection[int]) -> frozenset[int]:
    """Give which of these lines recur at an outlet."""
    if not hashes:
        return frozenset()
    c = RECURRING.c
    wanted = sorted(set(hashes))[:LINES_MAX]
    return frozenset(connection.scalars(select(c.hash).where(c.outlet == outlet, c.hash.in_(wanted))))


def _refresh(connection: Connection, outlet: str, known: frozenset[int], now: datetime) -> None:
    if known:
        c = RECURRING.c
        is_old = or_(c.seen_at.is_(None), c.seen_at < now - _FRESH)
        some = update(RECURRING).where(c.outlet == outlet, c.hash.in_(sorted(known)), is_old)
        connection.execute(some.values(seen_at=now))


def _brings_its_own(draft: Draft, verdict: Verdict, known: Collection[int]) -> bool:
    """Say whether a copy has a paragraph that neither recurs nor stands, by half or more, in what it copies."""
    if not verdict.spans:  # compared by sketch: nobody knows what they share
        return False
    passed_over = {*known, *draft.fingerprint.frame}
    lines = zip(draft.fingerprint.paragraphs, _lines(draft.article.text), strict=False)  # what was dropped comes last
    return any(
        hash_ not in passed_over and 2 * _shared(verdict.spans, start, end) < end - start
        for hash_, (start, end) in lines
    )


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each line that has a hash."""
    end = -1
    for line in text.split("\n"):
        start, end = end + 1, end + 1 + len(line)
        if line.strip():
            yield start, end


def _shared(spans: Collection[Span], start: int, end: int) -> int:
    """Count the characters of a stretch that stand in the other text."""
    return sum(max(0, min(span.end, end) - max(span.start, start)) for span in spans)
