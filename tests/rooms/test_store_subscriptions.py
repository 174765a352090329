"""Does a subscription survive what happens to hubs, feeds and programs?"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from monitor.core.records.feeds import FeedSpec
from monitor.core.records.polls import EventKind
from monitor.core.records.subscriptions import Subscription, SubscriptionState
from monitor.store.claims import Leases
from monitor.store.engine import Database
from monitor.store.feeds.feed_list import FeedList
from monitor.store.feeds.feeds import Feeds
from monitor.store.feeds.subscriptions import Subscriptions
from monitor.store.schema.tables import FEED
from tests.fakes import NOON, FakeClock

HUB, TOPIC = "https://hub.example/", "https://news.example/feed"
SPECS = [FeedSpec(name, f"https://{name}.example/feed") for name in ("news", "other")]
NEWS, OTHER = 1, 2
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BEGUN = Subscription(NEWS, "news", HUB, TOPIC, "token", "secret", due_at=NOON)


@pytest.fixture
def feeds(database: Database, clock: FakeClock) -> Feeds:
    made = Feeds(database, Leases(clock, "host/1/a", 60))
    made.sync(SPECS)
    assert made.names() == {"news": NEWS, "other": OTHER}
    return made


@pytest.fixture
def store(database: Database, clock: FakeClock, feeds: Feeds) -> Subscriptions:
    made = Subscriptions(database, clock)
    made.begin(NEWS, HUB, TOPIC, token="token", secret="secret")
    return made


def history(database: Database) -> list[tuple[str, EventKind, str]]:
    """Every line of history, oldest first."""
    return [(feed, event.kind, event.detail) for feed, event in reversed(FeedList(database).events())]


def test_a_subscription_is_kept_as_it_was_begun(store: Subscriptions) -> None:
    assert [store.of(NEWS), store.find("token")] == [BEGUN, BEGUN]
    assert store.wanted() == [BEGUN]


def test_what_nobody_began_is_not_there(store: Subscriptions) -> None:
    assert (store.of(OTHER), store.find("guess"), store.find("\x00")) == (None, None, None)


def test_a_feed_has_one_subscription_at_a_time(store: Subscriptions) -> None:
    store.begin(NEWS, HUB, "https://news.example/new", token="new", secret="other")

    assert store.find("token") is None
    assert store.wanted() == [replace(BEGUN, topic="https://news.example/new", token="new", secret="other")]


def test_a_subscription_is_claimed_once(store: Subscriptions) -> None:
    claims = [store.claim(5), store.claim(5)]

    assert claims == [[replace(BEGUN, due_at=NOON + timedelta(minutes=15))], []]


def test_a_claim_that_a_crash_left_behind_is_due_again(store: Subscriptions, clock: FakeClock) -> None:
    store.claim(5)
    clock.advance(900)

    assert [each.token for each in store.claim(5)] == ["token"]


def test_the_longest_due_are_claimed_first(store: Subscriptions, clock: FakeClock) -> None:
    clock.advance(60)
    store.begin(OTHER, HUB, TOPIC, token="later", secret="s")

    assert [[each.feed for each in store.claim(1)] for _ in range(3)] == [["news"], ["other"], []]


def test_a_request_in_vain_is_due_again_when_said(store: Subscriptions, clock: FakeClock) -> None:
    (asked,) = store.claim(5)
    store.unconfirmed(asked, SubscriptionState.REFUSED, "No.", NOON + HOUR)
    early = store.claim(5)
    clock.advance(3_600)

    known = store.of(NEWS)
    assert known == replace(BEGUN, state=SubscriptionState.REFUSED, failures=1, detail="No.", due_at=NOON + HOUR)
    assert (early, [each.state for each in store.claim(5)]) == ([], [SubscriptionState.ASKED])


def test_a_confirmation_outlasts_the_answer_to_its_request(store: Subscriptions) -> None:
    (asked,) = store.claim(5)
    store.confirm("token", NOON + DAY, NOON + 20 * HOUR)

    store.unconfirmed(asked, SubscriptionState.REFUSED, "No.", NOON + HOUR)

    active = replace(BEGUN, state=SubscriptionState.ACTIVE, due_at=NOON + 20 * HOUR, lease_until=NOON + DAY)
    assert store.of(NEWS) == active


def test_a_confirmation_ends_the_count_of_failures(store: Subscriptions) -> None:
    for asked in store.claim(5) * 2:
        store.unconfirmed(asked, SubscriptionState.ASKED, "Silence.", NOON)

    store.confirm("token", NOON + DAY, NOON + HOUR)

    known = store.of(NEWS)
    assert known is not None
    assert (known.failures, known.detail) == (0, "")


def test_a_renewal_under_way_interrupts_nothing(store: Subscriptions, clock: FakeClock) -> None:
    store.confirm("token", NOON + DAY, NOON + HOUR)
    store.delivered("token")
    clock.advance(3_600)

    (asked,) = store.claim(5)

    assert (asked.state, asked.is_trusted(clock.now())) == (SubscriptionState.ASKED, True)


def test_history_tells_beginning_and_end_and_not_each_renewal(store: Subscriptions, database: Database) -> None:
    store.confirm("token", NOON + DAY, NOON + HOUR)
    store.confirm("token", NOON + 2 * DAY, NOON + HOUR)
    store.end(NEWS, "The feed names no hub any more.")
    store.end(NEWS, "Again.")

    assert history(database) == [
        ("news", EventKind.SUBSCRIBED, "The hub hub.example delivers what is new."),
        (
            "news",
            EventKind.UNSUBSCRIBED,
            "The hub hub.example delivers no more. The feed names no hub any more.",
        ),
    ]


def test_what_never_came_about_has_no_history(store: Subscriptions, database: Database) -> None:
    store.deny("token", "No.", NOON + HOUR)
    store.end(NEWS, "No more.")

    assert history(database) == []


def test_a_hub_is_told_of_the_end_once(store: Subscriptions) -> None:
    store.end(NEWS, "No more.")

    claims = [store.claim(5), store.claim(5)]

    assert claims == [[replace(BEGUN, state=SubscriptionState.ENDED, detail="No more.", due_at=None)], []]
    assert store.wanted() == []


def test_what_ended_is_neither_confirmed_nor_denied(store: Subscriptions) -> None:
    store.end(NEWS, "No more.")

    store.confirm("token", NOON + DAY, NOON + HOUR)
    store.deny("token", "No.", NOON + HOUR)

    assert store.of(NEWS) == replace(BEGUN, state=SubscriptionState.ENDED, detail="No more.")


def test_a_denial_takes_lease_and_trust_away(store: Subscriptions, database: Database) -> None:
    store.confirm("token", NOON + DAY, NOON + HOUR)
    store.delivered("token")

    store.deny("token", "No.", NOON + HOUR)

    refused = replace(BEGUN, state=SubscriptionState.REFUSED, failures=1, detail="No.", due_at=NOON + HOUR)
    assert store.of(NEWS) == refused
    assert [kind for _, kind, _ in history(database)] == [EventKind.SUBSCRIBED, EventKind.UNSUBSCRIBED]


def test_a_hub_is_doubted_only_where_it_was_trusted_and_silent(store: Subscriptions) -> None:
    store.confirm("token", NOON + DAY, NOON + HOUR)
    untrusted = store.doubt(NEWS, NOON + HOUR, "Behind.")
    store.delivered("token")

    doubts = [store.doubt(NEWS, NOON, "Behind."), store.doubt(NEWS, NOON + HOUR, "Behind.")]

    known = store.of(NEWS)
    assert known is not None
    assert (untrusted, doubts) == (False, [False, True])
    assert (known.delivered_at, known.due_at, known.lease_until) == (None, NOON, NOON + DAY)


def test_a_lease_that_ran_out_is_noted_once(store: Subscriptions, database: Database, clock: FakeClock) -> None:
    store.confirm("token", NOON + DAY, NOON + 20 * HOUR)
    early = store.tidy()
    clock.advance(86_400)

    assert [early, store.tidy(), store.tidy()] == [0, 1, 0]
    assert history(database)[-1][2].endswith("The lease ran out before the hub renewed it.")
    assert [each.lease_until for each in store.wanted()] == [None]


@pytest.mark.parametrize("how", ["paused", "disabled", "unlisted", "gone"])
def test_a_feed_that_is_polled_no_more_keeps_no_subscription(
    store: Subscriptions, feeds: Feeds, database: Database, how: str
) -> None:
    store.begin(OTHER, HUB, TOPIC, token="stays", secret="s")
    if how == "paused":
        feeds.pause("news")
    elif how == "gone":
        with database.write() as connection:
            connection.execute(update(FEED).where(FEED.c.id == NEWS).values(due_at=None))
    else:
        feeds.sync([replace(SPECS[0], enabled=False), SPECS[1]] if how == "disabled" else SPECS[1:])

    assert ([store.tidy(), store.tidy()], [each.feed for each in store.wanted()]) == ([1, 0], ["other"])


def test_a_feed_in_hand_is_no_feed_that_is_gone(store: Subscriptions, feeds: Feeds) -> None:
    assert len(feeds.claim(5, [])) == 2

    assert store.tidy() == 0
