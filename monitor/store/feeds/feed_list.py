"""How are the feeds, for people and for metrics?

Not pure: reads feed, poll and event, and writes the events of many feeds at once. In: nothing, or a feed's name.
Out: a line a feed, worst first; one feed in full; counts. `monitor feeds`, `monitor status` and the snapshot show them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, select

from monitor.core.records.failures import Reason
from monitor.core.records.feeds import FeedSpec
from monitor.core.records.polls import EVERYWHERE, Event, EventKind, Health, HealthKind, Learned, Watched
from monitor.store.engine import Database
from monitor.store.feeds.feeds import missing
from monitor.store.feeds.polls import record
from monitor.store.rows import Row, health_of, learned_from_json, spec_from_json
from monitor.store.schema.tables import ENTRY, EVENT, FEED, POLL

_OUT_OF_REACH = [reason.value for reason in (Reason.DNS, Reason.CONNECT, Reason.TLS, Reason.TOO_SLOW)]
_FEWEST_DARK = 3  # hosts; a blackout is of no fewer
_ORDER = {kind.value: place for place, kind in enumerate(HealthKind)}


@dataclass(frozen=True, slots=True)
class FeedLine:
    """A feed as it is now.

    Args:
        address: where it is asked for; differs from ``spec.url`` where permanent redirects led elsewhere.
        paused_at: when a person paused it, None where nobody did.
        reason: why the last poll failed, "" where it did not.
        failures: polls that failed in a row.
        due_at: when it is polled next, None for never.
        etag: validator of its last good answer, "" where it gave none.
        last_modified: likewise.
    """

    id: int
    spec: FeedSpec
    address: str
    title: str
    health: Health
    learned: Learned
    paused_at: datetime | None
    reason: str
    detail: str
    failures: int
    page_failures: int
    polled_at: datetime | None
    succeeded_at: datetime | None
    due_at: datetime | None
    etag: str = ""
    last_modified: str = ""

    @property
    def has_validators(self) -> bool:
        """Whether the next request can be conditional."""
        return bool(self.etag or self.last_modified)

    @property
    def state(self) -> str:
        """Its health in one word; "paused" or "disabled" where it is not polled because somebody said so."""
        if not self.spec.enabled:
            return "disabled"
        return "paused" if self.paused_at else self.health.kind.value


@dataclass(frozen=True, slots=True)
class PollLine:
    """One poll of the past."""

    started_at: datetime
    outcome: str
    status: int
    entries: int
    new: int
    received_bytes: int
    took_s: float
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class FeedHistory:
    """One feed in full: its last polls and events, newest first, and its entries by state."""

    line: FeedLine
    polls: tuple[PollLine, ...]
    events: tuple[Event, ...]
    entries: dict[str, int]


class FeedList:
    """Reads the feeds for people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lines(self, *, troubled_only: bool = False) -> list[FeedLine]:
        """List the feeds of feeds.yaml, worst first; those that nobody wants polled come last."""
        c = FEED.c
        off = case((c.enabled.is_(False), 2), (c.paused_at.is_not(None), 1), else_=0)
        worst = case(_ORDER, value=c.health, else_=len(_ORDER))
        rows = select(FEED).where(c.is_listed).order_by(off, worst, c.health_since, c.name)
        if troubled_only:
            rows = rows.where(off == 0, c.health.not_in((HealthKind.OK.value, HealthKind.NEVER.value)))
        with self._database.read() as connection:
            return [_line(row) for row in connection.execute(rows).mappings()]

    def show(self, name: str, *, last: int = 10) -> FeedHistory:
        """Give one feed in full.

        Raises:
            NotFound: no feed of feeds.yaml has the name.
        """
        listed = select(FEED).where(FEED.c.is_listed)
        with self._database.read() as connection:
            found = connection.execute(listed.where(FEED.c.name == name)).mappings().first()
            if found is None:
                missing(connection.scalars(select(FEED.c.name).where(FEED.c.is_listed)).all(), [name])
                raise AssertionError(name)  # missing() has raised
            of_feed = found["id"]
            polls = connection.execute(_latest(select(POLL).where(POLL.c.feed_id == of_feed), POLL.c.id, last))
            events = connection.execute(_latest(select(EVENT).where(EVENT.c.feed_id == of_feed), EVENT.c.id, last))
            states = select(ENTRY.c.state, func.count()).where(ENTRY.c.feed_id == of_feed).group_by(ENTRY.c.state)
            return FeedHistory(
                _line(found),
                tuple(_poll(row) for row in polls.mappings()),
                tuple(_event(row) for row in events.mappings()),
                {state: number for state, number in connection.execute(states)},  # noqa: C416 - dict() does not type a Row
            )

    def events(self, *, last: int = 20, kinds: Sequence[EventKind] = ()) -> list[tuple[str, Event]]:
        """Give the last lines of history, newest first, each with its feed's name, "" for many feeds at once."""
        rows = select(EVENT, FEED.c.name).outerjoin(FEED, FEED.c.id == EVENT.c.feed_id)
        if kinds:
            rows = rows.where(EVENT.c.kind.in_([kind.value for kind in kinds]))
        with self._database.read() as connection:
            found = connection.execute(_latest(rows, EVENT.c.id, last)).mappings()
            return [(row["name"] or "", _event(row)) for row in found]

    def watched(self) -> list[Watched]:
        """Give what is to be known of each polled feed to notice blackouts; empty where too few are in trouble."""
        c = FEED.c
        polled = and_(c.is_listed, c.enabled, c.paused_at.is_(None))
        troubled = (HealthKind.FAILING.value, HealthKind.SILENT.value)
        with self._database.read() as connection:
            number = connection.scalar(select(func.count()).where(polled, c.health.in_(troubled))) or 0
            if number < _FEWEST_DARK:
                return []
            facts = select(c.spec, c.lane, c.health, c.health_since, c.reason, c.succeeded_at, c.learned)
            return [_watched(row) for row in connection.execute(facts.where(polled)).mappings()]

    def out_of_reach_in(self, scopes: Collection[str]) -> list[tuple[int, str]]:
        """List the feeds of countries and groups that no connection led to, as (number, site).

        Not those whose server said when to come again, or that it has nothing for us.
        """
        c = FEED.c
        failing = and_(c.is_listed, c.enabled, c.paused_at.is_(None), c.reason.in_(_OUT_OF_REACH))
        with self._database.read() as connection:
            rows = connection.execute(select(c.id, c.lane, c.spec).where(failing)).all()
        return [(feed_id, lane) for feed_id, lane, spec in rows if {*_scopes(spec), EVERYWHERE} & set(scopes)]

    def dark(self) -> dict[str, datetime]:
        """Give the countries and groups that are in a blackout, with its beginning."""
        with self._database.read() as connection:
            return _dark(connection)

    def record_blackouts(self, events: Sequence[Event]) -> list[Event]:
        """Write the beginnings and ends of blackouts, and give those that no other process had written before."""
        if not events:
            return []
        with self._database.write() as connection:
            self._database.serialise_judging(connection)  # two processes must not both find theirs to be the first
            dark = _dark(connection)
            news = [each for each in events if (each.scope in dark) is (each.kind is EventKind.BLACKOUT_ENDED)]
            record(connection, None, news)
        return news


def _dark(connection: Connection) -> dict[str, datetime]:
    c = EVENT.c
    of_many = c.feed_id.is_(None)  # found by index; the events of single feeds are far more
    rows = connection.execute(select(c.scope, c.kind, c.at).where(of_many).order_by(c.id))
    last = {row.scope: (row.kind, row.at) for row in rows}
    return {scope: at for scope, (kind, at) in last.items() if kind == EventKind.BLACKOUT_BEGAN.value}


#: A feed's health in one word, as FeedLine.state has it.
STATE = case((FEED.c.enabled.is_(False), "disabled"), (FEED.c.paused_at.is_not(None), "paused"), else_=FEED.c.health)


def count_by_state(connection: Connection) -> dict[str, int]:
    """Count the feeds of feeds.yaml by their state: each HealthKind, "paused", "disabled"."""
    rows = connection.execute(select(STATE, func.count()).where(FEED.c.is_listed).group_by(STATE))
    return {name: number for name, number in rows}  # noqa: C416 - dict() does not type a Row


def _latest(rows: "Select[Any]", number: Any, last: int) -> "Select[Any]":  # Any: SQLAlchemy's column generics
    return rows.order_by(number.desc()).limit(last)


def _line(row: Row) -> FeedLine:
    return FeedLine(
        id=row["id"],
        spec=spec_from_json(row["spec"]),
        address=row["moved_url"] or row["url"],
        title=row["title"],
        health=health_of(row),
        learned=learned_from_json(row["learned"]),
        paused_at=row["paused_at"],
        reason=row["reason"],
        detail=row["detail"],
        failures=row["failures"],
        page_failures=row["page_failures"],
        polled_at=row["polled_at"],
        succeeded_at=row["succeeded_at"],
        due_at=row["due_at"],
        etag=row["etag"],
        last_modified=row["last_modified"],
    )


def _scopes(spec: Mapping[str, Any]) -> tuple[str, ...]:  # Any: JSON
    return tuple(f"{scope}:{spec[scope]}" for scope in ("country", "group") if spec.get(scope))


def _watched(row: Row) -> Watched:
    kind = HealthKind(row["health"])
    news_at = learned_from_json(row["learned"]).rhythm.news_at if kind is HealthKind.SILENT else None
    return Watched(
        _scopes(row["spec"]),
        row["lane"],
        kind,
        news_at or row["health_since"],
        Reason(row["reason"]) if row["reason"] else None,
        was_read=row["succeeded_at"] is not None,
    )


def _poll(row: Row) -> PollLine:
    return PollLine(**{name: row[name] for name in PollLine.__dataclass_fields__})


def _event(row: Row) -> Event:
    return Event(EventKind(row["kind"]), row["at"], row["detail"], row["scope"], row["number"])
