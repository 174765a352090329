"""What can go wrong, and who has to act on it?

Pure. Two kinds, kept apart:

* An **exception** below is for the person who runs the program: it ends a command with an exit code.
* A :class:`~monitor.core.records.failures.Failed` **value** is for a feed, a page or a message that did not work out:
  the pipeline records it with the next try, and everything else goes on.

    MonitorError                 exit 1
      BadConfiguration           exit 78  a setting, feeds.yaml or topics.yaml: file, line, key, mend
        SchemaTooNew             exit 78  the database was made by a newer program
      TryAgainLater              exit 75  the database is locked or cannot be reached
      NotFound                   exit 1   an article, feed or file that was named is not there
      BadQuery (core/query/)     exit 2   a query cannot be read: where, and what may stand there
      BadName (store/)           exit 2   a token or a query cannot be called so: what a name may be
      CannotRegroup (store/)     exit 2   stories cannot be merged, split or put back so: why, and what can be done
      NotAPack (evidence/)       exit 2   a file is no evidence pack
"""

from dataclasses import dataclass


class MonitorError(Exception):
    """The root: anything the program tells its user and ends with."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file of the owner's: what, where, and the mend.

    Args:
        file: the file's name as the owner gave it.
        line: 1 for the first line; 0 where the whole file is meant.
        key: the key or name at fault, "" where there is none.
        what: what is wrong, in one sentence.
        mend: what to do about it, in one sentence.
        is_harmless: nothing is lost by it; it is only worth knowing.
        column: 1 for the first character of the line; 0 where it is not known.
    """

    file: str
    line: int
    key: str
    what: str
    mend: str
    is_harmless: bool = False
    column: int = 0

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        where += f", column {self.column}" if self.column else ""
        key = f" '{self.key}':" if self.key else ""
        return f"{where}:{key} {self.what} {self.mend}"


class BadConfiguration(MonitorError):  # noqa: N818 - named by what is wrong, as all of this tree
    """A setting or a file of the owner's cannot be used."""

    exit_code = 78

    def __init__(self, problems: tuple[Problem, ...] | str) -> None:
        self.problems = problems if isinstance(problems, tuple) else ()
        super().__init__(problems if isinstance(problems, str) else "\n".join(str(p) for p in problems))


class SchemaTooNew(BadConfiguration):
    """The database was written by a newer program than this one."""


class TryAgainLater(MonitorError):  # noqa: N818 - as above
    """Nothing is wrong with what was asked, but it cannot be done now."""

    exit_code = 75


class NotFound(MonitorError):  # noqa: N818 - as above
    """What was named does not exist."""
