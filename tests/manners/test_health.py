"""How a feed is, what it lost, and when a whole country goes dark: is each noticed by polling alone?

The rules are proved in tests/unit/test_schedule_health.py, test_schedule_coverage.py and test_schedule_blackout.py;
here, that polls of a whole service lead to them, that they are remembered with since when, why and what to do, and
that metrics and the history tell the same.
"""

from datetime import timedelta
from email.utils import format_datetime

import pytest

from monitor.core.records.polls import EventKind, HealthKind
from monitor.demo.world import World
from tests.fakes import NOON
from tests.manners.watch import Watch, rss

RSS = "application/rss+xml"
HOUR, DAY = 3_960, 95_040  # seconds, with the tenth that chance may add


def dated(*ages_h: float) -> str:
    """A feed of entries that are dated so many hours before noon."""
    items = "".join(
        f'<item><guid isPermaLink="false">{age_h}</guid><title>Item {age_h}</title>'
        f"<description>It is {age_h}.</description>"
        f"<pubDate>{format_datetime(NOON - timedelta(hours=age_h))}</pubDate></item>"
        for age_h in ages_h
    )
    return f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>'


def kind(watch: Watch, name: str) -> HealthKind:
    return watch.show(name).line.health.kind


# --- each kind --------------------------------------------------------------------------------------


async def test_each_way_of_not_being_read_has_its_kind_with_since_why_and_what_to_do(
    watch: Watch, world: World
) -> None:
    kinds = {
        "gone": HealthKind.GONE,
        "forbidden": HealthKind.BLOCKED,
        "challenge": HealthKind.BLOCKED,
        "throttled": HealthKind.BLOCKED,
        "html_instead": HealthKind.HTML,
        "not_found": HealthKind.FAILING,
        "server_error": HealthKind.FAILING,
        "not_xml": HealthKind.FAILING,
        "closes": HealthKind.FAILING,
        "truncated": HealthKind.FAILING,
        "empty": HealthKind.EMPTY,
    }
    for misdeed in kinds:
        watch.watch(misdeed, world.misbehave(f"/{misdeed}.xml", misdeed))
    watch.watch("no-entries", world.serve("/none.xml", rss(), content_type=RSS))

    await watch.poll()

    kinds["no-entries"] = HealthKind.EMPTY
    health = {name: watch.show(name).line.health for name in kinds}
    assert {name: each.kind for name, each in health.items()} == kinds
    assert {each.since for each in health.values()} == {NOON}
    assert min(len(each.why) for each in health.values()) > 30
    assert min(len(each.advice) for each in health.values()) > 20
    for name, expected in kinds.items():
        assert [event.detail for event in watch.show(name).events] == [f"never -> {expected}: {health[name].why}"]
    assert watch.service.stores.snapshot().feeds == {
        kind.value: list(kinds.values()).count(kind) for kind in set(kinds.values())
    }


async def test_a_feed_is_unpolled_then_well_then_failing_then_well_again(watch: Watch, world: World) -> None:
    url = world.serve("/feed.xml", rss(1), content_type=RSS)
    name = watch.watch("comes and goes", url)
    watch.service._follow_files()
    kinds = [kind(watch, name)]
    for misdeed in (None, "server_error", "server_error", None):
        world.misbehave(url, misdeed)
        await watch.poll_after(DAY)
        kinds.append(kind(watch, name))

    assert kinds == [HealthKind.NEVER, HealthKind.OK, HealthKind.FAILING, HealthKind.FAILING, HealthKind.OK]
    shown = watch.show(name)
    assert shown.line.health.since == NOON + timedelta(seconds=4 * DAY)
    assert [(event.kind, event.at) for event in reversed(shown.events)] == [
        (EventKind.HEALTH, NOON + timedelta(seconds=2 * DAY)),
        (EventKind.HEALTH, NOON + timedelta(seconds=4 * DAY)),
    ]


async def test_a_feed_that_has_nothing_new_for_long_by_its_own_rhythm_is_silent(watch: Watch, world: World) -> None:
    hourly = watch.watch("hourly", world.serve("/hourly.xml", dated(*range(1, 60)), content_type=RSS))
    weekly = watch.watch("weekly", world.serve("/weekly.xml", dated(*range(24, 1_000, 168)), content_type=RSS))
    await watch.poll()

    kinds = []
    for _ in range(6):
        await watch.poll_after(DAY)
        kinds.append((kind(watch, hourly), kind(watch, weekly)))

    # In its first weeks a feed is taken to have quiet spells of two days: silent after four.
    ok, silent = HealthKind.OK, HealthKind.SILENT
    assert kinds == [(ok, ok)] * 3 + [(silent, ok)] * 3
    why = watch.show(hourly).line.health.why
    assert why == "Nothing new came in 7 days, where something comes every 1 hour as a rule."


async def test_a_feed_whose_articles_cannot_be_had_three_times_running_says_so(watch: Watch, world: World) -> None:
    def items(*numbers: int) -> str:
        listed = "".join(
            f"<item><guid>{number}</guid><title>Item {number}</title><link>/gone/{number}</link>"
            f"<description>It is {number}.</description></item>"
            for number in numbers
        )
        return f'<rss version="2.0"><channel><title>Odd</title>{listed}</channel></rss>'

    name = watch.watch("closed", world.serve("/feed.xml", items(1, 2, 3), content_type=RSS))
    await watch.poll()
    world.serve("/feed.xml", items(4, 1, 2, 3), content_type=RSS)

    await watch.poll_after(HOUR)

    assert kind(watch, name) is HealthKind.PAGES
    assert "fetch_article: false" in watch.show(name).line.health.advice


# --- what was lost ------------------------------------------------------------------------------------


async def test_entries_that_came_and_went_unseen_are_estimated_counted_and_hurried_after(
    watch: Watch, world: World
) -> None:
    name = watch.watch("fast", world.serve("/feed.xml", dated(5, 4, 3, 2, 1), content_type=RSS))
    await watch.poll()
    well = kind(watch, name)
    # An entry an hour; of those of the next nine hours, the window of five holds the last five.
    world.serve("/feed.xml", dated(-5, -6, -7, -8, -9), content_type=RSS)

    await watch.poll_after(10 * 3_600)

    shown = watch.show(name)
    # The newest was an hour old at noon, the oldest now is five hours after it: five entries between, at 0 to 4 hours.
    assert (well, shown.line.health.kind) == (HealthKind.OK, HealthKind.LOSING)
    (lost,) = [event for event in shown.events if event.kind is EventKind.LOST]
    assert lost.number == 5
    assert watch.counted("monitor_missed_entries_total") == 5
    assert watch.counted("monitor_events_total", kind="lost") == 1
    assert "About 5 or more entries came and went between two polls" in shown.line.health.why
    assert shown.line.health.advice.startswith("Set every: ")
    pause_s = watch.pause_s(name)
    assert pause_s is not None
    assert pause_s <= 1.1 * 3_600 / 4  # a quarter of its interval


async def test_hurrying_ends_after_twelve_polls_that_lost_nothing(watch: Watch, world: World) -> None:
    name = watch.watch("fast", world.serve("/feed.xml", dated(5, 4, 3, 2, 1), content_type=RSS))
    await watch.poll()
    world.serve("/feed.xml", dated(-5, -6, -7, -8, -9), content_type=RSS)
    await watch.poll_after(10 * 3_600)

    pauses = []
    for _ in range(13):
        await watch.poll_after(watch.pause_s(name) or 0)
        pauses.append(watch.pause_s(name) or 0)

    assert [pause_s < 1_000 for pause_s in pauses] == [True] * 11 + [False] * 2
    assert kind(watch, name) is not HealthKind.LOSING
    assert watch.counted("monitor_missed_entries_total") == 5


@pytest.mark.parametrize("after", [dated(-1, 1, 2, 3, 4), dated(-8, -9)], ids=["one is left", "a short feed"])
async def test_no_loss_is_claimed_where_none_is_shown(after: str, watch: Watch, world: World) -> None:
    name = watch.watch("fast", world.serve("/feed.xml", dated(5, 4, 3, 2, 1), content_type=RSS))
    await watch.poll()
    world.serve("/feed.xml", after, content_type=RSS)

    await watch.poll_after(10 * 3_600)

    assert watch.counted("monitor_missed_entries_total") == 0
    assert not [event for event in watch.show(name).events if event.kind is EventKind.LOST]


# --- a country goes dark --------------------------------------------------------------------------------


async def test_a_country_that_goes_dark_is_one_event_and_its_return_another(watch: Watch, world: World) -> None:
    # Each outlet of the world has a port, and so a site, of its own: five are of one country, three are elsewhere.
    outlets = list(world.outlets.values())
    world.publish_all()
    for number, outlet in enumerate(outlets):
        watch.watch(outlet.name, outlet.feed_url, country="KZ" if number < 5 else "DE", fetch_article="false")
    await watch.poll()
    for outlet in outlets[:5]:
        world.misbehave(outlet.feed_url, "closes")
    await watch.poll_after(HOUR)

    await watch.poll_after(HOUR)
    began = watch.service.stores.feed_list.events(kinds=[EventKind.BLACKOUT_BEGAN, EventKind.BLACKOUT_ENDED])
    gauge = watch.counted("monitor_blackouts")
    await watch.restart()
    await watch.poll_after(DAY)
    during = watch.service.stores.feed_list.events(kinds=[EventKind.BLACKOUT_BEGAN, EventKind.BLACKOUT_ENDED])
    for outlet in outlets[:5]:
        world.misbehave(outlet.feed_url, None)
    await watch.poll_after(DAY)
    await watch.poll_after(HOUR)

    ((_, event),) = began
    assert (event.scope, event.number, gauge) == ("country:KZ", 5, 1)
    assert event.at == NOON + timedelta(seconds=HOUR)
    assert "5 of 5 hosts of country KZ stopped answering" in event.detail
    assert during == began  # neither a restart nor another day tells it again
    after = watch.service.stores.feed_list.events(kinds=[EventKind.BLACKOUT_BEGAN, EventKind.BLACKOUT_ENDED])
    assert [(event.kind, event.scope) for _, event in after] == [
        (EventKind.BLACKOUT_ENDED, "country:KZ"),
        (EventKind.BLACKOUT_BEGAN, "country:KZ"),
    ]
    assert watch.counted("monitor_blackouts") == 0


async def test_after_a_blackout_feeds_whose_pause_had_grown_to_a_day_are_looked_at_soon(
    watch: Watch, world: World
) -> None:
    outlets = list(world.outlets.values())[:5]
    for outlet in outlets:
        watch.watch(outlet.name, outlet.feed_url, country="KZ", fetch_article="false")
    watch.watch("elsewhere", world.serve("/feed.xml", rss(1), content_type=RSS), country="DE")
    await watch.poll()
    for outlet in outlets:
        world.misbehave(outlet.feed_url, "closes")
    for _ in range(8):
        await watch.poll_after(DAY)
    for outlet in outlets:
        world.misbehave(outlet.feed_url, None)

    # Four of them are asked for by hand; the fifth would wait for its day.
    last = outlets[-1].name
    waits_s = watch.pause_s(last)
    watch.clock.advance(60)
    await watch.poll(*(outlet.name for outlet in outlets[:-1]))
    await watch.poll()

    assert waits_s is not None
    assert waits_s > 80_000
    hastened_s = watch.pause_s(last)
    assert hastened_s is not None
    assert hastened_s < 900


async def test_hosts_that_fail_here_and_there_are_no_blackout(watch: Watch, world: World) -> None:
    outlets = list(world.outlets.values())
    for number, outlet in enumerate(outlets):
        watch.watch(outlet.name, outlet.feed_url, country="KZ" if number < 5 else "DE", fetch_article="false")
    await watch.poll()
    for outlet in (outlets[0], outlets[1], outlets[6]):
        world.misbehave(outlet.feed_url, "closes")

    await watch.poll_after(HOUR)
    await watch.poll_after(HOUR)

    assert watch.service.stores.feed_list.events(kinds=[EventKind.BLACKOUT_BEGAN]) == []
    assert watch.counted("monitor_blackouts") == 0
