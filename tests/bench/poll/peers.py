"""How do two feed readers that many people use do on the same feeds?

Not pure: installs one of them into a folder of the bench's own, and starts both. In: a world and a folder.
Out: a Client for each, or a line that says why there is none. Both keep what they know in SQLite files, so that one
can count their entries from outside.
"""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

from tests.bench.poll.clients import fresh
from tests.bench.poll.cpu import Cost, run
from tests.bench.poll.desk import Desk
from tests.bench.poll.figures import Client
from tests.bench.poll.world_process import WorldProcess

_INSTALL_S = 120
_READER = """
import json, sys
from reader import make_reader
reader = make_reader(sys.argv[1])
for url in json.load(open(sys.argv[2])):
    reader.add_feed(url, exist_ok=True)
reader.update_feeds(scheduled=False)
"""


def lemon24_reader(world: WorldProcess, folder: Path, venv: Path) -> Client | str:
    """Run lemon24/reader with its defaults, from ``venv``, which is made where it is not there."""
    python = venv / "bin" / "python"
    problem = "" if python.exists() else _install(venv)
    if problem:
        return f"lemon24/reader left out: {problem}"
    desk = Desk(folder, world)
    file = folder / "reader.sqlite3"

    def start(_: int) -> Cost:
        return run([str(python), "-c", _READER, str(file), str(desk.feeds_json)], log=desk.log, environment={})

    return fresh(Client("lemon24/reader", is_fresh=True), world, start, lambda: _count(file, "entries"))


def newsboat(world: WorldProcess, folder: Path) -> Client | str:
    """Run newsboat with its defaults."""
    program = shutil.which("newsboat")
    if program is None:
        return "newsboat left out: it is not installed (Debian: apt-get install newsboat)"
    desk = Desk(folder, world)
    urls, config, file = folder / "urls", folder / "config", folder / "cache.sqlite3"
    urls.write_text("\n".join(world.urls) + "\n", encoding="utf-8")
    config.write_text("", encoding="utf-8")
    command = [program, "-u", str(urls), "-c", str(file), "-C", str(config), "-x", "reload"]

    def start(_: int) -> Cost:
        return run(command, log=desk.log, environment={"HOME": str(folder), "LC_ALL": "C.UTF-8"})

    return fresh(Client("newsboat", is_fresh=True), world, start, lambda: _count(file, "rss_item"))


def _install(venv: Path) -> str:
    try:
        for command in (
            [sys.executable, "-m", "venv", str(venv)],
            [str(venv / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", "reader", "sgmllib3k"],
        ):
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=_INSTALL_S)
    except subprocess.CalledProcessError as error:
        shutil.rmtree(venv, ignore_errors=True)
        return f"pip could not install it ({error.stderr.strip().splitlines()[-1:]})"
    except (OSError, subprocess.TimeoutExpired) as error:
        shutil.rmtree(venv, ignore_errors=True)
        return f"it could not be installed ({type(error).__name__})"
    return ""


def _count(file: Path, table: str) -> int:
    connection = sqlite3.connect(file)
    (number,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - our own two names
    connection.close()
    return int(number)
