"""Can programs and people see who is told of what, and can only the owner's programs change it?"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from monitor.demo.thread import WorldThread
from tests.house.asking import Answer, ask
from tests.house.installation import Installation, Running

API = "/api/v1/alerts"
SECRET = "s3cr3t-t0k3n"
ALERTS = """\
channels:
  desk:
    webhook: HOOK
    secret_env: DESK_KEY
defaults: keep
rules:
  from-the-file:
    query: topic:csto lang:kk
    channels: [desk]
    urgency: urgent
"""


@dataclass
class Alerted:
    """A service that has told of a few articles, and could not tell of others."""

    world: WorldThread
    service: Running
    installation: Installation
    read: str
    admin: str

    def get(self, path: str) -> Any:  # Any: JSON
        answer = ask(self.service, API + path)
        assert answer.status == 200, answer.text
        return answer.json()

    def change(self, method: str, path: str, body: object = None, **asked: Any) -> Answer:  # Any: what ask() takes
        return ask(self.service, API + path, **{"method": method, "token": self.admin, "body": body, **asked})

    def rules(self) -> dict[str, dict[str, Any]]:  # Any: JSON
        return {rule["name"]: rule for rule in self.get("/rules")["rules"]}

    def dead(self) -> list[dict[str, Any]]:  # Any: JSON
        found: list[dict[str, Any]] = self.get("/deliveries?state=dead&channel=webhook")["deliveries"]
        return found


@pytest.fixture(scope="module")
def alerted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alerted]:
    with WorldThread() as world:
        folder = tmp_path_factory.mktemp("alerted")
        (folder / "alerts.yaml").write_text(ALERTS.replace("HOOK", f"{world.hook_url}/{SECRET}"), encoding="utf-8")
        installation = Installation.watching(
            world, folder, MONITOR_ALERTS=str(folder / "alerts.yaml"), DESK_KEY=f"{SECRET}-key"
        )
        read, admin = (
            installation.run("token", "create", scope, "--scope", scope).out.strip() for scope in ("read", "admin")
        )
        installation.run("poll", "--all")  # what is there at first is no news
        for article_id, status in (("en-wire", 400), ("ru-plan", 200)):  # 400: who sends it again is told the same
            world.answer_hooks(status)
            world.publish(article_id)
            installation.run("poll", "--all")
        with installation.service() as service:
            yield Alerted(world, service, installation, read, admin)


# --- reading --------------------------------------------------------------------------------------


def test_the_rules_say_where_they_are_written_and_what_they_brought(alerted: Alerted) -> None:
    rules = alerted.rules()

    assert rules["from-the-file"]["origin"] == "alerts.yaml, line 7"
    assert rules["csto"]["origin"] == "default"
    assert rules["csto"]["last_7_days"]["composed"] >= 1
    assert rules["from-the-file"]["last_7_days"] == {}
    assert rules["from-the-file"]["spec"]["query"] == "topic:csto lang:kk"
    assert alerted.get("/rules/from-the-file") == rules["from-the-file"]


def test_a_channels_address_and_key_are_never_shown(alerted: Alerted) -> None:
    answers = [ask(alerted.service, path).text for path in (f"{API}/rules", f"{API}/deliveries", API, "/alerts")]

    channels = {each["name"]: each["kind"] for each in alerted.get("/rules")["channels"]}
    assert channels == {"log": "log", "webhook": "webhook", "desk": "webhook"}
    assert not any(SECRET in answer for answer in answers)
    assert not any("/webhook" in answer for answer in answers)  # the address in MONITOR_WEBHOOK_URL


def test_messages_are_listed_by_what_became_of_them(alerted: Alerted) -> None:
    every = alerted.get("/deliveries")["deliveries"]

    assert [each["id"] for each in every] == sorted((each["id"] for each in every), reverse=True)
    assert {each["state"] for each in every} == {"sent", "dead"}
    for field, value in (("state", "dead"), ("channel", "webhook"), ("state", "due")):
        found = alerted.get(f"/deliveries?{field}={value}")["deliveries"]
        assert found == [each for each in every if each[field] == value]
    (dead,) = alerted.dead()
    assert (dead["channel"], dead["attempts"]) == ("webhook", 1)
    assert dead["detail"]


def test_messages_come_page_by_page(alerted: Alerted) -> None:
    ids, before = [], ""
    while True:
        page = alerted.get(f"/deliveries?limit=1{before}")
        ids += [each["id"] for each in page["deliveries"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"

    assert ids == [each["id"] for each in alerted.get("/deliveries")["deliveries"]]


def test_a_message_is_shown_with_what_it_says_and_its_alerts(alerted: Alerted) -> None:
    (dead,) = alerted.dead()

    shown = alerted.get(f"/deliveries/{dead['id']}")

    assert shown["payload"]["key"] == shown["key"] == dead["key"]
    urls = {each["facts"]["article"]["url"] for each in shown["alerts_told"]}
    assert urls == {alerted.world.article_url("en-wire")}
    assert {each["delivery"] for each in shown["alerts_told"]} == {dead["id"]}
    assert len(shown["alerts_told"]) == dead["alerts"]
    paged = alerted.get(f"/deliveries/{dead['id']}?limit=1")
    assert paged["alerts_told"] == shown["alerts_told"][:1]
    assert paged["next"] == shown["alerts_told"][0]["id"]


def test_alerts_are_listed_whatever_became_of_them(alerted: Alerted) -> None:
    found = alerted.get("?rule=csto&state=composed")["alerts"]

    assert found
    assert {(each["rule"], each["state"]) for each in found} == {("csto", "composed")}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/rules/nosuch", 404),
        ("/deliveries/999999", 404),
        ("/deliveries/0", 422),
        ("/deliveries/99999999999999999999", 422),
        ("/deliveries?state=lost", 422),
        ("/deliveries?limit=0", 422),
        ("/deliveries?limit=201", 422),
        ("/deliveries?since=yesterday", 422),
        ("/deliveries?nonsense=1", 422),
        ("?state=lost", 422),
        ("/silences?ended=perhaps", 422),
        ("/deliveries?rule=%00", 200),
        ("/nosuch", 404),
    ],
)
def test_bad_questions_get_clear_answers(alerted: Alerted, path: str, status: int) -> None:
    answer = ask(alerted.service, API + path)

    assert answer.status == status
    assert "Traceback" not in answer.text


# --- the page -------------------------------------------------------------------------------------


def test_people_see_what_could_not_be_told_before_anything_else(alerted: Alerted) -> None:
    page = ask(alerted.service, "/alerts")

    (dead,) = alerted.dead()
    assert page.status == 200
    assert page.text.index(f"#{dead['id']}</a>") < page.text.index('<h2 id="due"') < page.text.index('<h2 id="sent"')
    assert "from-the-file" in page.text
    assert "alerts.yaml, line 7" in page.text
    assert f'<span lang="{dead["language"]}" dir="auto">{html.escape(dead["headline"][:60])}' in page.text


def test_the_page_keeps_to_the_policy_that_forbids_scripts(alerted: Alerted) -> None:
    page = ask(alerted.service, "/alerts")

    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"<script|<style|style=| on\w+=", page.text)
    links = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert all(not link.startswith(("http", "//", "/")) for link in links)  # as well below a path of a proxy's


def test_the_first_page_leads_to_it(alerted: Alerted) -> None:
    assert 'href="alerts"' in ask(alerted.service, "/").text


# --- who may change -------------------------------------------------------------------------------

CHANGES = [
    ("PUT", "/rules/mine", {"query": "topic:sco"}),
    ("DELETE", "/rules/mine", None),
    ("POST", "/deliveries/1/retry", None),
    ("POST", "/silences", {"query": "", "until": "2099-01-01T00:00:00Z"}),
    ("DELETE", "/silences/1", None),
    ("PUT", "/snoozes/1", {}),
    ("DELETE", "/snoozes/1", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_nothing_is_changed_without_the_owners_token(alerted: Alerted, method: str, path: str, body: object) -> None:
    without = [
        alerted.change(method, path, body, token="", headers=headers)
        for headers in ({}, {"Cookie": f"token={alerted.admin}"}, {"Authorization": f"Basic {alerted.admin}"})
    ]
    in_address = alerted.change(method, f"{path}?token={alerted.admin}", body, token="")
    with_less = alerted.change(method, path, body, token=alerted.read)

    assert [answer.status for answer in (*without, in_address, with_less)] == [401] * 5
    assert all(answer.headers["www-authenticate"].startswith("Bearer") for answer in (*without, in_address, with_less))
    assert "--scope admin" in with_less.json()["detail"]
    assert alerted.get("/silences")["silences"] == []
    assert "mine" not in alerted.rules()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize(("method", "path", "body"), CHANGES)
def test_another_sites_page_changes_nothing_even_with_the_token(
    alerted: Alerted, headers: dict[str, str], method: str, path: str, body: object
) -> None:
    assert alerted.change(method, path, body, headers=headers).status == 403


def test_what_is_read_changes_nothing_and_what_changes_is_not_read(alerted: Alerted) -> None:
    statuses = [
        alerted.change(method, path).status
        for method, path in (("GET", "/deliveries/1/retry"), ("POST", "/rules"), ("PATCH", "/rules/csto"))
    ]

    assert statuses == [405, 405, 405]


def test_the_description_says_where_a_token_is_needed(alerted: Alerted) -> None:
    described = ask(alerted.service, "/api/openapi.json").json()

    schemes = described["components"]["securitySchemes"]
    needed = {
        (method.upper(), path): tuple(name for each in operation["security"] for name in each)
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
        if "security" in operation
    }
    named = {"mine": "{name}", "silences/1": "silences/{silence_id}", "snoozes/1": "snoozes/{story_id}"}
    changes = {(method, API + path.replace("deliveries/1", "deliveries/{delivery_id}")) for method, path, _ in CHANGES}
    for part, parameter in named.items():
        changes = {(method, path.replace(part, parameter)) for method, path in changes}
    assert {name: (each["type"], each.get("scheme")) for name, each in schemes.items()} == {
        "token": ("http", "bearer"),
        "token-in-address": ("apiKey", None),
    }
    assert needed == {**dict.fromkeys(changes, ("token",)), ("GET", "/follow/{file}"): ("token", "token-in-address")}
    ids = [operation["operationId"] for each in described["paths"].values() for operation in each.values()]
    assert len(set(ids)) == len(ids)


# --- changing -------------------------------------------------------------------------------------


def test_a_rule_of_the_database_is_made_changed_and_deleted(alerted: Alerted) -> None:
    spec = {"query": "topic:sco lang:ru", "at": "daily 07:30 Asia/Almaty", "channels": ["log"], "owner": "anna"}

    made = alerted.change("PUT", "/rules/morning", spec)
    listed = alerted.rules()["morning"]
    changed = alerted.change("PUT", "/rules/morning", {**spec, "enabled": False})
    deleted = [alerted.change("DELETE", "/rules/morning").status for _ in range(2)]

    assert (made.status, made.json()["daily_at"], made.json()["zone"]) == (200, "07:30", "Asia/Almaty")
    assert (listed["origin"], listed["query"], listed["owner"]) == ("database", "topic:sco lang:ru", "anna")
    assert (changed.status, changed.json()["enabled"]) == (200, False)
    assert deleted == [204, 404]
    assert "morning" not in alerted.rules()


def test_what_get_shows_put_takes(alerted: Alerted) -> None:
    spec = alerted.rules()["csto"]["spec"]

    made = alerted.change("PUT", "/rules/again", spec)

    assert made.status == 200
    assert made.json()["spec"] == spec
    assert alerted.change("DELETE", "/rules/again").status == 204


def test_a_rule_that_comes_with_the_program_can_be_replaced_and_comes_back(alerted: Alerted) -> None:
    read = sum(line["event"] == "alerting.rules_read" for line in alerted.service.events())
    assert alerted.change("PUT", "/rules/sco", {"query": "topic:sco lang:zh"}).status == 200
    assert alerted.rules()["sco"]["query"] == "topic:sco lang:zh"
    alerted.service.until_times("alerting.rules_read", read + 1)  # it holds

    assert alerted.change("DELETE", "/rules/sco").status == 204

    assert (alerted.rules()["sco"]["query"], alerted.rules()["sco"]["origin"]) == ("topic:sco", "default")


def test_what_is_shown_is_what_alerts_yaml_says_now(alerted: Alerted) -> None:
    path = alerted.installation.folder / "alerts.yaml"
    before = path.read_text(encoding="utf-8")
    try:
        path.write_text(before + "  csto:\n    query: topic:csto lang:zh\n", encoding="utf-8")
        shown = alerted.rules()["csto"]
        refused = alerted.change("PUT", "/rules/csto", {"query": "topic:csto"})
    finally:
        path.write_text(before, encoding="utf-8")

    assert (shown["query"], shown["origin"]) == ("topic:csto lang:zh", "alerts.yaml, line 11")
    assert refused.status == 409
    assert alerted.rules()["csto"]["origin"] == "default"


@pytest.mark.parametrize(("method", "body"), [("PUT", {"query": "topic:sco"}), ("DELETE", None)])
def test_a_rule_of_alerts_yaml_is_changed_there(alerted: Alerted, method: str, body: object) -> None:
    answer = alerted.change(method, "/rules/from-the-file", body)

    assert answer.status == 409
    assert "alerts.yaml, line 7" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ({"query": "topik:csto"}, "topic"),
        ({"query": "topic:nosuch"}, "nosuch"),
        ({"query": "lang:ru lang:kk"}, "It can never match: 'lang:ru' and 'lang:kk' can never both hold"),
        ({"query": "outlet:www.tass.ru"}, "'www.tass.ru' is none. Did you mean 'tass.ru'?"),
        ({"channels": ["nosuch"]}, "nosuch"),
        ({"at": "sometimes"}, "at"),
        ({"nonsense": 1}, "nonsense"),
        ({"ceiling": True}, "ceiling"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_the_reason(alerted: Alerted, spec: dict[str, object], said: str) -> None:
    answer = alerted.change("PUT", "/rules/bad", spec)

    assert answer.status == 422
    assert said in answer.json()["detail"]
    assert "bad" not in alerted.rules()


@pytest.mark.parametrize("name", ["Bad%20Name", "a%0db", "%D0%BA", "a" * 300, "%00"])
def test_a_rule_with_an_odd_name_is_refused(alerted: Alerted, name: str) -> None:
    assert alerted.change("PUT", f"/rules/{name}", {"query": "topic:sco"}).status == 422


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"query": NaN}',
        b'{"ceiling": 1e999}',
        b'{"query": "\\ud800"}',
        b"[" * 30_000,
        b"\xff\xfe",
        b"1" * 5_000,
    ],
)
def test_a_body_that_is_no_rule_is_refused(alerted: Alerted, body: bytes) -> None:
    answer = alerted.change("PUT", "/rules/bad", body)

    assert answer.status in (400, 422)
    assert answer.json()["detail"]


def test_a_body_without_end_is_not_read_to_its_end(alerted: Alerted) -> None:
    assert alerted.change("PUT", "/rules/bad", b" " * 64_001).status == 413


def test_a_message_that_was_given_up_is_sent_again_with_its_key(alerted: Alerted) -> None:
    (dead,) = alerted.dead()

    answer = alerted.change("POST", f"/deliveries/{dead['id']}/retry")

    assert (answer.status, answer.json()) == (200, {"id": dead["id"], "state": "due"})
    alerted.world.until(
        lambda world: sum(got.headers["Idempotency-Key"] == dead["key"] for got in world.received) == 2, timeout_s=30
    )
    again = alerted.change("POST", f"/deliveries/{dead['id']}/retry")
    assert again.status == 409
    assert alerted.change("POST", "/deliveries/999999/retry").status == 404


def test_a_silence_is_made_seen_and_ended(alerted: Alerted) -> None:
    given = {"query": "lang:zh", "until": "2099-01-01T05:00:00+05:00", "by": "anna", "comment": "a fair"}

    made = alerted.change("POST", "/silences", given)
    listed = alerted.get("/silences")["silences"]
    page = ask(alerted.service, "/alerts").text
    ended = [alerted.change("DELETE", f"/silences/{made.json()['id']}").status for _ in range(2)]

    assert made.status == 201
    assert {name: made.json()[name] for name in given} == {**given, "until": "2099-01-01T00:00:00Z"}
    assert listed == [made.json()]
    assert "lang:zh" in page
    assert "a fair" in page
    assert ended == [204, 404]
    assert alerted.get("/silences")["silences"] == []
    assert [each["id"] for each in alerted.get("/silences?ended=true")["silences"]] == [made.json()["id"]]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"query": "lang:zh", "until": "2020-01-01T00:00:00Z"}, "later than now"),
        ({"query": "lang:zh", "until": "2099-01-01T00:00:00"}, "timezone"),
        ({"query": "lang:zh", "until": "for ever"}, "until"),
        ({"query": "lang:zh"}, "until"),
        ({"until": "2099-01-01T00:00:00Z"}, "query"),
        ({"query": "words", "until": "2099-01-01T00:00:00Z"}, "words of the text"),
        ({"query": "lang:", "until": "2099-01-01T00:00:00Z"}, "^"),
        ({"query": "", "until": "2099-01-01T00:00:00Z"}, "everything"),
        ({"query": "", "until": "2099-01-01T00:00:00Z", "nonsense": 1}, "nonsense"),
        ({"query": "", "until": "2099-01-01T00:00:00Z", "comment": "x" * 1_001}, "comment"),
        ({"query": "", "until": "9999-12-31T23:59:59-14:00"}, "until"),
    ],
)
def test_a_silence_that_cannot_be_is_refused_with_the_reason(
    alerted: Alerted, given: dict[str, object], said: str
) -> None:
    answer = alerted.change("POST", "/silences", given)

    assert answer.status == 422
    assert said in answer.text
    assert alerted.get("/silences")["silences"] == []


def test_a_story_is_snoozed_until_it_grows(alerted: Alerted) -> None:
    story = ask(alerted.service, "/api/v1/stories").json()["stories"][0]

    made = alerted.change("PUT", f"/snoozes/{story['id']}", {"grow_by": 2, "by": "anna"})
    listed = alerted.get("/snoozes")["snoozes"]
    ended = [alerted.change("DELETE", f"/snoozes/{story['id']}").status for _ in range(2)]

    assert made.status == 200
    assert made.json() == {
        "story": story["id"],
        "at": made.json()["at"],
        "outlets": story["outlets"],
        "grow_by": 2,
        "until_outlets": story["outlets"] + 2,
        "by": "anna",
    }
    assert listed == [made.json()]
    assert ended == [204, 404]


@pytest.mark.parametrize(
    ("path", "given", "status"),
    [
        ("/snoozes/999999", {}, 404),
        ("/snoozes/1", {"grow_by": 0}, 422),
        ("/snoozes/1", {"grow_by": "many"}, 422),
        ("/snoozes/0", {}, 422),
        ("/snoozes/nosuch", {}, 422),
    ],
)
def test_a_snooze_that_cannot_be_is_refused(alerted: Alerted, path: str, given: dict[str, object], status: int) -> None:
    assert alerted.change("PUT", path, given).status == status
