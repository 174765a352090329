"""Where are the files that come with the program?

Not pure: looks at the disk. In: a name, "alembic", "seeds" or "feeds.yaml". Out: its path.
An installed program has them inside the package (monitor/bundled, see pyproject.toml); a checkout beside it.
"""

from pathlib import Path

from monitor.core.errors import NotFound

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled(name: str) -> Path:
    """Give the path of a file or folder that comes with the program.

    Raises:
        NotFound: it is not there: the installation is incomplete.
    """
    # The wheel's first: beside an installed package lie other people's packages, one of them named alembic.
    for folder in (_PACKAGE / "bundled", _PACKAGE.parent):
        if (folder / name).exists():
            return folder / name
    raise NotFound(f"{name} came with the program but is not there any more. Install monitor again.")
