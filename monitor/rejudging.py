"""How does the archive get other verdicts by other rules?

Not pure, but it touches the world only through the stores and the workers. In: since when. Out: what is another now,
article by article. `monitor rededup` shows it; after a stop the next run goes on there.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import partial

from monitor.config.settings import Settings
from monitor.core.records.articles import Draft
from monitor.core.records.rebuilds import Redrafted, Rejudged, Rerulings, Rules, Step, Wish
from monitor.core.records.verdicts import Seed, VerdictKind
from monitor.dedupe.decide import RULES as RULES_OF_VERDICTS
from monitor.dedupe.decide import decide_on
from monitor.dedupe.fingerprint import VERSION
from monitor.reader import Reader
from monitor.store.articles.rejudging import StoredTexts
from monitor.store.tasks import Tasks
from monitor.stories.placing import RULES as RULES_OF_PLACING
from monitor.stories.placing import placing
from monitor.stories.traits import RULES as RULES_OF_TRAITS
from monitor.walking import Walk
from monitor.workers import Workers

#: What is stored with an article that is judged now.
TODAY = Rules(RULES_OF_VERDICTS, VERSION, RULES_OF_TRAITS, RULES_OF_PLACING)

_SAME, _BESIDE, _LEFT = "same", "beside", "left"
_BECAME, _MOVED = " > ", ", moved"


@dataclass(frozen=True, slots=True)
class Report:
    """What a run came to.

    Args:
        verdicts: how many articles went from which kind of verdict to which; the same kind where what they copy is
            another.
        moved: articles that are in another story now.
        beside: articles whose verdict is the same, while its figures, or what groups them, are another.
        left: articles left as they were: their texts are not stored, or could not be read in time.
    """

    verdicts: Mapping[tuple[VerdictKind, VerdictKind], int]
    moved: int
    beside: int
    same: int
    left: int

    @property
    def articles(self) -> int:
        """How many articles there were."""
        return sum(self.verdicts.values()) + self.beside + self.same + self.left


@dataclass(frozen=True, slots=True)
class Rejudging:
    """Judges the stored texts of the archive again.

    Args:
        today: versions of the rules that it judges by.
        trial_seeds: the seeds that a trial judges by, and does not keep; None for those that are kept.
    """

    texts: StoredTexts
    tasks: Tasks
    workers: Workers[Reader]
    settings: Settings
    today: Rules = TODAY
    trial_seeds: Sequence[Seed] | None = None

    def begin(self, wish: Wish, *, is_fresh: bool = False) -> tuple[int, int]:
        """Begin a run, or find the one that was stopped; say how many articles are done, and how many are left.

        Args:
            is_fresh: begin at the beginning all the same.
        """
        return self._walk(wish).begin(wish, is_fresh=is_fresh)

    def run(self, wish: Wish) -> AsyncIterator[Step[Rejudged]]:
        """Judge every article that is wished for again, and give what became of each, as it goes."""

        def put(redrafted: Redrafted | None) -> tuple[str, Rejudged | None]:
            """Store what is another, and say what became of the article."""
            if redrafted is None:
                return _LEFT, None
            draft = redrafted.draft
            judge = partial(decide_on, draft)
            rulings = Rerulings(judge, placing(draft.traits), self.today)
            rejudged = self.texts.put(redrafted, rulings, is_trial=wish.is_trial, trial_seeds=self.trial_seeds)
            return _fate(rejudged), rejudged if rejudged and rejudged.what else None

        return self._walk(wish).steps(wish, self._redraft, put)

    async def _redraft(self, article_id: int) -> Redrafted | None:
        kept = await asyncio.to_thread(self.texts.one, article_id)
        if kept is None:
            return None
        draft = await self.workers.run(Reader.read_again, self.settings.read_deadline_s, kept.article)
        return Redrafted(kept, draft) if isinstance(draft, Draft) else None

    def _walk(self, wish: Wish) -> Walk:
        today = self.today if wish.is_older else None
        count, numbers = partial(self.texts.count, today=today), partial(self.texts.numbers, today=today)
        rules = ".".join(map(str, astuple(self.today)))
        return Walk("rededup", self.tasks, count, numbers, self.settings.workers, rules)


def report(counts: Mapping[str, int]) -> Report:
    """Say what a run came to, given what its last step counted."""
    verdicts: Counter[tuple[VerdictKind, VerdictKind]] = Counter()
    others: Counter[str] = Counter()
    moved = 0
    for fate, number in counts.items():
        became = fate.removesuffix(_MOVED)
        moved += number * (became != fate)
        before, arrow, after = became.partition(_BECAME)
        if arrow:
            verdicts[VerdictKind(before), VerdictKind(after)] += number
        else:
            others[became] += number
    return Report(verdicts, moved, others[_BESIDE], others[_SAME], others[_LEFT])


def _fate(rejudged: Rejudged | None) -> str:
    """Say in a word what became of an article: what a run counts."""
    if rejudged is None:
        return _LEFT
    fate = _BESIDE if rejudged.what else _SAME
    if "verdict" in rejudged.what:
        fate = f"{rejudged.before.kind}{_BECAME}{rejudged.after.kind}"
    return f"{fate}{_MOVED}" if "story" in rejudged.what else fate
