"""Can people keep alerts quiet by forms alone, and do the pages say what waits, and why?"""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.alert.silencing import FIELDS
from tests.house.asking import Answer, ask, ways_of
from tests.house.browser import SCHEMES, browser
from tests.house.signing import Signed, fields_of, sign_in


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    with sign_in(tmp_path_factory.mktemp("signed")) as made:
        yield made


@pytest.fixture
def story(signed: Signed) -> Iterator[int]:
    """A story that is not snoozed, and is not afterwards."""
    number = int(ask(signed.service, "/api/v1/stories").json()["stories"][0]["id"])
    yield number
    if signed.api("/snoozes")["snoozes"]:
        signed.send(f"/alerts/snoozes/{number}/end")


@pytest.fixture
def silences(signed: Signed) -> Iterator[None]:
    """No silence holds afterwards."""
    yield
    for each in signed.api("/silences")["silences"]:
        signed.send(f"/alerts/silences/{each['id']}/end")


@contextmanager
def broken_file(signed: Signed) -> Iterator[None]:
    """Have the file set its channel up with a mistake for a while."""
    path = signed.installation.folder / "alerts.yaml"
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("http://127.0.0.1:1/nobody-listens", "ftp://nowhere"), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(before, encoding="utf-8")


def text_of(page: Answer) -> str:
    """What a page says, without its tags, each gap one blank."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", page.text)).split())


def fault_of(page: Answer, field: str) -> str:
    """What a page says beside a field."""
    found = re.search(rf'id="{field}-fault"><p class="problem" dir="auto">([^<]*)', page.text)
    assert found, page.text
    return html.unescape(found[1])


# --- what waits -----------------------------------------------------------------------------------


def test_alerts_that_no_message_tells_yet_are_counted_beside_the_messages_that_wait(signed: Signed) -> None:
    signed.fill("/alerts/new", name="each-morning", query="topic:csto", at="daily 07:30")
    signed.world.publish("ru-plan")
    signed.installation.run("poll", "--all")
    signed.world.until(  # the service may have the article in hand; what it tells at once came with what waits
        lambda world: any(isinstance(got.json, dict) and "csto" in got.json["rules"] for got in world.received),
        timeout_s=30,
    )
    assert signed.api("?state=due&rule=each-morning")["alerts"]

    page = signed.see("/alerts")

    waiting = len(signed.api("?state=due&limit=200")["alerts"])
    said = "1 alert is" if waiting == 1 else f"{waiting} alerts are"
    assert f"{said} told later (story pauses, quiet hours, digests)." in text_of(page)
    assert 'href="api/v1/alerts?state=due"' in page.text


# --- one story ------------------------------------------------------------------------------------


def test_a_storys_page_leads_to_a_silence_of_it_and_to_its_snooze(signed: Signed, story: int) -> None:
    page = signed.see(f"/story/{story}")

    ways = ways_of(page, f"/story/{story}")
    (silence,) = [way for way in ways if way.startswith("/alerts/silences?")]
    asked = parse_qs(urlsplit(silence).query)
    assert f"/alerts/snoozes/{story}" in ways
    assert asked["query"] == [f"story:{story}"]
    assert asked["comment"][0] in html.unescape(page.text)
    assert fields_of(signed.see(silence))["query"] == [f"story:{story}"]


def test_a_messages_page_leads_to_what_keeps_its_story_quiet(signed: Signed) -> None:
    each = next(each for each in signed.api("/deliveries")["deliveries"] if each["story"])

    ways = ways_of(signed.see(f"/alerts/{each['id']}"), f"/alerts/{each['id']}")

    assert f"/alerts/snoozes/{each['story']}" in ways
    assert any(way.startswith(f"/alerts/silences?query=story%3A{each['story']}&") for way in ways)


def test_a_story_is_snoozed_until_it_grows(signed: Signed, story: int) -> None:
    asked = signed.see(f"/alerts/snoozes/{story}")

    done = signed.fill(f"/alerts/snoozes/{story}", grow_by="5", by="anna")

    (snooze,) = signed.api("/snoozes")["snoozes"]
    again = signed.see(f"/alerts/snoozes/{story}")
    said = signed.see(f"/alerts?{done.headers['location'].partition('?')[2]}")
    assert (asked.status, fields_of(asked)["grow_by"]) == (200, ["3"])
    assert (done.status, done.headers["location"]) == (303, f"../../alerts?done=snoozed&number={story}")
    assert (snooze["story"], snooze["grow_by"], snooze["by"]) == (story, 5, "anna")
    assert f"Nothing is told of story {story} until it grows." in text_of(said)
    assert "It is snoozed now, by anna, until" in text_of(again)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"grow_by": "0"}, "grow_by", "Write a number from 1 to 1,000."),
        ({"grow_by": "1001"}, "grow_by", "Write a number from 1 to 1,000."),
        ({"grow_by": "many <b>"}, "grow_by", "Write a number from 1 to 1,000."),
        ({"grow_by": "٣"}, "grow_by", "Write a number from 1 to 1,000."),
        ({"grow_by": ""}, "grow_by", "Write a number from 1 to 1,000."),
        ({"by": "x" * 3_000}, "by", "It is 3,000 characters long; write at most 1,000."),
    ],
)
def test_a_snooze_that_cannot_be_says_where_and_keeps_what_was_typed(
    signed: Signed, story: int, typed: dict[str, str], field: str, said: str
) -> None:
    given = {"grow_by": "7", "by": "anna", **typed}

    answer = signed.send(f"/alerts/snoozes/{story}", **given)

    assert (answer.status, fault_of(answer, field)) == (422, said)
    assert {key: fields_of(answer)[key] for key in given} == {key: [value] for key, value in given.items()}
    assert signed.api("/snoozes")["snoozes"] == []


def test_a_snooze_needs_the_token_and_comes_from_no_other_site(signed: Signed, story: int) -> None:
    path, fields = f"/alerts/snoozes/{story}", {"grow_by": "7", "by": "anna"}

    answers = [signed.send(path, **fields, token=token) for token in ("", "mon_wrong", signed.read)]
    foreign = signed.send(path, ("Origin", "https://evil.example"), **fields)

    assert [answer.status for answer in (*answers, foreign)] == [401, 403, 403, 403]
    assert all(fields_of(answer)["grow_by"] == ["7"] for answer in answers)
    assert signed.api("/snoozes")["snoozes"] == []


@pytest.mark.parametrize("number", ["999999", "0", "x", "9" * 30, "%D9%A3"])
def test_a_story_that_is_not_there_is_not_snoozed(signed: Signed, number: str) -> None:
    answers = (signed.see(f"/alerts/snoozes/{number}"), signed.send(f"/alerts/snoozes/{number}", grow_by="3"))

    assert [answer.status for answer in answers] == [404, 404]
    assert all(answer.headers["content-type"].startswith("text/html") for answer in answers)


def test_the_page_of_a_snooze_is_seen_by_everyone_and_holds_below_a_proxys_path(signed: Signed, story: int) -> None:
    path = f"/alerts/snoozes/{story}"
    found = {}
    with browser() as tab:
        for scheme in SCHEMES:
            for shown in (path, f"/story/{story}"):
                tab.show(width=360, scheme=scheme)
                tab.open(str(signed.service.until("web.listening")["address"]) + shown)
                found[shown, scheme] = tab.faults()

    assert {where: faults for where, faults in found.items() if faults} == {}
    for answer in (signed.see(path), signed.send(path, token="mon_wrong", grow_by="3")):
        assert [way for way in ways_of(answer, path) if signed.see(way).status != 200] == []


# --- silences -------------------------------------------------------------------------------------


def test_the_form_of_a_silence_names_every_field_that_it_may_ask(signed: Signed) -> None:
    for path in ("/alerts", "/alerts/silences"):
        hint = re.search(r'id="query-hint">([^<]*)', signed.see(path).text)
        assert hint
        assert {name for name in FIELDS if f"{name}:" in hint[1]} == FIELDS


@pytest.mark.usefixtures("silences")
def test_a_double_click_makes_one_silence(signed: Signed) -> None:
    typed = {"query": "lang:zh", "length": "8 h", "comment": "a fair"}

    first, second = (signed.send("/alerts/silences", **typed) for _ in range(2))
    others = [signed.send("/alerts/silences", **{**typed, key: "2 d"}) for key in ("length", "comment")]

    assert first.headers["location"] == second.headers["location"]
    assert len({answer.headers["location"] for answer in (first, *others)}) == 3
    assert len(signed.api("/silences")["silences"]) == 3


@pytest.mark.usefixtures("silences")
def test_a_silence_that_was_ended_is_made_again(signed: Signed) -> None:
    typed = {"query": "lang:zh", "length": "8 h"}
    signed.send("/alerts/silences", **typed)
    (first,) = signed.api("/silences")["silences"]
    signed.send(f"/alerts/silences/{first['id']}/end")

    signed.send("/alerts/silences", **typed)

    assert [each["id"] > first["id"] for each in signed.api("/silences")["silences"]] == [True]


def test_a_silence_that_can_never_match_is_refused_on_the_page_and_by_the_api(signed: Signed) -> None:
    given = {"query": "lang:ru lang:kk", "until": "2099-01-01T00:00:00Z"}

    page = signed.send("/alerts/silences", query="lang:ru lang:kk", length="8 h")
    api = ask(signed.service, "/api/v1/alerts/silences", method="POST", token=signed.admin, body=given)

    assert (page.status, api.status) == (422, 422)
    assert "It can never match" in fault_of(page, "query")
    assert "It can never match" in api.json()["detail"]
    assert signed.api("/silences")["silences"] == []


@pytest.mark.usefixtures("silences")
def test_what_the_feeds_make_of_a_silence_is_said_beside_what_was_done(signed: Signed) -> None:
    done = signed.send("/alerts/silences", query="country:uz", length="8 h")
    other = signed.send("/alerts/silences", query="lang:kk", length="8 h")

    said, usual = (
        text_of(signed.see(f"/alerts?{each.headers['location'].partition('?')[2]}")) for each in (done, other)
    )
    assert re.search(r"Silence \d+ holds from now on\. Its query means nothing of what the feeds bring: No feed", said)
    assert "means nothing" not in usual


@pytest.mark.parametrize("field", ["query", "comment", "by"])
def test_what_is_too_long_in_a_silence_is_said_in_our_own_words(signed: Signed, field: str) -> None:
    most = {"query": 10_000}.get(field, 1_000)

    answer = signed.send("/alerts/silences", **{"query": "lang:zh", "length": "8 h", field: "x" * 13_000})

    assert fault_of(answer, field) == f"It is 13,000 characters long; write at most {most:,}."


# --- what was done --------------------------------------------------------------------------------


def test_a_note_on_a_rule_stands_beside_what_was_done(signed: Signed) -> None:
    made = signed.fill("/alerts/new", name="nowhere", query="country:uz")

    said = text_of(signed.see(f"/alerts?{made.headers['location'].partition('?')[2]}"))

    assert "The rule nowhere holds now. Its query means nothing of what the feeds bring" in said
    signed.send("/alerts/rules/nowhere/delete")


def test_a_rule_that_was_deleted_is_named(signed: Signed) -> None:
    signed.fill("/alerts/new", name="to-go", query="lang:zh")

    gone = signed.send("/alerts/rules/to-go/delete")

    assert gone.headers["location"] == "../../../alerts?done=deleted&rule=to-go"
    said = text_of(signed.see("/alerts?done=deleted&rule=to-go"))
    assert "The rule to-go is taken out of the database." in said


@pytest.mark.parametrize("name", ["Call 0800", "<b>", "x" * 61, "csto", ""])
def test_what_is_no_name_of_a_rule_that_is_gone_is_not_said(signed: Signed, name: str) -> None:
    said = signed.see(f"/alerts?done=deleted&rule={name.replace(' ', '+')}").text

    assert '<p class="done" role="status">The rule is taken out of the database.</p>' in said


def test_a_name_that_is_too_long_for_any_rule_is_not_repeated(signed: Signed) -> None:
    name = "x" * 5_000

    paths = (f"/alerts/rules/{name}", f"/alerts/rules/{name}/delete", f"/alerts/rules/{name}/played")
    pages = [signed.see(path) for path in paths]
    posts = [signed.send(path) for path in paths[:2]]
    api = ask(signed.service, f"/api/v1/alerts/rules/{name}")

    assert [answer.status for answer in (*pages, *posts, api)] == [404] * 6
    assert not any("x" * 100 in answer.text for answer in (*pages, *posts, api))
    assert all("x" * 40 in answer.text for answer in (*pages, *posts, api))


def test_who_asks_to_send_again_what_was_sent_is_told_at_once(signed: Signed) -> None:
    sent = signed.api("/deliveries?state=sent")["deliveries"][0]["id"]

    page, answer = (of(f"/alerts/messages/{sent}/retry") for of in (signed.see, signed.send))

    assert (page.status, answer.status) == (409, 409)
    said = f"Message {sent} is sent: only what was given up is sent again."
    assert all(said in text_of(each) for each in (page, answer))
    assert "<form" not in page.text


def test_our_own_page_behind_a_proxy_is_told_what_to_set(signed: Signed) -> None:
    origin = ("Origin", "https://news.example")

    page = signed.send("/alerts/silences", origin, query="lang:zh", length="8 h", comment="typed elsewhere")
    api = ask(
        signed.service, "/api/v1/alerts/silences", method="POST", token=signed.admin, body={}, headers=dict([origin])
    )

    assert (page.status, api.status) == (403, 403)
    assert all("set MONITOR_BASE_URL to the address that people open" in each.text for each in (page, api))
    assert "typed elsewhere" not in page.text


# --- in a browser ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("silences")
def test_the_way_back_leads_to_what_was_typed_though_it_had_failed_first(signed: Signed) -> None:
    with browser() as tab:
        tab.open(str(signed.service.until("web.listening")["address"]) + "/alerts/silences")
        tab.type("query", "lang:")
        for query in ("lang:", "lang:zh"):
            tab.type("query", query)
            tab.type("length", "8 h")
            tab.type("token", signed.admin)
            tab.enter()
        assert "holds from now on" in tab.text()

        tab.back()

        assert tab.url().endswith("/alerts/silences")
        assert "Nothing was changed." in tab.text()
        assert [tab.value(field) for field in ("query", "token")] == ["lang:zh", ""]


@pytest.mark.usefixtures("silences")
def test_long_queries_and_many_notes_leave_the_page_short(signed: Signed) -> None:
    query = " OR ".join(f"title:word{number}" for number in range(100))
    signed.fill("/alerts/new", name="long", query=query)
    signed.send("/alerts/silences", query=query, length="8 h")
    for country in ("uz", "tj", "tm"):
        signed.fill("/alerts/new", name=f"of-{country}", query=f"country:{country}")
    with broken_file(signed):
        board, rule = signed.see("/alerts"), signed.see("/alerts/rules/long")
    said = text_of(board)
    folded = board.text.partition("<details")[2].partition("</details>")[0]

    assert query not in html.unescape(board.text)
    assert said.count(f"{query[:159]}…") == 2
    assert fields_of(rule)["query"] == [query]
    assert "<summary>3 notes on what was set up</summary>" in folded
    assert folded.count("No feed of feeds.yaml now has country:") == 3
    assert re.search(r'<p class="problem">[^<]*no http or https address', board.text.partition("<details")[0])
    for name in ("long", "of-uz", "of-tj", "of-tm"):
        signed.send(f"/alerts/rules/{name}/delete")
