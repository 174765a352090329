"""/api/v1/articles and /api/v1/changes: what has come in, and what became of it, for programs?

Not pure: answers HTTP from the archive. In: filters in the query string. Out: JSON, newest first.
"""

import asyncio
from datetime import UTC, datetime
from itertools import pairwise
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from monitor.config.lexicon import default_lexicon
from monitor.core.errors import NotFound
from monitor.core.known import companions, no_companion, no_topic
from monitor.core.public import NOT_KEPT, change, edit, explained_article, listed, shown, version
from monitor.core.records.articles import ArticleFilter
from monitor.core.records.changes import ChangeKind
from monitor.core.records.failures import Failed
from monitor.core.records.verdicts import VerdictKind
from monitor.core.records.versions import ChangeFilter
from monitor.revise.diff import edits
from monitor.service import Service

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""The number of something: what both databases can hold."""


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("is out of range") from None


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment with an offset, in UTC."""


class ArticleQuery(BaseModel):
    """Which articles a program asks for; what is not given does not filter."""

    model_config = ConfigDict(extra="forbid")

    topic: str | None = None
    named: str | None = None
    beside: Annotated[str, AfterValidator(str.lower)] | None = None
    since: Moment | None = None
    verdict: VerdictKind | None = None
    outlet: str | None = None
    language: str | None = None
    feed: str | None = None
    country: Annotated[str, AfterValidator(str.upper)] | None = None
    story: Id | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Id | None = None

    def filter(self) -> ArticleFilter:
        """Give the archive's filter."""
        return ArticleFilter(**self.model_dump())


class ChangeQuery(BaseModel):
    """Which changes a program asks for; what is not given does not filter."""

    model_config = ConfigDict(extra="forbid")

    article: Id | None = None
    kind: ChangeKind | None = None
    since: Moment | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Id | None = None

    def filter(self) -> ChangeFilter:
        """Give the archive's filter."""
        return ChangeFilter(self.article, self.kind, self.since, self.limit, self.after)


def require_topic(service: Service, topic: str | None) -> None:
    """Refuse a topic that topics.yaml does not have: an empty list would read as no coverage."""
    if topic is not None and topic not in service.topic_labels:
        raise HTTPException(422, no_topic(topic, service.topic_labels))


def _require_companion(name: str | None) -> None:
    known = companions(default_lexicon())
    if name is not None and name not in known:
        raise HTTPException(422, no_companion(name, known))


def router(service: Service) -> APIRouter:
    """Make the routes of the articles' API."""
    routes = APIRouter(prefix="/api/v1", tags=["articles"])

    @routes.get("/articles")
    def articles(query: Annotated[ArticleQuery, Query()]) -> dict[str, object]:
        """List articles, newest first; ``next`` is what to give as ``after`` for the next page, or null."""
        require_topic(service, query.topic)
        require_topic(service, query.named)
        _require_companion(query.beside)
        found = service.stores.articles.list(query.filter())
        return {
            "articles": [listed(article) for article in found],
            "next": found[-1].id if len(found) == query.limit else None,
        }

    @routes.get("/articles/{article_id}")
    def article(article_id: Id) -> dict[str, object]:
        """Give one article with its text, its mentions and the figures of its verdict."""
        try:
            return shown(service.stores.articles.get(article_id))
        except NotFound as error:
            raise HTTPException(404, str(error)) from error

    _add_history(routes, service)
    _add_reasons(routes, service)
    return routes


def _add_reasons(routes: APIRouter, service: Service) -> None:
    """Add why articles match their topics, and why not."""

    @routes.get("/articles/{article_id}/explain")
    async def explain(article_id: Id) -> dict[str, object]:
        """Say what the rules of today find in an article's text, what of it counts, and why; nothing is changed."""
        try:
            found = await asyncio.to_thread(service.stores.articles.get, article_id)
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        if not found.text:
            raise HTTPException(409, NOT_KEPT.format(article_id))
        draft = await service.read_text(found.title, found.text, found.recurring, found.language)
        if isinstance(draft, Failed):
            raise HTTPException(503, draft.detail)
        return explained_article(found, draft.tagged)


def _add_history(routes: APIRouter, service: Service) -> None:
    """Add what became of articles."""

    @routes.get("/articles/{article_id}/versions")
    def versions(article_id: Id) -> dict[str, object]:
        """Give every version of an article, oldest first; ``edits`` lead from the text before to this one.

        An edit is start and end in the text before, and start and end in this one, in characters.
        """
        try:
            found = service.stores.articles.versions(article_id)
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        led = [None, *([edit(each) for each in edits(old.text, new.text)] for old, new in pairwise(found))]
        return {
            "article": article_id,
            "versions": [{**version(each), "edits": way} for each, way in zip(found, led, strict=True)],
        }

    @routes.get("/changes")
    def changes(query: Annotated[ChangeQuery, Query()]) -> dict[str, object]:
        """List what happened to articles, newest first; ``next`` is what to give as ``after``, or null."""
        found = service.stores.articles.changes(query.filter())
        return {
            "changes": [change(each) for each in found],
            "next": found[-1].id if len(found) == query.limit else None,
        }
