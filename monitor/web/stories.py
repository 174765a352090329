"""/api/v1/stories and /story/ID: which events are reported on, by whom, and who had it first?

Not pure: answers HTTP from the archive. In: filters in the query string, or an id. Out: JSON, newest first; one plain
page a story, that needs no script.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from monitor.core.errors import NotFound
from monitor.core.public import story, whole_story
from monitor.core.records.stories import Carried, Family, Place, Regrouping, Story, StoryFilter
from monitor.dedupe.direction import counted, families
from monitor.schedule.durations import spoken
from monitor.service import Service
from monitor.stories.reason import reason
from monitor.stories.timeline import Timeline, timeline
from monitor.web.articles import Id, Moment, require_topic
from monitor.web.pages import Paged, page

_SHOWN = 200  # articles on a page; the API gives all

After = Annotated[str, AfterValidator(lambda text: str(Place.read(text)))]
"""Where a page of stories ended, as ``next`` said."""


class StoryQuery(BaseModel):
    """Which stories a program asks for; what is not given does not filter."""

    model_config = ConfigDict(extra="forbid")

    topic: str | None = None
    since: Moment | None = None
    language: str | None = None
    outlet: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: After | None = None

    def filter(self) -> StoryFilter:
        """Give the archive's filter."""
        after = Place.read(self.after) if self.after else None
        return StoryFilter(**self.model_dump(exclude={"after"}), after=after)


@dataclass(frozen=True, slots=True)
class _Told:
    """All that is known of a story."""

    story: Story
    members: tuple[Carried, ...]
    families: tuple[Family, ...]
    lags: Timeline
    history: tuple[Regrouping, ...]


def router(service: Service) -> APIRouter:
    """Make the routes of the stories' API."""
    routes = APIRouter(prefix="/api/v1", tags=["stories"])

    @routes.get("/stories")
    def stories(query: Annotated[StoryQuery, Query()]) -> dict[str, object]:
        """List stories, the one with the newest article first; ``next`` is what to give as ``after``, or null.

        Who follows ``next`` comes to the end however much comes in, and meets a story again only where somebody
        regrouped it; one that gets an article meanwhile is on the first page by then. Of a topic or an outlet, without
        ``since``, the one with the newest article of that comes first.
        """
        require_topic(service, query.topic)
        page = service.stores.stories.list(query.filter())
        return {
            "stories": [story(each) for each in page.stories],
            "next": str(page.next) if page.next else None,
        }

    @routes.get("/stories/{story_id}")
    def one_story(story_id: Id) -> dict[str, object]:
        """Give one story with its articles, originals and reprints, lags, and who regrouped it.

        A story that was merged into another has no articles: ``merged_into`` says where they are.
        """
        try:
            told = _told(service, story_id)
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        return whole_story(told.story, told.members, told.families, told.lags.parts(), told.history)

    return routes


def pages(service: Service) -> APIRouter:
    """Make the route of a story's page."""
    routes = APIRouter(include_in_schema=False, route_class=Paged)

    @routes.get("/story/{story_id}", response_class=HTMLResponse)
    def story_page(request: Request, story_id: Id) -> Response:
        """Show a story: who had it when, whose text they carry, and all of its articles by language."""
        try:
            told = _told(service, story_id)
        except NotFound as error:
            raise HTTPException(404, str(error)) from error
        shown = told.members[:_SHOWN]
        by_id = {member.article_id: member for member in shown}
        by_language: dict[str, list[Carried]] = {}
        for member in shown:
            by_language.setdefault(member.language, []).append(member)
        return page(
            request,
            "story.html",
            story=told.story,
            by_id=by_id,
            more=len(told.members) - len(shown),
            languages=by_language,
            reasons={member.article_id: reason(member, told.history) for member in shown},
            families=[family for family in told.families if by_id.keys() & _ids(family)],
            texts=counted(told.families),
            lags=told.lags,
            history=told.history,
            labels=service.topic_labels,
            spoken=spoken,
        )

    return routes


def _ids(family: Family) -> set[int]:
    return {family.original, *(each.article_id for each in family.reprints)}


def _told(service: Service, story_id: int) -> _Told:
    stories = service.stores.stories
    members = stories.members(story_id)
    return _Told(stories.get(story_id), members, families(members), timeline(members), stories.history(story_id))
