"""What is a YAML file made of, as far as we read it?

Pure: frozen values. yaml_lines.py and yaml_quickly.py make them; who reads a key decides what they mean.
"""

from dataclasses import dataclass

#: No file of ours nests deeper; a hostile one does.
DEEPEST = 20
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it was written.

    Args:
        is_plain: without quotes.
    """

    line: int
    text: str
    is_plain: bool

    @property
    def is_null(self) -> bool:
        """Whether the key stands there without a value."""
        return self.is_plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    line: int
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in order; a key may stand there twice."""

    line: int
    pairs: "tuple[tuple[Scalar, Node], ...]"


Node = Scalar | Sequence | Mapping
