"""Does it take longer to find and judge copies as the archive grows, and how large is the index?

Not pure: fills databases in a folder of its own, or on the test server, and measures time on this machine. In: how
large the archive shall become, and on what. Out: a table on stdout. Most articles are rows of chance numbers without a
text; 300 have one, and drafts are made of these: copies, parts, and texts of their own. Seconds differ between
machines and moments: the ratios are what to compare. Run by: make bench-archive
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import ColumnElement, Connection, Integer, Text, cast, func, insert, literal, select, text

from monitor.core.records.articles import Draft
from monitor.core.records.verdicts import Neighbours
from monitor.dedupe.decide import decide
from monitor.dedupe.fingerprint import fingerprint
from monitor.demo.articles import load_articles
from monitor.store.articles.candidates import neighbours
from monitor.store.articles.shingles import put_into_index
from monitor.store.engine import Database
from monitor.store.schema.tables import ARTICLE, SHINGLE
from monitor.store.sizes import sizes
from tests.bench.databases import BOTH
from tests.fakes import FakeClock
from tests.rooms.stores import Room, draft

_SIZES = (10_000, 100_000, 1_000_000)
_WITH_TEXT = 300
_WORDS = 600  # of the demo's texts: 4 kB
_ASKED = 60
_CHUNK = 20_000
_ROUNDS = 3


@dataclass(frozen=True, slots=True)
class _Measured:
    """What one draft took, in ms: to find its neighbours, by the clock and in CPU, and to judge it, in CPU."""

    found: float
    found_cpu: float
    judged_cpu: float


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.archive", description=__doc__)
    parser.add_argument("--up-to", type=int, default=_SIZES[-1], metavar="ARTICLES", help="the largest archive")
    parser.add_argument("--on", choices=["sqlite", "postgresql"], help="one database only")
    given = parser.parse_args()
    for name, opened in BOTH:
        if given.on in (None, name):
            with opened() as database:
                _measure(name, database, [size for size in _SIZES if size <= given.up_to])


def _measure(name: str, database: Database, wanted: Sequence[int]) -> None:
    texts = _texts()
    _keep(database, texts)
    asked = [_drafted(each) for each in _asked(texts)]
    print(f"\n{name}: a draft of 4 kB, in ms; in brackets, beside the smallest archive")
    print(f"{'articles':>10}{'look-up':>16}{'its CPU':>16}{'verdict, CPU':>16}{'index, B each':>16}{'filled in s':>13}")
    first: _Measured | None = None
    filled = _WITH_TEXT
    for size in wanted:
        began = time.perf_counter()
        _fill(database, filled, size)
        took_s, filled = time.perf_counter() - began, size
        now = _ask(database, asked)
        first = first or now
        columns = (_beside(getattr(now, each), getattr(first, each)) for each in _Measured.__dataclass_fields__)
        index = sizes(database).fingerprints / size
        print(f"{size:>10,}{''.join(columns)}{index:>16.0f}{took_s:>13.0f}", flush=True)


def _beside(now: float, first: float) -> str:
    return f"{now:>8.2f} ({now / first:.2f})".rjust(16)


# --- what is asked --------------------------------------------------------------------------------


def _texts() -> list[str]:
    words = " ".join(" ".join(each.first.paragraphs) for each in load_articles() if each.language != "zh").split()
    return [_text(words, number) for number in range(_WITH_TEXT + _ASKED)]


def _text(words: list[str], number: int) -> str:
    drawn = random.Random(number).choices(words, k=_WORDS)
    return "\n".join(" ".join(drawn[start : start + 60]) for start in range(0, _WORDS, 60))


def _asked(texts: list[str]) -> Iterator[str]:
    """Make a third of copies, a third of texts that are half another's, a third of new ones."""
    for number, own in enumerate(texts[_WITH_TEXT:]):
        known = texts[number * 5]
        yield (own, f"{known}\nAnd a line of its own.", known[: len(known) // 2] + own[len(own) // 2 :])[number % 3]


def _drafted(words: str) -> Draft:
    return replace(draft(text=words), fingerprint=fingerprint(words))


def _ask(database: Database, asked: Sequence[Draft]) -> _Measured:
    with database.read() as connection:
        find = partial(neighbours, connection)
        found = [find(each) for each in asked]  # reads in what a running service has in memory
        wall = _best(time.perf_counter, lambda: [find(each) for each in asked])
        cpu = _best(time.process_time, lambda: [find(each) for each in asked])
    judged = _best(time.process_time, lambda: [_judge(each, known) for each, known in zip(asked, found, strict=True)])
    return _Measured(*(seconds * 1_000 / len(asked) for seconds in (wall, cpu, judged)))


def _judge(given: Draft, known: Neighbours) -> object:
    return decide(given.article.text, given.fingerprint, known)


def _best(clock: Callable[[], float], act: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(_ROUNDS):
        began = clock()
        act()
        best = min(best, clock() - began)
    return best


# --- the archive ----------------------------------------------------------------------------------


def _keep(database: Database, texts: list[str]) -> None:
    """Keep the articles that have texts: the first as the service does, the others as rows like it."""
    Room(database, FakeClock()).keep(_drafted(texts[0]))
    with database.write() as connection:
        first = dict(connection.execute(select(ARTICLE)).mappings().one())
        for number, each in enumerate(texts[1:_WITH_TEXT], start=2):
            made = fingerprint(each)
            own = {"id": number, "url_digest": str(number), "text": each, "exact": made.exact}
            connection.execute(insert(ARTICLE).values(first | own))
            put_into_index(connection, number, made)


def _fill(database: Database, filled: int, size: int) -> None:
    """Make rows of chance numbers, in the order in which articles come, and so with the index's gaps as they grow."""
    for start in range(filled + 1, size + 1, _CHUNK):
        with database.write() as connection:
            _fill_chunk(connection, start, min(start + _CHUNK - 1, size))
    with database.write() as connection:
        connection.execute(text("ANALYZE"))


def _fill_chunk(connection: Connection, start: int, end: int) -> None:
    n = literal(start).label("n")
    numbers = select(n).cte("numbers", recursive=True)
    numbers = numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < end))
    number = numbers.c.n
    of_its_own: dict[str, ColumnElement[object]] = {
        "id": number,
        "url_digest": cast(number, Text),
        "exact": cast(number, Text),
        "text": literal(""),
    }
    columns = [of_its_own.get(column.name, column) for column in ARTICLE.c]
    likewise = select(*columns).select_from(numbers).join(ARTICLE, ARTICLE.c.id == 1)
    connection.execute(insert(ARTICLE).from_select([*ARTICLE.c], likewise))
    hashes = [_chance(connection) for column in SHINGLE.c if column.name.startswith("h")]
    connection.execute(insert(SHINGLE).from_select([*SHINGLE.c], select(number, literal(0), *hashes)))


def _chance(connection: Connection) -> ColumnElement[int]:
    """Draw a signed number of 32 bits, anew for each row."""
    if connection.dialect.name == "sqlite":
        return func.random().op(">>")(32)
    return cast(func.floor(func.random() * 2**32) - 2**31, Integer)


if __name__ == "__main__":
    main()
