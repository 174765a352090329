"""Can a person with a keyboard, a narrow screen and no scripts change who is told of what?"""

from collections.abc import Iterator

import pytest

from tests.house.browser import SCHEMES, Page, browser
from tests.house.signing import Signed, sign_in

PAGES = (
    "alerts",
    "alerts?query=lang:zh&comment=why&done=deleted",
    "alerts/new",
    "alerts/rules/csto",
    "alerts/rules/from-the-file",
    "alerts/rules/csto/disable",
    "alerts/rules/nosuch",
    "alerts/messages/retry",
    "alerts/silences",
    "alerts/samples?channel=webhook",
)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    with sign_in(tmp_path_factory.mktemp("signed")) as made:
        yield made


@pytest.fixture
def page() -> Iterator[Page]:
    with browser() as opened:
        yield opened


def root(signed: Signed) -> str:
    return str(signed.service.until("web.listening")["address"]) + "/"


def test_a_rule_made_by_the_form_announces_an_article_and_is_edited_and_deleted(signed: Signed, page: Page) -> None:
    page.open(root(signed) + "alerts")
    page.follow('a[href="alerts/new"]')
    page.type("name", "by-hand")
    page.type("query", "topic:csto")
    page.type("token", signed.admin)
    page.enter()
    assert "The rule by-hand holds now." in page.text()

    signed.world.publish("ru-plan")
    signed.installation.run("poll", "--all")
    signed.world.until(
        lambda world: any(isinstance(got.json, dict) and "by-hand" in got.json["rules"] for got in world.received),
        timeout_s=30,
    )

    page.follow('a[href="alerts/rules/by-hand"]')
    page.type("owner", "anna")
    page.type("token", signed.admin)
    page.follow("button")
    assert "The rule by-hand is changed" in page.text()
    assert signed.rules()["by-hand"]["owner"] == "anna"

    for act, said in (("disable", "is switched off"), ("delete", "The rule by-hand is taken out of the database.")):
        page.follow(f'a[href="alerts/rules/by-hand/{act}"]')
        page.type("token", signed.admin)
        page.enter()
        assert said in page.text()
    assert "by-hand" not in signed.rules()
    assert page.complaints() == []


def test_what_was_typed_stays_where_the_token_is_wrong_and_the_token_does_not(signed: Signed, page: Page) -> None:
    page.open(root(signed) + "alerts/new")
    page.type("name", "typed")
    page.type("query", "topic:sco \u202e<b>\nlang:ru")
    page.type("token", "mon_wrong")
    page.enter()

    assert "This token does not hold" in page.text()
    assert [page.value(field) for field in ("name", "query", "token")] == ["typed", "topic:sco \u202e<b>\nlang:ru", ""]
    assert "token" not in page.url()
    assert page.faults() == []


def test_who_is_told_that_somebody_else_changed_the_rule_sees_both_and_saves_again(signed: Signed, page: Page) -> None:
    page.open(root(signed) + "alerts/rules/sco")
    signed.fill("/alerts/rules/sco", urgency="urgent")
    found = {}
    for scheme in SCHEMES:
        page.show(width=360, scheme=scheme)
        page.type("owner", "boris " + "x" * 150)
        page.type("token", signed.admin)
        page.enter()
        assert page.url().endswith("/alerts/rules/sco") == (scheme == "light")
        found[scheme] = page.faults()
        if scheme == "light":
            assert "Somebody else changed this rule" in page.text()
            assert page.value("owner").startswith("boris")

    assert found == {"light": [], "dark": []}
    assert signed.rules()["sco"]["owner"].startswith("boris")
    signed.send("/alerts/rules/sco/delete")


def test_a_silence_is_made_on_the_page_of_alerts(signed: Signed, page: Page) -> None:
    page.open(root(signed) + "alerts")
    page.click("summary")
    page.type("query", "lang:zh")
    page.type("length", "8 h")
    page.type("token", signed.admin)
    page.enter()

    assert "holds from now on." in page.text()
    assert [each["query"] for each in signed.api("/silences")["silences"]] == ["lang:zh"]
    page.follow('a[aria-label^="End silence"]')
    page.type("token", signed.admin)
    page.enter()
    assert signed.api("/silences")["silences"] == []


def test_the_pages_are_seen_by_everyone_on_every_screen(signed: Signed, page: Page) -> None:
    found = {}
    for scheme in SCHEMES:
        for width in (360, 1_200):
            page.show(width=width, scheme=scheme)
            for path in PAGES:
                page.open(root(signed) + path)
                found[path, width, scheme] = page.faults()

    assert {where: faults for where, faults in found.items() if faults} == {}
    assert [each for each in page.complaints() if "404" not in each] == []


def test_a_page_with_faults_is_seen_by_everyone_too(signed: Signed, page: Page) -> None:
    found = {}
    for scheme in SCHEMES:
        page.show(width=360, scheme=scheme)
        page.open(root(signed) + "alerts/new")
        page.type("name", "faulty")
        page.type("query", "lang:ru topic:csot OR " + "x" * 150)
        for field in ("at", "spike_factor"):
            page.type(field, "<b>wrong: " + "x" * 150)
        page.type("token", signed.admin)
        page.enter()
        found[scheme] = page.faults()

    assert found == {"light": [], "dark": []}
    assert page.count(".fault") == 3
