"""monitor token: who may follow saved queries, and who may change alerting through the API?

Not pure: reads and writes the database. In: a name. Out: a token, once; a row a token.
"""

import click

from monitor.cli import environment, terminal


@click.group("token")
def command() -> None:
    """Make and revoke tokens, for feed readers and for programs.

    A token is a password that the service draws. Only its SHA-256 is kept: who loses one makes another.
    """


@command.command("create")
@click.argument("name", metavar="NAME")
@click.option(
    "--scope",
    type=click.Choice(["read", "admin"]),
    required=True,
    help="read: follow saved queries. admin: change rules, silences and messages too.",
)
def create(*, name: str, scope: str) -> None:
    """Make a token and print it: it is shown this once.

    NAME says for whom or what it is: small letters, digits and hyphens. The name of a revoked token may be given again.
    """
    from monitor.core.records.following import Scope

    with environment.stores(environment.settings(quiet=True)) as stores:
        token = stores.tokens.create(name, Scope(scope))
    click.echo(token)
    terminal.note(f"This is the only time that it is shown. To refuse it again: monitor token revoke {name}")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_tokens(*, as_json: bool) -> None:
    """List the tokens: what each is good for, when it was made, last used and revoked. The secrets are not kept.

    In a pipe the columns are parted by tabs, without a head.
    """
    from monitor.core.public import moment

    with environment.stores(environment.settings(quiet=True)) as stores:
        tokens = stores.tokens.list()
    names = ("name", "scope", "created_at", "used_at", "revoked_at")
    rows = [(t.name, t.scope.value, moment(t.created_at), moment(t.used_at), moment(t.revoked_at)) for t in tokens]
    if as_json:
        terminal.as_json([dict(zip(names, row, strict=True)) for row in rows])
        return
    terminal.table(("NAME", "SCOPE", "MADE", "LAST USED", "REVOKED"), rows)


@command.command("revoke")
@click.argument("name", metavar="NAME")
def revoke(*, name: str) -> None:
    """Refuse a token from now on."""
    from monitor.core.errors import NotFound

    with environment.stores(environment.settings(quiet=True)) as stores:
        if not stores.tokens.revoke(name):
            raise NotFound(f"No token {name!r} holds. `monitor token list` shows the names.")
    terminal.note(f"{name}: revoked. Who shows it is refused from now on.")
