"""Behaviours 42 to 45 of a good feed client: a feed that says how often it wishes to be polled is obeyed.

The numbers beside the tests are those of the list of behaviours. Which spellings of a wish count, and that nonsense
does not, is proved in tests/unit/test_parse_channel.py; how wishes are weighed, in test_schedule_policy.py.
"""

from datetime import UTC, datetime

import pytest

from monitor.demo.world import World
from tests.fakes import FakeClock
from tests.manners.watch import Watch, rss

RSS = "application/rss+xml"
SYNDICATION = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
HOUR = 3_600
SUNDAY_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def skipping(what: str, *values: object) -> str:
    """Write an element skipHours or skipDays."""
    one = what.removeprefix("skip").removesuffix("s").lower()
    return f"<{what}>" + "".join(f"<{one}>{value}</{one}>" for value in values) + f"</{what}>"


def is_about(pause_s: float | None, wish_s: float) -> bool:
    """A pause is what was wished for, and up to a tenth by chance."""
    return pause_s is not None and wish_s <= pause_s <= 1.1 * wish_s


async def test_a_wish_of_ttl_or_sy_lengthens_the_interval_and_is_remembered_where_nothing_changes(
    watch: Watch, world: World
) -> None:
    wishes = {
        "plain": ("", HOUR),
        "ttl": ("<ttl>150</ttl>", 9_000),  # 42
        "short-ttl": ("<ttl>10</ttl>", HOUR),  # a wish never shortens what the owner chose
        "long-ttl": ("<ttl>10080</ttl>", 5 * HOUR),  # a week is cut to five hours
        "sy": ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>8</sy:updateFrequency>", 3 * HOUR),  # 45
        "sy-long": ("<sy:updatePeriod>monthly</sy:updatePeriod>", 5 * HOUR),
        "both": ("<ttl>120</ttl><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>",
                 4 * HOUR),
    }  # fmt: skip
    for name, (channel, _) in wishes.items():
        body = rss(1, channel=channel, attributes=SYNDICATION)
        watch.watch(name, world.serve(f"/{name}.xml", body, content_type=RSS, headers={"ETag": '"1"'}))
    await watch.poll()
    first = {name: watch.pause_s(name) for name in wishes}

    await watch.poll_after(6 * HOUR)

    assert {name: watch.show(name).polls[0].status for name in wishes} == dict.fromkeys(wishes, 304)
    second = {name: watch.pause_s(name) for name in wishes}
    for name, (_, wish_s) in wishes.items():
        assert is_about(first[name], wish_s), (name, first[name])
        assert is_about(second[name], wish_s), (name, second[name])


@pytest.mark.parametrize(
    ("channel", "not_before"),
    [
        (skipping("skipHours", 12, 13, 14, 15), datetime(2026, 11, 22, 16, tzinfo=UTC)),  # 43
        (skipping("skipHours", *range(13, 24), 24, 1, 2), datetime(2026, 11, 23, 3, tzinfo=UTC)),
        (skipping("skipDays", "Sunday"), datetime(2026, 11, 23, tzinfo=UTC)),  # 44
        (skipping("skipDays", "sunday", "Monday"), datetime(2026, 11, 24, tzinfo=UTC)),
        (skipping("skipDays", "Sunday") + skipping("skipHours", 0, 1), datetime(2026, 11, 23, 2, tzinfo=UTC)),
    ],
    ids=["four hours", "over midnight", "a day", "two days", "a day and hours"],
)
async def test_no_poll_falls_into_hours_and_days_that_the_feed_skips_in_gmt(
    channel: str, not_before: datetime, watch: Watch, world: World, clock: FakeClock
) -> None:
    clock.moment = SUNDAY_NOON
    name = watch.watch("rests", world.serve("/feed.xml", rss(1, channel=channel), content_type=RSS))

    await watch.poll()

    due_at = watch.show(name).line.due_at
    assert due_at is not None
    assert 0 <= (due_at - not_before).total_seconds() <= 600  # not all of them on the stroke of the hour
    await watch.poll_after((not_before - SUNDAY_NOON).total_seconds() - 1)
    assert len(world.requests) == 1
    await watch.poll_after(601)
    assert len(world.requests) == 2


async def test_a_feed_that_skips_every_hour_and_every_day_says_nothing(watch: Watch, world: World) -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")  # 43, 44
    channel = skipping("skipHours", *range(24)) + skipping("skipDays", *days)
    name = watch.watch("never", world.serve("/feed.xml", rss(1, channel=channel), content_type=RSS))

    await watch.poll()

    assert is_about(watch.pause_s(name), HOUR)


async def test_an_owner_may_pass_over_a_feeds_wishes(watch: Watch, world: World) -> None:
    channel = "<ttl>240</ttl>" + skipping("skipDays", "Sunday")  # 42, 44
    url = world.serve("/feed.xml", rss(1, channel=channel), content_type=RSS)
    name = watch.watch("hasty", url, obey_hints="false")

    await watch.poll()

    assert is_about(watch.pause_s(name), HOUR)


async def test_a_wish_that_is_taken_back_is_forgotten(watch: Watch, world: World) -> None:
    url = world.serve("/feed.xml", rss(1, channel="<ttl>240</ttl>"), content_type=RSS)  # 42
    name = watch.watch("relents", url)
    await watch.poll()

    world.serve("/feed.xml", rss(1, 2), content_type=RSS)
    await watch.poll_after(5 * HOUR)

    assert is_about(watch.pause_s(name), HOUR)
