"""What can happen to an article after it was first read?

Pure: frozen values. revise/ finds them out, store/ keeps them, alert rules and people read them.
"""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happened to an article: a closed list, so that it can label metrics."""

    TEXT = "text"
    STEALTH_EDIT = "stealth_edit"
    HEADLINE = "headline"
    MENTION_ADDED = "mention_added"
    MENTION_REMOVED = "mention_removed"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed.

    Args:
        kind: TEXT and STEALTH_EDIT exclude one another: the latter where the page's date of change stayed as it was;
            COMPLETED takes their place where less of the article was known before.
        detail: one sentence for a person.
        topic: of a mention, else "".
    """

    kind: ChangeKind
    detail: str
    topic: str = ""
