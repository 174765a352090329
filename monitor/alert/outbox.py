"""Was the message delivered, and if not, when is the next try?

Not pure: calls channels, the store, the clock and chance.
In: a DueDelivery that was claimed. Out: None or Failed, after the store knows of it.
service.py runs as many at once as the settings allow. A message is marked only after it was sent: who is
killed in between sends it once more, with the same key.
"""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from monitor.alert.timing import LONGEST_PUT_OFF, asked_until, next_sending
from monitor.core.errors import TryAgainLater
from monitor.core.ports import Channel, Clock, DeliveryStore
from monitor.core.records.alerts import Composition, DueDelivery, PutOff, Waiting
from monitor.core.records.failures import Failed, Reason
from monitor.observe.journal import Journal

#: Time after which a channel counts as failed, in seconds.
DEADLINE_S = 60.0

_AFTER_A_CRASH = timedelta(hours=1)
_MARKING_S = (0.5, 1, 2, 4, 8, 15, 30)
_BROKEN_S = 60
_PUT_OFF_TOO_LONG = (
    f"It has put this message off for {LONGEST_PUT_OFF.days} days, so it is given up; monitor alerts retry sends it."
)


def walled(compose: Callable[[Waiting], Composition], journal: Journal) -> Callable[[Waiting], Composition]:
    """Give a composer that never raises: one alert that cannot be composed must not stop the others.

    Where all together fail, each is tried alone; one that fails alone waits an hour, and the log says why. The others
    are composed together as ever; where even that fails, each alone.
    """

    def composed(waiting: Waiting) -> Composition:
        """Compose all, or what can be."""
        together = _tried(waiting, alerts=len(waiting.alerts))
        if isinstance(together, Composition):
            return together
        fine, alone, late = [], [], []
        for queued in waiting.alerts:
            made = _tried(replace(waiting, alerts=(queued,), more=0), alert=queued.id)
            if isinstance(made, Composition):
                fine.append(queued)
                alone.append(made)
            else:
                why = f"It could not be composed ({type(made).__name__}); the log says more."
                late.append(PutOff(queued.id, waiting.now + _AFTER_A_CRASH, why, queued.alert.gather))
        # Each alone would be more messages than a burst, a ceiling or a story allows.
        again = _tried(replace(waiting, alerts=tuple(fine)), alerts=len(fine)) if fine and late else None
        told = [again] if isinstance(again, Composition) else alone
        return _joined([*told, Composition(put_off=tuple(late))])

    def _tried(waiting: Waiting, **facts: object) -> Composition | Exception:
        try:
            return compose(waiting)
        except Exception as error:  # noqa: BLE001 - the wall, as below
            journal.crashed("alert.composing_crashed", error, channel=waiting.channel, **facts)
            return error

    return composed


def _joined(parts: Sequence[Composition]) -> Composition:
    return Composition(
        tuple(message for part in parts for message in part.messages),
        tuple(put_off for part in parts for put_off in part.put_off),
        tuple(dict.fromkeys(story for part in parts for story in part.woken)),
    )


async def send_over(
    channel: Channel, delivery: DueDelivery, journal: Journal, *, deadline_s: float = DEADLINE_S
) -> Failed | None:
    """Send one message over a channel, and record nothing; what the channel raises, and its silence, are failures."""
    try:
        async with asyncio.timeout(deadline_s):
            return await channel.send(delivery)
    except TimeoutError:
        return Failed(Reason.TOO_SLOW, f"The channel '{channel.name}' took over {deadline_s:g} s.")
    except Exception as error:  # noqa: BLE001 - the other wall: one channel's bug must not stop the others
        journal.crashed("alert.channel_crashed", error, channel=channel.name, key=delivery.key[:12])
        # Not the error's own text: it may quote the channel's secret address.
        return Failed(Reason.BUG, f"The channel '{channel.name}' crashed with {type(error).__name__}; see the log.")


@dataclass(frozen=True, slots=True)
class Outbox:
    """Sends claimed deliveries and records what became of them.

    Args:
        channels: by their names.
        chance: gives numbers from 0 to 1, to spread the next tries.
        deadline_s: time after which a channel counts as failed, in seconds; shorter than a lease.
        is_known: says whether a channel that is not among them was set up all the same, and cannot be used for now.
    """

    store: DeliveryStore
    channels: Mapping[str, Channel]
    clock: Clock
    journal: Journal
    chance: Callable[[], float] = random.random
    deadline_s: float = DEADLINE_S
    is_known: Callable[[str], bool] = lambda _: False

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Send one message and record the outcome; None is success."""
        failure = await self._deliver(delivery)
        now = self.clock.now()
        if failure is None:
            await self._mark(delivery)
            self.journal.sent(delivery, self.clock.now())
            return None
        rests_until = asked_until(now, failure)
        # Without a channel nobody is asked: what it would get waits until its settings are mended.
        is_put_off = rests_until is not None and delivery.channel in self.channels
        since = (delivery.put_off_since or now) if is_put_off else None
        due_at = next_sending(now, failure, attempts=delivery.attempts + 1, chance=self.chance(), since=since)
        if due_at is None and rests_until is not None:
            failure = replace(failure, detail=f"{failure.detail} {_PUT_OFF_TOO_LONG}")
        await asyncio.to_thread(self.store.fail, delivery, failure, due_at, rests_until, put_off_since=since)
        self.journal.not_sent(delivery, failure, due_at)
        return failure

    async def _mark(self, delivery: DueDelivery) -> None:
        """Mark a message as sent; where the database is away, as long as its lease may hold: else it went out twice."""
        for wait_s in _MARKING_S:
            try:
                return await asyncio.to_thread(self.store.sent, delivery)
            except TryAgainLater:
                await asyncio.sleep(wait_s)
        return await asyncio.to_thread(self.store.sent, delivery)

    async def _deliver(self, delivery: DueDelivery) -> Failed | None:
        channel = self.channels.get(delivery.channel)
        if channel is None:
            return (
                self._broken(delivery.channel)
                if self.is_known(delivery.channel)
                else self._no_channel(delivery.channel)
            )
        return await send_over(channel, delivery, self.journal, deadline_s=self.deadline_s)

    def _broken(self, name: str) -> Failed:
        detail = f"The channel '{name}' cannot be used as it is set up; monitor check says why. Its messages wait."
        return Failed(Reason.REFUSED_ADDRESS, detail, retry_after_s=_BROKEN_S)

    def _no_channel(self, name: str) -> Failed:
        # Final: a channel comes back only with other settings, and each try until then would end a poll as failed.
        known = ", ".join(sorted(self.channels)) or "none"
        detail = (
            f"No channel is called '{name}'; set up are: {known}. This message is given up. "
            "Set its address again if it was dropped by mistake (MONITOR_WEBHOOK_URL for 'webhook')."
        )
        return Failed(Reason.NOT_FOUND, detail, is_final=True)
