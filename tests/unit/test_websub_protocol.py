"""Do subscriber and hub understand each other, and does nobody else get in?"""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs

import pytest

from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Link
from monitor.core.records.subscriptions import Subscription, SubscriptionState
from monitor.websub.discovery import Found, discover, html_links
from monitor.websub.protocol import (
    Answer,
    Begin,
    End,
    Said,
    answer_verification,
    is_refusal,
    is_signed,
    lease_seconds,
    next_ask,
    next_step,
    renewal_at,
    request_body,
)
from tests.fakes import NOON

URL = "https://news.example/feed"
HUB, SELF = "https://hub.example/", "https://news.example/feed.xml"
FOUND = Found((HUB,), SELF)
HEADER = (Link("hub", HUB), Link("self", SELF))
ASKED = Subscription(7, "news", HUB, SELF, "T0K3N", "s3cret")
ACTIVE = replace(ASKED, state=SubscriptionState.ACTIVE, lease_until=NOON + timedelta(days=10))
ENDED = replace(ASKED, state=SubscriptionState.ENDED)
REFUSED = replace(ASKED, state=SubscriptionState.REFUSED)
QUESTION = {"hub.mode": "subscribe", "hub.topic": SELF, "hub.challenge": "aZ09-_", "hub.lease_seconds": "3600"}


# --- discovery ------------------------------------------------------------------------------------


def test_a_feed_without_a_hub_is_only_polled() -> None:
    assert discover(URL, [Link("self", SELF), Link("next", HUB)], self_url=SELF) is None


def test_the_header_wins_over_the_body() -> None:
    found = discover(URL, HEADER, hubs=["https://other.example/"], self_url="https://other.example/feed")

    assert found == FOUND


def test_the_feed_wins_over_the_page() -> None:
    page = (Link("hub", "https://other.example/"), Link("self", "https://other.example/"))

    assert discover(URL, (), hubs=[HUB], self_url=SELF, page=page) == FOUND


def test_a_hub_in_the_header_goes_with_the_name_in_the_body() -> None:
    assert discover(URL, [Link("hub", HUB)], self_url=SELF) == FOUND


def test_a_feed_that_does_not_name_itself_is_known_by_its_last_address() -> None:
    assert discover(URL, [Link("hub", HUB)]) == Found((HUB,), URL)


def test_hubs_with_https_come_first_and_what_is_no_address_not_at_all() -> None:
    plain = "http://hub.example/"

    found = discover(URL, (), hubs=[plain, "javascript:alert(1)", "", HUB, HUB], self_url="urn:feed:7")

    assert found == Found((HUB, plain), URL)


def test_one_link_may_have_two_relations() -> None:
    assert discover(URL, [Link("HUB self", HUB)]) == Found((HUB,), HUB)


def test_links_in_the_head_of_a_page_are_found_those_below_are_not() -> None:
    text = (
        '<!doctype html><html><head><LINK href=/hub rel="Hub"><link rel=self href="#">'
        '<!-- <link rel=hub href="/comment"> --><link rel=hub><link rel=hub href="mailto:a@b">'
        '</head><link rel=hub href="/after"><body><link rel="hub" href="/visitor">'
    )

    links = html_links(text, "https://news.example/")

    assert links == (Link("hub", "https://news.example/hub"), Link("self", "https://news.example/"))


def test_a_page_without_a_head_of_its_own_has_its_links_before_the_body() -> None:
    text = '<link rel=hub href=/hub><body><link rel=hub href="/visitor">'

    assert html_links(text, URL) == (Link("hub", "https://news.example/hub"),)


def test_a_page_that_cannot_be_read_on_keeps_what_was_read() -> None:
    assert html_links("<link rel=hub href=/hub><![odd[", URL) == (Link("hub", "https://news.example/hub"),)


# --- the next step --------------------------------------------------------------------------------


@pytest.mark.parametrize("current", [None, ENDED])
def test_a_feed_that_names_a_hub_is_subscribed_to(current: Subscription | None) -> None:
    assert next_step(current, FOUND, NOON) == Begin(HUB, SELF)


@pytest.mark.parametrize("current", [None, ENDED])
def test_without_a_hub_there_is_nothing_to_do(current: Subscription | None) -> None:
    assert next_step(current, None, NOON) is None


@pytest.mark.parametrize("current", [ASKED, ACTIVE, REFUSED])
def test_what_did_not_change_is_left_alone(current: Subscription) -> None:
    assert next_step(current, FOUND, NOON) is None


@pytest.mark.parametrize("current", [ASKED, ACTIVE, REFUSED])
def test_a_feed_that_names_no_hub_any_more_is_unsubscribed_from(current: Subscription) -> None:
    assert isinstance(next_step(current, None, NOON), End)


@pytest.mark.parametrize("found", [replace(FOUND, hubs=("https://new.example/",)), replace(FOUND, topic=URL)])
def test_a_hub_or_topic_that_changed_is_unsubscribed_from_then_subscribed_anew(found: Found) -> None:
    told = replace(ENDED, due_at=NOON)

    steps = [next_step(current, found, NOON) for current in (ACTIVE, told, ENDED)]

    assert isinstance(steps[0], End)
    assert steps[1:] == [None, Begin(found.hubs[0], found.topic)]


def test_a_subscription_that_never_came_about_is_replaced_at_once() -> None:
    assert next_step(ASKED, Found((HUB,), URL), NOON) == Begin(HUB, URL)


def test_our_hub_stays_while_the_feed_names_it_among_others() -> None:
    assert next_step(ASKED, Found(("https://first.example/", HUB), SELF), NOON) is None


@pytest.mark.parametrize(
    ("failures", "lease_s", "step"),
    [
        (2, 0, None),
        (3, 0, Begin("https://next.example/", SELF)),
        (3, 60, None),  # a renewal is in trouble, and deliveries still come
    ],
)
def test_a_hub_that_never_confirms_makes_way_for_the_next(failures: int, lease_s: int, step: Begin | None) -> None:
    tired = replace(REFUSED, failures=failures, lease_until=NOON + timedelta(seconds=lease_s))

    assert next_step(tired, Found(("https://next.example/", HUB), SELF), NOON) == step


def test_an_only_hub_is_asked_on_and_on() -> None:
    assert next_step(replace(REFUSED, failures=99), FOUND, NOON) is None


# --- asking ---------------------------------------------------------------------------------------


def test_a_hub_is_asked_with_a_form() -> None:
    form = parse_qs(request_body(ASKED, "https://us.example/websub/T0K3N").decode())

    assert form == {
        "hub.callback": ["https://us.example/websub/T0K3N"],
        "hub.mode": ["subscribe"],
        "hub.topic": [SELF],
        "hub.lease_seconds": ["864000"],
        "hub.secret": ["s3cret"],
    }


def test_an_unsubscription_does_not_give_the_secret_away() -> None:
    form = parse_qs(request_body(ENDED, "https://us.example/websub/T0K3N").decode())

    assert (form["hub.mode"], "hub.secret" in form) == (["unsubscribe"], False)


@pytest.mark.parametrize(
    ("failures", "is_refused", "wish_s", "minutes"),
    [
        (1, False, None, 10),
        (2, False, None, 20),
        (4, False, None, 80),
        (99, False, None, 1_440),
        (1, True, None, 60),
        (2, True, None, 120),
        (9, True, None, 1_440),
        (1, False, 7_200, 120),
        (1, False, 864_000, 1_440),
    ],
)
def test_a_hub_that_does_not_confirm_is_asked_ever_more_rarely_but_once_a_day(
    failures: int,
    is_refused: bool,  # noqa: FBT001 - a case's column
    wish_s: int | None,
    minutes: int,
) -> None:
    due_at = next_ask(NOON, failures=failures, is_refused=is_refused, chance=0.0, wish_s=wish_s)

    assert due_at == NOON + timedelta(minutes=minutes)


def test_chance_spreads_requests_by_a_tenth() -> None:
    assert next_ask(NOON, failures=1, is_refused=False, chance=1.0) == NOON + timedelta(minutes=11)


@pytest.mark.parametrize(("chance", "hours"), [(0.0, 8.0), (0.5, 8.5), (1.0, 9.0)])
def test_a_lease_is_renewed_before_its_end(chance: float, hours: float) -> None:
    assert renewal_at(NOON, 36_000, chance=chance) == NOON + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("status", "expected"), [(403, True), (404, True), (408, False), (429, False), (503, False), (0, False)]
)
def test_a_hub_that_is_in_trouble_has_not_refused(status: int, expected: bool) -> None:  # noqa: FBT001 - a case's column
    assert is_refusal(Failed(Reason.REFUSED_REQUEST, "No.", status=status)) is expected


# --- answering ------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [ASKED, ACTIVE])
def test_what_we_asked_for_is_confirmed(known: Subscription) -> None:
    assert answer_verification(QUESTION, known) == Answer(200, "aZ09-_", Said.CONFIRMED, lease_s=3_600)


@pytest.mark.parametrize(
    ("known", "changed"),
    [
        (None, {}),
        (ENDED, {}),
        (REFUSED, {}),
        (ASKED, {"hub.topic": URL}),
        (ASKED, {"hub.topic": ""}),
        (ASKED, {"hub.mode": "unsubscribe"}),
        (ACTIVE, {"hub.mode": "unsubscribe"}),
        (ASKED, {"hub.mode": "publish"}),
        (ASKED, {"hub.challenge": ""}),
        (ASKED, {"hub.challenge": "two words"}),
        (ASKED, {"hub.challenge": "\x00"}),
        (ASKED, {"hub.challenge": "a" * 2_001}),
        (ASKED, {"hub.mode": "denied", "hub.topic": URL}),
    ],
)
def test_what_we_did_not_ask_for_is_not_found(known: Subscription | None, changed: dict[str, str]) -> None:
    assert answer_verification(QUESTION | changed, known) == Answer(404)


def test_an_unsubscription_that_we_asked_for_is_confirmed() -> None:
    answer = answer_verification(QUESTION | {"hub.mode": "unsubscribe"}, ENDED)

    assert answer == Answer(200, "aZ09-_", Said.UNSUBSCRIBED)


@pytest.mark.parametrize("known", [ASKED, ACTIVE, REFUSED])
def test_a_hub_may_deny_at_any_time_and_say_why(known: Subscription) -> None:
    answer = answer_verification({"hub.mode": "denied", "hub.topic": SELF, "hub.reason": "not\n\x1b[31m here"}, known)

    assert answer == Answer(200, said=Said.DENIED, reason="not [31m here")


@pytest.mark.parametrize(
    ("said", "lease_s"),
    [("3600", 3_600), ("", 86_400), ("-5", 86_400), ("1e9", 86_400), ("²", 86_400), ("0", 60), ("9" * 18, 2_592_000)],
)
def test_a_lease_is_believed_within_bounds(said: str, lease_s: int) -> None:
    assert lease_seconds(said) == lease_s


# --- signatures -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_delivery_signed_with_our_secret_is_believed(method: str) -> None:
    made = hmac.new(b"s3cret", b"<rss/>", getattr(hashlib, method)).hexdigest()

    assert is_signed("s3cret", f"{method}={made}", b"<rss/>")
    assert is_signed("s3cret", f"{method.upper()}={made.upper()}", b"<rss/>")


GOOD = hmac.new(b"s3cret", b"<rss/>", hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("secret", "signature", "body"),
    [
        ("s3cret", "", b"<rss/>"),
        ("s3cret", GOOD, b"<rss/>"),
        ("s3cret", f"sha256={GOOD}", b"<rss />"),
        ("other", f"sha256={GOOD}", b"<rss/>"),
        ("s3cret", f"sha512={GOOD}", b"<rss/>"),
        ("s3cret", f"md5={hmac.new(b's3cret', b'<rss/>', hashlib.md5).hexdigest()}", b"<rss/>"),
        ("s3cret", "sha256=", b"<rss/>"),
        ("s3cret", f"sha256={GOOD[:-1]}", b"<rss/>"),
        ("s3cret", "sha256=é\udc80", b"<rss/>"),
    ],
)
def test_any_other_signature_is_not(secret: str, signature: str, body: bytes) -> None:
    assert not is_signed(secret, signature, body)


def test_a_subscription_that_is_printed_keeps_its_secrets() -> None:
    assert "T0K3N" not in repr(ASKED)
    assert "s3cret" not in repr(ASKED)
