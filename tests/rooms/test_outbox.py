"""Is each message sent, or kept with a reason and its next try?"""

import asyncio
import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alert.outbox import Outbox
from monitor.core.ports import Channel
from monitor.core.records.alerts import DueDelivery
from monitor.core.records.failures import Failed, Reason
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from tests.fakes import NOON, FakeChannel, FakeClock, FakeDeliveryStore

BUSY = Failed(Reason.SERVER_ERROR, "It answered 503.", status=503)
LATER = Failed(Reason.THROTTLED, "It answered 429.", status=429, retry_after_s=86_400)


class Office:
    """An outbox over a store in memory, with the clock at noon and no chance."""

    def __init__(self, *channels: Channel, deadline_s: float = 60.0, known: tuple[str, ...] = ()) -> None:
        self.clock = FakeClock()
        self.store = FakeDeliveryStore(self.clock)
        self.metrics = Metrics("test")
        self.outbox = Outbox(
            store=self.store,
            channels={channel.name: channel for channel in channels},
            clock=self.clock,
            journal=Journal(self.metrics),
            chance=lambda: 0.5,
            deadline_s=deadline_s,
            is_known=known.__contains__,
        )

    def queue(self, key: str, channel: str = "hook") -> None:
        self.store.queue(key, channel, {"key": key})

    async def send_due(self) -> list[DueDelivery]:
        claimed = self.store.claim(10, [])
        await asyncio.gather(*(self.outbox.send(delivery) for delivery in claimed))
        return claimed


async def test_a_sent_message_is_never_due_again() -> None:
    hook = FakeChannel("hook")
    office = Office(hook)
    office.queue("a")

    await office.send_due()
    office.clock.advance(86_400)

    assert await office.send_due() == []
    assert ([each.key for each in hook.delivered], office.store.rows["a"].state) == (["a"], "sent")


async def test_a_failed_message_waits_and_is_then_sent() -> None:
    hook = FakeChannel("hook", [BUSY])
    office = Office(hook)
    office.queue("a")

    await office.send_due()

    assert office.store.rows["a"].due_at == NOON + timedelta(seconds=10)
    office.clock.advance(10)
    await office.send_due()
    assert (office.store.rows["a"].state, office.store.rows["a"].failures) == ("sent", [BUSY])


async def test_after_twelve_tries_a_message_is_dead_and_keeps_its_reason() -> None:
    office = Office(FakeChannel("hook", [BUSY] * 20))
    office.queue("a")

    for _ in range(20):
        await office.send_due()
        office.clock.advance(3_600)

    assert (office.store.rows["a"].state, office.store.rows["a"].failures) == ("dead", [BUSY] * 12)


async def test_a_receiver_that_always_asks_to_come_later_is_given_up_after_seven_days() -> None:
    office = Office(FakeChannel("hook", [LATER] * 20))
    office.queue("a")
    office.queue("b")

    a, b = office.store.rows["a"], office.store.rows["b"]
    for _ in range(7):
        await office.send_due()
        office.clock.advance(86_400)
    before = a.state, len(a.failures), a.delivery.attempts
    await office.send_due()
    asked_again = await office.send_due()

    assert before == ("due", 7, 0)
    assert (a.state, b.state) == ("dead", "due")
    assert a.failures[-1].detail == (
        "It answered 429. It has put this message off for 7 days, so it is given up; monitor alerts retry sends it."
    )
    assert (asked_again, b.due_at) == ([], NOON + timedelta(days=8))  # its wish is kept all the same


async def test_the_days_for_which_a_receiver_puts_a_message_off_begin_when_it_first_does() -> None:
    office = Office(FakeChannel("hook", [LATER]))
    office.queue("a")
    office.clock.advance(8 * 86_400)  # the service stood still

    await office.send_due()

    assert (office.store.rows["a"].state, office.store.rows["a"].due_at) == ("due", NOON + timedelta(days=9))


@pytest.mark.parametrize("is_broken", [False, True])
async def test_the_days_are_counted_anew_after_what_is_no_putting_off(is_broken: bool) -> None:  # noqa: FBT001 - a parameter
    hook = FakeChannel("hook", [LATER, LATER] if is_broken else [LATER, BUSY, LATER])
    office = Office(hook, known=("hook",))
    office.queue("a")
    await office.send_due()
    office.clock.advance(86_400)
    if is_broken:
        office.outbox = replace(office.outbox, channels={})
    await office.send_due()  # day 1
    office.outbox = replace(office.outbox, channels={"hook": hook})
    office.clock.advance(7 * 86_400)

    await office.send_due()  # day 8

    assert (office.store.rows["a"].state, office.store.rows["a"].due_at) == ("due", NOON + timedelta(days=9))


async def test_what_a_channel_without_good_settings_has_waits_for_as_long_as_it_takes() -> None:
    office = Office(FakeChannel("log"), known=("desk",))
    office.queue("a", channel="desk")
    office.clock.advance(30 * 86_400)

    await office.send_due()

    assert office.store.rows["a"].state == "due"


async def test_a_final_failure_is_dead_at_once() -> None:
    gone = Failed(Reason.GONE, "It answered 410.", status=410, is_final=True)
    office = Office(FakeChannel("hook", [gone]))
    office.queue("a")

    await office.send_due()

    assert (office.store.rows["a"].state, office.store.rows["a"].due_at) == ("dead", None)


async def test_a_message_for_a_channel_that_is_no_longer_set_up_is_dead_at_once(logged: io.StringIO) -> None:
    office = Office(FakeChannel("log"))
    office.queue("a", channel="webhook")

    await office.send_due()
    office.clock.advance(86_400)

    assert await office.send_due() == []
    line = json.loads(logged.getvalue())
    assert (line["level"], line["event"], line["channel"]) == ("error", "alert.dead", "webhook")
    assert line["detail"] == (
        "No channel is called 'webhook'; set up are: log. This message is given up. "
        "Set its address again if it was dropped by mistake (MONITOR_WEBHOOK_URL for 'webhook')."
    )
    assert office.store.rows["a"].state == "dead"


async def test_a_crashing_channel_is_a_failure_and_the_others_go_on() -> None:
    log_channel = FakeChannel("log")
    office = Office(FakeChannel("hook", [RuntimeError("token hunter2")]), log_channel)
    office.queue("a")
    office.queue("b", channel="log")

    await office.send_due()

    failure = office.store.rows["a"].failures[0]
    assert (failure.reason, office.store.rows["a"].state) == (Reason.BUG, "due")
    assert "hunter2" not in failure.detail
    assert [each.key for each in log_channel.delivered] == ["b"]


async def test_a_hanging_channel_delays_no_other() -> None:
    gate = asyncio.Event()
    hook, log_channel = FakeChannel("hook", gate=gate), FakeChannel("log")
    office = Office(hook, log_channel)
    office.queue("a")
    office.queue("b", channel="log")
    hanging = asyncio.create_task(office.outbox.send(office.store.claim(1, ["log"])[0]))
    await hook.entered.wait()

    await office.send_due()

    assert ([each.key for each in log_channel.delivered], hanging.done()) == (["b"], False)
    gate.set()
    assert await hanging is None


async def test_a_channel_that_never_ends_is_a_failure_with_a_next_try() -> None:
    office = Office(FakeChannel("hook", gate=asyncio.Event()), deadline_s=0.05)
    office.queue("a")

    await office.send_due()

    row = office.store.rows["a"]
    assert (row.state, row.failures[0].reason) == ("due", Reason.TOO_SLOW)
    assert row.failures[0].detail == "The channel 'hook' took over 0.05 s."


async def test_who_is_stopped_between_send_and_mark_sends_once_more_with_the_same_key() -> None:
    hook = FakeChannel("hook")
    office = Office(hook)
    office.queue("a")

    await hook.send(office.store.claim(1, [])[0])  # and then the process was killed
    office.clock.advance(180)
    await office.send_due()

    assert [each.key for each in hook.delivered] == ["a", "a"]


async def test_being_stopped_is_no_failure() -> None:
    hook = FakeChannel("hook", gate=asyncio.Event())
    office = Office(hook)
    office.queue("a")
    sending = asyncio.create_task(office.send_due())
    await hook.entered.wait()

    sending.cancel()

    with pytest.raises(asyncio.CancelledError):
        await sending
    assert (office.store.rows["a"].state, office.store.rows["a"].failures) == ("due", [])


async def test_sent_retried_and_dead_messages_are_counted() -> None:
    gone = Failed(Reason.GONE, "It answered 410.", status=410, is_final=True)
    office = Office(FakeChannel("hook", [None, BUSY, gone]))

    for key in "abc":
        office.queue(key)
        await office.send_due()

    states = ("sent", "retried", "dead")
    assert [office.metrics.value("monitor_alerts_total", {"state": state}) for state in states] == [1, 1, 1]


async def test_a_message_for_a_channel_that_cannot_be_used_for_now_waits() -> None:
    office = Office(FakeChannel("log"), known=("desk",))
    office.queue("a", channel="desk")

    await office.send_due()

    row = office.store.rows["a"]
    assert (row.state, row.due_at) == ("due", NOON + timedelta(seconds=60))
    assert row.failures[0].detail == (
        "The channel 'desk' cannot be used as it is set up; monitor check says why. Its messages wait."
    )


async def test_what_was_sent_is_marked_even_where_the_database_is_away_for_a_moment() -> None:
    hook = FakeChannel("hook")
    office = Office(hook)
    office.queue("a")
    office.store.away = 2

    await office.send_due()

    assert (office.store.rows["a"].state, len(hook.delivered)) == ("sent", 1)
