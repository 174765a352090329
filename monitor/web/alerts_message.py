"""/alerts/ID: what did one message say, to whom, and what became of it?

Not pure: answers HTTP from the database. In: a message's number. Out: one plain page that needs no script.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse

from monitor.alert.rendering.given import mapping, mappings, number
from monitor.alert.rendering.view import Room, view_of
from monitor.core.errors import NotFound
from monitor.core.records.alerts import Delivery, QueuedAlert
from monitor.service import Service
from monitor.web.pages import MOST, Paged, number_in, page

_ITEMS, _ALERTS = 50, 50
_WHOLE = Room(items=_ITEMS, title=1_000, link=2_000)

_LISTED = Room(items=1, title=300, matches=0)


def pages(service: Service) -> APIRouter:
    """Make the route of a message's page; to be added after all others below /alerts, since it takes any name."""
    routes = APIRouter(include_in_schema=False, route_class=Paged)

    @routes.get("/alerts/{number}", response_class=HTMLResponse)
    def message_page(request: Request, number: str, after: Annotated[int, Query(ge=0, le=MOST)] = 0) -> Response:
        """Show what a message says, and what became of it; then the alerts that it tells, page by page."""
        try:
            delivery = _delivery(service, number)
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        alerts = service.stores.deliveries.alerts_of(delivery.id, after, _ALERTS)
        shown = told(delivery.payload, service.topic_labels, _WHOLE)
        return page(
            request,
            "message.html",
            delivery=delivery,
            told=shown,
            rules=delivery.rule.split(", ") if delivery.rule else [],
            known={rule.name for rule in service.alerting.rules},
            alerts=_by_article(alerts, service.topic_labels),
            after=after,
            next=alerts[-1].id if len(alerts) == _ALERTS else None,
        )

    return routes


def told(payload: Mapping[str, object], labels: Mapping[str, str], room: Room) -> dict[str, object]:
    """Give what a page may say of a message: what templates have, and of each item its article's and story's numbers.

    Whatever a page wrote is text there, on one line, and an address is one of the web's or none.
    """
    found = view_of(payload, labels, "", room)
    items = found["items"] if isinstance(found["items"], list) else []
    numbers = map(_numbers, _items(payload))
    return {**found, "items": [{**item, **each} for item, each in zip(items, numbers, strict=False)]}


def headline_of(facts: Mapping[str, object], labels: Mapping[str, str]) -> Mapping[str, object] | None:
    """Give what a page may say of what one alert tells; None where it does not say of which article."""
    items = told({"items": [facts]}, labels, _LISTED)["items"]
    return next(iter(items), None) if isinstance(items, list) else None


def _by_article(
    alerts: Iterable[QueuedAlert], labels: Mapping[str, str]
) -> list[tuple[list[QueuedAlert], Mapping[str, object] | None]]:
    """Put together what several rules have to tell in the same words of one article, each with these words."""
    found: dict[tuple[int, object], tuple[list[QueuedAlert], Mapping[str, object] | None]] = {}
    for each in alerts:
        headline = headline_of(each.alert.facts, labels)
        key = each.alert.article_id, headline and headline["listed"]
        found.setdefault(key, ([], headline))[0].append(each)
    return [*found.values()]


def _delivery(service: Service, number: str) -> Delivery:
    delivery_id = number_in(number)
    if delivery_id is None:
        raise NotFound("Messages have numbers: the page of alerts lists them.")
    return service.stores.deliveries.get(delivery_id)


def _items(payload: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Give the items that a view is made of, in its order; an old payload is one itself."""
    return mappings(payload.get("items")) or ([payload] if "article" in payload else [])


def _numbers(item: Mapping[str, object]) -> dict[str, int]:
    article = mapping(item.get("article"))
    return {"article_id": number(article.get("id")), "story_id": number(mapping(article.get("story")).get("id"))}
