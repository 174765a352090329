"""monitor story: which articles does a story have, and are they about one event?

Not pure: reads the archive, and regroups it. In: ids. Out: a story with its reasons, or what was moved.
"""

import getpass
import os
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.core.records.stories import Regrouping
    from monitor.store.stories.stories import Stories

_ID = click.IntRange(1, 2**63 - 1)
_BY = click.option("--by", help="Who says so, for the history; without it, the name of the user at this machine.")
_WHY = click.option("--why", default="", help="Why, for the history.")
_JSON = click.option("--json", "as_json", is_flag=True, help="What was moved, as one JSON document.")


@click.group("story")
def command() -> None:
    """Show a story; merge stories, split one, and undo that."""


@command.command("show")
@click.argument("story_id", metavar="ID", type=_ID)
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON document.")
def show(story_id: int, *, as_json: bool) -> None:
    """Show one story: who had it first and who how much later, whose text the articles carry, and why they are in it.

    A lag is counted from the first sight of the story; beside it stands the one by what the publishers claim.
    """
    from monitor.cli import story_show
    from monitor.core.public import whole_story
    from monitor.dedupe.direction import families
    from monitor.stories.timeline import timeline

    with environment.stores(environment.settings(quiet=True)) as stores:
        story = stores.stories.get(story_id)
        members, history = stores.stories.members(story_id), stores.stories.history(story_id)
    found, lags = families(members), timeline(members)
    if as_json:
        terminal.as_json(whole_story(story, members, found, lags.parts(), history))
        return
    story_show.show(story, members, found, lags, history)


@command.command("merge")
@click.argument("story_id", metavar="ID", type=_ID)
@click.argument("into", metavar="INTO", type=_ID)
@_BY
@_WHY
@_JSON
def merge(story_id: int, into: int, *, by: str | None, why: str, as_json: bool) -> None:
    """Move all articles of story ID into story INTO: they are about the same event.

    Later articles follow, and no rule moves them again. The id stays readable and leads to INTO. It can be undone.
    """
    _regroup(lambda stories, who: stories.merge(story_id, into, who, why), by, as_json=as_json)


@command.command("split")
@click.argument("story_id", metavar="ID", type=_ID)
@click.argument("article_ids", metavar="ARTICLE...", nargs=-1, required=True, type=_ID)
@_BY
@_WHY
@_JSON
def split(story_id: int, article_ids: tuple[int, ...], *, by: str | None, why: str, as_json: bool) -> None:
    """Move articles of story ID into a new story of their own: they are about another event.

    Later articles like them follow, and no rule moves them again. It can be undone.
    """
    _regroup(lambda stories, who: stories.split(story_id, article_ids, who, why), by, as_json=as_json)


@command.command("undo")
@click.argument("number", metavar="N", type=_ID)
@_BY
@_WHY
@_JSON
def undo(number: int, *, by: str | None, why: str, as_json: bool) -> None:
    """Undo regrouping N: put the articles that it moved back. `monitor story show ID` names a story's regroupings.

    Articles that rules have placed since because of those go along. Where a later regrouping has moved one of them on,
    that one is to be undone first.
    """
    _regroup(lambda stories, who: stories.undo(number, who, why), by, as_json=as_json)


def _regroup(carry_out: "Callable[[Stories, str], Regrouping]", by: str | None, *, as_json: bool) -> None:
    from monitor.core.public import regrouping

    with environment.stores(environment.settings(quiet=True)) as stores:
        done = carry_out(stores.stories, by or _user())
    if as_json:
        terminal.as_json(regrouping(done))
        return
    number = f"{len(done.articles)} article{'' if len(done.articles) == 1 else 's'}"
    terminal.note(f"{number} went from story {done.story_id} to story {done.to}.")
    if done.undoes is None:
        terminal.note(f"That is regrouping {done.id}. Undo it with: monitor story undo {done.id}")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # whoever it is, the system has no name for them
        return f"user {os.getuid()}"
