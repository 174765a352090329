"""Who asks the hubs, and who answers them?

Not pure: asks hubs through the fetcher, and keeps what they say in the store. In: what polls find, what is due, and
what arrives at the callback. Out: requests to hubs, answers to them, and the feeds whose deliveries can be believed.
service.py has it told of polls and of time, web/websub.py brings what hubs send.

Polling goes on whatever a hub says: deliveries come sooner, polls find what hubs lose. A hub is trusted, and polls may
be rarer, only from its first delivery on; a poll that finds what the hub did not bring takes the trust away.
"""

import asyncio
import random
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from monitor.core.errors import TryAgainLater
from monitor.core.ports import Clock, Fetcher, SubscriptionStore
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind, FetchRequest
from monitor.core.records.subscriptions import Subscription, SubscriptionState
from monitor.core.urls import host_of, site_of
from monitor.observe import log
from monitor.websub.discovery import Found
from monitor.websub.protocol import (
    Answer,
    Begin,
    Said,
    answer_verification,
    is_refusal,
    is_signed,
    next_ask,
    next_step,
    renewal_at,
    request_body,
)

PATH = "/websub/"
#: What is counted; all but "unreadable", which only who reads the deliveries can tell, by ``count``.
COUNTED = (
    *("asked", "failed", "refused", "unsubscribe_asked", "doubted"),
    *(said.value for said in Said),
    *("accepted", "unreadable", "unsigned", "unknown"),
)

_AT_ONCE = 20  # subscriptions taken at a time; one site is asked once at a time
_DEADLINE_S = 15.0  # so that a hub that hangs does not hold up the others for long
_HANGING = frozenset({Reason.TOO_SLOW, Reason.HELD})  # how a request ends that took that long
_LOAD = timedelta(minutes=1)  # after which what other processes did is looked for
_LOG = log.get("websub")


@dataclass(frozen=True, slots=True)
class Accepted:
    """A delivery that its hub signed."""

    feed_id: int


@dataclass(slots=True)
class Subscriber:
    """Keeps a subscription for each feed that names a hub.

    Args:
        callback_base: where hubs reach the web part, without a slash at its end.
        chance: gives numbers from 0 to 1, to spread requests.
        count: told of each thing that ended, by one of COUNTED.
    """

    fetcher: Fetcher
    store: SubscriptionStore
    clock: Clock
    callback_base: str
    chance: Callable[[], float] = random.random
    count: Callable[[str], None] = lambda _: None
    _known: dict[int, Subscription] | None = field(default=None, init=False)
    _loaded_at: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)

    # --- what polls find --------------------------------------------------------------------------

    async def consider(self, feed_id: int, found: Found | None) -> None:
        """Subscribe, change or end a feed's subscription, by what its whole body and its headers name.

        Costs nothing where nothing changed. A database that is away is no matter: the next poll says the same again.
        """
        try:
            known = self._known if self._known is not None else await self._load()
            cached = known.get(feed_id)
            if cached is None and found is None:
                return
            if cached is not None and next_step(cached, found, self.clock.now()) is None:
                return
            await self._take_step(feed_id, found)
        except TryAgainLater as error:
            _LOG.warning("websub.put_off", detail=str(error))

    async def _take_step(self, feed_id: int, found: Found | None) -> None:
        step = next_step(await asyncio.to_thread(self.store.of, feed_id), found, self.clock.now())
        if step is None:
            return
        if isinstance(step, Begin):
            token, secret = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
            await asyncio.to_thread(self.store.begin, feed_id, step.hub, step.topic, token=token, secret=secret)
        else:
            await asyncio.to_thread(self.store.end, feed_id, step.why)
        await self._note(feed_id)

    async def doubt(self, feed_id: int, since: datetime) -> None:
        """Trust a hub no more, because a poll found what it had not brought.

        Args:
            since: start of the poll before; a hub that delivered since then was only slow.
        """
        if not self.is_pushed(feed_id):
            return
        detail = "A poll found entries that the hub had not delivered."
        if await asyncio.to_thread(self.store.doubt, feed_id, since, detail):
            self.count("doubted")
            _LOG.warning("websub.hub_doubted", feed_id=feed_id, detail=detail)
            await self._note(feed_id)

    # --- what is known ----------------------------------------------------------------------------

    def is_pushed(self, feed_id: int) -> bool:
        """Whether a hub that has proved itself delivers this feed; asks no database."""
        known = (self._known or {}).get(feed_id)
        return known is not None and known.is_trusted(self.clock.now())

    @property
    def states(self) -> dict[str, int]:
        """How many subscriptions are in each state, for a gauge; those that ended do not count."""
        states = [each.state for each in (self._known or {}).values()]
        wanted = (state for state in SubscriptionState if state is not SubscriptionState.ENDED)
        return {state.value: states.count(state) for state in wanted}

    async def _load(self) -> dict[int, Subscription]:
        now = self.clock.now()
        self._known = {each.feed_id: each for each in await asyncio.to_thread(self.store.wanted)}
        self._loaded_at = now
        return self._known

    async def _note(self, feed_id: int) -> None:
        """Bring what is known of a feed in line with the store."""
        now = await asyncio.to_thread(self.store.of, feed_id)
        known = self._known if self._known is not None else await self._load()
        known.pop(feed_id, None)
        if now is not None and now.state is not SubscriptionState.ENDED:
            known[feed_id] = now

    # --- asking hubs ------------------------------------------------------------------------------

    async def ask_due(self) -> int:
        """Ask the hubs that are due; give how many subscriptions that were.

        Takes as long as the hubs take to answer. Called again meanwhile, it asks those that came due since.
        """
        try:
            ended = await asyncio.to_thread(self.store.tidy)
            due = await asyncio.to_thread(self.store.claim, _AT_ONCE)
            by_site: dict[str, list[Subscription]] = {}
            for each in due:
                by_site.setdefault(site_of(each.hub), []).append(each)
            outcomes = await asyncio.gather(*map(self._ask_each, by_site.values()), return_exceptions=True)
            if ended or due or self.clock.now() >= self._loaded_at + _LOAD:
                await self._load()
            for outcome in outcomes:
                if outcome is not None:
                    raise outcome  # when all the others were asked
        except TryAgainLater as error:
            _LOG.warning("websub.put_off", detail=str(error))
            return 0
        return len(due)

    async def _ask_each(self, subscriptions: list[Subscription]) -> None:
        """Ask hubs of one site one after the other; one that hangs is not asked for the rest of them."""
        # Together they would wait for their turn longer than a request may take.
        answer: Fetched | Failed | None = None
        for each in subscriptions:
            if not (isinstance(answer, Failed) and answer.reason in _HANGING):
                callback = f"{self.callback_base}{PATH}{each.token}"
                body = request_body(each, callback)
                answer = await self.fetcher.fetch(
                    FetchRequest(each.hub, FetchKind.HUB, body=body, deadline_s=_DEADLINE_S)
                )
            await self._heed(each, answer)

    async def _heed(self, asked: Subscription, answer: Fetched | Failed) -> None:
        facts = {"feed": asked.feed, "hub": host_of(asked.hub)}
        if asked.state is SubscriptionState.ENDED:
            # Once is enough: what the hub delivers nevertheless is answered with 410, which ends it too.
            self.count("unsubscribe_asked")
            _LOG.info("websub.unsubscribe_asked", **facts, detail=str(answer) if isinstance(answer, Failed) else "")
            return
        if isinstance(answer, Failed):
            await self._ask_failed(asked, answer)
            return
        due_at = self._next(asked.failures + 1)
        detail = "The hub was asked and has not confirmed yet."
        await asyncio.to_thread(self.store.unconfirmed, asked, SubscriptionState.ASKED, detail, due_at)
        self.count("asked")
        _LOG.info("websub.asked", **facts, status=answer.status, requests=asked.failures + 1)

    async def _ask_failed(self, asked: Subscription, failed: Failed) -> None:
        is_refused = is_refusal(failed)
        due_at = self._next(asked.failures + 1, is_refused=is_refused, wish_s=failed.retry_after_s)
        state = SubscriptionState.REFUSED if is_refused else SubscriptionState.ASKED
        await asyncio.to_thread(self.store.unconfirmed, asked, state, failed.detail, due_at)
        self.count("refused" if is_refused else "failed")
        _LOG.warning(
            "websub.ask_failed",
            feed=asked.feed,
            hub=host_of(asked.hub),
            reason=failed.reason,
            detail=failed.detail,
            failures=asked.failures + 1,
            next_at=due_at,
        )

    def _next(self, failures: int, *, is_refused: bool = False, wish_s: int | None = None) -> datetime:
        now, chance = self.clock.now(), self.chance()
        return next_ask(now, failures=failures, is_refused=is_refused, chance=chance, wish_s=wish_s)

    # --- answering hubs ---------------------------------------------------------------------------

    async def verify(self, token: str, params: Mapping[str, str]) -> tuple[int, str]:
        """Answer a hub's GET to a callback: give the status and the body, which is plain text.

        Raises:
            TryAgainLater: the database is away; hubs ask again.
        """
        known = await asyncio.to_thread(self.store.find, token)
        answer = answer_verification(params, known)
        self.count(answer.said.value)
        if known is not None:
            await self._act_on(known, answer)
        return answer.status, answer.body

    async def _act_on(self, known: Subscription, answer: Answer) -> None:
        now, facts = self.clock.now(), {"feed": known.feed, "hub": host_of(known.hub)}
        if answer.said is Said.CONFIRMED:
            until = now + timedelta(seconds=answer.lease_s)
            due_at = renewal_at(now, answer.lease_s, chance=self.chance())
            await asyncio.to_thread(self.store.confirm, known.token, until, due_at)
            _LOG.info("websub.confirmed", **facts, lease_s=answer.lease_s, renewal_at=due_at)
        elif answer.said is Said.DENIED:
            due_at = self._next(known.failures + 1, is_refused=True)
            detail = f"The hub denied it: {answer.reason or 'it gave no reason'}."
            await asyncio.to_thread(self.store.deny, known.token, detail, due_at)
            _LOG.warning("websub.denied", **facts, detail=detail, next_at=due_at)
        elif answer.said is Said.UNSUBSCRIBED:
            _LOG.info("websub.unsubscribed", **facts)
        else:
            _LOG.warning("websub.strange_verification", **facts)
        await self._note(known.feed_id)

    async def expects(self, token: str) -> bool:
        """Whether deliveries to this callback are wanted: asked before a body is read.

        Raises:
            TryAgainLater: the database is away.
        """
        known = await asyncio.to_thread(self.store.find, token)
        is_wanted = known is not None and known.state is not SubscriptionState.ENDED
        if not is_wanted:
            self.count("unknown")
        return is_wanted

    async def receive(self, token: str, signature: str, body: bytes) -> Accepted | None:
        """Check a delivery; None where it is not to be believed: unknown, not wanted, unsigned or wrongly signed.

        Args:
            signature: the header X-Hub-Signature, "" where it is missing.

        Raises:
            TryAgainLater: the database is away.
        """
        known = await asyncio.to_thread(self.store.find, token)
        if known is None or known.state is SubscriptionState.ENDED:
            self.count("unknown")
            return None
        if not is_signed(known.secret, signature, body):
            self.count("unsigned")
            detail = "wrongly signed" if signature else "not signed"
            _LOG.warning("websub.delivery_ignored", feed=known.feed, hub=host_of(known.hub), detail=detail)
            return None
        return Accepted(known.feed_id)

    async def delivered(self, token: str) -> None:
        """Trust the hub of a callback, whose delivery was accepted, and could be read.

        A signature alone proves nothing: a hub may sign that something is new, without saying what.

        Raises:
            TryAgainLater: the database is away.
        """
        await asyncio.to_thread(self.store.delivered, token)
        known = await asyncio.to_thread(self.store.find, token)
        if known is None:  # the feed went meanwhile
            return
        if self._known and known.feed_id in self._known:
            self._known[known.feed_id] = replace(self._known[known.feed_id], delivered_at=self.clock.now())
        self.count("accepted")
        _LOG.info("websub.delivered", feed=known.feed, hub=host_of(known.hub))
