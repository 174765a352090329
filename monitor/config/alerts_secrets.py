"""What is the secret that a key of alerts.yaml only names?

Not pure: reads the files that are named. In: the name of a variable of the environment, or the path of a file. Out: the
secret, or RefusedError, which names the variable or file and tells nothing of what it holds. alerts_channels.py asks.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config import alerts_values as values
from monitor.config import environment
from monitor.config.feed_values import RefusedError
from monitor.config.yaml_nodes import Node
from monitor.core.errors import BadConfiguration

HIDDEN = "it is not shown, since it may be a secret"
LONGEST = 4_000

_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*")


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where secrets are found: variables by name, files from the folder of alerts.yaml on."""

    environ: Mapping[str, str] = field(repr=False)
    folder: Path = Path()

    def variable(self, node: Node) -> str:
        """Give what a variable of the environment holds."""
        name = values.text(node)
        if not _VARIABLE.fullmatch(name):
            what = f"This is no name of a variable; {HIDDEN}."
            raise RefusedError(what, "Write the name alone, in capital letters, such as OPS_PASSWORD.")
        found = self.environ.get(name, "")
        if not found:
            raise RefusedError(f"The variable {name} is not set.", f"Set {name} where monitor is started.")
        return _fit(found, f"The value of {name}")

    def file(self, node: Node) -> str:
        """Give what a file holds; one line break at its end does not count."""
        name = values.text(node, LONGEST)
        if "://" in name or not name:
            raise RefusedError(f"This is no path of a file; {HIDDEN}.", "Write a path, and the secret into the file.")
        try:
            found = environment.given({"X_FILE": str(self.folder / name)}, "X")
        except BadConfiguration as error:
            (problem,) = error.problems
            raise RefusedError(problem.what, problem.mend) from None
        if not found:
            raise RefusedError(f"The file {name} is empty.", "Write the secret into it, on one line.")
        return _fit(found, f"The content of {name}")


def _fit(secret: str, what: str) -> str:
    if not secret.isprintable() or secret != secret.strip() or len(secret) > LONGEST:
        why = f"{what} has line breaks or control characters, blanks around it, or over {LONGEST:,} characters."
        raise RefusedError(why, "Write the secret alone, on one line.")
    return secret
