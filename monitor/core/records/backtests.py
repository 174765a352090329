"""What would other names change in the archive?

Pure: frozen values. tag/comparing.py tells of a few articles, backtesting.py adds up, `monitor topics backtest` shows
it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.core.records.tags import Mention


@dataclass(frozen=True, slots=True)
class Sample:
    """A mention that is gained or lost, in its sentence.

    Args:
        before: what stands before it in its sentence, cut where that is long.
        written: the name as the article has it.
        after: what stands behind it.
        why: for a person: why it is not found by the names in use, or would not be by the others.
    """

    mention: Mention
    is_gained: bool
    before: str
    written: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Shift:
    """What would become of one topic in one article.

    Args:
        gained: by the name of topics.yaml, how many mentions there would be that nothing stands for now.
        lost: likewise those that nothing would stand for.
        samples: the first of them.
    """

    topic: str
    was_matched: bool
    is_matched: bool
    gained: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)
    samples: tuple[Sample, ...] = ()


@dataclass(frozen=True, slots=True)
class Differing:
    """An article that would name something else.

    Args:
        topics: of which it would, sorted.
    """

    article_id: int
    url: str
    outlet: str
    title: str
    language: str
    topics: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a few articles name by the names in use, and by others.

    Args:
        articles: how many were compared.
        failed: how many could not be, in time.
        before: how many of them match each topic by the names in use.
        after: likewise by the others.
    """

    articles: int = 0
    failed: int = 0
    before: Mapping[str, int] = field(default_factory=dict)
    after: Mapping[str, int] = field(default_factory=dict)
    differing: tuple[Differing, ...] = ()
