"""Who asks the hubs that are due?

Not pure: asks through websub/, sets gauges. In: the passing of time. Out: subscriptions asked for, renewed and ended.
service.py has the scheduler call it at an interval.
"""

import asyncio

from monitor.core.records.subscriptions import SubscriptionState
from monitor.observe.journal import Journal
from monitor.observe.metrics import Metrics
from monitor.websub.subscriber import Subscriber


class Hubs:
    """The asking of hubs, one round after the other, without keeping the scheduler waiting."""

    def __init__(self, subscriber: Subscriber, metrics: Metrics, journal: Journal) -> None:
        self._subscriber = subscriber
        self._metrics = metrics
        self._journal = journal
        self._asking: asyncio.Future[int] | None = None

    async def ask(self) -> None:
        """Begin a round, unless the one before goes on."""
        if self._asking is not None and not self._asking.done():
            return
        self._asking = asyncio.ensure_future(self._subscriber.ask_due())
        self._asking.add_done_callback(self._asked)
        for state in SubscriptionState:
            number = self._subscriber.states.get(state.value, 0)
            self._metrics.set("monitor_subscriptions", number, state=state.value)

    async def stop(self) -> None:
        """Give up what hubs have not answered; it is due again."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    def _asked(self, asking: asyncio.Future[int]) -> None:
        error = None if asking.cancelled() else asking.exception()
        if isinstance(error, Exception):
            self._journal.crashed("websub.asking_crashed", error)
