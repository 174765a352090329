"""Does an Alertmanager get alerts that it knows again? Against an HTTP server on 127.0.0.1."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from monitor.alert.channels.alertmanager import MOST_ALERTS, AlertmanagerChannel
from monitor.alert.channels.wording import Wording
from monitor.alert.rendering.renderer import Renderer
from monitor.core.records.alerts import ChannelKind, ChannelSpec, DueDelivery
from monitor.core.records.failures import Failed, Reason
from monitor.core.records.fetches import Fetched
from monitor.fetch.client import Client
from tests.fakes import NOON, FakeClock, FakeFetcher
from tests.rooms.messages import ARTICLE, ITEM, TITLE, delivery
from tests.rooms.servers import Site, client_of, limits, sites

LATER = NOON + timedelta(hours=2)
TAKEN = Fetched("http://127.0.0.1:9093/api/v2/alerts", 200, b"")


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with sites(1) as (made,):
        made.page("/api/v2/alerts", b"")
        yield made


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with client_of(limits()) as made:
        yield made


def channel(fetcher: Client | FakeFetcher, address: str = "http://127.0.0.1:9093") -> AlertmanagerChannel:
    spec = ChannelSpec("ops", ChannelKind.ALERTMANAGER, address)
    return AlertmanagerChannel(spec, fetcher, Wording(Renderer({"csto": "CSTO"})), FakeClock(LATER))


def item(number: int, *, story: int | None = 3, rule: str = "csto", **more: object) -> dict[str, object]:
    article = ARTICLE | {
        "id": number,
        "url": f"https://outlet.example/{number}",
        "story": {"id": story} if story else None,
    }
    return {**ITEM, "rule": rule, "article": article} | more


async def posted(sent: DueDelivery) -> list[dict[str, Any]]:
    # Any: what the JSON holds is looked at by each test.
    fetcher = FakeFetcher([TAKEN])
    assert await channel(fetcher).send(sent) is None
    return [alert for request in fetcher.requests for alert in json.loads(request.body or b"")]


async def test_an_alert_is_posted_where_alertmanager_takes_it(site: Site, client: Client) -> None:
    assert await channel(client, f"{site.root}/").send(delivery()) is None

    (asked,) = site.asked
    assert (asked.method, asked.path, asked.headers["Content-Type"]) == ("POST", "/api/v2/alerts", "application/json")
    (alert,) = json.loads(await asked.read())
    assert alert["labels"] == {
        "alertname": "csto",
        "severity": "warning",
        "service": "monitor",
        "kind": "article",
        "story": "3",
    }
    assert TITLE in alert["annotations"]["summary"]
    assert TITLE in alert["annotations"]["description"]
    assert alert["annotations"]["source"] == alert["generatorURL"] == "https://outlet.example/7"
    assert (alert["annotations"]["outlet"], alert["annotations"]["topic"]) == ("outlet.example", "csto")


async def test_an_alert_stands_for_an_hour_from_when_it_is_sent() -> None:
    (alert,) = await posted(delivery())

    assert (alert["startsAt"], alert["endsAt"]) == ("2026-11-22T12:00:00Z", "2026-11-22T15:00:00Z")


@pytest.mark.parametrize(("urgency", "severity"), [("low", "info"), ("normal", "warning"), ("urgent", "critical")])
async def test_severity_is_the_urgency(urgency: str, severity: str) -> None:
    (alert,) = await posted(delivery(urgency=urgency))

    assert alert["labels"]["severity"] == severity


async def test_an_update_of_a_story_is_the_same_alert() -> None:
    (first,) = await posted(delivery(items=[item(7)]))
    (update,) = await posted(delivery(kind="update", thread="cd" * 32, items=[item(8), item(9)]))

    assert update["labels"] == first["labels"]
    assert update["annotations"]["articles"] == "2"


async def test_a_digest_is_one_alert_for_each_story_and_rule() -> None:
    items = [item(1), item(2, story=4), item(3), item(4, rule="sco"), item(5, story=None)]

    alerts = await posted(delivery(kind="digest", story=None, items=items, count=5))

    named = [(alert["labels"]["alertname"], alert["labels"].get("story")) for alert in alerts]
    assert named == [("csto", "3"), ("csto", "4"), ("sco", "3"), ("csto", None)]
    assert alerts[3]["labels"] | {} == {
        "alertname": "csto",
        "severity": "warning",
        "service": "monitor",
        "kind": "article",
        "article": "5",
        "outlet": "outlet.example",
        "language": "ru",
        "topic": "csto",
    }


async def test_what_happened_to_an_article_is_an_alert_of_its_own() -> None:
    changed = item(7, kind="change", change={"kind": "withdrawn", "detail": "The page answers 404."})

    (alert,) = await posted(delivery(kind="change", items=[changed]))

    assert (alert["labels"]["kind"], alert["labels"]["change"], alert["labels"]["article"]) == (
        "change",
        "withdrawn",
        "7",
    )


async def test_many_alerts_go_in_several_requests() -> None:
    fetcher = FakeFetcher([TAKEN])
    items = [item(each, story=each) for each in range(1, 151)]

    await channel(fetcher).send(delivery(kind="digest", story=None, items=items, count=150))

    sizes = [len(json.loads(request.body or b"")) for request in fetcher.requests]
    assert (MOST_ALERTS, sizes) == (64, [64, 64, 22])


async def test_a_user_name_goes_into_a_header_and_not_into_the_address() -> None:
    fetcher = FakeFetcher([TAKEN])

    await channel(fetcher, "https://prom:p%40ss@am.example:9093/alertmanager").send(delivery())

    (request,) = fetcher.requests
    assert request.url == "https://am.example:9093/alertmanager/api/v2/alerts"
    assert dict(request.headers)["Authorization"] == "Basic cHJvbTpwQHNz"  # printf 'prom:p@ss' | base64
    assert request.ports == (9093,)


@pytest.mark.parametrize(("status", "is_final"), [(400, True), (404, False), (429, False), (500, False)])
async def test_a_refusal_is_final_where_no_other_try_can_help(
    site: Site,
    client: Client,
    status: int,
    is_final: bool,  # noqa: FBT001 - a case's column
) -> None:
    site.page("/api/v2/alerts", b"no", status=status, Retry_After="90")

    outcome = await channel(client, site.root).send(delivery())

    assert isinstance(outcome, Failed)
    assert (outcome.status, outcome.is_final) == (status, is_final)


async def test_hostile_text_stays_text(site: Site, client: Client) -> None:
    title = '"},"labels":{"alertname":"Watchdog"}\r\n{{ template "x" }} \ud800 ' + "Б" * 10_000

    assert await channel(client, site.root).send(delivery(title=title)) is None

    (alert,) = json.loads(await site.asked[0].read())
    assert alert["labels"]["alertname"] == "csto"
    assert max(map(len, alert["annotations"].values())) <= 4_000


async def test_a_private_address_is_refused_before_anything_is_sent(site: Site) -> None:
    async with client_of(limits("192.0.2.0/24")) as strict:
        outcome = await channel(strict, site.root).send(delivery())

    assert isinstance(outcome, Failed)
    assert outcome.reason is Reason.REFUSED_ADDRESS
    assert site.asked == []
