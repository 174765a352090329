"""Does a young article's page get looked at again, politely, and does each change come out once?

A whole service over the news world: what changes is what a publisher's page says, and when.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import update

from monitor.core.records.articles import Basis
from monitor.core.records.changes import ChangeKind
from monitor.core.records.versions import ChangeFilter
from monitor.demo.world import World
from monitor.store.schema.tables import ARTICLE
from tests.fakes import NOON
from tests.manners.watch import Watch

RSS = "application/rss+xml"
MINUTE, HOUR, DAY = 60, 3_600, 86_400
LEAD = "Defence ministers of the CSTO met in Bishkek on Monday to talk about next year's joint exercise."
SECOND = "They agreed that four hundred soldiers from five countries will take part, with a field hospital."
THIRD = "Kazakhstan will send an airborne company, its ministry said, and observers from its neighbours are invited."
STORY = (LEAD, SECOND, THIRD)
TITLE = "Ministers plan an exercise"


def page(
    *paragraphs: str,
    title: str = TITLE,
    modified: str = "2026-11-22T11:00:00+00:00",
    views: int = 17,
    related: str = "Bakers of Osh win a prize",
    head: str = "",
    heading: str = "",
) -> str:
    """An article's page with what makes each answer differ: a counter, a related box, a clock."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or STORY)
    return f"""<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:title" content="{title}">
      <meta property="article:published_time" content="2026-11-22T10:30:00+00:00">
      <meta property="article:modified_time" content="{modified}">{head}</head><body>
      <nav><a href="/">Home</a> <a href="/world">World</a></nav>
      <article><h1>{heading or title}</h1><p class="meta">Views: {views}</p>{text}</article>
      <aside><h3>Related</h3><ul><li><a href="/other">{related}</a></li></ul></aside>
      <footer>Printed at {views}:30</footer></body></html>"""


class Story:
    """One article, its feed, and a service that looks at its page again."""

    def __init__(self, watch: Watch, world: World) -> None:
        self.watch, self.world = watch, world
        self.url = world.serve("/story.html", page())
        item = f"<item><guid>s</guid><title>{TITLE}</title><link>{self.url}</link></item>"
        feed = f'<rss version="2.0"><channel><title>Odd</title>{item}</channel></rss>'
        watch.watch("odd", world.serve("/feed.xml", feed, content_type=RSS), every="24h")

    def says(self, body: str, *, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.world.serve("/story.html", body, status=status, headers=headers)

    async def after(self, seconds: float) -> None:
        await self.watch.poll_after(seconds)

    @property
    def asked(self) -> int:
        return len(self.watch.asked(self.url))

    @property
    def events(self) -> list[str]:
        """What happened to the article, oldest first."""
        found = self.watch.service.stores.articles.changes(ChangeFilter())
        return [f"{each.change.kind} {each.change.topic}".strip() for each in reversed(found)]

    @property
    def text(self) -> str:
        return self.watch.service.stores.articles.get(1).text


@pytest.fixture
async def story(watching: Callable[..., Watch], world: World) -> Story:
    made = Story(watching(MONITOR_LOOKS_PER_SITE_PER_H="60"), world)
    await made.watch.poll()
    return made


async def test_a_young_page_is_looked_at_on_a_falling_schedule_and_then_left_alone(story: Story) -> None:
    at: list[float] = []
    seen, began = story.asked, story.watch.clock.now()
    for seconds in [20 * MINUTE] * 36 + [6 * HOUR] * 12 + [DAY] * 40:
        await story.after(seconds)
        if story.asked > seen:
            seen = story.asked
            at.append((story.watch.clock.now() - began) / timedelta(hours=1))

    pauses = [later - earlier for earlier, later in pairwise(at)]
    assert len(at) == 10
    assert at[0] < 1
    assert pauses == sorted(pauses)
    assert at[-1] < 34 * 24


async def test_what_an_unchanged_page_costs_is_a_304(story: Story) -> None:
    story.says(page(), headers={"ETag": '"one"'})
    await story.after(30 * MINUTE)
    await story.after(2 * HOUR)

    last = story.watch.asked(story.url)[-1]
    assert (last.status, last.headers.get("if-none-match")) == (304, '"one"')
    assert (story.events, story.watch.articles()[0].versions) == ([], 1)


async def test_counters_dates_and_related_boxes_make_no_version(story: Story) -> None:
    for number, pause_s in ((18, 30 * MINUTE), (1_902, 2 * HOUR), (20_301, 12 * HOUR)):
        story.says(page(views=number, related=f"Another headline, number {number}"))
        await story.after(pause_s)

    assert story.asked == 4
    assert (story.events, story.watch.articles()[0].versions) == ([], 1)


async def test_an_edit_that_the_page_owns_up_to_is_a_change_of_text(story: Story) -> None:
    story.says(page(LEAD, SECOND.replace("four hundred", "nine hundred"), THIRD, modified="2026-11-22T13:00:00+00:00"))
    await story.after(30 * MINUTE)
    await story.after(DAY)

    assert story.events == ["text"]
    versions = story.watch.service.stores.articles.versions(1)
    assert [("four hundred" in v.text, "nine hundred" in v.text) for v in versions] == [(True, False), (False, True)]
    assert [v.modified_at for v in versions] == [NOON - timedelta(hours=1), NOON + timedelta(hours=1)]


async def test_an_edit_that_the_page_keeps_quiet_about_is_a_stealth_edit(story: Story) -> None:
    story.says(page(LEAD, SECOND.replace("four hundred", "nine hundred"), THIRD))
    await story.after(30 * MINUTE)
    await story.after(DAY)

    assert story.events == ["stealth_edit"]


async def test_a_mention_that_is_taken_out_is_an_event(story: Story) -> None:
    story.says(page(LEAD.replace("of the CSTO ", ""), SECOND, THIRD))
    await story.after(30 * MINUTE)
    await story.after(DAY)

    assert sorted(story.events) == ["mention_removed csto", "stealth_edit"]
    assert story.watch.articles()[0].topics == ("kazakhstan",)


async def test_a_mention_that_is_put_in_is_an_event(story: Story) -> None:
    late = "The Shanghai Cooperation Organisation will send an observer, its secretariat said late on Monday."
    story.says(page(*STORY, late, modified="2026-11-22T13:00:00+00:00"))
    await story.after(30 * MINUTE)
    await story.after(DAY)

    assert sorted(story.events) == ["mention_added sco", "text"]


async def test_another_headline_is_an_event(story: Story) -> None:
    story.says(page(title="Ministers quarrel over an exercise"))
    await story.after(30 * MINUTE)
    await story.after(DAY)

    assert story.events == ["headline"]
    assert story.watch.articles()[0].title == "Ministers quarrel over an exercise"
    assert [v.title for v in story.watch.service.stores.articles.versions(1)] == [
        TITLE,
        "Ministers quarrel over an exercise",
    ]


async def test_another_headline_in_the_heading_alone_is_an_event(story: Story) -> None:
    story.says(page(heading="Minister resigns after scandal over coal"))
    await story.after(30 * MINUTE)
    await story.after(DAY)

    assert story.events == ["headline"]
    assert story.watch.articles()[0].title == "Minister resigns after scandal over coal"
    assert [v.title for v in story.watch.service.stores.articles.versions(1)] == [
        TITLE,
        "Minister resigns after scandal over coal",
    ]


GONE_PAGES = {
    "404": ("<h1>Not found</h1>", 404),
    "410": ("<h1>Gone</h1>", 410),
    "soft 404": (
        """<!DOCTYPE html><html><head><title>Page not found</title></head><body><h1>Page not found</h1>
        <p>The page you are looking for does not exist or was moved.</p></body></html>""",
        200,
    ),
}


@pytest.mark.parametrize(("body", "status"), GONE_PAGES.values(), ids=GONE_PAGES)
async def test_a_page_that_is_withdrawn_is_an_event_once(story: Story, body: str, status: int) -> None:
    story.says(body, status=status)
    for _ in range(6):
        await story.after(12 * HOUR)

    assert story.events == ["withdrawn"]
    article = story.watch.articles()[0]
    assert article.withdrawn_at is not None
    assert story.text.split("\n") == list(STORY)  # what it said is still there to be read


async def test_a_page_that_leads_home_now_is_withdrawn(story: Story) -> None:
    story.says("", status=302, headers={"Location": "/"})
    story.world.serve("/", "<!DOCTYPE html><title>Odd</title><h1>Odd News</h1><p>All the news of today.</p>")
    for _ in range(4):
        await story.after(12 * HOUR)

    assert story.events == ["withdrawn"]


async def test_one_404_among_good_answers_is_no_withdrawal(story: Story) -> None:
    story.says("<h1>Not found</h1>", status=404)
    await story.after(30 * MINUTE)
    story.says(page())
    await story.after(30 * MINUTE)
    await story.after(DAY)

    assert story.events == []


@pytest.mark.parametrize("status", [500, 503, 403, 429])
async def test_trouble_of_the_server_is_no_withdrawal(story: Story, status: int) -> None:
    story.says("<h1>Trouble</h1>", status=status)
    for pause_s in (30 * MINUTE, 2 * HOUR, 12 * HOUR):
        await story.after(pause_s)

    assert (story.asked, story.events) == (4, [])


async def test_a_server_that_throttles_is_asked_no_oftener_for_it(story: Story) -> None:
    story.says("<h1>Too many</h1>", status=429)
    for _ in range(27):
        await story.after(HOUR)

    assert story.asked <= 7  # at 20 minutes, 1, 3, 8 and 24 hours, and once before


async def test_two_looks_within_a_minute_are_one_moment(story: Story) -> None:
    story.says("<h1>Not found</h1>", status=404)
    for _ in range(3):
        await story.watch.service.look_at([1])
        story.watch.clock.advance(20)
    early = story.events
    story.watch.clock.advance(10 * MINUTE)

    await story.watch.service.look_at([1])

    assert (early, story.events) == ([], ["withdrawn"])


async def test_a_page_that_leads_to_a_section_or_another_article_is_withdrawn(story: Story) -> None:
    other = page(
        "The ballet season opens with Swan Lake on Friday.", "All seats are sold.", title="Swan Lake on Friday"
    )
    story.world.serve("/culture/swan-lake.html", other)
    story.says("", status=301, headers={"Location": "/culture/swan-lake.html"})
    for _ in range(4):
        await story.after(12 * HOUR)

    assert story.events == ["withdrawn"]
    assert story.text.split("\n") == list(STORY)


async def test_an_article_that_moved_is_still_the_same(story: Story) -> None:
    story.world.serve("/news/ministers-plan-an-exercise", page())
    story.says("", status=301, headers={"Location": "/news/ministers-plan-an-exercise"})
    for _ in range(3):
        await story.after(12 * HOUR)

    assert story.events == []


async def test_an_article_of_which_hardly_anything_is_left_is_believed_at_the_second_look(story: Story) -> None:
    retraction = page("This story has been retracted because its figures were wrong.")
    story.says(retraction, headers={"ETag": '"retracted"'})
    await story.after(30 * MINUTE)
    first = story.events
    await story.after(15 * MINUTE)
    await story.after(DAY)

    assert (first, story.events[0]) == ([], "stealth_edit")
    assert story.watch.articles()[0].versions == 2
    assert "retracted" in story.text


async def test_a_page_that_was_cut_short_once_is_no_edit(story: Story) -> None:
    story.says(page("Please accept our new terms."))
    await story.after(30 * MINUTE)
    story.says(page())
    await story.after(15 * MINUTE)
    await story.after(DAY)

    assert (story.events, story.watch.articles()[0].versions) == ([], 1)


async def test_a_wall_in_the_place_of_a_withdrawn_page_is_no_return(story: Story) -> None:
    story.says("<h1>Gone</h1>", status=410)
    await story.after(30 * MINUTE)
    wall = """<!DOCTYPE html><title>Just a moment...</title><h1>Checking your browser before accessing</h1>
        <p>This process is automatic. Your browser will redirect to your requested content shortly.</p>"""
    story.says(wall, headers={"ETag": '"wall"'})
    for _ in range(3):
        await story.after(DAY)

    assert story.events == ["withdrawn"]


async def test_a_wall_before_a_known_page_is_told_and_changes_nothing(story: Story) -> None:
    story.says("", status=302, headers={"Location": "/login?next=/story.html"})
    story.world.serve("/login", "<!DOCTYPE html><title>Sign in</title><form><input type=password></form>")
    story.watch.clock.advance(30 * MINUTE)

    (report,) = await story.watch.service.look_at([1])

    assert (report.failure is not None, story.events) == (True, [])


async def test_a_page_that_comes_back_is_an_event_too(story: Story) -> None:
    story.says("<h1>Gone</h1>", status=410)
    await story.after(30 * MINUTE)
    story.says(page())
    await story.after(12 * HOUR)
    await story.after(DAY)

    assert story.events == ["withdrawn", "returned"]
    assert story.watch.articles()[0].withdrawn_at is None


async def test_a_teaser_is_tried_again_until_the_whole_text_is_to_be_had(
    watching: Callable[..., Watch], world: World
) -> None:
    story = Story(watching(MONITOR_LOOKS_PER_SITE_PER_H="60"), world)
    closed = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    story.says(page(LEAD, head=closed))
    await story.watch.poll()
    before = story.watch.articles()[0].basis
    story.says(page())

    await story.after(30 * MINUTE)

    after = story.watch.articles()[0].basis
    assert (before, after, story.events[0]) == (Basis.TEASER, Basis.FULL, ChangeKind.COMPLETED)


async def test_a_login_wall_leaves_the_feeds_text_and_is_tried_again(
    watching: Callable[..., Watch], world: World
) -> None:
    story = Story(watching(MONITOR_LOOKS_PER_SITE_PER_H="60"), world)
    story.says("", status=302, headers={"Location": "/login?next=/story.html"})
    world.serve("/login", "<!DOCTYPE html><title>Sign in</title><form><input type=password></form>")
    await story.watch.poll()
    before = story.watch.articles()[0].basis
    story.says(page())

    await story.after(12 * HOUR)

    assert (before, story.watch.articles()[0].basis) == (Basis.LOGIN_WALL, Basis.FULL)


async def test_a_feed_may_want_no_second_looks(watching: Callable[..., Watch], world: World) -> None:
    story = Story(watching(MONITOR_LOOKS_PER_SITE_PER_H="60"), world)
    story.watch.watch("odd", story.url.replace("story.html", "feed.xml"), every="24h", look_again="false")
    await story.watch.poll()

    await story.after(12 * HOUR)

    assert story.asked == 1


async def test_a_site_gets_its_share_of_looks_in_an_hour(watching: Callable[..., Watch], world: World) -> None:
    watch = watching(MONITOR_LOOKS_PER_SITE_PER_H="2")
    links = [world.serve(f"/{n}.html", page(*(f"{p} Day {n}." for p in STORY))) for n in range(5)]
    items = "".join(f"<item><guid>{n}</guid><title>Day {n}</title><link>{u}</link></item>" for n, u in enumerate(links))
    feed = f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>'
    watch.watch("odd", world.serve("/feed.xml", feed, content_type=RSS), every="24h")
    await watch.poll()

    first = await watch.poll_after(30 * MINUTE)
    second = await watch.poll_after(5 * MINUTE)
    third = await watch.poll_after(HOUR)

    assert [len(report.looks) for report in (first, second, third)] == [2, 0, 2]


async def test_what_newer_rules_read_otherwise_is_no_edit(story: Story) -> None:
    with story.watch.service.stores.database.write() as connection:
        connection.execute(update(ARTICLE).values(text="Home\nWorld\nViews: 17", extracted_by=1, title="Odd"))

    await story.after(30 * MINUTE)

    assert (story.events, story.watch.articles()[0].versions) == ([], 1)
    assert story.text.split("\n") == list(STORY)


async def test_an_edit_is_seen_even_where_the_rules_have_changed_too(story: Story) -> None:
    with story.watch.service.stores.database.write() as connection:
        connection.execute(update(ARTICLE).values(text="Home\nWorld\nViews: 17", extracted_by=1))
    story.says(page(LEAD, SECOND.replace("four hundred", "nine hundred"), THIRD))

    await story.after(30 * MINUTE)

    assert story.events == ["stealth_edit"]
    assert "four hundred" in story.watch.service.stores.articles.versions(1)[0].text


async def test_what_newer_rules_read_otherwise_is_no_edit_when_another_feed_leads_there(story: Story) -> None:
    with story.watch.service.stores.database.write() as connection:
        connection.execute(update(ARTICLE).values(text="Home\nWorld\nViews: 17", extracted_by=1, title="Odd"))
    item = f"<item><guid>t</guid><title>{TITLE}</title><link>{story.url}</link></item>"
    feed = f'<rss version="2.0"><channel><title>Two</title>{item}</channel></rss>'
    story.watch.watch("two", story.world.serve("/two.xml", feed, content_type=RSS), every="24h")

    await story.after(2 * HOUR)

    assert (story.events, story.watch.articles()[0].versions) == ([], 1)
    assert story.text.split("\n") == list(STORY)


async def test_what_was_read_before_pages_were_kept_is_taken_over_by_the_newer_rules(story: Story) -> None:
    with story.watch.service.stores.database.write() as connection:
        connection.execute(update(ARTICLE).values(text="Home\nWorld", exact="other", extracted_by=0, capture_id=None))

    await story.after(30 * MINUTE)

    assert (story.events, story.watch.articles()[0].versions) == ([], 1)
    assert story.text.split("\n") == list(STORY)


async def test_a_page_that_is_there_again_by_another_feed_is_no_longer_withdrawn(story: Story) -> None:
    story.says("<h1>Gone</h1>", status=410)
    await story.after(30 * MINUTE)
    story.says(page())
    item = f"<item><guid>t</guid><title>{TITLE}</title><link>{story.url}</link></item>"
    feed = f'<rss version="2.0"><channel><title>Two</title>{item}</channel></rss>'
    story.watch.watch("two", story.world.serve("/two.xml", feed, content_type=RSS), every="24h")

    await story.after(2 * HOUR)
    await story.after(DAY)

    assert story.events == ["withdrawn", "returned"]
    assert story.watch.articles()[0].withdrawn_at is None


async def test_articles_that_all_declare_one_address_stay_apart(watching: Callable[..., Watch], world: World) -> None:
    watch = watching()
    head = '<link rel="canonical" href="/x/latest.html">'
    stories = (
        ("Bridge opens in Pavlodar", "The bridge over the Irtysh was opened on Monday by the governor of the region."),
        (
            "Wheat harvest begins",
            "Farmers in the north have brought in the first wheat, a week earlier than usual.",
        ),
        (
            "Chess champion returns",
            "The new champion came home to Almaty, where pupils met her with flowers.",
        ),
    )
    links = [world.serve(f"/x/{n}.html", page(text, title=title, head=head)) for n, (title, text) in enumerate(stories)]
    items = "".join(
        f"<item><guid>{n}</guid><title>{title}</title><link>{link}</link></item>"
        for n, ((title, _), link) in enumerate(zip(stories, links, strict=True))
    )
    feed = f'<rss version="2.0"><channel><title>Odd</title>{items}</channel></rss>'
    watch.watch("odd", world.serve("/feed.xml", feed, content_type=RSS), every="24h")

    await watch.poll()

    assert sorted(article.title for article in watch.articles()) == sorted(title for title, _ in stories)
    assert {article.versions for article in watch.articles()} == {1}
