"""Which values stand behind the keys of one entry of feeds.yaml?

Pure. In: a mapping of the file, and who reads which key. Out: the values, and a Problem for each key that is unknown,
stands twice, or cannot be read. feeds.py and outlets.py read their entries so.
"""

import difflib
from collections import abc
from collections.abc import Callable
from typing import Any

from monitor.config.feed_values import RefusedError
from monitor.config.yaml_lines import Mapping, Node, Scalar
from monitor.core.errors import Problem

Readers = abc.Mapping[str, Callable[[Node], Any]]  # Any: each gives the type of what it reads


def read_keys(
    file: str, node: Mapping, readers: Readers, *, whose: str
) -> tuple[dict[str, Any], dict[str, int], list[Problem]]:
    """Read the values of an entry; a key without a value is as if it were not there.

    Args:
        file: as the owner gave it.
        node: the entry.
        readers: of each key that may stand there.
        whose: "A feed": who has the keys, for a sentence.

    Returns:
        The values by key, the line of each key, and what there is to mend.
    """
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.pairs:
        if key.text in lines:
            what = f"It stands on line {lines[key.text]} already."
            problems.append(Problem(file, key.line, key.text, what, "Keep one of the two."))
            continue
        lines[key.text] = key.line
        if key.text not in readers:
            problems.append(_unknown(file, key, readers, whose))
        elif not (isinstance(value, Scalar) and value.is_null):
            try:
                values[key.text] = readers[key.text](value)
            except RefusedError as error:
                problems.append(Problem(file, value.line, key.text, error.what, error.mend))
    return values, lines, problems


def _unknown(file: str, key: Scalar, readers: Readers, whose: str) -> Problem:
    near = difflib.get_close_matches(key.text, readers, n=1, cutoff=0.5)
    mend = f"Did you mean '{near[0]}'?" if near else f"{whose}'s keys are: {', '.join(readers)}."
    return Problem(file, key.line, key.text, f"{whose} has no such key.", mend)
