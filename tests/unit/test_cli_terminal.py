"""Does what strangers wrote reach a person's terminal as letters only?"""

import pytest

from monitor.cli import terminal
from monitor.core.records.tags import Mention

EVIL = "News\u009b31m\x1b]0;owned\x07\u202e\nerror: forged"
CLEAN = "News 31m ]0;owned   error: forged"


def test_a_heading_is_one_line_of_letters(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.heading(EVIL)

    assert capsys.readouterr().out == f"{CLEAN}\n"


def test_a_note_is_a_line_of_letters_for_each_line_that_it_was_given(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.note(EVIL, "", "  - name: kept as it is")

    assert capsys.readouterr().err == f"{CLEAN}\n\n  - name: kept as it is\n"


def test_a_mention_is_one_line_of_letters(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.mentions([Mention("csto", EVIL, "en", "text", 0, 4, "word", EVIL)])

    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("    mention  csto: ")
    assert line.isprintable()
