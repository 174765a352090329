"""How well are pages read, articles told apart and topics found: which measure shall be taken?

Not pure: runs one. In: the name of a measure, or none for all. Out: its tables; exit code 1 where one is not reached.
Run by: make eval-extract, make eval-dedup, make eval-tag
"""

import sys
from collections.abc import Callable

from tests.eval import dedup, extract, language, stories, tag

_MEASURES: dict[str, Callable[[], int]] = {
    "dedup": dedup.main,
    "extract": extract.main,
    "language": language.main,
    "stories": stories.main,
    "tag": tag.main,
}


def main(names: list[str]) -> int:
    """Take the measures that are named, or all."""
    unknown = [name for name in names if name not in _MEASURES]
    if unknown:
        sys.stderr.write(f"No such measure: {', '.join(unknown)}. Name some of: {', '.join(_MEASURES)}.\n")
        return 2
    return max(_MEASURES[name]() for name in names or _MEASURES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
