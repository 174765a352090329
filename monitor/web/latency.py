"""/api/v1/latency: how late are articles, and which part of their way made them so?

Not pure: answers HTTP from the archive. In: a feed, a moment, or an article. Out: JSON.
"""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import BaseModel, ConfigDict

from monitor.core.errors import NotFound
from monitor.core.latency import NEWEST, WINDOW, lateness
from monitor.core.public import moment
from monitor.core.public_latency import lateness as told
from monitor.core.public_latency import ledger as told_ledger
from monitor.service import Service
from monitor.store.ledger import ledger, ledgers
from monitor.web.articles import Id, Moment


class LatencyQuery(BaseModel):
    """Whose latency a program asks for; what is not given does not filter."""

    model_config = ConfigDict(extra="forbid")

    feed: str | None = None
    since: Moment | None = None


def router(service: Service) -> APIRouter:
    """Make the routes of the latency ledger."""
    routes = APIRouter(prefix="/api/v1", tags=["latency"])

    @routes.get("/latency")
    def latency(query: Annotated[LatencyQuery, Query()]) -> dict[str, object]:
        """Give p50 and p95 of each stage in seconds, of all feeds and by feed; ``feed`` null is all feeds together.

        Asked are the newest 5,000 articles kept since ``since``, or else within the last seven days.
        """
        since = query.since or service.clock.now() - WINDOW
        found = ledgers(service.stores.database, since, feed=query.feed, limit=NEWEST)
        return {
            "since": moment(since),
            "articles": len(found),
            "stages": [told(each) for each in lateness(found)],
        }

    @routes.get("/articles/{article_id}/latency")
    def article_latency(article_id: Id) -> dict[str, object]:
        """Give the moments of one article's way, the seconds between them, and the stage that took longest."""
        try:
            return told_ledger(ledger(service.stores.database, article_id))
        except NotFound as error:
            raise HTTPException(404, str(error)) from error

    return routes
