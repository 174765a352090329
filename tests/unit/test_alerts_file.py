"""alerts.yaml: what is read from it, how its faults are told, and that no secret ever is."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.config.alerts import AlertFile, Known, built_in_channels, load_alerts, rule_of, spec_of, stored_rule
from monitor.core.errors import BadConfiguration, Problem
from monitor.core.query.feeds import Feeds
from monitor.core.records.alerts import AlertKind, ChannelKind, ChannelSpec, Rule, Spike, Urgency
from monitor.core.records.changes import ChangeKind
from monitor.core.records.feeds import FeedSpec

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = (ROOT / "deploy" / "alerts.example.yaml").read_text(encoding="utf-8")
TOPICS = ("kazakhstan", "csto", "sco")
SECRET = "hunter2-hunter2"
ENVIRON = {"HOOK_URL": f"https://hooks.example/{SECRET}", "HOOK_SECRET": SECRET, "DESK_URL": f"tgram://{SECRET}/1"}
CHANNELS = """\
channels:
  hook: {webhook_env: HOOK_URL, secret_env: HOOK_SECRET}
  desk: {apprise_env: DESK_URL}
"""


def load(folder: Path, content: str, environ: Mapping[str, str] = ENVIRON) -> AlertFile:
    path = folder / "alerts.yaml"
    path.write_text(content, encoding="utf-8")
    return load_alerts(path, environ=environ, topics=TOPICS)


def rules(folder: Path, *lines: str) -> AlertFile:
    """Load the channels and one rule, "r" on line 5, whose keys begin on line 6."""
    return load(folder, CHANNELS + "rules:\n  r:\n" + "".join(f"    {line}\n" for line in lines))


def channel(folder: Path, body: str, environ: Mapping[str, str] = ENVIRON) -> AlertFile:
    return load(folder, f"channels:\n  c: {body}\n", environ)


def only_channel(folder: Path, body: str, environ: Mapping[str, str] = ENVIRON) -> ChannelSpec:
    found = channel(folder, body, environ)
    assert harmful(found) == []
    (spec,) = found.channels
    return spec


def harmful(found: AlertFile) -> list[Problem]:
    return [problem for problem in found.problems if not problem.is_harmless]


def only(found: AlertFile) -> Problem:
    (problem,) = harmful(found)
    return problem


def notes(found: AlertFile) -> list[str]:
    return [problem.what for problem in found.problems if problem.is_harmless]


# --- rules ----------------------------------------------------------------------------------------


def test_a_rule_of_few_words_has_the_defaults_of_a_rule(tmp_path: Path) -> None:
    found = rules(tmp_path, "query: topic:csto lang:ru,kk")

    assert found.rules == (Rule("r", "topic:csto lang:ru,kk", origin="alerts.yaml, line 5"),)
    assert found.problems == ()


def test_every_key_of_a_rule_is_read(tmp_path: Path) -> None:
    found = rules(
        tmp_path,
        "query: topic:csto",
        "channels: [desk, hook, log]",
        "on: change",
        "urgency: low",
        "at: daily 7:30 Asia/Almaty",
        "quiet: 22:00 - 07:00",
        "per_story: 6 h",
        "ceiling: 12 an hour",
        "include: [versions, copies]",
        "changes: [headline, withdrawn]",
        "template: short",
        "owner: Night desk",
        "enabled: yes",
    )

    assert found.rules == (
        Rule(
            "r",
            "topic:csto",
            ("desk", "hook", "log"),
            AlertKind.CHANGE,
            Urgency.LOW,
            daily_at="07:30",
            zone="Asia/Almaty",
            quiet=("22:00", "07:00"),
            story_pause_min=360,
            ceiling_per_h=12,
            includes=frozenset({"copies", "versions"}),
            changes=(ChangeKind.HEADLINE, ChangeKind.WITHDRAWN),
            template="short",
            owner="Night desk",
            origin="alerts.yaml, line 5",
        ),
    )
    assert found.problems == ()


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("at: once", "every_min", 0),
        ("at: every 30 min", "every_min", 30),
        ("at: every 2h", "every_min", 120),
        ("at: every 1 d", "every_min", 1_440),
        ("at: daily 23:59", "daily_at", "23:59"),
        ("per_story: none", "story_pause_min", 0),
        ("per_story: 15m", "story_pause_min", 15),
        ("ceiling: none", "ceiling_per_h", 0),
        ("ceiling: 5", "ceiling_per_h", 5),
        ("ceiling: 5/h", "ceiling_per_h", 5),
        ("ceiling: 5 per hour", "ceiling_per_h", 5),
        ("channels: desk", "channels", ("desk",)),
        ("channels: desk, hook, desk", "channels", ("desk", "hook")),
        ("quiet: 7:00 to 8:15 UTC", "quiet", ("07:00", "08:15")),
        ("zone: Europe/Moscow", "zone", "Europe/Moscow"),
        ("enabled: off", "is_enabled", False),
    ],
)
def test_a_value_may_be_written_as_people_write_it(tmp_path: Path, line: str, field: str, value: object) -> None:
    found = rules(tmp_path, "query: topic:sco", line)

    assert harmful(found) == []
    assert getattr(found.rules[0], field) == value


def test_a_spike_is_read_with_what_is_missing_at_its_default(tmp_path: Path) -> None:
    found = rules(tmp_path, "query: topic:sco", "on: spike", "spike: {factor: 2.5, hours: 6}")

    assert found.rules[0].spike == Spike(2.5, 10, 6)


def test_a_query_may_go_on_over_several_lines(tmp_path: Path) -> None:
    found = rules(tmp_path, "query: >", "  topic:csto", "  lang:ru")

    assert found.rules[0].query == "topic:csto lang:ru"


@pytest.mark.parametrize(
    ("line", "what", "mend"),
    [
        ("quite: 22:00-07:00", "'r': quite: A rule has no such key.", "Did you mean 'quiet'?"),
        ("query: topic:sco", "'r': query: It stands on line 6 already.", "Keep one of the two."),
        ("channels: [desc]", "There is no channel 'desc'.", "Did you mean 'desk'?"),
        ("channels: []", "The list is empty.", "Name at least one"),
        ("urgency: urgnt", "'urgnt' is no choice.", "Did you mean 'urgent'?"),
        ("on: articles", "'articles' is no choice.", "Did you mean 'article'?"),
        ("include: [copy]", "'copy' is no choice.", "Did you mean 'copies'?"),
        ("changes: [deleted]", "'deleted' is no choice.", "Did you mean 'completed'?"),
        ("at: noon", "'noon' is no time to tell anything.", "at: every 30 min"),
        ("at: every 0 min", "This is 0 min.", "Write from 1 min to 24 h"),
        ("at: every -5 min", "'-5 min' is no length of time.", "at: every 30 min"),
        ("at: every 30", "'30' is no length of time.", "at: every 30 min"),
        ("at: every 2 weeks", "'2 weeks' is no length of time.", "at: every 30 min"),
        ("at: every 25 h", "This is 1,500 min.", "Write from 1 min to 24 h"),
        ("at: daily 24:00", "There is no time 24:00.", "from 00:00 to 23:59"),
        ("at: daily 07:30 Asia/Almatty", "There is no time zone 'Asia/Almatty'.", "Did you mean Asia/Almaty?"),
        ("at: daily 07:30 asia/almaty", "There is no time zone 'asia/almaty'.", "Did you mean Asia/Almaty?"),
        ("zone: Asia", "There is no time zone 'Asia'.", ""),
        ("zone: ../../etc/passwd", "There is no time zone '../../etc/passwd'.", ""),
        ("quiet: at night", "'at night' is no span of a day.", "quiet: 22:00-07:00 Asia/Almaty"),
        ("quiet: 22:60-07:00", "There is no time 22:60.", "from 00:00 to 23:59"),
        ("per_story: 0 min", "This is 0 min.", "Write from 1 min to 744 h"),
        ("per_story: 60", "'60' is no length of time.", "per_story: 60 min"),
        ("per_story: 999999 d", "This is 1,439,998,560 min.", "Write from 1 min to 744 h"),
        ("ceiling: 0", "It is 0.", "Write ceiling: none"),
        ("ceiling: -3", "'-3' is no number of messages.", "ceiling: 30 an hour"),
        ("ceiling: 99999999", "It is 99,999,999.", "from 1 to 10,000"),
        ("spike: 3", "Here must stand keys.", "Write spike: {factor: 3"),
        ("spike: {factor: 1}", "It is 1.0.", "from 1.1 to 1,000.0"),
        ("spike: {factor: nan}", "'nan' is no number.", "from 1.1 to 1000"),
        ("spike: {at_least: 0}", "It is 0.", "from 1 to 1,000,000"),
        ("spike: {hours: 1.5}", "'1.5' is no whole number.", "from 1 to 24"),
        ("spike: {hour: 1}", "'hour': A spike has no such key.", "Did you mean 'hours'?"),
        ("enabled: perhaps", "'perhaps' is neither true nor false.", "Write true or false."),
        (f"owner: {'x' * 201}", "It is 201 characters long.", "Write at most 200."),
        ('owner: "a\\nBcc: b"', "It holds a line break or a control character.", "Write it on one line."),
        ("query: [topic:sco]", "Here must stand a query.", ""),
    ],
)
def test_a_mistake_in_a_rule_is_told_with_its_line_and_its_mend(
    tmp_path: Path, line: str, what: str, mend: str
) -> None:
    first = ("query: topic:sco",) if not line.startswith("query: [") else ("owner: me",)

    found = rules(tmp_path, *first, line)

    problem = only(found)
    assert problem.line == 7
    assert what in str(problem)
    assert mend in problem.mend
    assert found.rules == ()


def test_two_time_zones_in_one_rule_are_refused(tmp_path: Path) -> None:
    found = rules(tmp_path, "at: daily 07:30 Asia/Almaty", "quiet: 22:00-07:00 Europe/Moscow")

    assert "here are Asia/Almaty and Europe/Moscow" in only(found).what


def test_a_name_that_does_not_fit_is_refused_and_one_that_stands_twice_holds_once(tmp_path: Path) -> None:
    found = load(tmp_path, "rules:\n  R 1: {query: topic:sco}\n  r: {query: topic:sco}\n  r: {query: topic:csto}\n")

    assert [(problem.line, problem.what) for problem in harmful(found)] == [
        (2, "This is no name of a rule."),
        (4, "This key stands here twice."),
    ]
    assert [rule.query for rule in found.rules] == ["topic:sco"]


def test_a_rule_with_a_mistake_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    content = "rules:\n  a: {query: topic:sco}\n  b: {query: nonsense:1}\n  c:\n  d: {query: topic:csto}\n"

    found = load(tmp_path, content)

    assert [rule.name for rule in found.rules] == ["a", "d"]
    assert [problem.line for problem in harmful(found)] == [3, 4]


def test_a_rule_tells_the_channels_that_are_left_to_it(tmp_path: Path) -> None:
    found = rules(tmp_path, "query: topic:sco", "channels: [nobody, desk]")

    assert "There is no channel 'nobody'." in only(found).what
    assert found.rules[0].channels == ("desk",)


def test_a_rule_without_a_channel_left_does_not_tell_all_of_them(tmp_path: Path) -> None:
    assert rules(tmp_path, "query: topic:sco", "channels: [nobody]").rules == ()


def test_a_rule_says_that_its_channel_is_there_but_has_a_mistake(tmp_path: Path) -> None:
    found = load(tmp_path, CHANNELS + "rules:\n  r: {channels: [desk, hook]}\n", {"DESK_URL": "tgram://a/b"})

    assert "The channel 'hook' cannot be used" in harmful(found)[-1].what
    assert found.rules[0].channels == ("desk", "hook")  # what it has for the hook waits until that is mended


def test_a_rule_keeps_its_only_channel_while_that_has_a_mistake(tmp_path: Path) -> None:
    content = CHANNELS + "rules:\n  r: {query: topic:sco, channels: [hook]}\n"

    found = load(tmp_path, content, {"DESK_URL": "tgram://a/b"})

    assert [rule.channels for rule in found.rules] == [("hook",)]
    assert found.faulty == ("hook",)
    assert "until then, what the rule has for it waits" in harmful(found)[-1].mend


def test_what_is_no_name_of_a_channel_is_none_that_has_a_mistake(tmp_path: Path) -> None:
    content = f"channels:\n  x://{SECRET}: {{}}\nrules:\n  r: {{query: topic:sco, channels: ['x://{SECRET}']}}\n"

    found = load(tmp_path, content)

    assert (found.rules, found.faulty) == ((), ())
    assert SECRET not in repr(found)


def test_the_webhook_of_the_settings_can_be_named_where_it_is_set(tmp_path: Path) -> None:
    content = "rules:\n  r: {query: topic:sco, channels: [webhook]}\n"

    assert load(tmp_path, content, {"MONITOR_WEBHOOK_URL": "https://a.example"}).rules[0].channels == ("webhook",)
    assert "There is no channel 'webhook'." in only(load(tmp_path, content, {})).what


def test_an_address_in_the_place_of_a_channels_name_is_not_shown(tmp_path: Path) -> None:
    found = rules(tmp_path, "query: topic:sco", f"channels: ['slack://{SECRET}']")

    assert SECRET not in str(only(found))


# --- queries --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("query: topic:csot lang:ru", 18, ["  topic:csot lang:ru", "        ^"]),
        ("query: 'topic:csot lang:ru'", 19, ["  topic:csot lang:ru", "        ^"]),
        ("query:   lang:ru tpoic:csto", 22, ["  lang:ru tpoic:csto", "          ^"]),
        ('query: "\\x74opic:csot"', 0, ["  topic:csot", "        ^"]),  # not written as it is read: no column
    ],
)
def test_a_bad_query_is_told_with_line_column_and_caret(
    tmp_path: Path, line: str, column: int, shown: list[str]
) -> None:
    found = rules(tmp_path, line)

    problem = only(found)
    where = f"alerts.yaml, line 6, column {column}: " if column else "alerts.yaml, line 6: "
    assert where in str(problem)
    assert [text.removeprefix("  ") for text in str(problem).splitlines()[1:]] == shown
    assert found.rules == ()


def test_an_unknown_field_and_an_unknown_topic_name_the_nearest(tmp_path: Path) -> None:
    assert "Did you mean 'topic:'?" in only(rules(tmp_path, "query: tpoic:csto")).what
    assert "Did you mean 'csto'?" in only(rules(tmp_path, "query: topic:csot")).what
    assert "Did you mean 'tokayev'?" in only(rules(tmp_path, "query: beside:tokaev")).what


def test_a_query_of_over_two_thousand_characters_is_refused(tmp_path: Path) -> None:
    assert "It is 2,001 characters long." in only(rules(tmp_path, f"query: {'x' * 2_001}")).what


# --- what is only worth knowing -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        (("owner: me",), "Its query matches every article: it tells all those that name a topic."),
        (
            ("query: is:new OR -is:new", "on: spike"),
            "Its query matches every article: it counts all, those too that name no topic.",
        ),
        (("on: spike",), "Its query matches every article: it counts all those that name a topic."),
        (("on: change",), "Its query matches every article: it tells what happens to all those that name a topic."),
        (("query: lang:ru lang:kk",), "Its query can never match: 'lang:ru' and 'lang:kk' can never both hold"),
        (
            ("query: topic:csto is:dup",),
            (
                "Its query means copies only, and of them the rule finds just those that name a topic that their "
                "original does not."
            ),
        ),
        (("query: is:exact OR is:copy title:x", "on: spike"), "Its query means copies only"),
        (("query: has:version", "include: [copies]"), "Its query means versions only"),
        (("query: is:version -is:new", "include: [copies]"), "Its query means versions only"),
        (
            ("query: topic:sco -has:version", "on: change", "changes: [text, stealth_edit, headline]"),
            "Its query means articles with one version only, and what it tells of makes another.",
        ),
        (("query: -is:version", "on: change", "changes: [completed]"), "Its query means articles with one version"),
        (("query: outlet:www.tass.ru",), "Its query can never match: An outlet goes by its site, such as bbc.co.uk"),
        (("query: topic:sco", "enabled: false"), "It is switched off."),
        (("query: topic:sco", "quiet: 07:00-07:00"), "From 07:00 till 07:00 is no time: it is never quiet."),
        (("query: topic:sco", "quiet: 07:00-06:59"), "It is quiet nearly all day"),
        (("query: topic:sco", "quiet: 00:00-23:59"), "It is quiet nearly all day"),
        (("query: topic:sco", "urgency: urgent", "at: daily 07:30"), "What it finds is urgent, and yet gathered"),
        (("query: topic:sco", "urgency: urgent", "at: every 5 min"), "What it finds is urgent, and yet gathered"),
        (("query: topic:sco", "changes: [text]"), "Its 'changes' has no effect in a rule on: article."),
        (("query: topic:sco", "spike: {factor: 2}"), "Its 'spike' has no effect in a rule on: article."),
    ],
)
def test_what_may_not_be_meant_is_told_and_the_rule_holds(tmp_path: Path, lines: tuple[str, ...], what: str) -> None:
    found = rules(tmp_path, *lines)

    (note,) = notes(found)
    assert note.startswith(what)
    assert harmful(found) == []
    assert len(found.rules) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ("query: is:copy,new",),
        ("query: is:dup", "include: [copies]"),
        ("query: is:dup", "on: change"),
        ("query: is:version", "include: [versions]"),
        ("query: is:version is:new OR is:copy", "include: [versions]"),
        ("query: -has:version", "on: change"),
        ("query: -is:version is:new OR has:image", "on: change", "changes: [text]"),
        ("query: topic:sco -has:version",),
        ("query: feed:Gone country:zz outlet:nobody.example",),  # nobody said which feeds there are
    ],
)
def test_of_what_a_rule_may_well_tell_nothing_is_noted(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert rules(tmp_path, *lines).problems == ()


FEEDS = Feeds(
    (
        FeedSpec("The Astana Times", "https://astanatimes.com/feed/", country="KZ"),
        FeedSpec("TASS", "https://tass.ru/rss", country="RU", enabled=False),
    )
)


@pytest.mark.parametrize(
    ("query", "what"),
    [
        (
            'feed:"Astana Tmes"',
            (
                "Its query means nothing of what the feeds bring: No feed of feeds.yaml is now called 'Astana Tmes'. "
                "Did you mean 'The Astana Times'?"
            ),
        ),
        (
            "topic:csto country:uz",
            "Its query means nothing of what the feeds bring: No feed of feeds.yaml now has country: UZ.",
        ),
    ],
)
def test_what_no_feed_brings_is_noted_and_the_rule_holds(tmp_path: Path, query: str, what: str) -> None:
    (tmp_path / "alerts.yaml").write_text(f"rules:\n  r:\n    query: {query}\n", encoding="utf-8")

    found = load_alerts(tmp_path / "alerts.yaml", environ={}, topics=TOPICS, feeds=FEEDS)

    mend = "Mend it, unless such a feed is still to come."
    assert found.problems == (Problem(str(tmp_path / "alerts.yaml"), 3, "r", what, mend, is_harmless=True),)
    assert [rule.query for rule in found.rules] == [query]


@pytest.mark.parametrize(
    "query",
    ["feed:TASS", "feed:Gone OR topic:csto", "country:kz,uz", "outlet:tass.ru", "outlet:nobody.example", "topic:csto"],
)
def test_what_a_feed_may_bring_is_not_noted_be_it_switched_off(tmp_path: Path, query: str) -> None:
    (tmp_path / "alerts.yaml").write_text(f"rules:\n  r:\n    query: {query}\n", encoding="utf-8")

    assert load_alerts(tmp_path / "alerts.yaml", environ={}, topics=TOPICS, feeds=FEEDS).problems == ()


@pytest.mark.parametrize("query", ["feed:Gone", "country:uz lang:ru", "feed:TASS country:kz"])
def test_of_a_feed_that_is_gone_the_archive_may_have_what_changes(tmp_path: Path, query: str) -> None:
    path = tmp_path / "alerts.yaml"
    path.write_text(
        f"rules:\n  change: {{on: change, query: '{query}'}}\n  never: {{on: change, query: '{query} -({query})'}}\n"
        f"  spike: {{on: spike, query: '{query}'}}\n",
        encoding="utf-8",
    )

    found = load_alerts(path, environ={}, topics=TOPICS, feeds=FEEDS)

    assert [problem.key for problem in found.problems if "feeds bring" in problem.what] == ["spike"]
    assert [problem.key for problem in found.problems if "can never match" in problem.what] == ["never"]


def test_a_channel_that_nobody_uses_is_told(tmp_path: Path) -> None:
    found = rules(tmp_path, "query: topic:sco", "channels: [desk]")

    assert [(problem.line, problem.key) for problem in found.problems] == [(2, "hook")]
    assert notes(found) == ["No rule of this file tells this channel anything."]


@pytest.mark.parametrize(
    "content",
    [
        "defaults: keep\n" + CHANNELS + "rules:\n  r: {query: topic:sco, channels: [desk]}\n",
        CHANNELS,  # the rules that come with the program tell every channel
        CHANNELS + "rules:\n  r: {query: topic:sco}\n",
    ],
)
def test_a_channel_is_used_by_every_rule_that_names_none(tmp_path: Path, content: str) -> None:
    assert load(tmp_path, content).problems == ()


# --- channels -------------------------------------------------------------------------------------


def test_a_webhook_has_its_address_and_secret_from_the_environment(tmp_path: Path) -> None:
    spec = only_channel(tmp_path, "{webhook_env: HOOK_URL, secret_env: HOOK_SECRET, template: short}")

    assert spec == ChannelSpec(
        "c", ChannelKind.WEBHOOK, ENVIRON["HOOK_URL"], SECRET, template="short", origin="alerts.yaml, line 2"
    )
    assert SECRET not in repr(spec)


def test_a_mail_server_gets_the_password_into_its_address_whatever_its_letters(tmp_path: Path) -> None:
    body = (
        '{email: "smtp://ops@mail.example:587?tls=required", to: [a@x.kz, B <b@y.kz>], from: m@x.kz, password_env: P}'
    )

    spec = only_channel(tmp_path, body, {"P": "p@ss:w/rd?"})

    assert spec.address == "smtp://ops:p%40ss%3Aw%2Frd%3F@mail.example:587?tls=required"
    assert spec.options == {"to": "a@x.kz, B <b@y.kz>", "from": "m@x.kz"}
    assert spec.secret == ""


def test_a_whole_address_may_come_from_a_file_beside_alerts_yaml(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "mail").write_text("smtps://ops%40x.kz:p%40ss@mail.example\n")

    spec = only_channel(tmp_path, "{email_file: secrets/mail, to: a@x.kz}")

    assert spec.address == "smtps://ops%40x.kz:p%40ss@mail.example"


def test_apprise_and_alertmanager_are_read(tmp_path: Path) -> None:
    apprise = only_channel(tmp_path, "{apprise_env: DESK_URL, format: markdown}")
    manager = only_channel(tmp_path, '{alertmanager: "https://ops@am.example:9093/x", password_env: HOOK_SECRET}')

    assert (apprise.kind, apprise.address, apprise.options) == (
        ChannelKind.APPRISE,
        ENVIRON["DESK_URL"],
        {"format": "markdown"},
    )
    assert (manager.kind, manager.address) == (ChannelKind.ALERTMANAGER, f"https://ops:{SECRET}@am.example:9093/x")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (f"{{webhook_env: NOWHERE, secret: {SECRET}}}", "The variable NOWHERE is not set."),
        (f"{{webhook_env: {SECRET}}}", "This is no name of a variable"),
        (f"{{webhook_env: HOOK_URL, secret: {SECRET}}}", "A secret has no place in this file."),
        (f"{{webhook_file: {SECRET}://x}}", "This is no path of a file"),
        ("{webhook_file: nowhere}", "nowhere', which cannot be read: No such file or directory."),
        (f"{{webhook: 'http://u:{SECRET}@x/'}}", "It is no http or https address"),
        (f"{{webhook: {SECRET}}}", "It is no http or https address"),
        (f"{{webhook_env: HOOK_URL, webhook: '{SECRET}'}}", "It stands there besides webhook."),
        ("{webhook_env: HOOK_SECRET}", "It is no http or https address"),
        ("{webhook_env: HOOK_URL, secret_env: SHORT}", "It is under 8 characters long."),
        ("{webhook_env: LINES}", "The value of LINES has line breaks"),
        (f"{{apprise: {SECRET}}}", "It is no address that Apprise could know"),
        (f"{{email: 'smtp://u:{SECRET}@x', to: a@x.kz, from: a@x.kz}}", "It holds a password."),
        (f"{{email: 'smtp://[{SECRET}', to: a@x.kz, from: a@x.kz}}", "It is no address"),
        (f"{{email: 'ftp://{SECRET}@x', to: a@x.kz, from: a@x.kz}}", "It is no address of a mail server"),
        ("{email: 'smtp://x', to: a@x.kz, from: a@x.kz, password_env: HOOK_SECRET}", "and no user."),
        ("{email_env: MAIL, to: a@x.kz, from: a@x.kz, password_env: HOOK_SECRET}", "another is given beside it."),
        ("{email: 'smtp://x', from: a@x.kz}", "'c': to: An e-mail channel must have it."),
        ("{email: 'smtp://x', to: a@x.kz}", "'c': from: An e-mail channel must have it."),
        ("{email: 'smtp://x', to: 'a x', from: a@x.kz}", "'c': to: Number 1 of 1 is no e-mail address."),
        (
            f"{{email: 'smtp://x', to: [a@x.kz, {SECRET}], from: a@x.kz}}",
            "'c': to: Number 2 of 2 is no e-mail address.",
        ),
        (f"{{email: 'smtp://x', to: a@x.kz, from: {SECRET}}}", "'c': from: It is no e-mail address."),
        (f"{{alertmanager: 'http://u:{SECRET}@x'}}", "It holds a password."),
        (f"{{alertmanager: {SECRET}}}", "It is no http or https address"),
        (f"{{webhook_env: HOOK_URL, apprise: 'x://{SECRET}'}}", "It has keys of two kinds: webhook and apprise."),
        (f"{{aprise: 'x://{SECRET}'}}", "It does not say how it reaches people. Did you mean 'apprise'?"),
        (f"{{'slack://{SECRET}': }}", "This is no key of a channel"),
        (f"'slack://{SECRET}'", "A channel is a list of keys, and this is none."),
        ("{webhook_env: HOOK_URL, secret_env: }", "'c': secret_env: It has no value."),
        ("{apprise_env: }", "'c': apprise_env: It has no value."),
        ("{apprise: ''}", "It is no address that Apprise could know"),
        ("{webhook_env: HOOK_URL, secret_env: ''}", "This is no name of a variable"),
        ("{webhook_env: HOOK_URL, to: a@x.kz}", "'c': to: A webhook channel has no such key."),
        ("{apprise_env: DESK_URL, format: word}", "'word' is no choice."),
    ],
)
def test_a_mistake_in_a_channel_is_told_without_what_may_be_a_secret(tmp_path: Path, body: str, what: str) -> None:
    environ = {**ENVIRON, "SHORT": "hunter2", "LINES": f"https://x/{SECRET}\nb", "MAIL": f"smtp://u:{SECRET}@x"}

    found = channel(tmp_path, body, environ)

    told = "\n".join(map(str, harmful(found)))
    assert what in told
    assert "alerts.yaml, line 2: " in told
    assert SECRET not in told
    assert SECRET not in repr(found)
    assert found.channels == ()


def test_a_name_that_is_taken_or_no_name_is_refused(tmp_path: Path) -> None:
    content = (
        f"channels:\n  log: {{webhook_env: HOOK_URL}}\n  webhook: {{webhook_env: HOOK_URL}}\n  x://{SECRET}: {{}}\n"
    )

    found = load(tmp_path, content)

    assert [problem.what.partition(".")[0] for problem in harmful(found)] == [
        "The name is taken",
        "The name is taken",
        "This is no name of a channel; it is not shown, since it may be a secret",
    ]
    assert SECRET not in "".join(map(str, found.problems))


def test_a_channel_with_a_mistake_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    found = load(tmp_path, CHANNELS, {"DESK_URL": "tgram://a/b"})

    assert [spec.name for spec in found.channels] == ["desk"]
    assert {problem.line for problem in harmful(found)} == {2}


def test_what_is_there_without_a_file_is_the_log_and_the_webhook_of_the_settings() -> None:
    log, webhook = built_in_channels(f"https://{SECRET}.example")

    assert built_in_channels("") == (log,) == (ChannelSpec("log", ChannelKind.LOG),)
    assert (webhook.name, webhook.kind, webhook.origin) == ("webhook", ChannelKind.WEBHOOK, "MONITOR_WEBHOOK_URL")
    assert SECRET not in repr(webhook)


# --- the file -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "keeps"),
    [
        (CHANNELS, True),
        ("rules:\n  r: {query: topic:sco}\n", False),
        ("rules:\n  r: {query: topic:sco, enabled: false}\n", False),
        ("rules:\n  r: {query: 'no:1'}\n", False),  # one typo must not tell everything to every channel
        ("rules:\n  R 1: {query: topic:sco}\n", False),
        ("rules:\n  r: {query: topic:sco, channels: [nobody]}\n", False),
        ("rules:\n", True),
        ("rules: {}\n", True),
        ("defaults: keep\nrules:\n  r: {query: topic:sco}\n", True),
        ("defaults: none\n", False),
        ("defaults: nine\n", True),
    ],
)
def test_the_rules_that_come_with_the_program_hold_where_there_are_no_others(
    tmp_path: Path,
    content: str,
    keeps: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    assert load(tmp_path, content).keeps_default_rules is keeps


def test_no_file_sets_nothing_up_and_is_no_mistake() -> None:
    assert load_alerts(None, environ={}, topics=TOPICS) == AlertFile()


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("chanels:\n  a: {}\n", 1, "This key is not known."),
        ("- a\n", 1, "Here must stand a mapping"),
        ("rules: [a]\n", 1, "Here must stand a mapping"),
        ("rules: {a: &x {query: topic:sco}, b: *x}\n", 1, "Anchors (&) and aliases (*) are not read."),
        ("rules:\n  a: !!python/object:os.system {}\n", 2, "Tags (!) are not read."),
        ("rules:\n  a: {query: 'topic:sco}\n", 2, "This is not YAML"),
        ("", 0, "It is empty."),
        ("defaults: nine\n", 1, "It is neither keep nor none."),
        ("rules: " + "[" * 100, 1, ""),
    ],
)
def test_a_mistake_in_the_file_is_told_and_nothing_is_raised(
    tmp_path: Path, content: str, line: int, what: str
) -> None:
    found = load(tmp_path, content)

    assert what in only(found).what
    assert abs(only(found).line - line) <= 1  # an open quote is noticed on the line after
    assert found.keeps_default_rules


def test_a_key_of_the_file_that_is_not_known_names_the_nearest(tmp_path: Path) -> None:
    assert only(load(tmp_path, "chanels:\n  a: {}\n")).mend == "Did you mean 'channels'?"


def test_a_file_of_fifty_megabytes_is_refused_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "alerts.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)

    assert "It is over 1,000,000 bytes." in only(load_alerts(path, environ={}, topics=TOPICS)).what


def test_a_file_that_is_not_there_is_a_problem_that_names_it(tmp_path: Path) -> None:
    found = load_alerts(tmp_path / "none.yaml", environ={}, topics=TOPICS)

    assert not found.is_read
    assert "none.yaml: It cannot be read: No such file or directory." in str(only(found))


def test_over_a_thousand_rules_are_too_many_and_the_first_thousand_hold(tmp_path: Path) -> None:
    lines = "".join(f"  r{number}: {{query: topic:sco}}\n" for number in range(1_001))

    found = load(tmp_path, "rules:\n" + lines)

    assert len(found.rules) == 1_000
    assert only(found).line == 1_002


def test_a_file_of_mistakes_only_is_told_up_to_a_thousand(tmp_path: Path) -> None:
    found = load(tmp_path, "rules:\n" + "".join(f"  R{number}: {{}}\n" for number in range(1_000)))

    assert len(found.problems) == 1_001
    assert "the rest was not read" in found.problems[-1].what
    assert found.is_read


def test_a_rule_with_ten_thousand_keys_is_one_problem(tmp_path: Path) -> None:
    found = rules(tmp_path, *(f"k{number}: 1" for number in range(10_000)))

    assert only(found).what == "It has 10,000 keys."


def test_rules_with_several_mistakes_each_are_told_up_to_a_thousand_too(tmp_path: Path) -> None:
    found = load(tmp_path, "rules:\n" + "".join(f"  r{number}: {{a: 1, b: 2, c: 3}}\n" for number in range(500)))

    assert len(found.problems) == 1_003
    assert "There are over 1,000 problems up to here, and the rest was not read." in found.problems[-1].what


def test_the_example_that_is_shipped_has_nothing_to_mend_and_one_of_each_kind(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "archive").write_text(SECRET + "\n")

    found = load(tmp_path, EXAMPLE, {"OPS_MAIL_PASSWORD": SECRET, "DESK_URL": "tgram://1:a/2"})

    assert found.problems == ()
    assert {spec.kind for spec in found.channels} == set(ChannelKind) - {ChannelKind.LOG}
    assert {rule.on for rule in found.rules} == set(AlertKind)


SIGNS = st.sampled_from([*"'\":{}[]\n#&*!-\t0@%\\|>,(~", "\ufeff", "\u202e", "  ", "null", " OR ", "://", "9" * 20])


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(EXAMPLE)), st.integers(0, 20), SIGNS), min_size=1, max_size=5))
def test_whatever_stands_in_the_file_nothing_is_raised_and_no_secret_is_told(
    tmp_path: Path, mistakes: list[tuple[int, int, str]]
) -> None:
    content = EXAMPLE
    for at, length, sign in mistakes:
        content = content[:at] + sign + content[at + length :]

    found = load(tmp_path, content, {"OPS_MAIL_PASSWORD": SECRET, "DESK_URL": f"tgram://{SECRET}/2"})

    assert SECRET not in repr(found) + "".join(map(str, found.problems))


def test_the_page_of_the_manual_names_every_key() -> None:
    page = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    rule = Rule("r", "x", ("a",), AlertKind.SPIKE, Urgency.LOW, 0, "07:30", "Asia/Almaty", ("01:00", "02:00"), 1, 1)
    whole = replace(rule, includes=frozenset({"copies"}), changes=(), spike=Spike(2), template="t", owner="o")
    keys = {*spec_of(replace(whole, is_enabled=False)), "zone"}

    assert len(keys) == 15
    assert [key for key in keys if f"| `{key}` |" not in page] == []
    assert [kind for kind in ChangeKind if f"`{kind}`" not in page] == []


# --- the database, the API and the command line ---------------------------------------------------

KNOWN = Known(TOPICS, ("log", "ops"), ("desk",))


@pytest.mark.parametrize(
    ("named", "told", "said"),
    [
        (["ops"], ("ops",), []),
        (["desk", "ops"], ("desk", "ops"), ["'mine': channels: The channel 'desk' cannot be used"]),
        (["desk"], ("desk",), ["'mine': channels: The channel 'desk' cannot be used"]),
        (["nobody", "ops"], ("ops",), ["'mine': channels: There is no channel 'nobody'."]),
        (["nobody"], None, ["'mine': channels: There is no channel 'nobody'."]),
    ],
)
def test_a_rule_of_the_database_outlives_a_channel_that_breaks_as_one_of_the_file_does(
    named: list[str], told: tuple[str, ...] | None, said: list[str]
) -> None:
    found, problems = stored_rule({"query": "topic:csto", "channels": named}, KNOWN, name="mine", origin="database")

    assert (found and found.channels) == told
    assert [str(problem).partition(": ")[2][: len(each)] for problem, each in zip(problems, said, strict=True)] == said


@pytest.mark.parametrize("spec", [{"query": "topic:nato"}, {"nonsense": 1}, "topic:csto", None, object()])
def test_a_stored_rule_with_a_mistake_of_its_own_is_told_and_left_out(spec: object) -> None:
    found, problems = stored_rule(spec, KNOWN, name="mine", origin="database")

    assert found is None
    assert [(problem.file, problem.key) for problem in problems] == [("database", "mine")]


def test_who_makes_a_rule_may_not_name_a_channel_that_has_a_mistake() -> None:
    with pytest.raises(BadConfiguration, match="There is no channel 'desk'"):
        rule_of(
            {"query": "topic:csto", "channels": ["desk", "ops"]},
            name="mine",
            origin="database",
            topics=TOPICS,
            channels=KNOWN.channels,
        )


NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True)
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))
WORDS = st.sampled_from(["", "short", "Night desk", "Ночная смена", "a, b: #c", "none", "true", "7"])
PLACES = st.sampled_from(["UTC", "Asia/Almaty", "Europe/Moscow", "America/New_York"])
QUERIES = st.sampled_from(["", "topic:csto", 'topic:sco lang:ru,kk title:"a b" -is:dup', "Астана OR (x -y)"])
PAUSES, MOST = st.integers(0, 44_640), st.integers(0, 10_000)
SPIKES = st.builds(Spike, st.floats(1.1, 1_000), st.integers(1, 1_000_000), st.integers(1, 24))


@st.composite
def any_rules(draw: st.DrawFn) -> Rule:
    every_min, daily_at = draw(st.one_of(st.tuples(st.integers(0, 1_440), st.just("")), st.tuples(st.just(0), TIMES)))
    return Rule(
        draw(NAMES),
        draw(QUERIES),
        tuple(draw(st.lists(NAMES, unique=True, max_size=3))),
        draw(st.sampled_from(AlertKind)),
        draw(st.sampled_from(Urgency)),
        every_min,
        daily_at,
        draw(PLACES),
        draw(st.one_of(st.just(()), st.tuples(TIMES, TIMES))),
        draw(PAUSES),
        draw(MOST),
        draw(st.frozensets(st.sampled_from(["copies", "versions"]))),
        tuple(draw(st.lists(st.sampled_from(ChangeKind), unique=True, min_size=1))),
        draw(SPIKES),
        draw(WORDS),
        draw(WORDS),
        draw(st.booleans()),
        draw(st.sampled_from(["database", "default"])),
    )


@settings(deadline=None)
@given(any_rules())
def test_what_is_written_of_a_rule_reads_to_the_same_rule(rule: Rule) -> None:
    spec = json.loads(json.dumps(spec_of(rule)))

    again = rule_of(spec, name=rule.name, origin=rule.origin, topics=TOPICS, channels=())

    assert again == rule
    assert spec_of(again) == spec


def test_what_is_at_its_default_is_not_written() -> None:
    assert spec_of(Rule("r", "topic:sco")) == {"query": "topic:sco"}


def test_a_time_of_day_is_written_with_its_zone_so_that_it_can_be_changed_alone() -> None:
    rule = Rule("r", "topic:sco", daily_at="07:30", zone="Asia/Almaty")

    changed = {**spec_of(rule), "at": "daily 08:00 Europe/Moscow"}

    assert rule_of(changed, name="r", origin="", topics=(), channels=()).zone == "Europe/Moscow"


@pytest.mark.parametrize(
    ("spec", "what"),
    [
        ({"query": "tpoic:csto"}, "database: 'r': query: There is no field 'tpoic:'."),
        ({"channels": ["dsek"]}, "database: 'r': channels: There is no channel 'dsek'. Did you mean 'desk'?"),
        ({"channels": ["dsek", "desk"]}, "There is no channel 'dsek'."),
        ({"nonsense": 1}, "A rule has no such key."),
        ({"ceiling": 10**5_000}, "is no number of messages."),
        ({"spike": {"factor": float("inf")}}, "'inf' is no number."),
        ({"owner": ["a"]}, "Here must stand a text."),
        ({"owner": object()}, "It is no text, number, list or mapping."),
        ({"spike": {1: 2}}, "A key is no text."),
        ({"owner": "\ud800"}, "It holds a line break or a control character."),
    ],
)
def test_a_mistake_in_a_rule_of_the_database_is_refused_in_words(spec: dict[str, object], what: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        rule_of(spec, name="r", origin="database", topics=TOPICS, channels=("log", "desk"))

    assert what in str(caught.value)


def test_who_makes_a_rule_that_can_never_match_is_refused_and_one_that_holds_already_is_not() -> None:
    spec, both = (
        {"query": "lang:ru lang:kk"},
        "'lang:ru' and 'lang:kk' can never both hold: an article has one language.",
    )

    with pytest.raises(BadConfiguration) as caught:
        rule_of(spec, name="mine", origin="database", topics=TOPICS, channels=())
    found, problems = stored_rule(spec, KNOWN, name="mine", origin="database")

    assert str(caught.value) == f"database: 'mine': query: It can never match: {both} Write it anew."
    assert (found and found.query, problems) == ("lang:ru lang:kk", ())


def test_a_rule_that_nests_without_end_is_refused() -> None:
    spec: dict[str, object] = {}
    spec["spike"] = spec

    with pytest.raises(BadConfiguration, match="It nests deeper than 20"):
        rule_of(spec, name="r", origin="database", topics=(), channels=())


def test_what_is_not_to_be_checked_may_be_named() -> None:
    spec = {"query": "topic:later", "channels": ["later"]}

    rule = rule_of(spec, name="r", origin="database", topics=(), channels=())

    assert rule == Rule("r", "topic:later", ("later",), origin="database")
