"""In which part of an article does something stand?

Pure. In: an article's text. Out: Parts, which says of a place what it is part of. match.py asks for each mention.
"""

from monitor.core.records.tags import Part


class Parts:
    """The parts of one text: its first paragraph is the lead."""

    __slots__ = ("_lead_end",)

    def __init__(self, text: str) -> None:
        end = text.find("\n")
        self._lead_end = len(text) if end < 0 else end

    def part(self, start: int) -> Part:
        """Say in which part the character at ``start`` of the text stands."""
        return Part.LEAD if start < self._lead_end else Part.BODY
