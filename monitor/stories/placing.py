"""Which story does an article belong to?

Pure. In: its verdict, its traits, and the live stories that share some of them. Out: Placement, which says why. The
store keeps it with the article, in the transaction that keeps the article.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from monitor.core.records.stories import Member, NearStory, Placement, Surroundings, Traits
from monitor.core.records.verdicts import Verdict
from monitor.stories.saying import named
from monitor.stories.weighing import Likeness, Scale, Weighed

#: Stored with each placement, so that those by older rules can be found and made again.
RULES = 2

#: An article joins the story that it is this much like.
LEAST = 0.25
# Of its likeness to a story of several articles, this much is that to the most similar one; the rest is that to all.
_OF_BEST = 0.5
# So many stories, and so many of a story's articles, are compared: more would hold the transaction for no gain.
_MOST_STORIES = 15
_MOST_MEMBERS = 10
_MOST_SHARED = 20


def placing(traits: Traits) -> Callable[[Verdict, Surroundings], Placement]:
    """Give what places an article with these traits."""

    def place(verdict: Verdict, around: Surroundings) -> Placement:
        return place_article(traits, verdict, around)

    return place


def place_article(traits: Traits, verdict: Verdict, around: Surroundings) -> Placement:
    """Say which story an article belongs to.

    What carries another's text belongs to its story. Anything else joins the live story that it is most like, if it is
    like enough: to its most similar article, and to its articles as a whole, so that no chain of half likenesses grows
    into a story about nothing. Else it opens a story of its own.
    """
    if around.copied is not None:
        return Placement(around.copied, f"It carries the text of article {verdict.of}.", score=1.0, rules=RULES)
    scale = Scale(around.counts, around.live)
    mine = scale.weigh(traits)
    found = [_compare(scale, mine, story, around) for story in around.near[:_MOST_STORIES]]
    best = max(found, key=lambda each: (each.score, -each.story_id), default=None)
    if best is None or not best.likeness.shared:
        return Placement(None, "No live story is about the same event.", rules=RULES)
    shared = best.likeness.shared[:_MOST_SHARED]
    if best.score < LEAST:
        why = f"The nearest story, that of article {best.of}, shares too little with it: {named(shared)}."
        return Placement(None, why, best.score, rules=RULES)
    why = f"It shares {named(shared)} with article {best.of}."
    return Placement(best.story_id, why, best.score, best.of, shared, RULES)


@dataclass(frozen=True, slots=True)
class _Compared:
    story_id: int
    score: float
    of: int
    likeness: Likeness


def _compare(scale: Scale, mine: Weighed, story: NearStory, around: Surroundings) -> _Compared:
    members = _some(story.members)
    alike = [
        scale.compare(mine, scale.weigh(each.traits), apart_s=abs((around.at - each.at).total_seconds()))
        for each in members
    ]
    if not alike:
        return _Compared(story.story_id, 0.0, 0, Likeness(0.0))
    best = max(range(len(alike)), key=lambda place: (alike[place].score, -place))
    to_all = sum(each.score for each in alike) / len(alike)
    score = _OF_BEST * alike[best].score + (1 - _OF_BEST) * to_all
    return _Compared(story.story_id, score, members[best].article_id, alike[best])


def _some(members: Sequence[Member]) -> Sequence[Member]:
    """Take the first and the last, where there are many."""
    half = _MOST_MEMBERS // 2
    return members if len(members) <= _MOST_MEMBERS else (*members[:half], *members[-half:])
