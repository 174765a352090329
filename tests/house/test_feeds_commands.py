"""Do the feeds' commands say how feeds are and what is at an address, and change only what they are told to?"""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from monitor.config.bundle import bundled
from monitor.config.feeds import load_feeds
from monitor.demo.thread import WorldThread
from tests.house.installation import Installation
from tests.house.test_terminal import _at_terminal as at_terminal

RSS = "application/rss+xml"
OFF = "Өшірілген арна"
ITEM = (
    "<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate><description>{text}</description></item>"
)
LONG_AGO, LATELY = "Mon, 02 Jan 2023 10:00:00 GMT", "Sat, 21 Nov 2026 10:00:00 GMT"
TEXT = "A bridge over the river in the north of Kazakhstan was opened on Monday, after three years of work on it."


def _feed(*items: str, title: str = "Odd") -> str:
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def _item(link: str, *, title: str = "Kazakhstan opens a bridge", date: str = LATELY) -> str:
    return ITEM.format(title=title, link=link, date=date, text=TEXT)


def _digest(folder: Path) -> dict[str, str]:
    """Give what every file below a folder holds."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WorldThread, Installation]]:
    """An installation that has polled once: eight good feeds, three bad ones, and one that is off. It is only read."""
    with WorldThread() as world:
        world.publish_all()
        made = Installation.watching(world, tmp_path_factory.mktemp("desk"))
        listed = world.feeds_yaml("1m")
        for name in ("forbidden", "html_instead", "not_found"):
            url = world.misbehave(f"/{name}.xml", name)
            listed += f"- name: bad-{name}\n  url: {url}\n  group: troubled\n  country: KZ\n"
        made.write_feeds(f"{listed}- name: {OFF}\n  url: http://127.0.0.1:9/off\n  enabled: false\n")
        assert made.run("poll", "--all").code == 4
        yield world, made


@pytest.fixture
def blank(world: WorldThread, tmp_path: Path) -> Installation:
    """An installation without feeds, and without a database so far."""
    made = Installation.watching(world, tmp_path)
    made.write_feeds("feeds: []\n")
    return made


# --- list and show --------------------------------------------------------------------------------


def test_the_list_begins_with_the_worst_and_ends_with_what_is_off(desk: tuple[WorldThread, Installation]) -> None:
    listed = desk[1].run("feeds", "list", "--json").json()

    states = [feed["state"] for feed in listed]
    assert states == ["blocked", "html", "failing", *["ok"] * 8, "disabled"]
    assert listed[-1]["name"] == OFF
    worst = listed[0]
    assert worst["name"] == "bad-forbidden"
    assert worst["why"].startswith("It failed once and was never read: ")
    assert worst["advice"]
    assert (worst["group"], worst["country"], worst["failures"]) == ("troubled", "KZ", 1)
    good = next(feed for feed in listed if feed["name"] == "kyr")
    assert all(
        good[name].endswith("Z") for name in ("since", "last_news_at", "last_poll_at", "last_read_at", "next_poll_at")
    )


def test_feeds_without_a_command_lists_them(desk: tuple[WorldThread, Installation]) -> None:
    bare, listed = desk[1].run("feeds"), desk[1].run("feeds", "list")

    assert bare.out == listed.out
    assert [line.split("\t")[1] for line in bare.out.splitlines()[:2]] == ["blocked", "html"]
    assert {len(line.split("\t")) for line in bare.out.splitlines()} == {6}
    assert "12 feeds: 1 disabled, 8 ok, 1 failing, 1 html, 1 blocked" in bare.err
    assert "monitor feeds show 'bad-forbidden'" in bare.err


def test_the_list_is_narrowed_by_state_group_and_country(desk: tuple[WorldThread, Installation]) -> None:
    chosen = ("--state", "html", "--state", "failing", "--group", "Troubled", "--country", "kz")

    listed = desk[1].run("feeds", "list", *chosen, "--json").json()

    assert [feed["name"] for feed in listed] == ["bad-html_instead", "bad-not_found"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "--group", "trubled"], "there are: troubled"),
        (["list", "--country", "FR"], "there are: AZ, CN, GB, KG, KZ, RU"),
        (["list", "--state", "unwell"], "blocked"),
        (["test", "ftp://127.0.0.1/feed"], "no http or https address"),
        (["test", "http://user:secret@127.0.0.1/feed"], "no http or https address"),
        (["discover", "not an address"], "no http or https address"),
        (["pause"], "NAME..."),
        (["import", "none.opml"], "none.opml"),
    ],
)
def test_arguments_that_cannot_be_are_refused_as_such(
    desk: tuple[WorldThread, Installation], arguments: list[str], said: str
) -> None:
    done = desk[1].run("feeds", *arguments)

    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("verb", ["show", "test", "pause", "resume", "poll"])
def test_an_unknown_name_is_refused_with_the_nearest_there_is(
    desk: tuple[WorldThread, Installation], verb: str
) -> None:
    done = desk[1].run("feeds", verb, "kry")

    assert done.code == 1
    assert "No feed is named 'kry'. Did you mean 'kyr'?" in done.err


def test_show_tells_all_of_a_feed_that_is_well(desk: tuple[WorldThread, Installation]) -> None:
    shown = desk[1].run("feeds", "show", "kyr", "--json").json()

    assert (shown["state"], shown["title"], shown["language"]) == ("ok", "Қыр хабары", "kk")
    assert shown["validators"] == {"etag": True, "last_modified": True}
    assert shown["interval"]["seconds"] == shown["interval"]["every_s"] == 60
    assert shown["interval"]["usual_gap_s"] > 3_600
    assert shown["entries"] == {"covered": 5}
    (poll,) = shown["polls"]
    assert (poll["outcome"], poll["status"], poll["entries"], poll["new"]) == ("ok", 200, 5, 5)


def test_show_tells_why_a_feed_is_not_well_and_what_to_do(desk: tuple[WorldThread, Installation]) -> None:
    world, installation = desk

    done = installation.run("feeds", "show", "bad-html_instead")

    assert 'why  It failed once and was never read: not a feed but an HTML page titled "Welcome"' in done.out
    home = world.serve("/", "")
    assert f"what to do  Look for its new address with: monitor feeds discover {home}" in done.out
    assert "polled  between every hour and every day, by its own rhythm (feeds.yaml says nothing)" in done.out
    assert "validators  none" in done.out
    assert "never -> html" in done.out


def test_a_feed_that_was_not_taken_up_yet_is_said_to_be_so(world: WorldThread, installation: Installation) -> None:
    listed, shown = installation.run("feeds"), installation.run("feeds", "show", "kyr")

    assert (listed.code, listed.out) == (0, "")
    assert "No feed is known yet" in listed.err
    assert shown.code == 1
    assert "was not taken up yet" in shown.err
    assert "monitor poll" in shown.err


@pytest.mark.parametrize("columns", [80, 200])
@pytest.mark.parametrize(("command", "rows"), [("list", 13), ("check", 10)])
def test_at_a_terminal_names_in_every_script_and_long_reasons_fit(
    desk: tuple[WorldThread, Installation], columns: int, command: str, rows: int
) -> None:
    lines = at_terminal(desk[1], columns, "feeds", command)

    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in lines]
    assert plain[0].split()[0] == "FEED"
    assert max(map(cell_len, plain)) <= columns
    assert any(line.startswith(OFF) for line in plain)
    # A list gives each feed a line; a finding takes the lines that it needs.
    assert len(plain) == rows if command == "list" or columns == 200 else len(plain) > rows


# --- test -----------------------------------------------------------------------------------------


def test_test_says_what_would_be_stored_before_there_is_any_database(world: WorldThread, blank: Installation) -> None:
    world.publish_all()

    done = blank.run("feeds", "test", world.feed_url("yuanshan"), "--json")

    tried = done.json()
    assert done.code == 0
    assert (tried["usable"], tried["title"], tried["entries"], tried["reason"]) == (True, "远山日报", 7, None)
    assert len(tried["samples"]) == 3
    dates = [sample["published_at"] for sample in tried["samples"]]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == tried["newest_at"]
    truth = {text.url: text for text in world.expected()}
    for sample in tried["samples"]:
        assert tuple(sample["topics"]) == truth[sample["url"]].topics
        assert (sample["language"], sample["robots"], sample["basis"]) == ("zh", "allowed", "full")
        assert sample["would_be"] == "new"
        assert sample["verdict"]["verdict"] == "new"
    assert {mention["topic"] for sample in tried["samples"] for mention in sample["mentions"]}
    assert not (blank.folder / "data").exists()


def test_test_writes_nothing_into_the_archive_that_it_compares_with(desk: tuple[WorldThread, Installation]) -> None:
    _, installation = desk
    before = _digest(installation.folder / "data")

    done = installation.run("feeds", "test", "kyr")

    assert _digest(installation.folder / "data") == before
    assert done.code == 0
    assert len(re.findall(r"would be  seen again: it is article \d+ already", done.out)) == 3
    assert "mention  csto: ҰҚШҰ [kk] title" in done.out


@pytest.mark.parametrize(
    ("kind", "reason", "advised"),
    [
        ("html_instead", "html_page", "monitor feeds discover"),
        ("empty", "empty", "monitor feeds discover"),
        ("not_found", "not_found", "monitor feeds discover"),
        ("forbidden", "forbidden", "user_agent:"),
        ("closes", "connect", "Try again later"),
    ],
)
def test_test_ends_with_1_and_says_what_to_do_where_there_is_no_feed(
    desk: tuple[WorldThread, Installation], kind: str, reason: str, advised: str
) -> None:
    world, installation = desk
    url = world.misbehave(f"/test-{kind}.xml", kind)

    done = installation.run("feeds", "test", url, "--json")

    tried = done.json()
    assert done.code == 1
    assert (tried["usable"], tried["reason"], tried["samples"]) == (False, reason, [])
    assert advised in tried["advice"]
    assert f"error: {url} is of no use as a feed: {tried['detail']}" in done.err
    assert f"help: {tried['advice']}" in done.err


def test_test_refuses_private_addresses_and_says_how_to_allow_them(world: WorldThread, blank: Installation) -> None:
    blank.environment["MONITOR_ALLOW_NETWORKS"] = ""

    done = blank.run("feeds", "test", world.feed_url("kyr"))

    assert done.code == 1
    assert "MONITOR_ALLOW_NETWORKS" in done.err
    assert world.requests == []


@pytest.mark.parametrize("host", ["2130706433", "[::ffff:127.0.0.1]"])
def test_test_of_an_odd_spelling_of_an_address_advises_no_setting(host: str, blank: Installation) -> None:
    done = blank.run("feeds", "test", f"http://{host}/")

    assert done.code == 1
    assert "write " in done.err
    assert "MONITOR_ALLOW_NETWORKS" not in done.err


def test_test_calls_a_feed_without_entries_of_no_use(desk: tuple[WorldThread, Installation]) -> None:
    world, installation = desk

    done = installation.run("feeds", "test", world.serve("/hollow.xml", _feed(), content_type=RSS))

    assert done.code == 1
    assert "holds no entry" in done.err


def test_test_keeps_robots_txt_and_says_that_the_feeds_own_text_would_stand_in(
    desk: tuple[WorldThread, Installation],
) -> None:
    world, installation = desk
    world.do(lambda w: w.serve_robots("odd", "User-agent: *\nDisallow: /closed/\n"))
    page = world.serve("/closed/1.html", "<p>No</p>")
    url = world.serve("/closed.xml", _feed(_item(page)), content_type=RSS)

    (sample,) = installation.run("feeds", "test", url, "--json").json()["samples"]

    assert (sample["robots"], sample["reason"], sample["basis"]) == ("refused", "robots", "summary")
    assert sample["topics"] == ["kazakhstan"]
    assert not world.do(lambda w: w.asked(page))


def test_test_warns_of_a_feed_that_stopped(desk: tuple[WorldThread, Installation]) -> None:
    world, installation = desk
    old = _item(world.serve("/old.html", f"<h1>Old</h1><p>{TEXT}</p>"), date=LONG_AGO)

    done = installation.run("feeds", "test", world.serve("/old.xml", _feed(old), content_type=RSS))

    assert done.code == 0
    assert re.search(r"careful  It can be read, and its newest entry is \d+ years old\.", done.out)
    assert "careful  It gives neither ETag nor Last-Modified" in done.out


# --- discover -------------------------------------------------------------------------------------


def test_discover_finds_what_a_page_names_and_writes_the_lines_for_feeds_yaml(
    world: WorldThread, blank: Installation
) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    named = ("/comments/feed", "/old.rss", "/news.rss", "/gone.rss")
    home = world.serve("/", f"<html><head>{''.join(map(link.format, named))}</head><body>Hello</body></html>")
    world.serve("/comments/feed", _feed(_item(f"{home}c"), title="Comments"), content_type=RSS)
    world.serve("/old.rss", _feed(_item(f"{home}o", date=LONG_AGO), title="Archive"), content_type=RSS)
    world.serve("/news.rss", _feed(_item(f"{home}n"), title="Новости: степь"), content_type=RSS)

    found = blank.run("feeds", "discover", home)
    blank.write_feeds("feeds:\n" + found.err.partition("feeds.yaml:\n\n")[2])
    polled = blank.run("feeds", "poll", "Новости: степь", "--json")

    rows = [line.split("\t") for line in found.out.splitlines()]
    assert [row[0].removeprefix(home) for row in rows] == ["news.rss", "old.rss", "comments/feed"]
    assert rows[0][1:] == ["rss20", "1", "2026-11-21T10:00:00Z", "Новости: степь"]
    assert f"of no use: {home}gone.rss" in found.err
    assert found.code == 0
    assert polled.json()["entries"] == 1


def test_discover_tries_the_usual_paths_where_the_page_names_none(
    desk: tuple[WorldThread, Installation],
) -> None:
    world, installation = desk
    page = world.article_url("kk-snow")  # its outlet names no feed, and has a site map at its usual place

    found = installation.run("feeds", "discover", page, "--json")

    assert found.code == 0
    assert found.json()["requests"] <= 12
    assert [feed["format"] for feed in found.json()["feeds"]] == ["sitemap"]
    assert "type: sitemap" in found.json()["yaml"]


def test_discover_sends_no_more_than_twelve_requests_however_many_feeds_a_page_names(
    world: WorldThread, blank: Installation
) -> None:
    links = "".join(f'<a href="/feed/{number}.rss">News</a>' for number in range(40))
    home = world.serve("/", f"<html><body>{links}</body></html>")

    found = blank.run("feeds", "discover", home, "--json")

    assert found.code == 1
    assert len(world.requests) == found.json()["requests"] == 12
    assert len(found.json()["untried"]) == 30
    assert not (blank.folder / "data").exists()


def test_discover_takes_an_address_that_is_a_feed_for_all_there_is(world: WorldThread, blank: Installation) -> None:
    world.publish_all()

    found = blank.run("feeds", "discover", world.feed_url("harbour"), "--json").json()

    assert [feed["url"] for feed in found["feeds"]] == [world.feed_url("harbour")]
    assert (found["requests"], len(world.requests)) == (1, 1)


def test_discover_asks_a_dead_host_once_and_says_why_nothing_was_found(blank: Installation) -> None:
    done = blank.run("feeds", "discover", "http://127.0.0.1:9/")

    assert done.code == 1
    assert "no feed was found with one request" in done.err
    assert "No connection to 127.0.0.1" in done.err


# --- check ----------------------------------------------------------------------------------------


def test_check_names_doubles_proxies_and_paces_without_asking_anybody(world: WorldThread, blank: Installation) -> None:
    blank.write_feeds(
        "feeds:\n"
        "- {name: one, url: 'https://www.steppe.example/rss/'}\n"
        "- {name: two, url: 'http://steppe.example/rss'}\n"
        "- {name: hasty, url: 'https://hasty.example/rss', every: 5m}\n"
        "- {name: search, url: 'https://news.google.com/rss/search?q=CSTO', every: 30m}\n"
        "- {name: off, url: 'https://off.example/rss', enabled: false}\n"
        "- {name: wrong, url: 'https://wrong.example/rss', every: soon}\n"
    )

    done = blank.run("feeds", "check", "--json")

    report = done.json()
    assert done.code == 4
    assert [(each["feed"], each["kind"], each["bad"]) for each in report["findings"]] == [
        ("two", "duplicate", True),
        ("hasty", "too_often", False),
        ("search", "proxied", False),
        ("off", "disabled", False),
    ]
    assert (report["feeds"], report["bad"], report["online"]) == (6, 2, False)
    assert "line 7" in report["mistakes"][0]
    assert not (blank.folder / "data").exists()


def test_check_online_tells_what_is_proved_from_what_is_only_refused_here(
    desk: tuple[WorldThread, Installation],
) -> None:
    _, installation = desk
    before = _digest(installation.folder / "data")

    done = installation.run("feeds", "check", "--online", "--json")

    report = done.json()
    online = ("dead", "html", "empty", "unreadable", "stale", "refused_here", "no_validators", "never_polled")
    found = {(each["feed"], each["kind"]) for each in report["findings"] if each["kind"] in online}
    assert found == {
        ("bad-not_found", "dead"),
        ("bad-html_instead", "html"),
        ("bad-forbidden", "refused_here"),
        ("obzor", "no_validators"),
    }
    assert (done.code, report["bad"], report["feeds"]) == (4, 2, 12)
    assert "2 bad" in done.err
    assert _digest(installation.folder / "data") == before


def test_check_online_ends_with_1_where_every_feed_is_bad(world: WorldThread, blank: Installation) -> None:
    url = world.misbehave("/gone.xml", "gone")
    blank.write_feeds(f"feeds:\n- name: gone\n  url: {url}\n")

    done = blank.run("feeds", "check", "--online")

    assert done.code == 1
    assert done.out.startswith("gone\tdead\t")


# --- import and export ----------------------------------------------------------------------------

EVERY_SETTING = """\
# mine
feeds:
  - name: "Дала: хабар"
    url: https://steppe.example/rss?a=1&b=2
    every: 15m
    slowest: 6h
    language: kk
    country: KZ
    group: kazakhstan
    tags: [state, "one, two"]
    user_agent: Reader/1.0
    accept: application/rss+xml
    headers: {Authorization: "Basic c2VjcmV0"}
    ports: [8443]
    fetch_article: false
    obey_robots: false
    obey_hints: false
    keep: matching
  - name: 远山
    url: https://yuanshan.example/sitemap.xml
    type: sitemap
    enabled: false
"""


def test_what_is_exported_is_imported_with_every_setting(blank: Installation) -> None:
    blank.write_feeds(EVERY_SETTING)
    specs = load_feeds(blank.folder / "feeds.yaml")[0]

    exported = blank.run("feeds", "export", "--headers", "out.opml")
    blank.environment["MONITOR_FEEDS"] = str(blank.folder / "new.yaml")
    imported = blank.run("feeds", "import", "out.opml")

    again = load_feeds(blank.folder / "new.yaml")[0]
    assert (exported.code, imported.code) == (0, 0)
    assert [_without_line(spec) for spec in again] == [_without_line(spec) for spec in specs]
    assert (blank.folder / "out.opml").stat().st_mode & 0o077 == 0
    assert [line.split("\t")[:2] for line in imported.out.splitlines()] == [["Дала: хабар", "added"], ["远山", "added"]]


def _without_line(spec: Any) -> tuple[object, ...]:  # Any: a frozen dataclass, compared field by field
    return tuple(getattr(spec, name) for name in spec.__dataclass_fields__ if name != "line")


def test_export_leaves_passwords_out_unless_asked_and_says_so(blank: Installation) -> None:
    blank.write_feeds(EVERY_SETTING)

    done = blank.run("feeds", "export")

    assert done.code == 0
    assert done.out.startswith("<?xml")
    assert "c2VjcmV0" not in done.out
    assert "Дала: хабар" in done.err
    assert "--headers" in done.err


def test_export_writes_over_no_file_unless_told_to(blank: Installation) -> None:
    before = (blank.folder / "feeds.yaml").read_bytes()

    refused = blank.run("feeds", "export", "feeds.yaml")
    forced = blank.run("feeds", "export", "--force", "old.opml")

    assert refused.code == 1
    assert "--force" in refused.err
    assert (blank.folder / "feeds.yaml").read_bytes() == before
    assert forced.code == 0


OPML = (
    '<opml version="2.0"><body><outline text="Азия">'
    '<outline type="rss" text="Дала" xmlUrl="https://steppe.example/rss"/>'
    '<outline type="rss" text="Another" xmlUrl="https://another.example/rss"/></outline>'
    '<outline text="Again"><outline type="rss" text="Another" xmlUrl="https://another.example/rss"/></outline>'
    "{more}</body></opml>"
)


def test_import_adds_what_is_not_there_and_leaves_the_rest_of_the_file_alone(blank: Installation) -> None:
    mine = "# mine\nfeeds:\n  - name: Mine  # the first\n    url: https://another.example/rss\n"
    blank.write_feeds(mine)
    (blank.folder / "in.opml").write_text(OPML.format(more=""), encoding="utf-8")

    tried = blank.run("feeds", "import", "--dry-run", "in.opml")
    untouched = (blank.folder / "feeds.yaml").read_text(encoding="utf-8")
    done, repeated = blank.run("feeds", "import", "in.opml"), blank.run("feeds", "import", "in.opml")

    assert untouched == mine
    assert tried.out == done.out.replace("\tadded\t", "\twould be added\t")
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert rows == [
        ["Дала", "added", "https://steppe.example/rss"],
        ["Mine", "there already", "https://another.example/rss"],
    ]
    after = (blank.folder / "feeds.yaml").read_text(encoding="utf-8")
    assert after.startswith(mine)
    assert "group: Азия" in after
    assert "1 feed added, 1 was there already" in done.err
    assert "0 feeds added, 2 were there already" in repeated.err
    assert (tried.code, done.code, repeated.code) == (0, 0, 0)  # a feed in two folders is no mistake
    assert "note: " in done.err


def test_import_names_the_settings_that_a_feed_brings_with_it(blank: Installation) -> None:
    body = (
        '<opml version="2.0" xmlns:monitor="urn:monitor:feeds:1"><body>'
        '<outline type="rss" text="Bold\u009b" xmlUrl="https://bold.example/rss" monitor:obey_robots="false"'
        ' monitor:ports="[8443]" monitor:headers="{&quot;Cookie&quot;: &quot;c2VjcmV0&quot;}"/>'
        '<outline type="rss" text="Quiet" xmlUrl="https://quiet.example/rss" monitor:every="1h"/></body></opml>'
    )
    (blank.folder / "in.opml").write_text(body, encoding="utf-8")

    tried, done = (blank.run("feeds", "import", *dry, "in.opml") for dry in (["--dry-run"], []))
    repeated = blank.run("feeds", "import", "in.opml")

    for each in (tried, done):
        (told,) = (line for line in each.err.splitlines() if "brings settings" in line)
        assert told.startswith("note: 'Bold")
        assert told.endswith(": headers, ports, obey_robots")
        assert "c2VjcmV0" not in each.err
    assert "brings settings" not in repeated.err


def test_import_ends_with_4_where_some_outlines_cannot_be_used_and_with_1_where_none_can(blank: Installation) -> None:
    bad = '<outline type="rss" text="Bad" xmlUrl="ftp://bad.example/rss"/>'
    (blank.folder / "some.opml").write_text(OPML.format(more=bad), encoding="utf-8")
    (blank.folder / "none.opml").write_text(f'<opml version="2.0"><body>{bad}</body></opml>', encoding="utf-8")

    some, none = blank.run("feeds", "import", "some.opml"), blank.run("feeds", "import", "none.opml")

    assert (some.code, none.code) == (4, 1)
    assert "some.opml, line 1: 'xmlUrl'" in some.err
    assert "2 feeds added" in some.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<opml version="2.0"><body><outline text="A & B"', "This is not XML"),
        (b'<!DOCTYPE opml [<!ENTITY a "aaaa">]><opml version="2.0"><body/></opml>', "document type"),
        (b"<rss/>", "not <opml>"),
        (b'<opml version="2.0"><body>' + b" " * 5_000_001 + b"</body></opml>", "over 5,000,000 bytes"),
        (b"", "This is not XML"),
    ],
    ids=["broken", "entities", "not opml", "huge", "empty"],
)
def test_an_opml_file_that_cannot_be_read_is_refused_whole(blank: Installation, content: bytes, said: str) -> None:
    (blank.folder / "bad.opml").write_bytes(content)
    before = (blank.folder / "feeds.yaml").read_bytes()

    done = blank.run("feeds", "import", "bad.opml")

    assert done.code == 78
    assert said in done.err
    assert "Traceback" not in done.err
    assert (blank.folder / "feeds.yaml").read_bytes() == before


def test_import_never_changes_the_list_that_came_with_the_program(blank: Installation) -> None:
    (blank.folder / "in.opml").write_text(OPML.format(more=""), encoding="utf-8")
    (blank.folder / "feeds.yaml").unlink()
    del blank.environment["MONITOR_FEEDS"]
    before = bundled("feeds.yaml").read_bytes()

    done = blank.run("feeds", "import", "in.opml")

    assert done.code == 1
    assert f"cp '{bundled('feeds.yaml')}' feeds.yaml" in done.err
    assert bundled("feeds.yaml").read_bytes() == before


# --- pause, resume, poll --------------------------------------------------------------------------


def test_a_pause_survives_restarts_and_edits_of_feeds_yaml_until_it_is_resumed(
    world: WorldThread, installation: Installation
) -> None:
    installation.environment["MONITOR_POLL_FLOOR_S"] = "0"
    installation.run("poll", "--all")

    paused = installation.run("feeds", "pause", "kyr", "steppe")
    installation.write_feeds(world.feeds_yaml("2m"))
    with installation.service() as service:
        service.until("service.started")
    installation.run("poll", "--all")
    listed = installation.run("feeds", "list", "--state", "paused", "--json").json()
    resumed = installation.run("feeds", "resume", "kyr")
    installation.run("poll")

    assert (paused.code, resumed.code) == (0, 0)
    assert sorted((feed["name"], feed["next_poll_at"]) for feed in listed) == [("kyr", None), ("steppe", None)]
    asked = world.do(lambda w: {name: len(w.asked(w.outlets[name].feed_url)) for name in ("kyr", "steppe")})
    assert asked == {"kyr": 2, "steppe": 1}


def test_no_feed_is_paused_where_one_name_is_unknown(desk: tuple[WorldThread, Installation]) -> None:
    _, installation = desk

    done = installation.run("feeds", "pause", "kyr", "nosuch")

    assert done.code == 1
    assert installation.run("feeds", "list", "--state", "paused").out == ""


def test_what_is_neither_paused_nor_gone_is_not_hastened_by_resuming_it(
    desk: tuple[WorldThread, Installation],
) -> None:
    _, installation = desk
    before = installation.run("feeds", "show", "kyr", "--json").json()["next_poll_at"]

    done = installation.run("feeds", "resume", "kyr")

    assert (done.code, "neither paused nor gone" in done.err) == (0, True)
    assert installation.run("feeds", "show", "kyr", "--json").json()["next_poll_at"] == before


def test_a_feed_that_is_gone_is_polled_again_once_resumed(world: WorldThread, blank: Installation) -> None:
    url = world.serve("/back.xml", _feed(_item("http://127.0.0.1:9/1")), content_type=RSS)
    blank.write_feeds(f"feeds:\n- name: back\n  url: {url}\n  fetch_article: false\n")
    blank.environment["MONITOR_POLL_FLOOR_S"] = "0"
    world.misbehave(url, "gone", times=1)
    blank.run("poll", "--all")

    gone = blank.run("feeds", "show", "back", "--json").json()
    resumed = blank.run("feeds", "resume", "back")
    polled = blank.run("poll", "--json").json()

    assert (gone["state"], gone["next_poll_at"]) == ("gone", None)
    assert "due within a minute" in resumed.err
    assert (polled["polled"], polled["new"]) == (1, 1)


def test_feeds_poll_is_poll(world: WorldThread, installation: Installation) -> None:
    world.publish("kk-rescue")

    report = installation.run("feeds", "poll", "kyr", "--json").json()

    assert [(feed["name"], feed["outcome"]) for feed in report["feeds"]] == [("kyr", "ok")]
    assert report["new"] == 1
