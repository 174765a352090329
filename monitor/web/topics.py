"""/api/v1/topics: which topics are looked for, under which names, and who is named beside them?

Not pure: answers HTTP from what the service was started with, and from the archive. In: a topic's id. Out: JSON.
"""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

from monitor.core.known import no_topic
from monitor.core.public import beside, moment
from monitor.core.public_topics import listed, shown
from monitor.core.records.tags import Companion
from monitor.core.topics import Topic
from monitor.service import Service
from monitor.web.articles import Moment

_RECENT = timedelta(days=30)


class BesideQuery(BaseModel):
    """Which articles are counted, and what beside the topic; what is not given does not filter."""

    model_config = ConfigDict(extra="forbid")

    since: Moment | None = None
    kind: Companion | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


def router(service: Service) -> APIRouter:
    """Make the routes of the topics' API."""
    routes = APIRouter(prefix="/api/v1", tags=["topics"])

    @routes.get("/topics")
    def topics() -> dict[str, object]:
        """List the topics in the file's order, each with the number of its names; ``version`` names their content."""
        return {"version": service.topics.version, "topics": [listed(each) for each in service.topics.topics]}

    @routes.get("/topics/{topic_id}")
    def topic(topic_id: str) -> dict[str, object]:
        """Give one topic with all its names, and the words that speak for and against its ambiguous ones."""
        return shown(_find(service, topic_id))

    @routes.get("/topics/{topic_id}/beside")
    def beside_topic(topic_id: str, query: Annotated[BesideQuery, Query()]) -> dict[str, object]:
        """List the states, people and bodies that articles name beside a topic, the one in most of them first.

        Counted are, of the topic's newest 20,000 articles, those first seen since then, or in the last 30 days.
        """
        _find(service, topic_id)
        since = query.since or service.clock.now() - _RECENT
        found = service.stores.company.beside(topic_id, since, query.limit, query.kind)
        return {"topic": topic_id, "since": moment(since), "beside": [beside(each) for each in found]}

    return routes


def _find(service: Service, topic_id: str) -> Topic:
    for each in service.topics.topics:
        if each.id == topic_id:
            return each
    raise HTTPException(404, no_topic(topic_id, [each.id for each in service.topics.topics]))
