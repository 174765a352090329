"""Can people change by forms alone who is told of what, and can nobody else?"""

import html
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlencode

import pytest

from monitor.observe.clock import SystemClock
from monitor.store.alerts.rules import AlertRules
from monitor.store.engine import Database
from tests.house.asking import Answer, ask, ways_of
from tests.house.signing import FORM, Signed, fields_of, sign_in

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% include 'x' %}&amp;&lt;",
    "\u202egnp.exe \u2066 \u200f هذا",
    "x" * 10_000,
    "one\r\ntwo\r\n\r\nBcc: three",
)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    with sign_in(tmp_path_factory.mktemp("signed")) as made:
        yield made


def shown(page: Answer, field: str) -> str:
    """Give what stands in a field of a page, as its reader sees it."""
    found = re.search(rf'<input id="{field}"[^>]* value="([^"]*)"', page.text) or re.search(
        rf'<textarea id="{field}"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL
    )
    assert found, page.text
    return html.unescape(found[1])


def chosen(page: Answer, field: str) -> str:
    """Give what is chosen in a list of a page."""
    choices = page.text.partition(f'<select id="{field}"')[2].partition("</select>")[0]
    found = re.search(r'<option value="([^"]*)" selected>', choices)
    assert found, choices
    return html.unescape(found[1])


# --- rules ----------------------------------------------------------------------------------------


def test_a_rule_is_made_with_all_its_settings_in_the_words_of_the_file(signed: Signed) -> None:
    typed = {
        "name": "all-settings",
        "query": "topic:csto lang:ru,kk",
        "channels": ["log", "webhook"],
        "on": "change",
        "urgency": "low",
        "at": "daily 07:30 Asia/Almaty",
        "quiet": "22:00-07:00",
        "zone": "Asia/Almaty",
        "per_story": "6 h",
        "ceiling": "30 an hour",
        "include": ["copies", "versions"],
        "changes": ["text", "headline"],
        "spike_factor": "2.125",
        "spike_at_least": "5",
        "spike_hours": "2",
        "owner": "anna",
        "enabled": "false",
    }

    made = signed.fill("/alerts/new", **typed)
    spec = signed.rules()["all-settings"]["spec"]
    again = signed.see("/alerts/rules/all-settings")
    saved = signed.fill("/alerts/rules/all-settings", **{**typed, "owner": "boris"})

    assert (made.status, made.headers["location"]) == (303, "../alerts?done=made&rule=all-settings")
    assert spec == {
        "query": "topic:csto lang:ru,kk",
        "channels": ["log", "webhook"],
        "on": "change",
        "urgency": "low",
        "at": "daily 07:30 Asia/Almaty",
        "quiet": "22:00-07:00 Asia/Almaty",
        "per_story": "360 min",
        "ceiling": "30 an hour",
        "include": ["copies", "versions"],
        "changes": ["text", "headline"],
        "spike": {"factor": 2.125, "at_least": 5, "hours": 2},
        "owner": "anna",
        "enabled": False,
    }
    assert {field: shown(again, field) for field in ("query", "at", "quiet", "per_story", "spike_factor")} == {
        "query": "topic:csto lang:ru,kk",
        "at": "daily 07:30 Asia/Almaty",
        "quiet": "22:00-07:00 Asia/Almaty",
        "per_story": "360 min",
        "spike_factor": "2.125",
    }
    assert [chosen(again, field) for field in ("on", "urgency", "enabled")] == ["change", "low", "false"]
    assert set(re.findall(r'value="([^"]+)" checked', again.text)) == {
        *("log", "webhook", "copies", "versions", "text", "headline")
    }
    assert (saved.status, saved.headers["location"]) == (303, "../../alerts?done=saved&rule=all-settings")
    assert signed.rules()["all-settings"]["spec"] == {**spec, "owner": "boris"}
    gone = signed.send("/alerts/rules/all-settings/delete")
    assert gone.headers["location"] == "../../../alerts?done=deleted&rule=all-settings"


def test_the_form_of_a_rule_saves_what_it_shows(signed: Signed) -> None:
    before = signed.rules()["csto"]["spec"]

    saved = signed.fill("/alerts/rules/csto")

    assert saved.status == 303
    assert (signed.rules()["csto"]["spec"], signed.rules()["csto"]["origin"]) == (before, "database")
    assert signed.send("/alerts/rules/csto/delete").headers["location"] == "../../../alerts?done=put-back&rule=csto"
    assert signed.rules()["csto"]["origin"] == "default"


def test_a_rule_is_switched_off_and_on(signed: Signed) -> None:
    signed.fill("/alerts/new", name="switched", query="topic:sco")

    states = []
    for act in ("disable", "enable"):
        done = signed.send(f"/alerts/rules/switched/{act}")
        states.append((done.status, signed.rules()["switched"]["enabled"]))

    assert states == [(303, False), (303, True)]
    signed.send("/alerts/rules/switched/delete")
    assert "switched" not in signed.rules()


@contextmanager
def broken_channel(signed: Signed) -> Iterator[None]:
    """Have the file set its channel up with a mistake for a while."""
    path = signed.installation.folder / "alerts.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("http://127.0.0.1:1/nobody-listens", "ftp://nowhere"), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(before, encoding="utf-8")


def store(signed: Signed, name: str, **spec: object) -> None:
    """Put a rule into the database as it is, as an older version might have."""
    database = Database(f"sqlite:///{signed.installation.folder / 'data' / 'monitor.sqlite3'}")
    AlertRules(database, SystemClock()).put(name, spec)
    database.close()


def test_a_rule_is_switched_off_though_its_channel_broke_since(signed: Signed) -> None:
    signed.fill("/alerts/new", name="noisy", query="topic:sco", channels="down")

    with broken_channel(signed):
        off = signed.send("/alerts/rules/noisy/disable")
        rule = signed.rules()["noisy"]

    assert (off.status, rule["enabled"]) == (303, False)
    assert rule["spec"] == {"query": "topic:sco", "channels": ["down"], "enabled": False}
    signed.send("/alerts/rules/noisy/delete")


def test_a_rule_is_switched_off_though_its_query_could_not_be_saved_any_more(signed: Signed) -> None:
    store(signed, "never", query="topic:csto -topic:csto", owner="anna")

    off = signed.send("/alerts/rules/never/disable")

    assert off.status == 303
    assert signed.rules()["never"]["spec"] == {"query": "topic:csto -topic:csto", "owner": "anna", "enabled": False}
    signed.send("/alerts/rules/never/delete")


def test_a_rule_may_tell_a_channel_that_is_set_up_with_a_mistake(signed: Signed) -> None:
    with broken_channel(signed):
        made = signed.fill("/alerts/new", name="waits", query="topic:sco", channels="down")
        saved = signed.fill("/alerts/rules/waits", owner="anna")
        spec = signed.rules()["waits"]["spec"]

    assert (made.status, saved.status) == (303, 303)
    assert spec == {"query": "topic:sco", "channels": ["down"], "owner": "anna"}
    signed.send("/alerts/rules/waits/delete")


@pytest.mark.parametrize("owner", ["", "carla"])
def test_of_two_who_edit_a_rule_the_second_is_told_what_the_first_has_changed(signed: Signed, owner: str) -> None:
    if owner:  # else it is as it came with the program
        signed.fill("/alerts/rules/csto", owner=owner)
    anna, boris = (fields_of(signed.see("/alerts/rules/csto")) for _ in range(2))
    first = signed.send("/alerts/rules/csto", **{**anna, "urgency": "urgent"})
    before = signed.state()

    second = signed.send("/alerts/rules/csto", **{**boris, "owner": "boris"})
    unchanged = signed.state()
    again = signed.send("/alerts/rules/csto", **fields_of(second))

    assert (first.status, second.status, unchanged == before) == (303, 409, True)
    assert "Somebody else changed this rule" in second.text
    assert '<th scope="row">urgency</th><td class="text"><bdi>urgent</bdi>' in second.text
    assert (shown(second, "owner"), chosen(second, "urgency")) == ("boris", "normal")
    assert again.status == 303
    assert signed.rules()["csto"]["spec"] == {"query": "topic:csto", "owner": "boris"}
    signed.send("/alerts/rules/csto/delete")


@pytest.mark.parametrize("missing", ["name", "query", "on", "all"])
def test_a_form_without_its_fields_makes_no_rule(signed: Signed, missing: str) -> None:
    fields = {"name": "partly", "query": "topic:sco", "on": "article"}
    before = signed.state()

    answer = signed.send("/alerts/new", **{key: value for key, value in fields.items() if missing not in (key, "all")})

    assert (answer.status, "Not all fields of the form came" in answer.text) == (400, True)
    assert signed.state() == before


@pytest.mark.parametrize("missing", ["was", "query", "on", "all"])
def test_a_form_without_its_fields_changes_no_rule(signed: Signed, missing: str) -> None:
    fields = fields_of(signed.see("/alerts/rules/csto"))
    before = signed.state()

    answer = signed.send(
        "/alerts/rules/csto", **{key: value for key, value in fields.items() if missing not in (key, "all")}
    )

    assert (answer.status, "Not all fields of the form came" in answer.text) == (400, True)
    assert signed.state() == before


def test_what_the_feeds_make_of_a_rule_is_pointed_out_once_on_each_page(signed: Signed) -> None:
    made = signed.fill("/alerts/new", name="nowhere", query="feed:no-such-feed")

    board = signed.see(f"/alerts?{made.headers['location'].partition('?')[2]}")
    later, page = signed.see("/alerts"), signed.see("/alerts/rules/nowhere")
    assert [each.text.count("no-such-feed&#39;") for each in (board, later, page)] == [1, 1, 1]
    signed.send("/alerts/rules/nowhere/delete")


def test_a_rule_of_the_file_is_shown_and_is_changed_there(signed: Signed) -> None:
    page = signed.see("/alerts/rules/from-the-file")
    before = signed.state()

    answers = [
        signed.send(f"/alerts/rules/from-the-file{act}", query="topic:sco") for act in ("", "/disable", "/delete")
    ]

    assert page.status == 200
    assert "written in <bdi>alerts.yaml, line 6</bdi>: change it there" in page.text
    assert "topic:csto lang:kk" in page.text
    assert "<form" not in page.text
    assert [answer.status for answer in answers] == [409, 409, 409]
    assert all("alerts.yaml, line 6" in answer.text for answer in answers)
    assert signed.state() == before


def test_a_new_rule_does_not_take_the_name_of_another(signed: Signed) -> None:
    before = signed.state()

    answers = [signed.fill("/alerts/new", name=name, query="lang:zh") for name in ("csto", "from-the-file")]

    assert [answer.status for answer in answers] == [422, 422]
    assert all("There is a rule of this name already" in answer.text for answer in answers)
    assert signed.state() == before


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"name": "Bad Name"}, "name", "no name of a rule"),
        ({"name": ""}, "name", "no name of a rule"),
        ({"query": "topic:csot"}, "query", "Did you mean"),
        ({"query": "topic:csto -topic:csto"}, "query", "csto"),
        ({"channels": "nosuch"}, "channels", "There is no channel"),
        ({"at": "sometimes"}, "at", "no time to tell anything"),
        ({"quiet": "at night"}, "quiet", "no span of a day"),
        ({"zone": "Asia/Almatty"}, "zone", "Did you mean Asia/Almaty"),
        ({"at": "daily 07:30 Asia/Almaty", "zone": "UTC"}, "zone", "one time zone"),
        ({"per_story": "long"}, "per_story", "no length of time"),
        ({"ceiling": "0"}, "ceiling", "from 1"),
        ({"on": "change", "changes": []}, "changes", "empty"),
        ({"spike_factor": "1"}, "spike", "1.1"),
        ({"template": "../secret"}, "template", "no folder"),
        ({"urgency": "soon"}, "urgency", "no choice"),
        ({"enabled": "perhaps"}, "enabled", "neither true nor false"),
    ],
)
def test_a_fault_stands_beside_its_field_and_what_was_typed_stays(
    signed: Signed, typed: dict[str, object], field: str, said: str
) -> None:
    given = {"name": "faulty", "query": "topic:sco", "owner": "Anna & Bo", "spike_hours": "7", **typed}
    before = signed.state()

    answer = signed.fill("/alerts/new", **given)

    assert answer.status == 422
    fault = re.search(rf'id="{field}-fault"><p class="problem" dir="auto">([^<]*)', answer.text)
    assert fault, answer.text
    assert said in html.unescape(fault[1])
    assert shown(answer, "owner") == "Anna & Bo"
    assert shown(answer, "spike_hours") == "7"
    assert shown(answer, "query") == given["query"]
    assert signed.state() == before


def test_a_query_that_cannot_be_read_has_a_caret_below_it(signed: Signed) -> None:
    answer = signed.fill("/alerts/new", name="caret", query="lang:ru topic:csot")

    lines = re.search(r"<pre[^>]*>(.*?)</pre>", answer.text, re.DOTALL)
    assert lines
    query, caret = html.unescape(lines[1]).splitlines()
    assert query[caret.index("^") :] == "csot"


def test_a_rule_that_matches_everything_holds_and_is_pointed_out(signed: Signed) -> None:
    made = signed.fill("/alerts/new", name="everything", query="")

    page = signed.see(f"/alerts?{made.headers['location'].partition('?')[2]}")
    assert "The rule everything holds now." in page.text
    assert "Its query matches every article" in page.text
    signed.send("/alerts/rules/everything/delete")


def test_a_rule_that_cannot_be_used_any_more_is_mended_where_it_says_why(signed: Signed) -> None:
    signed.fill("/alerts/new", name="broken", query="topic:sco", channels="down")
    path = signed.installation.folder / "alerts.yaml"
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text("defaults: keep\n", encoding="utf-8")
        listed, page = signed.see("/alerts"), signed.see("/alerts/rules/broken")
        mended = signed.fill("/alerts/rules/broken", query=shown(page, "query"), channels="log")
        rule = signed.rules()["broken"]
    finally:
        path.write_text(before, encoding="utf-8")

    assert 'href="alerts/rules/broken/delete"' in listed.text
    assert "There is no channel &#39;down&#39;" in page.text
    assert re.search(r'value="down" checked', page.text)
    assert (mended.status, rule["spec"]) == (303, {"query": "topic:sco", "channels": ["log"]})
    assert signed.send("/alerts/rules/broken/delete").status == 303


# --- messages, silences, samples ------------------------------------------------------------------


def test_a_silence_is_made_by_how_long_it_holds_or_until_when(signed: Signed) -> None:
    short = signed.send("/alerts/silences", query="lang:zh", length="8h", comment="a fair", by="anna")
    long = signed.send("/alerts/silences", query="lang:ru", until="2099-01-01T09:00")

    silences = {each["query"]: each for each in signed.api("/silences")["silences"]}
    page = signed.see("/alerts")
    ended = [signed.send(f"/alerts/silences/{each['id']}/end").status for each in silences.values()]
    assert (short.status, long.status) == (303, 303)
    assert silences["lang:ru"]["until"] == "2099-01-01T09:00:00Z"
    assert (silences["lang:zh"]["comment"], silences["lang:zh"]["by"]) == ("a fair", "anna")
    assert f'href="alerts/silences/{silences["lang:zh"]["id"]}/end"' in page.text
    assert ended == [303, 303]
    assert signed.api("/silences")["silences"] == []


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"query": "lang:zh"}, "length", "one of the two"),
        ({"query": "lang:zh", "length": "8h", "until": "2099-01-01T09:00"}, "length", "one of the two"),
        ({"query": "lang:zh", "length": "long"}, "length", "no length of time"),
        ({"query": "lang:zh", "length": "999999 w"}, "length", "no length of time"),
        ({"query": "lang:zh", "length": "0 min"}, "until", "later than now"),
        ({"query": "lang:zh", "until": "2020-01-01T09:00"}, "until", "later than now"),
        ({"query": "lang:zh", "until": "soon"}, "until", "no moment"),
        ({"query": "words of it", "length": "8h"}, "query", "words of the text"),
        ({"query": "lang:", "length": "8h"}, "query", "lang"),
        ({"query": "", "length": "8h"}, "everything", "silences every alert"),
        ({"query": "x" * 10_001, "length": "8h"}, "query", "10"),
        ({"query": "lang:zh", "length": "8h", "by": "x" * 1_001}, "by", "1,000"),
    ],
)
def test_a_silence_that_cannot_be_says_where_and_keeps_what_was_typed(
    signed: Signed, typed: dict[str, str], field: str, said: str
) -> None:
    before = signed.state()

    answer = signed.send("/alerts/silences", **{"comment": "why & what", **typed})

    assert answer.status == 422
    assert f'id="{field}-fault"' in answer.text
    assert said in html.unescape(answer.text)
    assert shown(answer, "comment") == "why & what"
    assert shown(answer, "query") == typed["query"]
    assert signed.state() == before


@pytest.mark.parametrize("page", ["/alerts", "/alerts/silences"])
def test_the_address_fills_in_a_silence(signed: Signed, page: str) -> None:
    typed = urlencode({"query": 'story:12 "x"', "comment": "<b>"})

    answer = signed.see(f"{page}?{typed}")

    assert (shown(answer, "query"), shown(answer, "comment")) == ('story:12 "x"', "<b>")
    assert "<b>" not in answer.text


def test_a_snooze_is_ended(signed: Signed) -> None:
    story = ask(signed.service, "/api/v1/stories").json()["stories"][0]["id"]
    ask(signed.service, f"/api/v1/alerts/snoozes/{story}", method="PUT", token=signed.admin, body={})

    asked, ended = signed.see(f"/alerts/snoozes/{story}/end"), signed.send(f"/alerts/snoozes/{story}/end")

    assert f'href="alerts/snoozes/{story}/end"' not in signed.see("/alerts").text
    assert (asked.status, ended.status, signed.api("/snoozes")["snoozes"]) == (200, 303, [])


def test_what_was_given_up_is_sent_again(signed: Signed) -> None:
    (dead,) = signed.api("/deliveries?state=dead&channel=webhook")["deliveries"]
    assert f'href="alerts/messages/{dead["id"]}/retry"' in signed.see("/alerts").text

    again = signed.send(f"/alerts/messages/{dead['id']}/retry")

    assert again.headers["location"] == f"../../../alerts?done=retried&number={dead['id']}"
    signed.world.until(
        lambda world: sum(got.headers["Idempotency-Key"] == dead["key"] for got in world.received) == 2, timeout_s=30
    )
    assert signed.send(f"/alerts/messages/{dead['id']}/retry").status == 409
    everything = signed.send("/alerts/messages/retry")
    assert everything.headers["location"].startswith("../../alerts?done=retried-all&number=")


def test_a_sample_is_sent_or_it_says_what_failed(signed: Signed) -> None:
    sent, failed, unknown = (signed.send("/alerts/samples", channel=name) for name in ("webhook", "down", "nosuch"))

    assert (sent.status, sent.headers.get("location")) == (303, "../alerts?done=sampled&channel=webhook")
    assert (failed.status, "The sample was not delivered" in failed.text) == (200, True)
    assert (unknown.status, "No channel" in unknown.text) == (422, True)
    assert any(isinstance(got.json, dict) and got.json["kind"] == "sample" for got in signed.world.received)


def test_what_was_typed_stays_where_the_database_takes_nothing(signed: Signed) -> None:
    before = signed.state()
    file = signed.installation.folder / "data" / "monitor.sqlite3"
    typed = {"query": "lang:zh", "length": "8 h", "comment": "why & what"}

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        away = signed.send("/alerts/silences", **typed)

    assert (away.status, away.headers["retry-after"]) == (503, "5")
    assert "The database cannot be used now." in away.text
    assert {key: shown(away, key) for key in typed} == typed
    assert signed.admin not in away.text
    assert signed.state() == before


@pytest.mark.parametrize("path", ["/alerts/new", "/alerts/rules/csto", "/alerts/silences"])
def test_all_that_a_browser_lets_one_type_is_taken(signed: Signed, path: str) -> None:
    page = signed.see(path)
    longest = re.findall(r'<(?:input|textarea) id="(\w+)"(?![^>]*type="password")[^>]* maxlength="(\d+)"', page.text)
    texts = re.findall(r'<textarea id="(\w+)"|<input id="(\w+)"[^>]* type="text"', page.text)

    answer = signed.fill(path, **{name: "語" * int(most) for name, most in longest})

    assert {name for name, _ in longest} == {one or other for one, other in texts}
    assert answer.status == 422  # it is no query, but it is not too much
    assert shown(answer, "query") == "語" * 10_000


# --- who may --------------------------------------------------------------------------------------

DEEDS = [
    ("/alerts/new", {"name": "mine", "query": "lang:zh", "owner": "anna"}),
    ("/alerts/rules/csto", {"query": "lang:zh", "owner": "anna"}),
    ("/alerts/rules/csto/enable", {}),
    ("/alerts/rules/csto/disable", {}),
    ("/alerts/messages/1/retry", {}),
    ("/alerts/messages/retry", {}),
    ("/alerts/silences", {"query": "lang:zh", "length": "8 h", "comment": "typed"}),
    ("/alerts/samples", {"channel": "webhook"}),
]


@pytest.mark.parametrize(("path", "fields"), DEEDS)
def test_nothing_is_changed_without_the_owners_token_and_nothing_typed_is_lost(
    signed: Signed, path: str, fields: dict[str, str]
) -> None:
    before = signed.state()

    missing, wrong, less = (signed.send(path, **fields, token=token) for token in ("", "mon_w<rong", signed.read))

    assert [answer.status for answer in (missing, wrong, less)] == [401, 403, 403]
    assert "A token is needed" in missing.text
    assert all("This token does not hold" in answer.text for answer in (wrong, less))
    for answer in (missing, wrong, less):
        assert 'id="token-fault"' in answer.text
        assert not re.search(r'<input id="token"[^>]* value=', answer.text)
        assert not any(token in answer.text for token in ("w<rong", "w&lt;rong", signed.read))
        assert answer.headers["cache-control"] == "no-cache, private"
        assert all(html.escape(value) in answer.text for value in fields.values())
    assert signed.state() == before


def test_what_deletes_or_ends_something_needs_the_token_too(signed: Signed) -> None:
    story = ask(signed.service, "/api/v1/stories").json()["stories"][0]["id"]
    ask(signed.service, f"/api/v1/alerts/snoozes/{story}", method="PUT", token=signed.admin, body={})
    signed.fill("/alerts/new", name="to-delete", query="lang:zh")
    signed.send("/alerts/silences", query="lang:zh", length="8 h")
    number = signed.api("/silences")["silences"][0]["id"]
    paths = ("/alerts/rules/to-delete/delete", f"/alerts/silences/{number}/end", f"/alerts/snoozes/{story}/end")
    before = signed.state()

    refused = [signed.send(path, token=token).status for path in paths for token in ("", "mon_wrong", signed.read)]

    assert refused == [401, 403, 403] * 3
    assert signed.state() == before
    assert [signed.send(path).status for path in paths] == [303, 303, 303]
    assert signed.state() != before


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
@pytest.mark.parametrize(("path", "fields"), DEEDS)
def test_another_sites_page_changes_nothing_even_with_the_token(
    signed: Signed, headers: dict[str, str], path: str, fields: dict[str, str]
) -> None:
    before = signed.state()

    answer = signed.send(path, *headers.items(), **fields)

    assert (answer.status, "Another site" in answer.text) == (403, True)
    assert signed.state() == before


@pytest.mark.parametrize(("path", "fields"), DEEDS)
def test_what_is_read_changes_nothing(signed: Signed, path: str, fields: dict[str, str]) -> None:
    before = signed.state()

    answer = signed.see(f"{path}?{urlencode({**fields, 'token': signed.admin})}")

    assert answer.status == (409 if path == "/alerts/messages/1/retry" else 200)  # it was not given up
    assert signed.admin not in answer.text
    assert signed.state() == before


def test_the_token_is_neither_logged_nor_shown(signed: Signed) -> None:
    answers = [signed.fill("/alerts/new", name="Bad Name"), signed.send("/alerts/silences", query="lang:", length="8h")]

    assert [answer.status for answer in answers] == [422, 422]
    assert not any(signed.admin in answer.text for answer in answers)
    assert signed.admin not in signed.service.log.read_text(encoding="utf-8")
    assert signed.admin not in signed.see("/alerts").text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"name=x", "text/plain", 415),
        (b"--x", "multipart/form-data; boundary=x", 415),
        (b"name=%ff", FORM, 400),
        (b"name=\xff", FORM, 400),
        (b"name", FORM, 400),
        (b"&".join([b"a=1"] * 301), FORM, 400),
        (b"name=" + b"x" * 256_000, FORM, 413),
        (b"", FORM, 401),
    ],
)
def test_what_is_no_form_gets_a_clear_answer(signed: Signed, body: bytes, kind: str, status: int) -> None:
    before = signed.state()

    answer = ask(signed.service, "/alerts/new", method="POST", body=body, headers={"Content-Type": kind})

    assert answer.status == status
    assert "Nothing was changed" in answer.text
    assert "Traceback" not in answer.text
    assert signed.state() == before


@pytest.mark.parametrize("evil", HOSTILE)
def test_hostile_words_are_text_everywhere(signed: Signed, evil: str) -> None:
    kept = dict.fromkeys(("query", "at", "owner"), evil)

    answers = [
        signed.fill("/alerts/new", **{**kept, "name": evil, "channels": evil, "on": evil}),
        signed.fill("/alerts/rules/csto", **kept),
        signed.send("/alerts/silences", query=evil, length=evil, until=evil, comment=evil, by=evil),
        signed.send("/alerts/samples", channel=evil),
        signed.see(f"/alerts?{urlencode({'query': evil, 'comment': evil, 'done': evil, 'rule': evil})}"),
        signed.see(f"/alerts/silences?{urlencode({'query': evil})}"),
        signed.see(f"/alerts/new?{urlencode({'query': evil})}"),
    ]

    assert [answer.status for answer in answers] == [422, 422, 422, 422, 200, 200, 200]
    assert not any(re.search(r"<script|<img| onerror=\w+\(1\)>|>49", answer.text) for answer in answers)
    assert [shown(answer, "query") for index, answer in enumerate(answers) if index != 3] == [evil] * 6
    assert shown(answers[0], "owner") == evil


@pytest.mark.parametrize(
    "asked",
    [
        "done=Your+account+is+lost",
        "done=made&rule=call-0800",
        "done=retried&number=call",
        "done=retried&number=%D9%A3",
        "done=sampled&channel=evil",
        "done=made",
    ],
)
def test_an_address_has_the_page_say_only_our_own_words(signed: Signed, asked: str) -> None:
    assert 'class="done"' not in signed.see(f"/alerts?{asked}").text


@pytest.mark.parametrize(
    "path",
    [
        "/alerts/rules/nosuch",
        "/alerts/rules/nosuch/delete",
        "/alerts/rules/%3Cb%3E",
        "/alerts/messages/999999/retry",
        "/alerts/messages/99999999999999999999/retry",
        "/alerts/messages/%D9%A3/retry",
        "/alerts/silences/1x/end",
        "/alerts/snoozes/999999/end",
    ],
)
def test_what_is_not_there_says_so_on_a_page(signed: Signed, path: str) -> None:
    answers = (signed.see(path), signed.send(path, query="lang:zh"))

    assert [answer.status for answer in answers] == [404, 404]
    assert all(answer.headers["content-type"].startswith("text/html") for answer in answers)
    assert not any("<b>" in answer.text or "/api/" in answer.text for answer in answers)


# --- the pages themselves -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/alerts",
        "/alerts/new",
        "/alerts/rules/csto",
        "/alerts/rules/from-the-file",
        "/alerts/rules/csto/disable",
        "/alerts/silences",
        "/alerts/samples",
    ],
)
def test_the_pages_keep_to_the_policy_and_hold_below_a_proxys_path(signed: Signed, path: str) -> None:
    page = signed.see(path)

    assert page.headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert page.headers["cache-control"] == "no-store"
    assert "set-cookie" not in page.headers
    assert not re.search(r"<script|<style|style=| on\w+=", page.text)
    links = re.findall(r'(?:href|src|action)="([^"]+)"', page.text)
    assert all(not link.startswith(("http", "//", "/")) for link in links)
    assert [way for way in ways_of(page, path) if signed.see(way).status != 200] == []


@pytest.mark.parametrize("path", ["/", "/story/1", "/alerts/1", "/alerts/played", "/alerts/rules/csto/played"])
def test_pages_without_a_form_hold_below_a_proxys_path_too(signed: Signed, path: str) -> None:
    page = signed.see(path)

    assert page.status == 200
    assert [way for way in ways_of(page, path) if signed.see(way).status != 200] == []


@pytest.mark.parametrize("path", ["/alerts/999999", "/alerts/rules/nosuch/delete", "/story/x", "/?after=x"])
def test_a_page_that_says_why_not_holds_below_a_proxys_path_too(signed: Signed, path: str) -> None:
    page = signed.see(path)

    assert (page.status in (404, 422), page.headers["content-type"]) == (True, "text/html; charset=utf-8")
    assert [way for way in ways_of(page, path) if signed.see(way).status != 200] == []


@pytest.mark.parametrize("path", ["/alerts/new", "/alerts/rules/csto", "/alerts/rules/csto/disable", "/alerts/samples"])
def test_the_answers_to_forms_and_the_ways_back_hold_below_a_proxys_path(signed: Signed, path: str) -> None:
    refused = signed.send(path, token="mon_wrong", query="lang:zh", on="article", name="x", channel="log")

    assert refused.status == 403
    assert [way for way in ways_of(refused, path) if signed.see(way).status != 200] == []


def test_whoever_follows_links_by_itself_is_asked_not_to_play_rules(signed: Signed) -> None:
    pages = [signed.see(path).text for path in ("/alerts", "/alerts/rules/csto")]

    links = [link for page in pages for link in re.findall(r'<a [^>]*href="[^"]*/played[^"]*"[^>]*>', page)]
    assert len(links) > 2
    assert all('rel="nofollow"' in link for link in links)
