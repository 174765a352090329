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

from monitor.alert.timing import next_sending
from monitor.core.ports import Channel, Clock, DeliveryStore
from monitor.core.records.alerts import Composition, DueDelivery, PutOff, QueuedAlert, Waiting
from monitor.core.records.failures import Failed, Reason
from monitor.observe.journal import Journal

_AFTER_A_CRASH = timedelta(hours=1)


def walled(compose: Callable[[Waiting], Composition], journal: Journal) -> Callable[[Waiting], Composition]:
    """Give a composer that never raises: one alert that cannot be composed must not stop the others.

    Where all together fail, each is composed alone; one that fails alone waits an hour, and the log says why.
    """

    def composed(waiting: Waiting) -> Composition:
        """Compose all, or each alone."""
        try:
            return compose(waiting)
        except Exception as error:  # noqa: BLE001 - the wall, as below
            journal.crashed("alert.composing_crashed", error, channel=waiting.channel, alerts=len(waiting.alerts))
        return _joined([_alone(queued, waiting) for queued in waiting.alerts])

    def _alone(queued: QueuedAlert, waiting: Waiting) -> Composition:
        try:
            return compose(replace(waiting, alerts=(queued,), more=0))
        except Exception as error:  # noqa: BLE001 - as above
            journal.crashed("alert.composing_crashed", error, channel=waiting.channel, alert=queued.id)
            why = f"It could not be composed ({type(error).__name__}); the log says more."
            return Composition(put_off=(PutOff(queued.id, waiting.now + _AFTER_A_CRASH, why),))

    return composed


def _joined(parts: Sequence[Composition]) -> Composition:
    return Composition(
        tuple(message for part in parts for message in part.messages),
        tuple(put_off for part in parts for put_off in part.put_off),
        tuple(dict.fromkeys(story for part in parts for story in part.woken)),
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """Sends claimed deliveries and records what became of them.

    Args:
        channels: by their names.
        chance: gives numbers from 0 to 1, to spread the next tries.
        deadline_s: time after which a channel counts as failed, in seconds; shorter than a lease.
    """

    store: DeliveryStore
    channels: Mapping[str, Channel]
    clock: Clock
    journal: Journal
    chance: Callable[[], float] = random.random
    deadline_s: float = 60.0

    async def send(self, delivery: DueDelivery) -> Failed | None:
        """Send one message and record the outcome; None is success."""
        failure = await self._deliver(delivery)
        now = self.clock.now()
        if failure is None:
            await asyncio.to_thread(self.store.sent, delivery)
            self.journal.sent(delivery, self.clock.now())
            return None
        due_at = next_sending(now, failure, attempts=delivery.attempts + 1, chance=self.chance())
        await asyncio.to_thread(self.store.fail, delivery, failure, due_at)
        self.journal.not_sent(delivery, failure, due_at)
        return failure

    async def _deliver(self, delivery: DueDelivery) -> Failed | None:
        channel = self.channels.get(delivery.channel)
        if channel is None:
            return self._no_channel(delivery.channel)
        try:
            async with asyncio.timeout(self.deadline_s):
                return await channel.send(delivery)
        except TimeoutError:
            return Failed(Reason.TOO_SLOW, f"The channel '{channel.name}' took over {self.deadline_s:g} s.")
        except Exception as error:  # noqa: BLE001 - the other wall: one channel's bug must not stop the others
            self.journal.crashed("alert.channel_crashed", error, channel=channel.name, key=delivery.key[:12])
            # Not the error's own text: it may quote the channel's secret address.
            return Failed(Reason.BUG, f"The channel '{channel.name}' crashed with {type(error).__name__}; see the log.")

    def _no_channel(self, name: str) -> Failed:
        # Final: a channel comes back only with other settings, and each try until then would end a poll as failed.
        known = ", ".join(sorted(self.channels)) or "none"
        detail = (
            f"No channel is called '{name}'; set up are: {known}. This message is given up. "
            "Set its address again if it was dropped by mistake (MONITOR_WEBHOOK_URL for 'webhook')."
        )
        return Failed(Reason.NOT_FOUND, detail, is_final=True)
