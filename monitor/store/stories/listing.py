"""Which stories are there, and which articles do they have?

Not pure: reads story, article and what hangs on it. In: a connection and a filter or an id. Out: values of
core.records. stories.py offers them to everybody else.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, literal, select, tuple_

from monitor.core.records.stories import Carried, Place, Story, StoryFilter, StoryPage
from monitor.core.records.verdicts import VerdictKind
from monitor.store import rows
from monitor.store.company import beside_in_story
from monitor.store.countries import COUNTRY
from monitor.store.rows import Row
from monitor.store.schema.columns import NO_LIMIT
from monitor.store.schema.tables import ARTICLE, ARTICLE_TOPIC, REGROUPING, STORY
from monitor.store.stories.regrouping import require

_MEMBER, _MEMBERS_TOPIC = ARTICLE.alias("member"), ARTICLE_TOPIC.alias("members_topic")
_OUTLET = func.coalesce(func.nullif(ARTICLE.c.outlet, ""), ARTICLE.c.feed)
_CHUNK = 500
_BESIDE = 12  # shown with a story
_TOLD = (
    "id url outlet feed title language published_at first_seen_at verdict verdict_figures topics credits story_id "
    "story_figures is_pinned"
)
_OF_MEMBER = (*(ARTICLE.c[name] for name in _TOLD.split()), func.length(ARTICLE.c.text).label("length"), COUNTRY)
# To count a text's words it would have to be read; in these languages each character is one.
_PER_WORD, _OF_CHARACTERS = 7, ("ja", "ko", "zh")


def list_stories(connection: Connection, wanted: StoryFilter) -> StoryPage:
    """List stories; see stories.py."""
    found = _find(connection, wanted)
    is_full = len(found) == wanted.limit
    return StoryPage(tuple(_read(connection, list(found))), list(found.values())[-1] if found and is_full else None)


def list_ids(connection: Connection, wanted: StoryFilter) -> list[int]:
    """List the ids of stories in the same order."""
    return list(_find(connection, wanted))


def read_stories(connection: Connection, story_ids: Sequence[int]) -> list[Story]:
    """Read stories in this order; those that were merged into others are left out."""
    return [story for story in _read(connection, story_ids) if story.merged_into is None]


def read_story(connection: Connection, story_id: int) -> Story:
    """Read a story; one that was merged into another has no articles, and the headline that it had.

    Raises:
        NotFound: there is none with this id.
    """
    require(connection, story_id)
    (story,) = _read(connection, [story_id])
    return replace(story, beside=beside_in_story(connection, story_id, _BESIDE))


def read_members(connection: Connection, story_id: int) -> tuple[Carried, ...]:
    """Read the articles of a story, by first sight, without their texts.

    Raises:
        NotFound: there is none with this id.
    """
    require(connection, story_id)
    c = ARTICLE.c
    found = select(*_OF_MEMBER).where(c.story_id == story_id).order_by(c.first_seen_at, c.id)
    return tuple(map(_carried, connection.execute(found).mappings()))


# --- which stories --------------------------------------------------------------------------------


def _find(connection: Connection, wanted: StoryFilter) -> Mapping[int, Place]:
    """Find stories, in their order, each with its place in it."""
    if wanted.since is None and (wanted.topic is not None or wanted.outlet is not None):
        return _by_newest_match(connection, wanted)
    rows = connection.execute(_by_last_article(wanted).limit(wanted.limit))
    return {story_id: Place(at, story_id) for story_id, at in rows}


def _by_last_article(wanted: StoryFilter) -> Select[int, datetime]:
    """Walk the stories from the one with the newest article on, asking each for what else is wanted."""
    c = STORY.c
    statement = select(c.id, c.last_at).where(c.merged_into.is_(None), *_having(wanted))
    if wanted.topic is not None:
        statement = statement.where(_has_topic(wanted.topic))
    if wanted.since is not None:
        statement = statement.where(c.last_at >= wanted.since)
    if wanted.after is not None:
        at, number = literal(wanted.after.at, c.last_at.type), literal(wanted.after.number, c.id.type)
        statement = statement.where(tuple_(c.last_at, c.id) < tuple_(at, number))
    return statement.order_by(c.last_at.desc(), c.id.desc())


def _by_newest_match(connection: Connection, wanted: StoryFilter) -> Mapping[int, Place]:
    """Walk the articles of a topic or an outlet from the newest on, giving a story where it is first met.

    By the topic's own index, or the outlet's: a rare one must not cost a walk over all stories. Each article is read
    once, and each story asked once for what else is wanted.
    """
    found: dict[int, Place] = {}
    met: set[int] = set()
    before = wanted.after.number if wanted.after else NO_LIMIT
    matching = _matching(wanted)
    while wanted.limit is None or len(found) < wanted.limit:
        rows = connection.execute(matching, {"before": before}).all()
        here: dict[int, Place] = {}
        for number, story_id, at in rows:
            if story_id is not None and story_id not in met:
                here.setdefault(story_id, Place(at, number))
        met |= here.keys()
        fitting = _fitting(connection, wanted, here)
        found |= {story_id: place for story_id, place in here.items() if story_id in fitting}
        if len(rows) < _CHUNK:
            break
        before = rows[-1][0]
    return dict(islice(found.items(), wanted.limit))


def _matching(wanted: StoryFilter) -> Select[int, int | None, datetime]:
    """Ask for articles of the topic that is wanted, or where none is, of the outlet; the newest first."""
    c = ARTICLE.c
    number = c.id if wanted.topic is None else ARTICLE_TOPIC.c.article_id
    statement = select(number, c.story_id, c.first_seen_at)
    if wanted.topic is None:
        statement = statement.where(c.outlet == wanted.outlet)
    else:
        statement = statement.join_from(ARTICLE_TOPIC, ARTICLE, number == c.id)
        statement = statement.where(ARTICLE_TOPIC.c.topic == wanted.topic)
    return statement.where(number < bindparam("before", type_=number.type)).order_by(number.desc()).limit(_CHUNK)


def _fitting(connection: Connection, wanted: StoryFilter, story_ids: Iterable[int]) -> set[int]:
    """Give those of some stories for which all that is wanted holds, and which have been on no page before."""
    conditions = _having(wanted)
    if wanted.after is not None:
        is_before = _MEMBER.c.id >= wanted.after.number
        of_outlet = _has(is_before, _is(_MEMBER.c.outlet, wanted.outlet or ""))
        conditions.append(~(of_outlet if wanted.topic is None else _has_topic(wanted.topic, is_before)))
    ids = set(story_ids)
    if not ids or not conditions:
        return ids
    return set(connection.scalars(select(STORY.c.id).where(STORY.c.id.in_(ids), *conditions)))


def _having(wanted: StoryFilter) -> list[ColumnElement[bool]]:
    c = _MEMBER.c
    asked = ((c.language, wanted.language), (c.outlet, wanted.outlet))
    return [_has(_is(column, value)) for column, value in asked if value is not None]


def _has(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a story has an article for which conditions on ``_MEMBER`` hold."""
    return select(_MEMBER.c.id).where(_MEMBER.c.story_id == STORY.c.id, *conditions).exists()


def _has_topic(topic: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    c = _MEMBERS_TOPIC.c
    return _has(*conditions, select(c.topic).where(_is(c.topic, topic), c.article_id == _MEMBER.c.id).exists())


def _is(column: ColumnElement[str], value: str) -> ColumnElement[bool]:
    """Compare a column so that no index of it is used.

    A story's articles are to be looked through: SQLite would rather read all of an outlet or a topic, for each story.
    """
    return column.concat("") == value


# --- what is shown of them ------------------------------------------------------------------------


@dataclass(slots=True)
class _Seen:
    """What the articles of a story are, taken together."""

    lead: int = 0
    outlets: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    topics: set[str] = field(default_factory=set)
    has_news: bool = False


def _read(connection: Connection, story_ids: Sequence[int]) -> list[Story]:
    """Read stories in this order."""
    if not story_ids:
        return []
    of_these = connection.execute(select(STORY).where(STORY.c.id.in_(story_ids))).mappings()
    by_id = {row["id"]: row for row in of_these}
    seen = _seen(connection, story_ids)
    c = ARTICLE.c
    columns = c.id, c.title, c.url, c.outlet, c.feed, c.language, c.verdict_figures
    found = select(*columns).where(c.id.in_({each.lead for each in seen.values()}))
    leads = {row["id"]: row for row in connection.execute(found).mappings()}
    return [_story(by_id[number], seen[number], leads[seen[number].lead]) for number in story_ids]


def _seen(connection: Connection, story_ids: Sequence[int]) -> Mapping[int, _Seen]:
    c = ARTICLE.c
    columns = c.story_id, _OUTLET.label("outlet"), c.language, c.verdict
    seen: dict[int, _Seen] = defaultdict(_Seen)
    grouped = select(*columns, func.min(c.id)).where(c.story_id.in_(story_ids)).group_by(*columns)
    for story_id, outlet, language, verdict, first in connection.execute(grouped):
        each = seen[story_id]
        each.lead = min(each.lead or first, first)
        each.outlets.add(outlet)
        each.languages.update(filter(None, [language]))
        each.has_news |= VerdictKind(verdict).is_coverage
    for story_id, first in connection.execute(_first_seen(story_ids)):
        seen[story_id].lead = first
    topics = select(c.story_id, ARTICLE_TOPIC.c.topic).join(ARTICLE_TOPIC, ARTICLE_TOPIC.c.article_id == c.id)
    for story_id, topic in connection.execute(topics.where(c.story_id.in_(story_ids)).distinct()):
        seen[story_id].topics.add(topic)
    for story_id in set(story_ids).difference(seen):  # its articles are in another story now
        left = select(REGROUPING.c.articles).where(REGROUPING.c.story_id == story_id).order_by(REGROUPING.c.id.desc())
        seen[story_id].lead = min(connection.scalars(left.limit(1)).one())
    return seen


def _first_seen(story_ids: Sequence[int]) -> Select[int, int]:
    """Ask for the article of each story that was seen first."""
    c = ARTICLE.c
    then = ARTICLE.join(STORY, and_(STORY.c.id == c.story_id, STORY.c.opened_at == c.first_seen_at))
    return select(c.story_id, func.min(c.id)).select_from(then).where(c.story_id.in_(story_ids)).group_by(c.story_id)


def _story(row: Row, seen: _Seen, lead: Row) -> Story:
    return Story(
        row["id"],
        lead["title"],
        lead["id"],
        lead["url"],
        lead["outlet"] or lead["feed"],
        lead["language"],
        articles=row["articles"],
        outlets=len(seen.outlets),
        languages=tuple(sorted(seen.languages)),
        topics=tuple(sorted(seen.topics)),
        first_seen_at=row["opened_at"],
        last_at=row["last_at"],
        merged_into=row["merged_into"],
        known="" if seen.has_news or not row["articles"] else str(lead["verdict_figures"]["of"]),
    )


def _carried(row: Row) -> Carried:
    return Carried(
        row["id"],
        row["url"],
        row["outlet"] or row["feed"],
        row["country"] or "",
        row["language"],
        row["title"],
        row["published_at"],
        row["first_seen_at"],
        words=_words(row["length"], row["language"]),
        verdict=rows.verdict(row["verdict"], {**row["verdict_figures"], "spans": ()}),
        topics=tuple(row["topics"]),
        credits=rows.credits_from_json(row["credits"]),
        placement=rows.placed_from_json(row["story_id"], row["story_figures"]),
        is_pinned=row["is_pinned"],
    )


def _words(length: int, language: str) -> int:
    """Say about how many words a text of so many characters has; at least one where it has any."""
    return length if language.startswith(_OF_CHARACTERS) else -(-length // _PER_WORD)
