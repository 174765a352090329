"""Which stories are there, and which articles do they have?

Not pure: reads story, article and what hangs on it. In: a connection and a filter or an id. Out: values of
core.records. stories.py offers them to everybody else.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, literal, select, tuple_

from monitor.core.records.stories import Carried, Story, StoryFilter
from monitor.core.records.verdicts import VerdictKind
from monitor.core.words import lines_in_turn
from monitor.store import rows
from monitor.store.rows import Row
from monitor.store.schema.tables import ARTICLE, ARTICLE_TOPIC, FEED, REGROUPING, STORY
from monitor.store.stories.regrouping import require

_NEWS = (VerdictKind.NEW.value, VerdictKind.PARTIAL.value)
_MEMBER, _MEMBERS_TOPIC = ARTICLE.alias("member"), ARTICLE_TOPIC.alias("members_topic")
_OUTLET = func.coalesce(func.nullif(ARTICLE.c.outlet, ""), ARTICLE.c.feed)


def list_stories(connection: Connection, wanted: StoryFilter) -> list[Story]:
    """List stories; see stories.py."""
    by_match = wanted.since is None and (wanted.topic is not None or wanted.outlet is not None)
    statement = _by_newest_match(wanted) if by_match else _by_last_article(wanted)
    return _read(connection, connection.scalars(statement.limit(wanted.limit)).all())


def read_story(connection: Connection, story_id: int) -> Story:
    """Read a story; one that was merged into another has no articles, and the headline that it had.

    Raises:
        NotFound: there is none with this id.
    """
    require(connection, story_id)
    (story,) = _read(connection, [story_id])
    return story


def read_members(connection: Connection, story_id: int) -> tuple[Carried, ...]:
    """Read the articles of a story, by first sight.

    Raises:
        NotFound: there is none with this id.
    """
    require(connection, story_id)
    c = ARTICLE.c
    found = select(ARTICLE).where(c.story_id == story_id).order_by(c.first_seen_at, c.id)
    members = connection.execute(found).mappings().all()
    specs = select(FEED.c.name, FEED.c.spec).where(FEED.c.name.in_({row["feed"] for row in members}))
    countries = {name: str(spec.get("country", "")) for name, spec in connection.execute(specs)}
    return tuple(_carried(row, countries.get(row["feed"], "")) for row in members)


# --- which stories --------------------------------------------------------------------------------


def _by_last_article(wanted: StoryFilter) -> Select[int]:
    """Walk the stories from the one with the newest article on, asking each for what else is wanted."""
    c = STORY.c
    statement = select(c.id).where(c.merged_into.is_(None), *_having(wanted, c.id))
    if wanted.topic is not None:
        statement = statement.where(_has_topic(c.id, wanted.topic))
    if wanted.outlet is not None:
        statement = statement.where(_has(c.id, _MEMBER.c.outlet == wanted.outlet))
    if wanted.since is not None:
        statement = statement.where(c.last_at >= wanted.since)
    if wanted.after is not None:
        last = STORY.alias("last")
        last_at = select(last.c.last_at).where(last.c.id == wanted.after).scalar_subquery()
        statement = statement.where(tuple_(c.last_at, c.id) < tuple_(last_at, literal(wanted.after)))
    return statement.order_by(c.last_at.desc(), c.id.desc())


def _by_newest_match(wanted: StoryFilter) -> Select[int]:
    """Walk the articles of a topic or an outlet from the newest on, giving a story where it is first met.

    By the topic's own index, or the outlet's: a rare one must not cost a walk over all stories.
    """
    this = _Matching(wanted, ARTICLE, ARTICLE_TOPIC)
    other = _Matching(wanted, ARTICLE.alias("other"), ARTICLE_TOPIC.alias("other_topic"))
    story_id = ARTICLE.c.story_id
    later = other.select(other.number).where(other.story_id == story_id, other.number > this.number)
    statement = this.select(story_id).where(~later.exists(), *_having(wanted, story_id))
    if wanted.topic is not None and wanted.outlet is not None:
        statement = statement.where(_has(story_id, _MEMBER.c.outlet == wanted.outlet))
    if wanted.after is not None:
        newest = other.select(func.max(other.number)).where(other.story_id == wanted.after)
        statement = statement.where(this.number < newest.scalar_subquery())
    return statement.order_by(this.number.desc())


@dataclass(frozen=True, slots=True)
class _Matching:
    """The articles of the topic that is wanted; where none is, those of the outlet."""

    wanted: StoryFilter
    article: FromClause
    topic: FromClause

    @property
    def number(self) -> ColumnElement[int]:
        return self.article.c.id if self.wanted.topic is None else self.topic.c.article_id

    @property
    def story_id(self) -> ColumnElement[int]:
        return self.article.c.story_id

    def select(self, column: ColumnElement[int]) -> Select[int]:
        if self.wanted.topic is None:
            return select(column).select_from(self.article).where(self.article.c.outlet == self.wanted.outlet)
        of_topic = self.article.join(self.topic, self.topic.c.article_id == self.article.c.id)
        return select(column).select_from(of_topic).where(self.topic.c.topic == self.wanted.topic)


def _having(wanted: StoryFilter, story_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
    return [] if wanted.language is None else [_has(story_id, _MEMBER.c.language == wanted.language)]


def _has(story_id: ColumnElement[int], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a story has an article for which a condition on ``_MEMBER`` holds."""
    return select(_MEMBER.c.id).where(_MEMBER.c.story_id == story_id, condition).exists()


def _has_topic(story_id: ColumnElement[int], topic: str) -> ColumnElement[bool]:
    of_member = select(_MEMBERS_TOPIC.c.topic).where(
        _MEMBERS_TOPIC.c.topic == topic, _MEMBERS_TOPIC.c.article_id == _MEMBER.c.id
    )
    return _has(story_id, of_member.exists())


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
        each.has_news |= verdict in _NEWS
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


def _carried(row: Row, country: str) -> Carried:
    article = rows.article(row)
    return Carried(
        article.id,
        article.url,
        article.outlet or article.feed,
        country,
        article.language,
        article.title,
        article.published_at,
        article.first_seen_at,
        words=sum(map(len, lines_in_turn(article.text))),
        verdict=replace(article.verdict, spans=()),
        topics=article.topics,
        credits=article.credits,
        placement=article.placement,
        is_pinned=row["is_pinned"],
    )
