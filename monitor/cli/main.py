"""Which command was asked for, and with what exit code does it end?

Not pure: the program's entry. In: the command line and the environment. Out: an exit code.
Commands are loaded when they are named: ``monitor --help`` must not load the world.
"""

import importlib
import os
import sys

import click

from monitor.core.errors import MonitorError

COMMANDS = {
    "run": "Run the service: poll, cover, alert, and serve the pages.",
    "poll": "Poll feeds once, cover what is new, send what is due, and exit.",
    "feeds": "List, try, find, check, import, export, pause and resume feeds.",
    "articles": "List and show the articles of the archive.",
    "stories": "List the stories, each with all articles about one event.",
    "story": "Show a story; merge stories, split one, and undo that.",
    "diff": "Show what changed between two versions of an article.",
    "changes": "List what happened to articles after they were first read.",
    "look": "Look at the pages of articles again now, and say what changed.",
    "evidence": "Export articles with their pages as evidence, and check such packs.",
    "explain": "Say which topics a text mentions, whether it is new, and why.",
    "topics": "List, check and try the topics and their names, and what others would change.",
    "alerts": "Look at rules and messages, try a rule or a channel, and keep quiet for a while.",
    "queries": "Save queries, which people follow in their own feed reader.",
    "token": "Make and revoke tokens, for feed readers and for programs.",
    "seeds": "Look at and add to the corpus of known coverage.",
    "reextract": "Read the stored pages again by the rules of today.",
    "rededup": "Judge the stored texts again by the rules of today.",
    "retag": "Tag the stored texts again by the rules and names of today.",
    "check": "Check the settings, feeds.yaml, topics and seeds.",
    "status": "Show the state of the service on one screen.",
    "demo": "Run the service against a small news world of our own.",
    "version": "Print the program's version.",
}

EXIT_CODES = """\
Exit codes:
  0   done
  1   it failed; the message says why
  2   the command line is wrong
  4   done in part: some feeds, pages or messages failed
  75  try again later: the database is locked or away
  78  the configuration is wrong, or the database is newer than the program
"""


class _Lazy(click.Group):
    """A group whose commands are imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"monitor.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - each module of COMMANDS names its command so
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=_Lazy,
    epilog="\b\n" + EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def monitor() -> None:
    """Watch news feeds for new coverage of Kazakhstan, the CSTO and the SCO.

    Settings come from the environment (MONITOR_...): see docs/settings.md or `monitor check`.
    """


def main() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        sys.exit(monitor.main(prog_name="monitor", standalone_mode=False) or 0)  # click gives the code of an Exit back
    except click.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except MonitorError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of our output has gone: head, less
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
