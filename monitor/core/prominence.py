"""How much of an article is about a topic?

Pure. In: an article's mentions, and how long its text is. Out: a Tally for each topic that it matches. The store keeps
them for lists; pages and messages show them.

Each mention adds its weight to what the others left: the headline .6, the lead .3, the rest .2 at its beginning to .1
at its end, a caption .1; in somebody else's words half of that. So a headline outweighs three mentions in passing,
and no number of them makes more than 1.
"""

from collections.abc import Iterable
from math import prod

from monitor.core.records.tags import Mention, Part, Tally

_HEADLINE, _LEAD, _CAPTION = 0.6, 0.3, 0.1
_BODY_FIRST, _BODY_LAST = 0.2, 0.1
_OF_QUOTED = 0.5
_DIGITS = 3


def tallies(mentions: Iterable[Mention], length: int) -> tuple[Tally, ...]:
    """Count the mentions of each topic that an article matches, sorted by topic.

    Args:
        length: of the article's text, in characters.
    """
    by_topic: dict[str, list[Mention]] = {}
    for each in mentions:
        if each.counts:
            by_topic.setdefault(each.topic, []).append(each)
    return tuple(_tally(topic, by_topic[topic], length) for topic in sorted(by_topic))


def _tally(topic: str, mentions: list[Mention], length: int) -> Tally:
    # Sorted, so that not even the last digit depends on the order of mentions.
    left = prod(sorted(1 - _weight(each, length) for each in mentions))
    first = min(0 if each.part is Part.HEADLINE else each.start for each in mentions)
    return Tally(topic, len(mentions), first, round(1 - left, _DIGITS))


def _weight(mention: Mention, length: int) -> float:
    if mention.part is Part.HEADLINE:
        weight = _HEADLINE
    elif mention.part is Part.LEAD:
        weight = _LEAD
    elif mention.part is Part.CAPTION:
        weight = _CAPTION
    else:
        weight = _BODY_FIRST - (_BODY_FIRST - _BODY_LAST) * min(1.0, mention.start / max(length, 1))
    return weight * _OF_QUOTED if mention.is_quoted else weight
