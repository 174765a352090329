"""monitor alerts deliveries, retry: what was told, and what could not be?

Not pure: reads and writes the outbox. In: filters, ids. Out: a row a message.
"""

from datetime import datetime
from typing import TYPE_CHECKING

import click

from monitor.cli import environment, terminal
from monitor.cli.articles import Since
from monitor.core.counting import counted

if TYPE_CHECKING:
    from monitor.core.records.alerts import Delivery


@click.command("deliveries")
@click.argument("delivery_id", metavar="[ID]", required=False, type=click.IntRange(1, 2**63 - 1))
@click.option("--state", type=click.Choice(["due", "sent", "dead"]), help="Only those in this state.")
@click.option("--channel", help="Only those of one channel.")
@click.option("--rule", help="Only those of one rule.")
@click.option("--since", type=Since(), help="Only those composed since: 2026-01-05, 24h, 7d.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def deliveries(
    *, delivery_id: int | None, since: datetime | None, limit: int, as_json: bool, **wanted: str | None
) -> None:
    """List the messages of the outbox, the newest first, or show one with all that it tells.

    In a pipe the columns are parted by tabs, without a head: id, composed, state, channel, kind, urgency, alerts,
    tries, next try, rules, what was wrong, the first headline.
    """
    from monitor.core.public_alerts import alert, delivery
    from monitor.core.records.alerts import DeliveryFilter

    with environment.stores(environment.settings(quiet=True)) as stores:
        if delivery_id is not None:
            found = stores.deliveries.get(delivery_id)
            alerts = [alert(each) for each in stores.deliveries.alerts_of(delivery_id)]
            terminal.as_json({**delivery(found), "payload": dict(found.payload), "alerts": alerts})
            return
        state, channel, rule = (wanted[name] for name in ("state", "channel", "rule"))
        listed = stores.deliveries.list(DeliveryFilter(state, channel, rule, since, limit=limit))
    if as_json:
        terminal.as_json({"deliveries": [delivery(each) for each in listed]})
        return
    terminal.table(
        (
            *("ID", "COMPOSED", "STATE", "CHANNEL", "KIND", "URGENCY", "ALERTS", "TRIES", "NEXT TRY", "RULES", "WRONG"),
            "HEADLINE",
        ),
        map(_row, listed),
    )


def _row(each: "Delivery") -> tuple[object, ...]:
    from monitor.core.public import moment

    next_at = moment(each.due_at) if each.state == "due" and each.attempts else ""
    return (
        each.id,
        moment(each.composed_at),
        each.state,
        each.channel,
        each.kind.value,
        each.urgency.value,
        each.alerts,
        each.attempts,
        next_at,
        each.rule,
        each.detail if each.state != "sent" else "",
        each.headline,
    )


@click.command("retry")
@click.argument("delivery_ids", metavar="[ID]...", nargs=-1, type=click.IntRange(1, 2**63 - 1))
@click.option("--dead", is_flag=True, help="Every message that was given up.")
@click.option("--channel", help="With --dead: only those of one channel.")
def retry(*, delivery_ids: tuple[int, ...], dead: bool, channel: str | None) -> None:
    """Send messages again that were given up, with the keys that they had."""
    if bool(delivery_ids) == dead:
        raise click.UsageError("Name messages by their ids (monitor alerts deliveries --state dead), or give --dead.")
    with environment.stores(environment.settings(quiet=True)) as stores:
        if dead:
            terminal.note(_are_due(stores.deliveries.retry_all(channel)))
            return
        left = [each for each in delivery_ids if not stores.deliveries.retry(each)]
    terminal.note(_are_due(len(delivery_ids) - len(left)))
    if left:
        terminal.note(f"Not given up, so left as they are: {', '.join(map(str, left))}.")
        raise click.exceptions.Exit(4)


def _are_due(number: int) -> str:
    return f"{counted(number, 'message')} {'is' if number == 1 else 'are'} due again."


COMMANDS = (deliveries, retry)
