"""Does a person at a terminal get a table that fits, and a pipe plain lines?"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios

import pytest
from rich.cells import cell_len

from monitor.demo.thread import WorldThread
from tests.house.installation import Installation


def _at_terminal(installation: Installation, columns: int, *arguments: str) -> list[str]:
    """Run a command at a terminal of so many columns, and give its lines with their escapes."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {name: value for name, value in installation.environment.items() if name not in ("COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", *arguments], env=environment, cwd=installation.folder, stdout=theirs
    )
    os.close(theirs)
    output = b""
    while True:
        try:
            read = os.read(ours, 65_536)
        except OSError:  # the program has ended and hung up
            break
        if not read:
            break
        output += read
    os.close(ours)
    assert process.wait(30) == 0
    return output.decode().splitlines()


@pytest.mark.parametrize("columns", [90, 140])
def test_a_table_fits_its_terminal_in_every_script(
    world: WorldThread, installation: Installation, columns: int
) -> None:
    for article_id in ("en-wire", "ru-plan", "zh-drill", "kk-rescue"):
        world.publish(article_id)
    installation.run("poll", "--all")

    lines = _at_terminal(installation, columns, "articles", "list")

    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines]
    assert plain[0].split()[:2] == ["ID", "SEEN"]
    assert len(plain) == 5
    assert all(cell_len(line.rstrip()) <= columns for line in plain)
    assert any("\x1b[" in line for line in lines)


def test_a_terminal_without_rows_shows_the_head(installation: Installation) -> None:
    (head,) = _at_terminal(installation, 100, "articles", "list")

    assert "VERDICT" in head
