"""Can whoever sits at a terminal see who is told of what, change it, try it, and keep quiet for a while?"""

import io
import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from email.utils import format_datetime

import pytest

from monitor.cli.main import main
from monitor.demo.thread import WorldThread
from monitor.demo.world import World
from tests.house.asking import ask
from tests.house.installation import Done, Installation

CHANNELS = "channels:\n  desk: {webhook: 'HOOK', secret_env: DESK_KEY}\n"
RULES = "defaults: keep\nrules:\n  from-the-file: {query: 'topic:csto lang:kk', channels: [desk], urgency: urgent}\n"
SECRET = "s3cr3t-t0k3n"
TIMETABLE = (
    "Kazakhstan agrees on a timetable",
    "Ministers of Kazakhstan agreed on one timetable for all freight trains.",
)
EXERCISE = "CSTO ends an exercise at night", "Rescuers of the CSTO crossed a wide river at night, and nobody was hurt."
BRIDGE = "CSTO engineers build a bridge", "Engineers of the CSTO built a bridge in nine hours, and took it down again."


@dataclass
class Desk:
    """An installation that watches one feed, and a world in which its receivers are."""

    world: WorldThread
    installation: Installation
    items: str = ""

    def run(self, *arguments: str) -> Done:
        """Run a command to its end, in this process: there are eighty here, and each in its own takes over a second."""
        out, err, root = io.StringIO(), io.StringIO(), logging.getLogger()
        handlers, level = list(root.handlers), root.level
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in self.installation.environment.items():
                patch.setenv(name, value)
            patch.chdir(self.installation.folder)
            patch.setattr(sys, "argv", ["monitor", "alerts", *arguments])
            with pytest.raises(SystemExit) as ended:
                main()
        root.handlers[:] = handlers
        root.setLevel(level)
        return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())

    def rows(self, *arguments: str) -> list[list[str]]:
        """Give what a command prints in a pipe, by lines and columns."""
        done = self.run(*arguments)
        assert done.code == 0, done.err
        return [line.split("\t") for line in done.out.splitlines()]

    def rule(self, name: str) -> list[str]:
        return next(row for row in self.rows("list") if row[0] == name)

    def bring(self, name: str, news: tuple[str, str]) -> Done:
        """Publish an article, and poll."""
        title, text = news
        page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body>"
        url = self.world.serve(f"/{name}.html", page)
        item = f"<title>{title}</title><link>{url}</link><description>{text}</description>"
        self.items += f"<item>{item}<pubDate>{format_datetime(self.world.do(lambda w: w.now()))}</pubDate></item>"
        feed = f'<rss version="2.0"><channel><title>River</title>{self.items}</channel></rss>'
        self.world.serve("/river.xml", feed, content_type="application/rss+xml")
        return self.installation.run("poll", "--all")

    def write_alerts(self, channels: str = CHANNELS) -> None:
        text = channels.replace("HOOK", f"{self.world.hook_url}/{SECRET}") + RULES
        (self.installation.folder / "alerts.yaml").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Article 1 was refused by the receiver of webhook and desk, and article 2 was taken."""
    with WorldThread(World(is_fresh=True)) as world:
        folder = tmp_path_factory.mktemp("desk")
        made = Desk(world, Installation.watching(world, folder, DESK_KEY=f"{SECRET}-key"))
        made.write_alerts()
        url = world.serve("/river.xml", "", content_type="application/rss+xml")
        made.installation.write_feeds(f"feeds:\n- {{name: river, url: '{url}'}}\n")
        world.answer_hooks(400)  # who sends it again is told the same
        first = made.bring("timetable", TIMETABLE)
        world.answer_hooks(200)
        second = made.bring("exercise", EXERCISE)
        assert (first.code, second.code) == (4, 0), first.err + second.err
        yield made


# --- looking --------------------------------------------------------------------------------------


def test_the_list_says_of_each_rule_whom_it_tells_and_what_it_brought(desk: Desk) -> None:
    piped = desk.run("list")

    rows = {row[0]: row[1:] for row in (line.split("\t") for line in piped.out.splitlines())}
    everybody, file = "log, webhook, desk", "alerts.yaml, line 5"
    assert rows["from-the-file"] == ["on", "article", "urgent", "at once", "desk", "0", "0", file, "topic:csto lang:kk"]
    assert rows["csto"] == ["on", "article", "normal", "at once", everybody, "3", "0", "default", "topic:csto"]
    assert rows["csto-spike"][1:] == ["spike", "normal", "at once", everybody, "0", "0", "default", "topic:csto"]
    assert rows["withdrawn-or-edited"][-1] == "(every article that names a topic)"
    assert piped.err == "channels: log (log), webhook (webhook), desk (webhook)\n"
    listed = desk.run("list", "--json")
    assert {rule["name"]: rule["last_7_days"] for rule in listed.json()["rules"]}["csto-spike"] == {"counted": 1}
    assert listed.json()["problems"] == []
    assert listed.json()["channels"][2] == {"name": "desk", "kind": "webhook", "origin": "alerts.yaml, line 2"}
    assert SECRET not in piped.out + piped.err + listed.out


def test_a_rule_is_shown_with_its_settings_and_what_it_brought_last(desk: Desk) -> None:
    shown, unknown = desk.run("show", "csto"), desk.run("show", "ctso")

    facts = [line.split(maxsplit=1) for line in shown.out.splitlines()]
    assert ["query", "topic:csto"] in facts
    assert ["story_pause_min", "60"] in facts
    alerts = [fact[1].split(maxsplit=2)[2] for fact in facts if fact[0] == "alert"]
    told = f"composed: article 2 {EXERCISE[0]}"
    assert [alert.strip() for alert in alerts] == [f"{channel} {told}" for channel in ("desk", "webhook", "log")]
    as_json = desk.run("show", "csto", "--json").json()
    assert {alert["channel"]: alert["delivery"] is None for alert in as_json["alerts"]} == dict.fromkeys(
        ("desk", "webhook", "log"), False
    )
    assert (unknown.code, unknown.out) == (1, "")
    assert unknown.err.startswith("error: No rule is named 'ctso'. Did you mean 'csto'? There are: from-the-file, ")


def test_messages_are_listed_found_shown_and_sent_again(desk: Desk) -> None:
    rows = desk.rows("deliveries")
    dead = desk.run("deliveries", "--state", "dead", "--channel", "desk", "--json").json()["deliveries"]

    assert [int(row[0]) for row in rows] == sorted((int(row[0]) for row in rows), reverse=True)
    assert [row[2:6] for row in rows if row[9] == "kazakhstan"] == [
        [state, channel, "article", "normal"]
        for state, channel in (("dead", "webhook"), ("sent", "log"), ("dead", "desk"))
    ]
    (given_up,) = dead
    assert (given_up["attempts"], given_up["reason"]) == (1, "refused_request")
    number, sent = str(given_up["id"]), next(row[0] for row in rows if row[2] == "sent")
    whole = desk.run("deliveries", number).json()
    assert (whole["payload"]["key"], [each["rule"] for each in whole["alerts"]]) == (given_up["key"], ["kazakhstan"])
    article = whole["payload"]["items"][0]["article"]
    assert (given_up["headline"], given_up["language"]) == (article["title"], article["language"])
    assert next(row[-1] for row in rows if row[0] == number) == article["title"]
    assert (
        desk.run("deliveries", "999").err
        == "error: There is no message 999. `monitor alerts deliveries` shows the ids.\n"
    )

    again = desk.run("retry", number, sent)
    rest = desk.run("retry", "--dead", "--channel", "webhook")
    polled = desk.installation.run("poll", "--all")

    assert (again.code, f"left as they are: {sent}." in again.err) == (4, True)
    assert (rest.code, polled.code) == (0, 0)
    assert "alerts: 2 sent, 0 failed" in polled.err
    keys = [message.headers["Idempotency-Key"] for message in desk.world.received if message.path.endswith(SECRET)]
    assert keys.count(given_up["key"]) == 2
    assert desk.rows("deliveries", "--state", "dead") == []
    assert [desk.run("retry").code, desk.run("retry", "--dead", number).code] == [2, 2]


# --- changing -------------------------------------------------------------------------------------


def test_a_rule_is_made_changed_switched_off_and_on_and_taken_out(desk: Desk) -> None:
    settings = ("--query", "topic:csto lang:ru", "--at", "daily 07:30 Asia/Almaty", "--channel", "log")
    added = desk.run("add", "mine", *settings)
    made = desk.rule("mine")
    twice = desk.run("add", "mine", "--query", "topic:sco")
    edited = [desk.run("edit", "mine", "--at", "every 30 min", "--urgency", "low"), desk.run("disable", "mine")]
    changed = desk.rule("mine")
    edited.append(desk.run("enable", "mine"))
    shown = desk.run("show", "mine", "--json").json()

    assert (added.code, twice.code, [done.code for done in edited]) == (0, 2, [0, 0, 0])
    assert added.err.startswith("mine holds now. To see what it would have sent: monitor alerts backtest mine")
    assert "There is a rule 'mine' already" in twice.err
    daily = "daily 07:30 Asia/Almaty"
    assert made == ["mine", "on", "article", "normal", daily, "log", "0", "0", "database", "topic:csto lang:ru"]
    assert changed[1:6] == ["off", "article", "low", "every 30 min", "log"]
    assert (shown["enabled"], shown["query"], shown["daily_at"]) == (True, "topic:csto lang:ru", None)
    assert [desk.run("remove", "mine").code, desk.run("remove", "mine").code] == [0, 1]


def test_what_cannot_be_is_refused_with_the_reason_and_nothing_is_changed(desk: Desk) -> None:
    before = desk.rows("list")
    caret = desk.run("add", "other", "--query", "topic:csto lang:")
    unknown = desk.run("add", "other", "--query", "topic:nato", "--channel", "dsk")
    of_the_file = [
        desk.run(*act) for act in (("edit", "from-the-file", "--urgency", "low"), ("remove", "from-the-file"))
    ]
    default = desk.run("remove", "csto")

    assert caret.code == 78
    written, mark = caret.err.splitlines()[1:3]
    assert (written.strip(), mark.index("^") - written.index("topic")) == ("topic:csto lang:", 16)
    assert "No topic is called 'nato'; there are: kazakhstan, csto, sco." in unknown.err
    assert "There is no channel 'dsk'. Did you mean 'desk'?" in unknown.err
    for done in of_the_file:
        assert (done.code, "is written in alerts.yaml, line 5: change it there." in done.err) == (2, True)
    assert (default.code, "switch it off by alerts disable csto" in default.err) == (2, True)
    assert desk.rows("list") == before


def test_a_rule_that_no_feed_can_bring_anything_is_made_and_that_is_said(desk: Desk) -> None:
    nobody = desk.run("add", "mine", "--query", "feed:rivr topic:csto")
    listed, as_json = desk.run("list"), desk.run("list", "--json").json()["problems"]
    fine = desk.run("edit", "mine", "--query", "feed:river")

    what = (
        "Its query means nothing of what the feeds bring: No feed of feeds.yaml is now called 'rivr'. "
        "Did you mean 'river'?"
    )
    note = f"{what} Mend it, unless such a feed is still to come."
    assert (nobody.code, nobody.err.splitlines()[0]) == (0, f"note: mine: {note}")
    assert f"database: 'mine': {note}\n" in listed.err
    assert as_json == [f"database: 'mine': {note}"]
    assert fine.err == "mine is changed.\n"
    assert desk.run("remove", "mine").code == 0


def test_a_rule_that_can_never_match_is_neither_made_nor_made_of_another(desk: Desk) -> None:
    made = desk.run("add", "mine", "--query", "topic:csto")
    before = desk.rows("list")

    refused = [desk.run(act, name, "--query", "lang:ru lang:kk") for act, name in (("add", "other"), ("edit", "mine"))]

    both = (
        "It can never match: 'lang:ru' and 'lang:kk' can never both hold: an article has one language. Write it anew."
    )
    assert made.code == 0
    assert [(done.code, done.err.strip()) for done in refused] == [
        (78, f"error: database: '{name}': query: {both}") for name in ("other", "mine")
    ]
    assert desk.rows("list") == before
    assert desk.run("remove", "mine").code == 0


def test_a_rule_says_what_may_not_be_meant_where_it_is_made_or_switched_on(desk: Desk) -> None:
    made = desk.run("add", "mine", "--query", "topic:csto", "--urgency", "urgent", "--at", "every 5 min")
    off, on = desk.run("disable", "mine"), desk.run("enable", "mine")

    note = "note: mine: What it finds is urgent, and yet gathered before it is told. "
    assert [done.err.startswith(note) for done in (made, off, on)] == [True, False, True]
    assert off.err == "mine is changed.\n"
    assert desk.run("remove", "mine").code == 0


def test_a_rule_whose_only_channel_broke_can_be_switched_off_and_changed(desk: Desk) -> None:
    desk.run("add", "mine", "--query", "topic:sco", "--channel", "desk")
    desk.write_alerts(channels="channels:\n  desk:\n    webhok: nowhere\n")
    try:
        off = desk.run("disable", "mine")
        is_off = desk.rule("mine")[1]
        changed = desk.run("edit", "mine", "--urgency", "low")
        shown = desk.run("show", "mine", "--json").json()
    finally:
        desk.write_alerts()

    assert (off.code, is_off, changed.code) == (0, "off", 0), changed.err
    assert (shown["enabled"], shown["urgency"], shown["channels"]) == (False, "low", ["desk"])
    assert desk.run("remove", "mine").code == 0


def test_a_rule_whose_channel_is_gone_says_so_and_can_be_taken_out(desk: Desk) -> None:
    desk.run("add", "mine", "--query", "topic:sco", "--channel", "desk")
    desk.write_alerts(channels="")
    try:
        listed, shown, removed = desk.run("list"), desk.run("show", "mine"), desk.run("remove", "mine")
    finally:
        desk.write_alerts()

    assert "\nmine\t" not in listed.out
    assert "There is no channel 'desk'." in listed.err
    assert (shown.code, "The rule 'mine' cannot be used." in shown.err) == (1, True)
    assert "There is no channel 'desk'." in shown.err
    assert removed.code == 0, removed.err


def test_a_rule_that_is_added_while_the_service_runs_holds_within_seconds(desk: Desk) -> None:
    with desk.installation.service() as service:
        service.until("service.started")
        (before,) = [line["rules"] for line in service.events() if line["event"] == "alerting.rules_read"]

        desk.run("add", "while-it-runs", "--query", "topic:sco")

        began = time.monotonic()
        service.until_times("alerting.rules_read", 2, timeout_s=15)
        took_s = time.monotonic() - began
        after = [line["rules"] for line in service.events() if line["event"] == "alerting.rules_read"][-1]
        listed = ask(service, "/api/v1/alerts/rules").json()["rules"]
    desk.run("remove", "while-it-runs")

    assert (after, took_s < 10) == (before + 1, True)
    assert "while-it-runs" in [rule["name"] for rule in listed]


# --- trying ---------------------------------------------------------------------------------------


def test_a_backtest_says_what_a_rule_would_have_sent_and_sends_nothing(desk: Desk) -> None:
    messages = len(desk.world.received)
    done = desk.run("backtest", "csto", "--query", "topic:kazakhstan OR topic:csto", "--since", "1d", "--show", "1")
    as_json = desk.run("backtest", "kazakhstan", "--since", "1d", "--json").json()

    (row,) = [line.split("\t") for line in done.out.splitlines()]
    assert row[1:] == ["article", "1", TIMETABLE[0]]
    assert "and 1 more: --show 2" in done.err
    assert "csto: of 2 articles it matches 2; it would have sent 2 messages" in done.err
    assert (as_json["articles"], as_json["matched"], as_json["query"]) == (2, 1, "topic:kazakhstan")
    assert [message["titles"] for message in as_json["messages"]] == [[TIMETABLE[0]]]
    assert len(desk.world.received) == messages
    assert desk.run("backtest", "--since", "1d").code == 2


def test_a_sample_over_a_channel_says_whether_it_came(desk: Desk) -> None:
    alerts = len(desk.rows("deliveries"))
    announced, unknown = desk.run("test", "log"), desk.run("test", "dsk")
    desk.world.answer_hooks(500)
    refused = desk.run("test", "desk")
    desk.world.answer_hooks(200)

    first, last = announced.err.splitlines()
    assert (announced.code, announced.out, last) == (0, "", "The sample was delivered over log.")
    line = json.loads(first)
    assert (line["event"], line["kind"], line["title"]) == ("alert.announced", "sample", EXERCISE[0])
    assert (unknown.code, "there are: log, webhook, desk." in unknown.err) == (1, True)
    assert (refused.code, "was not delivered over desk: 127.0.0.1 has trouble of its own (500)." in refused.err) == (
        4,
        True,
    )
    assert len(desk.rows("deliveries")) == alerts


# --- keeping quiet --------------------------------------------------------------------------------


def test_a_silence_that_cannot_be_is_refused_with_the_reason(desk: Desk) -> None:
    past = desk.run("silence", "topic:csto", "--until", "2020-01-01")
    words = desk.run("silence", "topic:csto river", "--until", "2h")
    unknown = desk.run("silence", "topic:csto OR topic:nato", "--until", "2h")

    assert (past.code, "Invalid value for --until: This moment is past." in past.err) == (2, True)
    assert (words.code, "A silence cannot ask for words of the text." in words.err) == (2, True)
    told, written, mark = unknown.err.splitlines()
    assert (unknown.code, told) == (2, "error: No topic is called 'nato'; there are: kazakhstan, csto, sco.")
    assert mark.index("^") == written.index("nato")
    assert desk.rows("silences") == []


def test_what_is_silenced_or_switched_off_is_not_told_and_a_snooze_is_of_a_story(desk: Desk) -> None:
    made = desk.run("silence", "topic:csto outlet:bbc.co.uk", "--until", "2h", "--by", "ann", "--comment", "A drill")
    number = made.out.strip()
    wider = desk.run("silence", "topic:csto", "--until", "1d").out.strip()
    desk.run("disable", "csto")
    desk.run("add", "in-its-place", "--query", "topic:csto", "--channel", "log")
    listed, as_json = desk.rows("silences"), desk.run("silences", "--json").json()
    polled = desk.bring("bridge", BRIDGE)

    assert (polled.code, "alert.announced" in polled.err) == (0, False)
    assert desk.rule("in-its-place")[6:8] == ["0", "1"]
    assert (desk.rule("csto")[1], desk.rule("csto")[6:8]) == ("off", ["3", "0"])  # of what came before
    assert f"Silence: number {wider} of " in desk.run("show", "in-its-place").out
    assert [row[0] for row in listed] == [wider, number]
    assert listed[1][2:] == ["ann", "topic:csto outlet:bbc.co.uk", "A drill"]
    assert [each["comment"] for each in as_json["silences"]] == [None, "A drill"]
    ended = [desk.run("unsilence", each).code for each in (wider, number, number)]
    assert ended == [0, 0, 2]
    removed = [desk.run("remove", name).code for name in ("csto", "in-its-place")]  # and holds again as it was
    assert (removed, desk.rule("csto")[1]) == ([0, 0], "on")


def test_a_story_is_snoozed_and_woken(desk: Desk) -> None:
    nobody, made = desk.run("snooze", "999"), desk.run("snooze", "1", "--grow-by", "2")
    listed = desk.run("silences")
    as_json = desk.run("silences", "--json").json()["snoozes"]
    ended = [desk.run("unsnooze", "1"), desk.run("unsnooze", "1")]

    assert (nobody.code, nobody.err) == (1, "error: There is no story 999. `monitor stories` shows the ids.\n")
    assert (made.code, made.err.endswith("it is told again with 3.\n")) == (0, True)
    assert (listed.out, listed.err) == ("", "story 1 is snoozed until it has 3 outlets\n")
    assert [(each["story"], each["until_outlets"]) for each in as_json] == [(1, 3)]
    assert ([done.code for done in ended], "Story 1 is not snoozed." in ended[1].err) == ([0, 2], True)
