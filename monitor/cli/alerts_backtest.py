"""monitor alerts backtest: what would a rule have sent?

Not pure: reads the archive, and writes nothing. In: a rule, or a query. Out: how many messages, and which.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since
from monitor.cli.progress import progress

if TYPE_CHECKING:
    from monitor.alert.backtest import Simulated
    from monitor.alerting import Setup
    from monitor.core.records.alerts import Rule
    from monitor.core.records.articles import Article
    from monitor.store.articles.archive import Articles
    from monitor.store.opening import Stores

_PAGE = 500


@click.command("backtest")
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--query", help="In place of RULE, or in place of its query: what if it asked this?")
@click.option("--since", type=Since(), required=True, help="Over the articles first seen since: 2026-01-05, 24h, 30d.")
@click.option("--show", "shown", type=click.IntRange(0, 10_000), default=20, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document with all messages.")
def command(*, name: str | None, query: str | None, since: datetime, shown: int, as_json: bool) -> None:
    """Say how many messages a RULE would have sent, and show them; nothing is sent or written.

    The stored articles are held against the rule in the order in which they came, and what matches is put together,
    put off and held to the rule's ceiling as the service does it; without silences and snoozes, over one channel. What
    its feed held before that was first polled is left out, as it is not announced.
    """
    from monitor.alert.backtest import simulate
    from monitor.alert.rules import Book
    from monitor.cli.alerts_rules import read_setup

    settings = environment.settings(quiet=True)
    with environment.stores(settings) as stores:
        rule = _rule(read_setup(settings, stores), name, query)
        channel = rule.channels[0] if rule.channels else "log"
        rule = replace(rule, channels=(channel,), is_enabled=True)
        book = Book.of([rule], [channel], now=stores.leases.clock.now())
        found = simulate(rule, book, _articles(stores, since))
    if as_json:
        terminal.as_json(_facts(rule, found))
    else:
        _show(rule, found, shown)


def _rule(setup: "Setup", name: str | None, query: str | None) -> "Rule":
    from monitor.cli.alerts_rules import find_rule
    from monitor.core.records.alerts import Rule

    if name is None and query is None:
        raise click.UsageError("Name a rule (monitor alerts list), or give --query.")
    rule = find_rule(setup, name) if name else Rule("query")
    return replace(rule, query=query) if query is not None else rule


def _articles(stores: "Stores", since: datetime) -> "Iterator[Article]":
    """Give the articles whole, in the order in which they were kept."""
    ids = sorted(stores.articles.without_backlog(_ids(stores.articles, since)))
    with progress("reading", len(ids)) as advance:
        for article_id in ids:
            yield stores.articles.get(article_id)
            advance()


def _ids(articles: "Articles", since: datetime) -> Iterator[int]:
    """Give the ids of the articles first seen since."""
    from monitor.core.records.articles import ArticleFilter

    after: int | None = None
    while page := articles.list(ArticleFilter(since=since, limit=_PAGE, after=after)):
        yield from (article.id for article in page)
        after = page[-1].id


def _show(rule: "Rule", found: "Simulated", shown: int) -> None:
    terminal.table(
        ("AT (UTC)", "KIND", "ALERTS", "HEADLINES"),
        ((f"{m.at:%Y-%m-%d %H:%M}", m.kind.value, m.alerts, " / ".join(m.titles)) for m in found.messages[:shown]),
    )
    if len(found.messages) > shown:
        terminal.note(f"and {len(found.messages) - shown} more: --show {len(found.messages)}")
    terminal.note(
        f"{rule.name}: of {found.articles} articles it matches {found.matched}; "
        f"it would have sent {len(found.messages)} {'message' if len(found.messages) == 1 else 'messages'}"
    )
    if found.remark:
        terminal.note(f"  {found.remark}")
    for why, number in found.held_back.items():
        terminal.note(f"  {number} put off: {why}")


def _facts(rule: "Rule", found: "Simulated") -> dict[str, object]:
    from monitor.core.public import moment

    return {
        "rule": rule.name,
        "query": rule.query,
        "articles": found.articles,
        "matched": found.matched,
        "messages": [
            {"at": moment(m.at), "kind": m.kind, "alerts": m.alerts, "titles": list(m.titles)} for m in found.messages
        ],
        "put_off": dict(found.held_back),
        "remark": found.remark or None,
    }
