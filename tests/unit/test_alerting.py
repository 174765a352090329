"""Do the rules hold that were written last, wherever that was, and is a sudden rise told once?"""

import asyncio
import io
import json
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from monitor.alert.rules import alerts_for
from monitor.alert.sample import sample
from monitor.alerting import Alerting, Setup, set_up
from monitor.config.settings import load
from monitor.core.errors import NotFound, TryAgainLater
from monitor.core.records.alerts import AlertKind, AlertState, Rule
from monitor.core.records.articles import Article, ArticleFilter, Covered
from monitor.core.records.failures import Reason
from monitor.core.records.fetches import Fetched
from monitor.core.records.verdicts import Judged, Verdict, VerdictKind
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from monitor.store.alerts.alerts import Alerts
from monitor.store.alerts.rules import AlertRules
from monitor.store.engine import Database
from tests.fakes import FakeChannel, FakeClock, FakeFetcher
from tests.rooms.stores import MENTION_OF_CSTO, NEW, Room, as_kept, draft, rulings

LABELS = {"kazakhstan": "Kazakhstan", "csto": "CSTO", "sco": "SCO"}
TOPICS = list(LABELS)
BUILT_IN = ["kazakhstan", "csto", "sco", "together-in-headline"]
BUILT_IN += ["kazakhstan-spike", "csto-spike", "sco-spike", "withdrawn-or-edited"]
JOURNAL = Journal(Metrics("test"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Files:
    """A folder with an alerts.yaml, and the settings that name it."""

    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / "alerts.yaml"

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")

    def environ(self, **more: str) -> dict[str, str]:
        return {"MONITOR_ALERTS": str(self.path), "MONITOR_DATA_DIR": str(self.folder), **more}

    def set_up(self, *stored: tuple[str, object], **more: str) -> Setup:
        environ = self.environ(**more)
        return set_up(load(environ)[0], environ, TOPICS, stored)

    def alerting(self, clock: FakeClock, fetcher: FakeFetcher | None = None, **more: str) -> Alerting:
        environ = self.environ(**more)
        return Alerting(load(environ)[0], clock, LABELS, fetcher or FakeFetcher(), environ)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    made = Files(tmp_path)
    made.write("rules: {}\n")
    return made


def origins(rules: Sequence[Rule]) -> dict[str, str]:
    return {rule.name: rule.origin for rule in rules}


def queries(alerting: Alerting) -> dict[str, str]:
    return {asked.rule.name: asked.rule.query for asked in alerting.book.rules}


def lines(logged: io.StringIO, event: str) -> list[dict[str, Any]]:  # Any: JSON
    return [line for line in map(json.loads, logged.getvalue().splitlines()) if line["event"] == event]


# --- what is set up -------------------------------------------------------------------------------


def test_the_file_goes_before_the_database_and_both_before_what_comes_with_the_program(files: Files) -> None:
    files.write("defaults: keep\nrules:\n  a: {query: 'topic:csto'}\n  sco: {query: 'topic:sco lang:ru'}\n")
    stored = [("a", {"query": "topic:sco"}), ("b", {"query": "topic:sco"}), ("csto", {"enabled": False})]

    made = files.set_up(*stored)

    rules = {rule.name: rule for rule in made.rules}
    others = {name: "default" for name in BUILT_IN if name not in ("sco", "csto")}
    assert origins(made.rules) == {
        "a": "alerts.yaml, line 3",
        "sco": "alerts.yaml, line 4",
        "b": "database",
        "csto": "database",
        **others,
    }
    assert (rules["a"].query, rules["sco"].query) == ("topic:csto", "topic:sco lang:ru")
    assert [rule.name for rule in made.rules if not rule.is_enabled] == ["csto"]
    assert made.problems == ()


def test_without_a_file_there_is_what_comes_with_the_program_and_what_the_database_has() -> None:
    settings, _ = load({})

    made = set_up(settings, {}, TOPICS, [("b", {"query": "topic:sco"})])

    assert (list(origins(made.rules)), made.is_read) == (["b", *BUILT_IN], True)


def test_a_file_with_rules_stands_alone_beside_the_database(files: Files) -> None:
    files.write("rules:\n  a: {query: 'topic:csto'}\n")

    assert list(origins(files.set_up(("b", {"query": "topic:sco"})).rules)) == ["a", "b"]


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"query": "topic:nato"}, "nato"),
        ({"query": "topic:csto ("}, "("),
        ({"query": "topic:csto", "channels": ["nobody"]}, "nobody"),
        ({"query": "topic:csto", "colour": "red"}, "colour"),
        (["topic:csto"], "csto"),
        (None, "csto"),
    ],
)
def test_a_broken_rule_of_the_database_is_a_problem_and_the_others_stand(
    files: Files, broken: object, told: str
) -> None:
    made = files.set_up(("csto", broken), ("b", {"query": "topic:sco"}))

    (problem,) = made.problems
    assert told in str(problem)
    assert "csto" in str(problem)
    assert problem.file == "database"
    assert origins(made.rules) == {"b": "database", **dict.fromkeys(BUILT_IN, "default")}


@pytest.mark.parametrize(
    ("rule", "starts"),
    [
        (
            Rule("r", "feed:rivr"),
            ["Its query means nothing of what the feeds bring: No feed of feeds.yaml is now called"],
        ),
        (Rule("r", "country:uz", is_enabled=False), ["It is switched off. Write", "Its query means nothing of what"]),
        (Rule("r", "feed:rivr", on=AlertKind.CHANGE), []),
        (Rule("r", "lang:ru lang:kk", on=AlertKind.CHANGE), ["Its query can never match: 'lang:ru' and 'lang:kk'"]),
        (Rule("r", "is:dup", quiet=("22:00", "22:00")), ["Its query means copies only", "From 22:00 till 22:00 is no"]),
        (Rule("r", "feed:river country:kz"), []),
    ],
)
def test_of_a_rule_is_said_what_may_not_be_meant_as_with_the_feeds_that_there_are(
    files: Files, clock: FakeClock, rule: Rule, starts: list[str]
) -> None:
    feeds = files.folder / "feeds.yaml"
    feeds.write_text("feeds:\n- {name: river, url: 'https://river.example/feed', country: KZ}\n", encoding="utf-8")

    found = files.alerting(clock, MONITOR_FEEDS=str(feeds)).notes_on(rule)

    assert [note[: len(start)] for note, start in zip(found, starts, strict=True)] == starts


def test_the_log_is_always_a_channel_and_the_webhook_where_it_is_set(files: Files) -> None:
    files.write("channels:\n  desk: {webhook: 'https://desk.example/hook'}\nrules: {}\n")

    def found(**more: str) -> list[tuple[str, str]]:
        return [(spec.name, spec.origin) for spec in files.set_up(**more).specs]

    assert found() == [("log", "default"), ("desk", "alerts.yaml, line 2")]
    assert found(MONITOR_WEBHOOK_URL="https://hook.example/") == [
        ("log", "default"),
        ("webhook", "MONITOR_WEBHOOK_URL"),
        ("desk", "alerts.yaml, line 2"),
    ]


# --- a service's rules ----------------------------------------------------------------------------

BROKEN_CHANNEL = "channels:\n  desk: {apprise: 'nosuchservice://s3cr3t'}\nrules: {}\n"


async def test_a_channel_that_cannot_be_made_is_left_out_and_said_as_long_as_the_service_runs(
    files: Files, clock: FakeClock, database: Database, logged: io.StringIO
) -> None:
    files.write(BROKEN_CHANNEL)
    alerting = files.alerting(clock)

    alerting.follow(AlertRules(database, clock))

    assert (list(alerting.channels), alerting.book.channels) == (["log"], ("log",))
    assert [spec.name for spec in alerting.specs] == ["log", "desk"]
    (problem,) = alerting.problems
    assert (problem.file, problem.key) == ("alerts.yaml, line 2", "desk")
    assert [line["detail"] for line in lines(logged, "config.bad_alerts")] == [str(problem)]
    with pytest.raises(NotFound) as refused:
        await alerting.send_sample("desk", Room(database, clock).articles, JOURNAL)
    assert str(problem) in str(refused.value)
    assert "s3cr3t" not in logged.getvalue() + str(refused.value)


def test_rules_of_the_database_hold_once_it_is_followed(files: Files, clock: FakeClock, database: Database) -> None:
    stored = AlertRules(database, clock)
    stored.put("b", {"query": "topic:sco"})
    stored.put("csto", {"query": "topic:csto", "enabled": False})
    alerting = files.alerting(clock)
    before = list(queries(alerting))

    alerting.follow(stored)

    assert before == BUILT_IN
    assert list(queries(alerting)) == ["b", *(name for name in BUILT_IN if name != "csto")]
    assert "csto" in origins(alerting.rules)


def test_what_changes_in_the_file_or_the_database_holds_from_then_on(
    files: Files, clock: FakeClock, database: Database
) -> None:
    stored = AlertRules(database, clock)
    alerting = files.alerting(clock)
    alerting.follow(stored)
    acts: list[Callable[[], object]] = [
        lambda: files.write("rules:\n  a: {query: 'topic:csto'}\n"),
        lambda: stored.put("b", {"query": "topic:sco"}),
        lambda: stored.put("b", {"query": "topic:kazakhstan"}),
        lambda: stored.put("a", {"query": "topic:kazakhstan"}),  # the file's stands before it
        lambda: stored.delete("b"),
        lambda: files.write("rules: {}\n"),
    ]

    found = []
    for act in acts:
        act()
        found.append((alerting.refresh(), alerting.refresh(), queries(alerting)))

    assert [(changed, again) for changed, again, _ in found] == [(True, False)] * 6
    assert [held for *_, held in found[:5]] == [
        {"a": "topic:csto"},
        {"a": "topic:csto", "b": "topic:sco"},
        {"a": "topic:csto", "b": "topic:kazakhstan"},
        {"a": "topic:csto", "b": "topic:kazakhstan"},
        {"a": "topic:csto"},
    ]
    assert list(found[5][2]) == ["a", *BUILT_IN]


@pytest.mark.parametrize("text", ["rules: [\n", None], ids=["no YAML", "gone"])
def test_a_file_that_cannot_be_read_leaves_what_held_and_is_said(
    files: Files, clock: FakeClock, logged: io.StringIO, text: str | None
) -> None:
    files.write("rules:\n  a: {query: 'topic:csto'}\n")
    alerting = files.alerting(clock)
    alerting.refresh()

    if text is None:
        files.path.unlink()
    else:
        files.write(text)
    changed = alerting.refresh()

    assert (changed, queries(alerting)) == (True, {"a": "topic:csto"})
    (problem,) = alerting.problems
    assert problem.file == str(files.path)
    assert len(lines(logged, "config.bad_alerts")) == 1
    files.write("rules:\n  b: {query: 'topic:sco'}\n")
    assert (alerting.refresh(), queries(alerting), alerting.problems) == (True, {"b": "topic:sco"}, ())


def test_a_broken_rule_is_logged_once_a_change_and_the_others_hold(
    files: Files, clock: FakeClock, logged: io.StringIO
) -> None:
    files.write("rules:\n  a: {query: 'topic:nato'}\n  b: {query: 'topic:sco'}\n")
    alerting = files.alerting(clock)

    changes = [alerting.refresh(), alerting.refresh()]

    assert (changes, queries(alerting)) == ([True, False], {"b": "topic:sco"})
    (line,) = lines(logged, "config.bad_alerts")
    assert (line["level"], "line 2" in line["detail"], "nato" in line["detail"]) == ("error", True, True)
    assert [(line["rules"], line["channels"]) for line in lines(logged, "alerting.rules_read")] == [(1, ["log"])]


class AwayOnce(AlertRules):
    """Says what changed, and is away when it is asked for it the first time."""

    is_away = True

    def list(self) -> list[tuple[str, dict[str, object]]]:
        if self.is_away:
            self.is_away = False
            raise TryAgainLater("The database is locked.")
        return super().list()

    def version(self) -> str:
        return "another"


def test_a_database_that_goes_away_while_it_is_read_is_read_again(
    files: Files, clock: FakeClock, database: Database
) -> None:
    stored = AwayOnce(database, clock)
    stored.put("b", {"query": "topic:sco"})
    alerting = files.alerting(clock)

    with pytest.raises(TryAgainLater):
        alerting.follow(stored)

    assert "b" not in queries(alerting)
    assert alerting.refresh()
    assert "b" in queries(alerting)


def test_the_files_own_environment_gives_the_secrets(files: Files, clock: FakeClock) -> None:
    files.write("channels:\n  desk: {webhook_env: DESK_URL}\nrules: {}\n")

    alerting = files.alerting(clock, DESK_URL="https://desk.example/s3cr3t")

    assert list(alerting.channels) == ["log", "desk"]
    assert "s3cr3t" not in repr(alerting.setup)
    assert "DESK_URL" not in os.environ


# --- templates ------------------------------------------------------------------------------------

MANAGER = "channels:\n  on-call: {alertmanager: 'https://manager.example', template: channel}\n"


async def test_the_template_of_a_rule_goes_before_that_of_its_channel(files: Files, clock: FakeClock) -> None:
    for name in ("channel", "rule"):
        for form in ("line", "plain"):
            (files.folder / f"{name}.{form}").write_text(f"by the {name}s template", encoding="utf-8")
    files.write(MANAGER + "rules:\n  sample: {query: 'topic:csto', template: rule}\n")
    fetcher = FakeFetcher([Fetched("https://manager.example", 200, b"", "")])
    alerting = files.alerting(clock, fetcher)

    async def described() -> str:
        await alerting.channels["on-call"].send(made)
        body = json.loads(fetcher.requests[-1].body or b"")
        return str(body[0]["annotations"]["description"])

    made = sample("on-call", None, clock.now())  # its rule is called "sample"
    first = await described()
    files.write(MANAGER + "rules:\n  sample: {query: 'topic:csto'}\n")
    alerting.refresh()

    assert (first, await described()) == ("by the rules template", "by the channels template")


# --- samples --------------------------------------------------------------------------------------


async def test_a_sample_over_an_unknown_channel_names_those_there_are(
    files: Files, clock: FakeClock, database: Database
) -> None:
    alerting = files.alerting(clock, MONITOR_WEBHOOK_URL="https://hook.example/s3cr3t")

    with pytest.raises(NotFound) as refused:
        await alerting.send_sample("webhok", Room(database, clock).articles, JOURNAL)

    assert str(refused.value) == "No channel 'webhok' can be used; there are: log, webhook."


async def test_a_sample_tells_the_newest_article_of_any_topic_or_one_that_is_made_up(
    files: Files, clock: FakeClock, database: Database, logged: io.StringIO
) -> None:
    room = Room(database, clock)
    alerting = files.alerting(clock)

    outcomes = [await alerting.send_sample("log", room.articles, JOURNAL)]
    for number, mentions in enumerate([(MENTION_OF_CSTO,), (MENTION_OF_CSTO,), ()]):
        room.keep(draft(number, text=f"The CSTO met {number} times.", mentions=mentions))
    outcomes.append(await alerting.send_sample("log", room.articles, JOURNAL))

    assert outcomes == [None, None]
    told = lines(logged, "alert.announced")
    assert [(line["kind"], line["title"]) for line in told] == [
        ("sample", "A sample: this channel works"),
        ("sample", "CSTO 1"),
    ]
    assert await asyncio.to_thread(Alerts(database).list) == []


class SlowArchive:
    """An archive without articles that answers once it is let go."""

    def __init__(self) -> None:
        self.asked, self.may_answer = threading.Event(), threading.Event()

    @classmethod
    def answering(cls) -> "SlowArchive":
        made = cls()
        made.may_answer.set()
        return made

    def list(self, wanted: ArticleFilter) -> Sequence[Article]:
        self.asked.set()
        assert self.may_answer.wait(5), f"Nobody else could do anything while the archive was asked for {wanted}."
        return []

    def get(self, article_id: int) -> Article:
        raise NotFound(f"There is no article {article_id}.")

    def begun_at(self) -> datetime | None:
        return None


async def test_while_the_archive_is_asked_for_a_sample_s_article_all_else_goes_on(
    files: Files, clock: FakeClock
) -> None:
    archive = SlowArchive()
    sending = asyncio.create_task(files.alerting(clock).send_sample("log", archive, JOURNAL))

    await asyncio.to_thread(archive.asked.wait, 5)
    archive.may_answer.set()

    assert await sending is None


@pytest.mark.parametrize(
    ("broken", "reason", "detail"),
    [
        pytest.param(
            lambda: FakeChannel("hook", [RuntimeError("token hunter2")]),
            Reason.BUG,
            "The channel 'hook' crashed with RuntimeError; see the log.",
            id="crashes",
        ),
        pytest.param(
            lambda: FakeChannel("hook", gate=asyncio.Event()),
            Reason.TOO_SLOW,
            "The channel 'hook' took over 0.05 s.",
            id="never ends",
        ),
    ],
)
async def test_a_sample_fails_as_any_message_does_over_a_channel_that_is_broken(
    files: Files, clock: FakeClock, logged: io.StringIO, broken: Callable[[], FakeChannel], reason: Reason, detail: str
) -> None:
    alerting = files.alerting(clock)
    alerting.channels["hook"] = broken()

    failed = await alerting.send_sample("hook", SlowArchive.answering(), JOURNAL, deadline_s=0.05)

    assert failed is not None
    assert (failed.reason, failed.detail) == (reason, detail)
    assert [line["channel"] for line in lines(logged, "alert.channel_crashed")] == ["hook"] * (reason is Reason.BUG)


# --- spikes ---------------------------------------------------------------------------------------


@dataclass
class Watch:
    """A service's watch for spikes over an archive."""

    room: Room
    alerting: Alerting
    number: int = 0

    def __post_init__(self) -> None:
        self.alerts, self.clock = Alerts(self.room.database), self.room.clock
        self.articles = self.room.articles

    def keep(self, times: int = 1, *, verdict: Verdict = NEW, is_counted: bool = True) -> None:
        """Keep articles about the CSTO, as the service does: where there are rules, they count."""
        for _ in range(times):
            self.number += 1
            mentions = (replace(MENTION_OF_CSTO, field="text", start=4, end=8),)
            given = draft(self.number, text=f"The CSTO met {self.number} times.", mentions=mentions)
            announce = partial(alerts_for, book=self.alerting.book, now=self.clock.now())
            made = rulings(judge=lambda _: Judged(verdict), announce=announce if is_counted else lambda _: ())
            as_kept(self.articles.keep(Covered(self.room.entry(), given), made))

    def count(self, times: int, ago: timedelta) -> None:
        """Have the rule count its last article so often, some time ago."""
        (last,) = self.alerts.list("csto-spike", AlertState.COUNTED, limit=1)
        keys = [f"{ago}/{n}" for n in range(times)]
        self.alerts.add([replace(last.alert, key=key) for key in keys], self.clock.now() - ago)

    def look(self) -> int:
        return self.alerting.watch_spikes(self.alerts, self.articles)

    def told(self) -> list[Mapping[str, object]]:
        """Give the figures of each spike that is to be told, the oldest first."""
        found = self.alerts.list("csto-spike", AlertState.DUE)[::-1]
        return [each.alert.facts["spike"] for each in found]  # type: ignore[misc] # a mapping


@pytest.fixture
def watch(files: Files, clock: FakeClock, database: Database) -> Watch:
    files.write(
        "rules:\n"
        "  csto-spike: {query: 'topic:csto', on: spike, channels: log, spike: {at_least: 4, factor: 2}}\n"
        "  plain: {query: 'topic:csto', channels: log}\n"
    )
    return Watch(Room(database, clock), files.alerting(clock))


def advance(watch: Watch, by: timedelta) -> None:
    watch.clock.advance(by.total_seconds())


def test_a_spike_is_queued_once_however_often_it_is_looked_for(watch: Watch) -> None:
    watch.keep()
    advance(watch, 2 * DAY)
    quiet = watch.look()
    watch.keep(4)

    queued = [watch.look()]
    advance(watch, HOUR / 60)
    watch.keep()
    queued += [watch.look(), watch.look()]

    assert (quiet, queued) == (0, [1, 0, 0])
    assert watch.told() == [{"count": 4, "usual": 0.0, "hours": 1}]
    (alert,) = watch.alerts.list("csto-spike", AlertState.DUE)
    assert (alert.alert.channel, alert.alert.article_id, alert.alert.story_id) == ("log", 5, None)


def test_what_comes_often_is_no_spike(watch: Watch) -> None:
    watch.keep()
    advance(watch, 2 * DAY)
    for hours in range(1, 49):
        watch.count(2, hours * HOUR)
    watch.keep(4)

    queued = watch.look()

    assert (queued, watch.told()) == (0, [])  # 97 in 48 hours: 4 are not over twice the usual
    watch.keep()
    assert watch.look() == 1


def test_a_topic_that_was_silent_for_nine_days_and_longer_is_a_spike_at_once(watch: Watch) -> None:
    watch.keep()
    advance(watch, 20 * DAY)
    watch.alerting.forget_counted(watch.alerts)
    watch.keep(3)
    few = watch.look()
    watch.keep()

    queued = watch.look()

    assert (few, queued, watch.told()) == (0, 1, [{"count": 4, "usual": 0.0, "hours": 1}])


def test_an_archive_of_less_than_a_day_knows_no_spikes(watch: Watch) -> None:
    watch.keep()
    advance(watch, 23 * HOUR)
    watch.keep(4)

    assert watch.look() == 0


def test_a_rule_that_is_new_to_an_old_archive_does_not_cry_of_what_is_usual(watch: Watch) -> None:
    for _ in range(3):
        watch.keep(2, is_counted=False)  # the rule is not there yet
        advance(watch, DAY)
    watch.keep(6)

    assert watch.look() == 0
    advance(watch, 2 * DAY)
    watch.keep(6)
    assert (watch.look(), watch.told()) == (1, [{"count": 6, "usual": 0.1, "hours": 1}])  # 6 in 48 hours


def test_copies_that_no_rule_counts_do_not_make_a_silent_topic_a_new_rule(watch: Watch) -> None:
    watch.keep(2, verdict=Verdict(VerdictKind.COPY, "the same words", of="seed:x"))
    advance(watch, 2 * DAY)
    watch.keep(4)

    assert watch.look() == 1


def test_of_a_query_that_the_archive_cannot_be_asked_a_rise_is_told_from_the_second_day_on(
    watch: Watch, files: Files
) -> None:
    text = files.path.read_text(encoding="utf-8")
    files.write(text.replace("topic:csto', on", "topic:csto OR topic:sco', on"))
    watch.alerting.refresh()
    watch.keep()
    advance(watch, 10 * DAY)
    watch.keep(4)

    early = watch.look()
    advance(watch, 25 * HOUR)
    watch.keep(4)

    assert (early, watch.look()) == (0, 1)


def test_nothing_is_looked_for_in_an_empty_archive_or_without_rules_on_spikes(watch: Watch, files: Files) -> None:
    empty = watch.look()
    files.write("rules:\n  plain: {query: 'topic:csto', channels: log}\n")
    watch.alerting.refresh()
    watch.keep(5)

    assert (empty, watch.look()) == (0, 0)


def test_what_was_counted_is_forgotten_after_nine_days_and_what_was_told_is_not(watch: Watch) -> None:
    watch.keep()
    advance(watch, 2 * DAY)
    watch.keep(4)
    watch.look()
    advance(watch, 9 * DAY)
    kept_back = watch.alerts.tallies(watch.clock.now() - 30 * DAY)["csto-spike"]
    watch.keep()

    watch.alerting.forget_counted(watch.alerts)

    assert kept_back == {"counted": 5, "due": 1}
    assert watch.alerts.tallies(watch.clock.now() - 30 * DAY)["csto-spike"] == {"counted": 5, "due": 1}
    advance(watch, HOUR)
    watch.alerting.forget_counted(watch.alerts)
    assert watch.alerts.tallies(watch.clock.now() - 30 * DAY)["csto-spike"] == {"counted": 1, "due": 1}


# --- channels that come and go while it runs ------------------------------------------------------


def test_a_channel_that_is_added_changed_or_taken_away_holds_without_a_new_start(
    files: Files, clock: FakeClock
) -> None:
    alerting = files.alerting(clock)
    channels = alerting.channels
    steps = []
    for address in ("https://a.example/1", "https://a.example/2", ""):
        files.write(f'channels: {{hook: {{webhook: "{address}"}}}}\n' if address else "rules: {}\n")
        alerting.refresh()
        steps.append(channels.get("hook"))

    assert list(channels) == ["log"]
    assert [step is not None for step in steps] == [True, True, False]
    assert steps[0] is not steps[1]


def test_a_channel_that_stays_as_it_is_goes_on_being_the_same(files: Files, clock: FakeClock) -> None:
    files.write('channels: {hook: {webhook: "https://a.example/1"}}\n')
    alerting = files.alerting(clock)
    before = alerting.channels["hook"]

    files.write('channels: {hook: {webhook: "https://a.example/1"}}\nrules: {all: {query: ""}}\n')
    alerting.refresh()

    assert alerting.channels["hook"] is before


def test_the_databases_rules_hold_even_where_the_file_could_never_be_read(
    files: Files, clock: FakeClock, database: Database
) -> None:
    files.write("rules: [\n")
    AlertRules(database, clock).put("mine", {"query": "topic:sco"})
    alerting = files.alerting(clock)

    alerting.follow(AlertRules(database, clock))

    assert queries(alerting)["mine"] == "topic:sco"
