"""monitor story show: what does the archive have of one story?

Not pure: writes to stdout. In: a story, its articles, who carried whose text, the lags and the history. Out: its facts,
and a table for each of these.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import terminal
from monitor.core.public import moment
from monitor.dedupe.direction import counted
from monitor.schedule.durations import spoken
from monitor.stories.reason import reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from monitor.cli.articles_show import Fact
    from monitor.core.records.stories import Carried, Family, Lag, Regrouping, Story
    from monitor.stories.timeline import Timeline


def show(
    story: "Story",
    members: "Sequence[Carried]",
    families: "Sequence[Family]",
    lags: "Timeline",
    history: "Sequence[Regrouping]",
) -> None:
    """Print one story; of one that was merged into another, where its articles are and how they came there."""
    if story.merged_into is not None:
        terminal.heading(f"Story {story.id} was merged into story {story.merged_into}")
        terminal.fact("see", f"monitor story show {story.merged_into}")
        _table(("REGROUPING", "WHEN (UTC)", "BY", "WHAT"), map(_moved, history))
        return
    terminal.heading(story.title or story.url)
    for name, value in facts(story, members, families, lags):
        terminal.fact(name, value)
    for name, those in (("OUTLET", lags.outlets), ("LANGUAGE", lags.languages), ("COUNTRY", lags.countries)):
        _table((name, "ARTICLES", "FIRST", "SEEN (UTC)", "LAG", "CLAIMED (UTC)", "LAG"), map(_lag, those))
    _table(("ARTICLE", "CARRIES", "KEPT", "ADDED", "WHY"), _carrying(families))
    _table(("ARTICLE", "SEEN (UTC)", "VERDICT", "OUTLET", "LANG", "TITLE"), map(_member, members))
    _table(("ARTICLE", "LIKE", "SURE", "WHY IT IS IN THIS STORY"), (_why(each, history) for each in members))
    _table(("REGROUPING", "WHEN (UTC)", "BY", "WHAT"), map(_moved, history))


def facts(
    story: "Story", members: "Sequence[Carried]", families: "Sequence[Family]", lags: "Timeline"
) -> "Iterator[Fact]":
    """Give what is known of a story as a whole."""
    yield "story", story.id
    if members:
        first = members[0]
        yield "first", f"{first.outlet}, seen {moment(first.first_seen_at)} (article {first.article_id})"
        yield "last", moment(story.last_at)
    yield "articles", counted(families)
    if story.known:
        yield "known", f"nothing in it is new: it carries the text of {story.known}"
    yield "outlets", len(lags.outlets)
    yield "languages", ", ".join(lag.name for lag in lags.languages) or "unknown"
    yield "countries", ", ".join(lag.name for lag in lags.countries) or "unknown"
    yield "topics", ", ".join(story.topics) or "none"
    if story.beside:
        yield "beside them", ", ".join(f"{each.name} in {each.articles}" for each in story.beside)


def _table(head: tuple[str, ...], rows: "Iterator[tuple[object, ...]]") -> None:
    found = list(rows)
    if found:
        click.echo()
        terminal.table(head, found, wrap=True)


def _lag(lag: "Lag") -> tuple[object, ...]:
    claimed = None if lag.claimed_lag_s is None else _after(lag.claimed_lag_s)
    return (lag.name, lag.articles, lag.article_id, _at(lag.at), _after(lag.lag_s), _at(lag.claimed_at), claimed)


def _after(seconds: float) -> str:
    return f"+{spoken(seconds)}" if seconds else "first"


def _carrying(families: "Sequence[Family]") -> "Iterator[tuple[object, ...]]":
    for family in families:
        agency = f"text of {family.agency}" if family.agency else "its own"
        yield family.original, f"text of {family.known}" if family.known else agency, None, None, family.why
        for each in family.reprints:
            yield each.article_id, f"text of {each.of}", f"{each.kept:.0%}", f"{each.added:.0%}", each.why


def _member(member: "Carried") -> tuple[object, ...]:
    verdict = f"{member.verdict.kind} {member.verdict.of}".strip()
    return (member.article_id, _at(member.first_seen_at), verdict, member.outlet, member.language, member.title)


def _why(member: "Carried", history: "Sequence[Regrouping]") -> tuple[object, ...]:
    placement = None if member.is_pinned else member.placement
    like = placement.of if placement and placement.of else None
    return (member.article_id, like, f"{placement.score:.2f}" if like and placement else None, reason(member, history))


def _moved(done: "Regrouping") -> tuple[object, ...]:
    articles = ", ".join(map(str, done.articles))
    what = f"{done.kind}: from story {done.story_id} to story {done.to}: articles {articles}"
    if done.undoes is not None:
        what += f" (undoes regrouping {done.undoes})"
    if done.undone_by is not None:
        what += f" (undone by regrouping {done.undone_by})"
    return (done.id, _at(done.at), done.by or "the rules", f"{what}{f'. {done.why}' if done.why else ''}")


def _at(at: "datetime | None") -> str | None:
    if at is None or not terminal.is_terminal():
        return moment(at)
    return f"{at:%m-%d %H:%M}"
