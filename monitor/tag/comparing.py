"""What would a few articles name by other names?

Pure. In: the topics in use and others, once, then articles. Out: Compared, with every article that would name something
else, and a few of its mentions in their sentences. Worker processes of a trial run this; backtesting.py adds up.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from monitor.core.records.articles import Extracted
from monitor.core.records.backtests import Compared, Differing, Sample, Shift
from monitor.core.records.rebuilds import Rejudgeable
from monitor.core.records.tags import Mention, Rejected, Tagged
from monitor.core.sentences import ends
from monitor.core.taggings import beyond
from monitor.core.topics import Topics
from monitor.tag.match import Tagger

_ROOM = 120  # characters of a sentence on either side of a name
_MARK = "…"


class Comparer:
    """Tags articles twice: by the names in use, and by others."""

    def __init__(self, old: Topics, new: Topics) -> None:
        self._old = Tagger(old)
        self._new = Tagger(new)

    def compare(self, articles: Sequence[Rejudgeable], samples: int) -> Compared:
        """Say what articles would name by the other names.

        Args:
            samples: give at most so many of the mentions that a topic gains in an article, and of those that it loses.
        """
        before: Counter[str] = Counter()
        after: Counter[str] = Counter()
        differing = []
        for each in articles:
            old, new = _tag(self._old, each.article), _tag(self._new, each.article)
            before.update(old.topics)
            after.update(new.topics)
            shifts = _shifts(each.article, old, new, samples)
            if shifts:
                known = each.article
                differing.append(
                    Differing(each.article_id, known.canonical_url, known.outlet, known.title, known.language, shifts)
                )
        return Compared(len(articles), 0, dict(before), dict(after), tuple(differing))


def _tag(tagger: Tagger, article: Extracted) -> Tagged:
    return tagger.tag(article.title, article.text, article.language, article.recurring)


def _shifts(article: Extracted, old: Tagged, new: Tagged, samples: int) -> tuple[Shift, ...]:
    gained = _by_topic(beyond(new.mentions, old.mentions))
    lost = _by_topic(beyond(old.mentions, new.mentions))
    return tuple(
        Shift(
            topic,
            topic in old.topics,
            topic in new.topics,
            _by_name(gained.get(topic, ())),
            _by_name(lost.get(topic, ())),
            (
                *(_sample(article, m, old, is_gained=True) for m in _few(gained.get(topic, ()), samples)),
                *(_sample(article, m, new, is_gained=False) for m in _few(lost.get(topic, ()), samples)),
            ),
        )
        for topic in sorted({*gained, *lost})
    )


def _by_topic(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for each in mentions:
        found.setdefault(each.topic, []).append(each)
    return found


def _by_name(mentions: Iterable[Mention]) -> dict[str, int]:
    return dict(Counter(each.name for each in mentions))


def _few(mentions: Iterable[Mention], number: int) -> list[Mention]:
    """Give the first mention by each name, at most so many: the second by one name tells little."""
    firsts: dict[str, Mention] = {}
    for each in mentions:
        firsts.setdefault(each.name, each)
    return list(firsts.values())[:number]


def _sample(article: Extracted, mention: Mention, other: Tagged, *, is_gained: bool) -> Sample:
    text = article.title if mention.field == "title" else article.text
    before, after = _around(text, mention.start, mention.end)
    written = " ".join(text[mention.start : mention.end].split())
    return Sample(mention, is_gained, before, written, after, _why_not(mention, other))


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Give what stands before and behind a stretch in its sentence."""
    first, last = max(0, start - _ROOM), min(len(text), end + _ROOM)
    *_, begin = first, *ends(text, first, start)
    stop = next(ends(text, end, last), last)
    before = _MARK * (begin == first > 0) + " ".join(text[begin:start].split())
    after = " ".join(text[end:stop].split()) + _MARK * (stop == last < len(text))
    return before + " " * text[begin:start][-1:].isspace(), " " * text[end:stop][:1].isspace() + after


def _why_not(mention: Mention, other: Tagged) -> str:
    """Say why a mention is none by other names: it is rejected there, or counts otherwise, or is no name."""
    rejected: Rejected | None = next((each for each in other.rejected if _is_at(mention, each)), None)
    if rejected is not None:
        return rejected.why
    same = next((each for each in other.mentions if _is_at(mention, each)), None)
    if same is None:
        return "no name"
    return "an adjective" if same.is_weak else "in what recurs at the outlet" if same.is_recurring else "a name"


def _is_at(mention: Mention, other: Mention | Rejected) -> bool:
    is_same = (mention.topic, mention.field) == (other.topic, other.field)
    return is_same and mention.start < other.end and other.start < mention.end
