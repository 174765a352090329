"""How well are articles about one event put into one story, on articles of our own?

Not pure: reads the articles beside it, keeps them in a SQLite database of its own, measures CPU time. In:
newsroom/*.yaml, in two halves: whoever makes the rules may look at "development", and nobody tunes on "held back".
Out: B-cubed figures, on request the pairs that went wrong; 1 where the held-back half misses a target.
Run by: python -m tests.eval stories; for the pairs: python -m tests.eval.stories --failures

A headline and a text stand in the feed as its own full text, so that no page has to be read; the way from there is the
service's own: drafter, verdict, surroundings, placing, store. The clock stands at each article's first sight.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from html import escape
from itertools import combinations
from pathlib import Path
from statistics import fmean, quantiles
from tempfile import TemporaryDirectory

import click
from ruamel.yaml import YAML

from monitor.config.lexicon import default_lexicon
from monitor.config.settings import load
from monitor.config.topics import default_topics_path, load_topics
from monitor.core.records.articles import Basis, Covered, Draft, DueEntry
from monitor.core.records.feeds import Entry, FeedSpec, Keep
from monitor.core.records.rulings import Kept, Rulings
from monitor.core.records.stories import Placement, Surroundings
from monitor.core.records.verdicts import Judged, Neighbours, Verdict
from monitor.core.records.versions import Revision
from monitor.drafter import Drafter
from monitor.rebuilding import judge
from monitor.store.opening import Stores, open_stores
from monitor.stories.placing import placing
from tests.eval.bcubed import Item, Score, across, overall, within
from tests.fakes import FakeClock

WITHIN = 0.85
ACROSS = 0.75
DEVELOPMENT, HELD_BACK = HALVES = ("development", "held-back")

_NEWSROOM = Path(__file__).parent / "newsroom"


@dataclass(frozen=True, slots=True)
class News:
    """One article of the set.

    Args:
        event: label of what it is about; "alone-..." for an article that is the only one about it.
        outlet: its domain.
        country: of the outlet, ISO 3166-1 alpha-2.
        language: ISO 639-1 code.
    """

    event: str
    outlet: str
    country: str
    language: str
    first_seen: datetime
    title: str
    text: str

    @property
    def is_alone(self) -> bool:
        """Whether no other article is about the same."""
        return self.event.startswith("alone-")


@dataclass(frozen=True, slots=True)
class Placed:
    """An article, and where it was put.

    Args:
        cpu_s: CPU seconds of finding live stories and choosing among them, inside the transaction that keeps it.
    """

    news: News
    article_id: int
    story_id: int | None
    placement: Placement | None
    cpu_s: float


def newsroom(half: str) -> list[News]:
    """Read the articles of a half, in the order in which they were first seen."""
    yaml = YAML(typ="safe", pure=True)
    rows = [row for path in sorted(_NEWSROOM.glob(f"{half}*.yaml")) for row in yaml.load(path)]
    found = [News(**row | {"first_seen": datetime.fromisoformat(row["first_seen"])}) for row in rows]
    return sorted(found, key=lambda news: (news.first_seen, news.outlet, news.title))


def place_all(articles: Sequence[News]) -> list[Placed]:
    """Keep articles one after another in an archive of their own, and say where each is when all are kept."""
    with TemporaryDirectory() as folder:
        clock = FakeClock()
        settings, _ = load({"MONITOR_DATA_DIR": folder})
        stores = open_stores(settings, clock)
        feeds = {
            news.outlet: FeedSpec(
                news.outlet, f"https://{news.outlet}/feed", language=news.language, country=news.country
            )
            for news in articles
        }
        stores.feeds.sync(list(feeds.values()))
        drafter = Drafter(load_topics(default_topics_path()), default_lexicon())
        kept = []
        for number, news in enumerate(articles, 1):
            clock.moment = news.first_seen
            kept.append(_keep(stores, _covered(drafter, feeds[news.outlet], news, number)))
        placed = [_placed(stores, news, *each) for news, each in zip(articles, kept, strict=True)]
        stores.database.close()
    return placed


def items(placed: Sequence[Placed]) -> list[Item]:
    """Give what the measure needs; an article without a story is one by itself."""
    return [Item(each.news.event, each.story_id or f"article {each.article_id}", each.news.language) for each in placed]


def main(failures: str = "") -> int:
    """Print the figures of both halves; 1 where the half that nobody tunes on misses a target.

    Args:
        failures: the half whose wrong pairs are shown, "" for none.
    """
    f1: dict[tuple[str, str], float] = {}
    for half in HALVES:
        placed = place_all(newsroom(half))
        scored = {name: measure(items(placed)) for name, measure in _MEASURES.items()}
        f1 |= {(half, name): score.f1 for name, score in scored.items()}
        _figures(half, placed, scored)
        if half == failures:
            _failures(placed)
    return 0 if all(f1[HELD_BACK, name] >= asked for name, asked in _ASKED.items()) else 1


# --- keeping ----------------------------------------------------------------------------------------


class _Stopwatch:
    """The rulings on one draft, and the CPU time from its verdict to its placement: what placing it costs."""

    def __init__(self, draft: Draft) -> None:
        self._judge = partial(judge, draft, Keep.ALL)
        self._place = placing(draft.traits)
        self._judged_at = 0.0
        self.cpu_s = 0.0

    def rulings(self) -> Rulings:
        return Rulings(self.judge, lambda _: Revision(is_version=True), lambda _: (), place=self.place)

    def judge(self, found: Neighbours) -> Judged:
        judged = self._judge(found)
        self._judged_at = time.process_time()
        return judged

    def place(self, verdict: Verdict, around: Surroundings) -> Placement:
        placement = self._place(verdict, around)
        self.cpu_s = time.process_time() - self._judged_at
        return placement


def _covered(drafter: Drafter, feed: FeedSpec, news: News, number: int) -> Covered:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in news.text.split("\n"))
    # The address must not give the event away.
    entry = Entry(str(number), f"https://{news.outlet}/{number}", news.title, paragraphs)
    draft = drafter.read_own(entry, basis=Basis.FULL, at=news.first_seen)
    assert isinstance(draft, Draft), draft
    return Covered(DueEntry(0, feed, entry, news.first_seen), draft)


def _keep(stores: Stores, covered: Covered) -> tuple[int, float]:
    watch = _Stopwatch(covered.draft)
    kept = stores.articles.keep(covered, watch.rulings())
    assert isinstance(kept, Kept), kept
    return kept.article_id, watch.cpu_s


def _placed(stores: Stores, news: News, article_id: int, cpu_s: float) -> Placed:
    article = stores.articles.get(article_id)
    return Placed(news, article_id, article.story_id, article.placement, cpu_s)


# --- what is printed --------------------------------------------------------------------------------

_MEASURES = {"all articles": overall, "within a language": within, "across languages": across}
_ASKED = {"within a language": WITHIN, "across languages": ACROSS}


def _figures(half: str, placed: Sequence[Placed], scored: dict[str, Score]) -> None:
    events = {each.news.event for each in placed}
    found = items(placed)
    stories = {item.story for item in found}
    # What a program that joins nothing would score: what is above it was earned.
    alone = [replace(item, story=n) for n, item in enumerate(found)]
    click.echo(f"\nStories, {half}: {len(placed)} articles on {len(events)} events, put into {len(stories)} stories\n")
    click.echo(f"  {'B-cubed':<20}{'precision':>11}{'recall':>8}{'F1':>7}{'each alone':>12}{'asked':>7}")
    for name, score in scored.items():
        asked = f"{_ASKED[name]:>7.2f}" if name in _ASKED else ""
        figures = f"{score.precision:>11.3f}{score.recall:>8.3f}{score.f1:>7.3f}{_MEASURES[name](alone).f1:>12.3f}"
        click.echo(f"  {name:<20}{figures}{asked}")
    times = [each.cpu_s * 1_000 for each in placed]
    p95 = quantiles(times, n=20)[-1]
    click.echo(f"\n  CPU of placing an article: {fmean(times):.2f} ms on average, p95 {p95:.2f} ms")


def _failures(placed: Sequence[Placed]) -> None:
    wrong: dict[str, list[tuple[Placed, Placed]]] = {"joined": [], "parted": []}
    for one, other in _pairs(placed):
        is_true, is_found = one.news.event == other.news.event, one.story_id == other.story_id
        if is_true != is_found:
            wrong["joined" if is_found else "parted"].append((one, other))
    for kind, pairs in wrong.items():
        click.echo(f"\n  Wrongly {kind}: {len(pairs)} pairs")
        for one, other in pairs:
            click.echo(f"\n    {_named(one)}\n    {_named(other)}\n      {_evidence(other)}")


def _pairs(placed: Sequence[Placed]) -> Iterator[tuple[Placed, Placed]]:
    """Give all pairs, the earlier of the two first: what the later one was told says why they are where they are."""
    yield from combinations(placed, 2)


def _named(each: Placed) -> str:
    return f"{each.article_id:>4}  story {each.story_id}  {each.news.language}  {each.news.event}: {each.news.title}"


def _evidence(each: Placed) -> str:
    if each.placement is None:
        return "Nothing placed it."
    of = f" of {each.placement.of}" if each.placement.of else ""
    shared = ", ".join(each.placement.shared) or "nothing"
    return f"{each.placement.why} Score {each.placement.score:.2f}{of}; shared: {shared}"


@click.command()
@click.option("--failures", is_flag=False, flag_value=DEVELOPMENT, default="", type=click.Choice([*HALVES, ""]))
def _command(failures: str) -> None:
    """Measure; --failures shows the wrong pairs of the development half, --failures=held-back those of the other."""
    sys.exit(main(failures))


if __name__ == "__main__":
    _command()
