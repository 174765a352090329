"""What of a payload is of the kind that it should be?

Pure: any value of JSON in, a value of one kind out. view.py and naming.py read payloads through it: one may be an old
one, or hold anything that a page wrote, and what is not as it should be counts as missing.
"""

from collections.abc import Mapping

from monitor.alert.rendering.letters import clean, cut

#: What can be counted is under this.
MOST = 10**12


def line(value: object, most: int) -> str:
    """Give a text to be shown on one line; much longer ones are cut before they are cleaned, which takes time."""
    return cut(clean(text(value)[: 8 * most]).strip(), most)


def text(value: object) -> str:
    """Give a text as it is."""
    return value if isinstance(value, str) else ""


def number(value: object) -> int:
    """Give how many there are of something."""
    return value if isinstance(value, int) and 0 < value < MOST else 0


def mapping(value: object) -> Mapping[str, object]:
    """Give an object's members."""
    return value if isinstance(value, Mapping) else {}


def mappings(value: object) -> list[Mapping[str, object]]:
    """Give those of a list that are objects."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list | tuple) else []


def strings(value: object) -> list[str]:
    """Give those of a list that are texts."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []
