"""What stands at a node of a YAML file, and what is wrong there?

Pure. In: nodes, each asked for what should stand there. Out: keys, lists and texts, and a Problem for each that is not
there. topic_file.py reads a whole file so, and then tells all that is wrong with it at once.
"""

import unicodedata
from collections.abc import Iterator

from monitor.config.yaml_lines import Mapping, Node, Scalar, Sequence
from monitor.core.errors import BadConfiguration, Problem

_MOST_PROBLEMS = 1_000
_LONGEST_SHOWN = 240
_UNSHOWN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


class Sheet:
    """A file as it is read, and what was found wrong with it so far."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def refuse(self, line: int, key: str, what: str, mend: str) -> None:
        """Note a problem on a line; 0 is the whole file.

        Raises:
            BadConfiguration: there are a thousand of them, which are enough for one reading.
        """
        self.problems.append(Problem(self.file, line, shown(key), shown(what), shown(mend)))
        if len(self.problems) == _MOST_PROBLEMS:
            what = f"There are {_MOST_PROBLEMS:,} problems up to here, and the rest was not read."
            self.problems.append(Problem(self.file, line, "", what, "Mend the first; many may have one cause."))
            raise BadConfiguration(tuple(self.problems))

    def mapping(self, node: Node, key: str, mend: str) -> Iterator[tuple[Scalar, Node]]:
        """Give keys and values of a mapping; refuse repeated and empty keys, and anything that is no mapping."""
        if not isinstance(node, Mapping):
            self.refuse(node.line, key, "Here must stand a mapping (key: value).", mend)
            return
        seen: set[str] = set()
        for named, value in node.pairs:
            if not named.text.strip():
                self.refuse(named.line, key, "A key here is empty.", mend)
            elif named.text in seen:
                self.refuse(named.line, named.text, "This key stands here twice.", "Join the two.")
            else:
                seen.add(named.text)
                yield named, value

    def texts(self, node: Node, key: str, mend: str) -> Iterator[tuple[str, int]]:
        """Give the texts of a list with their lines; refuse empty ones, and anything that is no list."""
        if not isinstance(node, Sequence):
            self.refuse(node.line, key, "Here must stand a list.", mend)
            return
        for item in node.items:
            text = self.text(item, key)
            if text:
                yield text, item.line

    def text(self, node: Node, key: str) -> str:
        """Give a text; refuse an empty one, and anything that is no text."""
        if not isinstance(node, Scalar):
            self.refuse(
                node.line, key, "Here must stand a text.", "Write one text here, in quotes where it has : or #."
            )
            return ""
        text = node.text.strip()
        if not text:
            self.refuse(node.line, key, "This is empty.", "Write a text, or take the row out.")
        return text


def shown(text: str) -> str:
    """Give a text that a terminal can show: cut where it is very long, with what cannot be seen written out."""
    cut = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) in _UNSHOWN else c for c in cut)
