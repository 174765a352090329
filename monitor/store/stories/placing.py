"""Which live stories may an article belong to, and how does it join one?

Not pure: reads and writes story, trait and article, inside the transaction of archive.py. In: a draft and its verdict;
then where it was placed. Out: Surroundings; the number of its story.

A story is live while one of its latest articles is: ``trait`` holds what those have, and nothing of the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import log

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from monitor.core.records.articles import Draft
from monitor.core.records.stories import Member, NearStory, Placement, Surroundings, Traits
from monitor.core.records.verdicts import Verdict
from monitor.core.words import hash_of
from monitor.store.schema.columns import NO_LIMIT
from monitor.store.schema.tables import ARTICLE, STORY, TRAIT

#: How long an article keeps its story open.
LIVE = timedelta(days=4)

_PER_KEY = 100  # of a key that more articles have, the latest
_READ = 500
_WEIGHED = 48
_STORIES = 12
_FIRST, _LAST = 3, 4  # members of a story that are shown, beside the one most like the draft


@dataclass(frozen=True, slots=True)
class _Window:
    """Which articles are live at a moment: about all with numbers from ``floor`` to ``newest``, and none below.

    Those numbers are of what was kept while an article keeps its story open; what waited long to be covered was seen
    before that, and is not live among them.
    """

    at: datetime
    floor: int
    newest: int

    @property
    def live(self) -> int:
        return max(self.newest - self.floor + 1, 0)

    def holds(self, first_seen_at: datetime) -> bool:
        return abs(first_seen_at - self.at) <= LIVE


def surroundings(
    connection: Connection, draft: Draft, verdict: Verdict, at: datetime, *, before: int = NO_LIMIT
) -> Surroundings:
    """Find the live stories that share rare traits with a draft, and the story of what it copies.

    Each key is looked up on its own, and of one that a hundred articles and more have, only the latest hundred: what
    it costs does not grow with the archive. How many have such a key is told by how far back the hundredth is.

    Args:
        at: when the draft's article was first seen.
        before: of the articles, only those with smaller numbers count: what was known when that one came in. Where
            those are not live any more, of as many as a list of them can be read in a moment.
    """
    copied = _story_of(connection, verdict)
    window = _window(connection, at, before)
    keys = {hash_of(key): key for key in draft.traits.keys}
    if not keys or not window.live:
        return Surroundings(at, copied=copied, live=window.live)
    is_of_today = before == NO_LIMIT or _is_live(connection, at)
    having = _having(connection, keys, before) if is_of_today else _had(connection, keys, window)
    counts = {keys[h]: _number(ids, window) for h, ids in having.items()}
    # Whole numbers: their sums are the same in whatever order the rows come.
    weights = {h: round(1000 * log(1 + window.live / counts[keys[h]])) for h in having}
    near = _near(connection, _Found(window, having, weights))
    return Surroundings(at, near, counts, window.live, copied)


def join(connection: Connection, placement: Placement, at: datetime) -> int:
    """Count one article more for the story that it was placed in, opening it where need be; give its number.

    Where that story was merged into another, it is that one.
    """
    c = STORY.c
    if placement.story_id is None:
        opened = insert(STORY).values(opened_at=at, last_at=at, articles=1)
        return int(connection.execute(opened.returning(c.id)).scalar_one())
    joined = update(STORY).where(c.id == placement.story_id, c.merged_into.is_(None))
    values = {"articles": c.articles + 1, "last_at": _later(c.last_at, at), "opened_at": _earlier(c.opened_at, at)}
    if connection.execute(joined.values(values)).rowcount:
        return placement.story_id
    went_to = connection.scalar(select(c.merged_into).where(c.id == placement.story_id))
    return join(connection, replace(placement, story_id=went_to), at)


def note_traits(
    connection: Connection, article_id: int, keys: tuple[str, ...], before: tuple[str, ...] | None = None
) -> None:
    """Have an article found by its traits while it is live.

    Args:
        before: the keys that it had; None for an article that has just come in.
    """
    if before:
        gone = TRAIT.c.hash.in_([hash_of(key) for key in before])
        connection.execute(delete(TRAIT).where(gone, TRAIT.c.article_id == article_id))
    if before is not None:
        at = connection.execute(select(ARTICLE.c.first_seen_at).where(ARTICLE.c.id == article_id)).scalar_one()
        if not _is_live(connection, at):
            return
    if keys:
        hashes = sorted({hash_of(key) for key in keys})
        connection.execute(insert(TRAIT), [{"hash": h, "article_id": article_id} for h in hashes])


def forget_traits(connection: Connection, part: tuple[int, int], now: datetime) -> int:
    """Forget the traits of articles that are not live any more; give how many were.

    Those of an article that was covered when it was hardly live any more may stay until it has been kept that long.

    Args:
        part: which hashes to look through, from the first to the last.
    """
    first, last = part
    old = TRAIT.c.article_id < _window(connection, now, NO_LIMIT).floor
    # Should a clock have been set back, numbers do not tell who is live.
    live = select(ARTICLE.c.id).where(ARTICLE.c.id == TRAIT.c.article_id, ARTICLE.c.first_seen_at >= now - LIVE)
    gone = delete(TRAIT).where(TRAIT.c.hash.between(first, last), old, ~live.exists())
    return connection.execute(gone).rowcount


# --- which articles share keys --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """Which articles have which of the keys, given as hashes, and how much each key says."""

    window: _Window
    having: Mapping[int, Sequence[int]]
    weights: Mapping[int, int]


_VALUE = Column("value", BigInteger)
# Numbers are given as one list: a statement of its own for each number of them would be compiled and planned anew.
_ASKED = {
    "sqlite": func.json_each(bindparam("asked", type_=JSON)).table_valued(_VALUE, name="asked"),
    "postgresql": func.unnest(bindparam("asked", type_=ARRAY(BigInteger)))
    .table_valued(_VALUE, name="asked")
    .render_derived(),
}
_OF_KEY = TRAIT.c.article_id < bindparam("before")


def _latest_on_sqlite() -> Select[int, int]:
    """Look each hash up for itself, down to where its hundredth article stands."""
    asked, other = _ASKED["sqlite"].c.value, TRAIT.alias()
    nth = select(other.c.article_id).where(other.c.hash == asked, other.c.article_id < bindparam("before"))
    nth = nth.order_by(other.c.article_id.desc()).limit(1).offset(_PER_KEY - 1)
    from_nth = TRAIT.c.article_id >= func.coalesce(nth.scalar_subquery(), 0)
    return select(TRAIT.c.hash, TRAIT.c.article_id).where(TRAIT.c.hash == asked, _OF_KEY, from_nth)


def _latest_on_postgresql() -> Select[int, int]:
    """Look each hash up for itself, a hundred articles and no further."""
    asked = _ASKED["postgresql"]
    of_key = select(TRAIT.c.hash, TRAIT.c.article_id).where(TRAIT.c.hash == asked.c.value, _OF_KEY)
    latest = of_key.order_by(TRAIT.c.article_id.desc()).limit(_PER_KEY).lateral()
    return select(latest.c.hash, latest.c.article_id).select_from(asked.join(latest, true()))


_LATEST = {"sqlite": _latest_on_sqlite(), "postgresql": _latest_on_postgresql()}


def _having(connection: Connection, hashes: Iterable[int], before: int) -> dict[int, list[int]]:
    """Give the latest articles that have each of these keys."""
    found: dict[int, list[int]] = defaultdict(list)
    asked = {"asked": sorted(hashes), "before": before}
    for hash_, article_id in connection.execute(_LATEST[connection.dialect.name], asked):
        found[hash_].append(article_id)
    return found


def _had(connection: Connection, keys: Mapping[int, str], window: _Window) -> dict[int, list[int]]:
    """Give the articles of a past window that have each of these keys; ``trait`` knows them no more."""
    c = ARTICLE.c
    past = select(c.id, c.traits).where(c.id <= window.newest).order_by(c.id.desc()).limit(_READ)
    hashes = {key: hash_ for hash_, key in keys.items()}
    found: dict[int, list[int]] = defaultdict(list)
    for article_id, traits in connection.execute(past):
        if article_id < window.floor:
            break
        for key in filter(hashes.__contains__, traits):
            found[hashes[key]].append(article_id)
    return {hash_: ids[:_PER_KEY] for hash_, ids in found.items()}


def _number(ids: Sequence[int], window: _Window) -> int:
    """Say about how many live articles have a key."""
    if len(ids) < _PER_KEY:
        return len(ids)
    return max(round(_PER_KEY * window.live / (window.newest - min(ids) + 1)), _PER_KEY)


def _window(connection: Connection, at: datetime, before: int) -> _Window:
    c = ARTICLE.c
    newest = connection.scalar(select(func.max(c.id)).where(c.id < before)) or 0
    floor = connection.execute(_FLOOR, {"newest": newest, "since": at - LIVE}).scalar_one()
    return _Window(at, floor, newest)


def _first_kept() -> Select[int]:
    """Look for the lowest number of what was kept since a moment, by halves: what is kept later has a higher number.

    When they were first seen does not tell: of a backlog all were seen long before they were kept, and have the highest
    numbers.
    """
    c, newest = ARTICLE.c, bindparam("newest", type_=BigInteger)
    search = select(cast(1, BigInteger).label("low"), cast(newest + 1, BigInteger).label("high")).cte(recursive=True)
    low, high = search.c.low, search.c.high
    middle = (low + high) // 2
    kept_at = select(c.kept_at).where(c.id >= middle).order_by(c.id).limit(1).scalar_subquery()
    is_before = kept_at < bindparam("since", type_=c.kept_at.type)
    half = select(case((is_before, middle + 1), else_=low), case((is_before, high), else_=middle)).where(low < high)
    return select(func.max(search.union_all(half).c.low))


_FLOOR = _first_kept()


def _is_live(connection: Connection, at: datetime) -> bool:
    """Say whether no article came in so much later that one of that moment is not live any more."""
    c = ARTICLE.c
    return connection.scalar(select(c.id).where(c.first_seen_at > at + LIVE).limit(1)) is None


# --- which stories these are in -------------------------------------------------------------------


def _near(connection: Connection, found: _Found) -> tuple[NearStory, ...]:
    """Give the stories whose articles share the keys that say most."""
    keys: dict[int, set[int]] = defaultdict(set)
    for hash_, ids in found.having.items():
        for article_id in ids:
            keys[article_id].add(hash_)
    weights = Counter({article_id: sum(map(found.weights.__getitem__, shared)) for article_id, shared in keys.items()})
    heaviest = sorted(weights, key=lambda article_id: (-weights[article_id], -article_id))[:_WEIGHED]
    c, asked = ARTICLE.c, _ASKED[connection.dialect.name]
    stories = select(c.id, c.story_id, c.first_seen_at).join(asked, asked.c.value == c.id)
    rows = connection.execute(stories, {"asked": heaviest})
    story_of = {article_id: story_id for article_id, story_id, at in rows if story_id and found.window.holds(at)}
    most_alike: dict[int, int] = {}
    shared: dict[int, set[int]] = defaultdict(set)
    for article_id in filter(story_of.__contains__, heaviest):
        story_id = story_of[article_id]
        most_alike.setdefault(story_id, article_id)
        shared[story_id] |= keys[article_id]
    by_weight = sorted(shared, key=lambda story_id: (-sum(map(found.weights.__getitem__, shared[story_id])), story_id))
    chosen = {story_id: most_alike[story_id] for story_id in by_weight[:_STORIES]}
    members = _members(connection, chosen, found.window)
    return tuple(NearStory(story_id, tuple(members[story_id])) for story_id in chosen)


def _members(connection: Connection, most_alike: Mapping[int, int], window: _Window) -> Mapping[int, Sequence[Member]]:
    """Read the live members of some stories, oldest first: of many the first, the last and the most alike."""
    c, asked = ARTICLE.c, _ASKED[connection.dialect.name]
    ends = {"asked": list(most_alike), "floor": window.floor, "newest": window.newest}
    wanted = {*most_alike.values(), *connection.scalars(_ENDS[connection.dialect.name], ends)}
    columns = c.story_id, c.id, c.outlet, c.language, c.first_seen_at, c.traits, c.traits_by
    statement = select(*columns).join(asked, asked.c.value == c.id).order_by(c.first_seen_at, c.id)
    members: dict[int, list[Member]] = defaultdict(list)
    for row in connection.execute(statement, {"asked": sorted(wanted)}):
        if window.holds(row.first_seen_at):
            traits = Traits(tuple(row.traits), row.traits_by)
            members[row.story_id].append(Member(row.id, row.outlet, row.language, row.first_seen_at, traits))
    return members


_FLOOR_GIVEN, _NEWEST_GIVEN = bindparam("floor", type_=BigInteger), bindparam("newest", type_=BigInteger)


def _ends_on_sqlite() -> CompoundSelect[int]:
    """Look each story up for itself, up to its third live article, and down to the fourth from the end."""
    asked, other = _ASKED["sqlite"], ARTICLE.alias()
    c, story_id, number = ARTICLE.c, asked.c.value, other.c.id
    live = select(number).where(other.c.story_id == story_id, number.between(_FLOOR_GIVEN, _NEWEST_GIVEN)).limit(1)
    third = func.coalesce(live.order_by(number).offset(_FIRST - 1).scalar_subquery(), _NEWEST_GIVEN)
    fourth = func.coalesce(live.order_by(number.desc()).offset(_LAST - 1).scalar_subquery(), _FLOOR_GIVEN)
    ends = ((_FLOOR_GIVEN, third), (fourth, _NEWEST_GIVEN))
    return union_all(*(select(c.id).where(c.story_id == story_id, c.id.between(*end)) for end in ends))


def _ends_on_postgresql() -> CompoundSelect[int]:
    """Look each story up for itself, three articles from the first and four from the last."""
    asked, c = _ASKED["postgresql"], ARTICLE.c
    # Of a range of numbers it believes that hardly anything is in it, and would read all that is: not so of pairs.
    from_floor = tuple_(c.story_id, c.id) >= tuple_(asked.c.value, _FLOOR_GIVEN)
    live = select(c.id).where(c.story_id == asked.c.value, from_floor, c.id <= _NEWEST_GIVEN)
    first = live.order_by(c.id).limit(_FIRST).lateral()
    last = live.order_by(c.id.desc()).limit(_LAST).lateral()
    return union_all(*(select(end.c.id).select_from(asked.join(end, true())) for end in (first, last)))


_ENDS = {"sqlite": _ends_on_sqlite(), "postgresql": _ends_on_postgresql()}


def _story_of(connection: Connection, verdict: Verdict) -> int | None:
    if not verdict.carries_another or not verdict.of.isdecimal():
        return None
    return connection.scalar(select(ARTICLE.c.story_id).where(ARTICLE.c.id == int(verdict.of)))


def _later(moment: ColumnElement[datetime], other: datetime) -> ColumnElement[datetime]:
    return case((moment < other, literal(other, moment.type)), else_=moment)


def _earlier(moment: ColumnElement[datetime], other: datetime) -> ColumnElement[datetime]:
    return case((moment > other, literal(other, moment.type)), else_=moment)
