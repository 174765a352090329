"""monitor alerts silence, silences, unsilence, snooze, unsnooze: what is not to be told for a while?

Not pure: reads and writes the database. In: a query and an end; a story. Out: a row a silence.
"""

from datetime import datetime, timedelta

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Until
from monitor.cli.environment import user
from monitor.core.counting import counted


@click.command("silence")
@click.argument("query")
@click.option("--until", "until", type=Until(), required=True, help="When it ends: 2h, 3d, 2026-01-05T09:00Z.")
@click.option("--everything", is_flag=True, help="With an empty QUERY: yes, announce nothing at all.")
@click.option("--comment", default="", help="Why, for others.")
@click.option("--by", default="", help="Who; without it, the name of who is logged in.")
def silence(*, query: str, until: timedelta | datetime, everything: bool, comment: str, by: str) -> None:
    """Announce nothing of the articles that a QUERY means, until an end.

    What would have been announced is kept, and marked: monitor alerts show RULE lists it. A silence knows an article's
    headline, outlet, feed, country, language, topics and story, but not the words of its text.
    """
    from monitor.alert.silencing import check

    if not query.strip() and not everything:
        raise click.UsageError("An empty QUERY silences every alert. If that is meant, give --everything too.")
    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        now = stores.leases.clock.now()
        check(query, now, environment.topic_ids(settings))
        end = now + until if isinstance(until, timedelta) else until
        if end <= now:
            raise click.BadParameter("This moment is past.", param_hint="--until")
        made = stores.silences.add(query, end, by or user(), comment)
    click.echo(made.id)
    terminal.note(f"Silent until {made.until:%Y-%m-%d %H:%M} UTC. To end it sooner: monitor alerts unsilence {made.id}")


@click.command("silences")
@click.option("--all", "all_of_them", is_flag=True, help="Those that have ended too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def silences(*, all_of_them: bool, as_json: bool) -> None:
    """List what is not announced now: silences, and the stories that are snoozed."""
    from monitor.core.public_alerts import silence as shown
    from monitor.core.public_alerts import snooze as shown_snooze

    with environment.stores(environment.settings(quiet=True)) as stores:
        found, snoozed = stores.silences.list(all_of_them=all_of_them), stores.snoozes.list()
    if as_json:
        terminal.as_json({"silences": [shown(s) for s in found], "snoozes": [shown_snooze(s) for s in snoozed]})
        return
    terminal.table(
        ("ID", "UNTIL (UTC)", "BY", "QUERY", "COMMENT"),
        ((s.id, f"{s.until:%Y-%m-%d %H:%M}", s.by, s.query or "(everything)", s.comment) for s in found),
    )
    for each in snoozed:
        terminal.note(f"story {each.story_id} is snoozed until it has {counted(each.outlets + each.grow_by, 'outlet')}")


@click.command("unsilence")
@click.argument("silence_id", metavar="ID", type=click.IntRange(1, 2**63 - 1))
def unsilence(*, silence_id: int) -> None:
    """End a silence now; what it has kept back stays so."""
    with environment.stores(environment.settings(quiet=True)) as stores:
        if not stores.silences.end(silence_id):
            raise click.UsageError(f"No silence {silence_id} holds now: monitor alerts silences lists those that do.")


@click.command("snooze")
@click.argument("story_id", metavar="STORY", type=click.IntRange(1, 2**63 - 1))
@click.option("--grow-by", type=click.IntRange(1, 1_000), default=3, show_default=True, help="So many more outlets.")
def snooze(*, story_id: int, grow_by: int) -> None:
    """Announce nothing more of a STORY until more outlets have it; then all that was kept back is told at once."""
    with environment.stores(environment.settings(quiet=True)) as stores:
        made = stores.snoozes.put(story_id, grow_by, user())
    terminal.note(
        f"Story {story_id} has {counted(made.outlets, 'outlet')}; it is told again with {made.outlets + grow_by}."
    )


@click.command("unsnooze")
@click.argument("story_id", metavar="STORY", type=click.IntRange(1, 2**63 - 1))
def unsnooze(*, story_id: int) -> None:
    """End the snooze of a STORY; what was kept back is told."""
    with environment.stores(environment.settings(quiet=True)) as stores:
        if not stores.snoozes.end(story_id):
            raise click.UsageError(f"Story {story_id} is not snoozed.")


COMMANDS = (silence, silences, unsilence, snooze, unsnooze)
