"""Is the article's text found, and does what we put around trafilatura pay?

Not pure: reads pages, measures CPU time on this machine. In: pages with the articles that they hold. Out: tables.
Seconds differ between machines and moments; the ratios, taken page by page within one run, are what to compare.
Run by: make eval-extract
"""

import gc
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import fmean

import click
import trafilatura

from monitor.core.records.articles import Basis, Extracted
from monitor.core.records.failures import Failed, Reason
from monitor.extract.article import extract, from_feed
from monitor.extract.page import Page
from tests.eval.samples import SHARED, Sample, Truth, own, shared
from tests.eval.scoring import is_equal, overlap, score

_RUNS = 3  # of each reader on each page; the quickest counts, as noise only ever adds
_WALLS = {Reason.LOGIN: Basis.LOGIN_WALL, Reason.BLOCKED: Basis.BOT_WALL}  # as the pipeline has it


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader made of one page.

    Args:
        cpu_s: in the quickest run.
    """

    text: str
    cpu_s: float


def read(page: Page) -> Extracted | None:
    """Read a page as the pipeline does: where nothing can be had of it, the feed's own text is the article."""
    found = extract(page)
    if isinstance(found, Failed):
        found = from_feed(page.entry, basis=_WALLS.get(found.reason, Basis.SUMMARY))
    return found if isinstance(found, Extracted) else None


def _ours(page: Page) -> str:
    found = read(page)
    return found.text if found else ""


def _fast(page: Page) -> str:
    return trafilatura.extract(page.body, include_comments=False, fast=True) or ""


def _default(page: Page) -> str:
    return trafilatura.extract(page.body, include_comments=False) or ""


_READERS: dict[str, Callable[[Page], str]] = {
    "ours": _ours,
    "trafilatura, fast": _fast,
    "trafilatura": _default,
}


def main() -> int:
    """Measure and print; 1 where the text of our own pages is found worse than by trafilatura alone."""
    samples = own()
    is_reached = _texts("our own pages", [sample for sample in samples if sample.is_on_page])
    _facts(samples)
    others = shared()
    if others:
        _texts("pages of article-extraction-benchmark", others)
    else:
        click.echo(f"The benchmark's pages are not in {SHARED}: passed over.")
    return 0 if is_reached else 1


# --- texts, and what they cost --------------------------------------------------------------------


def _texts(title: str, samples: Sequence[Sample]) -> bool:
    """Print how well each reader finds the texts; say whether ours is not worse than the others."""
    readings = _read_all(samples)
    click.echo(f"\nTexts: {len(samples)} {title}\n")
    click.echo(f"  {'':<20}{'F1':>7}{'precision':>11}{'recall':>8}{'accuracy':>10}{'mean ms':>9}{'p99 ms':>8}")
    f1 = {}
    for name, found in readings.items():
        scored = score((sample.text, reading.text) for sample, reading in zip(samples, found, strict=True))
        f1[name] = scored.f1
        times = [reading.cpu_s * 1_000 for reading in found]
        click.echo(
            f"  {name:<20}{scored.f1:>7.4f}{scored.precision:>11.4f}{scored.recall:>8.4f}{scored.accuracy:>10.3f}"
            f"{fmean(times):>9.1f}{percentile(times, 99):>8.1f}"
        )
    _beside(samples, readings["ours"], readings["trafilatura, fast"])
    return f1["ours"] >= max(f1.values())


def _beside(samples: Sequence[Sample], mine: Sequence[Reading], fast: Sequence[Reading]) -> None:
    """Print what ours costs beside trafilatura's fast call, and what it changes."""
    overhead = sum(reading.cpu_s for reading in mine) / sum(reading.cpu_s for reading in fast) - 1
    click.echo(f"\n  CPU of all that we put around trafilatura's fast call: {overhead:+.0%}")
    changed: dict[str, list[str]] = {"better": [], "worse": [], "no better and no worse": []}
    for sample, one, other in zip(samples, mine, fast, strict=True):
        if not is_equal(one.text, other.text):
            won = overlap(sample.text, one.text).both - overlap(sample.text, other.text).both
            changed["better" if won > 0 else "worse" if won < 0 else "no better and no worse"].append(sample.name)
    number = sum(map(len, changed.values()))
    said = ", ".join(f"{len(names)} {how}" for how, names in changed.items())
    click.echo(f"  Pages where our text is another than that call's: {number / len(samples):.0%} ({said})")
    for name in changed["worse"]:
        click.echo(f"    worse: {name}")


def _read_all(samples: Sequence[Sample]) -> dict[str, list[Reading]]:
    """Have every page read by every reader, one after the other, so that all meet the same moments of the machine."""
    for reader in _READERS.values():
        reader(samples[0].page)  # what is loaded or built once is not counted
    readings: dict[str, list[Reading]] = {name: [] for name in _READERS}
    gc.collect()
    gc.freeze()
    for sample in samples:
        best = {name: Reading("", float("inf")) for name in _READERS}
        for _ in range(_RUNS):
            for name, reader in _READERS.items():
                began = time.process_time()
                text = reader(sample.page)
                best[name] = Reading(text, min(best[name].cpu_s, time.process_time() - began))
        for name, reading in best.items():
            readings[name].append(reading)
    gc.unfreeze()
    return readings


def percentile(values: Iterable[float], percent: int) -> float:
    """Give the value that so many per cent of all do not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[-(-len(ranked) * percent // 100) - 1]


# --- what else is known of an article -------------------------------------------------------------


def _facts(samples: Sequence[Sample]) -> None:
    """Print how often each fact about an article is exactly right, and where it is not."""
    wrong = {sample: _wrong(sample.truth, read(sample.page)) for sample in samples if sample.truth}
    click.echo(f"\nFacts: {len(wrong)} our own pages\n")
    for field in ("title", "author", "published", "language", "basis"):
        right = sum(field not in fields for fields in wrong.values())
        click.echo(f"  {field:<12}{right:>4} of {len(wrong)} right")
    for sample, fields in wrong.items():
        for field, (true, found) in fields.items():
            click.echo(f"  {sample.name}: {field} is {found!r}, and should be {true!r}")


def _wrong(truth: Truth, found: Extracted | None) -> dict[str, tuple[str, str]]:
    """Give what was said wrongly of an article: what is true, and what was found."""
    if found is None:
        return {"basis": (truth.basis.value, "no article")}
    pairs = {
        "title": (truth.title, found.title),
        "author": (truth.author, found.author),
        "published": (_utc(truth.published), _utc(found.published_at)),
        "language": (truth.language, found.language),
        "basis": (truth.basis.value, found.basis.value),
    }
    return {field: pair for field, pair in pairs.items() if pair[0] != pair[1]}


def _utc(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
