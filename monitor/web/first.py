"""/: what came in, for people?

Not pure: answers HTTP from the archive. In: a topic and a place in the list. Out: one plain page with a row a story,
newest first, that needs no script.
"""

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from monitor.core.records.stories import Place, StoryFilter
from monitor.service import Service
from monitor.web.pages import Paged, page
from monitor.web.stories import After

_ROWS = 50


def router(service: Service) -> APIRouter:
    """Make the route of the first page."""
    routes = APIRouter(include_in_schema=False, route_class=Paged)

    @routes.get("/", response_class=HTMLResponse)
    def first(
        request: Request,
        topic: Annotated[str, Query(max_length=100)] = "",
        after: Annotated[After | None, Query()] = None,
    ) -> Response:
        """Show the newest stories, of one topic or of all."""
        labels = service.topic_labels
        topic = topic if topic in labels else ""
        place = Place.read(after) if after else None
        found = service.stores.stories.list(StoryFilter(topic=topic or None, limit=_ROWS, after=place))
        by_time = sorted(found.stories, key=lambda story: story.last_at, reverse=True)
        return page(
            request,
            "first.html",
            topic=topic,
            labels=labels,
            days=[(day, list(those)) for day, those in groupby(by_time, lambda story: story.last_at.date())],
            next=found.next,
            state=service.seen or service.stores.snapshot(),
            problems=service.health.problems(),
        )

    return routes
