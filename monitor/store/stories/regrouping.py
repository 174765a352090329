"""How do articles come from one story to another, and back?

Not pure: writes article, story and regrouping, inside a transaction of stories.py. In: what a person wants, or where
newer rules place an article. Out: Regrouping, one entry of the history. Nothing moves without one.

What people grouped, no rule takes apart: an article that they moved is pinned, and one that was in a story when they
merged or split it stays there too, as long as that holds. What is undone is undone whole, the last first, and what
rules placed by it goes along.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, or_, select, update

from monitor.core.errors import MonitorError, NotFound
from monitor.core.records.stories import Placement, Regrouping, RegroupKind
from monitor.store import rows
from monitor.store.rows import Row
from monitor.store.schema.tables import ARTICLE, REGROUPING, STORY

_BY_PEOPLE = (RegroupKind.MERGED.value, RegroupKind.SPLIT.value)
_CHUNK = 500
_NAMED = 5


class CannotRegroup(MonitorError):  # noqa: N818 - named by what is wrong, as all of that tree
    """A person asked for what cannot be done with these stories; the text says what can."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Act:
    """Who regroups, when, and why; ``by`` is "" for the rules."""

    by: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Move:
    """Articles on their way from one story to another."""

    kind: RegroupKind
    story_id: int
    to: int
    articles: tuple[int, ...]


def merge(connection: Connection, story_id: int, into: int, act: Act) -> Regrouping:
    """Move all articles of a story into another, and pin them there."""
    if story_id == into:
        raise CannotRegroup(f"Story {story_id} cannot be merged into itself. Name two stories.")
    for one in (story_id, into):
        _require_standing(connection, one, mend="Name that one instead.")
    c = ARTICLE.c
    ids = connection.scalars(select(c.id).where(c.story_id == story_id).order_by(c.id)).all()
    return _carry_out(connection, _Move(RegroupKind.MERGED, story_id, into, tuple(ids)), act)


def split(connection: Connection, story_id: int, article_ids: Sequence[int], act: Act) -> Regrouping:
    """Move some articles of a story into a new one, and pin them there."""
    story = _require_standing(connection, story_id, mend="Split that one instead.")
    ids = tuple(sorted(set(article_ids)))
    if not ids:
        raise CannotRegroup(f"No article was named. Name those that leave story {story_id}.")
    for article_id in ids:
        _require_in(connection, article_id, story_id)
    if len(ids) == story["articles"]:
        raise CannotRegroup(
            f"These are all articles of story {story_id}: nothing would be left of it. Name those that leave."
        )
    to = _open(connection, act.at)
    return _carry_out(connection, _Move(RegroupKind.SPLIT, story_id, to, ids), act)


def undo(connection: Connection, regrouping_id: int, act: Act) -> Regrouping:
    """Put back what a regrouping moved, and with it what rules have placed since because of that."""
    done = read(connection, regrouping_id)
    _require_undoable(connection, done)
    _require_last(connection, done)
    ids = sorted({*done.articles, *_followers(connection, done)})
    undone = _carry_out(
        connection, _Move(RegroupKind.UNDONE, done.to, done.story_id, tuple(ids)), act, undoes=done.id, is_pinned=False
    )
    mark = update(REGROUPING).where(REGROUPING.c.id == done.id)
    connection.execute(mark.values(undone_by=undone.id))
    pinned = _pinned_in(connection, done.story_id, set(done.articles))
    if done.kind is RegroupKind.REPLACED:
        pinned = set(done.articles)  # a person has said where they belong: the same rules must not say otherwise again
    _set(connection, sorted(pinned), is_pinned=True)
    return undone


def replace_by_rules(connection: Connection, article_id: int, placement: Placement, at: datetime) -> Regrouping | None:
    """Give an article the place that newer rules give it; None where it stays in its story.

    It stays where a person put it or has confirmed the story by merging or splitting it, and the article that opened a
    story stays where the rules would have it open one. A story that is left empty leads to where its articles went.

    Args:
        placement: without a story where the article is to have one of its own.
    """
    c = ARTICLE.c
    columns = c.id, c.story_id, c.kept_at, c.is_pinned, c.first_seen_at
    row = connection.execute(select(*columns).where(c.id == article_id)).mappings().one()
    if _is_held(connection, row):
        return None
    figures = rows.placed_to_json(placement)
    to = _target(connection, row, placement)
    if to == row["story_id"]:
        _set(connection, [article_id], story_figures=figures)
        return None
    to = _open(connection, row["first_seen_at"]) if to is None else to
    move = _Move(RegroupKind.REPLACED, row["story_id"], to, (article_id,))
    act = Act("", placement.why, at)
    replaced = _carry_out(connection, move, act, is_pinned=False)
    _set(connection, [article_id], story_figures=figures)
    return replaced


def history(connection: Connection, story_id: int) -> tuple[Regrouping, ...]:
    """Read when articles came to a story or left it, the first first."""
    c = REGROUPING.c
    found = select(REGROUPING).where(or_(c.story_id == story_id, c.to_id == story_id)).order_by(c.id)
    return tuple(_regrouping(row) for row in connection.execute(found).mappings())


def read(connection: Connection, regrouping_id: int) -> Regrouping:
    """Read one entry of the history.

    Raises:
        NotFound: there is none with this number.
    """
    found = select(REGROUPING).where(REGROUPING.c.id == regrouping_id)
    row = connection.execute(found).mappings().first()
    if row is None:
        raise NotFound(
            f"There is no regrouping {regrouping_id}. `monitor story show ID` names those of a story, with its history."
        )
    return _regrouping(row)


# --- what may not be ------------------------------------------------------------------------------


def require(connection: Connection, story_id: int) -> Row:
    """Read a story's row.

    Raises:
        NotFound: there is none with this number.
    """
    row = connection.execute(select(STORY).where(STORY.c.id == story_id)).mappings().first()
    if row is None:
        raise NotFound(f"There is no story {story_id}. `monitor stories` shows the ids.")
    return row


def _require_standing(connection: Connection, story_id: int, *, mend: str) -> Row:
    row = require(connection, story_id)
    if row["merged_into"] is not None:
        raise CannotRegroup(
            f"Story {story_id} has no articles any more: they are in story {row['merged_into']}. {mend}"
        )
    return row


def _require_in(connection: Connection, article_id: int, story_id: int) -> None:
    c = ARTICLE.c
    found = connection.execute(select(c.id, c.story_id).where(c.id == article_id)).first()
    if found is None:
        raise NotFound(f"There is no article {article_id}. `monitor story show {story_id}` shows the ids.")
    if found.story_id != story_id:
        raise CannotRegroup(
            f"Article {article_id} is in story {found.story_id}, not in story {story_id}. "
            f"`monitor story show {story_id}` shows which are; nothing was moved."
        )


def _require_undoable(connection: Connection, done: Regrouping) -> None:
    if done.undone_by is not None:
        raise CannotRegroup(f"Regrouping {done.id} is undone already, by regrouping {done.undone_by}.")
    if done.kind is RegroupKind.UNDONE:
        raise CannotRegroup(
            f"Regrouping {done.id} undid regrouping {done.undoes} and cannot be undone itself. Merge or split again."
        )
    c = REGROUPING.c
    merged = select(c.id).where(
        c.story_id == done.story_id, c.kind == RegroupKind.MERGED.value, c.undone_by.is_(None), c.id != done.id
    )
    other = connection.scalar(merged.order_by(c.id.desc()).limit(1))
    if other is not None:
        raise CannotRegroup(
            f"Story {done.story_id}, where the articles of regrouping {done.id} were, has been merged into another "
            f"since. Undo that first: monitor story undo {other}"
        )


def _require_last(connection: Connection, done: Regrouping) -> None:
    """Refuse to undo a regrouping where not all that it moved lies where it put it, or another has moved that since."""
    later = _later(connection, done)
    holding = [each for each in later if each.undone_by is None and each.kind is not RegroupKind.UNDONE]
    if holding:
        last = holding[-1]
        raise CannotRegroup(
            f"Regrouping {last.id} has moved them on: of what regrouping {done.id} moved to story {done.to}, "
            f"{_named(set(done.articles).intersection(last.articles))} went from story {last.story_id} to story "
            f"{last.to} since. Undo that one first: monitor story undo {last.id}"
        )
    gone = set(done.articles).difference(_lying(connection, done.articles, done.to))
    if gone:
        by = f", as regrouping {later[-1].id} took what followed others along" if later else ""
        raise CannotRegroup(
            f"Of what regrouping {done.id} moved, {_named(gone)} is not in story {done.to} any more{by}. "
            f"Merge or split instead: `monitor articles show {min(gone)}` names its story."
        )


def _named(ids: set[int]) -> str:
    shown = ", ".join(map(str, sorted(ids)[:_NAMED])) + (" and others" if len(ids) > _NAMED else "")
    return f"article{'' if len(ids) == 1 else 's'} {shown}"


def _later(connection: Connection, done: Regrouping) -> list[Regrouping]:
    """Give what has moved articles of a regrouping since, the first first.

    Whatever moves one on takes it out of a story where another has put it: only the history of those is read.
    """
    c, moved = REGROUPING.c, set(done.articles)
    found: dict[int, Regrouping] = {}
    read_of, to_read = set[int](), {done.to}
    while to_read:
        read_of |= to_read
        left = select(REGROUPING).where(c.story_id.in_(to_read), c.id > done.id)
        went = [
            each for each in map(_regrouping, connection.execute(left).mappings()) if moved.intersection(each.articles)
        ]
        found |= {each.id: each for each in went}
        to_read = {each.to for each in went} - read_of
    return [found[number] for number in sorted(found)]


# --- moving ---------------------------------------------------------------------------------------


def _carry_out(
    connection: Connection, move: _Move, act: Act, *, undoes: int | None = None, is_pinned: bool = True
) -> Regrouping:
    _set(connection, move.articles, story_id=move.to, is_pinned=is_pinned)
    _settle(connection, move.story_id, gone_to=move.to)
    _settle(connection, move.to, gone_to=move.story_id)
    values = {
        "at": act.at,
        "kind": move.kind.value,
        "story_id": move.story_id,
        "to_id": move.to,
        "articles": list(move.articles),
        "by": act.by,
        "why": act.why,
        "undoes": undoes,
    }
    row = connection.execute(insert(REGROUPING).values(values).returning(*REGROUPING.c)).mappings().one()
    return _regrouping(row)


def _open(connection: Connection, at: datetime) -> int:
    opened = insert(STORY).values(opened_at=at, last_at=at, articles=0)
    return int(connection.execute(opened.returning(STORY.c.id)).scalar_one())


def _settle(connection: Connection, story_id: int, *, gone_to: int) -> None:
    """Count a story's articles again; one without any leads on to where they went."""
    c = ARTICLE.c
    counted = select(func.count(), func.min(c.first_seen_at), func.max(c.first_seen_at)).where(c.story_id == story_id)
    number, first, last = connection.execute(counted).one()
    values: dict[str, object] = {"articles": 0, "merged_into": gone_to}
    if number:
        values = {"articles": number, "merged_into": None, "opened_at": first, "last_at": last}
    connection.execute(update(STORY).where(STORY.c.id == story_id).values(values))


def _set(connection: Connection, ids: Sequence[int], **values: object) -> None:
    for start in range(0, len(ids), _CHUNK):
        some = ARTICLE.c.id.in_(ids[start : start + _CHUNK])
        connection.execute(update(ARTICLE).where(some).values(values))


def _lying(connection: Connection, ids: Sequence[int], story_id: int) -> list[int]:
    """Give those of some articles that are in a story."""
    c, found = ARTICLE.c, list[int]()
    for start in range(0, len(ids), _CHUNK):
        some = select(c.id).where(c.id.in_(ids[start : start + _CHUNK]), c.story_id == story_id)
        found += connection.scalars(some.order_by(c.id))
    return found


def _followers(connection: Connection, done: Regrouping) -> list[int]:
    """Give what rules have put into a regrouping's story since because of what it moved, also by way of others."""
    a, r = ARTICLE.c, REGROUPING.c
    moves = select(r.articles).where(r.to_id == done.to, r.kind == RegroupKind.REPLACED.value, r.id > done.id)
    replaced = {one for ids in connection.scalars(moves) for one in ids}
    columns = a.id, a.kept_at, a.story_figures, a.verdict, a.verdict_figures
    inside = select(*columns).where(a.story_id == done.to, a.is_pinned.is_(False)).order_by(a.id)
    leaders, followers = set(done.articles), list[int]()
    for row in connection.execute(inside).mappings():  # what an article was placed by came before it
        is_since = row["kept_at"] > done.at or row["id"] in replaced
        if is_since and row["id"] not in leaders and _placed_by(row) in leaders:
            leaders.add(row["id"])
            followers.append(row["id"])
    return followers


def _placed_by(article: Row) -> int:
    """Give the article because of which rules put one into its story: what it copies or resembles; 0 for none."""
    verdict = rows.verdict(article["verdict"], article["verdict_figures"])
    of = int((article["story_figures"] or {}).get("of") or 0)
    return int(verdict.of) if not of and verdict.carries_another and verdict.of.isdecimal() else of


def _pinned_in(connection: Connection, story_id: int, ids: set[int]) -> set[int]:
    """Give those of some articles that a person once moved into a story, so that it still holds."""
    moved = {each.id: each for each in history(connection, story_id)}
    pinned: set[int] = set()
    for each in moved.values():
        undid = moved.get(each.undoes or 0)
        if each.to != story_id or each.undone_by is not None or each.kind is RegroupKind.REPLACED:
            continue
        if each.kind is not RegroupKind.UNDONE or (undid and undid.kind is RegroupKind.REPLACED):
            pinned |= ids.intersection(each.articles)
    return pinned


def _is_held(connection: Connection, article: Row) -> bool:
    """Say whether a person decides on an article's place, and no rule."""
    if article["is_pinned"]:
        return True
    c, story_id = REGROUPING.c, article["story_id"]
    confirmed = select(c.id).where(
        or_(c.story_id == story_id, c.to_id == story_id),
        c.kind.in_(_BY_PEOPLE),
        c.undone_by.is_(None),
        c.at >= article["kept_at"],
    )
    return connection.scalar(confirmed.limit(1)) is not None


def _target(connection: Connection, article: Row, placement: Placement) -> int | None:
    """Give the story that an article is to be in; None for a new one."""
    if placement.story_id is None:
        is_first = select(func.min(ARTICLE.c.id)).where(ARTICLE.c.story_id == article["story_id"])
        return article["story_id"] if connection.scalar(is_first) == article["id"] else None
    to = placement.story_id
    while (went_to := require(connection, to)["merged_into"]) is not None:
        to = went_to
    return to


def _regrouping(row: Row) -> Regrouping:
    return Regrouping(
        row["id"],
        row["at"],
        RegroupKind(row["kind"]),
        row["story_id"],
        row["to_id"],
        tuple(row["articles"]),
        row["by"],
        row["why"],
        row["undoes"],
        row["undone_by"],
    )
