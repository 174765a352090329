"""Who may read what we hold, and which queries do people follow?

Pure: frozen values, and what a name may be. store/following.py keeps them, the command line makes them, the feeds and
the API ask for them.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?", re.ASCII)

#: What ``is_name`` asks for, in words.
NAMES = "small letters a to z, digits and hyphens between them, at most 64"


def is_name(text: str) -> bool:
    """Say whether a query or a token may be called so: the name stands in addresses and in tables."""
    return _NAME.fullmatch(text) is not None


class Scope(StrEnum):
    """What a token is good for. READ: to follow saved queries. ADMIN: to change alerting too."""

    READ = "read"
    ADMIN = "admin"

    def covers(self, asked: "Scope") -> bool:
        """Say whether who has this scope may do what another one allows."""
        return self is asked or self is Scope.ADMIN


@dataclass(frozen=True, slots=True)
class Token:
    """A right to read or to change, without the secret itself.

    Args:
        used_at: when it was last used, to the minute; None before it was.
        revoked_at: since when it is refused, None while it holds.
    """

    name: str
    scope: Scope
    created_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with a name, which people follow in their own reader.

    Args:
        query: in the one query grammar.
        owner: who saved it, for people.
        saved_at: when it got its present words.
    """

    name: str
    query: str
    owner: str
    saved_at: datetime
