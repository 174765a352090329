"""monitor version: which program is this?"""

from importlib import metadata

import click


@click.command("version")
def command() -> None:
    """Print the program's version."""
    click.echo(f"monitor {metadata.version('monitor')}")
