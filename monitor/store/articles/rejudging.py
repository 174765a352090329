"""How do articles get other verdicts from the texts that are stored?

Not pure: reads article, seed and what leads to them; writes article and what hangs on its text. In: what a stored text
says by the rules of today. Out: what is another now. monitor/rejudging.py walks the archive through it.

Nothing of it is an event: the publisher changed nothing. Text, topics, versions and history stay as they are.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from monitor.core.ports import Clock
from monitor.core.records.articles import Extracted
from monitor.core.records.rebuilds import Redrafted, Rejudgeable, Rejudged, Rerulings, Rules
from monitor.core.records.verdicts import Judged, Seed
from monitor.store import rows
from monitor.store.articles import candidates
from monitor.store.articles.keeping import REJUDGED, Writer, content
from monitor.store.articles.seeding import put_seeds
from monitor.store.engine import Database
from monitor.store.rows import Row
from monitor.store.schema.tables import ARTICLE
from monitor.store.stories.replacing import Again

# What gives a reason to ask again to which story an article belongs.
_PLACES = frozenset({"verdict", "traits"})
_OF_FINGERPRINT = ("exact", "fingerprint_version")


class StoredTexts:
    """The articles whose texts are stored."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def count(self, since: datetime | None, after: int = 0, *, today: Rules | None = None) -> int:
        """Say how many articles there are that were first seen since, with a number above ``after``.

        Args:
            today: count only those that were judged by other rules than these.
        """
        with self._database.read() as connection:
            return connection.scalar(_wanted(select(func.count()).select_from(ARTICLE), since, after, today)) or 0

    def numbers(self, since: datetime | None, after: int, limit: int, *, today: Rules | None = None) -> list[int]:
        """Give the numbers of the next articles, those without a text among them; ``today`` as in count()."""
        statement = _wanted(select(ARTICLE.c.id), since, after, today).order_by(ARTICLE.c.id).limit(limit)
        with self._database.read() as connection:
            return list(connection.scalars(statement))

    def one(self, article_id: int) -> Rejudgeable | None:
        """Give an article as it was extracted; None where its text is not stored."""
        with self._database.read() as connection:
            statement = select(ARTICLE).where(ARTICLE.c.id == article_id, ARTICLE.c.text != "")
            row = connection.execute(statement).mappings().first()
            return Rejudgeable(article_id, _extracted(row)) if row else None

    def put(
        self,
        redrafted: Redrafted,
        rulings: Rerulings,
        *,
        is_trial: bool,
        trial_seeds: Sequence[Seed] | None = None,
    ) -> Rejudged | None:
        """Give an article the verdict that it would have got when it came in, had the rules been those of today.

        It is judged against the seeds, and against the articles that came before it as they are now. Where that gives
        reason to, it is placed again too; see replacing.py.

        Args:
            is_trial: only say what would be another.
            trial_seeds: the seeds that a trial judges by; None for those that are kept.

        Returns:
            What became of it; None where it got another text meanwhile.
        """
        with self._database.write() as connection:
            self._database.serialise_judging(connection)
            tried = connection.begin_nested()
            if is_trial and trial_seeds is not None:
                put_seeds(self._database, connection, trial_seeds)
            rejudged = self._rejudge(connection, redrafted, rulings)
            if is_trial:
                tried.rollback()
            else:
                tried.commit()
            return rejudged

    def _rejudge(self, connection: Connection, redrafted: Redrafted, rulings: Rerulings) -> Rejudged | None:
        given, draft, now = redrafted.article, redrafted.draft, self._clock.now()
        row = connection.execute(select(ARTICLE).where(ARTICLE.c.id == given.article_id)).mappings().one()
        if (row["title"], row["text"]) != (given.article.title, given.article.text):
            return None
        verdict = rulings.judge(candidates.neighbours(connection, draft, version_of=row["id"], before=row["id"]))
        columns = content(draft, Judged(verdict))
        if any(columns[name] != row[name] for name in REJUDGED):
            # By the moment at which its text was kept: that it is judged now says nothing of what recurs now.
            Writer(self._database, connection, row["changed_at"]).rejudge(row, draft, Judged(verdict))
        what = _what(row, columns)
        moved = Again(connection, row, draft, verdict).place(rulings, is_another=not _PLACES.isdisjoint(what), at=now)
        return Rejudged(
            row["id"],
            row["title"],
            before=rows.article(row).verdict,
            after=verdict,
            story_before=row["story_id"],
            story_after=moved.to if moved else row["story_id"],
            what=(*what, "story") if moved else what,
        )


def _what(row: Row, given: Mapping[str, Any]) -> tuple[str, ...]:  # Any: whatever a column holds
    """Name what is another; that newer rules came to the same is nothing."""
    old, new = dict(row["verdict_figures"]), dict(given["verdict_figures"])
    is_another = {
        "verdict": (row["verdict"], old.pop("of", None)) != (given["verdict"], new.pop("of")),
        "figures": {**old, "rules": 0} != {**new, "rules": 0},
        "fingerprint": any(row[name] != given[name] for name in _OF_FINGERPRINT),
        "traits": row["traits"] != given["traits"],
        "credits": row["credits"] != given["credits"],
    }
    return tuple(name for name, differs in is_another.items() if differs)


def _extracted(row: Row) -> Extracted:
    kept = rows.article(row)
    return Extracted(
        title=kept.title,
        text=kept.text,
        language=kept.language,
        canonical_url=kept.url,
        outlet=kept.outlet,
        basis=kept.basis,
        author=kept.author,
        published_at=kept.published_at,
        modified_at=kept.modified_at,
        section=kept.section,
        image=kept.image,
        claims=kept.claims,
        dropped=kept.dropped,
        recurring=kept.recurring,
        rules=row["extracted_by"],
    )


def _wanted(
    statement: Select[Any],  # Any: whatever is selected
    since: datetime | None,
    after: int,
    today: Rules | None,
) -> Select[Any]:  # Any: see above
    c = ARTICLE.c
    statement = statement.where(c.id > after)
    if today is not None:
        others = (
            c.verdict_figures["rules"].as_integer().is_distinct_from(today.verdict),
            c.fingerprint_version != today.fingerprint,
            c.traits_by != today.traits,
            and_(c.story_figures["rules"].as_integer().is_distinct_from(today.placement), c.is_pinned.is_(False)),
        )
        statement = statement.where(or_(*others), c.text != "")
    return statement if since is None else statement.where(c.first_seen_at >= since)
