"""What does the environment say under a name?

Not pure: reads the files that the names ending in _FILE point to.
In: the environment as a mapping, a variable's name. Out: its text, or why there is none.
settings.py decides what the text means.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from monitor.core.errors import BadConfiguration, Problem

FILE_SUFFIX = "_FILE"
_FILE_MAX_BYTES = 65_536


def given(environ: Mapping[str, str], variable: str) -> str:
    """Give a variable's text, or that of the file which its _FILE twin names, or "".

    One line break at the file's end does not count: editors and ``echo`` put it there.

    Raises:
        BadConfiguration: both are given, or the file can't be read.
    """
    direct, named = environ.get(variable, ""), environ.get(variable + FILE_SUFFIX, "")
    if direct and named:
        raise _bad(variable, f"It was given besides {variable}.", f"Unset {variable} or {variable}{FILE_SUFFIX}.")
    return _content(variable, named) if named else direct


def unknown(environ: Mapping[str, str], prefix: str, known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each name with our prefix that means nothing, and the known one that is most like it."""
    every = [name.removeprefix(prefix) + suffix for name in known for suffix in ("", FILE_SUFFIX)]
    for name in sorted(environ):
        rest = name.removeprefix(prefix)
        if rest == name or rest in every:
            continue
        nearest = difflib.get_close_matches(rest, every, n=1, cutoff=0.0)
        yield name, prefix + nearest[0]


def _content(variable: str, named: str) -> str:
    try:
        with Path(named).open("rb") as file:
            read = file.read(_FILE_MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        why = getattr(error, "strerror", None) or "this is no file's name"
        mend = "Name a file that holds the value and that this user may read."
        raise _bad(variable, f"It names {named!r}, which cannot be read: {why}.", mend) from error
    if len(read) > _FILE_MAX_BYTES:
        raise _bad(variable, f"It names {named!r}, which is over 64 KiB.", "Name a file that holds the value alone.")
    try:
        value = read.decode("utf-8")
    except UnicodeDecodeError as error:
        # "from None": the error carries the file's bytes, and they may be a secret.
        raise _bad(
            variable, f"It names {named!r}, which is not UTF-8 at byte {error.start}.", "Save it anew."
        ) from None
    return value.removesuffix("\n").removesuffix("\r")


def _bad(variable: str, what: str, mend: str) -> BadConfiguration:
    return BadConfiguration((Problem("environment", 0, variable + FILE_SUFFIX, what, mend),))
