"""What does the demo world write down: what it was asked, what it was sent, and what is true?

Pure: three kinds of record. In: nothing. Out: world.py fills them; tests read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.core.records.verdicts import VerdictKind


@dataclass(slots=True)
class Logged:
    """One request, from its arrival on; not frozen, because its status comes later.

    Args:
        headers: of the request; looked up without regard to case.
        status: of the answer, 0 until there is one, and for good where the world hung up.
    """

    outlet: str
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    at: datetime
    status: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """One POST that the webhook receiver took, whatever it answered.

    Args:
        json: the body read as JSON, None where it is not JSON.
    """

    path: str
    headers: Mapping[str, str]
    body: bytes
    json: object
    at: datetime


@dataclass(frozen=True, slots=True)
class Truth:
    """What the service should have decided on one published text.

    Args:
        of: id of the article that it copies or is a version of, "" for new.
        family: id of the original; all its copies share it. Where several copies are out, a verdict may
            rightly name any of them: compare families.
        topics: ids of the topics that it matches, sorted.
    """

    article_id: str
    outlet: str
    url: str
    title: str
    verdict: VerdictKind
    of: str
    family: str
    topics: tuple[str, ...]
