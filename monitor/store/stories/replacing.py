"""To which story does an article belong by the rules of today?

Not pure: reads story, trait and article; moves the article through regrouping.py. In: an article that was judged again.
Out: an entry of the history, where it is in another story now. store/articles/rejudging.py asks.

What was live when the article came in may be forgotten by now (``trait`` holds what is live today): no other story is
looked for then but the one that it is in and the one of what it copies.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.core.records.articles import Draft
from monitor.core.records.rebuilds import Rerulings
from monitor.core.records.stories import Member, NearStory, Regrouping, Surroundings, Traits
from monitor.core.records.verdicts import Verdict
from monitor.store.rows import Row
from monitor.store.schema.tables import ARTICLE
from monitor.store.stories.placing import LIVE, surroundings
from monitor.store.stories.regrouping import replace_by_rules

_MEMBERS = 8


@dataclass(frozen=True, slots=True)
class Again:
    """An article that was judged again.

    Args:
        row: as it was before.
        draft: what its text says by the rules of today.
        verdict: by the same rules.
    """

    connection: Connection
    row: Row
    draft: Draft
    verdict: Verdict

    def place(self, rulings: Rerulings, *, is_another: bool, at: datetime) -> Regrouping | None:
        """Ask for its story again where there is reason to; give what moved it, None where it stays.

        Args:
            is_another: its verdict or its traits are another than when it was placed.
            at: when it moves, if it does.
        """
        row = self.row
        if row["story_id"] is None:
            return None
        is_reason = is_another or row["story_figures"].get("rules") != rulings.today.placement
        if not is_reason and not self.verdict.carries_another:
            return None
        around = surroundings(self.connection, self.draft, self.verdict, row["first_seen_at"], before=row["id"])
        if not is_reason and around.copied in (None, row["story_id"]):
            return None
        placement = rulings.place(self.verdict, self._with_own(around))
        return replace_by_rules(self.connection, row["id"], placement, at)

    def _with_own(self, around: Surroundings) -> Surroundings:
        """Put the story that the article is in among those that it may belong to."""
        row, c = self.row, ARTICLE.c
        if row["story_id"] in {story.story_id for story in around.near}:
            return around
        columns = c.id, c.outlet, c.language, c.first_seen_at, c.traits, c.traits_by
        earlier = select(*columns).where(c.story_id == row["story_id"], c.id < row["id"])
        live = earlier.where(c.first_seen_at >= row["first_seen_at"] - LIVE).order_by(c.id.desc()).limit(_MEMBERS)
        members = tuple(
            Member(article_id, outlet, language, at, Traits(tuple(keys), rules))
            for article_id, outlet, language, at, keys, rules in reversed(self.connection.execute(live).all())
        )
        if not members:
            return around
        own = NearStory(row["story_id"], members)
        counts = {key: sum(key in member.traits.keys for member in members) for key in self.draft.traits.keys}
        known = {key: number for key, number in counts.items() if number}
        return replace(around, near=(own, *around.near), counts={**known, **around.counts})
