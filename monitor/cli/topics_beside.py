"""monitor topics beside: who is named beside a topic, and in how many articles?

Not pure: reads the archive. In: a topic, and since when. Out: a table, the one in most articles first.
"""

from datetime import datetime

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since, require_topic
from monitor.core.records.tags import Companion


@click.command("beside")
@click.argument("topic")
@click.option("--since", type=Since(), default="30d", show_default=True, help="Only articles first seen since.")
@click.option("--kind", type=click.Choice([each.value for each in Companion]), help="Only states, persons or bodies.")
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def command(*, topic: str, since: datetime, kind: str | None, limit: int, as_json: bool) -> None:
    """List the states, people and bodies that articles name beside a TOPIC.

    Counted are the newest 20,000 articles of the topic, and of them those first seen since then.

    In a pipe the columns are parted by tabs, without a head: kind, name, articles that name it, mentions in them. The
    name is what `beside:` means in a query.
    """
    from monitor.core import public

    settings = environment.settings(quiet=True)
    require_topic(settings, topic, "TOPIC")
    with environment.stores(settings) as stores:
        found = stores.company.beside(topic, since, limit, Companion(kind) if kind else None)
    if as_json:
        terminal.as_json([public.beside(each) for each in found])
    else:
        rows = ((each.kind.value, each.name, each.articles, each.mentions) for each in found)
        terminal.table(("KIND", "NAME", "ARTICLES", "MENTIONS"), rows)
