"""Does a channel say the message, and tell success from failure?"""

import io
import json
from dataclasses import replace

import pytest

from monitor.alert.channels.log import LogChannel
from monitor.alert.channels.webhook import WebhookChannel, signature
from monitor.core.records.alerts import ChannelKind, ChannelSpec, DueDelivery
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched, FetchKind
from tests.fakes import NOON, FakeFetcher

URL = "https://hooks.example/services/T0K3N"
DELIVERY = DueDelivery(
    id=1,
    key="ab" * 32,
    rule="coverage",
    channel="webhook",
    payload={"schema": 2, "items": [{"article": {"id": 7, "title": "ОДКБ", "topics": ["csto"]}}]},
    attempts=0,
    queued_at=NOON,
    first_seen_at=NOON,
)
DONE = Fetched(URL, 200, b"ok")


async def test_the_webhook_gets_the_payload_as_json_with_the_key() -> None:
    fetcher = FakeFetcher([DONE])

    assert await WebhookChannel(fetcher, URL).send(DELIVERY) is None

    request = fetcher.requests[0]
    assert (request.url, request.kind) == (URL, FetchKind.WEBHOOK)
    assert dict(request.headers) == {"Content-Type": "application/json", "Idempotency-Key": "ab" * 32}
    assert json.loads(request.body or b"") == DELIVERY.payload


async def test_every_try_sends_the_same_bytes() -> None:
    fetcher = FakeFetcher([Failed(Reason.SERVER_ERROR, "500", status=500), DONE])
    channel = WebhookChannel(fetcher, URL)

    await channel.send(DELIVERY)
    await channel.send(replace(DELIVERY, attempts=1))

    assert fetcher.requests[0] == fetcher.requests[1]


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(400, True), (410, True), (422, True), (401, False), (404, False), (429, False), (503, False)],
)
async def test_a_refusal_is_final_where_no_other_try_can_help(status: int, is_final: bool) -> None:  # noqa: FBT001 - a case's column
    refusal = Failed(Reason.REFUSED_REQUEST, "No.", status=status, retry_after_s=30, is_final=not is_final)

    outcome = await WebhookChannel(FakeFetcher([refusal]), URL).send(DELIVERY)

    assert outcome == replace(refusal, is_final=is_final)


async def test_a_refused_address_stays_final() -> None:
    refusal = Failed(Reason.REFUSED_ADDRESS, "A private network.", is_final=True)

    assert await WebhookChannel(FakeFetcher([refusal]), URL).send(DELIVERY) == refusal


async def test_the_webhooks_address_is_in_no_detail() -> None:
    refusal = Failed(Reason.CONNECT, f"Nobody answers at {URL}.")

    outcome = await WebhookChannel(FakeFetcher([refusal]), URL).send(DELIVERY)

    assert outcome is not None
    assert outcome.detail == "Nobody answers at the webhook's address."


async def test_half_a_character_in_a_title_does_not_stop_a_message() -> None:
    fetcher = FakeFetcher([DONE])

    await WebhookChannel(fetcher, URL).send(replace(DELIVERY, payload={"title": "a\ud800b"}))

    assert fetcher.requests[0].body == b'{"title": "a?b"}'


async def test_a_body_is_signed_by_the_secret() -> None:
    fetcher = FakeFetcher([DONE])

    await WebhookChannel(fetcher, URL, secret="What do ya want for nothing?").send(replace(DELIVERY, payload={}))

    headers = dict(fetcher.requests[0].headers)
    assert fetcher.requests[0].body == b"{}"
    # printf '{}' | openssl dgst -sha256 -hmac 'What do ya want for nothing?'
    assert headers["X-Monitor-Signature"] == "sha256=b4ce4f980e259636603411312f61899e9dfd6c4d2f954b7d4995103de336e49a"


def test_a_signature_is_the_one_that_the_standard_gives() -> None:
    # RFC 4231, test case 2.
    expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

    assert signature(b"what do ya want for nothing?", b"Jefe") == expected


async def test_what_signs_and_where_it_goes_are_in_no_text_about_a_channel() -> None:
    channel = WebhookChannel(FakeFetcher([DONE]), URL, secret="s3cret")
    spec = ChannelSpec("hook", ChannelKind.WEBHOOK, address=URL, secret="s3cret")

    assert "T0K3N" not in f"{channel!r} {vars(channel)['_receiver']!r} {spec!r}"
    assert "s3cret" not in f"{channel!r} {spec!r}"


async def test_a_receivers_wish_to_wait_is_handed_on() -> None:
    refusal = Failed(Reason.THROTTLED, "Slow down.", status=429, retry_after_s=90)

    outcome = await WebhookChannel(FakeFetcher([refusal]), URL).send(DELIVERY)

    assert outcome is not None
    assert (outcome.retry_after_s, outcome.is_final) == (90, False)


async def test_the_port_that_the_owner_wrote_may_be_asked() -> None:
    fetcher = FakeFetcher([DONE])

    await WebhookChannel(fetcher, "https://hooks.example:8443/x").send(DELIVERY)

    assert fetcher.requests[0].ports == (8443,)


async def test_the_log_gets_one_line_a_message(logged: io.StringIO) -> None:
    assert await LogChannel().send(DELIVERY) is None

    line = json.loads(logged.getvalue())
    assert (line["event"], line["article_id"], line["title"]) == ("alert.announced", 7, "ОДКБ")
    assert (line["topics"], line["rule"]) == (["csto"], "coverage")


@pytest.mark.parametrize(
    ("story", "said"), [({"id": 3, "articles": 8}, "3 +7"), ({"id": 3, "articles": 1}, "3"), (None, None)]
)
async def test_the_log_says_how_many_other_articles_the_story_has(
    logged: io.StringIO, story: dict[str, int] | None, said: str | None
) -> None:
    await LogChannel().send(replace(DELIVERY, payload={"items": [{"article": {"id": 7, "story": story}}]}))

    assert json.loads(logged.getvalue())["story"] == said


async def test_the_log_says_how_much_more_a_message_tells_and_what_it_belongs_to(logged: io.StringIO) -> None:
    digest = {"kind": "digest", "thread": "cd" * 32, "items": [{"article": {"id": 7}}] * 3, "count": 40, "more": 37}

    await LogChannel().send(replace(DELIVERY, payload=digest))

    (line,) = map(json.loads, logged.getvalue().splitlines())
    assert (line["article_id"], line["kind"], line["others"], line["thread"]) == (7, "digest", 39, "cdcdcdcdcdcd")
