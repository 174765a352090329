"""How late are feeds polled while others hang?

Not pure: runs `monitor run` and looks into its database once a second. In: a folder, for how long. Out: lines of text,
and the 99th percentile.

First every feed is polled once while none hangs, and the due times are spread over a minute, as they are in a service
that has run for a while. Then the service runs. A poll's lateness is its start (feed.polled_at) less the moment at
which it was due (feed.due_at as it stood before). A feed is polled once a minute at most, so a look a second misses
none. One that is overdue at the last look counts with what it is late by then.
"""

import signal
import subprocess
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from sqlalchemy import bindparam, create_engine, select, update
from sqlalchemy.exc import OperationalError

from monitor.observe.clock import SystemClock
from monitor.store.schema.tables import ENTRY, FEED
from tests.bench.poll.desk import Desk
from tests.bench.poll.figures import percentile
from tests.bench.poll.pipe import ROOT, Process, python
from tests.bench.poll.world import Plan
from tests.bench.poll.world_process import WorldProcess

TARGET_S = 5.0
_LOOK_S = 1.0
_NEWS_S = 5.0
_START_S = 4.0  # until the service is there
_NEVER = datetime.min.replace(tzinfo=UTC)

#: A feed's name, when it is due, when it was polled last.
_Row = tuple[str, datetime | None, datetime | None]


@dataclass
class _Watch:
    """What was seen of the feeds' due times."""

    plan: Plan
    due: dict[str, tuple[datetime | None, datetime | None]] = field(default_factory=dict)
    late_s: list[float] = field(default_factory=list)
    looked_at: datetime = _NEVER

    def look(self, rows: list[_Row]) -> None:
        """Take a look's rows."""
        self.looked_at = SystemClock().now() if rows else self.looked_at
        for name, due_at, polled_at in rows:
            expected, seen_at = self.due.get(name, (None, polled_at))
            if polled_at != seen_at and polled_at and expected and self._counts(name):
                self.late_s.append(max((polled_at - expected).total_seconds(), 0.0))
            self.due[name] = (due_at, polled_at)

    def close(self) -> int:
        """Count those that were overdue at the last look; give their number."""
        now = self.looked_at
        overdue = [
            (now - due_at).total_seconds()
            for name, (due_at, _) in self.due.items()
            if due_at is not None and self._counts(name) and now - due_at > timedelta(seconds=TARGET_S)
        ]
        self.late_s += overdue
        return len(overdue)

    def _counts(self, name: str) -> bool:
        return self.plan.kind(int(name[1:])) != "hanging"


@dataclass(frozen=True, slots=True)
class Lateness:
    """What came of it."""

    lines: tuple[str, ...]
    p99_s: float


def measure(feeds: int, *, seconds: float, folder: Path) -> Lateness:
    """Run the service over a world of which one feed in twenty hangs, and say how late the others were."""
    odd = feeds // 100
    plan = Plan(feeds, entries=2, hanging=feeds // 20, slow=odd, dead=odd)
    with WorldProcess(plan, folder.parent) as world:
        desk = Desk(folder, world, every="1m")
        _settle(desk)
        watch, cpu = _watched(desk, plan, seconds)
        asked = world.counts()
    overdue = watch.close()
    late = watch.late_s or [float("inf")]
    shares = ", ".join(f"p{share * 100:.0f} {percentile(late, share):.2f} s" for share in (0.5, 0.9, 0.99))
    world_line = (
        f"{feeds} feeds every minute for {seconds:.0f} s, {plan.hanging} hang, {odd} slow, {odd} dead, one in 100 with"
        f" news every {_NEWS_S:.0f} s; {asked['requests']} requests"
    )
    late_line = f"{len(late)} polls of those that do not hang, late by {shares}, at most {max(late):.2f} s"
    end_line = (
        f"overdue by more than {TARGET_S:.0f} s at the end: {overdue}; in the last third the service took {cpu:.0f} %"
        " of one processor"
    )
    lines = (world_line, late_line, end_line)
    return Lateness(lines, percentile(late, 0.99))


def _settle(desk: Desk) -> None:
    """Poll every feed once, then have them due evenly over the next minute, and no article left to make."""
    desk.world.calm(is_calm=True)
    with Process(python("tests.bench.poll.ours"), desk.log, desk.environment) as process:
        process.ask(how="due")
    desk.world.calm(is_calm=False)
    begins_at = SystemClock().now() + timedelta(seconds=_START_S)
    engine = create_engine(desk.database)
    with engine.begin() as connection:
        connection.execute(update(ENTRY).values(due_at=None))
        feeds = connection.scalars(select(FEED.c.id).order_by(FEED.c.id)).all()
        dues = [{"number": n, "at": begins_at + timedelta(seconds=60 * i / len(feeds))} for i, n in enumerate(feeds)]
        connection.execute(update(FEED).where(FEED.c.id == bindparam("number")).values(due_at=bindparam("at")), dues)
    engine.dispose()
    desk.world.counts()


def _watched(desk: Desk, plan: Plan, seconds: float) -> tuple[_Watch, float]:
    watch = _Watch(plan)
    with desk.log.open("ab") as errors:
        process = subprocess.Popen(
            python("monitor", "run", "--no-web"),
            cwd=ROOT,
            env={**_inherited(), **desk.environment},
            stderr=errors,
        )
    try:
        began, news_at = time.monotonic(), 0.0
        cpu_then: tuple[float, float] | None = None
        while (spent := time.monotonic() - began) < seconds:
            if process.poll() is not None:
                raise RuntimeError(f"it ended: {desk.log.read_text(encoding='utf-8', errors='replace')[-3000:]}")
            watch.look(_rows(desk))
            if spent - news_at > _NEWS_S:
                desk.world.publish(100)
                news_at = spent
            if cpu_then is None and spent > seconds * 2 / 3:
                cpu_then = (_cpu_s(process.pid), spent)
            time.sleep(_LOOK_S)
        share = (_cpu_s(process.pid) - cpu_then[0]) / (spent - cpu_then[1]) if cpu_then else 0.0
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return watch, share * 100


def _inherited() -> dict[str, str]:
    return {name: value for name, value in psutil.Process().environ().items() if not name.startswith("MONITOR_")}


def _cpu_s(pid: int) -> float:
    service = psutil.Process(pid)
    every = (process.cpu_times() for process in (service, *service.children(recursive=True)))
    return sum(times.user + times.system + times.children_user + times.children_system for times in every)


def _rows(desk: Desk) -> list[_Row]:
    engine = create_engine(desk.database)
    try:
        with engine.connect() as connection:
            wanted = select(FEED.c.name, FEED.c.due_at, FEED.c.polled_at).where(FEED.c.enabled)
            return [(name, due_at, polled_at) for name, due_at, polled_at in connection.execute(wanted)]
    except OperationalError:  # it is locked: the next look sees as much
        return []
    finally:
        engine.dispose()
