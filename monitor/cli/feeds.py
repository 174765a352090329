"""monitor feeds: what is watched, how is it, and what else could be?

Not pure: the group of the commands; those with more to do have modules of their own (feeds_*.py). Here: pause, resume.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import environment, feeds_check, feeds_files, feeds_list, feeds_look, poll, terminal

if TYPE_CHECKING:
    from monitor.store.feeds.feed_list import FeedLine


@click.group("feeds", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """List, try, find, check, import, export, pause and resume feeds.

    Without a command of its own, it lists them.
    """
    if context.invoked_subcommand is None:
        context.invoke(feeds_list.list_feeds)


@click.command("pause")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def pause(names: tuple[str, ...]) -> None:
    """Poll feeds no more until they are resumed, whatever feeds.yaml says.

    The articles that they brought stay, and entries that wait for their pages are still covered. Where one name is
    unknown, no feed is paused.
    """
    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        feeds_list.require(stores, settings, names)
        lines = {line.spec.name: line for line in stores.feed_list.lines()}
        for name in dict.fromkeys(names):
            if lines[name].paused_at:
                terminal.note(f"{name}: is paused already.")
                continue
            stores.feeds.pause(name)
            terminal.note(f"{name}: paused. Poll it again with: monitor feeds resume '{name}'")


@click.command("resume")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def resume(names: tuple[str, ...]) -> None:
    """Poll feeds again, at once, that were paused or taken for gone. Where one name is unknown, no feed is resumed."""
    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        feeds_list.require(stores, settings, names)
        lines = {line.spec.name: line for line in stores.feed_list.lines()}
        for name in dict.fromkeys(names):
            if not _is_at_rest(lines[name]):
                terminal.note(f"{name}: is neither paused nor gone; it stays as it is.")
                continue
            stores.feeds.resume(name, rest_s=settings.poll_floor_s)
            is_on = lines[name].spec.enabled
            rest = "due within a minute." if is_on else "and not polled all the same: feeds.yaml says enabled: false."
            terminal.note(f"{name}: resumed, {rest}")


def _is_at_rest(line: "FeedLine") -> bool:
    return line.paused_at is not None or (line.spec.enabled and line.due_at is None)


for _each in (
    feeds_list.list_feeds,
    feeds_list.show,
    feeds_look.test,
    feeds_look.discover,
    feeds_check.check,
    feeds_files.import_feeds,
    feeds_files.export_feeds,
    pause,
    resume,
    poll.command,
):
    command.add_command(_each)
