"""monitor queries: which queries do people follow in their own reader?

Not pure: reads and writes the database. In: a name and a query. Out: a row a query, and the addresses to follow it at.
"""

from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.config.settings import Settings


@click.group("queries")
def command() -> None:
    """Save queries, which people follow in their own feed reader.

    Each is to be had as Atom, RSS and JSON Feed, by whoever has a token: see docs/following.md.
    """


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_queries(*, as_json: bool) -> None:
    """List the saved queries.

    In a pipe the columns are parted by tabs, without a head: name, when it was saved, by whom, query.
    """
    from monitor.core.public import moment

    with environment.stores(environment.settings(quiet=True)) as stores:
        saved = stores.queries.list()
    if as_json:
        rows = [{"name": s.name, "query": s.query, "owner": s.owner, "saved_at": moment(s.saved_at)} for s in saved]
        terminal.as_json(rows)
        return
    terminal.table(
        ("NAME", "SAVED", "BY", "QUERY"),
        ((s.name, moment(s.saved_at), s.owner, s.query or "(every article)") for s in saved),
    )


@command.command("save")
@click.argument("name", metavar="NAME")
@click.argument("query", metavar="QUERY")
@click.option("--owner", default="", help="Who answers for it; without it, the name of who is logged in.")
def save(*, name: str, query: str, owner: str) -> None:
    """Save a QUERY under a NAME, in place of the one that it had, and print where it can be followed.

    The query is in the one grammar (docs/query.md): 'topic:csto lang:ru'. NAME stands in the addresses: small letters,
    digits and hyphens.
    """
    from monitor.config.lexicon import default_lexicon
    from monitor.core.known import companions
    from monitor.core.query.parsing import parse

    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        now = stores.leases.clock.now()
        parse(query, now=now, topics=environment.topic_ids(settings), companions=companions(default_lexicon()))
        stores.queries.put(name, query, owner or environment.user())
    for address in _addresses(settings, name):
        click.echo(address)
    terminal.note(
        "A feed reader asks for these with a token: ...?token=mon_... (monitor token create NAME --scope read)"
    )


@command.command("remove")
@click.argument("name", metavar="NAME")
def remove(*, name: str) -> None:
    """Forget a saved query; its feeds are gone."""
    from monitor.core.errors import NotFound

    with environment.stores(environment.settings(quiet=True)) as stores:
        if not stores.queries.delete(name):
            raise NotFound(f"There is no saved query {name!r}. `monitor queries list` shows the names.")
    terminal.note(f"{name}: removed.")


def _addresses(settings: "Settings", name: str) -> "Iterator[str]":
    from monitor.core.syndication import Format

    base = settings.base_url or f"http://{settings.listen}"
    return (f"{base}/follow/{name}.{each}" for each in Format)
