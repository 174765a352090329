"""How is what changed between two texts shown within one?

Pure. In: two texts and where they differ. Out: one text, with what went and what came in marks. diff.py prints it,
evidence.py writes it into packs.
"""

from collections.abc import Sequence

import click

from monitor.core.records.versions import Edit


def marked(before: str, after: str, edits: Sequence[Edit], *, in_colour: bool = False) -> str:
    """Give a text with what was taken out of it and what was put in, at their places.

    Each line of a stretch is marked by itself, so that line breaks stay what they are.

    Args:
        before: the text as it was.
        after: the text as it is.
        edits: where they differ, in order.
        in_colour: red and struck out, green; else [-as wdiff has it-] and {+as wdiff has it+}.
    """
    parts, at = [], 0
    for edit in edits:
        parts.append(before[at : edit.start])
        parts.append(_mark(before[edit.start : edit.end], is_new=False, in_colour=in_colour))
        parts.append(_mark(after[edit.other_start : edit.other_end], is_new=True, in_colour=in_colour))
        at = edit.end
    return "".join([*parts, before[at:]])


def _mark(text: str, *, is_new: bool, in_colour: bool) -> str:
    opened, closed = ("{+", "+}") if is_new else ("[-", "-]")
    if in_colour:
        fg, struck = ("green", None) if is_new else ("red", True)
        return "\n".join(click.style(line, fg=fg, strikethrough=struck) if line else "" for line in text.split("\n"))
    return "\n".join(f"{opened}{line}{closed}" if line else "" for line in text.split("\n"))
